"""The validator's way with pandera: its schemas tell which checks fail, the checks then tell where.

A check is one scalar for a whole table, worked out by whatever holds the table: so it costs no more in an
engine with ten million rows than it has to, and no list of failing cells is made that nobody reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl
from pandera.api.checks import Check

from schemas.convert import Bad, constraint_checks, to_pandera
from schemas.descriptor import Json, as_list
from schemas.frames import Frame, batches, in_memory
from schemas.rules import row_rules

# A pattern that means the same everywhere. Engines differ in what \d, \w and \s stand for, in what may be
# written, and in how often a part may be repeated.
PORTABLE = (
    r"(?:[A-Za-z0-9 _,;:/@#%=<>!'\"-]|\\[.\\/+*?()\[\]{}|^$-]|[.*+?|^$]|\((?:\?:)?(?!\?)|\)"
    r"|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}|\[\^?(?:[A-Za-z0-9 _.,;:/@#%+*=<>!'\"()^-]|\\[.\\/\[\]^-])+\])*"
)
VALUES = 1_000  # that a query of an engine lists at most


@dataclass(frozen=True, eq=False)
class Test:
    """A check: the id of its rule, what is expected, and the columns it looks at, the first to be mended."""

    rule: str
    expected: str
    columns: tuple[str, ...]
    bad: Bad
    of_a_cell: bool = True
    portable: bool = True  # whether any engine reads it as polars does


def failing_tests(frame: Frame, schema: Json) -> Iterator[tuple[Test, Frame | str]]:
    """Each check that fails, with the rows at fault; a check may come several times, with some of them.

    A check that an engine cannot run, or a rule about rows whose columns do not suit it, comes with a text
    that says why.
    """
    from pandera.errors import SchemaErrorReason, SchemaErrors

    tests = _tests(schema)
    wrong: dict[Test, list[Any]] = {}
    whole = nw.to_native(frame).collect() if in_memory(frame) else nw.to_native(frame)
    gates = to_pandera(schema, "polars" if in_memory(frame) else "ibis", _gates(tests, wrong))
    try:
        gates.validate(whole.drop("_line"), lazy=True)
        return
    except SchemaErrors as errors:
        failed = errors.schema_errors
    for error in failed:
        test = tests[int(str(error.check.name))] if isinstance(error.check, Check) else None
        cannot = error.reason_code == SchemaErrorReason.CHECK_ERROR
        if test is None or (cannot and test.of_a_cell and in_memory(frame)):
            raise AssertionError(f"a check could not be run: {error}")
        if cannot:
            yield test, str(error).partition("\n")[0]
        elif test not in wrong and isinstance(test.bad, nw.Expr):
            yield test, frame.filter(test.bad)
        else:
            values = wrong[test]
            for at in range(0, len(values), step := len(values) if in_memory(frame) else VALUES):
                yield test, frame.filter(nw.col(test.columns[0]).is_in(values[at : at + step]))


def _gates(tests: list[Test], wrong: dict[Test, list[Any]]) -> dict[str, list[Any]]:
    """Pandera checks for tests, by column; the cells that a Python test finds wrong are put into `wrong`."""
    gates: dict[str, list[Any]] = {}
    for number, test in enumerate(tests):
        column = test.columns[0] if test.of_a_cell else ""
        gates.setdefault(column, []).append(Check(_gate(test, wrong), name=str(number)))
    return gates


def _gate(test: Test, wrong: dict[Test, list[Any]]) -> Any:
    def holds(data: Any) -> bool:
        frame = nw.from_native(data.lazyframe if hasattr(data, "lazyframe") else data.table)
        bad = test.bad
        if isinstance(bad, nw.Expr) and (test.portable or in_memory(frame)):
            return not frame.select(bad=bad.fill_null(False).any()).collect().item()
        distinct = frame.select(test.columns[0]).drop_nulls().unique()
        wrong[test] = [
            cell
            for batch in batches(distinct)
            for cell in (_broken(batch, bad) if isinstance(bad, nw.Expr) else filter(bad, batch[:, 0]))
        ]
        return not wrong[test]

    return holds


def _broken(cells: pl.DataFrame, bad: nw.Expr) -> pl.Series:
    return nw.from_native(cells).filter(bad.fill_null(False)).to_native()[:, 0]


def _tests(schema: Json) -> list[Test]:
    tests = []
    keys = as_list(schema.get("primaryKey", []))
    for field in schema["fields"]:
        if field.get("constraints", {}).get("required") or field["name"] in keys:
            tests.append(Test("required", "", (field["name"],), nw.col(field["name"]).is_null()))
        for error, bad in constraint_checks(field, table=schema.get("name", "")):
            rule, _, expected = error.partition(": ")
            if rule != "unique":
                pattern = field.get("constraints", {}).get("pattern", "") if rule == "pattern" else ""
                portable = re.fullmatch(PORTABLE, pattern) is not None and "--" not in pattern
                tests.append(Test(rule, expected, (field["name"],), bad, portable=portable))
    columns = {field["name"] for field in schema["fields"]}
    tests += [
        Test(r.id, r.holds, r.columns, r.bad(), False) for r in row_rules(schema.get("name", ""), columns)
    ]
    return tests
