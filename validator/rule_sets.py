"""Running a rule set on a package that names it: its rules about tables, then its inspections."""

from collections.abc import Iterator, Sequence
from typing import Any

from polars.exceptions import PolarsError

from validator.frames import batches, in_memory
from validator.messages import cell_text
from validator.parallel import results
from validator.report import Finding, NotRun, Ran
from validator.rules import Rule, RuleSet, TableRule, View

UNFIT = (PolarsError, TypeError, AttributeError, IndexError, ValueError)


def check_rule_set(
    rule_set: RuleSet, wanted: Sequence[Rule], view: View, threads: int = 0
) -> Iterator[Finding | NotRun | Ran]:
    """Run the selected rules about tables, in other `threads` if there are any, then all inspections."""
    yield from (Ran(name, ("table-as-defined",)) for name in view.schemas)
    rules = [rule for rule in wanted if isinstance(rule, TableRule)]
    jobs = [(rule, name) for rule in rules for name in _tables_checked(rule, view)]

    def run(job: tuple[TableRule, str]) -> list[Finding | NotRun | Ran]:
        return list(_run(*job, view))

    for found in results(run, jobs, threads):
        yield from found
    for inspection in rule_set.inspections:
        yield from inspection(view)


def _tables_checked(rule: TableRule, view: View) -> list[str]:
    if not rule.over:
        return [rule.tables[0]]
    return [name for name, schema in view.schemas.items() if set(rule.over).issubset(schema.columns)]


def _run(rule: TableRule, name: str, view: View) -> Iterator[Finding | NotRun | Ran]:
    others = rule.tables if rule.over else rule.tables[1:]
    absent = [table for table in (name, *others) if table not in view.frames]
    path = view.paths.get(name, name)
    if absent:
        yield NotRun(
            rule.id, rule.level, path, f"the table {', '.join(absent)} was not read as one of the rule set"
        )
        return
    try:
        told = {"table": name} if rule.named else {}
        result = rule.check(view.frames[name], *(view.frames[table] for table in others), **told)
        found = list(_found(result, rule))
    except Exception as unfit:
        if isinstance(unfit, KeyError) or type(unfit).__name__ == "ColumnNotFoundError":  # of any engine
            column = str(unfit).splitlines()[0].strip("'")
            yield NotRun(rule.id, rule.level, path, f"a column that it reads is missing ({column})")
            return
        # joined columns of different types, a number in place of text, something an engine cannot do
        if in_memory(view.frames[name]) and not isinstance(unfit, UNFIT):
            raise
        reason = str(unfit).partition("\n")[0]
        yield NotRun(rule.id, rule.level, path, f"it does not suit the columns ({reason})")
        return
    yield Ran(name, (rule.id,))
    for line, message in found:
        yield Finding(rule.id, message, table=name, line=line, field=rule.field)


def _found(result: Any, rule: TableRule) -> Iterator[tuple[int, str]]:
    if not hasattr(result, "collect_schema"):
        yield from result
        return
    for batch in batches(result):
        for row in batch.iter_rows(named=True):
            yield row["_line"], rule.found.format_map({key: cell_text(value) for key, value in row.items()})
