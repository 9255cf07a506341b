"""An engine finds what is found in memory: the same rules run there, unrewritten.

The engine is DuckDB, embedded, as for packages larger than memory.
"""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import ROOT, Package
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from test_rules import CASES

from schemas.rules import all_rules
from schemas.validation import validate
from scripts import validate as command
from validator import checks, engines, frames, pipeline
from validator.checks import PORTABLE
from validator.descriptor import CannotRun
from validator.engines import Memory, engine_for
from validator.expressions import in_words_of_narwhals
from validator.frames import rows, without
from validator.report import Report


def found(report: Report) -> list[tuple]:
    return [(error.rule, error.path, error.line, error.record, error.field) for error in report.errors]


@pytest.mark.long
def test_everything_runs_in_an_engine(package: Package):
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert [str(error) for error in report.errors] == []
    assert report.not_run == []


def streamed(package: Package) -> Report:
    """What is found where polars streams, as it does in packages that are large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "SMALL", 0)
        return validate(package.descriptor, package.texts, engine="polars")


def break_rules(package: Package) -> None:
    """Make as many faults as fit into one package."""
    for rule in all_rules():
        if rule.level in ("cell", "key", "sense"):
            try:
                CASES[rule.id](package)
            except (AssertionError, ValueError):
                continue  # an earlier case took the row that this one is about


@pytest.mark.long
def test_streams_find_what_is_found_at_once(package: Package):
    break_rules(package)
    at_once = found(validate(package.descriptor, package.texts, engine="polars"))
    assert found(streamed(package)) == at_once
    assert len({rule for rule, *_ in at_once}) > 60


@pytest.mark.long
def test_an_engine_finds_what_is_found_in_memory(package: Package):
    break_rules(package)
    in_memory = validate(package.descriptor, package.texts, engine="polars")
    in_engine = validate(package.descriptor, package.texts, engine="duckdb")
    assert found(in_engine) == found(in_memory)
    assert len({error.rule for error in in_memory.errors}) > 60
    assert {(entry.rule, entry.path) for entry in in_engine.not_run} == {
        (entry.rule, entry.path) for entry in in_memory.not_run
    }


GARBAGE = [
    *("", " ", "x", "-1", "0", "1e3", "NaN", "INF", "-0.0", "007", "2024-02-30", "2024", "9-3", "1-2;2-3"),
    *(
        "a b",
        "é",
        "e\u0301",
        "ß",
        "\u00a0",
        "\u2028x",
        "A",
        "q1",
        "Q1",
        "http://x",
        "'",
        "%",
        "_",
        "\\",
        "(",
        "[a",
    ),
    *(
        "true",
        "10000000000000000000",
        "0.1",
        "0.30000000000000004",
        "per-",
        "*",
        "\ufeff",
        "\U0001f6a2",
        "a\n",
    ),
]


@pytest.mark.long
@examples(  # of some seconds each: many cells are changed in each instead
    4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_both_ways_find_the_same_in_any_cells(
    sealed: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    """Cells of the small package are changed for others of it, for nothing, or for what is no value."""
    folder = tmp_path_factory.mktemp("mutated") / "package"
    shutil.copytree(sealed, folder)
    package = Package(folder)
    tables = sorted(path.stem for path in folder.glob("data/*.csv") if package.rows(path.stem))
    for table in data.draw(st.lists(st.sampled_from(tables), min_size=8, unique=True)):
        rows = package.rows(table)
        there = sorted({cell for row in rows for cell in row.values()})
        for _ in range(data.draw(st.integers(3, 20))):
            row = data.draw(st.sampled_from(rows))
            row[data.draw(st.sampled_from(sorted(row)))] = data.draw(st.sampled_from([*there, *GARBAGE]))
        with package.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows([*rows, *rows[: data.draw(st.integers(0, 2))]])
        package.rehash(table)
    in_memory = validate(package.descriptor, package.texts, engine="polars")
    in_engine = validate(package.descriptor, package.texts, engine="duckdb")
    assert found(in_engine) == found(in_memory) == found(streamed(package))
    assert not_run(in_engine) == not_run(in_memory)
    shutil.rmtree(folder.parent)


def not_run(report: Report) -> set[tuple[str, str]]:
    return {(entry.rule, entry.path) for entry in report.not_run}


PATTERNS = {
    # what DuckDB would read in its own way, or not at all
    **{r"\d": False, r"\w+": False, r"\S+": False, r"a\sb": False, r"\u0041": False, r".{1,1001}": False},
    **{r"\pL+": False, r"[[:alpha:]]": False, r"(?i)k": False, r"\bA\b": False, r"[a-z--b]+": False},
    # the usual ones
    **{r"[a-z]+": True, r"a|A": True, r"(?:a|b){1,5}": True, r"[^a]": True, r"": True, r".\..": True},
}
CELLS = [
    "a",
    "A",
    "b",
    "É",
    "\u0663",
    "5",
    "a b",
    "a\u00a0b",
    "\u017f",
    "\u212a",
    "x\u2028y",
    "a\nb",
    "x.y",
    "-",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_the_same_in_an_engine(tmp_path: Path, pattern: str):
    field = {"name": "cell", "type": "string", "constraints": {"pattern": pattern}}
    table = {"name": "cells", "data": [["cell"], *([cell] for cell in CELLS)], "schema": {"fields": [field]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "cells", "resources": [table]}))
    reports = [validate(tmp_path / "datapackage.json", standard=True, engine=e) for e in ("polars", "duckdb")]
    assert found(reports[0]) == found(reports[1])
    assert not_run(reports[0]) == not_run(reports[1])
    assert PATTERNS[pattern] == (PORTABLE.fullmatch(pattern) is not None and "--" not in pattern)


def test_the_patterns_of_our_own_tables_are_looked_at_by_the_engine():
    for path in sorted((ROOT / "schemas").glob("*.schema.json")):
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]:
            assert PORTABLE.fullmatch(field.get("constraints", {}).get("pattern", "")), field["name"]


def test_all_broken_keys_come_out_of_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A query, such as one for what may have been meant, ends the one whose rows are still coming."""
    monkeypatch.setattr(frames, "BATCH", 1)
    key = {"fields": ["boat"], "reference": {"resource": "boats", "fields": ["boat"]}}
    trips = {"fields": [{"name": "boat", "type": "string"}], "foreignKeys": [key]}
    given = [
        {"name": "trips", "data": [["boat"], *([f"an{n}"] for n in range(9))], "schema": trips},
        {"name": "boats", "data": [["boat"], ["ann"]], "schema": {"fields": trips["fields"]}},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "harbour", "resources": given}))
    report = validate(tmp_path / "datapackage.json", standard=True, engine="duckdb")
    assert [error.line for error in report.errors] == list(range(1, 10))


@pytest.mark.long
def test_rows_come_out_of_an_engine_in_batches(package: Package, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frames, "BATCH", 1)
    package.set("claims", "clm-0002", value="41")
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert {error.rule for error in report.errors} == {"value-is-printed"}


def test_a_large_package_needs_no_asking(package: Package, monkeypatch: pytest.MonkeyPatch):
    used: list[str] = []
    monkeypatch.setattr(engines, "ROOMY", 1_000)
    monkeypatch.setattr(engines, "Engine", lambda address: used.append(address) or engines.Memory())
    assert package.validate().valid
    assert used == ["duckdb"]


@pytest.mark.long
def test_nothing_is_left_behind(package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    validate(package.descriptor, engine="duckdb")
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize("address", ["nothing://here", "spread sheet"])
def test_an_unknown_engine_gives_one_sentence(
    package: Package, address: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(CannotRun, match="cannot be used"):
        validate(package.descriptor, engine=address)
    assert command.main([str(package.descriptor), "--engine", address]) == 2
    assert capsys.readouterr().err.startswith(f"cannot validate: the engine {address} cannot be used")


@pytest.mark.long
def test_a_check_that_an_engine_cannot_do_makes_no_package_valid(
    package: Package, monkeypatch: pytest.MonkeyPatch
):
    """What it leaves out is said, and the verdict is no better for it; all else is found."""

    def refuse(frame: Any, checks: Any) -> None:
        if any(check.rule in ("enum", "date-basis-fits") for check in checks):
            raise NotImplementedError("no such function")
        return evaluate(frame, checks)

    evaluate = checks._any_bad
    monkeypatch.setattr(checks, "_any_bad", refuse)
    package.set("claims", "clm-0002", value="41")
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert {error.rule for error in report.errors} == {"value-is-printed"}
    told = {entry.rule: entry for entry in report.not_run}
    assert set(told) == {"enum", "date-basis-fits"} and not told["enum"].excused
    package.set("claims", "clm-0002", value="40")
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert not report.errors and not report.valid


@pytest.mark.long
def test_what_an_engine_cannot_do_stops_no_other_rule(package: Package, monkeypatch: pytest.MonkeyPatch):

    def refuse(*arguments: object, **options: object) -> None:
        raise NotImplementedError("no such join")

    monkeypatch.setattr("schemas.rules.utterances.look_up", refuse)
    report = validate(package.descriptor, package.texts, engine="duckdb")
    told = {entry.rule: entry.reason for entry in report.not_run}
    assert told["wording-is-quoted"] == "it does not suit the columns (no such join)"
    assert report.valid


def test_sorted_columns_of_mostly_distinct_cells_are_marked():
    """polars merges by them; it would merge by a column of few cells in place of the one of the join."""
    store = Memory()
    for ids, names, lasts in (("ab", "zy", ["k", None]), ("cd", "xw", ["l", "m"])):
        cells = {"id": list(ids), "port": ["x", "x"], "name": list(names), "last": lasts}
        store.add("boats", pl.DataFrame(cells))
    table = store.table("boats").collect()
    assert [column.name for column in table if column.flags["SORTED_ASC"]] == ["id"]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_rows_without_a_match(engine: str):
    here = pl.DataFrame({"id": ["a", "b", "c", None], "_line": [2, 3, 4, 5]})
    there = pl.DataFrame({"id": ["b", "b", "d", None]})
    store = engine_for(engine, 0)
    with in_words_of_narwhals(engine == "duckdb"):
        for name, rows_ in {"here": here, "there": there}.items():
            store.add(name, rows_)
        found = rows(without(store.table("here"), store.table("there"), "id"))
        assert sorted(row["_line"] for row in found) == [2, 4, 5]
    store.close()
