"""The explorer page: `site/index.html`, one file that needs no network.

Why it is made this way:

- Each table is embedded once, column by column, compressed (`site_data.py`). The page makes rows, links and
  CSV downloads from that, as far as a view needs them, so that the data has room to grow.
- The script consists of modules that can be read and tested alone (`site_script.py`).
- Charts are drawn in the page by small code of our own. Charts made at build time, one for each measure,
  would be larger than all tables together, and could not adapt to the screen or a chosen claimant.
- Every cell is treated as hostile: Jinja2 escapes, the scripts write only text nodes, the JSON contains no
  character that is special in HTML, and a Content-Security-Policy lets nothing run, load or connect except
  the one script and the one style whose hashes it names.
"""

import base64
import hashlib
import re
import sys

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.speakers import SPEAKING
from exports.citation import NO_EDITION, in_words
from exports.edition import Edition
from exports.headline import headline
from exports.schema_org import dataset
from exports.site_data import compressed, harmless_json, parts
from exports.site_script import FOLDER, own, script
from validator.descriptor import is_address

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # not allowed in HTML
LIMIT = 3_000_000  # bytes; beyond this, a phone on a slow line waits too long for the page


def files(edition: Edition) -> dict[str, bytes]:
    """`site/index.html`. Warns on standard error if it is larger than `LIMIT`."""
    page = render(edition).encode("utf-8")
    if len(page) > LIMIT:
        print(
            f"warning: the page has {len(page):,} bytes, more than the recommended {LIMIT:,}",
            file=sys.stderr,
        )
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
    style, code = own("style.css"), script()
    data, size = compressed(parts(edition))
    page = environment.get_template("page.html.j2").render(
        about=edition.descriptor,
        description=edition.descriptor.get("description", ""),
        homepage=_address(edition.descriptor.get("homepage", "")),
        licences=[
            (one.get("title") or one.get("name") or one["path"], _address(one.get("path", "")))
            for one in edition.descriptor["licenses"]
        ],
        headline=headline(edition),
        citation=in_words(edition),
        notice=NO_EDITION if edition.under_way else "",
        numbers=key_numbers(edition),
        tables=list(edition.tables.values()),
        created=edition.created.date().isoformat(),
        standfirst=_opening(edition),
        policy=policy(style, code),
        style=Markup(style),
        script=Markup(code),
        data=data,
        size=size,
        linked_data=Markup(harmless_json(dataset(edition))),
    )
    return CONTROLS.sub("\ufffd", page)


def _address(given: str) -> str:
    """An address that a page may link to: a web address, or nothing."""
    return given if is_address(given) else ""


def policy(style: str, code: str) -> str:
    """The Content-Security-Policy: this style and this script, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


# ---- what the page shows without a script -------------------------------------------------------


def key_numbers(edition: Edition) -> list[tuple[int, str, str]]:
    """(number, what it counts, the view that shows it) for the figures at the top of the page."""
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
