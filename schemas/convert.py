"""Table Schema -> pandera, for pandas, for polars and for engines, from one definition.

Column constraints become pandera checks whose `error` is "rule-id: what is expected"; the rules of
`schemas/rules` that look at one row at a time become checks of the frame. The pandas form types the columns
itself (`schemas.pandas_types`); the validator runs the others, by way of `schemas.gate`.
"""

import datetime
import importlib
import operator
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from pandera.api.checks import Check

from schemas import types
from schemas.constraints import bad_for, value_of
from schemas.rules import cell_rules, row_rules

Json = dict[str, Any]
Bad = nw.Expr | Callable[[Any], bool]

# constraint -> what is true of a bad cell and the bound
ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.lt,
    "maximum": operator.gt,
    "exclusiveMinimum": operator.le,
    "exclusiveMaximum": operator.ge,
}
LONGEST = 2**31  # characters: no cell has more, and polars compares no lengths beyond its own numbers


def to_pandera(schema: Json, backend: str = "pandas", checks: dict[str, list[Any]] | None = None) -> Any:
    """A `DataFrameSchema` of `pandera.pandas`, `.polars` or `.ibis` for a Table Schema descriptor.

    The pandas form types the columns, and names every failing cell. The others take typed frames; `checks`
    are theirs (see `schemas.gate`): name of a column, or nothing for the frame -> pandera checks.
    """
    pa: Any = importlib.import_module(f"pandera.{backend}")
    column_type: Any = _no_type  # an engine has its own names for the types of what it was given
    if backend == "pandas":
        from schemas.pandas_types import pandas_type as column_type
    elif backend == "polars":
        column_type = _polars_type
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    if checks is None:
        checks = _checks_of_series(schema, keys)
    columns = {
        field["name"]: pa.Column(
            column_type(field, schema),
            checks=checks.get(field["name"], []),
            nullable=backend != "pandas"
            or not (field.get("constraints", {}).get("required") or field["name"] in keys),
            coerce=backend == "pandas",
            title=field.get("title"),
            description=field.get("description"),
        )
        for field in schema["fields"]
    }
    return pa.DataFrameSchema(
        columns,
        checks=checks.get("", []),
        unique=keys if len(keys) > 1 and backend == "pandas" else None,
        strict=True,
        ordered=True,
        name=schema.get("name"),
        title=schema.get("title"),
        description=schema.get("description"),
    )


def _polars_type(field: Json, schema: Json) -> Any:
    return types.POLARS_TYPES[types.type_of(field)]


def _no_type(field: Json, schema: Json) -> None:
    return None


def _checks_of_series(schema: Json, keys: Sequence[str]) -> dict[str, list[Any]]:
    """Checks for pandas, one for each constraint and each rule about a cell or a row."""
    columns = {field["name"] for field in schema["fields"]}
    checks = {
        field["name"]: [
            Check(_check(bad if isinstance(bad, nw.Expr) else _each(field["name"], bad)), error=error)
            for error, bad in constraint_checks(field, keys, schema.get("name", ""))
        ]
        for field in schema["fields"]
    }
    rules = row_rules(schema.get("name", ""), columns)
    checks[""] = [Check(_check(rule.bad()), error=f"{rule.id}: {rule.holds}") for rule in rules]
    return checks


def constraint_checks(field: Json, keys: Sequence[str] = (), table: str = "") -> list[tuple[str, Bad]]:
    """("rule-id: what is expected", what is true of a bad cell) for each constraint of a field.

    `required` is left to pandera itself; the cell rules of `schemas.rules` for the table are added, and
    `unique` for a column that is the whole primary key. pandera's own `unique` would also refuse two empty
    cells. What is true of a bad cell is an expression of narwhals, so that one definition serves every kind
    of frame, or a Python test of a cell that is not missing.
    """
    type_, constraints = types.type_of(field), field.get("constraints", {})
    cell = nw.col(field["name"])
    checks: list[tuple[str, Bad]] = []
    if constraints.get("unique") or list(keys) == [field["name"]]:
        checks.append(("unique: no other cell has it", cell.is_duplicated() & ~cell.is_null()))
    for name, value in constraints.items():
        if name in ORDER or name in ("minLength", "maxLength", "jsonSchema"):
            rule, expected = _expected(name, value)
            if type_ in ("time", "duration") or (name not in ORDER and type_ != "string"):
                bad: Bad = bad_for(name, value, field)
            elif name in ORDER:
                bad = ORDER[name](cell, _typed(value, field))
                bad = bad | cell.is_nan() if type_ == "number" else bad  # NaN is within no bounds
            else:
                length, limit = cell.str.len_chars(), min(value, LONGEST)
                bad = length < limit if name == "minLength" else length > limit
            checks.append((f"{rule}: {expected}", bad))
        elif name == "enum":
            checks.append(_listed(cell, value, field))
        elif name == "pattern":
            # `$` also matches before a line break at the end, hence the second condition
            fits = cell.str.contains(rf"^(?:{value})$") & ~cell.str.ends_with("\n")
            checks.append((f"pattern: text of the form {value}", ~fits))
    categories = types.values_of(field.get("categories", []))
    if categories and "enum" not in constraints:
        checks.append(_listed(cell, categories, field))
    if types.is_text(field):  # the rules of this package are about text
        checks += [(f"{rule.id}: {rule.holds}", rule.bad) for rule in cell_rules(table, field["name"])]
    return checks


def _each(column: str, bad: Callable[[Any], bool]) -> nw.Expr:
    """An expression that applies a Python test to every distinct cell of a pandas column that is there."""

    def test(series: Any) -> Any:
        cells = series.to_list()
        found = {value for value in set(cells) if not (value is None or value is pd.NA) and bad(value)}
        return np.array([value in found for value in cells], bool)

    return nw.col(column).map_batches(test, return_dtype=nw.Boolean())


def _expected(name: str, value: Any) -> tuple[str, str]:
    """(rule id, what is expected) of a constraint."""
    return {
        "minimum": ("minimum", f"{value} or more"),
        "maximum": ("maximum", f"{value} or less"),
        "exclusiveMinimum": ("minimum", f"more than {value}"),
        "exclusiveMaximum": ("maximum", f"less than {value}"),
        "minLength": ("min-length", f"at least {value} characters or items"),
        "maxLength": ("max-length", f"at most {value} characters or items"),
        "jsonSchema": ("pattern", "what the JSON Schema of the field allows"),
    }[name]


def _listed(cell: nw.Expr, values: Sequence[Any], field: Json) -> tuple[str, nw.Expr]:
    typed = [_typed(value, field) for value in values]
    listed = (
        cell.is_in(typed)
        if isinstance(typed[0], str)
        else nw.any_horizontal(*(cell == value for value in typed), ignore_nulls=False)
    )
    return f"enum: one of {', '.join(map(str, values))}", ~listed


def _typed(value: Any, field: Json) -> Any:
    """A constraint's value as its field's cells have it: descriptors may give numbers and dates as text."""
    typed = value_of(value, field)
    if types.type_of(field) == "date":
        return datetime.datetime.combine(
            typed, datetime.time()
        )  # pandas compares no date with its datetime64
    return typed


def _check(bad: Any) -> Any:
    """A pandera check function for pandas from an expression that is true where something is wrong.

    Where a missing cell leaves it open, the cell or row passes.
    """
    ok = ~bad.fill_null(False)

    def check(data: Any) -> Any:
        frame = nw.from_native(data.to_frame() if hasattr(data, "to_frame") else data)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*has match groups")  # patterns may have groups
            # pandera leaves missing cells out, and pairs the answer with the rest by their index
            return frame.select(ok=ok)["ok"].to_native().set_axis(data.index)

    return check
