"""scripts/agreement.py: pairing by spans, figures, and the study that docs/method.md reports."""

from pathlib import Path

import pytest
from conftest import ROOT, Package

from scripts import agreement

CODINGS = ROOT / "tests" / "codings"


def row(spans: str, **cells: str) -> dict[str, str]:
    return {"spans": spans, **cells}


def test_rows_are_paired_by_what_they_cover_best_first():
    one = [row("0-10"), row("20-30")]
    other = [row("2-10"), row("21-40"), row("50-60")]
    pairs, only_one, only_other = agreement.pair(one, other)
    assert [(a["spans"], b["spans"]) for a, b in pairs] == [("0-10", "2-10"), ("20-30", "21-40")]
    assert only_one == [] and only_other == [row("50-60")]


def test_a_touch_is_no_pair():
    pairs, _, _ = agreement.pair([row("0-10")], [row("8-40")])
    assert pairs == []


def test_alpha_of_a_worked_example():
    """Ten units, two coders, one disagreement among two codes: 1 - (2 / 20) / (2 · 9 · 11 / (20 · 19))."""
    codes = [("a", "a")] * 4 + [("b", "b")] * 5 + [("a", "b")]
    assert agreement.alpha(codes) == pytest.approx(1 - (2 / 20) / (2 * 9 * 11 / (20 * 19)))


def test_alpha_where_nothing_varies_is_one():
    assert agreement.alpha([("a", "a"), ("a", "a")]) == 1.0


def test_wilson_interval_of_a_known_case():
    low, high = agreement.wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


def test_a_coding_agrees_with_itself(package: Package):
    coding = agreement.read_coding(package.folder / "data", "src-harbour-news-2024-05-14")
    report = agreement.report(coding, coding)
    assert "| statements | 9 | 9 | 9 |" in report
    assert report.endswith("Disagreements:\n\nnone")


def test_every_disagreement_is_listed(package: Package):
    source = "src-harbour-news-2024-05-14"
    one = agreement.read_coding(package.folder / "data", source)
    package.set("statements", "stm-0001", attribution="title")
    package.set("claims", "clm-0003", relation="vague")
    other = agreement.read_coding(package.folder / "data", source)
    report = agreement.report(one, other)
    assert "- statements.attribution: stm-0001 named / stm-0001 title" in report
    assert "- claims.relation: clm-0003 between / clm-0003 vague" in report


def test_the_published_figures_are_those_of_the_two_codings(capsys):
    """The table in docs/method.md is what the command prints."""
    assert agreement.main([str(CODINGS / "first"), str(CODINGS / "second")]) == 0
    tables = capsys.readouterr().out.split("Disagreements:")[0].strip()
    assert tables in (ROOT / "docs" / "method.md").read_text(encoding="utf-8")


def test_a_missing_file_is_named(tmp_path: Path, capsys):
    assert agreement.main([str(tmp_path), str(CODINGS / "second")]) == 2
    assert "does not exist" in capsys.readouterr().err
