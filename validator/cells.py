"""Checking cells and rows: constraints, and the rules of a rule set about a single row."""

from collections.abc import Iterator, Sequence
from typing import Any

from validator.checks import Check, checks_of, failing
from validator.expressions import Frame
from validator.fields import TableSchema
from validator.messages import Guesses, cell_text, show
from validator.report import Finding, NotRun, Ran
from validator.resources import Resource
from validator.rules import Rule
from validator.tables import Untyped

# constraint -> rule, where the names differ
CONSTRAINTS = {
    "minLength": "min-length",
    "maxLength": "max-length",
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
    "jsonSchema": "pattern",
}


def check_cells(
    resource: Resource, frame: Frame, rules: Sequence[Rule], untyped: Untyped, guesses: Guesses
) -> Iterator[Finding | NotRun | Ran]:
    """Run the checks on a typed table. `rules` are the selected rules of the rule set.

    The first thing it yields is what ran.
    """
    schema, of_set = resource.schema, {rule.id for rule in rules}
    checks = checks_of(schema, rules if schema.name else ())
    failed = list(failing(frame, checks))
    run = {check.rule for check in checks}
    run |= {CONSTRAINTS.get(name, name) for field in schema.fields for name in field.constraints}
    yield Ran(resource.name, run - {check.rule for check, broken in failed if isinstance(broken, str)})
    for check, broken in failed:
        if isinstance(broken, str):
            level, reason = (
                "sense" if check.rule in of_set else "cell",
                f"it does not suit the columns ({broken})",
            )
            yield NotRun(check.rule, level, resource.path, reason, excused=False)
            continue
        for batch in broken:
            for row in batch.iter_rows(named=True):
                if untyped.isdisjoint((column, row["_line"]) for column in check.columns):
                    message = _message(check, row, schema, check.rule in of_set, guesses)
                    field = schema.name_of(check.columns[0])
                    yield Finding(check.rule, message, table=resource.name, line=row["_line"], field=field)


def _message(check: Check, row: dict[str, Any], schema: TableSchema, of_set: bool, guesses: Guesses) -> str:
    if check.found:
        return check.found.format_map({column: cell_text(value) for column, value in row.items()})
    if check.rule == "required":
        return "empty"
    cell = row[check.columns[0]]
    if of_set:
        return show(cell)
    field = schema.by_column[check.columns[0]]
    guess = guesses.guess(cell, field.vocabulary) if check.rule == "enum" else ""
    return f"{show(cell)}, expected {check.expected}{guess}"
