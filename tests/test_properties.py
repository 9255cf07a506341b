"""What holds for any input, tried on inputs that Hypothesis makes up: the same ones in every run."""

import datetime
import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import frictionless
import pandas as pd
import pandera.errors
import polars as pl
from conftest import ROOT, failing_cells
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import spans
from schemas.cells import type_frame
from schemas.convert import to_pandera
from schemas.descriptor import Resource
from schemas.quantities import numbers_in
from schemas.reading import read_table, write_rows

EXAMPLES = settings(max_examples=200, derandomize=True, deadline=None, database=None)
MANY_EXAMPLES = settings(EXAMPLES, max_examples=300)

# ---- spans ------------------------------------------------------------------------------------------

OFFSETS = st.integers(0, 40)
SPANS = st.lists(st.tuples(OFFSETS, OFFSETS), min_size=1, max_size=4)
# spans in text order that do not touch, made from strictly increasing offsets
IN_ORDER = st.lists(OFFSETS, min_size=2, max_size=8, unique=True).map(
    lambda offsets: list(zip(sorted(offsets)[::2], sorted(offsets)[1::2], strict=False))
)
# many kinds of white space, characters that mean something in a pattern, and letters of several bytes
TEXTS = st.text(alphabet="ab.*(\\^“é한🚢 \n\t\u00a0\u2028\u3000", min_size=1, max_size=60)


@EXAMPLES
@given(SPANS)
def test_spans_are_read_back_as_they_were_shown(found: list[spans.Span]):
    cell = spans.show(found)
    assert spans.well_formed(cell)
    assert spans.parse(cell) == found


@EXAMPLES
@given(st.one_of(SPANS, IN_ORDER))
def test_spans_are_in_order_where_their_offsets_strictly_increase(found: list[spans.Span]):
    offsets = [offset for span in found for offset in span]
    increase = all(one < other for one, other in pairwise(offsets))
    assert (spans.disorder(found) is None) == increase


@EXAMPLES
@given(st.data(), TEXTS)
def test_a_phrase_of_a_text_is_found_in_it(data: st.DataObject, text: str):
    start = data.draw(st.integers(0, len(text)))
    phrase = text[start : data.draw(st.integers(start, len(text)))]
    found = spans.find(text, phrase)
    assert bool(found) == bool(spans.fold(phrase)), "white space alone is no phrase"
    for span in found:
        assert spans.words_at(text, [span]) == spans.fold(phrase)
    assert all(end <= start for (_, end), (start, _) in pairwise(found)), "they do not overlap"


@EXAMPLES
@given(TEXTS, TEXTS)
def test_what_is_found_is_what_the_folded_text_holds(text: str, phrase: str):
    folded = spans.fold(phrase)
    assert bool(spans.find(text, phrase)) == (folded != "" and folded in spans.fold(text))


@EXAMPLES
@given(TEXTS, IN_ORDER)
def test_words_near_hold_the_words_at(text: str, found: list[spans.Span]):
    assert spans.words_near(text, found, reach=0) == spans.words_at(text, found)
    for span in found:
        assert spans.words_at(text, [span]) in spans.words_near(text, [span], reach=5)


@EXAMPLES
@given(IN_ORDER, IN_ORDER)
def test_spans_lie_inside_others_where_these_cover_all_their_characters(
    inner: list[spans.Span], outer: list[spans.Span]
):
    covered = {offset for start, end in outer for offset in range(start, end)}
    inside = all(offset in covered for start, end in inner for offset in range(start, end))
    assert spans.reach_outside(spans.show(inner), spans.show(outer)) != inside
    assert not spans.reach_outside(spans.show(outer), spans.show(outer))


# ---- numbers in print -------------------------------------------------------------------------------

TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
UNITS = f"zero one two three four five six seven eight nine ten eleven twelve {TEENS}".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
ORDINALS = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth"},
    **{"eight": "eighth", "nine": "ninth", "twelve": "twelfth"},
}


def in_words(number: int, and_: str = "") -> str:
    """A number below 10,000 in English words, `and_` before its last two digits."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return TENS[ten - 2] + (f"-{UNITS[unit]}" if unit else "")
    word, size = ("thousand", 1000) if number >= 1000 else ("hundred", 100)
    many, rest = divmod(number, size)
    joint = and_ if rest < 100 else ""
    return f"{in_words(many)} {word}" + (f" {joint}{in_words(rest, and_)}" if rest else "")


def ordinal_in_words(number: int) -> str:
    *before, last = re.split(r"(?<=[- ])", in_words(number))
    last = ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return "".join([*before, last])


def ordinal_in_digits(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number // 10 % 10 == 1 else ending}"


def test_the_speller_of_these_tests():
    assert in_words(7045) == "seven thousand forty-five"
    assert in_words(345, "and ") == "three hundred and forty-five"
    assert ordinal_in_words(1312) == "one thousand three hundred twelfth"
    assert [ordinal_in_digits(number) for number in (1, 12, 1022)] == ["1st", "12th", "1,022nd"]


@EXAMPLES
@given(st.integers(0, 10**12), st.booleans())
def test_digits_are_read_back(number: int, commas: bool):
    printed = f"{number:,}" if commas else str(number)
    assert numbers_in(f"at least {printed} boats") == [number]


@EXAMPLES
@given(st.decimals(0, 10**6, places=3))
def test_decimals_are_read_back(number: Decimal):
    assert numbers_in(f"up to {number:,} metres") == [float(number)]


@EXAMPLES
@given(st.lists(st.integers(0, 99), max_size=4))
def test_numbers_are_read_in_order(numbers: list[int]):
    """None of them a power of ten behind another number, which would multiply it."""
    assert numbers_in("; ".join(f"{number} boats" for number in numbers)) == numbers


@EXAMPLES
@given(st.integers(0, 9999), st.sampled_from(["", "and "]))
def test_number_words_are_read_back(number: int, and_: str):
    assert numbers_in(f"the {in_words(number, and_)} boats") == [number]


@EXAMPLES
@given(st.integers(1, 9999))
def test_ordinals_are_read_back(number: int):
    assert numbers_in(f"the {ordinal_in_digits(number)} boat") == [number]
    if number % 100 != 60:  # text2num knows no "sixtieth"
        assert numbers_in(f"the {ordinal_in_words(number)} boat") == [number]


@EXAMPLES
@given(st.integers(2, 99), st.sampled_from([("hundred", 100), ("thousand", 1000), ("million", 10**6)]))
def test_a_number_before_a_power_of_ten_counts_multiplied(number: int, power: tuple[str, int]):
    word, factor = power
    assert number * factor in numbers_in(f"about {number} {word} boats")
    assert number / 10 * factor in numbers_in(f"about {number / 10} {word} boats")


@EXAMPLES
@given(st.text(max_size=40))
def test_any_text_is_read_without_a_crash(text: str):
    assert all(isinstance(number, float) for number in numbers_in(text))


# ---- CSV --------------------------------------------------------------------------------------------

# Any character that a UTF-8 file may hold, but no carriage return, since none of our files has one.
CELLS = st.text(
    st.one_of(st.sampled_from(",\"\n; '\\"), st.characters(codec="utf-8", exclude_characters="\r"))
)


def resource_of(width: int) -> Resource:
    """A resource whose columns are all text."""
    columns = [f"column_{number}" for number in range(width)]
    schema = {"fields": [{"name": name, "type": "string"} for name in columns]}
    return Resource("made_up", "data/made_up.csv", ROOT / "data" / "made_up.csv", {}, schema)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Resource, list[list[str]]]:
    """A resource and rows of cells for it."""
    width = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=width, max_size=width)
    return resource_of(width), draw(st.lists(row, max_size=6))


@EXAMPLES
@given(tables())
def test_what_is_written_is_read_back(table: tuple[Resource, list[list[str]]]):
    resource, rows = table
    found = read_table(write_rows(resource.columns, rows).encode(), resource)
    assert (found.header, found.rows, found.faults) == (resource.columns, rows, [])
    assert found.rows == rows
    assert write_rows(found.header, found.rows) == write_rows(resource.columns, rows)


@EXAMPLES
@given(tables())
def test_a_row_has_the_line_on_which_it_begins(table: tuple[Resource, list[list[str]]]):
    """Also below cells of several lines."""
    resource, rows = table
    found = read_table(write_rows(resource.columns, rows).encode(), resource)
    above = [write_rows(resource.columns, rows[:number]) for number in range(len(rows))]
    assert found.lines == [text.count("\n") + 1 for text in above]


@EXAMPLES
@given(tables(), st.data())
def test_a_row_of_another_width_is_named_and_no_other(
    table: tuple[Resource, list[list[str]]], data: st.DataObject
):
    resource, rows = table
    number = data.draw(st.integers(0, len(rows)))
    odd = data.draw(
        st.lists(CELLS, min_size=1, max_size=6).filter(lambda row: len(row) != len(resource.columns))
    )
    found = read_table(write_rows(resource.columns, [*rows[:number], odd, *rows[number:]]).encode(), resource)
    line = write_rows(resource.columns, rows[:number]).count("\n") + 1
    assert [(rule, at) for rule, at, _ in found.faults] == [("row-width", line)]
    assert found.rows[:number] + found.rows[number + 1 :] == rows


@EXAMPLES
@given(st.one_of(st.binary(), st.text('a,"\n\r\ufeff').map(str.encode)))
def test_any_bytes_are_read_without_a_crash(data: bytes):
    found = read_table(data, resource_of(2))
    assert len(found.rows) == len(found.lines)
    assert not found.rows or found.header == resource_of(2).columns
    assert len(found.rows) == len(found.lines)


# ---- Table Schema -> pandera, for pandas and for polars ---------------------------------------------

INTEGERS = st.integers(-20, 20)
NUMBERS = st.decimals(-20, 20, places=2)
DATES = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
WORDS = st.text("abAB1", min_size=1, max_size=4)
PATTERNS = ["[a-z]+", "^[AB]{1,2}$", "(a|b).*", "[^1]*", "a"]

# type -> cells of it in all their spellings, and cells that are not of it
CELLS_OF = {
    "string": st.one_of(WORDS, st.sampled_from(["é", "한국", "a b", "NA", "1"])),
    "integer": st.one_of(
        INTEGERS.map(str),
        st.sampled_from(["+5", "-0", "007", "1.0", "1.5", "1e3", "five", "1,000", "true", "--1"]),
    ),
    "number": st.one_of(
        NUMBERS.map(str),
        INTEGERS.map(str),
        st.sampled_from(["+1.50", ".5", "5.", "1e1", "-2E-1", "1,5", "1.2.3", ".", "e5", "0x1", "half"]),
    ),
    "date": st.one_of(
        DATES.map(str),
        st.sampled_from(["2020-02-29", "2020-02-30", "2021-02-29", "2020-13-45", "0000-01-01", "2020-05"]),
        st.sampled_from(["01/02/2020", "2020-01-01T00:00:00", "20200101", "today"]),
    ),
    "boolean": st.sampled_from(
        ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0", "yes", "tRuE", "2"]
    ),
}


@st.composite
def constraints_of(draw: st.DrawFn, type_: str) -> dict[str, Any]:
    """Some of the constraints that suit a type, their values as JSON has them or as text."""
    values: dict[str, st.SearchStrategy[Any]] = {
        "string": WORDS,
        "integer": st.one_of(INTEGERS, INTEGERS.map(str)),
        "number": st.one_of(NUMBERS.map(float), NUMBERS.map(str), INTEGERS),
        "date": DATES.map(str),
        "boolean": st.booleans(),
    }
    offered: dict[str, st.SearchStrategy[Any]] = {
        "required": st.booleans(),
        "enum": st.lists(values[type_], min_size=1, max_size=4, unique=True),
    }
    if type_ == "string":
        offered["pattern"] = st.sampled_from(PATTERNS)
        offered["minLength"] = offered["maxLength"] = st.integers(0, 4)
    elif type_ != "boolean":
        offered["minimum"] = offered["maximum"] = values[type_]
    chosen = draw(st.sets(st.sampled_from(sorted(offered)), max_size=3))
    made = {name: draw(offered[name]) for name in sorted(chosen)}
    if made.get("required"):
        made["unique"] = draw(st.booleans())
    return made


@st.composite
def schemas_with_rows(draw: st.DrawFn) -> tuple[dict, list[list[str]]]:
    """A Table Schema, and rows of text cells, many of which break it. None is blank: a fault of its own."""
    fields: list[dict] = [{"name": "row", "type": "string"}]
    for number in range(draw(st.integers(1, 3))):
        type_ = draw(st.sampled_from(sorted(CELLS_OF)))
        fields.append({"name": f"x{number}", "type": type_, "constraints": draw(constraints_of(type_))})
    cells = [st.one_of(st.just(""), CELLS_OF[field["type"]]) for field in fields[1:]]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
    return {"fields": fields, "missingValues": [""]}, [["a row", *row] for row in rows]


Places = set[tuple[int, str]]  # (number of the row, field) of each cell that is refused


def refused_by_frictionless(schema: dict, rows: list[list[str]]) -> Places:
    data = [[field["name"] for field in schema["fields"]], *rows]
    resource = frictionless.Resource(data=data, schema=frictionless.Schema.from_descriptor(schema))
    places = resource.validate().flatten(["rowNumber", "fieldName"])
    return {(row - 2, field) for row, field in places}  # its first row is the header, and the first number 1


def refused_in_polars(schema: dict, rows: list[list[str]]) -> Places:
    names = [field["name"] for field in schema["fields"]]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(_line=pl.int_range(pl.len()))
    typed, failures = type_frame(frame, schema)
    found = {(line, field) for field, line, _, _ in failures}
    return found | {(line, field) for _, field, line in failing_cells(typed, schema)}


def refused_in_pandas(schema: dict, rows: list[list[str]]) -> set[str]:
    """The fields only: pandas names every one of several equal values, not only the later ones."""
    frame = pd.DataFrame(rows, columns=[field["name"] for field in schema["fields"]]).replace("", None)
    try:
        to_pandera(schema, "pandas").validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return set(errors.failure_cases["column"])
    return set()


@MANY_EXAMPLES
@given(schemas_with_rows())
def test_pandas_polars_and_frictionless_refuse_the_same_cells(made: tuple[dict, list[list[str]]]):
    schema, rows = made
    expected = refused_by_frictionless(schema, rows)
    assert refused_in_polars(schema, rows) == expected
    assert refused_in_pandas(schema, rows) == {field for _, field in expected}
