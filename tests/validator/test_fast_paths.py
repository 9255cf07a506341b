"""What is done at once for many rows says the same as what is done row by row."""

import math
from types import SimpleNamespace

import polars as pl
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from schemas import spans
from schemas.quantities import numbers_in
from schemas.rules.claims import _plainly_printed
from schemas.span_columns import surely_inside, surely_within
from validator import checks, csv_reading
from validator.checks import Check
from validator.fields import parse_schema
from validator.frames import failing, is_repeated, last_of_equals, look_up, repeated, rows
from validator.tables import sort_key, sort_keys

EXAMPLES = examples(300)
COLUMNS = ["one", "other"]
SCHEMA = parse_schema(
    {"fields": [{"name": "one", "type": "integer"}, {"name": "other"}], "primaryKey": COLUMNS}
)
OFFSETS = st.one_of(st.integers(0, 30), st.just(10**30))
CELLS = st.one_of(
    st.lists(st.tuples(OFFSETS, OFFSETS), min_size=1, max_size=3).map(spans.show), st.text("0-;", max_size=5)
)


def frame(**columns: list) -> pl.LazyFrame:
    lines = list(range(len(next(iter(columns.values())))))
    return pl.LazyFrame({"_line": lines, **columns})


@EXAMPLES
@given(st.one_of(st.text('a,"\n\0é ', max_size=20), st.just("a,b\n" * 3)))
def test_both_ways_of_reading_find_the_same(text: str):
    data = b"one,other\n" + text.encode()
    found = csv_reading.read_table(data, SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reading, "_proven", lambda *arguments: None)
        slow = csv_reading.read_table(data, SCHEMA)
    assert (found.header, found.rows, found.lines, found.faults) == (
        slow.header,
        slow.rows,
        slow.lines,
        slow.faults,
    )


@EXAMPLES
@given(st.lists(st.binary(max_size=3), max_size=3), st.binary(max_size=6))
def test_what_is_written_is_compared_as_it_comes(written: list[bytes], expected: bytes):
    comparison = csv_reading._Comparison(expected)
    for data in written:
        assert comparison.write(data) == len(data)
    assert comparison.equal() == (b"".join(written) == expected)


@pytest.mark.parametrize("written", [[b"a", b"bc"], [b"", b"abc", b""]])
def test_what_is_written_in_parts_is_the_same(written: list[bytes]):
    comparison = csv_reading._Comparison(b"abc")
    list(map(comparison.write, written))
    assert comparison.equal()


def test_a_file_in_canonical_form_is_read_at_once():
    data = csv_reading.write_rows(COLUMNS, [["1", 'a "word", and\nanother'], ["", "b"]]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reading.Reading, "_row_by_row", None)
        found = csv_reading.read_table(data, SCHEMA)
    assert (found.lines, found.faults) == ([2, 4], [])


@EXAMPLES
@given(
    st.lists(st.tuples(st.text('a,"\n', max_size=3), st.text("ab", max_size=3)), max_size=9),
    st.integers(1, 9),
)
def test_a_file_is_cut_into_pieces_between_its_rows(rows: list[tuple[str, str]], size: int):
    data = csv_reading.write_rows(COLUMNS, [list(row) for row in rows]).encode()
    whole = csv_reading.read_table(data, SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reading, "PIECE", size)
        patch.setattr(csv_reading, "ROWS", 1)
        cut = csv_reading.read_table(data, SCHEMA)
    assert (cut.rows, cut.lines, cut.faults) == (whole.rows, whole.lines, whole.faults)
    assert whole.rows == [list(row) for row in rows if any(row)]  # a row of commas is a blank one


@EXAMPLES
@given(st.lists(st.tuples(st.text("019x", max_size=3), st.text("ab", max_size=2)), max_size=6))
def test_rows_are_sorted_alike_one_by_one_and_in_columns(rows: list[tuple[str, str]]):
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    expected = sorted([list(row) for row in rows], key=sort_key(SCHEMA))
    assert [list(row) for row in table.sort(sort_keys(SCHEMA)).rows()] == expected


@EXAMPLES
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_spans_that_are_surely_inside_are_inside(cells: list[tuple[str, str]]):
    inner, outer = ([pair[place] for pair in cells] for place in (0, 1))
    sure = surely_inside("inner", "outer")
    left = {row["_line"] for row in rows(frame(inner=inner, outer=outer), unless=sure)}
    assert not any(spans.reach_outside(*pair) for line, pair in enumerate(cells) if line not in left)


@EXAMPLES
@given(st.lists(CELLS, min_size=1, max_size=5), st.integers(0, 30))
def test_spans_that_surely_end_within_the_text_do(cells: list[str], length: int):
    spanned = frame(spans=cells, length=[length] * len(cells))
    left = {row["_line"] for row in rows(spanned, unless=surely_within("spans", "length"))}
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
    "stone",
    "often",
    "one",
    "forty",
    "fourteen",
    "million",
    "é",
]


@EXAMPLES
@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", "-", "_", ""])),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([5.0, 1000.0, 12.5, 12.0, 3.0]),
)
def test_a_plainly_printed_number_is_read(words: list[tuple[str, str]], value: float):
    text = "".join(word + apart for word, apart in words).strip()
    nothing = pl.Series([None], dtype=pl.Float64)
    row = frame(as_written=[text], language=["en"], value=[value], value_low=nothing, value_high=nothing)
    if not list(rows(row, unless=_plainly_printed())):
        assert value in numbers_in(text)


def test_looking_up_takes_the_last_of_equal_keys_and_no_missing_one():
    given_rows = frame(id=["a", "b", None, "c"])
    there = last_of_equals(frame(key=["a", "a", "b", None], cell=["1", "2", None, "4"]), ["key"])
    found = look_up(given_rows, there, "id", key="key", cell="cell")
    assert sorted(tuple(row.values()) for row in rows(found)) == [(0, "a", "2"), (1, "b", None)]


KEYS = st.lists(
    st.tuples(
        st.sampled_from([None, "", "a", "b"]), st.sampled_from([None, 0.0, -0.0, 1.5, math.nan, -math.nan])
    ),
    max_size=6,
)


@EXAMPLES
@given(KEYS, st.sampled_from([["one"], ["other"], ["one", "other"]]))
def test_a_repeated_key_is_found(drawn: list[tuple[str | None, float | None]], key: list[str]):
    kept = frame(
        one=pl.Series([one for one, _ in drawn], dtype=pl.String),
        other=pl.Series([other for _, other in drawn], dtype=pl.Float64),
    )
    seen: set[tuple[str, ...]] = set()
    again = []
    for row in rows(kept, *key):
        values = tuple(str(abs(v)) if isinstance(v, float) else f"text {v}" for v in map(row.get, key))
        again += [row["_line"]] * (values in seen)
        seen.add(values)
    assert sorted(row["_line"] for row in rows(repeated(kept, key))) == again
    assert is_repeated(kept, key) == bool(again)


def test_failing_tries_equal_cells_once():
    tried = SimpleNamespace(times=0)

    def bad(cell: str) -> bool:
        tried.times += 1
        return cell == "a"

    found = failing(frame(cell=["a", "b", "a", "b"]), bad, "cell")
    assert [row["_line"] for row in found] == [0, 2]
    assert tried.times == 2


@pytest.mark.parametrize("engine", ["in-memory", "streaming", "auto"])
def test_a_bad_cell_is_found_among_many_doubtful_ones(engine: str):
    """The order of distinct cells is another each time, so nothing may rest on it."""
    words = [f"word {number}" for number in range(2000)]
    asked = [
        Check(f"no-{mark}", "no mark", (column,), lambda cell, mark=mark: mark in cell, among=mark)
        for column in ("one", "other")
        for mark in "<>&"
    ]
    pl.Config.set_engine_affinity(engine)
    try:
        for _ in range(5):
            found = checks.failing(frame(one=[*words, "<b>", None], other=["a > b", None, *words]), asked)
            lines = [(c.rule, c.columns, b["_line"].to_list()) for c, batches in found for b in batches]
            assert sorted(lines) == [
                ("no-<", ("one",), [2000]),
                ("no->", ("one",), [2000]),
                ("no->", ("other",), [0]),
            ]
    finally:
        pl.Config.set_engine_affinity("auto")
