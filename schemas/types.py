"""The types of Table Schema, v1 and v2: what a field may say of its cells, and what a column keeps them as.

Values that no column type serves stay text, in one spelling for all that are equal, so that keys, `unique`
and `enum` compare texts.
"""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from schemas import moments

Json = dict[str, Any]

TRUE, FALSE = ["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]
ITEM_TYPES = ["string", "integer", "boolean", "number", "datetime", "date", "time"]

# type -> that of its column
POLARS_TYPES: dict[str, Any] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
    "time": pl.Time,
    "datetime": pl.Datetime("us"),
    "year": pl.Int64,
    **dict.fromkeys(["yearmonth", "duration", "object", "array", "list"], pl.String),
    **dict.fromkeys(["geopoint", "geojson", "any"], pl.String),
}
MOMENTS = ("date", "time", "datetime")
# type -> its formats beside the default; dates and times may also have any other, a pattern for strptime
FORMATS = {
    "string": ("email", "uri", "binary", "uuid"),
    "geopoint": ("array", "object"),
    "geojson": ("topojson",),
    **dict.fromkeys(MOMENTS, ("any",)),
}
# type -> properties with which a field says how its cells are written, and what they hold if it does not
FORM: dict[str, Json] = {
    "number": {"decimalChar": ".", "groupChar": "", "bareNumber": True},
    "integer": {"groupChar": "", "bareNumber": True},
    "boolean": {"trueValues": TRUE, "falseValues": FALSE},
    "list": {"delimiter": ",", "itemType": "string"},
}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
ORDERED = {*MOMENTS, "integer", "number", "year", "yearmonth", "duration"}
SIZED = {"string", "array", "object", "list"}


def type_of(field: Json) -> str:
    """The type of a field; one that names none is a column of text, as `string` and `any` both are."""
    return str(field.get("type", "string"))


def format_of(field: Json) -> str:
    """The format of a field; early packages of v1 write a pattern as `fmt:%d/%m/%Y`."""
    return str(field.get("format", "default")).removeprefix("fmt:")


def form_of(field: Json) -> Json:
    """How the cells of a field are written, defaults included."""
    return {name: field.get(name, default) for name, default in FORM.get(type_of(field), {}).items()}


def is_plain(field: Json) -> bool:
    """Whether the cells of a field are written in the default form of its type."""
    return format_of(field) == "default" and form_of(field) == FORM.get(type_of(field), {})


def is_text(field: Json) -> bool:
    """Whether the cells of a field are any text."""
    return type_of(field) in ("string", "any") and format_of(field) == "default"


def kind(field: Json) -> str:
    """The type of a field in a few words, for messages."""
    type_, form = type_of(field), format_of(field)
    if type_ == "list":
        return f"list of the type {form_of(field)['itemType']}"
    if form != "default":
        return form if type_ == "string" else f"{type_} of the format {form}"
    return type_ if is_plain(field) else f"{type_} in the form of this field"


def missing_values(field: Json, schema: Json) -> list[str]:
    """The texts that stand for a missing value in a field: its own, or those of its schema."""
    return values_of(field.get("missingValues", schema.get("missingValues", [""])))


def values_of(entries: Any) -> list[Any]:
    """The values of categories or missing values, each of which may be an object with a label."""
    return [entry["value"] if isinstance(entry, dict) else entry for entry in entries]


def constraints_of(type_: str) -> set[str]:
    """The names of the constraints that suit a type."""
    return (
        {"required", "unique", "enum"}
        | (BOUNDS if type_ in ORDERED else set())
        | ({"minLength", "maxLength"} if type_ in SIZED else set())
        | ({"pattern"} if type_ == "string" else set())
        | ({"jsonSchema"} if type_ in ("array", "object", "geojson") else set())
    )


def form_faults(field: Json) -> Iterator[str]:
    """What is wrong with the format and the form of a field whose type is known."""
    type_, form, format_ = type_of(field), form_of(field), format_of(field)
    if format_ != "default" and format_ not in FORMATS.get(type_, ()):
        fault = (
            moments.pattern_fault(type_, format_) if type_ in MOMENTS else f"does not suit the type {type_}"
        )
        if fault:
            yield f"the format {format_} {fault}"
    for name, default in FORM.get(type_, {}).items():
        if type(form[name]) is not type(default):
            yield f"{name} has {form[name]!r}, which cannot be used"
            return
    point, group = form.get("decimalChar", "."), form.get("groupChar", "")
    if point == "" or point == group or re.search(r"[\deE+-]", point + group):
        yield f"decimalChar {point!r} and groupChar {group!r} cannot be told apart or look like digits"
    if not set(form.get("trueValues", [])).isdisjoint(form.get("falseValues", [])):
        yield "trueValues and falseValues have a word in common"
    if form.get("delimiter") == "":
        yield "the delimiter is empty"
    if form.get("itemType", "string") not in ITEM_TYPES:
        yield f"the itemType {form['itemType']} is none of {', '.join(ITEM_TYPES)}"
