"""Columns of spans: finds cells that are certainly right, many at once; `schemas.spans` checks the rest.

The polars expressions are never true for a wrong cell. Numbers of more than 18 digits, which may not fit an
integer, are never certain.
"""

import polars as pl

NUMBER = "([0-9]{1,18})"
WELL_FORMED = "^[0-9]+-[0-9]+(;[0-9]+-[0-9]+)*$"
LONG = "[0-9]{19}"
SLACK = 3  # code points of white space and joins allowed for each span
# the offsets of one of several spans
START, END = (
    pl.element().str.splitn("-", 2).struct.field(name).cast(pl.Int64, strict=False)
    for name in ("field_0", "field_1")
)


def surely_inside(inner: str, outer: str) -> pl.Expr:
    """True where the inner spans equal the outer ones, or are one span inside the first or last of them."""
    one = _offsets(inner, rf"^{NUMBER}-{NUMBER}$")
    inside = pl.col(inner) == pl.col(outer)
    for around in (rf"^{NUMBER}-{NUMBER}(?:;|$)", rf"(?:^|;){NUMBER}-{NUMBER}$"):
        start, end = _offsets(outer, around)
        inside |= ((start <= one[0]) & (one[1] <= end)).fill_null(False)
    return inside


def surely_within(spans: str, length: str) -> pl.Expr:
    """True where all spans end within the length."""
    ends = _of_each(spans, END)
    return (ends.list.max() <= pl.col(length)) & ~pl.col(spans).str.contains(LONG)


def surely_as_long(spans: str, words: str) -> pl.Expr:
    """True where the spans cover as many code points as the words have, within the slack for each span."""
    lengths = _of_each(spans, END - START)
    apart = (lengths.list.sum() - pl.col(words).str.len_chars().cast(pl.Int64)).abs()
    number = pl.col(spans).str.split(";").list.len()
    return (apart <= SLACK * number) & ~pl.col(spans).str.contains(LONG)


def _of_each(spans: str, offset: pl.Expr) -> pl.Expr:
    return pl.col(spans).str.split(";").list.eval(offset)


def _offsets(column: str, pattern: str) -> tuple[pl.Expr, pl.Expr]:
    cell = pl.col(column)
    return cell.str.extract(pattern, 1).cast(pl.Int64), cell.str.extract(pattern, 2).cast(pl.Int64)
