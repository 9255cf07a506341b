"""Inline data: JSON rows in the descriptor, whose values keep their JSON types and never pass through CSV."""

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from validator.cell_types import Failure, NeedsWide
from validator.constraints import value_of
from validator.fields import NUMERIC, Field, TableSchema
from validator.readers import LEAST, MOST, TooWide, reader


@dataclass(frozen=True)
class InlineRows:
    """Rows of inline data, each as long as the header unless it is faulty."""

    header: list[str]
    rows: list[list[Any]]


def inline_rows(data: Any, names: list[str]) -> tuple[InlineRows, str]:
    """(the rows of inline data, why there are none).

    Rows are lists, the first of which is the header, or objects. `names` are the names of the schema's
    fields, because an object has no order of its own.
    """
    if not isinstance(data, list) or not data:
        return InlineRows([], []), "the data is not a list of rows"
    if all(isinstance(row, list) and row for row in data):
        return InlineRows([str(name) for name in data[0]], data[1:]), ""
    if all(isinstance(row, dict) for row in data):
        # a property the object lacks is a missing cell; one the schema lacks is a fault of the header
        header = list(dict.fromkeys([*names, *(name for row in data for name in row)]))
        return InlineRows(header, [[row.get(name) for name in header] for row in data]), ""
    return InlineRows([], []), "the rows are neither all lists nor all objects"


def type_rows(
    inline: InlineRows, schema: TableSchema, lines: list[int]
) -> tuple[pl.DataFrame, pl.DataFrame, list[Failure]]:
    """(the text cells, the typed cells, the cells not of their type), as frames with `_line`.

    `lines` are the numbers of the rows. Raises `NeedsWide` if an integer has too many digits for a column.
    """
    places = {name: place for place, name in enumerate(inline.header)}
    texts: dict[str, pl.Series] = {}
    typed: dict[str, pl.Series] = {}
    failures: list[Failure] = []
    for field in schema.fields:
        at = places.get(field.name, -1)
        cells = [row[at] if 0 <= at < len(row) else None for row in inline.rows]
        values = [_typed(cell, field) for cell in cells]
        texts[field.column] = pl.Series([c if isinstance(c, str) else None for c in cells], dtype=pl.String)
        typed[field.column] = pl.Series(values, dtype=field.kept_as)
        for line, cell, value in zip(lines, cells, values, strict=True):
            if value is None and cell is not None and cell not in field.missing:
                shown = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
                failures.append((field.column, line, shown))
    numbers = pl.Series(lines, dtype=pl.Int64)
    return pl.DataFrame({**texts, "_line": numbers}), pl.DataFrame({**typed, "_line": numbers}), failures


def _typed(cell: Any, field: Field) -> Any:
    """The value of a cell: text is read like a file's; any other value is of the field's type or wrong."""
    if cell is None or (isinstance(cell, str) and cell in field.missing):
        return None
    try:
        if isinstance(cell, str):
            return reader(field)(cell)
        value = value_of(cell, field) if _suits(cell, field.type) else None
    except TooWide:
        raise NeedsWide({field.column}) from None
    too_wide = field.type == "integer" and isinstance(cell, int) and not LEAST <= cell <= MOST
    if too_wide and not field.wide and value is not None:
        raise NeedsWide({field.column})
    return json.dumps(cell) if value is None and field.type == "any" else value


def _suits(value: Any, type_: str) -> bool:
    """Whether a JSON value other than text may be a cell of a type."""
    if type_ == "any":
        return True
    if isinstance(value, bool):
        return type_ == "boolean"
    if isinstance(value, list | dict):
        return type_ in ("object", "array", "list", "geojson", "geopoint")
    return type_ in NUMERIC
