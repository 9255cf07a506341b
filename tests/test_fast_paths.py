"""What is done at once for many rows says the same as what is done row by row."""

from types import SimpleNamespace

import narwhals as nw
import polars as pl
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import reading, spans
from schemas.descriptor import Resource
from schemas.levels.file import sort_key, sort_keys
from schemas.quantities import numbers_in
from schemas.rules import failing, look_up
from schemas.rules.claims import _plainly_printed
from schemas.span_columns import maybe_beyond, maybe_outside

EXAMPLES = settings(max_examples=300, derandomize=True, deadline=None, database=None)
COLUMNS = ["one", "other"]
SCHEMA = {"fields": [{"name": "one", "type": "integer"}, {"name": "other"}], "primaryKey": COLUMNS}
RESOURCE = Resource("made_up", "data/made_up.csv", ROOT / "data" / "made_up.csv", {}, SCHEMA)
OFFSETS = st.one_of(st.integers(0, 30), st.just(10**30))
CELLS = st.one_of(
    st.lists(st.tuples(OFFSETS, OFFSETS), min_size=1, max_size=3).map(spans.show), st.text("0-;", max_size=5)
)


def frame(**columns: list) -> nw.DataFrame:
    return nw.from_native(pl.DataFrame({"_line": list(range(len(next(iter(columns.values()))))), **columns}))


@EXAMPLES
@given(st.one_of(st.text('a,"\n\0é ', max_size=20), st.just("a,b\n" * 3)))
def test_both_ways_of_reading_find_the_same(text: str):
    data = b"one,other\n" + text.encode()
    found = reading.read_table(data, RESOURCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_read_canonical", lambda data, columns: None)
        slow = reading.read_table(data, RESOURCE)
    assert (found.header, found.rows, found.lines, found.faults) == (
        slow.header,
        slow.rows,
        slow.lines,
        slow.faults,
    )
    if found.canonical:
        assert reading.write_rows(found.header, found.rows).encode() == data


def test_a_file_in_canonical_form_is_read_at_once():
    data = reading.write_rows(COLUMNS, [["1", 'a "word", and\nanother'], ["", "b"]]).encode()
    found = reading.read_table(data, RESOURCE)
    assert found.canonical and found.lines == [2, 4]


@EXAMPLES
@given(st.lists(st.tuples(st.text("019x", max_size=3), st.text("ab", max_size=2)), max_size=6))
def test_rows_are_sorted_alike_one_by_one_and_in_columns(rows: list[tuple[str, str]]):
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    expected = sorted([list(row) for row in rows], key=sort_key(RESOURCE))
    assert [list(row) for row in table.sort(sort_keys(RESOURCE)).rows()] == expected


@EXAMPLES
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_spans_that_are_surely_inside_are_inside(cells: list[tuple[str, str]]):
    inner, outer = ([pair[place] for pair in cells] for place in (0, 1))
    left = set(maybe_outside(frame(inner=inner, outer=outer), "inner", "outer")["_line"])
    assert all(spans.lie_inside(*pair) for line, pair in enumerate(cells) if line not in left)


@EXAMPLES
@given(st.lists(CELLS, min_size=1, max_size=5), st.integers(0, 30))
def test_spans_that_surely_end_within_the_text_do(cells: list[str], length: int):
    left = set(maybe_beyond(frame(spans=cells, length=[length] * len(cells)), "spans", "length")["_line"])
    for line, cell in enumerate(cells):
        if line not in left and spans.well_formed(cell):
            assert max(end for _, end in spans.parse(cell)) <= length


WORDS = [
    "5",
    "1,000",
    "12.5",
    "12",
    "hundred",
    "twenty",
    "and",
    "a",
    "boats",
    "half",
    "5th",
    "-5",
    "3-4",
    "first",
]


@EXAMPLES
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.sampled_from([5.0, 1000.0, 12.5, 12.0, 3.0])
)
def test_a_plainly_printed_number_is_read(words: list[str], value: float):
    text = " ".join(words)
    nothing = pl.Series([None], dtype=pl.Float64)
    row = frame(as_written=[text], value=[value], value_low=nothing, value_high=nothing)
    if len(_plainly_printed(row)):
        assert value in numbers_in(text)


def test_looking_up_takes_the_last_of_equal_keys_and_no_missing_one():
    rows = frame(id=["a", "b", None, "c"])
    there = frame(key=["a", "a", "b", None], cell=["1", "2", None, "4"])
    found = look_up(rows, there, "id", key="key", cell="cell")
    assert found.rows() == [(0, "a", "2"), (1, "b", None)]


def test_failing_tries_equal_cells_once():
    tried = SimpleNamespace(times=0)

    def bad(cell: str) -> bool:
        tried.times += 1
        return cell == "a"

    assert failing(frame(cell=["a", "b", "a", "b"]), bad, "cell")["_line"].to_list() == [0, 2]
    assert tried.times == 2
