"""What is wrong with a table schema: against the profile, in itself, and in its vocabularies and examples."""

import re
import warnings
from collections.abc import Iterator

import narwhals as nw
import polars as pl

from schemas import types
from schemas.cells import type_frame
from schemas.constraints import json_schema, value_of
from schemas.descriptor import VERSIONS, Json, as_list, foreign_keys, profile, version_of
from schemas.descriptor_faults import ELSEWHERE, schema_property_faults, short

# The properties that are heeded. Any other is a slip, or would be heeded by other tools only.
OF_SCHEMA = {
    *("$schema", "name", "title", "description", "fields", "missingValues"),
    *("primaryKey", "uniqueKeys", "foreignKeys", "fieldsMatch"),
}
OF_FIELD = {
    *("name", "type", "title", "description", "example", "constraints", "rdfType"),
    *("format", "missingValues", "categories", "categoriesOrdered"),
}

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")


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
    listed = _without_lists(schema)
    profiles = [profile("tableschema", version, ("fieldsMatch",)) for version in versions]
    found = [fault for standard in profiles for fault in standard.iter_errors(listed)]
    yield from dict.fromkeys(f"{fault.json_path}: {short(fault.message)}" for fault in found)
    for name in ("title", "description"):
        if not isinstance(schema.get(name, ""), str):
            yield f"$.{name}: {schema[name]!r} is no text"
    match = schema.get("fieldsMatch", "exact")
    if match not in [
        *FIELDS_MATCH,
        *([word] for word in FIELDS_MATCH),
    ]:  # its profile wants a list, by a slip
        yield f"$.fieldsMatch: {short(repr(match))} is none of {', '.join(FIELDS_MATCH)}"
    if not isinstance(schema.get("fields"), list):
        yield "$.fields: a table schema lists its fields"


def _sense_faults(schema: Json) -> Iterator[str]:
    for name in sorted(ELSEWHERE["schema"] & set(schema) - OF_SCHEMA):
        yield f"the property {name} is not supported here"
    yield from _missing_faults(schema)
    names = [field["name"] for field in schema["fields"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two fields are called {name}"
    for name in names:
        if name == "" or name.startswith("_"):  # the validator's own columns begin with _
            yield f"the field {name!r}: its name is empty or begins with _"
        elif name == "*" or (name.startswith("^") and name.endswith("$")):
            yield f"the field {name!r}: polars would take its name for a pattern of names"
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
    type_, constraints = types.type_of(field), field.get("constraints", {})
    if type_ not in types.POLARS_TYPES:
        yield f"the type {type_} is not supported here"
        return
    for name in sorted(ELSEWHERE["field"] & set(field) - OF_FIELD - set(types.FORM.get(type_, {}))):
        yield f"the property {name} is not supported here"
    faults = [*types.form_faults(field), *_missing_faults(field)]
    yield from faults
    if "categories" in field and type_ not in ("string", "integer"):
        yield f"categories do not suit the type {type_}"  # and the profile does not look at them
        return
    if faults:
        return  # no value can be read
    values = {name: constraints[name] for name in constraints if name == "enum" or name in types.BOUNDS}
    values["categories"] = types.values_of(field.get("categories", []))
    for name in constraints:
        if name not in types.constraints_of(type_):
            yield f"the constraint {name} does not suit the type {type_}"
            values.pop(name, None)
    for name, value in values.items():
        for one in value if isinstance(value, list) and name not in types.BOUNDS else [value]:
            if value_of(one, field) is None:
                yield f"the constraint {name} has {one!r}, which is no {types.kind(field)}"
    labelled = any(isinstance(entry, dict) for entry in field.get("categories", []))
    if not labelled and values["categories"] and not set(values.get("enum", [])) <= set(values["categories"]):
        yield "the constraint enum has values that are not in categories"
    if type_ == "string" and "pattern" in constraints and not _is_pattern(constraints["pattern"]):
        yield "the pattern is no regular expression"
    if "jsonSchema" in constraints and "jsonSchema" in types.constraints_of(type_):
        try:
            json_schema(constraints["jsonSchema"])
        except ValueError as fault:
            yield f"the constraint jsonSchema cannot be used ({short(str(fault))})"


def _without_lists(schema: Json) -> Json:
    """The schema with arrays for its lists, a type of the standard that its own profile has forgotten."""
    fields = schema.get("fields")
    if not isinstance(fields, list):
        return schema
    lists = [isinstance(field, dict) and field.get("type") == "list" for field in fields]
    return {
        **schema,
        "fields": [
            {**field, "type": "array"} if is_list else field
            for field, is_list in zip(fields, lists, strict=True)
        ],
    }


def _missing_faults(given: Json) -> Iterator[str]:
    """Of the missing values of a schema or a field; as texts they may be doubled, as in v1."""
    entries = [entry for entry in given.get("missingValues", []) if isinstance(entry, dict)]
    for name in ("value", "label"):
        found = [entry[name] for entry in entries if name in entry]
        for one in sorted({one for one in found if found.count(one) > 1}):
            yield f"missingValues: the {name} {one!r} stands there twice"


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
    broken = set(untyped)
    cells = typed.row(0, named=True)
    tests = [(field["name"], bad) for field in fields for _, bad in constraint_checks(field)]
    columns = [(name, bad.fill_null(False)) for name, bad in tests if isinstance(bad, nw.Expr)]
    named = {str(number): bad for number, (_, bad) in enumerate(columns)}
    found = (
        nw.from_native(typed).select(**named).row(0) if named else ()
    )  # all at once, which takes no longer
    broken |= {name for (name, _), failed in zip(columns, found, strict=True) if failed}
    for name, bad in tests:
        if not isinstance(bad, nw.Expr) and cells[name] is not None and bad(cells[name]):
            broken.add(name)
    for field in fields:
        if field["name"] in broken:
            rule = "example-type" if field["name"] in untyped else "example-fits"
            yield rule, f"field {field['name']}: it does not allow its example {field['example']!r}"
