"""Columns of spans: what is surely right is told of many cells at once; the rest is for `schemas.spans`.

The rows given back may be wrong, all others are not. So that a number fits, one of more than 18 digits is
never sure.
"""

from typing import Any

import narwhals as nw
import polars as pl

NUMBER = "([0-9]{1,18})"
LONG = "[0-9]{19}"


def maybe_outside(frame: Any, inner: str, outer: str) -> Any:
    """The rows whose inner spans are more than one inside the first or the last of the outer ones."""
    one = _offsets(inner, rf"^{NUMBER}-{NUMBER}$")
    inside = pl.lit(False)
    for around in (rf"^{NUMBER}-{NUMBER}(?:;|$)", rf"(?:^|;){NUMBER}-{NUMBER}$"):
        start, end = _offsets(outer, around)
        inside |= ((start <= one[0]) & (one[1] <= end)).fill_null(False)
    return _filter(frame, ~inside & (pl.col(inner) != pl.col(outer)))


def maybe_beyond(frame: Any, spans: str, length: str) -> Any:
    """The rows in which a span may end after the length."""
    ends = (
        pl.col(spans)
        .str.extract_all("-[0-9]+")
        .list.eval(pl.element().str.slice(1).cast(pl.Int64, strict=False))
    )
    return _filter(frame, (ends.list.max() > pl.col(length)) | pl.col(spans).str.contains(LONG))


def _offsets(column: str, pattern: str) -> tuple[pl.Expr, pl.Expr]:
    cell = pl.col(column)
    return cell.str.extract(pattern, 1).cast(pl.Int64), cell.str.extract(pattern, 2).cast(pl.Int64)


def _filter(frame: Any, kept: pl.Expr) -> Any:
    return nw.from_native(nw.to_native(frame).filter(kept), eager_only=True)
