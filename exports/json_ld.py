"""JSON-LD as both descriptions of the package need it: files, with their media types, and a way to write."""

import json
from pathlib import Path
from typing import Any

CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
SQLITE = "application/vnd.sqlite3"


def write_json(content: dict[str, Any], path: Path) -> Path:
    """Write JSON as UTF-8, with line feeds on every system."""
    path.write_bytes((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def csv_url(name: str) -> str:
    """Where the CSV file of a table stands, seen from the folder that all is built into."""
    return f"data/{name}.csv"
