"""Level `package`: the descriptor and the schemas, paths, bytes, hashes and versions."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from schemas.cells import POLARS_TYPES, type_frame
from schemas.descriptor import CannotRun, Json, Resource, as_list, foreign_keys, is_safe, profile, read_json
from schemas.report import Count
from schemas.run import Run

# semver.org, rule 2 to 10
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
# where else the version stands
VERSIONS = {
    "CITATION.cff": r"^version: *[\"']?([^\"'\s]+)",
    "CHANGELOG.md": r"^## *\[?([0-9][^\]\s]*)",
}


def check(run: Run) -> None:
    """Check the descriptor, and add the resources that can be used to the run."""
    where = run.path.name
    for fault in profile("datapackage").iter_errors(run.descriptor):
        run.error("descriptor-profile", where, f"{fault.json_path}: {_short(fault.message)}")
    listed = run.descriptor.get("resources")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    for entry in entries:
        _add_resource(run, entry)
    _check_unlisted(run, [entry.get("path") for entry in entries])
    for message in _broken_references(run, {str(entry.get("name")) for entry in entries}):
        run.error("schema-sense", where, message)
    _check_versions(run)


def _add_resource(run: Run, entry: Json) -> None:
    name, path, where = str(entry.get("name", "")), entry.get("path"), run.path.name
    if name in run.resources:
        run.error("resource-name", where, f"two resources are called {name}")
        return
    if not isinstance(path, str) or not is_safe(path):
        run.error("path-safe", where, f"resource {name}: path {path!r} leads out of the package")
        return
    schema = _read_schema(run, name, entry.get("schema"))
    file = run.folder / path
    if not file.is_file():
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
        try:
            given = read_json(run.folder / given)
        except CannotRun as missing:
            run.error("file-missing", where, str(missing))
            return None
    if not isinstance(given, dict):
        run.error("schema-profile", where, f"resource {name} has no schema")
        return None
    faults = [("schema-profile", fault) for fault in _profile_faults(given)]
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
    if not isinstance(schema.get("fields"), list):
        yield "$.fields: a table schema lists its fields"


def _sense_faults(schema: Json) -> Iterator[str]:
    names = [field["name"] for field in schema["fields"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two fields are called {name}"
    keys = [("primaryKey", as_list(schema.get("primaryKey", [])))]
    keys += [("uniqueKeys", list(key)) for key in schema.get("uniqueKeys", [])]
    keys += [("foreignKeys", fields) for fields, _, _ in foreign_keys(schema)]
    for kind, key in keys:
        for name in key:
            if name not in names:
                yield f"{kind} names the field {name}, which does not exist"
    for field in schema["fields"]:
        type_ = field.get("type", "string")
        if type_ not in POLARS_TYPES:
            yield f"field {field['name']}: the type {type_} is not supported here"
        for constraint in field.get("constraints", {}):
            of_text = constraint in ("pattern", "minLength", "maxLength")
            of_order = constraint in ("minimum", "maximum")
            if (of_text and type_ != "string") or (of_order and type_ in ("string", "boolean")):
                yield f"field {field['name']}: the constraint {constraint} does not suit the type {type_}"
            if constraint == "pattern" and not _is_pattern(field["constraints"]["pattern"]):
                yield f"field {field['name']}: the pattern is no regular expression"


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
        pl.Series([""]).str.contains(pattern)
    except (re.error, pl.exceptions.ComputeError):
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
        for _, target, fields in foreign_keys(resource.schema):
            other = run.resources.get(target or resource.name)
            if target is not None and target not in names:
                yield f"resource {resource.name}: a foreign key leads to {target}, which does not exist"
            for field in fields:
                if other is not None and field not in other.columns:
                    yield f"resource {resource.name}: a foreign key leads to {other.name}.{field}, no field"


def _check_unlisted(run: Run, listed: list[Any]) -> None:
    files = {(run.folder / path).resolve() for path in listed if isinstance(path, str)}
    for path in sorted(run.folder.glob("data/*.csv")):
        if path.resolve() not in files:
            run.error("file-unlisted", f"data/{path.name}", f"not named in {run.path.name}")


def _check_bytes(run: Run, path: str, data: bytes, entry: Json) -> None:
    if isinstance(entry.get("bytes"), int) and entry["bytes"] != len(data):
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
