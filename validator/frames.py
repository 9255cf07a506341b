"""Frames as rules get them, and how rows come out of them.

A frame is lazy and has a column `_line`. It is a polars frame in memory, or a narwhals frame over a table in
an engine (`validator.engines`). Rules cannot tell which, since their expressions work for both
(`validator.expressions`). The engine does joins and filters; only rows that may be wrong come out of it, in
batches, to be checked by polars or Python.
"""

import operator
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any, TypeGuard

import polars as pl

from validator.expressions import Expr, Frame, col, ex

BATCH = 100_000  # rows fetched from an engine at once


def in_memory(frame: Frame | pl.LazyFrame) -> TypeGuard[pl.LazyFrame]:
    """Whether a frame is a polars frame."""
    return isinstance(frame, pl.LazyFrame)


def columns_of(frame: Frame) -> list[str]:
    """The names of a frame's columns."""
    return frame.collect_schema().names()


def batches(frame: Frame | pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows of a frame, in one batch if they are already in memory."""
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
    """The distinct cells of a column that are not missing and for which `among` is true."""
    for batch in batches(frame.select(column).drop_nulls().unique()):
        yield batch.filter(among)


def rows(frame: Frame, *columns: str, unless: pl.Expr | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a frame as dicts, without those in which one of `columns` is missing.

    Rows for which the polars expression `unless` is true are also left out: it excludes, for whole columns at
    once, what does not have to be checked row by row.
    """
    for batch in _doubtful(frame.drop_nulls(list(columns)) if columns else frame, unless):
        yield from batch.iter_rows(named=True)


def failing(
    frame: Frame, bad: Callable[..., Any], *columns: str, unless: pl.Expr | None = None
) -> Iterator[dict[str, Any]]:
    """The rows whose cells in `columns` a Python test is true for. Equal cells in a batch are tested once.

    `unless` is as in `rows`.
    """
    for batch in _doubtful(frame, unless):
        distinct = batch.select(columns).unique()
        found = distinct.filter(
            pl.Series([bool(bad(*cells)) for cells in distinct.iter_rows()], dtype=pl.Boolean)
        )
        if len(found):
            yield from batch.join(found, on=columns, how="semi", nulls_equal=True).iter_rows(named=True)


def _doubtful(frame: Frame, unless: pl.Expr | None) -> Iterator[pl.DataFrame]:
    """Batches without the rows for which an expression is true.

    It is not part of the query, which would evaluate it also for the rows that the query leaves out. It is a
    query by itself, which evaluates each of its parts once.
    """
    for batch in batches(frame):
        if unless is None:
            yield batch
        else:
            certain = batch.lazy().select(unless.fill_null(False)).collect().to_series()
            yield batch.filter(~certain)


def look_up(frame: Frame, other: Frame, on: str, key: str = "", **columns: str) -> Frame:
    """The rows of a frame whose cell `on` refers to a row of another, with columns of that row added.

    `key` is the name of `on` in the other frame; `columns` are `name_here="name_there"`.
    """
    there = other.select(col(key or on).alias(on), **columns)
    return frame.join(there, on=on, how="inner")


def without(frame: Frame, other: Frame, on: str) -> Frame:
    """The rows of a frame whose cell `on` is in no row of another.

    For columns that are sorted in both, as keys are: then rows are merged, which an anti-join never does. The
    column may have repeated cells in one of the frames, but not in both.
    """
    both = frame.join(other.select(on).with_columns(_there=ex.lit(True)), on=on, how="left")
    return both.filter(~present("_there")).drop("_there")


def present(column: str) -> Expr:
    """True where a cell is not empty."""
    return ~col(column).is_null()


def repeated(frame: Frame, key: list[str]) -> Frame:
    """The rows whose complete key is already in an earlier row."""
    whole = frame.drop_nulls(key)
    if _surely_distinct(whole, key):
        return whole.head(0).with_columns(_first=col("_line"))
    groups = whole.group_by(key).agg(_first=col("_line").min(), _times=ex.len())
    again = groups.filter(col("_times") > 1).drop("_times")
    return whole.join(again, on=key, how="inner").filter(col("_line") > col("_first"))


def is_repeated(frame: Frame, key: list[str]) -> bool:
    """Whether two rows have the same complete key."""
    if _surely_distinct(frame.drop_nulls(key), key):
        return False
    return any(batch.height for batch in batches(repeated(frame, key).head(1).select("_line")))


def _surely_distinct(frame: Frame, key: list[str]) -> bool:
    """Whether all keys differ, as their hashes show in nearly all tables. An engine is not asked."""
    if not in_memory(frame):
        return False
    hashes = (pl.col(name).hash(seed=number) for number, name in enumerate(key))
    found = frame.select(reduce(operator.xor, hashes)).collect().to_series()
    return found.n_unique() == len(found)


def last_of_equals(frame: Frame, key: list[str]) -> Frame:
    """The frame without rows whose key is repeated in a later row: only unique keys can be looked up."""
    whole = frame.drop_nulls(key)
    last = whole.group_by(key).agg(col("_line").max())
    return whole.join(last, on=[*key, "_line"], how="semi")
