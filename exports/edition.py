"""The package as its exports see it: each table as text and typed, with its schema."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from schemas.validation import validate
from validator.cell_types import type_frame
from validator.csv_reading import read_table
from validator.descriptor import CannotRun, Json, as_list, read_json
from validator.fields import parse_schema


@dataclass(frozen=True)
class Table:
    """One table. `rows` are cells as text, a missing one being empty; `frame` has them typed, as nulls."""

    name: str
    title: str
    description: str
    schema: Json
    rows: list[dict[str, str]]
    frame: pl.DataFrame

    @property
    def fields(self) -> list[Json]:
        """The fields of its schema, in order."""
        return list(self.schema["fields"])

    @property
    def primary_key(self) -> list[str]:
        """The names of the fields that make up its primary key."""
        return as_list(self.schema.get("primaryKey", []))

    @property
    def foreign_keys(self) -> list[tuple[list[str], str, list[str]]]:
        """(fields, the table they lead to, fields there) of each foreign key."""
        keys = parse_schema(self.schema).foreign_keys
        return [(list(key.fields), key.resource or self.name, list(key.reference)) for key in keys]


@dataclass(frozen=True)
class Edition:
    """The whole package, in the order of its descriptor."""

    folder: Path
    descriptor: Json
    tables: dict[str, Table]

    @property
    def version(self) -> str:
        """Its version."""
        return str(self.descriptor["version"])

    @property
    def created(self) -> datetime:
        """When it was made, as the descriptor says: the only time that an export may show."""
        told = datetime.fromisoformat(self.descriptor["created"])
        return told if told.tzinfo else told.replace(tzinfo=UTC)  # not the zone of whoever builds


def read_edition(descriptor: Path) -> Edition:
    """Read a package. Raises `CannotRun` where it is not valid: nothing is made of faulty data."""
    report = validate(descriptor)
    if not report.valid:
        raise CannotRun(
            f"{report.errors[0]} ({len(report.errors)} errors): run `make validate`, mend the data"
        )
    about = read_json(descriptor)
    tables = {entry["name"]: _read(descriptor.parent, entry) for entry in about["resources"]}
    return Edition(descriptor.parent, about, tables)


def _read(folder: Path, entry: dict[str, Any]) -> Table:
    schema = read_json(folder / entry["schema"])
    parsed = parse_schema(schema)
    table = read_table((folder / entry["path"]).read_bytes(), parsed)
    text = pl.DataFrame(table.rows, schema=dict.fromkeys(parsed.columns, pl.String), orient="row")
    typed, _ = type_frame(
        text.with_columns(pl.all().replace("", None), _line=pl.Series(table.lines, dtype=pl.Int64)), parsed
    )
    rows = [dict(zip(parsed.columns, row, strict=True)) for row in table.rows]
    return Table(entry["name"], schema["title"], schema["description"], schema, rows, typed.drop("_line"))
