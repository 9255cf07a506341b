"""From a descriptor to the tables that can be read: everything about a package except its rows.

Functions that find faults yield them, and return their result (`x = yield from f()`).
"""

import os
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from validator.csv_reading import header_of
from validator.descriptor import (
    LARGEST,
    CannotRun,
    Json,
    as_list,
    is_address,
    is_inside,
    is_safe,
    other_profile,
    read_json,
    version_of,
)
from validator.descriptor_checks import descriptor_faults, dialect_faults, form_faults, resource_faults
from validator.dialect import Dialect, dialect_of
from validator.fields import TableSchema, parse_schema
from validator.file_bytes import File, InMemory, Unreadable, opened
from validator.hashes import Expected
from validator.inline import inline_rows
from validator.keys import refers
from validator.report import Finding, NotRun, Ran
from validator.resources import Resource, paths_of
from validator.rules import PROPERTY, RuleSet
from validator.schema_checks import check_schema, patterns_not_run
from validator.tabular import form_by_name, header_fields, why_no_table

T = TypeVar("T")
Found = Generator[Finding | NotRun | Ran, None, T]

# short names of the standard's profiles in version 1
PACKAGES, RESOURCES = ("data-package", "tabular-data-package"), ("data-resource", "tabular-data-resource")
BY_ADDRESS = "it is at an address, and nothing is fetched"
# semver.org, rules 2 to 10
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
# other files with the version
VERSIONS = {
    "CITATION.cff": r"^version: *[\"']?([^\"'\s]+)",
    "CHANGELOG.md": r"^## *\[?([0-9][^\]\s]*)",
    ".zenodo.json": r"\"version\"\s*:\s*\"([^\"]*)",
}
OPTIONAL = {".zenodo.json"}  # whether it is needed depends on where a package is deposited


@dataclass(frozen=True, slots=True)
class Package:
    """A package as described by its descriptor.

    `resources` are the tables that can be read, `hashes` are those that its files should have, `rule_set` is
    the name of the rule set that it names, and `no_tables` says why the rows of other resources are not
    checked, and whether that is acceptable.
    """

    path: Path
    descriptor: Json
    resources: dict[str, Resource] = field(default_factory=dict)
    no_tables: dict[str, tuple[str, bool]] = field(default_factory=dict)
    hashes: list[Expected] = field(default_factory=list)
    copies: Mapping[str, Path] = field(default_factory=dict)  # address -> a local copy of it

    @property
    def folder(self) -> Path:
        """The folder of the package; no path may lead out of it."""
        return self.path.parent

    @property
    def rule_set(self) -> str:
        """The name of the rule set that the package names; empty if it names none."""
        return str(self.descriptor.get(PROPERTY, ""))

    @property
    def listed(self) -> list[tuple[str, Json]]:
        """(place in the descriptor, entry) of each resource."""
        entries = self.descriptor.get("resources")
        found = enumerate(entries if isinstance(entries, list) else [])
        return [(f"$.resources[{n}]", entry) for n, entry in found if isinstance(entry, dict)]


def describe(
    path: Path,
    asked: RuleSet | None = None,
    descriptor: Json | None = None,
    copies: Mapping[str, Path] | None = None,
) -> Found[Package]:
    """Check a descriptor and the files that it names; -> the package.

    `asked` is the rule set that the package names; `copies` are files to read in place of addresses. Raises
    `CannotRun` if there is no readable descriptor.
    """
    given = descriptor if descriptor is not None else read_json(path)
    package = Package(path, given, copies=copies or {})
    where = path.name
    for rule, message in descriptor_faults(package.descriptor):
        yield Finding(rule, message, where)
    yield from _other_profile("descriptor-profile", where, package.descriptor, PACKAGES)
    seen: set[str] = set()
    for place, entry in package.listed:
        name = str(entry.get("name"))
        if name in seen:
            yield Finding("resource-name", f"two resources are called {name}", where)
        else:
            yield from _add_resource(package, entry, place, asked)
        seen.add(name)
    yield from _unlisted(package)
    yield from _broken_references(package, seen)
    yield from _versions(package)
    return package


def _other_profile(rule: str, path: str, part: Json, names: tuple[str, ...] = ()) -> Iterator[NotRun]:
    """Report that a third party's profile is not checked."""
    if address := other_profile(part, names):
        reason = f"only the standard was checked: nothing is fetched for the profile {address}"
        yield NotRun(rule, "package", path, reason)


def _add_resource(package: Package, entry: Json, place: str, asked: RuleSet | None) -> Found[None]:
    name, where = str(entry.get("name", "")), package.path.name
    known_as = {**entry, "path": entry["url"]} if "path" not in entry and paths_of(entry) else entry
    for rule, message in resource_faults(known_as, place, package.descriptor):
        yield Finding(rule, f"resource {name}: {message}", where)
    yield from _other_profile("descriptor-profile", f"resource {name}", entry, RESOURCES)
    files = yield from _files(package, name, entry)
    if reason := why_no_table(entry):
        package.no_tables[name] = reason, True
        return
    version = version_of(entry, version_of(package.descriptor))
    given = yield from _part(package, name, "dialect", entry.get("dialect", {}), "descriptor-profile")
    for rule, message in dialect_faults(given or {}, place, version):
        yield Finding(rule, f"resource {name}: {message}", where)
    schema = yield from _schema(package, name, entry, version, asked)
    if name in package.no_tables:
        return  # at an address, so its form does not matter
    unread = list(form_faults(form_by_name(entry), given or {}))
    for message in unread:
        yield Finding("form-supported", f"resource {name}: {message}", where)
    if unread:
        package.no_tables[name] = f"its form is not supported here ({unread[0]})", False
    if files is None or unread or given is None:
        return
    dialect, described = dialect_of(entry, given), entry.get("schema") is not None
    if schema is None and not described:
        schema = (yield from _schema_of_header(*files[0], entry, dialect)) if files else None
    if schema is None:
        return
    if files:
        package.resources[name] = Resource(name, tuple(files), entry, schema, dialect, described)
    else:
        yield from _add_inline(package, name, entry, schema, dialect, place)


def _add_inline(
    package: Package, name: str, entry: Json, schema: TableSchema, dialect: Dialect, place: str
) -> Found[None]:
    path, data = f"{package.path.name} ({place}.data)", entry["data"]
    if isinstance(data, str):
        if not entry.get("format") and not entry.get("mediatype"):
            yield Finding(
                "form-supported", f"resource {name}: inline text does not say its format", package.path.name
            )
            return
        parts: tuple[tuple[str, File], ...] = ((path, InMemory(data.encode())),)
        package.resources[name] = Resource(name, parts, entry, schema, dialect)
        return
    rows, fault = inline_rows(data, schema.names)
    if fault:
        yield Finding("type", fault, path)
        return
    package.resources[name] = Resource(name, ((path, InMemory(b"")),), entry, schema, dialect, inline=rows)


def _files(package: Package, name: str, entry: Json) -> Found[list[tuple[str, File]] | None]:
    """(path, file) of each file of a resource, or None if one cannot be used. Inline data has no files."""
    given, where = paths_of(entry), package.path.name
    files: list[tuple[str, File]] = []
    usable = bool(given) or "data" in entry  # a path may be null or an empty list
    remote = [isinstance(path, str) and is_address(path) for path in given]
    if any(remote) and not all(remote):
        yield Finding(
            "descriptor-profile", f"resource {name}: addresses and paths are mixed in one list", where
        )
    for path, is_remote in zip(given, remote, strict=True):
        if is_remote and path in package.copies:
            files.append((path, package.copies[path]))
            yield Ran("", path=path)
        elif is_remote:
            yield Finding("path-local", f"resource {name}: {path} is not in the package", where)
            package.no_tables[name] = BY_ADDRESS, False
            for rule in ("bytes", "hash"):
                yield NotRun(rule, "package", f"resource {name}", BY_ADDRESS)
            usable = False
        elif not isinstance(path, str) or not is_safe(path) or not is_inside(package.folder, path):
            yield Finding("path-safe", f"resource {name}: path {path!r} leads out of the package", where)
            usable = False
        elif fault := _why_unreadable(package.folder / path):
            yield Finding("file-missing", fault, path)
            usable = False
        else:
            files.append((path, package.folder / path))
            yield Ran("", path=path)
            if len(given) == 1:
                yield from _bytes(package, path, package.folder / path, entry)
    if len(given) != 1:
        for rule in sorted({"bytes", "hash"} & set(entry)):
            reason = "the standard does not say how it is counted for several files, or for none"
            yield NotRun(rule, "package", f"resource {name}", reason)
    return files if usable else None


def _why_unreadable(file: Path) -> str:
    if not os.path.isfile(file):  # unlike Path.is_file, this is also False for a name that no file can have
        return "the file does not exist"
    try:
        file.open("rb").close()
    except OSError as error:
        return f"the file cannot be read ({error.strerror})"
    return ""


def _part(package: Package, name: str, kind: str, given: Any, rule: str) -> Found[Json | None]:
    """The schema or the dialect of a resource, which may be in a file; None if it cannot be used.

    Anything but an object breaks `rule`.
    """
    where = package.path.name
    if isinstance(given, str):
        if given in package.copies:
            return read_json(package.copies[given])
        if is_address(given):
            yield Finding("path-local", f"resource {name}: the {kind} {given} is not in the package", where)
            package.no_tables[name] = f"its {kind} is at an address, and nothing is fetched", False
            return None
        if not is_safe(given) or not is_inside(package.folder, given):
            yield Finding("path-safe", f"resource {name}: {kind} {given!r} leads out of the package", where)
            return None
        where = given
        if not os.path.isfile(package.folder / given):
            yield Finding("file-missing", "the file does not exist", where)
            return None
        try:
            given = read_json(package.folder / given)
        except CannotRun as fault:
            yield Finding(rule, str(fault), where)
            return None
    if not isinstance(given, dict):
        yield Finding(rule, f"resource {name} has a {kind} that is not an object", where)
        return None
    return given


def _schema(
    package: Package, name: str, entry: Json, version: str, asked: RuleSet | None
) -> Found[TableSchema | None]:
    """The schema of a resource, or None if there is none or it cannot be used."""
    given = entry.get("schema")
    if given is None:
        yield Finding("schema-present", f"resource {name} has no schema", package.path.name)
        return None
    where = given if isinstance(given, str) else package.path.name
    read = yield from _part(package, name, "schema", given, "schema-profile")
    if read is None:
        return None
    yield from _other_profile("schema-profile", where, read)
    full = {"$schema": f"https://datapackage.org/profiles/{version}/tableschema.json", **read}
    # rules find a table by the name of its resource, whatever its schema is called
    own = asked.tables.get(name) if asked else None
    schema = yield from check_schema(full, where, name if own else "")
    if own and schema and schema.whole and (others := list(_other_than_defined(own, schema))):
        yield from (Finding("table-as-defined", message, where) for message in others)
        schema = replace(schema, name="")
    for field_, fault in patterns_not_run(schema) if schema else ():
        reason = f"the pattern of {field_.name} is not supported here ({fault})"
        yield NotRun("pattern", "cell", where, reason, excused=False)
    return schema


def _other_than_defined(own: Json, schema: TableSchema) -> Iterator[str]:
    """Differences in what rules rely on: the key of a table, and each column with its type and vocabulary."""
    if as_list(own.get("primaryKey", [])) != list(schema.primary_key):
        yield "its key is not that of the rule set"
    given = {field.name: field for field in schema.fields}
    for wanted in parse_schema(own).fields:
        there = given.get(wanted.name)
        if there is None:
            yield f"the column {wanted.name} is missing"
        elif there.type != wanted.type:
            yield f"the column {wanted.name} has a different type"
        elif not set(there.vocabulary) <= set(wanted.vocabulary or there.vocabulary):
            yield f"the column {wanted.name} has a different vocabulary"


def _schema_of_header(path: str, file: File, entry: Json, dialect: Dialect) -> Found[TableSchema | None]:
    """A schema for a table that has none: the columns of its header, as text."""
    try:
        with opened(file, entry) as data:
            fields, fault = header_fields(header_of(data, dialect))
    except Unreadable as unreadable:
        yield Finding(unreadable.rule, str(unreadable), path, line=1)
        return None
    if fault:
        yield Finding("header", fault, path, line=1)
        return None
    return replace(parse_schema({"fields": fields}), whole=False)


def _broken_references(package: Package, names: set[str]) -> Iterator[Finding]:
    for resource in package.resources.values():
        given = resource.schema.given.get("foreignKeys", [])
        for key, as_given in zip(resource.schema.foreign_keys, given, strict=True):
            about, other = f"resource {resource.name}", package.resources.get(key.resource or resource.name)
            where = package.path.name
            if as_given["reference"].get("package"):
                text = f"{about}: a foreign key into another package, which the standard does not allow"
                yield Finding("schema-sense", text, where)
            elif key.resource is not None and key.resource not in names:
                text = f"{about}: a foreign key refers to {key.resource}, which does not exist"
                yield Finding("schema-sense", text, where)
            elif other is not None and not refers(resource.schema, key, other.schema):
                ends = ", ".join(f"{other.name}.{name}" for name in key.reference)
                names_ = ", ".join(resource.schema.name_of(column) for column in key.fields)
                text = f"{about}: foreign key {names_} does not match {ends} in number or type"
                yield Finding("schema-sense", text, where)


def _unlisted(package: Package) -> Iterator[Finding]:
    paths = [path for _, entry in package.listed for path in paths_of(entry)]
    listed = {
        os.path.realpath(package.folder / path)
        for path in paths
        if isinstance(path, str) and os.path.isfile(package.folder / path)
    }
    for path in sorted(package.folder.glob("data/*.csv")):
        if os.path.realpath(path) not in listed:
            yield Finding("file-unlisted", f"not named in {package.path.name}", f"data/{path.name}")


def _bytes(package: Package, path: str, file: Path, entry: Json) -> Iterator[Finding]:
    # early packages keep both in `stats`
    stats = entry["stats"] if isinstance(entry.get("stats"), dict) else {}
    size, wanted = file.stat().st_size, entry.get("bytes", stats.get("bytes"))
    if isinstance(wanted, int | float) and wanted != size:
        yield Finding("bytes", f"{size} bytes, the descriptor has {wanted}", path)
    given = entry.get("hash", stats.get("hash"))
    if isinstance(given, str):
        package.hashes.append((path, file, given))


def _versions(package: Package) -> Iterator[Finding | NotRun]:
    version, where = package.descriptor.get("version"), package.path.name
    if version is None:
        return
    if not re.fullmatch(SEMVER, str(version)):
        yield Finding("version", f"{version!r} is not of the form 1.2.3", where)
        return
    for name, pattern in VERSIONS.items():
        file = package.folder / name
        if not os.path.isfile(file):
            if name not in OPTIONAL:
                yield NotRun("version", "package", name, "the file does not exist")
            continue
        if not is_inside(package.folder, name):
            yield Finding("path-safe", "a link that leads out of the package", name)
            continue
        try:
            with file.open(encoding="utf-8", errors="replace") as stream:
                text = stream.read(LARGEST)
        except OSError as error:
            yield NotRun("version", "package", name, f"the file cannot be read ({error.strerror})")
            continue
        found = re.search(pattern, text, re.MULTILINE)
        if found is None or found[1] != version:
            yield Finding("version", f"{found[1] if found else 'none'}, {where} has {version}", name)
