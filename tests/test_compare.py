"""scripts/compare.py: wordings side by side, figures in order of time, conflicts."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, Package

from scripts import compare
from scripts.load import load


def claim(**cells):
    """A claim as a row of the frame that compare.py makes."""
    usual = {"relation": "eq", "value": 100.0, "value_low": None, "value_high": None, "unit": "km"}
    return pd.Series({**usual, "unit_compared": "km", **cells})


def test_differing_words_are_marked():
    base = "The harbour is already losing boats and crates."
    assert compare.marked(base, "The harbour has already lost boats and crates") == (
        "The harbour ~~is~~ **has** already ~~losing~~ **lost** boats and crates"
    )


def test_a_fragment_is_not_marked_where_it_merely_ends():
    assert compare.marked("Now we have reason to believe it", "we have reason") == "we have reason"


def test_the_shape_of_quotation_marks_is_no_difference():
    assert compare.marked("The harbour’s boats,", "The harbour's boats.") == "The harbour's boats"


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ({}, 100, 100),
        ({"relation": "ge"}, 100, float("inf")),
        ({"relation": "lt"}, float("-inf"), 100),
        ({"relation": "approx"}, 90, 110),
        ({"relation": "between", "value_low": 10.0, "value_high": 12.0}, 10, 12),
        ({"relation": "vague", "value": None}, float("-inf"), float("inf")),
        ({"unit": "mi"}, 99.5 * 1.609344, 100.5 * 1.609344),  # rounded when it was converted
    ],
)
def test_the_numbers_that_a_claim_allows(cells: dict, low: float, high: float):
    assert compare.interval(claim(**cells)) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-01-06", "2025-01-06", True),
        ("2025-01", "2025-01-06", True),
        ("2025-01-06", "2025-01-07", False),
        ("2024", "2025-01", False),
        ("", "1999", True),
    ],
)
def test_dates_overlap_as_far_as_they_are_told(one: str, other: str, expected: bool):
    assert compare.overlap(one, other) is expected


def kinds(package: Package) -> list[str]:
    return list(compare.conflicts(load(package.folder / "data")).kind)


def test_figures_that_exclude_each_other_conflict(package: Package):
    assert "figures" not in kinds(package)
    package.set("claims", "clm-0007", as_of="2024-05", statement_id="", basis="reporter")
    found = compare.conflicts(load(package.folder / "data"))
    [row] = [row for row in found.itertuples() if row.kind == "figures"]
    assert {row.one, row.other} == {"Lena Vale, 2024-05: ≈ 40 boat", "reporter, 2024-05: 50 boat"}


def test_a_number_is_contested_where_it_is_denied(package: Package):
    package.set(
        "claims", "clm-0007", as_of="2024-05", polarity="denied", value="40", as_written="40 boats", spans=""
    )
    package.set("claims", "clm-0007", statement_id="stm-0004", basis="unspecified")
    assert kinds(package).count("figures") == 1


def test_one_claimants_number_with_two_hedges_conflicts(package: Package):
    package.set("claims", "clm-0007", value="40")
    assert "bounds" in kinds(package)


def test_competing_descriptions_of_an_event_conflict(package: Package):
    found = compare.conflicts(load(package.folder / "data"))
    [row] = [row for row in found.itertuples() if row.kind == "events"]
    assert row.other == "raft: A raft." and row.families == "HN v. PP"


def test_other_words_for_one_utterance_conflict(package: Package):
    row = {**package.rows("statements")[2], "statement_id": "stm-0010", "source_id": "src-pier-post-2024-05"}
    package.add("statements", **{**row, "spans": "", "quote": "Some 40 boats are lost."})
    package.add(
        "renderings",
        utterance_id="utt-vale-boats",
        statement_id="stm-0010",
        wording="Some 40 boats are lost.",
    )
    found = compare.conflicts(load(package.folder / "data"))
    [row] = [row for row in found.itertuples() if row.kind == "words"]
    assert row.other == "~~About~~ **Some** 40 boats are lost"
    assert row.families == "HN v. PP"


def test_the_command_prints_and_writes(tmp_path: Path, capsys, package: Package):
    data, out = str(package.folder / "data"), tmp_path / "out"
    assert compare.main(["measure", "msr-leaks", "--data", data, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "10 to 12 leak" in printed
    assert (out / "msr-leaks.md").read_text(encoding="utf-8") in printed
    assert list(pd.read_csv(out / "msr-leaks.csv").claim_id) == ["clm-0003"]
    assert compare.main(["all", "--data", data, "--out", str(out)]) == 0
    assert {path.stem for path in out.glob("*.md")} >= {"conflicts", "utt-vale-boats", "msr-water"}


def test_an_unknown_id_is_answered_with_those_there_are(capsys, package: Package):
    assert compare.main(["utterance", "utt-x", "--data", str(package.folder / "data")]) == 2
    assert "utt-vale-boats" in capsys.readouterr().err


def test_it_runs_as_a_script_from_anywhere(tmp_path: Path):
    command = [sys.executable, str(ROOT / "scripts" / "compare.py"), "conflicts", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith("# Conflicts")


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("words", "utt-blinken-equipment-training", "**has** already ~~receiving~~ **received**"),
        ("bounds", "msr-nk-troops-killed", "≈ 100 person"),
        ("events", "evt-guitar-signing", "McClean"),
        ("events", "evt-yoon-guitar", "State Dining Room"),
        ("events", "evt-nk-missile-launch-2025-01-06", "12:01"),
        ("events", "evt-martial-law", "22:27"),
    ],
)
def test_conflicts_of_the_first_source_with_others(kind: str, subject: str, words: str):
    found = compare.conflicts(load())
    rows = found[(found.kind == kind) & (found.subject == subject)]
    assert [row for row in rows.itertuples() if words in row.one + row.other and "KT" in row.families]
