"""Rows made wrong by one small change each, as a careless or hostile curator would make them.

A kind of mutation has an id, a sentence that says what is made wrong, the tables that it touches, and a
function that does it to one row. Most kinds stand in `kinds.csv`, in the words of `changes.py`; those about
signs and forms are in `characters.py`, those that need code of their own in `special.py`. `run.py` makes
examples of them and counts how many the validator refuses without the texts.

A mutation changes the meaning of one table and nothing else: the file stays canonical, the descriptor has the
new length and hash, and the last edition is taken to have held the rows as they are now.
"""

import csv
import hashlib
import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, str]
Tables = dict[str, list[Row]]
MODULES = ["characters", "changes", "special"]


class Package:
    """The rows of each table, all cells as text, with their keys."""

    def __init__(self, descriptor: Path) -> None:
        """Read them."""
        self.tables: Tables = {}
        self.keys: dict[str, list[str]] = {}
        self.leads: dict[tuple[str, str], str] = {}  # (table, column) -> the table that it leads to
        for entry in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]:
            name = entry["name"]
            schema = json.loads((descriptor.parent / entry["schema"]).read_text(encoding="utf-8"))
            key = schema["primaryKey"]
            self.keys[name] = [key] if isinstance(key, str) else key
            for foreign in schema.get("foreignKeys", []):
                fields = foreign["fields"]
                column = fields if isinstance(fields, str) else fields[0]
                self.leads[name, column] = foreign["reference"].get("resource") or name
            with (descriptor.parent / entry["path"]).open(encoding="utf-8", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))
        self._having: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def having(self, table: str, column: str, cell: str) -> list[Row]:
        """The rows of a table that have a cell in a column."""
        if (table, column) not in self._having:
            found: dict[str, list[Row]] = {}
            for row in self.tables[table]:
                found.setdefault(row[column], []).append(row)
            self._having[table, column] = found
        return self._having[table, column].get(cell, [])

    def id(self, table: str, row: Row) -> str:
        """The primary key of a row, joined by `/`."""
        return "/".join(row[name] for name in self.keys[table])

    def look(self, table: str, row: Row, path: str) -> str:
        """A cell, or one of the row that a key leads to: `language`, `source_id.language`."""
        column, _, there = path.partition(".")
        if not there:
            return row[column]
        to = self.leads[table, column]
        found = self.having(to, self.keys[to][0], row[column])
        return found[0][there] if found else ""

    def voices(self, row: Row) -> frozenset[str]:
        """Who speaks in a row's statement: persons and bodies."""
        parties = self.having("statement_speakers", "statement_id", row["statement_id"])
        return frozenset(one["person_id"] or one["organization_id"] for one in parties)


@dataclass
class Case:
    """A row that is to be made wrong: `row` is a copy, the others in `rows` are the package's own."""

    package: Package  # as it is
    table: str
    rows: list[Row]
    row: Row
    rng: Random

    def look(self, path: str, row: Row | None = None) -> str:
        """A cell of the row, or of one that a key leads to."""
        return self.package.look(self.table, self.row if row is None else row, path)

    def others(self) -> Iterator[Row]:
        """The other rows of the table."""
        return (row for row in self.rows if row is not self.row)

    def group(self) -> list[Row]:
        """The rows that share the first part of the key, as those of one statement do."""
        name = self.package.keys[self.table][0]
        return [row for row in self.rows if row[name] == self.row[name]]

    def pick(self, options: Iterable[Any]) -> Any:
        """One of some options by chance, or None where there is none."""
        found = list(options)
        return self.rng.choice(found) if found else None

    def renumber(self) -> None:
        """Count `seq` from 1 without gaps in each group, as a careful hand would after dropping a row."""
        name, last = self.package.keys[self.table][0], {}
        for at, row in enumerate(self.rows):
            last[row[name]] = last.get(row[name], 0) + 1
            self.rows[at] = {**row, "seq": str(last[row[name]])}


# What a kind does: it changes `row` or `rows`; False where the row offers no way
Change = Callable[[Case], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of mutation. `unseen` says why no rule without the texts can tell it, where that is so."""

    id: str
    tables: tuple[str, ...]
    wrong: str
    change: Change
    unseen: str = ""


@dataclass(frozen=True)
class Mutation:
    """One example of a kind: what it changes in a table."""

    kind: str
    table: str
    record: str
    lost: list[Row]  # the rows that it changes or removes, as they were
    new: list[Row]  # the rows that it changes or adds, as they are
    records: frozenset[str]  # the ids of all of them


KINDS: dict[str, Kind] = {}


def add(id_: str, tables: str, wrong: str, change: Change, unseen: str = "") -> None:
    """Add a kind; `tables` are words."""
    if id_ in KINDS:
        raise ValueError(f"two kinds are called {id_}")
    KINDS[id_] = Kind(id_, tuple(tables.split()), wrong, change, unseen)


def load() -> dict[str, Kind]:
    """All kinds."""
    for name in MODULES:  # which add their kinds as they are imported
        importlib.import_module(f"mutations.{name}")
    return KINDS


def mutation(kind: str, package: Package, table: str, record: str, rows: list[Row]) -> Mutation:
    """What makes the rows of a table differ from the package's own."""
    before = {tuple(row.values()) for row in package.tables[table]}
    after = {tuple(row.values()) for row in rows}
    lost = [row for row in package.tables[table] if tuple(row.values()) not in after]
    new = [row for row in rows if tuple(row.values()) not in before]
    ids = {record, *(package.id(table, row) for row in (*lost, *new))}
    return Mutation(kind, table, record, lost, new, frozenset(ids))


def examples(kind: Kind, package: Package, seed: int, most: int) -> list[Mutation]:
    """Up to `most` mutations of a kind, each of another row, spread over its tables.

    Which rows are taken depends on the seed and on each row's id alone, so that an edit of the data changes
    no more of the examples than it must.
    """

    def chance(record: str) -> str:
        return hashlib.sha256(f"{seed} {kind.id} {record}".encode()).hexdigest()

    def order(table: str) -> Iterator[tuple[str, int]]:
        ids = [package.id(table, row) for row in package.tables[table]]
        return ((table, at) for at in sorted(range(len(ids)), key=lambda at: chance(ids[at])))

    made: list[Mutation] = []
    tables = sorted((table for table in kind.tables if table in package.tables), key=chance)
    for table, at in (one for turn in zip_longest(*map(order, tables)) for one in turn if one):
        if len(made) == most:
            break
        rows = list(package.tables[table])
        rows[at] = dict(rows[at])
        record = package.id(table, rows[at])
        case = Case(package, table, rows, rows[at], Random(chance(record)))
        try:
            done = kind.change(case)
        except KeyError:  # a column that this edition has not
            continue
        if done and rows != package.tables[table]:
            made.append(mutation(kind.id, package, table, record, rows))
    return made
