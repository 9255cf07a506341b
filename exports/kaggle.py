"""The package as Kaggle takes it: a folder with `dataset-metadata.json` and the CSV files beside it.

Kaggle leaves out folders, so the files stand at the top. Who uploads them writes the name of an account into
`id`, where `OWNER` stands: none is known here.
"""

from typing import Any

from exports.about import about
from exports.columns import Kind, kinds
from exports.edition import Edition, Table
from exports.headline import headline
from exports.json_ld import json_bytes

OWNER = "INSERT_OWNER_HERE"
TITLE, SUBTITLE = (6, 50), (20, 80)  # how many characters Kaggle takes
TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "numeric",
    "date": "datetime",
    "boolean": "boolean",
}
# of the licences that Kaggle names, those for data that a package may be under; any other is "other"
LICENCES = {"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "ODbL-1.0", "PDDL"}

Json = dict[str, Any]


def files(edition: Edition) -> dict[str, bytes]:
    """`kaggle/dataset-metadata.json`, and `kaggle/<table>.csv` for each table."""
    tables = {f"kaggle/{table.name}.csv": table.data for table in edition.tables.values()}
    return {"kaggle/dataset-metadata.json": json_bytes(metadata(edition)), **tables}


def metadata(edition: Edition) -> Json:
    """The metadata as a JSON object. Too long a title is cut, a subtitle that does not fit is left out."""
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
    """Kaggle has no place of its own for version, warning and citation."""
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
    """A text of so many characters at most, cut between words."""
    return text if len(text) <= most else text[: most + 1].rsplit(" ", 1)[0][:most]
