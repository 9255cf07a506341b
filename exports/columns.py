"""What the columns of a table are, as far as the exports have a form for them."""

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
    """(value, what it means) of each value that a column may have, where its schema lists them."""
    entries = (one if isinstance(one, dict) else {"value": one} for one in field.get("categories", []))
    return [(str(one["value"]), str(one.get("label", ""))) for one in entries]


def kinds(table: Table) -> dict[str, Kind]:
    """Column name -> its kind. Raises `CannotRun` where a column has another type than the package uses."""
    found: dict[str, Kind] = {}
    for name, type_ in table.frame.schema.items():
        if type(type_) not in KINDS:
            raise CannotRun(f"no export has a form for {table.name}.{name}, which is {type_}: add one")
        found[name] = KINDS[type(type_)]
    return found
