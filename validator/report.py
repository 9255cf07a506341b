"""What a validation found, and how the report is put together.

Stages yield `Finding`, `NotRun` and `Ran`. Only the `Collector` knows remedies, record ids and escaping, and
turns them into the `Report` that users get.
"""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from validator.messages import harmless

if TYPE_CHECKING:
    from validator.rules import Rule

Said = TypeVar("Said")
Result = TypeVar("Result")

HOUSE = "house style, left out on request"  # the reason why a rule was not run
HOUSE_OF_OTHERS = "house style, which applies to a package without our rule set only with --house"
ON_REQUEST = "left out on request"
MOST_ERRORS = 1_000_000  # errors about rows that a report holds; more are only counted
PART = 1 << 40  # more lines than any file has; used to tell parts of a table apart


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule. `path` names a file; for a row, `table` names a resource and `line` is a `place`.

    `remedy`: how to correct just this one, where more can be said than the remedy of the rule.
    """

    rule: str
    message: str
    path: str = ""
    table: str = ""
    line: int = 0
    field: str = ""
    record: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """Rules that were run on a table, and how many rows of one of its files were read."""

    table: str
    rules: Collection[str] = ()
    path: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that was not run on something, and why; it must never be read as passed.

    `excused`: it was left out on request, or needs something that is not part of the package, such as the
    text of a source. A check of the standard that could not be run is not excused: the package is then at
    most valid in part.
    """

    rule: str
    level: str
    path: str
    reason: str
    excused: bool = True


def place(part: int, line: int) -> int:
    """A line of one of the files of a table, as one number."""
    return part * PART + line


@dataclass(frozen=True, order=True)
class Error:
    """One broken rule at one place. `line` is the line in the file (header = 1), or 0 if none is meant."""

    path: str
    line: int
    rule: str
    level: str
    record: str
    field: str
    message: str  # what was found, and what it was compared with
    remedy: str
    house: bool = False  # whether only house style requires it

    def __str__(self) -> str:
        """`data/claims.csv:12 clm-0007 value_low [bounds-ordered] 45 is above value_high 40: swap them`."""
        where = " ".join(part for part in (self.record, self.field) if part)
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line} {where + ' ' if where else ''}[{self.rule}] {self.message}: {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """The error as in the JSON report."""
        names = ("rule", "level", "path", "line", "record", "field", "message", "remedy")
        return {name: getattr(self, name) for name in names}


@dataclass
class Count:
    """How much of a file was checked: its rows, and the ids of the rules that were run on it."""

    rows: int = 0
    rules: set[str] = field(default_factory=set)


@dataclass
class Report:
    """What a validation found.

    Attributes:
        errors: All errors, those about the package first, then by file and line.
        not_run: The rules that were not run on something, and why.
        counts: Path of a file -> how much of it was checked.
        beyond: Id of a rule -> how many of its errors came after the first million, and are only counted.
    """

    errors: list[Error] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    beyond: Counter[str] = field(default_factory=Counter)

    @property
    def valid(self) -> bool:
        """Whether nothing failed, and nothing required by the standard was left unchecked."""
        return not self.errors and not self.partial

    @property
    def partial(self) -> bool:
        """Whether a check of the standard could not be run, other than on request."""
        return any(not entry.excused for entry in self.not_run)

    def to_dict(self) -> dict[str, Any]:
        """The JSON report."""
        return {
            "valid": self.valid,
            "errors": [error.to_dict() for error in self.errors],
            "beyond": dict(self.beyond),
            "not_run": [
                {name: getattr(entry, name) for name in ("rule", "level", "path", "reason")}
                for entry in self.not_run
            ],
            "counts": {
                path: {"rows": count.rows, "rules": len(count.rules)} for path, count in self.counts.items()
            },
        }


def completed(stage: Generator[Said, None, Result]) -> tuple[list[Said], Result]:
    """Run a stage to its end; -> what it yields, and what it returns."""
    said = []
    while True:
        try:
            said.append(next(stage))
        except StopIteration as end:
            return said, end.value


class Collector:
    """Collects what the stages yield, and builds the report from it."""

    def __init__(self, rules: Mapping[str, "Rule"], left_out: Mapping[str, str], where: str) -> None:
        """`left_out`: id of a rule -> why it is left out; `where`: the name of the descriptor."""
        self._rules, self._left_out, self._where = rules, left_out, where
        self._paths: dict[str, tuple[str, ...]] = {}
        self._undescribed: set[str] = set()
        self._about_rows: list[Finding] = []
        self.report = Report()

    def knows(self, table: str, paths: tuple[str, ...], *, described: bool = True) -> None:
        """Register the files of a table; one not `described` by a schema has no checks of cells."""
        self._paths[table] = paths
        for path in paths:
            self.report.counts.setdefault(harmless(path, 200), Count())
        if not described:
            self._undescribed.add(table)

    def add(self, found: Iterable[Finding | NotRun | Ran]) -> Any:
        """Take what a stage yields, as it comes; -> what the stage returns."""
        stage = iter(found)
        while True:
            try:
                one = next(stage)
            except StopIteration as end:
                return end.value
            if isinstance(one, Ran):
                self._ran(one)
            elif one.rule in self._left_out:
                continue
            elif isinstance(one, NotRun):
                path, reason = harmless(one.path, 200), harmless(one.reason, 1000)
                self.report.not_run.append(NotRun(one.rule, one.level, path, reason, one.excused))
            elif not one.table:
                self._error(one, one.path, one.line, one.record)
            elif len(self._about_rows) < MOST_ERRORS:
                self._about_rows.append(one)
            else:
                self.report.beyond[one.rule] += 1

    def _ran(self, one: Ran) -> None:
        for path in self._paths.get(one.table, (one.path,)):
            count = self.report.counts.setdefault(harmless(path, 200), Count())
            count.rows += one.rows if path == one.path else 0
            for rule in one.rules:
                by_bytes = self._rules[rule].level == "file"
                if rule not in self._left_out and (by_bytes or one.table not in self._undescribed):
                    count.rules.add(rule)

    def _error(self, one: Finding, path: str, line: int, record: str) -> None:
        rule = self._rules[one.rule]
        path, record, field_ = (harmless(text, 200) for text in (path, record, one.field))
        message, remedy = harmless(one.message, 1000), harmless(one.remedy or rule.remedy)
        self.report.errors.append(
            Error(path, line, rule.id, rule.level, record, field_, message, remedy, rule.house)
        )

    def finish(self, record_ids: Callable[[str, set[int]], Mapping[int, str]]) -> Report:
        """The report, with errors in order. `record_ids` gives the ids of the records on lines of a table."""
        lines: dict[str, set[int]] = {}
        for one in self._about_rows:
            lines.setdefault(one.table, set()).add(one.line)
        records = {table: record_ids(table, found) for table, found in lines.items()}
        for one in self._about_rows:
            part, line = divmod(one.line, PART)
            self._error(one, self._paths[one.table][part], line, records[one.table].get(one.line, ""))
        where = harmless(self._where)
        for left_out, reason in sorted(self._left_out.items()):
            self.report.not_run.append(NotRun(left_out, self._rules[left_out].level, where, reason))
        told = {entry.rule for entry in self.report.not_run}
        told |= {rule for count in self.report.counts.values() for rule in count.rules}
        for rule in self._rules.values():
            if rule.id not in told and rule.about_tables:
                reason = "the package has none of the tables it is about"
                self.report.not_run.append(NotRun(rule.id, rule.level, where, reason))
        self.report.errors.sort(key=lambda error: (error.level != "package", error))
        return self.report
