"""Table schemas, parsed once: what a field says about its cells, and how a column keeps them.

Values without a suitable column type stay text, with one spelling for equal values, so that keys, `unique`
and `enum` can compare texts. Source of the terms: Table Schema, v1 and v2 (https://datapackage.org).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from validator.descriptor import Json, as_list

TRUE, FALSE = ["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]
ITEM_TYPES = ["string", "integer", "boolean", "number", "datetime", "date", "time"]

# type -> type of its column
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
TEMPORAL = ("date", "time", "datetime")
NUMERIC = ("integer", "number", "year")
# type -> its formats besides the default; dates and times may also have any other, a pattern for strptime
FORMATS = {
    "string": ("email", "uri", "binary", "uuid"),
    "geopoint": ("array", "object"),
    "geojson": ("topojson",),
    **dict.fromkeys(TEMPORAL, ("any",)),
}
# type -> properties that say how the field's cells are written, with their defaults
FORM: dict[str, Json] = {
    "number": {"decimalChar": ".", "groupChar": "", "bareNumber": True},
    "integer": {"groupChar": "", "bareNumber": True},
    "boolean": {"trueValues": TRUE, "falseValues": FALSE},
    "list": {"delimiter": ",", "itemType": "string"},
}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
ORDERED = {*TEMPORAL, "integer", "number", "year", "yearmonth", "duration"}
OF_CODES = {"required", "unique", "enum"}
SIZED = {"string", "array", "object", "list"}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of a table schema. `constraints` and `categories` are as in the descriptor.

    `column` is the name of its column in frames: the field's name, unless frames would read that as something
    else. `type` is `string` if the descriptor names none; `format` is without the `fmt:` that early packages
    of version 1 put before a pattern; `form` says how cells are written, including defaults; `missing` are
    the texts that mean a missing value. `wide`: its numbers are kept exactly, as text, because some have more
    digits than a numeric column can keep.
    """

    name: str
    column: str
    type: str
    format: str
    form: Mapping[str, Any]
    missing: tuple[str, ...]
    constraints: Mapping[str, Any]
    categories: tuple[Any, ...]
    given: Json
    wide: bool = False

    @property
    def kept_as(self) -> Any:
        """The polars type of its column."""
        return pl.String if self.wide else POLARS_TYPES[self.type]

    @property
    def is_plain(self) -> bool:
        """Whether its cells are written in the default form of its type."""
        return self.format == "default" and self.form == FORM.get(self.type, {})

    @property
    def is_text(self) -> bool:
        """Whether its cells may be any text."""
        return self.type in ("string", "any") and self.format == "default"

    @property
    def vocabulary(self) -> list[Any]:
        """The values it allows, as in the descriptor; empty if any value is allowed."""
        return list(self.constraints.get("enum") or values_of(self.categories))

    @property
    def is_code(self) -> bool:
        """Whether its cells are words of a vocabulary, which nothing else is asked of."""
        return self.is_text and bool(self.vocabulary) and self.constraints.keys() <= OF_CODES

    @property
    def kind(self) -> str:
        """Its type in a few words, for messages."""
        if self.type == "list":
            return f"list of the type {self.form['itemType']}"
        if self.format != "default":
            return self.format if self.type == "string" else f"{self.type} of the format {self.format}"
        return self.type if self.is_plain else f"{self.type} in the form of this field"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key: its fields, the resource it refers to (None: the table itself), and the fields there."""

    fields: tuple[str, ...]
    resource: str | None
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TableSchema:
    """A table schema. `given` is the JSON as given; `name` is that of a table of the rule set, or empty."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields_match: str
    given: Json
    whole: bool = True  # False if a part of it had to be left out

    @property
    def names(self) -> list[str]:
        """The names of the fields, in order."""
        return [field.name for field in self.fields]

    @property
    def columns(self) -> list[str]:
        """The names of their columns in frames."""
        return [field.column for field in self.fields]

    @property
    def codes(self) -> list[str]:
        """The columns of codes."""
        return [field.column for field in self.fields if field.is_code]

    @property
    def by_column(self) -> dict[str, Field]:
        """Column -> field."""
        return {field.column: field for field in self.fields}

    def name_of(self, column: str) -> str:
        """The name of the field of a column."""
        return next((field.name for field in self.fields if field.column == column), column)

    def widened(self, names: set[str]) -> "TableSchema":
        """The schema with the numbers of these fields kept as text."""
        fields = tuple(replace(field, wide=True) if field.column in names else field for field in self.fields)
        return replace(self, fields=fields)


def parse_schema(given: Json, name: str = "") -> TableSchema:
    """A table schema from its descriptor, which must fit the standard's profile. Keys are of column names."""
    match = given.get("fieldsMatch") or "exact"
    fields = [parse_field(field, given) for field in given["fields"]]
    columns = dict(zip([field.name for field in fields], _columns(fields), strict=True))

    def key(names: str | list[str]) -> tuple[str, ...]:
        return tuple(columns.get(name, name) for name in as_list(names))

    return TableSchema(
        name,
        tuple(replace(field, column=columns[field.name]) for field in fields),
        key(given.get("primaryKey", [])),
        tuple(key(names) for names in given.get("uniqueKeys", [])),
        tuple(
            ForeignKey(
                key(one["fields"]),
                one["reference"].get("resource") or None,
                tuple(as_list(one["reference"]["fields"])),
            )
            for one in given.get("foreignKeys", [])
        ),
        # the standard has a string here; its version 2.0 profile, by mistake, has a list with the string
        str(match[0] if isinstance(match, list) else match),
        given,
    )


def _columns(fields: list[Field]) -> list[str]:
    """The names of the fields' columns in frames.

    The validator's frames have columns of their own, which begin with `_`; polars reads some names as a
    pattern; engines ignore case, and treat dots and quotation marks in their own way.
    """
    times = Counter(field.name.casefold() for field in fields)
    return [
        f"_{number}"
        if times[field.name.casefold()] > 1 or not re.fullmatch(r"[^\W_][\w -]*", field.name)
        else field.name
        for number, field in enumerate(fields)
    ]


def parse_field(given: Json, schema: Json | None = None) -> Field:
    """A field from its descriptor and that of the schema around it."""
    type_, name = str(given.get("type", "string")), given.get("name", "")
    return Field(
        name,
        name,
        type_,
        str(given.get("format", "default")).removeprefix("fmt:"),
        {name: given.get(name, default) for name, default in FORM.get(type_, {}).items()},
        tuple(values_of(given.get("missingValues", (schema or {}).get("missingValues", [""])))),
        given.get("constraints", {}),
        tuple(given["categories"]) if isinstance(given.get("categories"), list) else (),
        given,
    )


def field_of(type_: str, **given: Any) -> Field:
    """A field of a given type, such as the items of a list."""
    return parse_field({"type": type_, **given})


def values_of(entries: Any) -> list[Any]:
    """The values of `categories` or `missingValues`, each of which may be an object with a label."""
    return [entry["value"] if isinstance(entry, dict) else entry for entry in entries]


def constraints_of(type_: str) -> set[str]:
    """The names of the constraints that apply to a type."""
    return (
        {"required", "unique", "enum"}
        | (BOUNDS if type_ in ORDERED else set())
        | ({"minLength", "maxLength"} if type_ in SIZED else set())
        | ({"pattern"} if type_ == "string" else set())
        | ({"jsonSchema"} if type_ in ("array", "object", "geojson") else set())
    )


def form_faults(field: Field) -> Iterator[str]:
    """Faults in the format and form of a field whose type is known."""
    from validator import dates

    type_, form = field.type, field.form
    if field.format != "default" and field.format not in FORMATS.get(type_, ()):
        fault = (
            dates.pattern_fault(type_, field.format)
            if type_ in TEMPORAL
            else f"does not suit the type {type_}"
        )
        if fault:
            yield f"the format {field.format} {fault}"
    for name, default in FORM.get(type_, {}).items():
        if type(form[name]) is not type(default):
            yield f"{name} has {form[name]!r}, which cannot be used"
            return
    point, group = form.get("decimalChar", "."), form.get("groupChar", "")
    if point == "" or point == group or re.search(r"[\deE+-]", point + group):
        yield f"decimalChar {point!r} and groupChar {group!r} cannot be told apart or look like digits"
    if not set(form.get("trueValues", [])).isdisjoint(form.get("falseValues", [])):
        yield "trueValues and falseValues share a value"
    if form.get("delimiter") == "":
        yield "the delimiter is empty"
    if form.get("itemType", "string") not in ITEM_TYPES:
        yield f"the itemType {form['itemType']} is not one of {', '.join(ITEM_TYPES)}"
