"""Table Schema -> pandera, for pandas and for polars, from one definition.

Column constraints become pandera checks whose `error` is "rule-id: what is expected"; the rules of
`schemas/rules` that look at one row at a time become checks of the frame. The validator runs the polars
form on cells that are already typed; the pandas form types the columns itself (`schemas.pandas_types`).
"""

import datetime
import importlib
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl

from schemas.rules import cell_rules, row_rules

Json = dict[str, Any]

LONGEST = 2**31  # characters: no cell has more, and polars compares no lengths beyond its own numbers


def to_pandera(schema: Json, backend: str = "pandas") -> Any:
    """A `DataFrameSchema` of `pandera.pandas` or `pandera.polars` for a Table Schema descriptor."""
    pa: Any = importlib.import_module(f"pandera.{backend}")
    if backend == "pandas":
        from schemas.pandas_types import PANDAS_TYPES as TYPES
    else:
        from schemas.cells import POLARS_TYPES as TYPES
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    columns = {
        field["name"]: pa.Column(
            TYPES[field.get("type", "string")],
            checks=[
                pa.Check(_check(bad), error=error)
                for error, bad in constraint_checks(field, keys, schema.get("name", ""))
            ],
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


def constraint_checks(field: Json, keys: Sequence[str] = (), table: str = "") -> list[tuple[str, Any]]:
    """("rule-id: what is expected", expression that is true of a bad cell) for each constraint of a field.

    `required` is left to pandera itself; the cell rules of `schemas.rules` for the table are added, and
    `unique` for a column that is the whole primary key. pandera's own `unique` would also refuse two empty
    cells. The expressions are narwhals ones, so one definition serves every kind of frame.
    """
    type_, constraints = field.get("type", "string"), field.get("constraints", {})
    cell = nw.col(field["name"])
    checks: list[tuple[str, Any]] = []
    if constraints.get("unique") or list(keys) == [field["name"]]:
        checks.append(("unique: no other cell has it", cell.is_duplicated() & ~cell.is_null()))
    for name, value in constraints.items():
        if name == "enum":
            values = [_typed(v, type_) for v in value]
            listed = (
                cell.is_in(values)
                if type_ == "string"
                else nw.any_horizontal(*(cell == v for v in values), ignore_nulls=False)
            )
            checks.append((f"enum: one of {', '.join(map(str, value))}", ~listed))
        elif name == "pattern":
            # `$` also matches before a line break at the end, hence the second condition
            fits = cell.str.contains(rf"^(?:{value})$") & ~cell.str.ends_with("\n")
            checks.append((f"pattern: text of the form {value}", ~fits))
        elif name == "minimum":
            checks.append((f"minimum: {value} or more", cell < _typed(value, type_)))
        elif name == "maximum":
            checks.append((f"maximum: {value} or less", cell > _typed(value, type_)))
        elif name == "minLength":
            checks.append(
                (f"min-length: at least {value} characters", cell.str.len_chars() < min(value, LONGEST))
            )
        elif name == "maxLength":
            checks.append(
                (f"max-length: at most {value} characters", cell.str.len_chars() > min(value, LONGEST))
            )
    checks += [
        (f"{rule.id}: {rule.holds}", _each(field["name"], rule.bad))
        for rule in cell_rules(table, field["name"])
    ]
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


def _typed(value: Any, type_: str) -> Any:
    """A constraint's value as its field's type has it: descriptors may give numbers and dates as text."""
    if type_ == "date":
        return datetime.datetime.fromisoformat(value)  # pandas compares no date with its datetime64
    if type_ in ("integer", "number"):
        return float(value) if type_ == "number" else int(value)
    return value


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
