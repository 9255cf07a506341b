"""The columns of a table, as the exports see them: kinds and vocabularies."""

from typing import Literal

import polars as pl

from exports.edition import Table
from validator.descriptor import CannotRun, Json

Kind = Literal["text", "integer", "number", "date", "boolean"]

KINDS: dict[type[pl.DataType], Kind] = {
    pl.String: "text",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Date: "date",
    pl.Boolean: "boolean",
}


def vocabulary(field: Json) -> list[tuple[str, str]]:
    """(value, what it means) for each value that a column may have, if its schema lists them."""
    entries = (one if isinstance(one, dict) else {"value": one} for one in field.get("categories", []))
    return [(str(one["value"]), str(one.get("label", ""))) for one in entries]


def kinds(table: Table) -> dict[str, Kind]:
    """Column name -> its kind. Raises `CannotRun` if a column has a type that the package does not use."""
    found: dict[str, Kind] = {}
    for name, type_ in table.frame.schema.items():
        if type(type_) not in KINDS:
            raise CannotRun(
                f"the exports cannot write {table.name}.{name}, which is {type_}: add a kind for it"
            )
        found[name] = KINDS[type(type_)]
    return found
