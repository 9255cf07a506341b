"""One validation under way: the package, the tables read so far, and the report that grows."""

from pathlib import Path
from typing import Any

import polars as pl

from schemas import rules
from schemas.descriptor import Resource, read_json
from schemas.reading import TextTable
from schemas.report import Count, Error, NotRun, Report
from schemas.showing import harmless


class Run:
    """What one level of the validation hands to the next.

    `resources` are those whose schema and file can be used, `tables` their rows as text, `frames` their rows
    typed (narwhals frames with a column `_line`).
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
        self._records: dict[str, dict[int, str]] = {}

    def error(
        self, rule: str, path: str, message: str, line: int = 0, record: str = "", field: str = ""
    ) -> None:
        """Add an error about a file."""
        known = self.rules[rule]
        path, record, field, message = (harmless(text) for text in (path, record, field, message))
        self.report.errors.append(Error(path, line, rule, known.level, record, field, message, known.remedy))

    def row_error(self, rule: str, name: str, line: int, message: str, field: str = "") -> None:
        """Add an error about a line of a table."""
        self.error(rule, self.resources[name].path, message, line, self.record(name, line), field)

    def record(self, name: str, line: int) -> str:
        """The id of the record on a line: its primary key; empty where there is none."""
        cells, key = self.tables[name].cells, self.resources[name].primary_key
        if cells is None or not key:
            return ""
        if name not in self._records:  # only where a table has an error
            ids = cells.select(pl.concat_str(pl.col(key).fill_null(""), separator="/")).to_series()
            self._records[name] = dict(zip(cells["_line"].to_list(), ids.to_list(), strict=True))
        return self._records[name].get(line, "")

    def ran(self, rule: str, name: str) -> None:
        """Say that a rule was run on a table."""
        self.report.counts.setdefault(self.resources[name].path, Count()).rules.add(rule)

    def not_run(self, rule: str, path: str, reason: str) -> None:
        """Say that a rule was not run."""
        self.report.not_run.append(NotRun(rule, self.rules[rule].level, path, reason))

    def path_of(self, name: str) -> str:
        """The path of a table's file, or its name where it is none of the package."""
        return self.resources[name].path if name in self.resources else name
