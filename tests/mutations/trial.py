"""Trying mutations on a copy of the package: which rules refuse each of them.

One validation of the package costs more than one rule of it, so many mutations, of rows that are not the
same, are tried in one copy. A rule about single rows that names a changed row there is due to that change.
Any other rule is only worth a look: the mutation counts as refused by it once it refuses the package with
this mutation alone. Mutations that nothing seems to refuse are tried a second time, among themselves, where
what one hides of another comes out, and where whatever is found in other rows is looked into.
"""

import json
import shutil
import tempfile
from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from mutations import Mutation, Package, Row
from schemas import editions
from schemas.manifest import PATH
from schemas.rules import rule_set
from schemas.validation import validate
from validator import standard_rules
from validator.cells import check_cells
from validator.csv_reading import write_rows
from validator.describe import describe
from validator.engines import Memory
from validator.fields import TableSchema
from validator.frames import Frame, is_repeated, last_of_equals
from validator.keys import check_keys
from validator.messages import Guesses
from validator.report import Finding, completed
from validator.rule_sets import check_rule_set
from validator.rules import LEVELS, CellRule, RowRule, Rule, TableRule, View
from validator.tables import Untyped, read_table, sort_key

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTOR = ROOT / "datapackage.json"
TOGETHER = 100  # mutations that are tried in one copy
ABOUT_EDITIONS = "corrections"  # the one table whose rows are judged by what the last edition held
KEYS = {"foreign-key", "primary-key", "alternate-key", "unique"}

Broken = set[tuple[str, str, str]]  # rule, table, record


@dataclass(frozen=True)
class Outcome:
    """What became of one mutation: the ids of the rules that refuse it."""

    kind: str
    table: str
    record: str
    rules: tuple[str, ...]


class Scratch:
    """A copy of the package in which some tables at a time are others.

    The descriptor has no lengths and hashes, as if they had been renewed. The last edition is taken to have
    held every row as it is: its manifest is not there, and the rules about what has changed are left out, but
    for mutations of the corrections themselves.
    """

    def __init__(self, descriptor: Path, folder: Path) -> None:
        """Copy the package, which is valid."""
        self.folder, self.path = folder, folder / descriptor.name
        shutil.copytree(descriptor.parent / "data", folder / "data")
        (folder / "schemas").mkdir()
        for schema in descriptor.parent.glob("schemas/*.schema.json"):
            shutil.copy(schema, folder / "schemas")
        about = json.loads(descriptor.read_text(encoding="utf-8"))
        for entry in about["resources"]:
            entry.pop("bytes", None), entry.pop("hash", None)
        self.path.write_text(json.dumps(about), encoding="utf-8")
        manifest = folder / PATH
        self.manifest = manifest.read_bytes() if manifest.exists() else b""
        manifest.unlink(missing_ok=True)
        _, self.package = drained(describe(self.path, rule_set()))
        self.frames = {name: self.read(name)[1] for name in self.package.resources}
        self.rows = Package(self.path).tables

    def with_changes(self, mutations: Iterable[Mutation]) -> dict[str, list[Row]]:
        """The tables that mutations change, with all of them in it."""
        lost: dict[str, set[tuple[str, ...]]] = {}
        new: dict[str, list[Row]] = {}
        for one in mutations:
            lost.setdefault(one.table, set()).update(tuple(row.values()) for row in one.lost)
            new.setdefault(one.table, []).extend(one.new)

        def kept(name: str) -> list[Row]:
            return [row for row in self.rows[name] if tuple(row.values()) not in lost[name]]

        return {name: kept(name) + rows for name, rows in new.items()}

    def read(self, table: str) -> tuple[set[Finding], Frame, Untyped]:
        """A table as it is now: what is wrong with its file, its rows, and the cells without a type."""
        store = Memory()
        found, (_, untyped) = drained(read_table(self.package.resources[table], store, house=True))
        return found, store.table(table), untyped

    def broken(self, mutations: Sequence[Mutation], only: set[str] | None = None) -> Broken:
        """What `validate` finds wrong with some mutations in the package, or what some rules alone find.

        What cannot have changed with the tables of the mutations is not looked at again.
        """
        tables = self.with_changes(mutations)
        before = {name: (self.folder / self.package.resources[name].path).read_bytes() for name in tables}
        for name, rows in tables.items():
            resource = self.package.resources[name]
            (self.folder / resource.path).write_bytes(canonical(resource.schema, rows))
        if ABOUT_EDITIONS in tables and self.manifest:
            (self.folder / PATH).write_bytes(self.manifest)
        try:
            return self._broken(set(tables), only)
        finally:
            (self.folder / PATH).unlink(missing_ok=True)
            for name, data in before.items():
                (self.folder / self.package.resources[name].path).write_bytes(data)

    def _broken(self, tables: set[str], only: set[str] | None) -> Broken:
        resources, guesses, frames = self.package.resources, Guesses(), dict(self.frames)
        found: set[Finding] = set()
        untyped: dict[str, Untyped] = {}
        for name in tables:
            of_file, frames[name], untyped[name] = self.read(name)
            found |= of_file
        wanted = [rule for rule in rule_set().rules if only is None or rule.id in only]
        wanted = [rule for rule in wanted if not all(idle(rule, name) for name in tables)]
        for name in tables:
            found |= drained(check_cells(resources[name], frames[name], wanted, untyped[name], guesses))[0]
        if only is None or only & KEYS:
            for name, resource in resources.items():
                if name in tables or tables & {key.resource for key in resource.schema.foreign_keys}:
                    found |= drained(check_keys(resource, frames, resources, guesses))[0]
        records = {name: self.records(name, frames[name]) for name in {one.table for one in found}}
        for name in tables:
            key = list(resources[name].schema.primary_key)
            if is_repeated(frames[name], key):
                frames[name] = last_of_equals(frames[name], key)
        inspections = (editions.inspect,) if ABOUT_EDITIONS in tables else ()
        view = View(
            folder=self.folder,
            descriptor=self.package.descriptor,
            frames=frames,
            schemas={name: resource.schema for name, resource in resources.items()},
            paths={name: resource.path for name, resource in resources.items()},
            texts=None,
        )
        asked = replace(rule_set(), inspections=inspections)
        found |= drained(check_rule_set(asked, wanted, view))[0]
        for name in {one.table for one in found} - records.keys() - {""}:
            records[name] = self.records(name, frames[name])
        named = {(one.rule, one.table, records.get(one.table, {}).get(one.line, "")) for one in found}
        return named if only is None else {one for one in named if one[0] in only}

    def records(self, table: str, frame: Frame) -> dict[int, str]:
        """Line -> id of its record."""
        key = list(self.package.resources[table].schema.primary_key)
        rows = frame.select("_line", *key).collect().iter_rows()
        return {line: "/".join("" if cell is None else str(cell) for cell in cells) for line, *cells in rows}

    def outcomes(self, batch: Sequence[Mutation], elsewhere: bool = True) -> list[Outcome]:
        """Try mutations together, then each alone with the rules that may be due to it.

        `elsewhere`: look also into what was found in rows that none of them has changed.
        """
        broken = self.broken(batch)
        owners = {(one.table, record) for one in batch for record in one.records}
        orphans = {rule for rule, *where in broken if tuple(where) not in owners}
        found = []
        for one in batch:
            near = {rule for rule, table, record in broken if table == one.table and record in one.records}
            rules = near & about_one_row()
            if near and not rules:
                rules = {rule for rule, *_ in self.broken([one], near)}
            far = {rule for rule in orphans - near if not idle(by_id().get(rule), one.table)}
            if elsewhere and far and not rules:
                rules = {rule for rule, *_ in self.broken([one], far)}
            found.append(Outcome(one.kind, one.table, one.record, tuple(sorted(rules))))
        return found


@cache
def by_id() -> dict[str, Rule]:
    """The rules of the rule set."""
    return {rule.id: rule for rule in rule_set().rules}


@cache
def about_one_row() -> set[str]:
    """The rules whose findings are due to the row that they name, and to no other."""
    cells = {rule.id for rule in standard_rules.RULES if LEVELS.index(rule.level) <= LEVELS.index("cell")}
    return cells | {rule.id for rule in rule_set().rules if isinstance(rule, RowRule | CellRule)}


def drained(stage: Generator[Any, None, Any]) -> tuple[set[Finding], Any]:
    """What a stage of the validator finds, and what it returns."""
    said, result = completed(stage)
    return {one for one in said if isinstance(one, Finding)}, result


def canonical(schema: TableSchema, rows: list[Row]) -> bytes:
    """A table as `make format` writes it: trimmed, sorted, quoted only where needed."""
    columns = list(schema.columns)
    cells = [[row[column].strip() for column in columns] for row in rows]
    return write_rows(columns, sorted(cells, key=sort_key(schema))).encode()


def idle(rule: Rule | None, table: str) -> bool:
    """Whether a rule reads several tables, but not this one: a change of it cannot break the rule."""
    return isinstance(rule, TableRule) and not rule.over and table not in rule.tables


def batches(mutations: Sequence[Mutation], size: int = TOGETHER, seed: int = 1) -> list[list[Mutation]]:
    """Parts of up to `size` mutations, each of other rows, and those of corrections by themselves."""
    made: list[list[Mutation]] = []
    taken: list[set[tuple[str, str]]] = []
    for one in sorted(mutations, key=lambda one: Random(f"{seed} {one.kind} {one.record}").random()):
        rows = {(one.table, record.partition("/")[0]) for record in one.records}
        apart = one.table == ABOUT_EDITIONS

        def fits(at: int, rows: set[tuple[str, str]] = rows, apart: bool = apart) -> bool:
            alike = (made[at][0].table == ABOUT_EDITIONS) == apart
            return len(made[at]) < size and alike and rows.isdisjoint(taken[at])

        at = next((at for at in range(len(made)) if fits(at)), None)
        if at is None:
            made.append([one])
            taken.append(rows)
        else:
            made[at].append(one)
            taken[at] |= rows
    return made


_scratch: Scratch


def _begin(descriptor: Path, folder: Path) -> None:
    global _scratch
    _scratch = Scratch(descriptor, Path(tempfile.mkdtemp(dir=folder)))


def _outcomes(batch: Sequence[Mutation], elsewhere: bool) -> list[Outcome]:
    return _scratch.outcomes(batch, elsewhere)


def run(mutations: Sequence[Mutation], jobs: int = 1) -> list[Outcome]:
    """Try mutations, in so many processes; -> what became of each, in their order.

    Raises `ValueError` where the package is not valid as it is.
    """
    report = validate(DESCRIPTOR)
    if not report.valid:
        raise ValueError(f"the package is not valid as it is: {report.errors[0].message}")
    found: dict[tuple[str, str, str], Outcome] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        each: Any = map
        if jobs == 1:
            _begin(DESCRIPTOR, folder)
        else:
            each = stack.enter_context(get_context("spawn").Pool(jobs, _begin, (DESCRIPTOR, folder)))
            each = each.imap_unordered
        for elsewhere in (False, True):
            left = [one for one in mutations if not (_key(one) in found and found[_key(one)].rules)]
            for outcomes in each(partial(_outcomes, elsewhere=elsewhere), batches(left, seed=elsewhere)):
                found |= {_key(one): one for one in outcomes}
    return [found[_key(one)] for one in mutations]


def _key(one: Mutation | Outcome) -> tuple[str, str, str]:
    return one.kind, one.table, one.record
