"""What Datasette shows with the SQLite file: `datasette-metadata.json`.

It has titles, licence and warning, what each table and column means, the columns useful as facets, and the
questions in `queries.sql`, which query the views. This is the metadata of Datasette 0.65; a later version may
expect the questions in its configuration instead.
"""

import re
from pathlib import Path
from typing import Any

from exports.about import WARNING, about
from exports.columns import vocabulary
from exports.edition import Edition, Table
from exports.figures import with_figures
from exports.json_ld import json_bytes
from exports.sqlite import VIEWED

QUERIES = Path(__file__).with_name("queries.sql")
NEEDED = VIEWED | {"utterances", "renderings"}  # tables that the questions need
VIEWS = {
    "statements_wide": "Who said what, when, in what office, and where it is printed. A statement with "
    "several speakers has a row for each.",
    "claims_wide": "Who claims which number, with its hedge and the bounds it implies. A claim with several "
    "speakers has a row for each.",
}
FACETS = 4  # more do not help on one page
LABELS = ("name", "title", "gist", "definition", "summary", "as_written")  # columns shown in links to a row

Json = dict[str, Any]


def files(edition: Edition) -> dict[str, bytes]:
    """`datasette-metadata.json`, for `datasette NAME.sqlite --metadata datasette-metadata.json`."""
    return {"datasette-metadata.json": json_bytes(metadata(edition))}


def metadata(edition: Edition) -> Json:
    """The metadata as a JSON object."""
    told, licence = about(edition), edition.descriptor["licenses"][0]
    tables = {table.name: _table(table) for table in with_figures(edition)}
    has_views = edition.tables.keys() >= NEEDED
    views = {name: {"description": text} for name, text in VIEWS.items()} if has_views else {}
    database = {
        "description": WARNING,
        "tables": {**tables, **views},
        "queries": queries() if has_views else {},
    }
    made = {
        "title": told["title"],
        "description": f"{told['description']} {told['warning']}",
        "license": licence.get("title", licence.get("name", "")),
        "license_url": licence.get("path"),
        "source": f"{told['name']}, version {told['version']}",
        "source_url": edition.descriptor.get("homepage"),
        "about": told["citation"],
        "databases": {told["name"]: database},
    }
    return {name: value for name, value in made.items() if value}


def queries() -> dict[str, Json]:
    """Name -> title, description and SQL for each question in `queries.sql`."""
    text = QUERIES.read_text(encoding="utf-8")
    found = re.findall(r"^-- (\w+): (.+)\n-- (.+)\n([^;]+);", text, re.MULTILINE)
    return {
        name: {"title": title, "description": description, "sql": sql}
        for name, title, description, sql in found
    }


def _table(table: Table) -> Json:
    names = [field["name"] for field in table.fields]
    label = next((name for name in LABELS if name in names), None)
    return {
        "description": table.description,
        "columns": {field["name"]: field.get("description", "") for field in table.fields},
        "facets": [field["name"] for field in table.fields if vocabulary(field)][:FACETS],
        **({"label_column": label} if label else {}),
    }
