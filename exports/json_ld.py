"""What both JSON-LD descriptions of the package need: media types, addresses and bytes."""

import hashlib
import json
from typing import Any

from exports.edition import Table

CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
SQLITE = "application/vnd.sqlite3"


def json_bytes(content: dict[str, Any]) -> bytes:
    """A JSON object as the bytes of a file."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def file_facts(table: Table) -> dict[str, str]:
    """The size of a table's CSV file, and its hash."""
    return {"contentSize": f"{len(table.data)} B", "sha256": hashlib.sha256(table.data).hexdigest()}


def csv_url(name: str) -> str:
    """The address of a table's CSV file, relative to the build folder."""
    return f"data/{name}.csv"
