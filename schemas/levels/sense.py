"""Level `sense`: the rules about tables. Those about one row or cell ran with the cells."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
from narwhals.exceptions import ColumnNotFoundError, NarwhalsError
from polars.exceptions import PolarsError

from schemas.frames import in_memory, rows
from schemas.rules import TableRule
from schemas.run import Run
from schemas.showing import cell_text

UNFIT = (NarwhalsError, PolarsError, TypeError, AttributeError)


def check(run: Run) -> None:
    """Run each table rule wherever its tables are there; elsewhere say that it was not run."""
    for rule in run.rules.values():
        if not isinstance(rule, TableRule) or rule.id in run.left_out:
            continue
        for name in _tables_checked(run, rule):
            others = rule.tables if rule.over else rule.tables[1:]
            absent = [table for table in (name, *others) if table not in run.frames]
            if absent:
                run.not_run(rule.id, run.path_of(name), run.why_absent(absent))
                continue
            try:
                result = rule.check(run.frames[name], *(run.frames[table] for table in others))
                found = list(_found(result, rule))
            except (KeyError, ColumnNotFoundError) as missing:
                column = str(missing).splitlines()[0].strip("'")
                run.not_run(rule.id, run.path_of(name), f"a column that it reads is missing ({column})")
                continue
            except Exception as unfit:
                # two columns to be joined of different types, a number for a text, what an engine cannot do
                if in_memory(run.frames[name]) and not isinstance(unfit, UNFIT):
                    raise
                reason = str(unfit).partition("\n")[0]
                run.not_run(rule.id, run.path_of(name), f"it does not suit the columns ({reason})")
                continue
            run.ran(rule.id, name)
            for line, message in found:
                run.row_error(rule.id, name, line, message, rule.field)


def _tables_checked(run: Run, rule: TableRule) -> list[str]:
    if not rule.over:
        return [rule.tables[0]]
    return [name for name, frame in run.frames.items() if set(rule.over).issubset(frame.columns)]


def _found(result: Any, rule: TableRule) -> Iterator[tuple[int, str]]:
    if not isinstance(result, nw.LazyFrame):
        yield from result
        return
    for row in rows(result):
        yield row["_line"], rule.found.format_map({key: cell_text(value) for key, value in row.items()})
