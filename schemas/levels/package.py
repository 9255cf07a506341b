"""Level `package`: the descriptor and the schemas, paths, bytes, hashes and versions."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.descriptor import (
    LARGEST,
    CannotRun,
    InMemory,
    Json,
    Resource,
    foreign_keys,
    is_address,
    is_inside,
    is_safe,
    other_profile,
    read_json,
    version_of,
)
from schemas.descriptor_faults import descriptor_faults, dialect_faults, form_faults, resource_faults
from schemas.dialect import dialect_of
from schemas.files import Unreadable, opened
from schemas.levels.key import refers
from schemas.reading import header_of
from schemas.report import Count
from schemas.rules import is_own
from schemas.run import Run
from schemas.schema_faults import schema_faults
from schemas.showing import harmless
from schemas.tables import form_by_name, header_fields, inline_csv, why_no_table

# short names of the standard's profiles in version 1
PACKAGES, RESOURCES = ("data-package", "tabular-data-package"), ("data-resource", "tabular-data-resource")

# semver.org, rule 2 to 10
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
# where else the version stands
VERSIONS = {
    "CITATION.cff": r"^version: *[\"']?([^\"'\s]+)",
    "CHANGELOG.md": r"^## *\[?([0-9][^\]\s]*)",
    ".zenodo.json": r"\"version\"\s*:\s*\"([^\"]*)",
}
# need not be there: whether it is wanted depends on where a package is deposited
OPTIONAL = {".zenodo.json"}


def check(run: Run) -> None:
    """Check the descriptor, and add the resources that can be used to the run."""
    where = run.path.name
    for rule, message in descriptor_faults(run.descriptor):
        run.error(rule, where, message)
    _say_profile(run, "descriptor-profile", where, other_profile(run.descriptor, PACKAGES))
    listed = run.descriptor.get("resources")
    entries = [
        (f"$.resources[{number}]", entry)
        for number, entry in enumerate(listed if isinstance(listed, list) else [])
        if isinstance(entry, dict)
    ]
    seen: set[str] = set()
    for place, entry in entries:
        name = str(entry.get("name"))
        if name in seen:
            run.error("resource-name", where, f"two resources are called {name}")
        else:
            _add_resource(run, entry, place)
        seen.add(name)
    _check_unlisted(run, [path for _, entry in entries for path in paths(entry)])
    for message in _broken_references(run, seen):
        run.error("schema-sense", where, message)
    if "version" not in run.left_out:
        _check_versions(run)


def paths(entry: Json) -> list[Any]:
    """The paths of a resource, which may be one, a list, or none."""
    path = entry.get("path")
    return path if isinstance(path, list) else [] if path is None else [path]


def _say_profile(run: Run, rule: str, path: str, address: str) -> None:
    """Say that the profile of somebody else is not checked."""
    if address:
        run.not_run(
            rule, path, f"only the standard was checked: nothing is fetched for the profile {address}"
        )


def _add_resource(run: Run, entry: Json, place: str) -> None:
    name, where = str(entry.get("name", "")), run.path.name
    for rule, message in resource_faults(entry, place, run.descriptor):
        run.error(rule, where, f"resource {name}: {message}")
    _say_profile(run, "descriptor-profile", f"resource {name}", other_profile(entry, RESOURCES))
    files = _check_files(run, name, entry)
    reason = why_no_table(entry)
    if reason:
        run.no_tables[name] = reason
        return
    version = version_of(entry, version_of(run.descriptor))
    dialect = _read_part(run, name, "dialect", entry.get("dialect", {}), "descriptor-profile")
    for rule, message in dialect_faults(dialect or {}, place, version):
        run.error(rule, where, f"resource {name}: {message}")
    schema = _read_schema(run, name, entry, version)
    if name in run.no_tables:
        return  # at an address, so that its form does not matter
    unread = list(form_faults(form_by_name(entry), dialect or {}))
    for message in unread:
        run.error("form-supported", where, f"resource {name}: {message}")
    if unread:
        run.no_tables[name] = f"its form is not supported here ({unread[0]})"
    if files is None or unread or dialect is None:
        return
    if schema is None and entry.get("schema") is None:
        schema = _schema_of_header(run, *files[0], entry, dialect) if files else None
    if schema is None:
        return
    path, file = files[0] if files else _inline(run, name, entry["data"], schema, place)
    if file is not None:
        described, more = entry.get("schema") is not None, tuple(files[1:])
        run.resources[name] = Resource(name, path, file, entry, schema, dialect, described, more)


def _check_files(run: Run, name: str, entry: Json) -> list[tuple[str, Path]] | None:
    """(path, file) of each file of a resource, or None where one cannot be used. Inline data has none."""
    given = paths(entry)
    files, usable = [], bool(given) or "data" in entry  # a path may be null, or a list of none
    for path in given:
        if isinstance(path, str) and is_address(path):
            reason = "it is at an address, and nothing is fetched"
            run.error("path-local", run.path.name, f"resource {name}: {path} is not in the package")
            run.no_tables[name] = reason
            for rule in ("bytes", "hash"):
                run.not_run(rule, f"resource {name}", reason)
            usable = False
        elif not isinstance(path, str) or not is_safe(path) or not is_inside(run.folder, path):
            run.error("path-safe", run.path.name, f"resource {name}: path {path!r} leads out of the package")
            usable = False
        elif not _can_be_read(run, path, run.folder / path):
            usable = False
        else:
            shown = harmless(path)
            run.report.counts[shown] = Count()
            files.append((shown, run.folder / path))
            if len(given) == 1:
                _check_bytes(run, shown, run.folder / path, entry)
    if len(given) != 1:
        for rule in {"bytes", "hash"} & set(entry):
            reason = "the standard does not say how it is counted for several files, or for none"
            run.not_run(rule, f"resource {name}", reason)
    return files if usable else None


def _can_be_read(run: Run, path: str, file: Path) -> bool:
    if not os.path.isfile(file):  # unlike Path.is_file, also False for a name that no file can have
        run.error("file-missing", path, "the file does not exist")
        return False
    try:
        file.open("rb").close()
    except OSError as error:
        run.error("file-missing", path, f"the file cannot be read ({error.strerror})")
        return False
    return True


def _read_part(run: Run, name: str, kind: str, given: Any, rule: str) -> Json | None:
    """The schema or the dialect of a resource, which may stand in a file; None where it cannot be used.

    `rule` is broken by what holds no object.
    """
    where = run.path.name
    if isinstance(given, str):
        if is_address(given):
            run.error("path-local", where, f"resource {name}: the {kind} {given} is not in the package")
            run.no_tables[name] = f"its {kind} is at an address, and nothing is fetched"
            return None
        if not is_safe(given) or not is_inside(run.folder, given):
            run.error("path-safe", where, f"resource {name}: {kind} {given!r} leads out of the package")
            return None
        where = given
        if not os.path.isfile(run.folder / given):
            run.error("file-missing", where, "the file does not exist")
            return None
        try:
            given = read_json(run.folder / given)
        except CannotRun as fault:
            run.error(rule, where, str(fault))
            return None
    if not isinstance(given, dict):
        run.error(rule, where, f"resource {name} has a {kind} that is no object")
        return None
    return given


def _read_schema(run: Run, name: str, entry: Json, version: str) -> Json | None:
    """The schema of a resource, or None where there is none, or it cannot be used."""
    given = entry.get("schema")
    if given is None:
        run.error("schema-present", run.path.name, f"resource {name} has no schema")
        return None
    where = given if isinstance(given, str) else run.path.name
    read = _read_part(run, name, "schema", given, "schema-profile")
    if read is None:
        return None
    _say_profile(run, "schema-profile", where, other_profile(read))
    schema = {"$schema": f"https://datapackage.org/profiles/{version}/tableschema.json", **read}
    usable, faults = schema_faults(schema, name)
    for rule, message in faults:
        run.error(rule, where, message)
    if not usable:
        return None
    # rules find a table by the name of its resource, whatever its schema is called, if it is one of ours
    return {**schema, "name": name if is_own(schema, name) else ""}


def _schema_of_header(run: Run, path: str, file: Path, entry: Json, dialect: Json) -> Json | None:
    """The schema of a table that has none: the columns of its header, as text."""
    try:
        with opened(file, entry) as data:
            fields, fault = header_fields(header_of(data, dialect_of(entry, dialect)))
    except Unreadable as unreadable:
        run.error(unreadable.rule, path, str(unreadable), line=1)
        return None
    if fault:
        run.error("header", path, fault, line=1)
        return None
    run.none_run(("cell", "key"), path, "it has no schema, so that its columns are any text")
    return {"fields": fields, "name": ""}


def _inline(run: Run, name: str, data: Any, schema: Json, place: str) -> tuple[str, InMemory | None]:
    """(what to call inline data in messages, its rows as a file)."""
    path = f"{run.path.name} ({place}.data)"
    written, faults = inline_csv(data, schema)
    for message in faults:
        run.error("type", path, message)
    if not written:
        return path, None
    run.report.counts[path] = Count()
    return path, InMemory(written)


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
            if name not in OPTIONAL:
                run.not_run("version", name, "the file does not exist")
            continue
        if not is_inside(run.folder, name):
            run.error("path-safe", name, "a link that leads out of the package")
            continue
        try:
            with file.open(encoding="utf-8", errors="replace") as stream:
                text = stream.read(LARGEST)
        except OSError as error:
            run.not_run("version", name, f"the file cannot be read ({error.strerror})")
            continue
        found = re.search(pattern, text, re.MULTILINE)
        if found is None or found[1] != version:
            run.error("version", name, f"{found[1] if found else 'none'}, {run.path.name} has {version}")
