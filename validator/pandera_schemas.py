"""Table schemas as pandera schemas for pandas users, built from the same checks that the validator runs.

`SCHEMAS[table].validate(frame)` returns the frame with real dates and nullable numbers, or raises pandera's
`SchemaError`; with `lazy=True`, `SchemaErrors` with one failure case for each wrong cell or row. Text is
typed as the validator types it, and what `pandas.read_csv` did to a column (floats for integers with gaps,
floats for an empty column, text for dates) is undone. A cell that is missing or not of its type does not fail
any other check.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from validator.cell_types import NeedsWide
from validator.checks import Check, checks_of
from validator.expressions import in_words_of_narwhals
from validator.fields import Field, TableSchema
from validator.keys import unique_keys
from validator.readers import TooWide, reader
from validator.rules import Rule

# text as Python strings: comparisons of Arrow strings give Booleans that pandas cannot mix with others
TEXT = "string[python]"
KEPT_AS = {
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[us]",
    "boolean": "boolean",
    "datetime": "datetime64[us]",
    "time": "object",  # of Python's own times
    "year": "Int64",
}
Untyped = Mapping[str, "pd.Index[Any]"]  # column -> the index of its cells that are not of their type


def pandera_schema(schema: TableSchema, rules: Sequence[Rule] = ()) -> "TableSchemaForPandas":
    """A pandera schema from a table schema and the rules about one cell or row of its table."""
    with in_words_of_narwhals():  # for frames of pandas
        checks = checks_of(schema, rules)
    of_cells = [check for check in checks if len(check.columns) == 1 and not check.found]
    columns = {
        field.name: pa.Column(
            _kept_as(field),
            checks=[_pandera_check(check) for check in of_cells if check.columns[0] == field.column],
            nullable=True,  # `required` has its own check
            title=field.given.get("title"),
            description=field.given.get("description"),
        )
        for field in schema.fields
    }
    of_rows = [_pandera_check(check) for check in checks if check not in of_cells]
    return TableSchemaForPandas(
        columns,
        checks=[*of_rows, *(_unique(rule, key) for rule, key in unique_keys(schema))],
        strict=True,
        ordered=True,
        name=schema.name,
        title=schema.given.get("title"),
        description=schema.given.get("description"),
        metadata={"schema": schema, "rules": rules},
    )


class TableSchemaForPandas(pa.DataFrameSchema):
    """A `DataFrameSchema` that types each cell separately before the checks run."""

    def validate(
        self, check_obj: pd.DataFrame, *args: Any, lazy: bool = False, **options: Any
    ) -> pd.DataFrame:
        """The frame, typed. Raises `SchemaErrors` if `lazy`, otherwise the first `SchemaError`."""
        about = self.metadata or {}
        try:
            typed, untyped = type_pandas(check_obj, about["schema"])
        except NeedsWide as wide:
            exact = pandera_schema(about["schema"].widened(wide.fields), about["rules"])
            return exact.validate(check_obj, lazy=lazy, **options)
        errors = [self._not_of_type(check_obj, column, index) for column, index in untyped.items()]
        try:
            result: pd.DataFrame = super().validate(typed, lazy=True, **options)
        except SchemaErrors as found:
            errors += [error for error in found.schema_errors if _narrowed(error, untyped)]
        if not errors:
            texts = [name for name, column in result.items() if column.dtype == TEXT]
            return result.astype(dict.fromkeys(texts, "string"))
        if not lazy:
            raise errors[0]
        raise SchemaErrors(schema=self, schema_errors=errors, data=check_obj)

    def _not_of_type(self, frame: pd.DataFrame, column: str, index: "pd.Index[Any]") -> SchemaError:
        cases = pd.DataFrame(
            {"index": index, "failure_case": frame.loc[index, column].astype(str).to_numpy()}
        )
        schema = self.columns[column]
        return SchemaError(
            schema=schema,
            data=frame,
            message=f"{column}: not of its type",
            failure_cases=cases,
            check=pa.Check(lambda cells: True, error="type: of the type of its field", name="type"),
            reason_code=SchemaErrorReason.DATATYPE_COERCION,
        )


TableSchemaForPandas.register_backend(pd.DataFrame, DataFrameSchemaBackend)


def _narrowed(error: SchemaError, untyped: Untyped) -> bool:
    """Keep one failure case per row, none for a cell not of its type; -> whether any are left."""
    cases, check = error.failure_cases, error.check
    columns = (check.statistics or {}).get("columns") if isinstance(check, pa.Check) else None
    if not isinstance(cases, pd.DataFrame) or not columns:
        return True
    if "column" in cases.columns:  # of a whole row
        cases = cases[cases["column"] == columns[0]]
    for column in columns:
        if column in untyped:
            cases = cases[~cases["index"].isin(untyped[column])]
    error.failure_cases = cases
    return not cases.empty


def _pandera_check(check: Check) -> pa.Check:
    """One of our checks as a pandera check; its `error` is "rule-id: what is expected"."""
    return pa.Check(
        _cells_pass(check.bad) if callable(check.bad) else _passes(check.bad, check.columns[0]),
        error=f"{check.rule}: {check.expected}",
        name=check.rule,
        ignore_na=check.rule != "required" and not check.found,
        statistics={"columns": check.columns},
    )


def _passes(bad: nw.Expr, column: str) -> Callable[[Any], Any]:
    ok = ~bad.fill_null(False)

    def passes(data: Any) -> Any:
        frame = nw.from_native(data.to_frame(column) if hasattr(data, "to_frame") else data)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*has match groups")  # patterns may have groups
            # pandera leaves out missing cells, and matches the result with the rest by index
            return frame.select(ok=ok)["ok"].to_native().set_axis(data.index).astype(bool)

    return passes


def _cells_pass(bad: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """A check that tries each distinct cell once, without an expression in between: most checks are this."""

    def passes(cells: Any) -> Any:
        values = cells.to_list()
        wrong = {value for value in set(values) if not (value is None or value is pd.NA) and bad(value)}
        passed = [value not in wrong for value in values] if wrong else True
        return pd.Series(passed, index=cells.index, dtype=bool)

    return passes


def _unique(rule: str, key: Sequence[str]) -> pa.Check:
    """A check that is false for each row whose complete key is already in an earlier row."""
    columns = [*key[-1:], *key[:-1]]  # the later row is the one to correct

    def passes(frame: pd.DataFrame) -> Any:
        whole = frame[list(key)].notna().all(axis="columns")
        again = frame.loc[whole, list(key)].duplicated()
        return ~again.reindex(frame.index, fill_value=False)

    return pa.Check(
        passes,
        error=f"{rule}: no row above has it",
        name=rule,
        ignore_na=False,
        statistics={"columns": columns},
    )


def type_pandas(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, Untyped]:
    """Type the columns of a frame; -> (the typed frame, the cells that are not of their type)."""
    typed, untyped = frame.copy(), {}
    for field in schema.fields:
        if field.name not in frame.columns:
            continue  # pandera reports it
        cells = _without_missing(frame[field.name], field.missing)
        kept = _typed(cells, field, exact=not schema.name)
        failed = cells.notna() & kept.isna() & ~_is_nan(kept)
        if failed.any():
            untyped[field.name] = frame.index[failed]
        typed[field.name] = kept
    return typed, untyped


def _kept_as(field: Field) -> str:
    return TEXT if field.wide else KEPT_AS.get(field.type, TEXT)


def _typed(cells: Any, field: Field, *, exact: bool) -> Any:
    kept_as = _kept_as(field)
    if pd.api.types.is_datetime64_any_dtype(cells):
        return _from_datetimes(cells, field, kept_as)
    if pd.api.types.is_bool_dtype(cells):
        as_text = cells.astype(TEXT)
        return (
            cells.astype("boolean")
            if field.type == "boolean"
            else _read(as_text, field, kept_as, exact=exact)
        )
    if pd.api.types.is_numeric_dtype(cells):
        if field.type == "number":
            return cells.astype("Float64")
        # pandas turns integers with gaps, and an empty column, into floats
        whole = cells.where(cells % 1 == 0).astype("Int64")
        return whole if kept_as == "Int64" else _read(whole.astype(TEXT), field, kept_as, exact=exact)
    return _read(cells.astype(TEXT), field, kept_as, exact=exact)


def _from_datetimes(cells: Any, field: Field, kept_as: str) -> Any:
    naive = cells.dt.tz_convert(None) if cells.dt.tz is not None and field.type == "datetime" else cells
    naive = naive.dt.tz_localize(None)
    if field.type == "date":
        return naive.where(naive.dt.normalize() == naive).astype("datetime64[us]")
    if field.type == "datetime":
        return naive.astype("datetime64[us]")
    return pd.Series(pd.NA, index=cells.index, name=cells.name, dtype=kept_as)


def _read(text: pd.Series, field: Field, kept_as: str, *, exact: bool) -> pd.Series:
    """Read each distinct text once, as the validator does."""
    if kept_as == TEXT and field.is_text:
        return text
    read, values = reader(field), {}
    for one in text.dropna().unique():
        try:
            values[one] = read(one)
        except TooWide:
            if exact:
                raise NeedsWide({field.column}) from None
    if kept_as == "Float64":
        return _floats(text, values)
    return pd.Series([values.get(one) for one in text], index=text.index, name=text.name, dtype=kept_as)


def _floats(text: pd.Series, values: Mapping[str, float | None]) -> pd.Series:
    """Numbers, where NaN may be a value that is not missing; only the array below can hold that."""
    found = [values.get(one) if isinstance(one, str) else None for one in text]
    missing = np.array([value is None for value in found], bool)
    numbers = np.array([0.0 if value is None else value for value in found], float)
    array = pd.arrays.FloatingArray(numbers, missing)
    return pd.Series(array, index=text.index, name=text.name)


def _is_nan(kept: pd.Series) -> Any:
    """True where NaN is a value rather than missing."""
    array: Any = kept.array
    if not isinstance(kept.array, pd.arrays.FloatingArray):
        return False
    return np.isnan(array._data) & ~array._mask


def _without_missing(cells: pd.Series, missing: Sequence[str]) -> pd.Series:
    """The column with its missing values missing, even where `read_csv` read them as numbers."""
    if pd.api.types.is_bool_dtype(cells) or pd.api.types.is_datetime64_any_dtype(cells):
        return cells
    if pd.api.types.is_numeric_dtype(cells):
        numbers = pd.to_numeric(pd.Series(list(missing), dtype=object), errors="coerce").dropna()
        return cells.where(~cells.isin(numbers)) if cells.isin(numbers).any() else cells
    found = cells.isin(list(missing))
    return cells.where(~found, None) if found.any() else cells
