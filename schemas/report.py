"""What a validation found."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

HOUSE = "house style, left out on request"  # the reason why a rule was not run


@dataclass(frozen=True, order=True)
class Error:
    """One broken rule at one place. `line` is the file's own, header = 1; 0 where no line is meant."""

    path: str
    line: int
    rule: str
    level: str
    record: str
    field: str
    message: str  # what was found, and what it was compared with
    remedy: str
    house: bool = False  # whether only our own style asks for it

    def __str__(self) -> str:
        """`data/claims.csv:12 clm-0007 value_low [bounds-ordered] 45 is above value_high 40: swap them`."""
        place = " ".join(part for part in (self.record, self.field) if part)
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line} {place + ' ' if place else ''}[{self.rule}] {self.message}: {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """The error as the JSON report has it."""
        names = ("rule", "level", "path", "line", "record", "field", "message", "remedy")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class NotRun:
    """A rule that was not run on something, and why: never to be read as passed."""

    rule: str
    level: str
    path: str
    reason: str


@dataclass
class Count:
    """How much of a file was looked at: its rows, and the ids of the rules that were run on it."""

    rows: int = 0
    rules: set[str] = field(default_factory=set)


@dataclass
class Report:
    """What a validation found.

    Attributes:
        errors: All errors, those of the package first, then by file and line.
        not_run: The rules that were not run on something, and why.
        counts: Path of a file -> how much of it was looked at.
        beyond: Id of a rule -> how many errors of it came after the first million, and are only counted.
    """

    errors: list[Error] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    beyond: Counter[str] = field(default_factory=Counter)

    @property
    def valid(self) -> bool:
        """Whether nothing that was run failed."""
        return not self.errors

    def to_dict(self) -> dict[str, Any]:
        """The JSON report."""
        return {
            "valid": self.valid,
            "errors": [error.to_dict() for error in self.errors],
            "beyond": dict(self.beyond),
            "not_run": [vars(entry) for entry in self.not_run],
            "counts": {
                path: {"rows": count.rows, "rules": len(count.rules)} for path, count in self.counts.items()
            },
        }
