"""Table Schema -> pandera, for pandas, for polars and for engines, from one definition.

Column constraints become pandera checks whose `error` is "rule-id: what is expected"; the rules of
`schemas/rules` that look at one row at a time become checks of the frame. The pandas form types the columns
itself (`schemas.pandas_types`); the validator runs the others, by way of `schemas.gate`.
"""

import datetime
import importlib
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from pandera.api.checks import Check

from schemas.rules import cell_rules, row_rules

Json = dict[str, Any]
Bad = nw.Expr | Callable[[Any], bool]

LONGEST = 2**31  # characters: no cell has more, and polars compares no lengths beyond its own numbers


def to_pandera(schema: Json, backend: str = "pandas", checks: dict[str, list[Any]] | None = None) -> Any:
    """A `DataFrameSchema` of `pandera.pandas`, `.polars` or `.ibis` for a Table Schema descriptor.

    The pandas form types the columns, and names every failing cell. The others take typed frames; `checks`
    are theirs (see `schemas.gate`): name of a column, or nothing for the frame -> pandera checks.
    """
    pa: Any = importlib.import_module(f"pandera.{backend}")
    types: dict[str, Any] = {}  # an engine has its own names for the types of what it was given
    if backend == "pandas":
        from schemas.pandas_types import PANDAS_TYPES as types
    elif backend == "polars":
        from schemas.cells import POLARS_TYPES as types
    keys = schema.get("primaryKey", [])
    keys = [keys] if isinstance(keys, str) else keys
    if checks is None:
        checks = _checks_of_series(schema, keys)
    columns = {
        field["name"]: pa.Column(
            types.get(field.get("type", "string")),
            checks=checks.get(field["name"], []),
            nullable=backend != "pandas" or not (field.get("constraints", {}).get("required") or field["name"] in keys),
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


def _checks_of_series(schema: Json, keys: Sequence[str]) -> dict[str, list[Any]]:
    """Checks for pandas, one for each constraint and each rule about a cell or a row."""
    columns = {field["name"] for field in schema["fields"]}
    checks = {
        field["name"]: [
            Check(_check(bad if isinstance(bad, nw.Expr) else _each(field["name"], bad)), error=error)
            for error, bad in constraint_checks(field, keys)
        ]
        for field in schema["fields"]
    }
    rules = row_rules(schema.get("name", ""), columns)
    checks[""] = [Check(_check(rule.bad()), error=f"{rule.id}: {rule.holds}") for rule in rules]
    return checks


def constraint_checks(field: Json, keys: Sequence[str] = ()) -> list[tuple[str, Bad]]:
    """("rule-id: what is expected", what is true of a bad cell) for each constraint of a field.

    `required` is left to pandera itself; the cell rules of `schemas.rules` are added, and `unique` for a
    column that is the whole primary key. pandera's own `unique` would also refuse two empty cells. What is
    true of a bad cell is an expression of narwhals, so that one definition serves every kind of frame, or
    a Python test of a cell that is not missing.
    """
    type_, constraints = field.get("type", "string"), field.get("constraints", {})
    cell = nw.col(field["name"])
    checks: list[tuple[str, Bad]] = []
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
    checks += [(f"{rule.id}: {rule.holds}", rule.bad) for rule in cell_rules(field["name"])]
    return checks


def _each(column: str, bad: Callable[[Any], bool]) -> nw.Expr:
    """An expression that applies a Python test to every distinct cell of a pandas column that is not missing."""

    def test(series: Any) -> Any:
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
