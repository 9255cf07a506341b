"""Frames as the rules get them, and how rows come out of them.

A frame is a lazy one, with a column `_line`: of polars in memory, or of narwhals over a table of an engine
(`validator.engines`). Rules cannot tell, since they write in words that both know (`validator.expressions`).
Joins and filters are the engine's work; only what may be at fault comes out of it, in batches, to be looked
at by polars or Python.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

import polars as pl

from validator.expressions import Expr, Frame, col, ex

BATCH = 100_000  # rows that come out of an engine at once


def in_memory(frame: Frame | pl.LazyFrame) -> TypeGuard[pl.LazyFrame]:
    """Whether a frame is one of polars."""
    return isinstance(frame, pl.LazyFrame)


def columns_of(frame: Frame) -> list[str]:
    """The names of the columns of a frame."""
    return frame.collect_schema().names()


def batches(frame: Frame | pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows of a frame, in one piece where they are in memory already."""
    if in_memory(frame):
        yield frame.collect()
        return
    other: Any = frame
    native = other.to_native()
    if hasattr(native, "to_arrow_reader"):  # DuckDB
        for batch in native.to_arrow_reader(BATCH):
            yield pl.DataFrame(pl.from_arrow(batch))
    else:
        yield other.collect("polars").to_native()


def distinct(frame: Frame, column: str, among: pl.Expr) -> Iterator[pl.DataFrame]:
    """The distinct cells of a column that are not missing and for which an expression is true, each once."""
    for batch in batches(frame.select(column).drop_nulls().unique()):
        yield batch.filter(among)


def rows(frame: Frame, *columns: str, unless: pl.Expr | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a frame as dicts, those left out in which one of `columns` is missing.

    Rows for which `unless`, an expression of polars, is true are left out too: it tells of whole columns what
    need not be looked at one by one.
    """
    frame = frame.drop_nulls(list(columns)) if columns else frame
    for batch in batches(frame):
        yield from (batch if unless is None else batch.filter(~unless.fill_null(False))).iter_rows(named=True)


def failing(
    frame: Frame, bad: Callable[..., Any], *columns: str, unless: pl.Expr | None = None
) -> Iterator[dict[str, Any]]:
    """The rows for whose cells in `columns` a Python test is true. Equal cells of a batch are tested once.

    `unless` as in `rows`.
    """
    for batch in batches(frame):
        doubtful = batch if unless is None else batch.filter(~unless.fill_null(False))
        distinct = doubtful.select(columns).unique()
        found = distinct.filter(
            pl.Series([bool(bad(*cells)) for cells in distinct.iter_rows()], dtype=pl.Boolean)
        )
        if len(found):
            yield from doubtful.join(found, on=columns, how="semi", nulls_equal=True).iter_rows(named=True)


def look_up(frame: Frame, other: Frame, on: str, key: str = "", **columns: str) -> Frame:
    """The rows of a frame whose cell `on` leads to a row of another, with columns of that row beside them.

    `key` is what `on` is called there; `columns` are `name here="name there"`.
    """
    there = other.select(col(key or on).alias(on), **columns)
    return frame.join(there, on=on, how="inner")


def present(column: str) -> Expr:
    """True where a cell holds something."""
    return ~col(column).is_null()


def repeated(frame: Frame, key: list[str]) -> Frame:
    """The rows whose key, all of it present, stands in a row above."""
    whole = frame.drop_nulls(key)
    groups = whole.group_by(key).agg(_first=col("_line").min(), _times=ex.len())
    again = groups.filter(col("_times") > 1).drop("_times")
    return whole.join(again, on=key, how="inner").filter(col("_line") > col("_first"))


def is_repeated(frame: Frame, key: list[str]) -> bool:
    """Whether a key, all of it present, stands in two rows."""
    if in_memory(frame):
        return bool(frame.select(key).drop_nulls().collect().is_duplicated().any())
    return any(batch.height for batch in batches(repeated(frame, key).head(1).select("_line")))


def last_of_equals(frame: Frame, key: list[str]) -> Frame:
    """The frame without the rows whose key stands in a row below: to be looked up, a key must be unique."""
    whole = frame.drop_nulls(key)
    last = whole.group_by(key).agg(col("_line").max())
    return whole.join(last, on=[*key, "_line"], how="semi")
