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

from schemas import types
from schemas.moments import DATE
from schemas.readers import DIGITS, EXPONENT, NUMBER, SPECIAL, reader
from schemas.types import FALSE, TRUE, Json


def _string(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):  # a float would show as "2025.0": not what the file has
        return column.astype("string").where(column.isna()).astype("string")
    return column.astype("string")


def _integer(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):
        return column.where(column % 1 == 0).astype("Int64")
    if pd.api.types.is_integer_dtype(column):
        return column.astype("Int64")
    read: pd.Series = _of_field({"type": "integer"})(column)  # pandas would make 2**63 a negative number
    return read


def _number(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return pd.Series(pd.NA, index=column.index, dtype="Float64")
    if not pd.api.types.is_numeric_dtype(column):
        text = column.astype("string")
        digits = text.str.replace(EXPONENT, "", regex=True).str.replace("[^0-9]", "", regex=True)
        kept = text.str.fullmatch(NUMBER[1:-1]) & (digits.str.lstrip("0").str.len() <= DIGITS)
        numbers = pd.to_numeric(text.where(kept.fillna(False)), errors="coerce").astype("Float64")
        numbers = numbers.where(numbers.abs() != float("inf"))
        return _with_special(numbers, text.str.lower())
    return column.astype("Float64")


def _with_special(numbers: pd.Series, words: pd.Series) -> pd.Series:
    """Infinity, and NaN as a value that is not missing, as only the array below pandas' own can hold it."""
    special = words.isin(list(SPECIAL)).to_numpy(bool)
    if not special.any():
        return numbers
    values = numbers.to_numpy(float, na_value=0)
    values[special] = [SPECIAL[word] for word in words[special]]
    array = pd.arrays.FloatingArray(values, numbers.isna().to_numpy(bool) & ~special)
    return pd.Series(array, index=numbers.index, name=numbers.name)


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


def _missing_taken_out(column: pd.Series, missing: list[str]) -> pd.Series:
    """The column with its missing values missing, also where `read_csv` took them for numbers."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    if pd.api.types.is_numeric_dtype(column):
        numbers = pd.to_numeric(pd.Series(missing, dtype=object), errors="coerce").dropna()
        return column.where(~column.isin(numbers)) if column.isin(numbers).any() else column
    found = column.isin(missing)
    return column.where(~found, None) if found.any() else column


def _of_field(field: Json) -> Any:
    """The conversion of a column that is not in the default form of its type: each distinct text once."""
    kept_as = KEPT_AS.get(types.type_of(field), "string")

    def convert(column: pd.Series) -> pd.Series:
        if types.type_of(field) == "datetime" and pd.api.types.is_datetime64_any_dtype(column):
            aware = column.dt.tz is not None
            return (column.dt.tz_convert(None) if aware else column).astype("datetime64[us]")
        text = _string(_integer(column) if pd.api.types.is_float_dtype(column) else column)
        read = reader(field)
        values = {one: read(one) for one in text.dropna().unique()}
        if types.type_of(field) == "number":
            numbers = text.map({one: value for one, value in values.items() if value == value})
            nan = text.map({one: "nan" for one, value in values.items() if value != value})
            return _with_special(numbers.astype("Float64"), nan.astype("string"))
        return pd.Series([values.get(one) for one in text], index=text.index, name=text.name, dtype=kept_as)

    return convert


class _Strict(pandas_engine.DataType):
    """A pandera type whose coercion refuses what it would have to change."""

    def __init__(self) -> None:
        """Nothing to set: `type` and `convert` are the class's own."""

    missing: list[str]

    @staticmethod
    def convert(column: pd.Series) -> pd.Series:
        raise NotImplementedError

    def coerce(self, data_container: Any) -> Any:
        """The column typed. Raises `ParserError`, with the failing cells, where one is not of the type."""
        data_container = _missing_taken_out(data_container, self.missing)
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


def pandas_type(field: Json, schema: Json) -> Any:
    """The pandera type of a field's column."""
    type_ = types.type_of(field)
    plain = CONVERSIONS.get(type_) if types.is_plain(field) else None
    parts = {
        "type": pd.api.types.pandas_dtype(KEPT_AS.get(type_, "string")),
        "convert": staticmethod(plain or _of_field(field)),
        "missing": types.missing_values(field, schema),
    }
    return dtypes.immutable(type(type_.capitalize(), (_Strict,), parts))()


CONVERSIONS: dict[str, Any] = {
    "string": _string,
    "any": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "boolean": _boolean,
}
KEPT_AS = {
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[us]",
    "boolean": "boolean",
    "datetime": "datetime64[us]",
    "time": "object",  # of Python's own times
    "year": "Int64",
}
