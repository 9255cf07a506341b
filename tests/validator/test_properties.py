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
import pytest
from conftest import failing_cells
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from schemas import spans
from schemas.quantities import numbers_in
from validator import fields
from validator.cell_types import cast, type_frame
from validator.csv_reading import read_table, write_rows
from validator.fields import TableSchema, field_of, parse_schema
from validator.pandera_schemas import pandera_schema
from validator.readers import reader

EXAMPLES, MANY_EXAMPLES = examples(200), examples(500)

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


def schema_of(width: int) -> TableSchema:
    """A schema whose columns are all text."""
    columns = [f"column_{number}" for number in range(width)]
    return parse_schema({"fields": [{"name": name, "type": "string"} for name in columns]})


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableSchema, list[list[str]]]:
    """A schema and rows of cells for it."""
    width = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=width, max_size=width)
    row = row if width == 1 else row.filter(any)  # a row of delimiters is a blank one
    return schema_of(width), draw(st.lists(row, max_size=6))


@EXAMPLES
@given(tables())
def test_what_is_written_is_read_back(table: tuple[TableSchema, list[list[str]]]):
    schema, rows = table
    found = read_table(write_rows(schema.columns, rows).encode(), schema)
    assert (found.header, found.rows, found.faults) == (schema.columns, rows, [])
    assert found.rows == rows
    assert write_rows(found.header, found.rows) == write_rows(schema.columns, rows)


@EXAMPLES
@given(tables())
def test_a_row_has_the_line_on_which_it_begins(table: tuple[TableSchema, list[list[str]]]):
    """Also below cells of several lines."""
    schema, rows = table
    found = read_table(write_rows(schema.columns, rows).encode(), schema)
    above = [write_rows(schema.columns, rows[:number]) for number in range(len(rows))]
    assert found.lines == [text.count("\n") + 1 for text in above]


@EXAMPLES
@given(tables(), st.data())
def test_a_row_of_another_width_is_named_and_no_other(
    table: tuple[TableSchema, list[list[str]]], data: st.DataObject
):
    schema, rows = table
    number = data.draw(st.integers(0, len(rows)))
    odd = data.draw(
        st.lists(CELLS, min_size=1, max_size=6).filter(
            lambda row: any(row) and len(row) != len(schema.columns)
        )
    )
    found = read_table(write_rows(schema.columns, [*rows[:number], odd, *rows[number:]]).encode(), schema)
    line = write_rows(schema.columns, rows[:number]).count("\n") + 1
    assert [(rule, at) for rule, at, _ in found.faults] == [("row-width", line)]
    assert found.rows[:number] + found.rows[number + 1 :] == rows


@EXAMPLES
@given(st.one_of(st.binary(), st.text('a,"\n\r\ufeff').map(str.encode)))
def test_any_bytes_are_read_without_a_crash(data: bytes):
    found = read_table(data, schema_of(2))
    assert len(found.rows) == len(found.lines)
    assert not found.rows or found.header == schema_of(2).columns
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


JSON_TEXTS = [
    "{}",
    '{"a": 1}',
    '{ "a":1.0 }',
    '{"a": [1, 2], "b": {}}',
    "[]",
    "[1]",
    "[1, 2]",
    '["é"]',
    "[",
    "1",
]
# name -> (properties of a field, cells, values for its constraints): other types, and other forms.
# Cells over which frictionless and we differ are in test_types.py.
FORMS: dict[str, tuple[dict[str, Any], list[str], list[Any]]] = {
    "comma": (
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        ["1.000,5", "1000,5", "1,5", "-2", "3.000", "1,,5", "INF", "half"],
        ["1,5", "1.000,5", "-2"],
    ),
    "price": (
        {"type": "number", "bareNumber": False},
        ["€95", "95 %", "EUR -95", "1.5", "1e2", "95 m2", "--5", "free"],
        ["95", "-95", "1.5"],
    ),
    "special": ({"type": "number"}, ["NaN", "INF", "-INF", "inf", "nan", "1", "--INF"], [1, 0]),
    "amount": ({"type": "integer", "bareNumber": False}, ["€95", "95 %", "-5", "1.5", "free", "7"], [95, -5]),
    "words": (
        {"type": "boolean", "trueValues": ["yes", "1"], "falseValues": ["no"]},
        ["yes", "no", "1", "0", "true", "Yes"],
        [True, False],
    ),
    "day": (
        {"type": "date", "format": "%d/%m/%Y"},
        ["01/02/2020", "1/2/2020", "31/12/1999", "31/02/2020", "2020-02-01", "01/13/2020"],
        ["01/02/2020", "31/12/1999"],
    ),
    "any day": (
        {"type": "date", "format": "any"},
        ["2020-02-01", "1 Feb 2020", "February 1, 2020", "31 Dec 1999", "32 Dec 1999", "soon"],
        ["2020-02-01", "31 Dec 1999"],
    ),
    "time": (
        {"type": "time"},
        ["10:00:00", "23:59:59", "00:00:00", "25:00:00", "10:60:00", "10:00", "10"],
        ["10:00:00", "23:59:59"],
    ),
    "clock": ({"type": "time", "format": "%H.%M"}, ["10.00", "9.05", "24.00", "10:00"], ["10.00", "09.05"]),
    "moment": (
        {"type": "datetime"},
        [
            *("2020-01-01T10:00:00Z", "2020-01-01T11:00:00+01:00", "2020-01-01T10:00:00.5Z"),
            *("2019-12-31T24:00:00Z", "2020-13-01T10:00:00Z", "2020-01-01", "2020-01-01T10:00", "now"),
        ],
        ["2020-01-01T10:00:00Z", "2020-01-01T11:00:00+02:00"],
    ),
    "stamp": (
        {"type": "datetime", "format": "%Y%m%d %H%M"},
        ["20200101 1000", "20201301 1000", "20200101", "19991231 2359"],
        ["20200101 1000", "19991231 2359"],
    ),
    "year": ({"type": "year"}, ["2020", "1999", "0001", "20", "12345", "MMXX"], [2020, 1999]),
    "yearmonth": (
        {"type": "yearmonth"},
        ["2020-01", "1999-12", "2020-13", "2020-00", "2020", "2020-01-01"],
        ["2020-01", "1999-12"],
    ),
    "duration": (
        {"type": "duration"},
        ["P1Y", "P12M", "PT60M", "PT1H", "-P1D", "PT0.5S", "P", "1 hour", "P1S"],
        ["P1Y", "PT60M", "-P1D"],
    ),
    "object": ({"type": "object"}, JSON_TEXTS, ['{"a": 1}', "{}"]),
    "array": ({"type": "array"}, JSON_TEXTS, ["[1]", "[]", '["é"]']),
    "list": ({"type": "list"}, ["a", "a,b", ",", "a,b,c"], []),
    "integers": (
        {"type": "list", "itemType": "integer", "delimiter": ";"},
        ["1", "1;2", "1;x", "1;", "+1;2;3"],
        [],
    ),
    "days": ({"type": "list", "itemType": "date"}, ["2020-01-01", "2020-01-01,2020-02-30", "x"], []),
    "point": (
        {"type": "geopoint"},
        ["90.50, 45", "90.5,45.0", "181,0", "0,91", "90", "a,b"],
        ["90.5,45", "0,0"],
    ),
    "pair": (
        {"type": "geopoint", "format": "array"},
        ["[90.5, 45]", "[90.50,45.0]", "[181, 0]", "[1]", "1,2", "{}"],
        ["[90.5, 45]", "[0,0]"],
    ),
    "place": (
        {"type": "geopoint", "format": "object"},
        ['{"lon": 90.5, "lat": 45}', '{"lat": 45.0, "lon": 90.50}', '{"lon": 1}', '{"lon": 181, "lat": 0}'],
        ['{"lon": 90.5, "lat": 45}'],
    ),
    "geojson": (
        {"type": "geojson"},
        [
            '{"type": "Point", "coordinates": [1, 2]}',
            '{"coordinates":[1,2.0],"type":"Point"}',
            '{"type": 1}',
            "[]",
        ],
        ['{"type": "Point", "coordinates": [1, 2]}'],
    ),
    "email": (
        {"type": "string", "format": "email"},
        ["a@b.co", "B.c@d.org", "a", "a@b", "@b.co"],
        ["a@b.co"],
    ),
    "uri": (
        {"type": "string", "format": "uri"},
        ["http://b.co/a", "mailto:a@b.co", "b.co", "/a"],
        ["mailto:a@b.co"],
    ),
    "uuid": (
        {"type": "string", "format": "uuid"},
        ["2bc1c94f-0deb-43e9-92a1-4775189ec9f8", "2bc1c94f-0deb-43e9-92a1", "x"],
        ["2bc1c94f-0deb-43e9-92a1-4775189ec9f8"],
    ),
    "binary": ({"type": "string", "format": "binary"}, ["YQ==", "YWI=", "YQ=", "Y", "é"], ["YQ=="]),
    "any": ({"type": "any"}, ["a", "1", "[", "é"], ["a", "1"]),
}
VALUES_OF: dict[str, st.SearchStrategy[Any]] = {
    "string": WORDS,
    "integer": st.one_of(INTEGERS, INTEGERS.map(str)),
    "number": st.one_of(NUMBERS.map(float), NUMBERS.map(str), INTEGERS),
    "date": DATES.map(str),
    "boolean": st.booleans(),
}
UNLIKE_FRICTIONLESS = {
    "jsonSchema"
}  # which it does not know, nor the bounds of a duration, nor a list's enum


@st.composite
def constraints_of(draw: st.DrawFn, name: str, type_: str, values: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of the constraints that suit a type, their values as JSON has them or as text."""
    offered: dict[str, st.SearchStrategy[Any]] = {
        "required": st.booleans(),
        "enum": st.lists(values, min_size=1, max_size=4, unique=True),
        "pattern": st.sampled_from(PATTERNS),
        **dict.fromkeys(["minLength", "maxLength"], st.integers(0, 4)),
        **dict.fromkeys(fields.BOUNDS, values),
    }
    suitable = fields.constraints_of(type_) - UNLIKE_FRICTIONLESS
    suitable -= fields.BOUNDS if type_ == "duration" else {"enum"} if type_ == "list" else set()
    chosen = draw(st.sets(st.sampled_from(sorted(suitable & set(offered))), max_size=3))
    made = {constraint: draw(offered[constraint]) for constraint in sorted(chosen)}
    # frictionless breaks down over `unique` for what Python cannot hash, and takes no NaN for another
    if made.get("required") and name not in ("object", "array", "geojson", "special") and type_ != "list":
        made["unique"] = draw(st.booleans())
    return made


MISSING = st.sampled_from(
    [[""], ["", "-"], ["-"], [], ["1", "a", ""], [{"value": "-", "label": "none"}, {"value": ""}]]
)


@st.composite
def schemas_with_rows(draw: st.DrawFn) -> tuple[dict, list[list[str]]]:
    """A Table Schema, and rows of text cells, many of which break it. None is blank: a fault of its own."""
    fields: list[dict] = [{"name": "row", "type": "string"}]
    cells: list[st.SearchStrategy[str]] = []
    for number in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*sorted(CELLS_OF) * 3, *sorted(FORMS)]))
        if name in CELLS_OF:
            field, of_type, values = {"type": name}, CELLS_OF[name], VALUES_OF[name]
        else:
            field, texts, given = FORMS[name]
            of_type, values = st.sampled_from(texts), st.sampled_from(given or ["none"])
        if "any" not in (name, field["type"]) and draw(st.integers(0, 9)) == 0:
            field = {**field, "missingValues": draw(MISSING)}
        constraints = draw(constraints_of(name, field["type"], values))
        fields.append({"name": f"x{number}", **field, "constraints": constraints})
        missing_or_not = [""] if name == "binary" else ["", "-"]  # frictionless skips what is not of base64
        cells.append(st.one_of(st.sampled_from(missing_or_not), of_type))
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
    missing = draw(st.one_of(st.just([""]), MISSING))
    return {"fields": fields, "missingValues": missing}, [["a row", *row] for row in rows]


PROFILES = "https://datapackage.org/profiles/2.0/"
Places = set[tuple[int, str]]  # (number of the row, field) of each cell that is refused


def refused_by_frictionless(schema: dict, rows: list[list[str]]) -> Places:
    data = [[field["name"] for field in schema["fields"]], *rows]
    resource = frictionless.Resource.from_descriptor(
        {"$schema": PROFILES + "dataresource.json", "name": "made", "data": data, "schema": schema}
    )
    places = resource.validate().flatten(["rowNumber", "fieldName"])
    return {(row - 2, field) for row, field in places}  # its first row is the header, and the first number 1


def refused_in_polars(schema: dict, rows: list[list[str]]) -> Places:
    names = [field["name"] for field in schema["fields"]]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(_line=pl.int_range(pl.len()))
    frame = frame.with_columns(pl.col(names).replace("", None))  # as files are read
    typed, failures = type_frame(frame, parse_schema(schema))
    found = {(line, field) for field, line, _ in failures}
    return found | {(line, field) for _, field, line in failing_cells(typed, schema)}


def refused_in_pandas(schema: dict, rows: list[list[str]]) -> Places:
    frame = pd.DataFrame(rows, columns=[field["name"] for field in schema["fields"]])
    try:
        pandera_schema(parse_schema(schema)).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        found = errors.failure_cases
        return set(zip(found["index"], found["column"], strict=True))
    return set()


@pytest.mark.parametrize("type_", CELLS_OF)
@EXAMPLES
@given(st.data())
def test_polars_and_python_read_the_common_types_alike(type_: str, data: st.DataObject):
    """A list, and a bound, is read by Python; a column by polars."""
    text, read = data.draw(CELLS_OF[type_]), reader(field_of(type_))
    assert pl.select(cast(pl.lit(text), field_of(type_))).item() == read(text)


@MANY_EXAMPLES
@given(schemas_with_rows())
def test_pandas_polars_and_frictionless_refuse_the_same_cells(made: tuple[dict, list[list[str]]]):
    schema, rows = made
    expected = refused_by_frictionless(schema, rows)
    assert refused_in_polars(schema, rows) == expected
    assert refused_in_pandas(schema, rows) == expected
