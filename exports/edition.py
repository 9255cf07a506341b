"""The package as the exports see it: each table as text and as typed values, with its schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from schemas.validation import validate
from validator.cell_types import type_frame
from validator.csv_reading import Reading
from validator.descriptor import CannotRun, Json, as_list, read_json
from validator.dialect import PLAIN, dialect_of
from validator.fields import parse_schema
from validator.file_bytes import encoding_of, packing
from validator.resources import Resource

if TYPE_CHECKING:
    import pandas as pd

# properties of the package that every form of the data shows
NEEDED = ("name", "title", "version", "created", "licenses")
NAME = r"[a-z0-9][a-z0-9._-]*"  # of a package or a table; file names are made from it
MOST = 5_000_000  # cells in all tables, which are held in memory several times


@dataclass(frozen=True)
class Table:
    """One table. `rows` has cells as text, empty if missing; `frame` has typed values, null if missing."""

    name: str
    title: str
    description: str
    schema: Json
    rows: list[dict[str, str]]
    frame: pl.DataFrame
    data: bytes = b""  # of its file

    @property
    def fields(self) -> list[Json]:
        """The fields of its schema, in order."""
        return list(self.schema["fields"])

    @property
    def primary_key(self) -> list[str]:
        """The names of the fields in its primary key."""
        return as_list(self.schema.get("primaryKey", []))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names of its fields."""
        return frozenset(field["name"] for field in self.fields)

    @cached_property
    def in_pandas(self) -> "pd.DataFrame":
        """The typed rows as a pandas frame, made once, since several exports start from it."""
        import pandas as pd  # on demand: few commands need it

        from analysis.tables import typed

        cells = pd.DataFrame(self.rows, columns=[field["name"] for field in self.fields], dtype="string")
        return typed(cells.replace("", pd.NA), self.fields)

    @cached_property
    def foreign_keys(self) -> list[tuple[list[str], str, list[str]]]:
        """(fields, the table they refer to, fields there) of each foreign key."""
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
    def under_way(self) -> bool:
        """Whether it is a state between two editions, which nobody should cite."""
        return self.version.endswith("-dev")

    @property
    def created(self) -> datetime:
        """When it was made, according to the descriptor: the only time that an export may contain."""
        told = datetime.fromisoformat(self.descriptor["created"])
        return told if told.tzinfo else told.replace(tzinfo=UTC)  # not the zone of the building machine

    @cached_property
    def figures(self) -> Table:
        """The table of its figures, made once, since several exports have it."""
        from exports.figures import figures_table  # which imports this module

        return figures_table(self)

    def table(self, name: str, *columns: str) -> Table:
        """A table of this dataset, with columns that an export needs.

        Raises `CannotRun` if the package has no such table or column, because it is another dataset.
        """
        found = self.tables.get(name)
        missing = [column for column in columns if found is None or column not in found.frame]
        if found is None or missing:
            raise CannotRun(
                f"there is no {'.'.join([name, *missing[:1]])}: this form is only for our own tables"
            )
        return found


def read_edition(descriptor: Path) -> Edition:
    """Read a package. Raises `CannotRun` if it is not valid: nothing is made from faulty data."""
    report = validate(descriptor)
    if report.errors:
        raise CannotRun(
            f"{report.errors[0]} ({len(report.errors)} errors): run `make validate` and correct the data"
        )
    for left in report.not_run:
        if not left.excused:
            raise CannotRun(f"{left.path}: {left.rule} was not run ({left.reason}): nothing is made from it")
    about = read_json(descriptor)
    for fault in _unfit(about):
        raise CannotRun(f"{descriptor}: {fault}")
    edition = Edition(descriptor.parent, about, {})
    cells = 0
    for entry in about["resources"]:
        edition.tables[entry["name"]] = table = _read(descriptor.parent, entry)
        cells += table.frame.width * table.frame.height
        if cells > MOST:
            raise CannotRun(f"the tables have more than {MOST} cells, which the exports are not made for")
    return edition


def _unfit(about: Json) -> Iterator[str]:
    """Why no export can be made from a valid package, one sentence each."""
    for name in NEEDED:
        if not about.get(name):
            yield f"it has no {name}, which every form of the data shows: add it"
    try:
        datetime.fromisoformat(about["created"])
    except ValueError:
        yield f"created is {about['created']!r}: write a date and a time"
    for name in (about["name"], *(entry.get("name") for entry in about["resources"])):
        if not isinstance(name, str) or not re.fullmatch(NAME, name):
            yield f"the name {name!r} cannot be a file name: use small letters, digits, `.`, `_` and `-`"


def is_one_plain_file(resource: Resource) -> bool:
    """Whether the rows of a resource are one CSV file in UTF-8, in the usual dialect."""
    [(path, file), *more] = resource.parts
    return (
        not more
        and isinstance(file, Path)
        and resource.inline is None
        and not packing(resource.entry, path)
        and encoding_of(resource.entry) == "utf-8"
        and resource.dialect == PLAIN
    )


def _read(folder: Path, entry: Json) -> Table:
    name, path = str(entry["name"]), entry.get("path")
    if not isinstance(path, str) or not entry.get("schema"):
        raise CannotRun(f"{name} is not one CSV file with a schema: only such tables are built")
    schema, dialect = (
        part if isinstance(part, dict) else read_json(folder / part)
        for part in (entry["schema"], entry.get("dialect", {}))
    )
    parsed = parse_schema(schema)
    resource = Resource(name, ((path, folder / path),), entry, parsed, dialect_of(entry, dialect))
    if not is_one_plain_file(resource):
        raise CannotRun(f"{path} is not a plain CSV file in UTF-8: only such tables are built")
    data = (folder / path).read_bytes()
    none = pl.DataFrame(schema=dict.fromkeys(parsed.columns, pl.String) | {"_line": pl.Int64})
    text = pl.concat([none, *Reading(data, parsed, resource.dialect)])
    typed, _ = type_frame(text, parsed)
    rows = text.drop("_line").fill_null("").to_dicts()
    title, description = schema.get("title", name), schema.get("description", "")
    return Table(name, title, description, schema, rows, typed.drop("_line"), data)
