"""Typing text cells as Table Schema defines the types, on polars frames.

A cell that is not of its type becomes a null and an entry in the list of failures; nothing is guessed or cut.
polars alone reads the common types in their default form; `validator.readers` reads everything else, each
distinct text once.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from validator.dates import DATE
from validator.fields import FALSE, TRUE, Field, TableSchema
from validator.readers import INTEGER, NUMBER, SPECIAL, TooWide, reader

Failure = tuple[str, int, str]  # column, line, text


class NeedsWide(Exception):
    """Columns with numbers too long to keep: the table must be read again with these columns `wide`."""

    def __init__(self, fields: set[str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = fields


def cast(text: pl.Expr, field: Field) -> pl.Expr:
    """The typed value of a text expression; null where the text is not of the field's type."""
    if field.is_text:
        return text
    if not field.is_plain or field.wide:
        return _read(text, field)
    if field.type == "integer":
        return (
            pl.when(text.str.contains(INTEGER)).then(text.str.strip_prefix("+")).cast(pl.Int64, strict=False)
        )
    if field.type == "number":
        return pl.when(text.str.contains(NUMBER)).then(text).cast(pl.Float64, strict=False)
    if field.type == "date":
        return pl.when(text.str.contains(DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
    if field.type == "boolean":
        return pl.when(text.is_in(TRUE)).then(True).when(text.is_in(FALSE)).then(False)
    return _read(text, field)


def _read(text: pl.Expr, field: Field) -> pl.Expr:
    read, kept_as = reader(field), field.kept_as

    def column(cells: pl.Series) -> pl.Series:
        texts = cells.drop_nulls().unique()
        values = pl.Series([read(one) for one in texts], dtype=kept_as)
        return cells.replace_strict(texts, values, default=None, return_dtype=kept_as)

    return text.map_batches(column, return_dtype=kept_as)


def type_frame(frame: pl.DataFrame, schema: TableSchema) -> tuple[pl.DataFrame, list[Failure]]:
    """Type each column; -> (the typed frame, the cells that are not of their type).

    An empty cell, which is null, is missing if `""` is one of the field's missing values.
    Raises `NeedsWide` if an integer has more digits than an integer column can keep; in a table of the rule
    set, whose rules rely on the types of its columns, that is a failure instead.
    """
    texts: dict[str, pl.Expr] = {}  # null where a cell is missing
    changed: dict[str, pl.Expr] = {}  # a column that needs no change is not copied
    printed = {f.column: [value for value in f.missing if value] for f in schema.fields}
    ask = [pl.col(column).is_in(values).any() for column, values in printed.items() if values]
    stand_for_missing = frame.select(ask).row(0, named=True) if ask else {}
    for field in schema.fields:
        some = stand_for_missing.get(field.column, False)
        empty = "" not in field.missing and frame[field.column].null_count() > 0  # a text of its own
        text = pl.col(field.column).fill_null("") if empty else pl.col(field.column)
        texts[field.column] = _without(text, field.missing) if some or empty else text
        if empty or some or not field.is_text:
            changed[field.column] = cast(texts[field.column], field)
    typed = _typed(frame, changed, schema)
    failures: list[Failure] = []
    for field in schema.fields:
        if field.is_text or typed[field.column].null_count() == 0:
            continue
        nothing = frame.select("_line", field.column).filter(typed[field.column].is_null())
        failed = nothing.select("_line", texts[field.column].alias(field.column)).drop_nulls(field.column)
        if field.is_plain and not field.wide and not failed.is_empty():
            failed, typed = _second_look(failed, typed, field, exact=not schema.name)
        failures += [(field.column, line, cell) for line, cell in failed.rows()]
    return typed, failures


def _typed(frame: pl.DataFrame, changed: dict[str, pl.Expr], schema: TableSchema) -> pl.DataFrame:
    try:
        return frame.with_columns(**changed)
    except (TooWide, pl.exceptions.ComputeError) as error:
        if not isinstance(error, TooWide) and "TooWide" not in str(error):
            raise
    wide = set()
    for field in schema.fields:  # which missing value it was
        try:
            frame.select(changed.get(field.column, field.column))
        except (TooWide, pl.exceptions.ComputeError):
            wide.add(field.column)
    raise NeedsWide(wide) from None


def _without(text: pl.Expr, missing: Sequence[str]) -> pl.Expr:
    return pl.when(~text.is_in(list(missing)).fill_null(False)).then(text) if missing else text


def _second_look(
    failed: pl.DataFrame, typed: pl.DataFrame, field: Field, *, exact: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What polars alone does not read, searched for among the failures, where it costs nothing.

    That is infinity, NaN, and integers beyond 64 bits, which raise `NeedsWide`.
    """
    cell = pl.col(field.column)
    if exact and field.type == "integer" and failed.select(cell.str.contains(INTEGER).any()).item():
        raise NeedsWide({field.column})
    if field.type != "number":
        return failed, typed
    word = cell.str.to_lowercase()
    special = failed.filter(word.is_in(list(SPECIAL)))
    if special.is_empty():
        return failed, typed
    values = special.select("_line", word.replace_strict(SPECIAL, return_dtype=pl.Float64).alias("_special"))
    joined = typed.join(values, on="_line", how="left", maintain_order="left")
    return (
        failed.filter(~word.is_in(list(SPECIAL))),
        joined.with_columns(pl.coalesce(field.column, "_special").alias(field.column)).drop("_special"),
    )


def empty_frame(schema: TableSchema) -> pl.DataFrame:
    """A typed frame without rows."""
    types: dict[str, Any] = {field.column: field.kept_as for field in schema.fields}
    return pl.DataFrame(schema={**types, "_line": pl.Int64})
