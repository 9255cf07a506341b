"""The package that rows are added to: its tables as text, and every id that it has or has had."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exports.files import read_file
from schemas.manifest import read_manifest
from schemas.rules import NAME
from validator.csv_reading import read_table
from validator.descriptor import CannotRun, is_inside, is_safe, read_json
from validator.fields import TableSchema, parse_schema
from validator.rules import PROPERTY

LARGEST = 100_000_000  # bytes in a table
Row = dict[str, str]


@dataclass
class Table:
    """One table: the path of its file, its schema, its rows as text, and the bytes that were read."""

    path: str
    schema: TableSchema
    fields: list[dict[str, Any]]
    rows: list[Row]
    data: bytes

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return list(self.schema.primary_key)

    def record(self, row: Row) -> str:
        """The id of a row: its key, joined by `/`."""
        return "/".join(row[name] for name in self.key)


@dataclass
class Package:
    """A package of our kind. `gone`: table -> ids that have been used."""

    descriptor: Path
    about: dict[str, Any]
    described: bytes
    tables: dict[str, Table]
    gone: dict[str, set[str]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the package."""
        return self.descriptor.parent

    def used(self, table: str) -> set[str]:
        """Every id that a table has or has had."""
        key = self.tables[table].key[0]
        return {row[key] for row in self.tables[table].rows} | self.gone.get(table, set())


def read_package(descriptor: Path) -> Package:
    """Read a package. Raises `CannotRun` if it is not of this kind, or a table cannot be read."""
    about = read_json(descriptor)
    if about.get(PROPERTY) != NAME:
        raise CannotRun(
            f'{descriptor} is not a package of this kind ("{PROPERTY}" is not "{NAME}"): '
            "name its descriptor with --descriptor, or start a package with scripts/start.py"
        )
    tables = {}
    for entry in about.get("resources", []):
        if (
            isinstance(entry, dict)
            and isinstance(entry.get("path"), str)
            and isinstance(entry.get("schema"), str)
        ):
            tables[str(entry.get("name"))] = _read(descriptor.parent, entry)
    return Package(descriptor, about, descriptor.read_bytes(), tables, _gone(descriptor.parent, tables))


def _read(folder: Path, entry: dict[str, Any]) -> Table:
    for path in (entry["path"], entry["schema"]):
        if not is_safe(path) or not is_inside(folder, path):
            raise CannotRun(f"{path} is outside the package: run `make validate`")
    given = read_json(folder / entry["schema"])
    schema = parse_schema(given, str(entry["name"]))
    data = read_file(folder / entry["path"], LARGEST)
    table = read_table(data, schema)
    if table.faults:
        _, line, message = table.faults[0]
        raise CannotRun(f"{entry['path']}:{line}: {message}: run `make format` and `make validate` first")
    rows = [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
    return Table(entry["path"], schema, given["fields"], rows, data)


def _gone(folder: Path, tables: dict[str, Table]) -> dict[str, set[str]]:
    gone: dict[str, set[str]] = {}
    manifest = read_manifest(folder) or {"gone": {}, "tables": {}}
    for name, ids in manifest["gone"].items():
        gone.setdefault(name, set()).update(ids)
    for name, table in manifest["tables"].items():
        gone.setdefault(name, set()).update(table["rows"])
    for row in tables["corrections"].rows if "corrections" in tables else []:
        gone.setdefault(row["table"], set()).add(row["record_id"])
    return gone


def as_json(about: dict[str, Any]) -> bytes:
    """The bytes of a descriptor, as written by `make format`."""
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()
