"""What is wrong with a descriptor, beyond what a reader of it would notice.

The standard's profile lets much pass that other tools stumble over, and much that is not heeded here; both
are named, so that nothing passes for checked that was not. Each fault is a pair: rule id, sentence.
"""

import datetime
import re
from collections.abc import Collection, Iterator
from typing import Any

from jsonschema import FormatChecker

from schemas.descriptor import Json, profile, version_of
from schemas.dialect import KNOWN as OF_DIALECT
from schemas.dialect import unreadable

Fault = tuple[str, str]  # rule id, what was found

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
# How files are read here: property -> the values that reading heeds, in small letters. A table of another
# form is refused; dialects are a matter of `schemas.dialect`.
READ_AS: dict[str, tuple[Any, ...]] = {
    "format": ("csv", "tsv"),
    "scheme": ("file", ""),
    "extrapaths": ([],),
}
# Properties of other tools that would make them read other cells, or check more, than is done here.
ELSEWHERE = {
    "resource": {"control", "layout", "query", "hashing", "stats", "rows", "fields", "url"},
    "dialect": {
        *("property", "itemType", "itemKeys"),
        *("sheetNumber", "sheetName", "table", "csv", "excel", "json", "ods", "sql", "inline"),
        *("headerCase", "skipRows", "skipFields", "pickRows", "pickFields", "limitRows", "offsetRows"),
        *("limitFields", "offsetFields", "skipBlankRows"),
    },
    "schema": set(),
    "field": {
        *("format", "bareNumber", "decimalChar", "groupChar", "floatNumber", "trueValues", "falseValues"),
        *("missingValues", "categories", "categoriesOrdered", "delimiter", "itemType", "arrayItem"),
        *("required", "unique", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum"),
        *("exclusiveMaximum", "minLength", "maxLength", "jsonSchema"),
    },
}
# Properties that the standard has, beside those that its profiles list.
OF_PACKAGE, OF_RESOURCE = {"$schema", "profile", "version"}, {"$schema", "profile"}
MISPLACED = {"fields", "missingValues"}  # which belong to a schema, and are not heeded elsewhere

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(text: Any) -> bool:
    return not isinstance(text, str) or (
        re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}", text) is not None
        and datetime.datetime.fromisoformat(text) is not None
    )


@FORMATS.checks("email")
def _is_email(text: Any) -> bool:
    word = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    part = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    form = rf"(?=[^@]{{1,64}}@){word}(\.{word})*@({part}\.)+[A-Za-z]{{2,63}}"
    return not isinstance(text, str) or (len(text) < 255 and re.fullmatch(form, text) is not None)


def descriptor_faults(descriptor: Json) -> Iterator[Fault]:
    """What is wrong with the descriptor as a whole, its resources aside."""
    version = version_of(descriptor)
    standard = profile("datapackage", version, ("resources",)).evolve(format_checker=FORMATS)
    for fault in standard.iter_errors(descriptor):
        yield "descriptor-profile", f"{fault.json_path}: {short(fault.message)}"
    yield from _list_faults(descriptor.get("resources"), "resources" in descriptor)
    if descriptor.get("$schema") != STANDARD:
        yield (
            "descriptor-version",
            f"$['$schema']: expected {STANDARD}; without it the package is taken for one of version 1",
        )
    if version == "1.0" and not isinstance(descriptor.get("version", ""), str):
        yield "descriptor-profile", f"$.version: {descriptor['version']!r} is no text"  # not in its profile
    for name in sorted(MISPLACED & set(descriptor)):
        yield "descriptor-profile", f"$.{name}: belongs to the schema of a resource"
    known = profile("datapackage").schema["properties"]  # version 2 has all that version 1 has
    for name in unheeded(descriptor, {*known, *OF_PACKAGE, *MISPLACED}):
        yield "property-known", f"$.{name}: no property of a package"
    contributors = descriptor.get("contributors")
    for entry in contributors if isinstance(contributors, list) else []:
        listed = known["contributors"]["items"]["properties"]
        for name in unheeded(entry, {*listed, *({"title", "role"} if version == "1.0" else {"title"})}):
            if name == "role" and not isinstance(entry[name], str):
                yield "descriptor-profile", f"$.contributors: the role {entry[name]!r} is no text"
            yield "property-known", f"$.contributors: {name} is no property of a contributor"


def _list_faults(resources: Any, given: bool) -> Iterator[Fault]:
    if not given:
        return  # which the profile says
    if not isinstance(resources, list) or not resources:
        yield "descriptor-profile", "$.resources: a package lists one resource or more"
        return
    for number, entry in enumerate(resources):
        if not isinstance(entry, dict):
            yield "descriptor-profile", f"$.resources[{number}]: {short(repr(entry))} is no object"


def resource_faults(entry: Json, place: str, package: Json) -> Iterator[Fault]:
    """What is wrong with a resource, its dialect and schema aside. `place` is as in `$.resources[0]`."""
    version = version_of(entry, version_of(package))
    standard = profile("dataresource", version, ("schema", "dialect")).evolve(format_checker=FORMATS)
    for fault in standard.iter_errors(entry):
        yield "descriptor-profile", f"{place}{fault.json_path[1:]}: {short(fault.message)}"
    tabular = entry.get("profile") == "tabular-data-resource"
    if package.get("profile") == "tabular-data-package" and not tabular:
        yield "descriptor-profile", f"{place}: the package's profile asks for that of a tabular-data-resource"
    if tabular and not entry.get("schema"):
        yield "descriptor-profile", f"{place}: its profile asks for a schema"
    if "missingValues" in entry:
        yield "descriptor-profile", f"{place}.missingValues: belongs to the schema"
    known = {*profile("dataresource").schema["properties"], *OF_RESOURCE, "missingValues"}
    known |= {*READ_AS, *ELSEWHERE["resource"], "compression", "innerpath"}
    for name in unheeded(entry, known):
        yield "property-known", f"{place}: {name} is no property of a resource"


def dialect_faults(dialect: Json, place: str, version: str) -> Iterator[Fault]:
    """What is wrong with a dialect by itself."""
    for fault in profile("tabledialect", version_of(dialect, version)).iter_errors(dialect):
        yield "descriptor-profile", f"{place}.dialect{fault.json_path[1:]}: {short(fault.message)}"
    for name in unheeded(dialect, {*OF_DIALECT, *ELSEWHERE["dialect"]}):
        yield "property-known", f"{place}.dialect: {name} is no property of a dialect"


def form_faults(entry: Json, dialect: Json) -> Iterator[str]:
    """Why the rows of a table cannot be read here: the one place that says what reading does not heed."""
    for name, values in READ_AS.items():
        value = entry.get(name)
        if value is not None and (value.lower() if isinstance(value, str) else value) not in values:
            yield f"{name} {short(repr(value))} is not supported here"
            if name == "format":
                return  # the rest is about that format
    for part, others in ((entry, ELSEWHERE["resource"]), (dialect, ELSEWHERE["dialect"])):
        for name in sorted(others & {name for name, value in part.items() if value not in (None, {}, [])}):
            yield f"the property {name} is not supported here"
    yield from unreadable(entry, dialect)


def schema_property_faults(schema: Json) -> Iterator[Fault]:
    """The properties of a schema and its fields that nobody knows. The schema fits the profile."""
    listed = profile("tableschema").schema["properties"]
    known = {*listed, *ELSEWHERE["schema"], "name", "title", "description"}
    for name in unheeded(schema, known):
        yield "property-known", f"the property {name} is none of a schema"
    known = {"name", "type", "title", "description", "example", "constraints", "rdfType", *ELSEWHERE["field"]}
    for field in schema["fields"]:
        for name in unheeded(field, known):
            yield "property-known", f"field {field['name']}: the property {name} is none of a field"


def unheeded(given: Any, known: Collection[str]) -> list[str]:
    """The properties that are not known; one from elsewhere is let pass by its colon, as in `dc:spatial`."""
    if not isinstance(given, dict):
        return []  # a matter of the profile
    return sorted(name for name in given if name not in known and ":" not in name)


def short(message: str) -> str:
    """A message of the profile, cut where it quotes half the descriptor."""
    return message if len(message) < 200 else message[:200] + " …"
