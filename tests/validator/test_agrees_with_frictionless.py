"""Whatever `frictionless validate` refuses we refuse, at the same place; and what we refuse beyond it.

Three lists of faults, each tried on the small package by both validators: what both refuse, what stock
frictionless breaks down over, and what it lets pass. To add a fault, add a line to the list it belongs to.
"""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frictionless
import pytest
from conftest import Package

from schemas.validation import validate
from validator.report import Error

# frictionless leaves files open that it cannot read, and a pattern below is meant to be doubtful
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:Possible nested set")

SOURCE = "src-harbour-news-2024-05-14"

# Faults are tried on a part of the small package: a table, and those that its foreign keys need.
PARTS = {
    "people": ("sources", "people"),
    "sources": ("sources", "people"),
    "organizations": ("sources", "organizations"),
    "event_sources": ("sources", "events", "event_sources"),
    "claims": ("sources", "events", "statements", "measures", "claims"),
}


# ---- ways to spoil a package ------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoil:
    """A way to spoil a package, and the table it is about."""

    table: str
    change: Callable[[Package], Any]


def update(found: dict, properties: dict) -> None:
    """Properties changed, or taken away where they are None."""
    found.update(properties)
    for name in [name for name, value in properties.items() if value is None]:
        del found[name]


def cell(table: str, key: str, **cells: str) -> Spoil:
    """Other cells in one row."""
    return Spoil(table, lambda package: package.set(table, key, **cells))


def again(table: str) -> Spoil:
    """The first row a second time."""
    return Spoil(table, lambda package: package.add(table, **package.rows(table)[0]))


def whole(table: str, change: Callable[[bytes], bytes]) -> Spoil:
    """The bytes of a file, behind the back of the formatter."""
    return Spoil(table, lambda package: package.edit_bytes(table, change))


def text(table: str, old: str, new: str | bytes) -> Spoil:
    """One passage in the bytes of a file."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, f"{old!r} is not in {table}.csv"
        return data.replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1)

    return whole(table, change)


def schema(table: str, **properties: Any) -> Spoil:
    """Other properties of a schema."""
    path = f"schemas/{table}.schema.json"
    return Spoil(table, lambda package: package.edit_json(path, lambda found: update(found, properties)))


def field(table: str, column: str, **properties: Any) -> Spoil:
    """Other properties of a field; constraints are added to those it has."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == column]
        constraints = entry.get("constraints", {}) | properties.get("constraints", {})
        update(entry, properties | {"constraints": constraints})

    return Spoil(table, lambda package: package.edit_json(f"schemas/{table}.schema.json", change))


def typed(table: str, column: str, **properties: Any) -> Spoil:
    """A field of another type or form, without the example and the constraints that it had."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == column]
        update(entry, {"example": None, "constraints": {}, **properties})
        entry.pop("categories", None)

    return Spoil(table, lambda package: package.edit_json(f"schemas/{table}.schema.json", change))


def constraint(table: str, column: str, **constraints: Any) -> Spoil:
    """More constraints on a field."""
    return field(table, column, constraints=constraints)


def resource(table: str, **properties: Any) -> Spoil:
    """Other properties of a resource."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["resources"] if entry["name"] == table]
        update(entry, properties)

    return Spoil(table, lambda package: package.edit_json("datapackage.json", change))


def descriptor(**properties: Any) -> Spoil:
    """Other properties of the package."""
    path = "datapackage.json"
    return Spoil("people", lambda package: package.edit_json(path, lambda found: update(found, properties)))


def lost(path: str) -> Spoil:
    """A file taken away."""
    return Spoil("people", lambda package: (package.folder / path).unlink())


def written(path: str, content: str) -> Spoil:
    """A file with other content, or a new one."""
    return Spoil("people", lambda package: (package.folder / path).write_text(content, encoding="utf-8"))


def both(one: Spoil, other: Spoil) -> Spoil:
    """Two changes, one after the other."""
    return Spoil(one.table, lambda package: (one.change(package), other.change(package)))


def key_to(fields: list[str], table: str, there: list[str]) -> list[dict]:
    """The foreign keys of a schema: one."""
    return [{"fields": fields, "reference": {"resource": table, "fields": there}}]


def last_rows_swapped(data: bytes) -> bytes:
    *lines, one, other = data.splitlines(keepends=True)
    return b"".join([*lines, other, one])


def header_copied(package: Package) -> None:
    """A further file with the header of `people` and no row."""
    header = package.path("people").read_bytes().splitlines(keepends=True)[0]
    (package.folder / "data" / "more.csv").write_bytes(header)


# ---- the lists --------------------------------------------------------------------------------------

# (error of frictionless, rule of ours): faults
BOTH_REFUSE = {
    ("type-error", "type"): {
        "a word in an integer field": cell("sources", SOURCE, text_length="many"),
        "a fraction in an integer field": cell("sources", SOURCE, text_length="1.5"),
        "thousands commas in a number field": cell("claims", "clm-0002", value="1,000"),
        "a word in a number field": cell("claims", "clm-0002", value="many"),
        "month 13": cell("sources", SOURCE, accessed="2020-13-45"),
        "a date with slashes": cell("sources", SOURCE, accessed="01/02/2020"),
        "a month for a date": cell("sources", SOURCE, accessed="2020-05"),
        "30 February": cell("sources", SOURCE, accessed="2024-02-30"),
        "a date in the year 0": cell("sources", SOURCE, accessed="0000-01-01"),
        "an empty cell where another stands for a missing value": typed(
            "sources", "text_length", missingValues=["-"]
        ),
        "a date of another format": typed("sources", "accessed", format="%d/%m/%Y"),
        "text that is no mail address": typed("people", "note", format="email"),
        "text that is no URI": typed("people", "note", format="uri"),
        "text that is no UUID": typed("people", "note", format="uuid"),
        "text that is not base64": typed("people", "country", format="binary"),
        "a word that is not among those for true and false": typed(
            "people", "family_name", type="boolean", trueValues=["Vale"], falseValues=["Read"]
        ),
        **{
            f"text that is no {type_}": typed("people", "note", type=type_)
            for type_ in (
                *("time", "datetime", "year", "yearmonth", "duration"),
                *("object", "array", "geopoint", "geojson"),
            )
        },
        "a list with an item of another type": typed("people", "note", type="list", itemType="integer"),
        "a number with another point than is said": both(
            cell("claims", "clm-0002", value="1.5"), typed("claims", "value", decimalChar=",")
        ),
        "a number with a unit": cell("claims", "clm-0002", value="5 %"),
        "a number with two minus signs": both(
            cell("claims", "clm-0002", value="--5 %"), typed("claims", "value", bareNumber=False)
        ),
    },
    ("constraint-error", "required"): {
        "a required cell is empty": cell("people", "per-lena-vale", name=""),
        "another missing value": both(
            schema("people", missingValues=["", "NA"]), cell("people", "per-lena-vale", name="NA")
        ),
        "a missing value with a label": both(
            schema("people", missingValues=[{"value": "-", "label": "none"}, {"value": ""}]),
            cell("people", "per-lena-vale", name="-"),
        ),
        "another missing value of one field": both(
            field("people", "name", missingValues=["unknown"]),
            cell("people", "per-lena-vale", name="unknown"),
        ),
    },
    ("primary-key", "required"): {"a key is empty": text("people", "per-omar-reed,", ",")},
    ("constraint-error", "enum"): {"a value not of the vocabulary": cell("sources", SOURCE, extent="half")},
    ("constraint-error", "pattern"): {
        "a cell of another form": cell("people", "per-lena-vale", country="Gbr"),
        "Arabic digits": cell("sources", SOURCE, published="٢٠٢٤"),
        "a line break inside a cell": text("people", "Vale,GBR", 'Vale,"GB\nR"'),
        "a fault below a cell of two lines": both(
            cell("people", "per-lena-vale", note="Two\nlines."), cell("people", "per-omar-reed", country="uk")
        ),
    },
    ("constraint-error", "minimum"): {
        "below the minimum": cell("sources", SOURCE, text_length="0"),
        "a date before the minimum": cell("sources", SOURCE, accessed="2024-12-31"),
    },
    ("constraint-error", "maximum"): {
        "above the maximum": constraint("sources", "text_length", maximum=9),
        "a bound that the value may not reach": typed(
            "sources", "text_length", constraints={"exclusiveMaximum": 114}
        ),
        "a date after the maximum": constraint("sources", "accessed", maximum="2026-01-01"),
    },
    ("constraint-error", "min-length"): {
        "too short": constraint("people", "name", minLength=11),
        "too few items": both(
            typed("people", "note", type="array", constraints={"minLength": 2}),
            cell("people", "per-lena-vale", note="[1]"),
        ),
    },
    ("constraint-error", "max-length"): {
        "too long": constraint("people", "name", maxLength=8),
        "too many items": both(
            typed("people", "note", type="list", constraints={"maxLength": 1}),
            cell("people", "per-lena-vale", note="a,b"),
        ),
    },
    ("unique-error", "unique"): {"a unique value twice": constraint("people", "country", unique=True)},
    ("primary-key", "unique"): {
        "a primary key twice": again("people"),
        "a primary key twice, not said to be unique": both(
            constraint("people", "person_id", unique=False), again("people")
        ),
    },
    ("primary-key", "primary-key"): {
        "a primary key of two columns twice": again("event_sources"),
        "a primary key of two columns three times": both(again("event_sources"), again("event_sources")),
    },
    ("foreign-key", "foreign-key"): {
        "a foreign key that leads nowhere": cell("people", "per-lena-vale", source_id="src-nobody"),
        "a parent that does not exist": cell("organizations", "org-council", parent_id="org-nothing"),
        "a foreign key of two columns that leads nowhere": schema(
            "people", foreignKeys=key_to(["source_id", "name"], "sources", ["source_id", "title"])
        ),
    },
    ("missing-cell", "row-width"): {
        "a cell too few": text("people", ",Wikidata id made up for tests.", ""),
        "a row broken in two": text("people", "Reed,Omar,", "Reed\nOmar,"),
    },
    ("extra-cell", "row-width"): {
        "a cell too many": text("people", "for tests.", "for tests.,more"),
        "an empty cell too many": text("people", "for tests.", "for tests.,"),
    },
    ("blank-row", "blank-row"): {
        "a row of commas": text("people", "per-omar", ",,,,,,,,,,\nper-omar"),
        "a blank line": text("people", "per-omar", "\nper-omar"),
        "a blank line at the end": whole("people", lambda data: data + b"\n"),
    },
    ("missing-cell", "csv-syntax"): {
        "a quotation mark that is not closed": text("people", "Omar Reed,Reed", '"Omar Reed,Reed')
    },
    ("missing-cell", "line-ending"): {"a carriage return amid a row": text("people", "made up", "made\rup")},
    ("missing-label", "header"): {
        "a column is missing": text("people", ",note\n", "\n"),
        "another delimiter": whole("people", lambda data: data.replace(b",", b";")),
    },
    ("extra-label", "header"): {"a column too many": text("people", ",note\n", ",note,more\n")},
    ("incorrect-label", "header"): {
        "two columns swapped": text("people", "name,family_name", "family_name,name"),
        "a column renamed": text("people", "country", "land"),
        "a column in capitals": text("people", "country", "Country"),
        "no header": whole("people", lambda data: data.split(b"\n", 1)[1]),
    },
    ("duplicate-label", "header"): {"a column twice": text("people", "country", "name")},
    ("blank-label", "header"): {"a column without a name": text("people", "country", "")},
    ("blank-label", "schema-sense"): {
        "a column without a name in the schema either": both(
            field("people", "name_native", name=""), text("people", "name_native", "")
        ),
    },
    ("source-error", "header"): {"an empty file": whole("people", lambda data: b"")},
    ("encoding-error", "encoding"): {
        "Latin-1": text("people", "Omar Reed,Reed", "Omár Reed,Reed".encode("latin-1")),
        "UTF-16": whole("people", lambda data: data.decode().encode("utf-16")),
        "half a character": text("people", "made up", b"made \xed\xa0\x80"),
    },
    ("byte-count", "bytes"): {
        "another number of bytes": resource("people", bytes=7),
        "a number of bytes with a point": resource("people", bytes=7.0),
    },
    ("hash-count", "hash"): {
        "another hash": resource("people", hash="sha256:" + 64 * "0"),
        "another hash, of the method that has no name": resource("people", hash=32 * "0"),
    },
    ("resource-error", "path-safe"): {
        "a path that climbs": resource("people", path="../x.csv"),
        "a path that climbs and comes back": resource("people", path="data/../data/people.csv"),
        "an absolute path": resource("people", path="/x.csv"),
        "a schema outside the package": resource("people", schema="../x.json"),
    },
    ("scheme-error", "file-missing"): {
        "a file is missing": lost("data/people.csv"),
        "a folder for a file": resource("people", path="data"),
        "a path too long for any file": resource("people", path="data/" + 5000 * "a"),
    },
    ("schema-error", "file-missing"): {"a schema file is missing": lost("schemas/people.schema.json")},
    ("schema-error", "schema-profile"): {
        "a schema file that is no JSON": written("schemas/people.schema.json", "{"),
        "no fields": schema("people", fields=None),
        "a schema whose title is a number": schema("people", title=5),
        "a schema whose name has a blank": schema("people", name="the people"),
        "a primary key that is a number": schema("people", primaryKey=5),
        "a foreign key without an end": schema("people", foreignKeys=[{"fields": ["source_id"]}]),
    },
    ("package-error", "descriptor-profile"): {
        "no resources": descriptor(resources=None),
        "resources that are no list": descriptor(resources={}),
        "a resource that is no object": descriptor(resources=["people"]),
        "a name that is a number": descriptor(name=5),
        "a version that is a number": descriptor(version=5),
        "keywords that are no list": descriptor(keywords="harbour"),
        "a day for a moment": descriptor(created="2026-01-02"),
        "a license without name and path": descriptor(licenses=[{"title": "Free"}]),
        "a mail address without a host": descriptor(contributors=[{"title": "A", "email": "a"}]),
        "a mail address that is too long": descriptor(
            contributors=[{"title": "A", "email": 65 * "a" + "@example.org"}]
        ),
        "a role that is a number": descriptor(contributors=[{"title": "A", "role": 5}]),
        "fields beside the resources": descriptor(fields=[]),
        "a profile of version 1": descriptor(profile="tabular-data-package"),
        "a name with a blank, and no word of version 2": descriptor(name="The harbour", **{"$schema": None}),
    },
    ("resource-error", "descriptor-profile"): {
        "a mail address of a source without a country": resource(
            "people", sources=[{"title": "A", "email": "a@b"}]
        ),
        "a resource without a name": resource("people", name=None),
        "a resource whose name is a number": resource("people", name=5),
        "a resource without a path": resource("people", path=None),
        "a resource with a path and data": resource("people", data=[]),
        "a resource of another type": resource("people", type="view"),
        "missing values beside the schema": resource("people", missingValues=[""]),
    },
    ("package-error", "resource-name"): {"two resources of one name": resource("people", name="sources")},
    ("resource-error", "schema-profile"): {"a schema that is a list": resource("people", schema=[])},
    ("source-error", "encoding"): {
        "another encoding in the descriptor": resource("people", encoding="utf-16"),
    },
    ("format-error", "form-supported"): {
        "another format in the descriptor": resource("people", format="xlsx")
    },
    ("compression-error", "packing"): {
        "a compression in the descriptor": resource("people", compression="zip")
    },
    ("schema-error", "schema-sense"): {
        "two fields of one name": field("people", "given_name", name="name"),
        "a missing value twice": schema("people", missingValues=[{"value": ""}, {"value": ""}]),
        "a primary key of a field that does not exist": schema("people", primaryKey=["nobody"]),
        "a foreign key of a field that does not exist": schema(
            "people", foreignKeys=key_to(["nobody"], "sources", ["source_id"])
        ),
        "a foreign key of two fields to one": schema(
            "people", foreignKeys=key_to(["source_id", "name"], "sources", ["source_id"])
        ),
    },
    ("field-error", "schema-profile"): {
        "a field whose title is a number": field("people", "name", title=5),
        "an unknown field type": field("people", "country", type="land"),
        "a length that is a text": constraint("people", "name", minLength="5"),
    },
    ("type-error", "schema-sense"): {
        "a word for true and for false": typed(
            "people", "note", type="boolean", trueValues=["yes"], falseValues=["yes"]
        ),
        "a point that is no point": typed("claims", "value", decimalChar=""),
    },
    ("field-error", "schema-sense"): {
        "a pattern for a number": constraint("sources", "text_length", pattern="5.*"),
        "a minimum for a text": constraint("people", "name", minimum="a"),
        "a length for a number": constraint("sources", "text_length", minLength=1),
        "an unknown constraint": constraint("people", "name", least=1),
    },
    ("constraint-error", "schema-sense"): {
        "a vocabulary of another type": constraint("sources", "text_length", enum=["many"]),
    },
    ("field-error", "example-type"): {
        "an example of another type": field("sources", "text_length", example="many"),
        "an example of another format": field("people", "name", format="email"),
        "an example that is no date of the format": typed(
            "sources", "accessed", format="%d/%m/%Y", example="2024-01-26"
        ),
    },
    ("resource-error", "schema-sense"): {
        "a foreign key to a table that does not exist": schema(
            "people", foreignKeys=key_to(["source_id"], "nothing", ["source_id"])
        ),
    },
    ("foreign-key", "schema-sense"): {
        "a foreign key to a field that does not exist": schema(
            "people", foreignKeys=key_to(["source_id"], "sources", ["nothing"])
        ),
        "a foreign key to a field of another type": schema(
            "people", foreignKeys=key_to(["name"], "sources", ["text_length"])
        ),
    },
}

# Here frictionless itself ends with a traceback. Rule of ours: faults.
FRICTIONLESS_BREAKS_DOWN = {
    "descriptor-profile": {"a hash that is a number": resource("people", hash=5)},
    "file-missing": {"a path with a NUL": resource("people", path="data/\0.csv")},
    "schema-sense": {
        "a pattern that is none": constraint("people", "country", pattern="("),
        "a pattern that is one by accident": constraint("people", "country", pattern="A)|(G"),
        "a minimum that is no number": constraint("sources", "text_length", minimum="a"),
        "a minimum that is no date": constraint("sources", "accessed", minimum="2020-13-01"),
        "a fraction as minimum of integers": constraint("sources", "text_length", minimum="1.5"),
    },
}

# What the standard allows, or does not ask for, and frictionless refuses: the reason why it passes here.
ONLY_THEY_REFUSE = {
    "a year of five digits": (  # year: as XML Schema's gYear, of four digits or more
        both(cell("sources", SOURCE, text_length="12345"), typed("sources", "text_length", type="year"))
    ),
    # a descriptor may have any other properties, and no tool need heed them
    "further files of a resource": resource("people", extrapaths=["data/more.csv"]),
    "another number of rows": resource("people", rows=9),
    "a constraint beside the constraints": field("people", "name", required=True),
}

# A pattern that is not understood, or in two ways, is not run: the package is valid in part at most.
PATTERNS_NOT_RUN = ["[[:alpha:]]+", "(?i)gbr", "(?=G)[A-Z]+"]

# Rule of ours: faults.
ONLY_WE_REFUSE = {
    "byte-order-mark": {"a byte order mark": whole("people", lambda data: b"\xef\xbb\xbf" + data)},
    "line-ending": {
        "carriage returns": whole("people", lambda data: data.replace(b"\n", b"\r\n")),
        "no line feed at the end": whole("people", lambda data: data[:-1]),
    },
    "one-line": {
        "a NUL byte": text("people", "made up", "made\0up"),
        "a line separator of Unicode": text("people", "made up", "made\u2028up"),
    },
    "sorted": {"rows out of order": whole("people", last_rows_swapped)},
    "canonical-quoting": {"needless quotation marks": text("people", "Omar Reed,Reed", '"Omar Reed",Reed')},
    "csv-syntax": {"text behind a closing quotation mark": text("people", "Wikidata id", '"Wikidata" id')},
    "header": {"a stray space in the header": text("people", ",country", ", country")},
    "hash": {
        "another hash, its method in capitals": resource("people", hash="SHA256:" + 64 * "0"),
        "another hash, of another method": resource("people", hash="sha1:" + 40 * "0"),
    },
    "bytes": {"a number of bytes of 0": resource("people", bytes=0)},
    "trimmed": {"stray spaces": text("people", "Omar Reed,Reed", " Omar Reed ,Reed")},
    "empty-is-missing": {"a word for a missing value": cell("people", "per-lena-vale", note="NA")},
    "no-formula": {"a formula": cell("people", "per-lena-vale", note="=1+1")},
    "pattern": {"a line break behind a cell of the right form": text("people", "Vale,GBR", 'Vale,"GBR\n"')},
    "type": {
        "Arabic digits in an integer": cell("sources", SOURCE, text_length="٥٠٠"),
        "Arabic digits in a date": cell("sources", SOURCE, accessed="2026-01-1٢"),
        "an integer with an underscore": cell("sources", SOURCE, text_length="5_00"),
        "a date without its zeros": cell("sources", SOURCE, accessed="2026-1-2"),
        "a number that is none": both(
            field("sources", "text_length", type="number"), cell("sources", SOURCE, text_length="infinity")
        ),
    },
    "alternate-key": {"an alternate key twice": schema("people", uniqueKeys=[["country", "source_id"]])},
    "schema-sense": {
        "an alternate key of a field that does not exist": schema("people", uniqueKeys=[["nothing"]]),
        "a format that is none": typed("people", "note", type="any", format="email"),
    },
    "foreign-key": {
        "a foreign key that is empty in part": schema(
            "people", foreignKeys=key_to(["source_id", "name_native"], "sources", ["source_id", "byline"])
        ),
    },
    "version": {
        "a version that is none": descriptor(version="new"),
        "a version unlike that of the changelog": descriptor(version="9.9.9"),
    },
    "descriptor-profile": {"an empty list of resources": descriptor(resources=[])},
    "file-unlisted": {"a file that is no resource": written("data/more.csv", "a\n")},
    "property-known": {
        "a misspelt property of a field": field("people", "name", constraint={"minLength": 99}),
    },
    "schema-present": {"a resource without a schema": resource("people", schema=None)},
    "schema-profile": {
        "an alternate key that is no list of columns": schema("people", uniqueKeys="name"),
    },
    "vocabulary-defined": {
        "a vocabulary whose values are not explained": field(
            "sources", "extent", categories=[{"value": "full", "label": "The whole text."}]
        ),
    },
    "example-fits": {"an example that the field does not allow": field("people", "country", example="uk")},
}


# ---- what frictionless says -------------------------------------------------------------------------


@dataclass(frozen=True)
class Theirs:
    """One error of frictionless: its type, and the place, as far as it names one, as we would name it."""

    type: str
    path: str
    line: int
    field: str


def frictionless_errors(package: Package) -> list[Theirs]:
    report = frictionless.validate(str(package.descriptor))
    found = [Theirs(error.type, "", 0, "") for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            found.append(Theirs(error.type, task.place or "", _line(package, task, error), _field(error)))
    assert bool(found) != report.valid
    return found


def _line(package: Package, task: Any, error: Any) -> int:
    """frictionless counts records; we name the line of the file on which the record begins."""
    if hasattr(error, "row_numbers"):
        return 1  # an error of the header
    if not hasattr(error, "row_number"):
        return 0
    data = (package.folder / task.place).read_bytes()
    return lines_of_records(data.decode("utf-8"))[error.row_number - 1]


def lines_of_records(data: str) -> list[int]:
    """The line on which each record of a CSV text begins; a cell with line breaks makes a record longer."""
    reader, begin, lines = csv.reader(io.StringIO(data, newline="")), 1, []
    for _ in reader:
        lines.append(begin)
        begin = reader.line_num + 1
    return lines


def _field(error: Any) -> str:
    """A foreign key of several fields stands under its first one, as in our report."""
    return getattr(error, "field_name", "") or next(iter(getattr(error, "field_names", [])), "")


def names(ours: Error, theirs: Theirs) -> bool:
    """Whether an error of ours stands at the place of one of theirs.

    What is wrong with a whole row stands at no field of ours. Below a header that does not fit no cell can be
    told from another, so that the header's error stands for all.
    """
    if theirs.line == 0 or ours.rule in ("form-supported", "schema-sense"):
        return True  # it is about a file, or ours is about the reason
    whole_row = ours.rule in ("row-width", "blank-row", "csv-syntax")
    same_place = ours.line == theirs.line and (whole_row or theirs.field in ("", ours.field))
    return ours.path == theirs.path and (same_place or ours.rule == "header")


def flat(groups: dict) -> dict:
    """name of a fault -> (what stands above its group, the fault)."""
    faults = [(name, (head, fault)) for head, group in groups.items() for name, fault in group.items()]
    assert len(dict(faults)) == len(faults), "two faults have the same name"
    return dict(faults)


BOTH, BROKEN, ONLY_WE = flat(BOTH_REFUSE), flat(FRICTIONLESS_BREAKS_DOWN), flat(ONLY_WE_REFUSE)


def spoil(package: Package, fault: Spoil) -> None:
    """Spoil a part of the package: to check a few tables takes a fraction of the time."""
    keep(package, fault.table)
    fault.change(package)


def keep(package: Package, table: str) -> None:
    """Leave only one table in the package, and those that it needs."""
    tables = PARTS[table]
    for path in package.folder.glob("data/*.csv"):
        if path.stem not in tables:
            path.unlink()
    package.edit_json(
        "datapackage.json",
        lambda found: found.update(
            resources=[entry for entry in found["resources"] if entry["name"] in tables]
        ),
    )


# ---- the tests --------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", PARTS)
def test_the_unspoilt_package_is_valid_for_both(package: Package, table: str):
    keep(package, table)
    assert frictionless_errors(package) == []
    assert package.validate().errors == []


@pytest.mark.parametrize("name", BOTH)
def test_what_frictionless_refuses_we_refuse_at_the_same_place(package: Package, name: str):
    (type_, rule), fault = BOTH[name]
    spoil(package, fault)
    theirs, ours = frictionless_errors(package), package.validate().errors
    assert type_ in {error.type for error in theirs}
    assert rule in {error.rule for error in ours}
    for error in theirs:
        assert any(names(our, error) for our in ours), f"{error} has no like in {ours}"
    assert not validate(package.descriptor, standard=True).valid, "it is no matter of our style alone"


@pytest.mark.parametrize("name", BROKEN)
def test_what_frictionless_breaks_down_over_we_refuse(package: Package, name: str):
    rule, fault = BROKEN[name]
    spoil(package, fault)
    with pytest.raises(Exception) as caught:
        frictionless_errors(package)
    assert not isinstance(caught.value, frictionless.FrictionlessException)
    assert rule in {error.rule for error in package.validate().errors}


@pytest.mark.parametrize("name", ONLY_WE)
def test_what_frictionless_lets_pass_we_refuse(package: Package, name: str):
    rule, fault = ONLY_WE[name]
    spoil(package, fault)
    assert frictionless_errors(package) == []
    assert rule in {error.rule for error in package.validate().errors}


@pytest.mark.parametrize("name", ONLY_THEY_REFUSE)
def test_what_the_standard_allows_passes_though_frictionless_refuses_it(package: Package, name: str):
    package.edit_json("datapackage.json", lambda found: found.pop("validator:ruleSet"))
    spoil(package, ONLY_THEY_REFUSE[name])
    assert frictionless_errors(package) != []
    assert validate(package.descriptor, standard=True).valid


@pytest.mark.parametrize("pattern", PATTERNS_NOT_RUN)
def test_a_pattern_that_is_not_understood_stops_nothing_else(package: Package, pattern: str):
    package.follows_no_rule_set()
    spoil(package, constraint("people", "country", pattern=pattern))
    report = validate(package.descriptor, standard=True)
    assert not report.errors and not report.valid
    [left] = [entry for entry in report.not_run if not entry.excused]
    assert left.rule == "pattern" and "not supported here" in left.reason


def test_the_line_is_that_of_the_file_where_frictionless_counts_records(package: Package):
    """The two numbers differ below a cell with a line break: an editor goes to a line."""
    keep(package, "people")
    package.set("people", "per-lena-vale", note="Two\nlines.")
    package.set("people", "per-omar-reed", country="uk")
    report = frictionless.validate(str(package.descriptor))
    assert report.flatten(["rowNumber"]) == [[3]]
    [ours] = [error for error in package.validate().errors if error.rule == "pattern"]
    assert (ours.line, ours.field) == (4, "country")


def test_the_command_line_of_frictionless_says_the_same(package: Package):
    """As a reader of the package would run it, in its folder."""
    spoil(package, cell("people", "per-lena-vale", country="Gbr"))
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=package.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "constraint-error" in "".join(done.stdout.split())
