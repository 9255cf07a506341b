"""Faults of a descriptor, beyond those that reading it would reveal.

The standard's profile allows much that other tools fail on, and much that is ignored here. Both are reported,
so that nothing seems checked that was not. Each fault is a pair: rule id, sentence.
"""

from collections.abc import Collection, Iterator
from typing import Any

from validator.descriptor import Json, version_of
from validator.dialect import KNOWN as OF_DIALECT
from validator.dialect import unreadable
from validator.profiles import profile, profile_faults, profile_json, shortened

Fault = tuple[str, str]  # rule id, what was found

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
READ_HERE = ("csv", "tsv")  # formats of tables
# What the standard has in addition to what its profiles list, or for tables that are not CSV
OF_FIELD = {
    *("name", "type", "title", "description", "example", "constraints", "rdfType", "format", "missingValues"),
    *("bareNumber", "decimalChar", "groupChar", "trueValues", "falseValues", "delimiter", "itemType"),
    *("categories", "categoriesOrdered"),
}
OF_OTHER_DIALECTS = {"property", "itemType", "itemKeys", "sheetNumber", "sheetName", "table"}
OF_PACKAGE, OF_RESOURCE = {"$schema", "profile", "version"}, {"$schema", "profile"}
MISPLACED = {"fields", "missingValues"}  # which belong to a schema, and are ignored elsewhere


def descriptor_faults(descriptor: Json) -> Iterator[Fault]:
    """Faults of the descriptor as a whole, apart from its resources."""
    version = version_of(descriptor)
    for message, _ in profile_faults(profile("datapackage", version, ("resources",)), descriptor):
        yield "descriptor-profile", message
    yield from _list_faults(descriptor.get("resources"), "resources" in descriptor)
    if descriptor.get("$schema") != STANDARD:
        yield (
            "descriptor-version",
            f"$['$schema']: expected {STANDARD}; without it the package counts as version 1",
        )
    if version == "1.0" and not isinstance(descriptor.get("version", ""), str):
        yield "descriptor-profile", f"$.version: {descriptor['version']!r} is not text"  # not in its profile
    for name in sorted(MISPLACED & set(descriptor)):
        yield "descriptor-profile", f"$.{name}: belongs to the schema of a resource"
    known = profile_json("datapackage")["properties"]  # version 2 has everything that version 1 has
    for name in unheeded(descriptor, {*known, *OF_PACKAGE, *MISPLACED}):
        yield "property-known", f"$.{name}: not a property of a package"
    contributors = descriptor.get("contributors")
    for number, entry in enumerate(contributors if isinstance(contributors, list) else []):
        if not isinstance(entry, dict):  # "each entry MUST be an object", which the profiles forget
            shown = shortened(repr(entry))
            yield "descriptor-profile", f"$.contributors[{number}]: {shown} is not an object"
        listed = known["contributors"]["items"]["properties"]
        for name in unheeded(entry, {*listed, *({"title", "role"} if version == "1.0" else {"title"})}):
            if name == "role" and not isinstance(entry[name], str):
                yield "descriptor-profile", f"$.contributors: the role {entry[name]!r} is not text"
            yield "property-known", f"$.contributors: {name} is not a property of a contributor"


def _list_faults(resources: Any, given: bool) -> Iterator[Fault]:
    if not given:
        return  # the profile reports this
    if not isinstance(resources, list) or not resources:
        yield "descriptor-profile", "$.resources: a package lists at least one resource"
        return
    for number, entry in enumerate(resources):
        if not isinstance(entry, dict):
            yield "descriptor-profile", f"$.resources[{number}]: {shortened(repr(entry))} is not an object"


def resource_faults(entry: Json, place: str, package: Json) -> Iterator[Fault]:
    """Faults of a resource, apart from its dialect and schema. `place` is like `$.resources[0]`."""
    version = version_of(entry, version_of(package))
    for message, path in profile_faults(
        profile("dataresource", version, ("schema", "dialect")), entry, place
    ):
        dotted = path == ["path"] and str(entry["path"]).startswith("./")
        yield "descriptor-profile", f"{place}.path: leave out ./" if dotted else message
    tabular = entry.get("profile") == "tabular-data-resource"
    if package.get("profile") == "tabular-data-package" and not tabular:
        yield (
            "descriptor-profile",
            f"{place}: the package's profile requires the profile tabular-data-resource",
        )
    if tabular and not entry.get("schema"):
        yield "descriptor-profile", f"{place}: its profile requires a schema"
    if "missingValues" in entry:
        yield "descriptor-profile", f"{place}.missingValues: belongs to the schema"
    known = {*profile_json("dataresource")["properties"], *OF_RESOURCE, "missingValues"}
    known |= {"compression", "innerpath", "scheme"}
    for name in unheeded(entry, known):
        yield "property-known", f"{place}: {name} is not a property of a resource"


def dialect_faults(dialect: Json, place: str, version: str) -> Iterator[Fault]:
    """Faults of a dialect by itself."""
    standard = profile("tabledialect", version_of(dialect, version))
    yield from (
        ("descriptor-profile", text) for text, _ in profile_faults(standard, dialect, f"{place}.dialect")
    )
    for name in unheeded(dialect, {*OF_DIALECT, *OF_OTHER_DIALECTS}):
        yield "property-known", f"{place}.dialect: {name} is not a property of a dialect"


def form_faults(entry: Json, dialect: Json) -> Iterator[str]:
    """Why the rows of a table cannot be read here: the only place that says what is not supported."""
    format_ = entry.get("format")
    if isinstance(format_, str) and format_ and format_.lower() not in READ_HERE:
        yield f"format {shortened(repr(format_))} is not supported here"
        return  # the rest applies only to that format
    yield from unreadable(entry, dialect)


def schema_property_faults(schema: Json) -> Iterator[Fault]:
    """The unknown properties of a schema and its fields. The schema fits the profile."""
    listed = profile_json("tableschema")["properties"]
    known = {*listed, "name", "title", "description"}
    for name in unheeded(schema, known):
        yield "property-known", f"{name} is not a property of a schema"
    for field in schema["fields"]:
        for name in unheeded(field, OF_FIELD):
            yield "property-known", f"field {field['name']}: {name} is not a property of a field"


def unheeded(given: Any, known: Collection[str]) -> list[str]:
    """The unknown properties; one with a colon, as in `dc:spatial`, is from elsewhere and accepted."""
    if not isinstance(given, dict):
        return []  # left to the profile
    return sorted(name for name in given if name not in known and ":" not in name)
