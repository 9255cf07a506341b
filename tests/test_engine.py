"""An engine finds what is found in memory: the same rules run there, unrewritten.

The engine is DuckDB, embedded, by way of Ibis, as for packages larger than memory.
"""

from pathlib import Path

import pytest
from conftest import Package
from test_rules import CASES

from schemas import engine, frames
from schemas.descriptor import CannotRun
from schemas.report import Report
from schemas.rules import all_rules
from schemas.validation import validate
from scripts import validate as command


def found(report: Report) -> list[tuple]:
    return [(error.rule, error.path, error.line, error.record, error.field) for error in report.errors]


def test_everything_runs_in_an_engine(package: Package):
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert [str(error) for error in report.errors] == []
    assert report.not_run == []


def test_an_engine_finds_what_is_found_in_memory(package: Package):
    """As many faults at once as can stand beside one another."""
    for rule in all_rules():
        if rule.level in ("cell", "key", "sense"):
            try:
                CASES[rule.id](package)
            except (AssertionError, ValueError):
                continue  # an earlier case took the row that this one is about
    in_memory = validate(package.descriptor, package.texts, engine="polars")
    in_engine = validate(package.descriptor, package.texts, engine="duckdb")
    assert found(in_engine) == found(in_memory)
    assert len({error.rule for error in in_memory.errors}) > 60
    assert {(entry.rule, entry.path) for entry in in_engine.not_run} == {
        (entry.rule, entry.path) for entry in in_memory.not_run
    }


def test_rows_come_out_of_an_engine_in_batches(package: Package, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frames, "BATCH", 1)
    package.set("claims", "clm-0002", value="41")
    report = validate(package.descriptor, package.texts, engine="duckdb")
    assert {error.rule for error in report.errors} == {"value-is-printed"}


def test_a_large_package_needs_no_asking(package: Package, monkeypatch: pytest.MonkeyPatch):
    used: list[str] = []
    monkeypatch.setattr(engine, "ROOMY", 1_000)
    monkeypatch.setattr(engine, "Engine", lambda address: used.append(address) or engine.Memory())
    assert package.validate().valid
    assert used == ["duckdb"]


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


def test_what_another_engine_cannot_do_is_not_run(package: Package):
    """Ibis can drive polars too, but not all of it: what is missing is told, what is found is the same."""
    package.set("events", "evt-ferry", time_zone="Europe/Northport", date_basis="")
    package.set("claims", "clm-0002", value="41", statement_id="stm-9999")
    in_memory = validate(package.descriptor, package.texts, engine="polars")
    in_engine = validate(package.descriptor, package.texts, engine="polars://")
    told = {entry.rule for entry in in_engine.not_run}
    assert set(found(in_engine)) <= set(found(in_memory))
    assert {error[0] for error in set(found(in_memory)) - set(found(in_engine))} <= told
    assert {"date-basis-fits", "foreign-key"} <= {error.rule for error in in_engine.errors}
    assert "time-zone-known" in told


def test_what_an_engine_cannot_do_stops_no_other_rule(package: Package, monkeypatch: pytest.MonkeyPatch):

    def refuse(*arguments: object, **options: object) -> None:
        raise NotImplementedError("no such join")

    monkeypatch.setattr("schemas.rules.utterances.look_up", refuse)
    report = validate(package.descriptor, package.texts, engine="duckdb")
    told = {entry.rule: entry.reason for entry in report.not_run}
    assert told["wording-is-quoted"] == "it does not suit the columns (no such join)"
    assert report.valid
