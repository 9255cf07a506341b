"""What is wrong with a table schema: against the profile, in itself, and in its vocabularies and examples."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from schemas.cells import POLARS_TYPES, cast, type_frame
from schemas.descriptor import VERSIONS, Json, as_list, foreign_keys, profile, version_of
from schemas.descriptor_faults import ELSEWHERE, schema_property_faults, short

# The properties that are heeded. Any other is a slip, or would be heeded by other tools only.
OF_SCHEMA = {
    *("$schema", "name", "title", "description", "fields", "missingValues"),
    *("primaryKey", "uniqueKeys", "foreignKeys"),
}
OF_FIELD = {"name", "type", "title", "description", "example", "categories", "constraints", "rdfType"}
OF_TEXT, OF_ORDER = {"pattern", "minLength", "maxLength"}, {"minimum", "maximum"}


def schema_faults(schema: Json, name: str) -> tuple[bool, list[tuple[str, str]]]:
    """(whether the schema of a resource can be used, its faults as (rule id, message))."""
    faults = [("schema-profile", fault) for fault in _profile_faults(schema)]
    if not re.fullmatch(r"[-a-z0-9._/]+", str(schema.get("name", "a"))):
        faults.append(("schema-profile", "$.name: a name has small letters, digits, and - . _ / only"))
    if faults:
        return False, faults
    unknown = list(schema_property_faults(schema))
    faults = [("schema-sense", fault) for fault in _sense_faults(schema)]
    if faults:
        return False, faults + unknown
    return True, [*unknown, *_vocabulary_faults(schema), *_example_faults(schema)]


def _profile_faults(schema: Json) -> Iterator[str]:
    # what fits version 1 must fit version 2 as well, whose properties are heeded wherever they stand
    versions = VERSIONS if version_of(schema) == "1.0" else VERSIONS[1:]
    found = [fault for version in versions for fault in profile("tableschema", version).iter_errors(schema)]
    yield from dict.fromkeys(f"{fault.json_path}: {short(fault.message)}" for fault in found)
    for name in ("title", "description"):
        if not isinstance(schema.get(name, ""), str):
            yield f"$.{name}: {schema[name]!r} is no text"
    if not isinstance(schema.get("fields"), list):
        yield "$.fields: a table schema lists its fields"


def _sense_faults(schema: Json) -> Iterator[str]:
    for name in sorted(ELSEWHERE["schema"] & set(schema) - OF_SCHEMA):
        yield f"the property {name} is not supported here"
    missing = schema.get("missingValues", [""])
    if [entry["value"] if isinstance(entry, dict) else entry for entry in missing] != [""]:
        yield "missingValues: only the empty cell is a missing value here"
    names = [field["name"] for field in schema["fields"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two fields are called {name}"
    for name in names:
        if name == "" or name.startswith("_"):  # the validator's own columns begin with _
            yield f"the field {name!r}: its name is empty or begins with _"
    keys = [("primaryKey", as_list(schema.get("primaryKey", [])))]
    keys += [("uniqueKeys", list(key)) for key in schema.get("uniqueKeys", [])]
    keys += [("foreignKeys", fields) for fields, _, _ in foreign_keys(schema)]
    for kind, key in keys:
        for name in dict.fromkeys(key):
            if name not in names:
                yield f"{kind} names the field {name}, which does not exist"
            elif key.count(name) > 1:
                yield f"{kind} names the field {name} twice"
    for field in schema["fields"]:
        for message in _field_faults(field):
            yield f"field {field['name']}: {message}"


def _field_faults(field: Json) -> Iterator[str]:
    type_ = field.get("type", "string")
    if type_ not in POLARS_TYPES:
        yield f"the type {type_} is not supported here"
        return
    for name in sorted(ELSEWHERE["field"] & set(field) - OF_FIELD):
        yield f"the property {name} is not supported here"
    if "categories" in field and type_ not in ("string", "integer"):
        yield f"categories do not suit the type {type_}"  # and the profile does not look at them
    suitable = {"required", "unique", "enum"}
    suitable |= OF_TEXT if type_ == "string" else OF_ORDER if type_ != "boolean" else set()
    for name, value in field.get("constraints", {}).items():
        if name not in suitable:
            yield f"the constraint {name} does not suit the type {type_}"
        elif name == "pattern" and not _is_pattern(value):
            yield "the pattern is no regular expression"
        elif name == "enum" or name in OF_ORDER:
            for one in value if name == "enum" else [value]:
                if not _is_value(one, type_):
                    yield f"the constraint {name} has {one!r}, which is no {type_}"


def _is_value(value: Any, type_: str) -> bool:
    """Whether a constraint's value, which may be given as text, is of its field's type."""
    if isinstance(value, bool) or type_ == "boolean":
        return isinstance(value, bool) and type_ == "boolean"
    return pl.select(cast(pl.lit(str(value)), type_)).item() is not None


def _is_pattern(pattern: str) -> bool:
    """Whether a pattern is one for Python and for polars, alone and as it is used."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # for what the two read in different ways
            for form in (pattern, rf"^(?:{pattern})$"):
                re.compile(form)
                pl.Series([""]).str.contains(form)
    except (re.error, OverflowError, RecursionError, FutureWarning, pl.exceptions.ComputeError):
        return False
    return True


def _vocabulary_faults(schema: Json) -> Iterator[tuple[str, str]]:
    for field in schema["fields"]:
        values = field.get("constraints", {}).get("enum")
        categories = [entry for entry in field.get("categories", []) if isinstance(entry, dict)]
        defined = [entry["value"] for entry in categories if entry.get("label")]
        if values is not None and categories and list(values) != defined:
            odd = sorted({str(v) for v in values} ^ {str(v) for v in defined}) or ["their order"]
            yield (
                "vocabulary-defined",
                f"field {field['name']}: enum and categories differ in {', '.join(odd)}",
            )


def _example_faults(schema: Json) -> Iterator[tuple[str, str]]:
    from schemas.convert import constraint_checks

    fields = [field for field in schema["fields"] if "example" in field]
    examples = {field["name"]: [str(field["example"])] for field in fields}
    typed, failures = type_frame(pl.DataFrame(examples | {"_line": [1]}), {**schema, "fields": fields})
    untyped = {field for field, _, _, _ in failures}
    checks = [(field["name"], bad) for field in fields for _, bad in constraint_checks(field)]
    tests = {str(number): bad.fill_null(False) for number, (_, bad) in enumerate(checks)}
    results = nw.from_native(typed).select(**tests).row(0) if tests else ()
    broken = untyped | {name for (name, _), failed in zip(checks, results, strict=True) if failed}
    for field in fields:
        if field["name"] in broken:
            rule = "example-type" if field["name"] in untyped else "example-fits"
            yield rule, f"field {field['name']}: it does not allow its example {field['example']!r}"
