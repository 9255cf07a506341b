"""One validation under way: the package, the tables read so far, and the report that grows."""

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from schemas import rules
from schemas.descriptor import CannotRun, Resource, read_json
from schemas.engine import Engine, Memory, engine_for
from schemas.files import size
from schemas.frames import Frame, batches
from schemas.manifest import RULES as ABOUT_EDITIONS
from schemas.report import HOUSE, Count, Error, NotRun, Report
from schemas.showing import harmless
from schemas.suggest import did_you_mean

MOST_ERRORS = 1_000_000  # about rows that a report holds; more are only counted
PART = 1 << 40  # lines that a file may have, where a table has several
COMPARISONS = 20_000  # of a slip with what may have been meant: about a second's work in one validation


class Run:
    """What one level of the validation hands to the next.

    `resources` are those whose schema and file can be used, `frames` their rows, typed (`schemas.frames`),
    with a column `_line`, which is a `place`; `untyped` are the cells (table, field, place) that are missing
    only for want of a type, `doubled` the tables in which a primary key stands twice; `left_out` are the ids
    of rules that the user does not want, `house` those of them that are so for being house style; `no_tables`
    are the names of resources whose rows are not looked at, and why.
    """

    def __init__(
        self,
        path: Path,
        texts: Path | None,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        standard: bool = False,
        engine: str = "",
    ) -> None:
        """Read the descriptor. Raises `CannotRun` where that is impossible, or no rule has a given id."""
        self.path, self.folder, self.texts = path, path.parent, texts
        self.rules = {rule.id: rule for rule in rules.all_rules()}
        asked = _left_out(self.rules, set(only), set(skip))
        house = {rule.id for rule in self.rules.values() if rule.house} if standard else set()
        self.house = house - asked
        self.left_out = asked | house
        self.report = Report()
        self.descriptor = read_json(path)
        self.resources: dict[str, Resource] = {}
        self.read: set[str] = set()
        self.frames: dict[str, Frame] = {}
        self._typed: dict[str, Frame] = {}  # every table, once `frames` has only our own
        self.untyped: set[tuple[str, str, int]] = set()
        self.doubled: set[str] = set()
        self.no_tables: dict[str, str] = {}
        self._engine = engine
        self._found: list[tuple[str, str, int, str, str]] = []
        self._comparisons = COMPARISONS

    def error(
        self, rule: str, path: str, message: str, line: int = 0, record: str = "", field: str = ""
    ) -> None:
        """Add an error about a file."""
        if rule in self.left_out:
            return
        known = self.rules[rule]
        path, record, field = (harmless(text, 200) for text in (path, record, field))
        message = harmless(message, 1000)
        error = Error(path, line, rule, known.level, record, field, message, known.remedy, known.house)
        self.report.errors.append(error)

    def row_error(self, rule: str, name: str, line: int, message: str, field: str = "") -> None:
        """Add an error about a line of a table, given as a `place`."""
        if rule in self.left_out:
            return
        if len(self._found) < MOST_ERRORS:
            self._found.append((rule, name, line, message, field))
        else:
            self.report.beyond[rule] += 1

    @staticmethod
    def place(part: int, line: int) -> int:
        """A line of one of the files of a table, as one number."""
        return part * PART + line

    @cached_property
    def store(self) -> Memory | Engine:
        """Where the tables are kept: in memory if their files are not too large, or else in an engine."""
        files = [file for resource in self.resources.values() for file in resource.files]
        tables = [resource.columns for resource in self.resources.values()]
        return engine_for(self._engine, sum(map(size, files)), tables)

    def close(self) -> None:
        """Forget the tables."""
        if "store" in vars(self):
            self.store.close()

    def finish(self) -> Report:
        """The report, errors in order, with the ids of their records."""
        lines: dict[str, set[int]] = {}
        for _, name, line, _, _ in self._found:
            lines.setdefault(name, set()).add(line)
        records = {name: self._records(name, found) for name, found in lines.items()}
        for rule, name, line, message, field in self._found:
            part, number = divmod(line, PART)
            path = self.resources[name].paths[part]
            self.error(rule, path, message, number, records[name].get(line, ""), field)
        self.report.errors.sort(key=lambda error: (rules.LEVELS.index(error.level) > 0, error))
        return self.report

    def _records(self, name: str, lines: set[int]) -> dict[int, str]:
        """Line -> id of the record that begins there: its primary key."""
        key = self.resources[name].primary_key
        frames = self._typed or self.frames
        if not key or name not in frames:
            return {}
        wanted = pl.Series(sorted(lines))
        found: dict[int, str] = {}
        for batch in batches(frames[name].select("_line", *key)):
            some = batch.filter(pl.col("_line").is_in(wanted.implode()))
            ids = some.select(pl.concat_str(pl.col(key).cast(pl.String).fill_null(""), separator="/"))
            found.update(zip(some["_line"].to_list(), ids.to_series().to_list(), strict=True))
        return found

    def ran(self, rule: str, name: str) -> None:
        """Say that a rule was run on a table."""
        resource = self.resources[name]
        for path in resource.paths:
            count = self.report.counts.setdefault(path, Count())
            if rule not in self.left_out and (resource.described or self.rules[rule].level == "file"):
                count.rules.add(rule)

    def not_run(self, rule: str, path: str, reason: str) -> None:
        """Say that a rule was not run."""
        if rule not in self.left_out:
            entry = NotRun(rule, self.rules[rule].level, harmless(path, 200), harmless(reason, 1000))
            self.report.not_run.append(entry)

    def path_of(self, name: str) -> str:
        """The path of a table's file, or its name where it is none of the package."""
        return self.resources[name].path if name in self.resources else name

    def guess(self, given: Any, options: Collection[Any]) -> str:
        """` (did you mean "…"?)`, or nothing: no option comes near, or there is too much to compare."""
        if not 0 < len(options) <= self._comparisons:
            return ""
        self._comparisons -= len(options)
        return did_you_mean(str(given), map(str, options))

    def guess_value(self, name: str, field: str, given: Any) -> str:
        """`guess` among the vocabulary of a table's field."""
        [found] = [entry for entry in self.resources[name].fields if entry["name"] == field]
        return self.guess(given, found.get("constraints", {}).get("enum", []))

    def keep_own_tables(self) -> None:
        """Leave only our own tables to the levels that are about them, `sense` and `text`."""
        self._typed = self.frames
        self.frames = {name: frame for name, frame in self.frames.items() if self.is_own(name)}

    def is_own(self, name: str) -> bool:
        """Whether a table that was read is one of ours: the name of its schema says so."""
        return bool(self.resources[name].schema.get("name"))

    def has_own_tables(self) -> bool:
        """Whether the package has one of our own tables, if only one that could not be read."""
        return any(
            name in rules.own_tables() and (name not in self.resources or self.is_own(name))
            for name in self._listed()
        )

    def _listed(self) -> set[str]:
        """The names of the resources in the descriptor."""
        listed = self.descriptor.get("resources")
        entries = listed if isinstance(listed, list) else []
        return {str(entry.get("name")) for entry in entries if isinstance(entry, dict)}

    def why_absent(self, tables: Collection[str]) -> str:
        """Why a rule about our own tables lacks some of them."""
        if any(name in self.resources and not self.is_own(name) for name in tables):
            return f"the table {', '.join(tables)} is another than the one that the rule is about"
        return f"the table {', '.join(tables)} was not read"

    def say_what_was_left_out(self) -> None:
        """Add to the report, as not run, what the user left out, and all that found no table to look at."""
        for rule in sorted(self.left_out):
            reason = HOUSE if rule in self.house else "left out on request"
            entry = NotRun(rule, self.rules[rule].level, harmless(self.path.name), reason)
            self.report.not_run.append(entry)
        for name in sorted(self._listed() - self.read):
            reason = self.no_tables.get(name, "its file or its schema cannot be used")
            self.none_run(("file", "cell", "key"), f"resource {name}", reason)
        told = {entry.rule for entry in self.report.not_run}
        ran = {rule for count in self.report.counts.values() for rule in count.rules}
        for known in self.rules.values():
            about_tables = known.level in ("sense", "text") or known.id in ABOUT_EDITIONS
            if about_tables and known.id not in told | ran:
                self.not_run(known.id, self.path.name, "no table is one of those that it is about")

    def none_run(self, levels: Collection[str], path: str, reason: str) -> None:
        """Say that no rule of some levels was run on something."""
        for known in self.rules.values():
            if known.level in levels:
                self.not_run(known.id, path, reason)


def _left_out(known: Collection[str], only: set[str], skip: set[str]) -> set[str]:
    for rule in sorted((only | skip) - set(known)):
        guess = did_you_mean(rule, known)
        raise CannotRun(f"there is no rule {rule}{guess}: `scripts/validate.py --rules` lists them")
    return (set(known) - only if only else set()) | skip
