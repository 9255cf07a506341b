"""JSON-LD as both descriptions of the package need it: media types, addresses and bytes."""

import hashlib
import json
from typing import Any

from exports.edition import Table

CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
SQLITE = "application/vnd.sqlite3"


def json_bytes(content: dict[str, Any]) -> bytes:
    """JSON as the bytes of a file."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def file_facts(table: Table) -> dict[str, str]:
    """The size of a table's CSV file, and its hash."""
    return {"contentSize": f"{len(table.data)} B", "sha256": hashlib.sha256(table.data).hexdigest()}


def csv_url(name: str) -> str:
    """Where the CSV file of a table stands, seen from the folder that all is built into."""
    return f"data/{name}.csv"
