"""The types of Table Schema: what a cell of each may hold, in every format, and what it may not.

A form is a field, cells that are of it, and cells that are not. Of those some are `strict`: the standard does
not allow them, or no value keeps them exactly, but frictionless lets them pass. Cells in `loose` the standard
allows, and so do we, but frictionless refuses them.
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import frictionless
import pandas as pd
import pandera.errors
import polars as pl
import pytest
from conftest import Package, failing_cells, schema_faults

from validator import cell_types
from validator.cell_types import Failure, NeedsWide, type_frame
from validator.dates import is_longer
from validator.fields import Field, parse_schema
from validator.pandera_schemas import pandera_schema

# frictionless takes a time without its zone then
pytestmark = pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")

PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"


@dataclass
class Form:
    """A field, and cells for it."""

    field: dict[str, Any]
    good: list[str]
    bad: list[str]
    strict: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


FORMS = {
    # ---- text
    "string": Form({"type": "string"}, ["a", "1", "é", " a "], []),
    "no type": Form({}, ["a", "1", "é"], []),
    "any": Form({"type": "any"}, ["a", "1", "[", "é"], []),
    "email": Form({"type": "string", "format": "email"}, ["a@b.co"], ["a", "a@b", "@b.co", "a@b.co, c@d.co"]),
    "uri": Form(
        {"type": "string", "format": "uri"},
        ["https://b.co/?a=b#c", "mailto:a@b.co"],
        ["b.co", "/a", "a b:c d"],
    ),
    "uuid": Form(
        {"type": "string", "format": "uuid"},
        ["2bc1c94f-0deb-43e9-92a1-4775189ec9f8", "2BC1C94F-0DEB-43E9-92A1-4775189EC9F8"],
        ["2bc1c94f-0deb-43e9-92a1", "x"],
        strict=["{2bc1c94f-0deb-43e9-92a1-4775189ec9f8}", "2bc1c94f0deb43e992a14775189ec9f8"],
    ),
    "binary": Form(
        {"type": "string", "format": "binary"}, ["YQ==", "YWI="], ["YQ=", "é"], strict=["Y Q==", "-"]
    ),
    # ---- numbers
    "integer": Form(
        {"type": "integer"},
        ["1", "-1", "+1", "007", "9223372036854775807", "9223372036854775808"],
        ["1.0", "1e3", "one", "1,000", "0x1"],
        strict=["1_000", "٥", " 5"],
    ),
    "integer in groups": Form(
        {"type": "integer", "groupChar": ","},
        ["1000"],
        ["1.5", ",1", "1,", "1,,0"],
        loose=["1,000", "-1,000,000"],
    ),
    "integer that is not bare": Form(
        {"type": "integer", "bareNumber": False},
        ["95", "€95", "EUR 95", "95%", "-95 °C", "€-95", "+95"],
        ["€", "9.5", "95 m2", "a-b 95", "--95"],
    ),
    "number": Form(
        {"type": "number"},
        [
            "1",
            "-1.5",
            "+.5",
            "5.",
            "1e3",
            "1E-3",
            "NaN",
            "INF",
            "-INF",
            "inf",
            "nan",
            "9007199254740993",
            "1e999",
        ],
        ["1,5", "half", ".", "1.2.3", "€5", "--1"],
        strict=["Infinity", "1_000", "٥", " 5"],
    ),
    "number with another point": Form(
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        ["1,5", "1.000,5", "1.000.000", "1e3", "INF"],
        ["1,5,5", "half"],
        strict=["1..000", ".1", "1,0.0"],
    ),
    "number that is not bare": Form(
        {"type": "number", "bareNumber": False, "groupChar": ","},
        ["95.5%", "€95", "EUR -1,000.5", "5.-", "1e3 kg"],
        ["free", "95 m2", "NaN", "$-", "a-b 95", "٥ 95"],
        strict=["1,000,,5", "(5)", "−5", "5-"],
    ),
    # ---- true and false
    "boolean": Form(
        {"type": "boolean"}, ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"], ["yes", "tRue"]
    ),
    "boolean in words": Form(
        {"type": "boolean", "trueValues": ["yes", "y"], "falseValues": ["no"]},
        ["yes", "y", "no"],
        ["true", "Yes", "1"],
    ),
    # ---- dates and times
    "date": Form(
        {"type": "date"},
        ["2024-01-26", "0001-01-01", "9999-12-31"],
        ["26/01/2024", "2024-02-30", "2024-01", "0000-01-01", "2024-01-26T00:00:00"],
        strict=["2024-1-26", "٢٠٢٤-01-26"],
    ),
    "date of a pattern": Form(
        {"type": "date", "format": "%d/%m/%Y"},
        ["26/01/2024", "6/1/2024"],
        ["2024-01-26", "01/26/2024", "30/02/2024"],
        strict=["2٦/01/2024"],
    ),
    "date of a pattern as early packages write it": Form(
        {"type": "date", "format": "fmt:%d/%m/%Y"}, ["26/01/2024"], ["x"]
    ),
    # what a text does not say, frictionless takes from the clock
    "date of any form": Form(
        {"type": "date", "format": "any"},
        ["2024-01-26", "26 Jan 2024", "January 26, 2024", "01/26/2024"],
        ["30 Feb 2024", "soon"],
        strict=["Jan 2024", "2024", "Friday", "10:00"],
    ),
    "time": Form(
        {"type": "time"},
        ["15:00:00", "00:00:00", "23:59:59"],
        ["24:60:00", "15:00", "3 pm"],
        strict=["15:00:00.5", "15:00:00Z", "15:00:00+01:00"],
    ),
    "time of a pattern": Form({"type": "time", "format": "%H.%M"}, ["15.00", "9.05"], ["15:00", "25.00"]),
    "time of any form": Form(
        {"type": "time", "format": "any"},
        ["15:00", "3 pm", "15:00:00.5"],
        ["late"],
        strict=["2024-01-26", "15:00Z"],
    ),
    "datetime": Form(
        {"type": "datetime"},
        [
            "2024-01-26T15:00:00",
            "2024-01-26T15:00:00.300-05:00",
            "2024-01-26T15:00:00Z",
            "2024-01-26T24:00:00",
            "2024-01-26T15:00:00.123456789Z",
        ],
        ["2024-01-26", "2024-01-26T15:00", "2024-01-26T25:00:00", "26/01/2024 15:00:00"],
        strict=[
            *("2024-01-26 15:00:00", "2024-01-26T15:00:00+0100"),
            "0001-01-01T00:00:00+01:00",  # in the year 0, once it is taken to UTC
        ],
    ),
    "datetime of a pattern": Form(
        {"type": "datetime", "format": "%d/%m/%Y %H:%M %z"},
        ["12/11/2018 09:15 +0100"],
        ["12/11/2018 09:15", "2018-11-12T09:15:00Z"],
    ),
    "datetime of any form": Form(
        {"type": "datetime", "format": "any"},
        ["26 Jan 2024 3 pm", "2024-01-26T15:00:00+01:00", "2024-01-26"],
        ["30 Feb 2024 10:00", "soon"],
        strict=["10:00", "26 Jan 2024 15:00 XYZ"],
    ),
    "year": Form(
        {"type": "year"},
        ["2024", "0001", "0000"],
        ["24", "20x4"],
        strict=["+999", " 999"],
        loose=["12345", "-2024"],
    ),
    "yearmonth": Form(
        {"type": "yearmonth"}, ["2024-01"], ["2024-13", "2024", "2024-01-26"], strict=["2024-1", "0000-01"]
    ),
    "duration": Form(
        {"type": "duration"},
        ["P1Y2M3DT10H30M", "PT36H", "-P120D", "P1Y", "PT0.5S"],
        ["P", "1 day", "P1S"],
        strict=["P2W", "P0.5Y", "PT", "P1YT"],
    ),
    # ---- JSON
    "object": Form(
        {"type": "object"},
        ["{}", '{"a": [1]}', '{"a": 1e999}'],
        ["[]", "1", "{", "{a: 1}"],
        strict=['{"a": NaN}'],
    ),
    "array": Form(
        {"type": "array"}, ["[]", '[1, {"a": null}]'], ["{}", "1", "[", 500_000 * "["], strict=["[NaN]"]
    ),
    "list": Form({"type": "list"}, ["a", "a,b", ","], []),
    "list of integers": Form(
        {"type": "list", "itemType": "integer", "delimiter": ";"}, ["1", "1;-2"], ["1;", "1;x", "1,2"]
    ),
    "list of dates": Form(
        {"type": "list", "itemType": "date"}, ["2024-01-26,2024-01-27"], ["2024-01-26,2024-02-30"]
    ),
    "list of booleans": Form({"type": "list", "itemType": "boolean"}, ["true,0"], ["true,maybe"]),
    # ---- places
    "geopoint": Form(
        {"type": "geopoint"},
        ["90.50, 45.50", "90.50,45.50", "-180,-90", "1e1,0"],
        ["181,0", "0,91", "90", "1,2,3", "a,b", "NaN,0", "1e99999999999999999999,0"],
        strict=["٥,0", "1_0,0"],
    ),
    "geopoint as an array": Form(
        {"type": "geopoint", "format": "array"},
        ["[90.50, 45.50]", "[0,0]"],
        ["[181, 0]", "[1]", "[1,2,3]", "1,2", "[NaN, 0]"],
        strict=['["1", "2"]', "[true, 1]"],
    ),
    "geopoint as an object": Form(
        {"type": "geopoint", "format": "object"},
        ['{"lon": 90.50, "lat": 45.50}'],
        ['{"lon": 181, "lat": 0}', '{"lon": 1}', '{"lon": 1, "lat": 2, "alt": 3}', "5"],
        strict=['{"lon": "1", "lat": 2}'],
    ),
    "geojson": Form(
        {"type": "geojson"},
        ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "FeatureCollection", "features": []}'],
        ['{"type": "Place"}', "{}", "[]", "Point"],
    ),
    "topojson": Form(
        {"type": "geojson", "format": "topojson"},
        ['{"type": "Topology", "objects": {}, "arcs": []}'],
        ['{"type": "Topology"}', "{}", "[]"],
    ),
    # ---- missing values
    "missing values of the field": Form(
        {"type": "integer", "missingValues": ["-", "-99"]}, ["1", "-", "-99"], ["", "NA"]
    ),
    "no missing values": Form({"type": "integer", "missingValues": []}, ["1"], [""]),
    "missing values with labels": Form(
        {"type": "integer", "missingValues": [{"value": "-", "label": "not asked"}, {"value": ""}]},
        ["1", "-", ""],
        ["NA"],
    ),
}


def schema_of(described: dict, **properties: Any) -> dict:
    return {"fields": [{"name": "row", "type": "string"}, {"name": "x", **described}], **properties}


def typed_and_failures(frame: pl.DataFrame, schema: dict) -> tuple[pl.DataFrame, list[Failure]]:
    """A frame typed; its numbers as text where they are too long to be kept otherwise."""
    parsed = parse_schema(schema)
    frame = frame.with_columns(pl.col(pl.String).replace("", None))  # as files are read
    try:
        return type_frame(frame, parsed)
    except NeedsWide as wide:
        return type_frame(frame, parsed.widened(wide.fields))


def refused(schema: dict, cells: list[str]) -> list[str]:
    """The cells that the validator refuses."""
    frame = pl.DataFrame({"row": ["a row"] * len(cells), "x": cells, "_line": range(len(cells))})
    typed, failures = typed_and_failures(frame, schema)
    lines = {line for _, line, _ in failures} | {line for _, _, line in failing_cells(typed, schema)}
    return [cells[line] for line in sorted(lines)]


def refused_in_pandas(schema: dict, cells: list[str]) -> list[str]:
    """The cells that the pandas form refuses, each tried alone."""
    made, found = pandera_schema(parse_schema(schema)), []
    for cell in cells:
        try:
            made.validate(pd.DataFrame({"row": ["a row"], "x": [cell]}), lazy=True)
        except pandera.errors.SchemaErrors:
            found.append(cell)
    return found


def refused_by_frictionless(schema: dict, cells: list[str]) -> list[str]:
    data = [["row", "x"], *(["a row", cell] for cell in cells)]
    resource = frictionless.Resource.from_descriptor(
        {"$schema": PROFILE, "name": "made", "data": data, "schema": schema}
    )
    errors = resource.validate().flatten(["rowNumber"])
    assert None not in [row for (row,) in errors], errors
    return [cells[row - 2] for row in sorted({row for (row,) in errors})]


@pytest.mark.parametrize("name", FORMS)
def test_cells_of_each_form(name: str):
    form = FORMS[name]
    cells = [*form.good, *form.loose, *form.bad, *form.strict]
    schema = schema_of(form.field)
    assert schema_faults(schema) == []
    assert refused(schema, cells) == [*form.bad, *form.strict]
    assert refused_in_pandas(schema, cells) == [*form.bad, *form.strict]


@pytest.mark.parametrize("name", FORMS)
def test_frictionless_refuses_no_more_but_for_what_is_named(name: str):
    form = FORMS[name]
    cells = [*form.good, *form.loose, *form.bad, *form.strict]
    assert refused_by_frictionless(schema_of(form.field), cells) == [*form.loose, *form.bad]


# ---- what is kept -----------------------------------------------------------------------------------

NOON = datetime.datetime(2024, 1, 26, 12)
# (field, cells, what is kept of them all): equal values in different spellings, which are one for keys
KEPT = [
    ({"type": "integer", "groupChar": " "}, ["1 000", "1000", "+1000"], 1000),
    ({"type": "number", "decimalChar": ","}, ["1,50", "+1,5"], 1.5),
    ({"type": "number", "bareNumber": False}, ["EUR .5", "50e-2 %"], 0.5),  # for frictionless the first is 5
    ({"type": "boolean", "trueValues": ["yes", "y"]}, ["yes", "y"], True),
    ({"type": "date", "format": "%d/%m/%Y"}, ["26/01/2024", "26/1/2024"], datetime.date(2024, 1, 26)),
    ({"type": "time", "format": "any"}, ["15:00", "3 pm"], datetime.time(15)),
    (
        {"type": "datetime"},
        ["2024-01-26T12:00:00", "2024-01-26T13:00:00.0+01:00", "2024-01-26T12:00:00Z"],
        NOON,
    ),
    ({"type": "year"}, ["2024"], 2024),
    ({"type": "duration"}, ["PT90M", "PT1H30M", "PT5400S"], "PT1H30M"),
    ({"type": "duration"}, ["P14M", "P1Y2M"], "P1Y2M"),
    ({"type": "duration"}, ["-P14M", "-P1Y2M0D"], "-P1Y2M"),
    ({"type": "duration"}, ["P0D", "-PT0S", "P0Y"], "P0D"),
    ({"type": "object"}, ['{"b":1,"a":2}', '{ "a": 2.0, "b": 1 }'], '{"a": 2, "b": 1}'),
    ({"type": "array"}, ["[1,2]", "[1, 2.0]"], "[1, 2]"),
    ({"type": "list", "itemType": "number"}, ["1,2.50", "1.0,2.5"], "1,2.5"),
    ({"type": "geopoint"}, ["90.50, 45", "90.5,45.0"], "90.5, 45"),
    ({"type": "geopoint", "format": "array"}, ["[90.50, 45]"], "90.5, 45"),
    ({"type": "geopoint", "format": "object"}, ['{"lat": 45, "lon": 90.5}'], "90.5, 45"),
]


@pytest.mark.parametrize(("described", "cells", "value"), KEPT)
def test_equal_values_are_kept_alike(described: dict, cells: list[str], value: Any):
    frame = pl.DataFrame({"x": cells, "_line": range(len(cells))})
    typed, failures = typed_and_failures(frame, {"fields": [{"name": "x", **described}]})
    assert failures == []
    assert typed["x"].to_list() == [value] * len(cells)
    assert refused(schema_of({**described, "constraints": {"unique": True}}), cells)[:1] == cells[1:2]


# ---- constraints ------------------------------------------------------------------------------------

POINT = '{"type": "Point", "coordinates": [1, 2]}'
# (field, constraints, cells that are let pass, cells that are refused)
CONSTRAINED = [
    ({"type": "integer"}, {"exclusiveMinimum": 1, "exclusiveMaximum": "3"}, ["2"], ["1", "3"]),
    ({"type": "number"}, {"minimum": 0}, ["0", "INF"], ["-INF", "NaN", "-0.5"]),
    ({"type": "number"}, {"maximum": 0}, ["0", "-INF"], ["INF", "NaN", "0.5"]),
    (
        {"type": "number", "decimalChar": ","},
        {"minimum": "1,5", "maximum": 2.5},
        ["1,5", "2,5"],
        ["1,4", "2,6"],
    ),
    ({"type": "date", "format": "%d/%m/%Y"}, {"minimum": "01/02/2024"}, ["01/02/2024"], ["31/01/2024"]),
    (
        {"type": "time"},
        {"minimum": "10:00:00", "exclusiveMaximum": "12:00:00"},
        ["10:00:00"],
        ["09:59:59", "12:00:00"],
    ),
    ({"type": "time"}, {"enum": ["10:00:00"]}, ["10:00:00"], ["10:00:01"]),
    (
        {"type": "datetime"},
        {"maximum": "2024-01-26T12:00:00Z"},
        ["2024-01-26T13:00:00+01:00"],
        ["2024-01-26T12:00:01Z"],
    ),
    (
        {"type": "datetime"},
        {"enum": ["2024-01-26T12:00:00Z"]},
        ["2024-01-26T13:00:00+01:00"],
        ["2024-01-26T13:00:00Z"],
    ),
    ({"type": "year"}, {"minimum": 2000, "exclusiveMaximum": "2010"}, ["2000", "2009"], ["1999", "2010"]),
    (
        {"type": "yearmonth"},
        {"minimum": "2000-02", "enum": ["2000-02", "1999-01"]},
        ["2000-02"],
        ["1999-01", "2001-01"],
    ),
    # as XML Schema orders durations: a month may have 28 to 31 days, so some pairs have no order
    ({"type": "duration"}, {"minimum": "P1M"}, ["P1M", "P31D", "P1Y"], ["P28D", "P30D", "PT1H", "-P2M"]),
    ({"type": "duration"}, {"exclusiveMaximum": "PT1H"}, ["PT59M", "-P1Y"], ["PT60M", "P1D"]),
    ({"type": "duration"}, {"enum": ["PT1H"]}, ["PT60M"], ["P1D"]),
    ({"type": "object"}, {"minLength": 1, "maxLength": 2}, ['{"a": 1}'], ["{}", '{"a": 1, "b": 2, "c": 3}']),
    ({"type": "object"}, {"enum": [{"a": 1, "b": 2}]}, ['{"b":2,"a":1}'], ['{"a": 1}']),
    ({"type": "object"}, {"jsonSchema": {"required": ["a"]}}, ['{"a": 1}'], ["{}"]),
    ({"type": "array"}, {"minLength": 1, "maxLength": 2}, ["[1]"], ["[]", "[1, 2, 3]"]),
    ({"type": "array"}, {"enum": ["[1,2]"]}, ["[1, 2]"], ["[2, 1]"]),
    (
        {"type": "array"},
        {"jsonSchema": {"$defs": {"a": {"type": "integer"}}, "items": {"$ref": "#/$defs/a"}}},
        ["[1]"],
        ['["a"]'],
    ),
    ({"type": "array"}, {"jsonSchema": {"items": {"$ref": "#"}, "type": "array"}}, ["[[]]"], ["[1]"]),
    ({"type": "list"}, {"minLength": 2, "maxLength": 2}, ["a,b", ","], ["a", "a,b,c"]),
    ({"type": "list", "itemType": "number"}, {"enum": ["1,2"]}, ["1.0,2"], ["2,1"]),
    ({"type": "geopoint"}, {"enum": ["1,2"]}, ["1.0, 2"], ["2,1"]),
    ({"type": "geopoint"}, {"enum": [[1, 2], [3, 4.5]]}, ["3, 4.5"], ["2,1"]),
    ({"type": "geopoint", "format": "array"}, {"enum": [{"lon": 1, "lat": 2}]}, ["[1, 2]"], ["[2, 1]"]),
    (
        {"type": "geojson"},
        {"enum": [POINT]},
        ['{"coordinates":[1,2],"type":"Point"}'],
        [POINT.replace("1", "3")],
    ),
    (
        {"type": "string", "format": "email"},
        {"pattern": "a.*", "maxLength": 6},
        ["a@b.co"],
        ["b@b.co", "aa@b.co"],
    ),
    ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, {"enum": [True]}, ["yes"], ["no"]),
    ({"type": "any"}, {"enum": ["a"], "required": True}, ["a"], ["b", ""]),
    ({"type": "integer", "missingValues": ["-"]}, {"required": True}, ["1"], ["-"]),
    ({"type": "string", "missingValues": ["-"]}, {"required": True, "maxLength": 1}, ["", "a"], ["-", "ab"]),
    ({"type": "integer", "categories": [{"value": 1, "label": "One."}, {"value": 2}]}, {}, ["1", "2"], ["3"]),
    ({"type": "string", "categories": ["a", "b"], "categoriesOrdered": True}, {}, ["a", ""], ["c"]),
]


@pytest.mark.parametrize(("described", "constraints", "good", "bad"), CONSTRAINED)
def test_constraints(described: dict, constraints: dict, good: list[str], bad: list[str]):
    schema = schema_of({**described, "constraints": constraints})
    assert schema_faults(schema) == []
    assert refused(schema, [*good, *bad]) == bad
    assert refused_in_pandas(schema, [*good, *bad]) == bad


def test_missing_values_of_a_field_stand_for_those_of_the_schema():
    schema = schema_of({"type": "integer", "missingValues": ["-"]}, missingValues=["NA", ""])
    assert refused(schema, ["1", "-", "NA", ""]) == ["NA", ""]


def test_durations_are_ordered_whatever_their_length():
    assert is_longer("P999999999Y", "P1Y", or_equal=False)
    assert is_longer("P12M", "P1Y", or_equal=True) and not is_longer("P12M", "P1Y", or_equal=False)
    assert not is_longer("P30D", "P1M", or_equal=True) and not is_longer("P1M", "P30D", or_equal=True)


# ---- fields that cannot be used ---------------------------------------------------------------------

# what is said: the field
FAULTS = {
    "the format %Q is not a pattern for strptime": {"type": "date", "format": "%Q"},
    "the format dd/mm/yyyy is not a pattern for strptime": {"type": "date", "format": "dd/mm/yyyy"},
    "the format %H%z has %z, but times are kept without an offset here": {"type": "time", "format": "%H%z"},
    "the format email does not suit the type any": {"type": "any", "format": "email"},
    "decimalChar ',' and groupChar ',' cannot be told apart": {
        "type": "number",
        "decimalChar": ",",
        "groupChar": ",",
    },
    "decimalChar '' and groupChar '' cannot be told apart": {"type": "number", "decimalChar": ""},
    "trueValues and falseValues share a value": {
        "type": "boolean",
        "trueValues": ["1"],
        "falseValues": ["1"],
    },
    "the delimiter is empty": {"type": "list", "delimiter": ""},
    "delimiter has 5, which cannot be used": {"type": "list", "delimiter": 5},
    "the itemType object is not one of": {"type": "list", "itemType": "object"},
    "the constraint minLength does not suit the type geojson": {
        "type": "geojson",
        "constraints": {"minLength": 1},
    },
    "the constraint minimum does not suit the type geopoint": {
        "type": "geopoint",
        "constraints": {"minimum": "0,0"},
    },
    "the constraint minimum has 'NaN', which is not of the type number": {
        "type": "number",
        "constraints": {"minimum": "NaN"},
    },
    "the constraint minimum has '2024-01-26', which is not of the type date of the format %d/%m/%Y": {
        "type": "date",
        "format": "%d/%m/%Y",
        "constraints": {"minimum": "2024-01-26"},
    },
    "the constraint enum has '[', which is not of the type array": {
        "type": "array",
        "constraints": {"enum": ["["]},
    },
    'the constraint jsonSchema cannot be used ("x" is not valid': {
        "type": "object",
        "constraints": {"jsonSchema": {"type": "x"}},
    },
    "the constraint jsonSchema cannot be used (https://example.org/x.json is not in it": {
        "type": "object",
        "constraints": {"jsonSchema": {"$ref": "https://example.org/x.json"}},
    },
    'the constraint jsonSchema cannot be used ("(" is not a "regex")': {
        "type": "object",
        "constraints": {"jsonSchema": {"pattern": "("}},
    },
    "missingValues: the label 'none' appears twice": {
        "missingValues": [{"value": "-", "label": "none"}, {"value": "", "label": "none"}]
    },
    "the constraint enum has values that are not in categories": {
        "type": "string",
        "categories": ["a"],
        "constraints": {"enum": ["b"]},
    },
}


@pytest.mark.parametrize("message", FAULTS)
def test_a_field_that_cannot_be_used_is_named(message: str):
    [(rule, found)] = schema_faults(schema_of(FAULTS[message]))
    assert rule == "schema-sense" and found.startswith(f"field x: {message}")


@pytest.mark.parametrize(
    "name",
    [
        *("a b", "x.y", "^a", "a$", "(", "größe", "1", "ok", "index", "a,b", 'say "a"'),
        "*",
        "^a.*$",
        "_line",
        "_id",
    ],
)
def test_any_name_will_do(name: str):
    schema = {"fields": [{"name": name, "type": "year", "constraints": {"minimum": 2000, "unique": True}}]}
    assert schema_faults(schema) == []
    parsed = parse_schema(schema)
    frame = pl.DataFrame({parsed.columns[0]: ["2001", "1999", "x"], "_line": [2, 3, 4]})
    typed, failures = type_frame(frame, parsed)
    assert [line for _, line, _ in failures] == [4]
    assert failing_cells(typed, parsed) == {("minimum", name, 3)}


def test_each_distinct_cell_is_read_once(monkeypatch: pytest.MonkeyPatch):
    """A million cells of a type that Python reads take no longer than a few."""
    cells = pl.Series(["26/01/2024", "27/01/2024"]).sample(1_000_000, with_replacement=True, seed=1)
    frame = pl.DataFrame({"x": cells, "_line": range(1_000_000)})
    read, times = cell_types.reader, Counter()

    def counted(field: Field) -> Any:
        return lambda text: times.update([text]) or read(field)(text)

    monkeypatch.setattr(cell_types, "reader", counted)
    schema = {"fields": [{"name": "x", "type": "date", "format": "%d/%m/%Y"}]}
    typed, failures = type_frame(frame, parse_schema(schema))
    assert failures == [] and typed["x"].null_count() == 0
    assert times == {"26/01/2024": 1, "27/01/2024": 1}


OURS = ["claims", "events", "people", "positions", "sources", "statements", "organizations"]
CELL_OF = {"integer": "5", "date": "2024-01-26", "array": "[]"}


@pytest.mark.parametrize("type_", CELL_OF)
@pytest.mark.parametrize("table", OURS)
def test_rules_that_do_not_suit_other_types_are_not_run(package: Package, table: str, type_: str):
    """Such a package may have a table and columns of our names, and its own types."""

    def change(schema: dict) -> None:
        schema["fields"] = [
            {"name": field["name"], "type": "string" if field["name"] == "source_id" else type_}
            for field in schema["fields"]
        ]
        for name in ("primaryKey", "foreignKeys", "uniqueKeys"):
            schema.pop(name, None)

    rows = [
        {name: cell if name == "source_id" else CELL_OF[type_] for name, cell in row.items()}
        for row in package.rows(table)
    ]
    package.write(table, rows)
    package.edit_json(f"schemas/{table}.schema.json", change)
    report = package.validate()
    assert not {error.rule for error in report.errors} & {"type", "schema-profile"}
    path = f"data/{table}.csv"
    assert not [error for error in report.errors if error.path == path and error.level in ("sense", "text")]
    assert any("was not read as one of the rule set" in entry.reason for entry in report.not_run)


# ---- pandas -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("described", "column", "expected"),
    [
        ({"type": "year"}, pd.Series([2020, None]), "Int64"),  # read_csv makes floats of integers with gaps
        ({"type": "integer", "missingValues": ["-99"]}, pd.Series([-99, 5]), "Int64"),
        ({"type": "datetime"}, pd.Series(pd.to_datetime(["2024-01-26T15:00:00Z"])), "datetime64[us]"),
        ({"type": "time"}, pd.Series(["15:00:00"]), "object"),
        ({"type": "number", "decimalChar": ","}, pd.Series(["1,5", None, "NaN"]), "Float64"),
    ],
)
def test_what_read_csv_made_of_a_column_is_taken_back(described: dict, column: pd.Series, expected: str):
    schema = {"fields": [{"name": "x", **described}]}
    made = pandera_schema(parse_schema(schema)).validate(pd.DataFrame({"x": column}), lazy=True)
    assert str(made["x"].dtype) == expected
