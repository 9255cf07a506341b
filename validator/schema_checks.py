"""Faults of a table schema: against the profile, in itself, and in its vocabularies and examples.

A fault disables only the part of the schema it is about; rows are still checked against the rest.
"""

import copy
import json
import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import polars as pl

from validator import fields
from validator.checks import constraint_checks, is_regular_expression, pattern_fault
from validator.constraints import value_of
from validator.descriptor import Json, as_list, version_of
from validator.descriptor_checks import schema_property_faults
from validator.expressions import in_words_of_narwhals
from validator.fields import BOUNDS, Field, TableSchema, parse_field, parse_schema
from validator.profiles import VERSIONS, json_schema, profile, profile_faults, shortened
from validator.readers import TooWide, reader
from validator.report import Finding, completed

Path = list[str | int]
Fault = tuple[str, Path]  # the fault, and the part of the schema it is in

KEPT = 100_000  # characters of a schema up to which its checks are cached
FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")


def check_schema(given: Json, path: str, name: str = "") -> Generator[Finding, None, TableSchema | None]:
    """Check a schema; -> its usable part, parsed, or None if no rows can be checked against it.

    A schema of ordinary size is checked once per process, however often it is used.
    """
    try:
        text = json.dumps(given)
    except RecursionError:  # nested too deeply to be written
        text = ""
    if not 0 < len(text) <= KEPT:
        return (yield from _checked(given, path, name))
    findings, schema = _kept(text, path, name)
    yield from findings
    return schema


@lru_cache(maxsize=128)
def _kept(text: str, path: str, name: str) -> tuple[list[Finding], TableSchema | None]:
    return completed(_checked(json.loads(text), path, name))


def _checked(given: Json, path: str, name: str) -> Generator[Finding, None, TableSchema | None]:
    profile_said = list(_profile_faults(given))
    yield from (Finding("schema-profile", message, path) for message, _ in profile_said)
    if not re.fullmatch(r"[-a-z0-9._/]+", str(given.get("name", "a"))):
        yield Finding(
            "schema-profile", "$.name: a name has only lower-case letters, digits, and - . _ /", path
        )
    usable = _without(given, [part for _, part in profile_said])
    if usable is None:
        return None
    yield from (Finding(rule, message, path) for rule, message in schema_property_faults(usable))
    made_no_sense = list(_sense_faults(usable))
    yield from (Finding("schema-sense", message, path) for message, _ in made_no_sense)
    usable = _without(usable, [part for _, part in made_no_sense])
    if usable is None:
        return None
    schema = replace(parse_schema(usable, name), whole=usable is given)
    yield from _vocabulary_faults(schema, path)
    yield from _example_faults(schema, path)
    return schema


def _without(schema: Json, faulty: list[Path]) -> Json | None:
    """The schema without its faulty parts; None if nothing is left to check rows against."""
    if not faulty:
        return schema
    left = copy.deepcopy(schema)
    for part in faulty:
        match part:
            case ["fields", int(n), "type", *_] | ["fields", int(n)] if "name" in as_dict(left["fields"][n]):
                left["fields"][n] = {"name": left["fields"][n]["name"], "type": "any"}
            case ["fields", int(n), "constraints", str(name), *_] if isinstance(
                left["fields"][n].get("constraints"), dict
            ):
                left["fields"][n]["constraints"].pop(name, None)
            case ["fields", int(n), str(name), *_] if name != "name":
                left["fields"][n].pop(name, None)
            case ["fields", *_] | []:
                return None
            case [str(name), *_]:
                left.pop(name, None)
    listed = left.get("fields")
    if not isinstance(listed, list) or not all(
        isinstance(f, dict) and isinstance(f.get("name"), str) for f in listed
    ):
        return None
    return left


def as_dict(given: Any) -> Json:
    """An object unchanged, and an empty one for any other value."""
    return given if isinstance(given, dict) else {}


def _profile_faults(schema: Json) -> Iterator[Fault]:
    # what fits version 1 must also fit version 2, whose properties apply wherever they appear
    versions = VERSIONS if version_of(schema) == "1.0" else VERSIONS[1:]
    listed = _without_lists(schema)
    found: dict[str, Path] = {}
    for version in versions:
        found |= dict(profile_faults(profile("tableschema", version, ("fieldsMatch",)), listed))
    yield from found.items()
    for name in ("title", "description"):
        if not isinstance(schema.get(name, ""), str):
            yield f"$.{name}: {schema[name]!r} is not text", [name]
    match = schema.get("fieldsMatch", "exact")
    # the version 2.0 profile requires a list, by mistake
    if match not in [*FIELDS_MATCH, *([word] for word in FIELDS_MATCH)]:
        yield (
            f"$.fieldsMatch: {shortened(repr(match))} is not one of {', '.join(FIELDS_MATCH)}",
            ["fieldsMatch"],
        )
    if not isinstance(schema.get("fields"), list):
        yield "$.fields: a table schema lists its fields", ["fields"]


def _without_lists(schema: Json) -> Json:
    """The schema with arrays for its lists, a type that the standard has but its profile omits."""
    listed = schema.get("fields")
    if not isinstance(listed, list):
        return schema
    return {
        **schema,
        "fields": [
            {**field, "type": "array"} if isinstance(field, dict) and field.get("type") == "list" else field
            for field in listed
        ],
    }


def _sense_faults(schema: Json) -> Iterator[Fault]:
    for message in _missing_faults(schema):
        yield message, ["missingValues"]
    names = [field["name"] for field in schema["fields"]]
    known, doubled = (
        set(names),
        sorted({name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()),
    )
    for name in doubled:
        yield f"two fields are called {name}", ["fields"]
    if "" in known:
        yield "a field has an empty name", ["fields"]
    keys: list[tuple[str, list[str]]] = [("primaryKey", as_list(schema.get("primaryKey", [])))]
    keys += [("uniqueKeys", list(key)) for key in schema.get("uniqueKeys", [])]
    keys += [("foreignKeys", as_list(key["fields"])) for key in schema.get("foreignKeys", [])]
    for kind, key in keys:
        for name in dict.fromkeys(key):
            if name not in known:
                yield f"{kind} names the field {name}, which does not exist", [kind]
            elif len(set(key)) < len(key) and key.count(name) > 1:
                yield f"{kind} names the field {name} twice", [kind]
    for number, given in enumerate(schema["fields"]):
        for message, part in _field_faults(parse_field(given, schema)):
            yield f"field {given['name']}: {message}", ["fields", number, *part]


def _field_faults(field: Field) -> Iterator[Fault]:
    if field.type not in fields.POLARS_TYPES:
        yield f"the type {field.type} is not supported here", ["type"]
        return
    faults = list(fields.form_faults(field))
    for message in faults:
        yield message, ["type"]
    for message in _missing_faults(field.given):
        yield message, ["missingValues"]
    if "categories" in field.given:
        if field.type not in ("string", "integer"):
            yield (
                f"categories do not suit the type {field.type}",
                ["categories"],
            )  # the profile does not check this
            return
        for message in _twice("categories", field.categories):
            yield message, ["categories"]
    if faults:
        return  # no value can be read
    suit = fields.constraints_of(field.type)
    for name, value in field.constraints.items():
        part: Path = ["constraints", name]
        if name not in suit:
            yield f"the constraint {name} does not suit the type {field.type}", part
        elif name in BOUNDS or name == "enum":
            for one in value if name == "enum" and isinstance(value, list) else [value]:
                if value_of(one, field) is None:
                    yield f"the constraint {name} has {one!r}, which is not of the type {field.kind}", part
        elif name == "pattern" and not is_regular_expression(value):
            yield "the pattern is not a regular expression", part
        elif name == "jsonSchema" and (fault := _json_schema_fault(value)):
            yield f"the constraint jsonSchema cannot be used ({shortened(fault)})", part
    categories = fields.values_of(field.categories)
    for one in categories:
        if value_of(one, field) is None:
            yield (
                f"the constraint categories has {one!r}, which is not of the type {field.kind}",
                ["categories"],
            )
    labelled = any(isinstance(entry, dict) for entry in field.categories)
    if not labelled and categories and not set(field.constraints.get("enum", [])) <= set(categories):
        yield "the constraint enum has values that are not in categories", ["categories"]


def _json_schema_fault(schema: Any) -> str:
    try:
        json_schema(schema)
    except ValueError as fault:
        return str(fault)
    return ""


def _missing_faults(given: Json) -> Iterator[str]:
    """Faults in the missing values of a schema or field; plain texts may be repeated, as in v1."""
    yield from _twice("missingValues", [e for e in given.get("missingValues", []) if isinstance(e, dict)])


def _twice(what: str, entries: Any) -> Iterator[str]:
    """A value or label shared by two entries of a list, although the standard requires it to be unique."""
    for name in ("value", "label"):
        found = [entry[name] for entry in entries if isinstance(entry, dict) and name in entry]
        if name == "value":
            found += [entry for entry in entries if not isinstance(entry, dict)]
        for one in sorted(
            {one for one in found if found.count(one) > 1} if len(set(found)) < len(found) else (), key=str
        ):
            yield f"{what}: the {name} {one!r} appears twice"


def _vocabulary_faults(schema: TableSchema, path: str) -> Iterator[Finding]:
    for field in schema.fields:
        values = field.constraints.get("enum")
        categories = [entry for entry in field.categories if isinstance(entry, dict)]
        defined = [entry["value"] for entry in categories if entry.get("label")]
        if values is not None and categories and list(values) != defined:
            odd = sorted({str(v) for v in values} ^ {str(v) for v in defined}) or ["their order"]
            message = f"field {field.name}: enum and categories differ in {', '.join(odd)}"
            yield Finding("vocabulary-defined", message, path)


def _example_faults(schema: TableSchema, path: str) -> Iterator[Finding]:
    """Examples that their own field does not allow, all tried at once."""
    # any example fits a text without constraints
    checked = [field for field in schema.fields if not field.is_text or field.constraints or field.vocabulary]
    given = [field for field in checked if "example" in field.given]
    if not given:
        return
    read = [_example(field) for field in given]
    row = {field.column: value for field, value, _ in read}
    untyped = {field.column for field, value, missing in read if value is None and not missing}
    broken = set(untyped)
    with in_words_of_narwhals(False):
        checks = [check for field, _, _ in read for check in constraint_checks(field)]
    expressions: dict[str, Any] = {
        str(n): c.bad.fill_null(False) for n, c in enumerate(checks) if not callable(c.bad)
    }
    typed = pl.DataFrame([row], schema={field.column: field.kept_as for field, _, _ in read})
    found = typed.select(**expressions).row(0, named=True) if expressions else {}
    for number, check in enumerate(checks):
        column = check.columns[0]
        if not callable(check.bad):
            broken |= {column} if found[str(number)] else set()
        elif row[column] is not None and check.bad(row[column]):
            broken.add(column)
    for field in given:
        if field.column in broken:
            rule = "example-type" if field.column in untyped else "example-fits"
            shown = f"field {field.name}: it does not allow its example {field.given['example']!r}"
            yield Finding(rule, shown, path)


def _example(field: Field) -> tuple[Field, Any, bool]:
    """(the field, its example as a typed value or None, whether it is a missing value).

    The field is a `wide` one if its example has more digits than a numeric column can keep.
    """
    text = str(field.given["example"])
    if text in field.missing:
        return field, None, True
    try:
        return field, reader(field)(text), False
    except TooWide:
        wide = replace(field, wide=True)
        return wide, reader(wide)(text), False


def patterns_not_run(schema: TableSchema) -> Iterator[tuple[Field, str]]:
    """The fields with a pattern, or a JSON Schema with a pattern, that is not supported here, and why."""
    for field in schema.fields:
        pattern = field.constraints.get("pattern")
        if field.type == "string" and isinstance(pattern, str) and (fault := pattern_fault(pattern)):
            yield field, fault
