"""Merge rows into the tables of a package: existing rows are left out, new ones get numbers."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from curation import ids
from curation.faults import Fault
from curation.making import LABEL, Made
from curation.packages import Package, Row, Table, as_json
from validator.csv_reading import write_rows
from validator.tables import sort_key


@dataclass
class Merged:
    """The result of a merge: rows that are new, rows that were already there, and faults."""

    added: list[Made] = field(default_factory=list)
    there: list[Made] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def tables(self) -> dict[str, list[Row]]:
        """Table -> its new rows."""
        found: dict[str, list[Row]] = {}
        for made in self.added:
            found.setdefault(made.table, []).append(made.cells)
        return found


def merge(package: Package, rows: list[Made]) -> Merged:
    """Sort rows into new and existing ones, and give numbers to the new ones.

    A numbered row exists if some row has the same cells; any other, if the row with its key has the same
    cells. If that row has different cells, it is a fault.
    """
    merged, numbers, taken = Merged(), dict[str, str](), set[str]()
    following = {name: ids.next_number(package.used(name)) for name in ids.NUMBERED if name in package.tables}
    index = {name: _by_cells(table) for name, table in package.tables.items() if name in ids.NUMBERED}
    waiting = list(rows)
    while waiting:
        later = []
        for made in waiting:
            table = package.tables[made.table]
            key = table.key[0]
            needed = {cell for name, cell in made.cells.items() if cell.startswith(LABEL) and name != key}
            if not needed <= numbers.keys():
                later.append(made)
                continue
            made.cells = {name: numbers.get(cell, cell) for name, cell in made.cells.items()}
            if made.cells[key].startswith(LABEL):
                label = made.cells[key]
                same = [
                    one for one in index[made.table].get(_cells(table, made.cells), []) if one not in taken
                ]
                if not same:
                    same = [ids.numbered(made.table, following[made.table])]
                    following[made.table] += 1
                numbers[label] = made.cells[key] = same[0]
                taken.add(same[0])
            _sort_in(merged, table, made)
        if len(later) == len(waiting):  # they refer to one another, or to an entry that was not taken
            merged.faults += [
                Fault(
                    made.line,
                    "its parent is an entry that was not taken, or is its own child",
                    "take that entry, or name another parent",
                )
                for made in later
            ]
            break
        waiting = later
    return merged


def _sort_in(merged: Merged, table: Table, made: Made) -> None:
    record = table.record(made.cells)
    there = next((row for row in table.rows if table.record(row) == record), None)
    if there == made.cells:
        merged.there.append(made)
        return
    if there:
        column = next(name for name in there if there[name] != made.cells[name])
        merged.faults.append(
            Fault(
                made.lines.get(column, made.line),
                f'{record} exists, with {column} "{there[column]}" instead of "{made.cells[column]}"',
                "give the new row another id, or correct the row in its table and leave the entry out",
            )
        )
        return
    twice = next(
        (one for one in merged.added if one.table == made.table and table.record(one.cells) == record), None
    )
    if twice:
        merged.faults.append(
            Fault(made.line, f"{record} is already in line {twice.line}", "keep one, or give it another id")
        )
        return
    merged.added.append(made)


def _cells(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in table.schema.columns if name != table.key[0])


def _by_cells(table: Table) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for row in table.rows:
        found.setdefault(_cells(table, row), []).append(row[table.key[0]])
    return found


def files_with(package: Package, added: dict[str, list[Row]]) -> dict[Path, bytes]:
    """The files of the package that new rows change, in canonical form: tables, and the descriptor."""
    files = {}
    about = {**package.about, "resources": [dict(entry) for entry in package.about["resources"]]}
    for name, rows in added.items():
        table = package.tables[name]
        columns = list(table.schema.columns)
        cells = [[row[column] for column in columns] for row in (*table.rows, *rows)]
        data = write_rows(columns, sorted(cells, key=sort_key(table.schema))).encode()
        files[package.folder / table.path] = data
        for entry in about["resources"]:
            if entry["name"] == name:
                entry.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
    if files:
        files[package.descriptor] = as_json(about)
    return files
