"""Level `cell`: types and constraints, and with them the rules of the level `sense` about one row or cell.

The cells are typed first, then one pandera schema per table, made from its Table Schema, does the rest.
"""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from schemas import rules, types
from schemas.cells import type_frame
from schemas.descriptor import Json
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
    """Type the cells of each table that was read, and run its pandera schema."""
    for name, table in run.tables.items():
        if table.cells is None:
            continue
        schema = run.resources[name].schema
        typed, failures = type_frame(table.cells, schema)
        for field, line, cell, type_ in failures:
            run.row_error("type", name, line, f"{show(cell)} is no {type_}", field)
        untyped = {(field, line) for field, line, _, _ in failures}
        broken: dict[str, list[int]] = {}
        unfit: set[str] = set()
        for rule, field, place, cell, expected in pandera_failures(typed, schema):
            known = run.rules[rule]
            if place is None:  # a table of another package may have a column of the name but not of the type
                unfit.add(rule)
                run.not_run(rule, run.path_of(name), f"it does not suit the columns ({expected})")
                continue
            fields = known.columns if isinstance(known, rules.RowRule) else (field,)
            if not untyped.isdisjoint((name_, place) for name_ in fields):
                continue  # missing only for want of a type
            if isinstance(known, rules.RowRule):
                broken.setdefault(rule, []).append(place)
            else:
                guess = run.guess_value(name, field, cell) if rule == "enum" else ""
                run.row_error(rule, name, place, _message(known, cell, expected) + guess, field)
        for rule, lines in broken.items():
            _report_rows(run, name, typed, rule, lines)
        run.frames[name] = nw.from_native(typed, eager_only=True)
        for rule in _rules_run(run, name):
            if rule not in unfit:
                run.ran(rule, name)


def _message(rule: rules.Rule, cell: Any, expected: str) -> str:
    if rule.id == "required":
        return "empty"
    return f"{show(cell)}, expected {expected}" if rule.level == "cell" and expected else show(cell)


def _report_rows(run: Run, name: str, typed: pl.DataFrame, rule: str, lines: list[int]) -> None:
    known = run.rules[rule]
    assert isinstance(known, rules.RowRule)
    for row in typed.filter(pl.col("_line").is_in(lines)).iter_rows(named=True):
        message = known.found.format_map({column: cell_text(value) for column, value in row.items()})
        run.row_error(rule, name, row["_line"], message, known.columns[0])


def pandera_failures(typed: pl.DataFrame, schema: Json) -> Iterator[tuple[str, str, int | None, Any, str]]:
    """(rule id, field, line, cell, what was expected) for each failure that pandera reports.

    Where a rule about rows cannot be run on columns of such types, the line is None, and why comes last.
    """
    from pandera.errors import SchemaErrors

    from schemas.convert import to_pandera

    try:
        to_pandera(schema, backend="polars").validate(typed.drop("_line"), lazy=True)
    except SchemaErrors as errors:
        lines = typed["_line"].to_list()
        seen: set[tuple[str, Any]] = set()
        for case in errors.failure_cases.to_dicts():
            rule, _, expected = str(case["check"]).partition(": ")
            rule = {"not_nullable": "required"}.get(rule, rule)
            cell = case["failure_case"]
            if case["index"] is None:
                if rule not in {
                    known.id for known in rules.row_rules(schema.get("name", ""), set(typed.columns))
                }:
                    raise AssertionError(f"a check could not be run: {case}") from errors
                yield rule, "", None, "", str(cell)
                continue
            if rule == "unique" and (case["column"], cell) not in seen:
                seen.add((case["column"], cell))  # the first of the equal ones is not at fault
                continue
            yield rule, case["column"] or "", lines[case["index"]], "" if cell is None else cell, expected


def _rules_run(run: Run, name: str) -> Iterator[str]:
    resource = run.resources[name]
    yield "type"
    for field in resource.fields:
        yield from (CONSTRAINTS.get(constraint, constraint) for constraint in field.get("constraints", {}))
        yield from ["enum"] if "categories" in field else []
        yield from (rule.id for rule in rules.cell_rules(field["name"]) if types.is_text(field))
    yield from (rule.id for rule in rules.row_rules(name, set(resource.columns)))
