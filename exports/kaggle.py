"""The package for Kaggle: a folder with `dataset-metadata.json` and the CSV files.

Kaggle ignores subfolders, so the files are at the top. Whoever uploads them replaces `OWNER` in `id` with the
name of an account, which is not known here.
"""

from typing import Any

from exports.about import about
from exports.columns import Kind, kinds
from exports.edition import Edition, Table
from exports.headline import headline
from exports.json_ld import json_bytes

OWNER = "INSERT_OWNER_HERE"
TITLE, SUBTITLE = (6, 50), (20, 80)  # least and most characters for Kaggle
TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "numeric",
    "date": "datetime",
    "boolean": "boolean",
}
# the licences for data that both Kaggle and a package may name; any other is "other"
LICENCES = {"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "ODbL-1.0", "PDDL"}

Json = dict[str, Any]


def files(edition: Edition) -> dict[str, bytes]:
    """`kaggle/dataset-metadata.json`, and `kaggle/<table>.csv` for each table."""
    tables = {f"kaggle/{table.name}.csv": table.data for table in edition.tables.values()}
    return {"kaggle/dataset-metadata.json": json_bytes(metadata(edition)), **tables}


def metadata(edition: Edition) -> Json:
    """The metadata as a JSON object. A long title is cut, and a subtitle that does not fit is left out."""
    told, (title, subtitle) = about(edition), headline(edition)
    licence = edition.descriptor["licenses"][0].get("name", "")
    made = {
        "title": _cut(title, TITLE[1]),
        "subtitle": subtitle[:1].upper() + subtitle[1:]
        if SUBTITLE[0] <= len(subtitle) <= SUBTITLE[1]
        else "",
        "description": _description(told),
        "id": f"{OWNER}/{told['name'][: TITLE[1]]}",
        "licenses": [{"name": licence if licence in LICENCES else "other"}],
        "keywords": edition.descriptor.get("keywords", []),
        "resources": [_resource(table) for table in edition.tables.values()],
    }
    return {name: value for name, value in made.items() if value}


def _description(told: dict[str, str]) -> str:
    """The description, with version, warning and citation, for which Kaggle has no properties."""
    facts = [f"Version {told['version']}. Licence: {told['licence']}.", f"To cite it: {told['citation']}"]
    return "\n\n".join([told["description"], told["warning"], *facts])


def _resource(table: Table) -> Json:
    kind = kinds(table)
    return {
        "path": f"{table.name}.csv",
        "description": table.description,
        "schema": {
            "fields": [
                {
                    "name": field["name"],
                    "description": field.get("description", ""),
                    "type": TYPES[kind[field["name"]]],
                }
                for field in table.fields
            ]
        },
    }


def _cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    return text if len(text) <= most else text[: most + 1].rsplit(" ", 1)[0][:most]
