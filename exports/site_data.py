"""The data of the page, packed: each column of each table is a line of JSON, and all lines are compressed.

The page reads a line when a view needs it, so that ten times the rows do not mean ten times the work for the
first view. A column with repeated cells is stored as a list of its values and an index for each cell.
"""

import base64
import gzip
import json
import re
from typing import Any

import pandas as pd

from analysis.conflicts import conflicts
from analysis.copies import WEAK_COPIES
from analysis.figures import in_time
from analysis.tables import Tables, grouped
from analysis.wordings import wordings
from analysis.words import UNSPACED, split, steps
from exports.citation import citation
from exports.columns import vocabulary
from exports.edition import Edition, Table
from exports.figures import frames
from schemas.rules import rule_set
from validator.descriptor import Json

# characters that could end a script, or a line of one, written so that JSON reads them the same
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def harmless_json(value: Any) -> str:
    """JSON that is safe inside a script element: it reads the same, without characters special in HTML."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def compressed(parts: Json) -> tuple[str, int]:
    """(the parts as gzip in base64, their number of bytes when unpacked).

    The first line has the name and the size of each part. Each of the other lines is one part, in that order.
    """
    lines = {name: harmless_json(value).encode("utf-8") for name, value in parts.items()}
    sizes = harmless_json([[name, len(line)] for name, line in lines.items()]).encode("utf-8")
    whole = b"\n".join([sizes, *lines.values()])
    return base64.b64encode(gzip.compress(whole, mtime=0)).decode("ascii"), len(whole)


def parts(edition: Edition) -> Json:
    """Name -> what the page reads under it: `head`, `statements.quote` (a column), `wordings/utt-…`."""
    for name, schema in rule_set().tables.items():  # nothing can be computed from foreign tables
        edition.table(name, *(field["name"] for field in schema["fields"]))
    typed = frames(edition)
    found: Json = {
        "head": {
            "name": edition.descriptor["name"],
            "version": edition.version,
            "tables": {name: described(table) for name, table in edition.tables.items()},
            "unspaced": sorted(UNSPACED),
            "weak": WEAK_COPIES,
            "citation": {form: text for form, text in citation(edition).items() if form != "csl_json"},
        }
    }
    for name, table in edition.tables.items():
        for field in table.fields:
            found[f"{name}.{field['name']}"] = packed([row[field["name"]] for row in table.rows])
    claims = in_time(typed)
    found |= {f"claims._{name}": column for name, column in figures_of(typed, claims).items()}
    found |= {f"wordings/{utterance}": groups for utterance, groups in wordings_of(typed).items()}
    return found | {"conflicts": conflicts_of(typed, claims)}


def described(table: Table) -> Json:
    """One table: title, description, keys, fields, number of rows, and the prefixes of their ids."""
    key = table.primary_key
    ids = [row[key[0]] for row in table.rows] if len(key) == 1 else []
    return {
        "title": table.title,
        "description": table.description,
        "key": key,
        "foreign": table.foreign_keys,
        "fields": [_field(field) for field in table.fields],
        "count": len(table.rows),
        "prefixes": sorted({one.partition("-")[0] for one in ids}),
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
    """The cells of a column, unchanged or, if that is shorter, as indexes into a list of its values.

    >>> packed(["direct", "indirect", "direct", "direct", "direct"])
    {'of': ['direct', 'indirect'], 'at': [0, 1, 0, 0, 0]}
    """
    places = {value: place for place, value in enumerate(dict.fromkeys(cells))}
    short = {"of": list(places), "at": [places[cell] for cell in cells]}
    return short if _length(short) < _length(cells) else cells


def _length(value: Any) -> int:
    return len(harmless_json(value).encode("utf-8"))


def figures_of(tables: Tables, claims: pd.DataFrame) -> Json:
    """What `analysis` says about each claim, in the order of the claims.

    `time` and `basis`: when it holds, and which date that is; `who`: the claimant; `low`, `high`: the ends of
    the number in the unit of the measure, regardless of relation and polarity.
    """
    rows = claims.set_index("claim_id").loc[tables["claims"].claim_id]
    rows = rows.astype(object).where(rows.notna(), None)
    names = {"time": "time", "basis": "time_basis", "who": "called", "low": "least", "high": "most"}
    return {name: packed(rows[column].to_list()) for name, column in names.items()}


def wordings_of(tables: Tables) -> Json:
    """The wordings of each utterance, as `words.js` reads them."""
    found: Json = {}
    for key, rows in grouped(wordings(tables), "utterance_id", "language"):
        utterance, language = map(str, key)
        before: list[list[str]] = []
        for row in rows:
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


def conflicts_of(tables: Tables, claims: pd.DataFrame) -> Json:
    """The conflicts that `analysis` finds, by column: kind, subject, and the records of both sides."""
    rows = conflicts(tables, claims)
    sides = [[re.split(r",? ", side) for side in cell.split(" v. ")] for cell in rows.records]
    return {
        "kind": packed(rows.kind.to_list()),
        "subject": packed(rows.subject.to_list()),
        "one": [one for one, _ in sides],
        "other": [other for _, other in sides],
    }
