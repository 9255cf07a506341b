"""One validation under way: the package, the tables read so far, and the report that grows."""

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from schemas import rules
from schemas.descriptor import CannotRun, Resource, read_json
from schemas.engine import Engine, Memory, engine_for
from schemas.frames import Frame, batches
from schemas.report import Count, Error, NotRun, Report
from schemas.showing import harmless
from schemas.suggest import did_you_mean

MOST_ERRORS = 1_000_000  # about rows that a report holds; more are only counted
PART = 1 << 40  # lines that a file may have, where a table has several
COMPARISONS = 20_000  # of a slip with what may have been meant: about a second's work in one validation


class Run:
    """What one level of the validation hands to the next.

    `resources` are those whose schema and file can be used, `frames` their rows, typed (see `schemas.frames`),
    with a column `_line`, which is a `place`; `untyped` are the cells (table, field, place) that are missing
    only for want of a type, `doubled` the tables in which a primary key stands twice; `left_out` are the ids of
    rules that the user does not want.
    """

    def __init__(
        self,
        path: Path,
        texts: Path | None,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        engine: str = "",
    ) -> None:
        """Read the descriptor. Raises `CannotRun` where that is impossible, or no rule has a given id."""
        self.path, self.folder, self.texts = path, path.parent, texts
        self.rules = {rule.id: rule for rule in rules.all_rules()}
        self.left_out = _left_out(self.rules, set(only), set(skip))
        self.report = Report()
        self.descriptor = read_json(path)
        self.resources: dict[str, Resource] = {}
        self.read: set[str] = set()
        self.frames: dict[str, Frame] = {}
        self.untyped: set[tuple[str, str, int]] = set()
        self.doubled: set[str] = set()
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
        self.report.errors.append(Error(path, line, rule, known.level, record, field, message, known.remedy))

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
        return engine_for(self._engine, sum(file.stat().st_size for file in files))

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
        if not key or name not in self.frames:
            return {}
        wanted, found = pl.Series(sorted(lines)), {}
        for batch in batches(self.frames[name].select("_line", *key)):
            some = batch.filter(pl.col("_line").is_in(wanted.implode()))
            ids = some.select(pl.concat_str(pl.col(key).cast(pl.String).fill_null(""), separator="/"))
            found.update(zip(some["_line"].to_list(), ids.to_series().to_list(), strict=True))
        return found

    def ran(self, rule: str, name: str) -> None:
        """Say that a rule was run on a table."""
        count = self.report.counts.setdefault(self.resources[name].path, Count())
        if rule not in self.left_out:
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

    def say_what_was_left_out(self) -> None:
        """Add to the report, as not run, what the user left out, and all about tables that were not read."""
        for rule in sorted(self.left_out):
            entry = NotRun(rule, self.rules[rule].level, harmless(self.path.name), "left out on request")
            self.report.not_run.append(entry)
        listed = self.descriptor.get("resources")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        unread = {str(entry.get("name")) for entry in entries} - set(self.read)
        needing = [rule.id for rule in self.rules.values() if rule.level in ("file", "cell", "key")]
        for name in sorted(unread):
            for rule in needing:
                self.not_run(rule, f"resource {name}", "its file or its schema cannot be used")


def _left_out(known: Collection[str], only: set[str], skip: set[str]) -> set[str]:
    for rule in sorted((only | skip) - set(known)):
        guess = did_you_mean(rule, known)
        raise CannotRun(f"there is no rule {rule}{guess}: `scripts/validate.py --rules` lists them")
    return (set(known) - only if only else set()) | skip
