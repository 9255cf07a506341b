"""Level `cell`: constraints, and with them the rules of the level `sense` about one row or cell.

One pandera schema per table, made from its Table Schema, tells which checks fail; the very expression of a
check then tells where.
"""

from collections.abc import Iterator
from typing import Any

from schemas import rules, types
from schemas.frames import batches
from schemas.gate import Test, failing_tests
from schemas.run import Run
from schemas.showing import cell_text, show

# constraint of Table Schema -> rule, where they differ
CONSTRAINTS = {
    "minLength": "min-length",
    "maxLength": "max-length",
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
    "jsonSchema": "pattern",
}


def check(run: Run) -> None:
    """Run the pandera schema of each table that was typed."""
    for name, frame in run.frames.items():
        resource = run.resources[name]
        unfit: set[str] = set()
        for test, broken in failing_tests(frame, resource.schema):
            if isinstance(broken, str):
                unfit.add(test.rule)
                run.not_run(test.rule, resource.path, f"it does not suit the columns ({broken})")
                continue
            for batch in batches(broken):
                for row in batch.iter_rows(named=True):
                    if run.untyped.isdisjoint((name, column, row["_line"]) for column in test.columns):
                        message = _message(run, name, test, row)
                        run.row_error(test.rule, name, row["_line"], message, test.columns[0])
        for rule in _rules_run(run, name):
            if rule not in unfit:
                run.ran(rule, name)


def _message(run: Run, name: str, test: Test, row: dict[str, Any]) -> str:
    known = run.rules[test.rule]
    if isinstance(known, rules.RowRule):
        return known.found.format_map({column: cell_text(value) for column, value in row.items()})
    if known.id == "required":
        return "empty"
    cell = row[test.columns[0]]
    guess = run.guess_value(name, test.columns[0], cell) if known.id == "enum" else ""
    expected = f", expected {test.expected}" if known.level == "cell" else ""
    return f"{show(cell)}{expected}{guess}"


def _rules_run(run: Run, name: str) -> Iterator[str]:
    resource = run.resources[name]
    table = resource.schema.get("name", "")  # empty where the table is none of ours
    for field in resource.fields:
        yield from (CONSTRAINTS.get(constraint, constraint) for constraint in field.get("constraints", {}))
        yield from ["enum"] if "categories" in field else []
        yield from (rule.id for rule in rules.cell_rules(table, field["name"]) if types.is_text(field))
    yield from (rule.id for rule in rules.row_rules(table, set(resource.columns)))
