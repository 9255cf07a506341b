"""Strict pandas types for pandera, one for each Table Schema type.

pandera's own coercion takes `01/02/2020` for a date, cuts 1.7 to 1 and makes the string "False" true.
These take a value only where nothing is lost: text of the exact form, or a value that is already of the
type. What `pandas.read_csv` made of a column (floats for integers with gaps, floats for an empty column,
text for dates) is taken back.
"""

from typing import Any

import pandas as pd
from pandera import dtypes
from pandera.engines import pandas_engine
from pandera.errors import ParserError

from schemas.cells import DATE, DIGITS, EXPONENT, FALSE, INTEGER, NUMBER, TRUE


def _string(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):  # a float would show as "2025.0": not what the file has
        return column.astype("string").where(column.isna()).astype("string")
    return column.astype("string")


def _integer(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):
        return column.where(column % 1 == 0).astype("Int64")
    if pd.api.types.is_integer_dtype(column):
        return column.astype("Int64")
    text = column.astype("string")
    return pd.to_numeric(text.where(text.str.fullmatch(INTEGER[1:-1]).fillna(False)), errors="coerce").astype(
        "Int64"
    )


def _number(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return pd.Series(pd.NA, index=column.index, dtype="Float64")
    if not pd.api.types.is_numeric_dtype(column):
        text = column.astype("string")
        digits = text.str.replace(EXPONENT, "", regex=True).str.replace("[^0-9]", "", regex=True)
        kept = text.str.fullmatch(NUMBER[1:-1]) & (digits.str.lstrip("0").str.len() <= DIGITS)
        column = pd.to_numeric(text.where(kept.fillna(False)), errors="coerce")
    finite: pd.Series = column.where(column.abs() != float("inf")).astype("Float64")
    return finite


def _date(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.tz_localize(None)
        column = column.where(column.dt.normalize() == column)
        return column.astype("datetime64[us]")
    text = column.astype("string")
    days: pd.Series = pd.to_datetime(
        text.where(text.str.fullmatch(DATE[1:-1]).fillna(False)), format="%Y-%m-%d", errors="coerce"
    )
    return days.astype("datetime64[us]")


def _boolean(column: pd.Series) -> pd.Series:
    return (
        column.astype("string").map(dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)).astype("boolean")
    )


class _Strict(pandas_engine.DataType):
    """A pandera type whose coercion refuses what it would have to change."""

    def __init__(self) -> None:
        """Nothing to set: `type` and `convert` are the class's own."""

    @staticmethod
    def convert(column: pd.Series) -> pd.Series:
        raise NotImplementedError

    def coerce(self, data_container: Any) -> Any:
        """The column typed. Raises `ParserError`, with the failing cells, where one is not of the type."""
        typed = self.convert(data_container)
        failed = data_container.notna() & typed.isna()
        if failed.any():
            cases = data_container[failed]
            raise ParserError(
                f"not of type {self}",
                failure_cases=pd.DataFrame(
                    {"index": cases.index, "failure_case": cases.astype(str).to_numpy()}
                ),
            )
        return typed

    try_coerce = coerce

    def check(self, pandera_dtype: Any, data_container: Any = None) -> bool:
        """Always true: `coerce` has made the column of the type, or has named the cells that are not."""
        return True

    def __str__(self) -> str:
        return type(self).__name__.lower()


def _strict(name: str, pandas_type: Any, convert: Any) -> Any:
    made = type(name, (_Strict,), {"type": pandas_type, "convert": staticmethod(convert)})
    return pandas_engine.Engine.register_dtype(dtypes.immutable(made))()


PANDAS_TYPES: dict[str, Any] = {
    "string": _strict("String", pd.StringDtype(), _string),
    "integer": _strict("Integer", pd.Int64Dtype(), _integer),
    "number": _strict("Number", pd.Float64Dtype(), _number),
    "date": _strict("Date", pd.api.types.pandas_dtype("datetime64[us]"), _date),
    "boolean": _strict("Boolean", pd.BooleanDtype(), _boolean),
}
