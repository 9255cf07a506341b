"""Count how many wrong rows the validator refuses without the texts of the sources.

    python tests/mutations/run.py [--kinds ID …] [--examples 10] [--seed 1] [--jobs 1] [--out FILE] [--keep]

Each kind of mutation is done to up to so many rows of the package, one after the other, each in a scratch
copy that is validated. Printed, or written to `--out`, is a Markdown table: how many of each kind are
refused, and by which rules. `--keep` writes the counts to `tests/mutations/refused.csv`, which the tests
hold the rules to; `--show` prints the changed cells of each example and validates nothing. Exit code 0: all
was run; 2: the package is not valid as it is, or there is no such kind.
"""

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs as a script too
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mutations import Kind, Mutation, Package, Tables, examples, load
from schemas.manifest import PATH
from schemas.rules import rule_set
from schemas.validation import validate
from validator.cells import check_cells
from validator.csv_reading import write_rows
from validator.describe import describe
from validator.engines import Memory
from validator.fields import TableSchema
from validator.frames import Frame, is_repeated, last_of_equals
from validator.keys import check_keys
from validator.messages import Guesses
from validator.report import Finding
from validator.rule_sets import check_rule_set
from validator.rules import Rule, TableRule, View
from validator.tables import Untyped, read_table, sort_key

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("refused.csv")
ABOUT_EDITIONS = "corrections"  # the one table whose rows are judged by what the last edition held


@dataclass(frozen=True)
class Outcome:
    """What became of one mutation: the ids of the rules that refuse it."""

    kind: str
    table: str
    record: str
    rules: tuple[str, ...]


class Scratch:
    """A copy of the package in which one table at a time is another.

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

    def refusals(self, table: str, rows: list[dict[str, str]]) -> tuple[str, ...]:
        """The ids of the rules that refuse the package with these rows in a table."""
        path = self.folder / self.package.resources[table].path
        before = path.read_bytes()
        path.write_bytes(canonical(self.package.resources[table].schema, rows))
        try:
            broken = self.of_an_edition() if table == ABOUT_EDITIONS else self.broken(table)
            return tuple(sorted(broken))
        finally:
            path.write_bytes(before)

    def of_an_edition(self) -> set[str]:
        """The rules that `validate` finds broken beside the manifest of the last edition."""
        if self.manifest:
            (self.folder / PATH).write_bytes(self.manifest)
        try:
            return {error.rule for error in validate(self.path).errors}
        finally:
            (self.folder / PATH).unlink(missing_ok=True)

    def read(self, table: str) -> tuple[set[str], Frame, Untyped]:
        """A table as it is now: the rules that its file breaks, its rows, and the cells without a type."""
        store = Memory()
        broken, (_, untyped) = drained(read_table(self.package.resources[table], store, house=True))
        return broken, store.table(table), untyped

    def broken(self, table: str) -> set[str]:
        """What `validate` finds broken, without looking again at what cannot have changed with one table."""
        resources, guesses = self.package.resources, Guesses()
        broken, frame, untyped = self.read(table)
        frames = {**self.frames, table: frame}
        wanted = [rule for rule in rule_set().rules if not idle(rule, table)]
        broken |= drained(check_cells(resources[table], frame, wanted, untyped, guesses))[0]
        for name, resource in resources.items():
            if name == table or table in {key.resource or name for key in resource.schema.foreign_keys}:
                broken |= drained(check_keys(resource, frames, resources, guesses))[0]
        key = list(resources[table].schema.primary_key)
        frames[table] = last_of_equals(frame, key) if is_repeated(frame, key) else frame
        view = View(
            folder=self.folder,
            descriptor=self.package.descriptor,
            frames=frames,
            schemas={name: resource.schema for name, resource in resources.items()},
            paths={name: resource.path for name, resource in resources.items()},
            texts=None,
        )
        return broken | drained(check_rule_set(replace(rule_set(), inspections=()), wanted, view))[0]


def drained(stage: Iterator[Any]) -> tuple[set[str], Any]:
    """The ids of the rules that a stage of the validator finds broken, and what it returns."""
    broken: set[str] = set()
    while True:
        try:
            found = next(stage)
        except StopIteration as end:
            return broken, end.value
        if isinstance(found, Finding):
            broken.add(found.rule)


def canonical(schema: TableSchema, rows: list[dict[str, str]]) -> bytes:
    """A table as `make format` writes it: trimmed, sorted, quoted only where needed."""
    columns = list(schema.columns)
    cells = [[row[column].strip() for column in columns] for row in rows]
    return write_rows(columns, sorted(cells, key=sort_key(schema))).encode()


def idle(rule: Rule, table: str) -> bool:
    """Whether a rule reads several tables, but not this one: a change of it cannot break the rule."""
    return isinstance(rule, TableRule) and not rule.over and table not in rule.tables


_scratch: Scratch


def _begin(descriptor: Path, folder: Path) -> None:
    global _scratch
    _scratch = Scratch(descriptor, Path(tempfile.mkdtemp(dir=folder)))


def _outcome(mutation: tuple[str, str, str, list[dict[str, str]]]) -> Outcome:
    kind, table, record, rows = mutation
    return Outcome(kind, table, record, _scratch.refusals(table, rows))


def run(descriptor: Path, mutations: Iterable[Mutation], jobs: int = 1) -> list[Outcome]:
    """Validate the package once with each mutation, in so many processes.

    Raises `ValueError` where the package is not valid as it is.
    """
    found = validate(descriptor)
    if not found.valid:
        raise ValueError(f"the package is not valid as it is: {found.errors[0].message}")
    asked = ((one.kind.id, one.table, one.record, one.rows) for one in mutations)
    with tempfile.TemporaryDirectory() as folder:
        if jobs == 1:
            _begin(descriptor, Path(folder))
            return [_outcome(one) for one in asked]
        with get_context("spawn").Pool(jobs, _begin, (descriptor, Path(folder))) as pool:
            return list(pool.imap(_outcome, asked, chunksize=4))


def differences(mutation: Mutation, tables: Tables) -> str:
    """The cells that a mutation changes, for a reader."""
    before = {tuple(row.values()) for row in tables[mutation.table]}
    after = {tuple(row.values()) for row in mutation.rows}
    names = list(tables[mutation.table][0])
    lost = [dict(zip(names, row, strict=True)) for row in before - after]
    new = [dict(zip(names, row, strict=True)) for row in after - before]
    lines = []
    for row in new:
        old = next((one for one in lost if one[names[0]] == row[names[0]]), {})
        lines += [
            f"    {name}: {old.get(name, '')!r} -> {row[name]!r}"
            for name in names
            if row[name] != old.get(name, "")
        ]
    lines += [f"    gone: {' '.join(row.values())[:150]}" for row in lost if not new]
    return "\n".join([f"  {mutation.table} {mutation.record}", *lines])


def report(kinds: Iterable[Kind], outcomes: list[Outcome], seed: int) -> str:
    """The Markdown of all outcomes."""
    by_kind: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_kind.setdefault(one.kind, []).append(one)
    met = [kind for kind in kinds if kind.id in by_kind]
    told = [kind for kind in met if not kind.unseen]
    lines = [
        f"{len(outcomes)} rows made wrong by {len(met)} kinds of small changes (seed {seed}), and validated "
        f"without texts: {share(outcomes)} are refused. Of the {len(told)} kinds that the tables alone can "
        f"show {share([one for kind in told for one in by_kind[kind.id]])} are.",
        "",
        "| table | rows made wrong | refused | of 100 |",
        "| --- | --- | --- | --- |",
    ]
    for table in dict.fromkeys(one.table for one in outcomes):
        some = [one for one in outcomes if one.table == table]
        caught = sum(bool(one.rules) for one in some)
        lines.append(f"| {table} | {len(some)} | {caught} | {100 * caught / len(some):.0f} |")
    lines += ["", "| kind | what is made wrong | refused | by |", "| --- | --- | --- | --- |"]
    for kind in met:
        some = by_kind[kind.id]
        rules = Counter(rule for one in some for rule in one.rules)
        by = ", ".join(f"{rule} ({times})" for rule, times in rules.most_common())
        lines.append(
            f"| {kind.id} | {kind.wrong} | {sum(bool(o.rules) for o in some)} of {len(some)} | {by} |"
        )
    lines += ["", "Kinds that no rule can tell without the texts, but by chance:", ""]
    lines += [f"- {kind.id}: {kind.unseen}" for kind in met if kind.unseen]
    return "\n".join(lines) + "\n"


def counts(outcomes: Iterable[Outcome]) -> list[tuple[str, int, int]]:
    """(kind, how many of it are refused, of how many) of each kind, in the order of their ids."""
    refused: dict[str, list[bool]] = {}
    for one in outcomes:
        refused.setdefault(one.kind, []).append(bool(one.rules))
    return [(kind, sum(some), len(some)) for kind, some in sorted(refused.items())]


def share(outcomes: list[Outcome]) -> str:
    """How many of some outcomes are refusals: `620 (31 of 100)`."""
    caught = sum(bool(one.rules) for one in outcomes)
    return f"{caught} ({100 * caught / max(len(outcomes), 1):.0f} of 100)"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Count how many wrong rows the validator refuses.")
    parser.add_argument("--kinds", nargs="*", default=[], metavar="ID", help="only these kinds")
    parser.add_argument("--examples", type=int, default=10, help="rows of each kind (10)")
    parser.add_argument("--seed", type=int, default=1, help="which rows are taken (1)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    parser.add_argument("--out", type=Path, help="write the table to this file")
    parser.add_argument("--keep", action="store_true", help=f"write the counts to {KEPT.name} too")
    parser.add_argument("--show", action="store_true", help="print the changed cells, and validate nothing")
    options = parser.parse_args(arguments)
    kinds = load()
    unknown = set(options.kinds) - set(kinds)
    if unknown:
        print(f"error: there is no kind {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chosen = [kinds[name] for name in options.kinds or kinds]
    read = Package(ROOT / "datapackage.json")
    made = [one for kind in chosen for one in examples(kind, read, options.seed, options.examples)]
    if options.show:
        for one in made:
            print(f"{one.kind.id}: {one.kind.wrong}\n{differences(one, read.tables)}")
        return 0
    try:
        outcomes = run(ROOT / "datapackage.json", made, options.jobs)
    except ValueError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 2
    text = report(chosen, outcomes, options.seed)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    if options.keep:
        with KEPT.open("w", encoding="utf-8", newline="") as kept:
            csv.writer(kept, lineterminator="\n").writerows([("kind", "refused", "of"), *counts(outcomes)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
