"""Level `package`: the descriptor and the schemas, paths, bytes, hashes and versions."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.descriptor import CannotRun, Json, Resource, foreign_keys, is_inside, is_safe, read_json
from schemas.descriptor_faults import descriptor_faults, resource_faults
from schemas.dialect import dialect_faults
from schemas.levels.key import refers
from schemas.report import Count
from schemas.run import Run
from schemas.schema_faults import schema_faults
from schemas.showing import harmless

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
    for message in descriptor_faults(run.descriptor):
        run.error("descriptor-profile", where, message)
    listed = run.descriptor.get("resources")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    names = [str(entry.get("name")) for entry in entries]
    seen: set[str] = set()
    for name, entry in zip(names, entries, strict=True):
        if name in seen:
            run.error("resource-name", where, f"two resources are called {name}")
        else:
            _add_resource(run, entry)
        seen.add(name)
    _check_unlisted(run, [entry.get("path") for entry in entries])
    for message in _broken_references(run, set(names)):
        run.error("schema-sense", where, message)
    _check_versions(run)


def _add_resource(run: Run, entry: Json) -> None:
    name, path, where = str(entry.get("name", "")), entry.get("path"), run.path.name
    for message in resource_faults(entry):
        run.error("descriptor-profile", where, f"resource {name}: {message}")
    unusable = list(dialect_faults(entry))
    for message in unusable:
        run.error("dialect", where, f"resource {name}: {message}")
    if not isinstance(path, str) or not is_safe(path) or not is_inside(run.folder, path):
        run.error("path-safe", where, f"resource {name}: path {path!r} leads out of the package")
        return
    schema = _read_schema(run, name, entry.get("schema"))
    file = run.folder / path
    if not os.path.isfile(file):  # unlike Path.is_file, also False for a name that no file can have
        run.error("file-missing", path, "the file does not exist")
        return
    path = harmless(path)
    try:
        with file.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        run.error("file-missing", path, f"the file cannot be read ({error.strerror})")
        return
    run.report.counts[path] = Count()
    _check_bytes(run, path, file, entry)
    if schema is not None and not unusable:
        run.resources[name] = Resource(name, path, file, entry, schema)


def _read_schema(run: Run, name: str, given: Any) -> Json | None:
    """The schema of a resource, or None where it cannot be used."""
    where = run.path.name
    if isinstance(given, str):
        if not is_safe(given) or not is_inside(run.folder, given):
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
    usable, faults = schema_faults(given, name)
    for rule, message in faults:
        run.error(rule, where, message)
    # rules find a table by the name of its resource; its schema may have another name, or none
    return {**given, "name": name} if usable else None


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
        os.path.realpath(run.folder / path)
        for path in listed
        if isinstance(path, str) and os.path.isfile(run.folder / path)
    }
    for path in sorted(run.folder.glob("data/*.csv")):
        if os.path.realpath(path) not in files:
            run.error("file-unlisted", f"data/{path.name}", f"not named in {run.path.name}")


def _check_bytes(run: Run, path: str, file: Path, entry: Json) -> None:
    size = file.stat().st_size
    if isinstance(entry.get("bytes"), int | float) and entry["bytes"] != size:
        run.error("bytes", path, f"{size} bytes, the descriptor has {entry['bytes']}")
    given = entry.get("hash")
    if isinstance(given, str):
        method, _, value = given.rpartition(":")
        try:
            with file.open("rb") as stream:
                found = hashlib.file_digest(stream, method.lower() or "md5").hexdigest()
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
        if not os.path.isfile(file):
            run.not_run("version", name, "the file does not exist")
            continue
        if not is_inside(run.folder, name):
            run.error("path-safe", name, "a link that leads out of the package")
            continue
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            run.not_run("version", name, f"the file cannot be read ({error.strerror})")
            continue
        found = re.search(pattern, text, re.MULTILINE)
        if found is None or found[1] != version:
            run.error("version", name, f"{found[1] if found else 'none'}, {run.path.name} has {version}")
