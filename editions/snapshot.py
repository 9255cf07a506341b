"""A package as it stands at one place."""

from dataclasses import dataclass

from editions.places import opened_place
from editions.tables import Table, dicts, read_table, unused
from validator.descriptor import CannotRun, Json, parse_json


@dataclass(frozen=True)
class Snapshot:
    """A package at one place.

    Attributes:
        place: What the user calls the place.
        descriptor: What `datapackage.json` holds.
        tables: Name -> table, in the order of the descriptor.
        faults: What could not be read, and rows without a key or with that of another, one sentence each.
    """

    place: str
    descriptor: Json
    tables: dict[str, Table]
    faults: list[str]

    @property
    def version(self) -> str:
        """Its version, empty where it has none."""
        return str(self.descriptor.get("version", ""))


def read_package(place: str) -> Snapshot:
    """Read the package at a place: a folder, a descriptor, a zip, or a revision of git.

    It need not be valid. Raises `CannotRun` where there is none: no such place, or no descriptor in JSON.
    """
    with opened_place(place) as files:
        data = files.read(files.descriptor)
        if data is None:
            raise CannotRun(f"{place} has no {files.descriptor}: name the place of a package")
        descriptor = parse_json(data, f"{place}: {files.descriptor}")
        tables: dict[str, Table] = {}
        for entry in dicts(descriptor.get("resources")):
            name = unused(str(entry.get("name", "(no name)")), tables)
            tables[name] = read_table(files, name, entry)
    return Snapshot(
        place, descriptor, tables, [fault for table in tables.values() for fault in _faults(table)]
    )


def _faults(table: Table) -> list[str]:
    found = [f"{table.name}: {fault}" for fault in table.faults]
    for record, rows in table.records().items():
        if not record:
            found.append(f"{table.name}: {len(rows)} of {len(table.rows)} rows have no key; compared whole")
        elif len(rows) > 1:
            found.append(f"{table.name}: {len(rows)} rows share the key {record}")
    return found
