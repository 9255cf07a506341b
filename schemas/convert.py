"""Table Schema -> pandera, for pandas and for polars, from one definition.

Column constraints become pandera checks whose `error` is "rule-id: what is expected"; the rules of
`schemas/rules` that look at one row at a time become checks of the frame. The validator runs the polars
form on cells that are already typed; the pandas form types the columns itself (`schemas.pandas_types`).
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
import polars as pl

from schemas import types
from schemas.constraints import bad_for, value_of
from schemas.rules import cell_rules, row_rules

Json = dict[str, Any]

# constraint -> what is true of a bad cell and the bound
ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.lt,
    "maximum": operator.gt,
    "exclusiveMinimum": operator.le,
    "exclusiveMaximum": operator.ge,
}
LONGEST = 2**31  # characters: no cell has more, and polars compares no lengths beyond its own numbers


def to_pandera(schema: Json, backend: str = "pandas") -> Any:
    """A `DataFrameSchema` of `pandera.pandas` or `pandera.polars` for a Table Schema descriptor."""
    pa: Any = importlib.import_module(f"pandera.{backend}")
    if backend == "pandas":
        from schemas.pandas_types import pandas_type as column_type
    else:
        column_type = _polars_type
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    columns = {
        field["name"]: pa.Column(
            column_type(field, schema),
            checks=[pa.Check(_check(bad), error=error) for error, bad in constraint_checks(field, keys)],
            nullable=not (field.get("constraints", {}).get("required") or field["name"] in keys),
            coerce=backend == "pandas",
            title=field.get("title"),
            description=field.get("description"),
        )
        for field in schema["fields"]
    }
    rules = row_rules(schema.get("name", ""), set(columns))
    return pa.DataFrameSchema(
        columns,
        checks=[pa.Check(_check(rule.bad()), error=f"{rule.id}: {rule.holds}") for rule in rules],
        unique=keys if len(keys) > 1 and backend == "pandas" else None,
        strict=True,
        ordered=True,
        name=schema.get("name"),
        title=schema.get("title"),
        description=schema.get("description"),
    )


def _polars_type(field: Json, schema: Json) -> Any:
    return types.POLARS_TYPES[types.type_of(field)]


def constraint_checks(field: Json, keys: Sequence[str] = ()) -> list[tuple[str, Any]]:
    """("rule-id: what is expected", expression that is true of a bad cell) for each constraint of a field.

    `required` is left to pandera itself; the cell rules of `schemas.rules` are added, and `unique` for a
    column that is the whole primary key. pandera's own `unique` would also refuse two empty cells. The
    expressions are narwhals ones, so one definition serves every kind of frame.
    """
    type_, constraints = types.type_of(field), field.get("constraints", {})
    cell = nw.col(field["name"])
    checks: list[tuple[str, Any]] = []
    if constraints.get("unique") or list(keys) == [field["name"]]:
        checks.append(("unique: no other cell has it", cell.is_duplicated() & ~cell.is_null()))
    for name, value in constraints.items():
        if name in ORDER or name in ("minLength", "maxLength", "jsonSchema"):
            rule, expected = _expected(name, value)
            if type_ in ("time", "duration") or (name not in ORDER and type_ != "string"):
                bad = _each(field["name"], bad_for(name, value, field))
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
        rules = cell_rules(field["name"])
        checks += [(f"{rule.id}: {rule.holds}", _each(field["name"], rule.bad)) for rule in rules]
    return checks


def _each(column: str, bad: Callable[[Any], bool]) -> nw.Expr:
    """An expression that applies a Python test to every distinct cell of a column that is not missing."""

    def test(series: Any) -> Any:
        # narwhals hands over polars' own series, but its inner one for pandas, which takes an array back
        if isinstance(series, pl.Series):
            wrong = [value for value in series.unique().drop_nulls() if bad(value)]
            return series.is_in(wrong) if wrong else pl.repeat(False, len(series), eager=True)
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
    """A pandera check function from an expression that is true where something is wrong.

    Where a missing cell leaves it open, the cell or row passes. pandera hands over a pandas series or frame,
    or a polars lazy frame; that is collected, since rules written in Python need its rows.
    """
    ok = ~bad.fill_null(False)

    def check(data: Any) -> Any:
        if hasattr(data, "lazyframe"):
            return nw.from_native(data.lazyframe.collect()).select(ok=ok).to_native().lazy()
        frame = nw.from_native(data.to_frame() if hasattr(data, "to_frame") else data)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*has match groups")  # patterns may have groups
            # pandera leaves missing cells out, and pairs the answer with the rest by their index
            return frame.select(ok=ok)["ok"].to_native().set_axis(data.index)

    return check
