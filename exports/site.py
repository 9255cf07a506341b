"""The explorer page: `site/index.html`, one file that asks nothing of any network.

Why as it is:

- Each table is embedded once, column by column, and a column whose cells repeat as a list of its values and
  the place of each cell's value in it. The page makes rows, links and the CSV downloads of that; the whole is
  a third smaller than the CSV files, so that the data has room to grow below the limit of `LIMIT` bytes.
- Charts are drawn in the page by small code of ours: one for each measure, made at build time, would
  be larger than all tables together, and could not follow the width of the screen or a chosen claimant.
- Every cell is hostile until shown as text: Jinja2 escapes, the scripts write text nodes only, the JSON holds
  no character that HTML knows, and a Content-Security-Policy lets nothing run, load or connect but the one
  script and the one style whose hashes it names.
"""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.figures import in_time
from analysis.speakers import SPEAKING
from analysis.tables import Tables, each
from analysis.wordings import wordings
from analysis.words import UNSPACED, split, steps
from exports.citation import in_words
from exports.columns import vocabulary
from exports.edition import Edition, Table
from exports.figures import frames
from exports.schema_org import dataset
from validator.descriptor import CannotRun, Json

FOLDER = Path(__file__).with_name("site")
LIMIT = 3_000_000  # bytes of the page
# in the order in which they are joined to one script
SCRIPTS = [
    *("tables", "elements", "names", "words", "figures", "charts", "parts"),
    *("front", "wordings", "measures", "timeline", "statements", "records", "views"),
]
# characters that could end a script, or a line of one, written so that JSON reads them the same
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def files(edition: Edition) -> dict[str, bytes]:
    """`site/index.html`. Raises `CannotRun` where it would be larger than `LIMIT`."""
    page = render(edition).encode("utf-8")
    if len(page) > LIMIT:
        raise CannotRun(f"the page would have {len(page)} bytes, more than the {LIMIT} that it may have")
    return {"site/index.html": page}


def render(edition: Edition) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _own("style.css"), "\n".join(_own(f"{name}.js") for name in SCRIPTS)
    return environment.get_template("page.html.j2").render(
        about=edition.descriptor,
        headline=str(edition.descriptor.get("title", edition.descriptor["name"])).partition(": "),
        citation=in_words(edition),
        numbers=key_numbers(edition),
        tables=list(edition.tables.values()),
        created=edition.created.date().isoformat(),
        standfirst=_opening(edition),
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(harmless_json(data(edition))),
        linked_data=Markup(harmless_json(dataset(edition))),
    )


def _own(name: str) -> str:
    """A file of ours that goes into the page as it is; it may not hold what would end its element."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    if "</s" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} holds characters that end a script or a style")
    return text


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def harmless_json(value: Any) -> str:
    """JSON that may stand inside a script element: it reads the same, and no character of it is HTML's."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


# ---- the tables as the page holds them --------------------------------------------------------------


def data(edition: Edition) -> Json:
    """All that the page is made of: the tables with their columns, and what follows from them."""
    typed = frames(edition)
    return {
        "name": edition.descriptor["name"],
        "version": edition.version,
        "tables": {name: packed_table(table) for name, table in edition.tables.items()},
        "figures": _figures(typed),
        "wordings": _wordings(typed),
        "unspaced": sorted(UNSPACED),
    }


def packed_table(table: Table) -> Json:
    """One table: what it is, its keys, its fields and its cells."""
    return {
        "title": table.title,
        "description": table.description,
        "key": table.primary_key,
        "foreign": table.foreign_keys,
        "fields": [_field(field) for field in table.fields],
        "columns": [packed([row[field["name"]] for row in table.rows]) for field in table.fields],
    }


def _field(field: Json) -> Json:
    labels = {value: label for value, label in vocabulary(field) if label}
    return {
        "name": field["name"],
        "title": field.get("title", field["name"]),
        "description": field.get("description", ""),
        **({"labels": labels} if labels else {}),
    }


def packed(cells: list[Any]) -> list[Any] | Json:
    """The cells of a column, as they are or, where that is shorter, as places in a list of its values.

    >>> packed(["direct", "indirect", "direct", "direct", "direct"])
    {'of': ['direct', 'indirect'], 'at': [0, 1, 0, 0, 0]}
    """
    places = {value: place for place, value in enumerate(dict.fromkeys(cells))}
    short = {"of": list(places), "at": [places[cell] for cell in cells]}
    return short if _length(short) < _length(cells) else cells


def _length(value: Any) -> int:
    return len(harmless_json(value).encode("utf-8"))


def _figures(tables: Tables) -> Json:
    """What `analysis` says of each claim, in the order of the claims: time, who, low, high.

    `low` and `high` are the ends of the number in the unit of the measure, whatever relation and polarity.
    """
    rows = in_time(tables).set_index("claim_id").loc[tables["claims"].claim_id]
    rows = rows.astype(object).where(rows.notna(), None)
    names = {"time": "time", "who": "claimant", "low": "least", "high": "most"}
    return {name: packed(rows[column].to_list()) for name, column in names.items()}


def _wordings(tables: Tables) -> Json:
    """The wordings of each utterance, as `words.js` reads them."""
    found: Json = {}
    for key, group in wordings(tables).groupby(["utterance_id", "language"], sort=False):
        utterance, language = map(str, key)
        before: list[list[str]] = []
        for row in each(group):
            words = split(row.wording, language)
            found.setdefault(utterance, []).append(
                {
                    "words": words,
                    "families": len(row.families.split()),
                    "statements": row.statements.split(),
                    "steps": [steps(other, words) for other in before],
                }
            )
            before.append(words)
    return found


# ---- what stands in the page without a script -------------------------------------------------------


def key_numbers(edition: Edition) -> list[tuple[int, str, str]]:
    """(number, what it counts, the view that shows it) of the figures at the head of the page."""
    said = edition.table("statement_speakers", "person_id", "organization_id", "role").rows
    speakers = {row["person_id"] or row["organization_id"] for row in said if row["role"] in SPEAKING} - {""}
    sources = edition.table("sources", "family", "language").rows
    families, languages = ({row[name] for row in sources} - {""} for name in ("family", "language"))
    return [
        (len(edition.table("statements").rows), "statements", "#statements"),
        (len(speakers), "speakers", "#statements"),
        (len(edition.table("utterances").rows), "remarks compared", "#wordings"),
        (len(edition.table("claims").rows), "numeric claims", "#figures"),
        (len(edition.table("events").rows), "events", "#timeline"),
        (len(sources), "texts", "#tables?table=sources"),
        (len(families), "newsrooms", "#tables?table=sources"),
        (len(languages), "languages", "#tables?table=sources"),
    ]


def _opening(edition: Edition) -> str:
    """The first two sentences of the description."""
    sentences = str(edition.descriptor.get("description", "")).split(". ")
    return ". ".join(sentences[:2]).rstrip(".") + "."
