"""One validation under way: the package, the tables read so far, and the report that grows."""

from pathlib import Path
from typing import Any

from schemas import rules
from schemas.descriptor import Resource, read_json
from schemas.reading import TextTable
from schemas.report import Count, Error, NotRun, Report
from schemas.showing import harmless


class Run:
    """What one level of the validation hands to the next.

    `resources` are those whose schema and file can be used, `tables` their rows as text, `frames` their rows
    typed (narwhals frames with a column `_line`), `records` the record id of each line.
    """

    def __init__(self, path: Path, texts: Path | None) -> None:
        """Read the descriptor. Raises `CannotRun` where that is impossible."""
        self.path, self.folder, self.texts = path, path.parent, texts
        self.rules = {rule.id: rule for rule in rules.all_rules()}
        self.report = Report()
        self.descriptor = read_json(path)
        self.resources: dict[str, Resource] = {}
        self.tables: dict[str, TextTable] = {}
        self.frames: dict[str, Any] = {}
        self.records: dict[str, dict[int, str]] = {}

    def error(
        self, rule: str, path: str, message: str, line: int = 0, record: str = "", field: str = ""
    ) -> None:
        """Add an error about a file."""
        known = self.rules[rule]
        path, record, field, message = (harmless(text) for text in (path, record, field, message))
        self.report.errors.append(Error(path, line, rule, known.level, record, field, message, known.remedy))

    def row_error(self, rule: str, name: str, line: int, message: str, field: str = "") -> None:
        """Add an error about a line of a table."""
        record = self.records.get(name, {}).get(line, "")
        self.error(rule, self.resources[name].path, message, line, record, field)

    def ran(self, rule: str, name: str) -> None:
        """Say that a rule was run on a table."""
        self.report.counts.setdefault(self.resources[name].path, Count()).rules.add(rule)

    def not_run(self, rule: str, path: str, reason: str) -> None:
        """Say that a rule was not run."""
        self.report.not_run.append(NotRun(rule, self.rules[rule].level, path, reason))

    def path_of(self, name: str) -> str:
        """The path of a table's file, or its name where it is none of the package."""
        return self.resources[name].path if name in self.resources else name
