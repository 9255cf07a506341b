"""pandera schemas and the validator are made of the same checks: they name the same cells alike."""

import shutil
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
from conftest import Package
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from schemas import SCHEMAS
from schemas.rules import rule_set
from schemas.validation import validate
from validator import standard_rules
from validator.rules import CellRule, RowRule

GARBAGE = [
    *(
        "",
        "x",
        "-1",
        "0",
        "1.5",
        "1e3",
        "NaN",
        "inf",
        "007",
        "2024-02-30",
        "2024",
        "2024-05",
        "9-3",
        "1-2;2-3",
    ),
    *(
        "1-2;2-3",
        "a|b",
        "é",
        "e\u0301",
        "KOR",
        "en",
        "eq",
        "between",
        "none",
        "9" * 30,
        "a\nb",
        " x",
        "evt-visit",
    ),
]
# rules that pandera schemas have: of cells and keys within one table, and of one row at a time
SHARED = {rule.id for rule in standard_rules.RULES if rule.level in ("cell", "key")} - {"foreign-key"}
SHARED |= {rule.id for rule in rule_set().rules if isinstance(rule, CellRule | RowRule)}

Places = set[tuple[str, str, int]]  # rule, field, number of the row


def by_pandera(path: Path) -> Places:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    try:
        SCHEMAS[path.stem].validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        places = zip(cases["check"], cases["column"], cases["index"], strict=True)
        return {(str(check).partition(":")[0], field, number) for check, field, number in places}
    return set()


def by_the_validator(package: Package, table: str) -> Places:
    lines, line = {}, 2
    for number, row in enumerate(package.rows(table)):
        lines[line] = number
        line += 1 + sum(cell.count("\n") for cell in row.values())
    errors = validate(package.descriptor, only=sorted(SHARED)).errors
    return {(e.rule, e.field, lines[e.line]) for e in errors if e.path == f"data/{table}.csv"}


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_both_name_the_same_cells_under_the_same_rules(
    sealed: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    folder = tmp_path_factory.mktemp("corrupted") / "package"
    shutil.copytree(sealed, folder)
    package = Package(folder)
    table = data.draw(st.sampled_from([name for name in SCHEMAS if package.rows(name)]))
    rows = package.rows(table)
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.sampled_from(list(row)))] = data.draw(st.sampled_from(GARBAGE))
    package.write(table, rows)
    assert by_pandera(package.path(table)) == by_the_validator(package, table)
