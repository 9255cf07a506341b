"""Level `package`: the descriptor and the schemas, paths, bytes, hashes and versions."""

import datetime
import hashlib
import os
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import narwhals as nw
import polars as pl
from jsonschema import FormatChecker

from schemas.cells import POLARS_TYPES, cast, type_frame
from schemas.descriptor import CannotRun, Json, Resource, as_list, foreign_keys, is_safe, profile, read_json
from schemas.levels.key import refers
from schemas.report import Count
from schemas.run import Run

# semver.org, rule 2 to 10
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
# where else the version stands
VERSIONS = {
    "CITATION.cff": r"^version: *[\"']?([^\"'\s]+)",
    "CHANGELOG.md": r"^## *\[?([0-9][^\]\s]*)",
}
STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
# How files are read here. A descriptor that says otherwise would make other tools read them in another way.
READ_AS = {"type": "table", "format": "csv", "encoding": "utf-8"}
DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True}
# The properties that are heeded. Any other is a slip, or would be heeded by other tools only.
OF_RESOURCE = {
    *("name", "path", "title", "description", "homepage", "sources", "licenses"),
    *("mediatype", "bytes", "hash", "dialect", "schema", "$schema", *READ_AS),
}
OF_SCHEMA = {
    *("$schema", "name", "title", "description", "fields", "missingValues"),
    *("primaryKey", "uniqueKeys", "foreignKeys"),
}
OF_FIELD = {"name", "type", "title", "description", "example", "categories", "constraints", "rdfType"}
OF_TEXT, OF_ORDER = {"pattern", "minLength", "maxLength"}, {"minimum", "maximum"}

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


def check(run: Run) -> None:
    """Check the descriptor, and add the resources that can be used to the run."""
    where = run.path.name
    for message in _descriptor_faults(run.descriptor):
        run.error("descriptor-profile", where, message)
    listed = run.descriptor.get("resources")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    names = [str(entry.get("name")) for entry in entries]
    for number, entry in enumerate(entries):
        if names[number] in names[:number]:
            run.error("resource-name", where, f"two resources are called {names[number]}")
        else:
            _add_resource(run, entry)
    _check_unlisted(run, [entry.get("path") for entry in entries])
    for message in _broken_references(run, set(names)):
        run.error("schema-sense", where, message)
    _check_versions(run)


def _descriptor_faults(descriptor: Json) -> Iterator[str]:
    standard = profile("datapackage").evolve(format_checker=FORMATS)
    for fault in standard.iter_errors(descriptor):
        yield f"{fault.json_path}: {_short(fault.message)}"
    if descriptor.get("$schema") != STANDARD:
        yield f"$['$schema']: expected {STANDARD}; without it the package is taken for one of version 1"
    known = standard.schema["properties"]
    for name in _unheeded(descriptor, known):
        yield f"$.{name}: no property of a package"
    contributors = descriptor.get("contributors")
    for entry in contributors if isinstance(contributors, list) else []:
        for name in _unheeded(entry, known["contributors"]["items"]["properties"]):
            yield f"$.contributors: {name} is no property of a contributor"


def _resource_faults(entry: Json) -> Iterator[str]:
    dialect = entry["dialect"] if isinstance(entry.get("dialect"), dict) else {}
    for name in [*_unheeded(entry, OF_RESOURCE), *_unheeded(dialect, DIALECT)]:
        yield f"the property {name} is not supported here"
    for given, wanted in ((entry, READ_AS), (dialect, DIALECT)):
        for name, value in wanted.items():
            if name in given and given[name] != value:
                yield f"{name} {given[name]!r} is not supported here, only {value!r}"


def _unheeded(given: Any, known: Iterable[str]) -> list[str]:
    """The properties that are not known; one from elsewhere is let pass by its colon, as in `dc:spatial`."""
    if not isinstance(given, dict):
        return []  # a matter of the profile
    return sorted(name for name in given if name not in known and ":" not in name)


def _add_resource(run: Run, entry: Json) -> None:
    name, path, where = str(entry.get("name", "")), entry.get("path"), run.path.name
    for message in _resource_faults(entry):
        run.error("descriptor-profile", where, f"resource {name}: {message}")
    if not isinstance(path, str) or not is_safe(path):
        run.error("path-safe", where, f"resource {name}: path {path!r} leads out of the package")
        return
    schema = _read_schema(run, name, entry.get("schema"))
    file = run.folder / path
    if not os.path.isfile(file):  # unlike Path.is_file, also False for a name that no file can have
        run.error("file-missing", path, "the file does not exist")
        return
    run.report.counts[path] = Count()
    _check_bytes(run, path, file.read_bytes(), entry)
    if schema is not None:
        run.resources[name] = Resource(name, path, file, entry, schema)


def _read_schema(run: Run, name: str, given: Any) -> Json | None:
    """The schema of a resource, or None where it cannot be used."""
    where = run.path.name
    if isinstance(given, str):
        if not is_safe(given):
            run.error("path-safe", where, f"resource {name}: schema {given!r} leads out of the package")
            return None
        where = given
        if not os.path.isfile(run.folder / given):
            run.error("file-missing", where, "the file does not exist")
            return None
        try:
            given = read_json(run.folder / given)
        except CannotRun as fault:
            run.error("schema-profile", where, str(fault))
            return None
    if not isinstance(given, dict):
        run.error("schema-profile", where, f"resource {name} has no schema")
        return None
    faults = [("schema-profile", fault) for fault in _profile_faults(given)]
    if given.get("name") != name or not re.fullmatch(r"[-a-z0-9._/]+", name):
        faults.append(("schema-profile", f"$.name: expected {name}, the resource's, in small letters"))
    faults = faults or [("schema-sense", fault) for fault in _sense_faults(given)]
    usable = not faults
    if usable:
        faults = [*_vocabulary_faults(given), *_example_faults(given)]
    for rule, message in faults:
        run.error(rule, where, message)
    return given if usable else None


def _profile_faults(schema: Json) -> Iterator[str]:
    for fault in profile("tableschema").iter_errors(schema):
        yield f"{fault.json_path}: {_short(fault.message)}"
    for name in ("title", "description"):
        if not isinstance(schema.get(name, ""), str):
            yield f"$.{name}: {schema[name]!r} is no text"
    if not isinstance(schema.get("fields"), list):
        yield "$.fields: a table schema lists its fields"


def _sense_faults(schema: Json) -> Iterator[str]:
    for name in _unheeded(schema, OF_SCHEMA):
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
    for name in _unheeded(field, OF_FIELD):
        yield f"the property {name} is not supported here"
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
    except (re.error, FutureWarning, pl.exceptions.ComputeError):
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
    broken = {field for field, _, _, _ in failures}
    checks = [(field["name"], bad) for field in fields for _, bad in constraint_checks(field)]
    tests = {str(number): bad.fill_null(False) for number, (_, bad) in enumerate(checks)}
    results = nw.from_native(typed).select(**tests).row(0) if tests else ()
    broken |= {name for (name, _), failed in zip(checks, results, strict=True) if failed}
    for field in fields:
        if field["name"] in broken:
            yield "example-fits", f"field {field['name']}: it does not allow its example {field['example']!r}"


def _broken_references(run: Run, names: set[str]) -> Iterator[str]:
    for resource in run.resources.values():
        for fields, target, there in foreign_keys(resource.schema):
            other = run.resources.get(target or resource.name)
            if target is not None and target not in names:
                yield f"resource {resource.name}: a foreign key leads to {target}, which does not exist"
            elif other is not None and not refers(resource, fields, other, there):
                key, ends = ", ".join(fields), ", ".join(f"{other.name}.{field}" for field in there)
                yield f"resource {resource.name}: foreign key {key} does not match {ends} in number or type"


def _check_unlisted(run: Run, listed: list[Any]) -> None:
    files = {
        (run.folder / path).resolve()
        for path in listed
        if isinstance(path, str) and os.path.isfile(run.folder / path)
    }
    for path in sorted(run.folder.glob("data/*.csv")):
        if path.resolve() not in files:
            run.error("file-unlisted", f"data/{path.name}", f"not named in {run.path.name}")


def _check_bytes(run: Run, path: str, data: bytes, entry: Json) -> None:
    if isinstance(entry.get("bytes"), int | float) and entry["bytes"] != len(data):
        run.error("bytes", path, f"{len(data)} bytes, the descriptor has {entry['bytes']}")
    given = entry.get("hash")
    if isinstance(given, str):
        method, _, value = given.rpartition(":")
        try:
            found = hashlib.new(method.lower() or "md5", data).hexdigest()
        except (ValueError, TypeError):
            run.error("hash", path, f"the method {method!r} of the hash is not known")
            return
        if found != value.lower():
            run.error("hash", path, f"{found[:12]}…, the descriptor has {value[:12]}…")


def _check_versions(run: Run) -> None:
    version = run.descriptor.get("version")
    if version is None:
        return
    if not re.fullmatch(SEMVER, str(version)):
        run.error("version", run.path.name, f"{version!r} is not of the form 1.2.3")
        return
    for name, pattern in VERSIONS.items():
        file = run.folder / name
        if not file.is_file():
            run.not_run("version", name, "the file does not exist")
            continue
        found = re.search(pattern, file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if found is None or found[1] != version:
            run.error("version", name, f"{found[1] if found else 'none'}, {run.path.name} has {version}")


def _short(message: str) -> str:
    return message if len(message) < 200 else message[:200] + " …"
