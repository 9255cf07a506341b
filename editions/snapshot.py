"""A package as found at one place."""

from dataclasses import dataclass

from editions.package_files import opened_place
from editions.tables import Table, dicts, read_table, told_apart
from validator.descriptor import CannotRun, Json, parse_json


@dataclass(frozen=True)
class Snapshot:
    """A package at one place.

    Attributes:
        place: The user's name for the place.
        descriptor: The content of `datapackage.json`.
        tables: Name -> table, in the order of the descriptor.
        faults: What could not be read, and rows with no key or a shared one, one sentence each.
    """

    place: str
    descriptor: Json
    tables: dict[str, Table]
    faults: list[str]

    @property
    def version(self) -> str:
        """Its version; empty if it has none."""
        return str(self.descriptor.get("version", ""))


def read_package(place: str) -> Snapshot:
    """Read the package at a place: a folder, a descriptor, a zip, or a revision of git.

    It need not be valid. Raises `CannotRun` if there is no such place, or no descriptor in JSON.
    """
    with opened_place(place) as files:
        data = files.read(files.descriptor)
        if data is None:
            raise CannotRun(f"{place} has no {files.descriptor}: name the folder or zip of a package")
        descriptor = parse_json(data, f"{place}: {files.descriptor}")
        entries = dicts(descriptor.get("resources"))
        names = told_apart(str(entry.get("name", "(no name)")) for entry in entries)
        tables = {name: read_table(files, name, entry) for name, entry in zip(names, entries, strict=True)}
    return Snapshot(
        place, descriptor, tables, [fault for table in tables.values() for fault in _faults(table)]
    )


def _faults(table: Table) -> list[str]:
    found = [f"{table.name}: {fault}" for fault in table.faults]
    for record, rows in table.records().items():
        if not record:
            found.append(
                f"{table.name}: {len(rows)} of {len(table.rows)} rows have no key and are compared whole"
            )
        elif len(rows) > 1:
            found.append(f"{table.name}: {len(rows)} rows share the key {record}")
    return found
