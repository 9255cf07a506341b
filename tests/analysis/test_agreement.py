"""analysis/agreement.py: how far two codings agree, and the study that docs/method.md reports."""

import re

import numpy as np
import pytest
from conftest import MINI, ROOT, Package

from analysis import agreement
from analysis.agreement import UNKNOWABLE, alpha, compare, read_coding, report, wilson
from scripts import agreement as command

CODINGS = ROOT / "tests" / "codings"
SOURCE = "src-harbour-news-2024-05-14"


@pytest.fixture
def coding() -> agreement.Coding:
    return read_coding(MINI / "data", SOURCE)


@pytest.fixture
def other(coding: agreement.Coding) -> agreement.Coding:
    """The same coding by somebody with ids of their own."""

    def renamed(name: str, cell: str) -> str:
        return f"{cell}-too" if cell and name.endswith("_id") and not name.startswith("source") else cell

    return {
        table: [{name: renamed(name, cell) for name, cell in row.items()} for row in rows]
        for table, rows in coding.items()
    }


def edit(coding: agreement.Coding, table: str, key: str, **cells: str) -> None:
    [row] = [row for row in coding[table] if next(iter(row.values())) == key]
    row.update(cells)


def differences(one: agreement.Coding, other: agreement.Coding) -> list[str]:
    return [line for result in compare(one, other) for line in result.differences]


# ---- what is compared -------------------------------------------------------------------------------


def test_ids_make_no_difference(coding, other):
    assert differences(coding, other) == []
    assert report(coding, other).endswith("Disagreements:\n\nnone")


def test_every_table_is_compared(coding, other):
    found = {result.table: (*result.found, result.both) for result in compare(coding, other)}
    assert found["statements"] == (9, 9, 9) and found["statement_speakers"] == (9, 9, 9)
    assert {"people", "organizations", "positions", "events", "claims", "statement_events"} <= set(found)
    assert {"event_participants", "event_sources"} <= set(found)


def test_every_coded_column_is_compared(coding, other):
    found = {f"{result.table}.{name}" for result in compare(coding, other) for name in result.codes}
    assert found >= {
        *("statements.translated", "statements.cue", "statements.said_on", "statements.occasion"),
        *("statements.speakers", "claims.as_of", "claims.basis", "claims.claimant", "claims.measure"),
        *("measures.period_start", "measures.period_end", "measures.tally", "measures.unit"),
        *("statement_speakers.basis", "positions.person", "event_sources.stance", "events.status"),
    }
    assert not {name for name in found if name.endswith((".note", ".summary", ".spans"))}


def test_a_disagreement_names_both_rows_and_both_codes(coding, other):
    edit(other, "statements", "stm-0001-too", attribution="title")
    edit(other, "claims", "clm-0003-too", relation="vague")
    assert differences(coding, other) == [
        "- statements.attribution: stm-0001 named / stm-0001-too title",
        "- claims.relation: clm-0003 between / clm-0003-too vague",
    ]


def test_people_and_bodies_are_shown_by_name(coding, other):
    edit(other, "statement_speakers", "stm-0005-too", organization_id="org-port-too")
    assert differences(coding, other) == [
        "- statements.speakers: stm-0005 Harbour Council / stm-0005-too Port authority",
        "- statement_speakers only in A: stm-0005, Harbour Council",
        "- statement_speakers only in B: stm-0005, Port authority",
    ]


def test_what_only_one_has_is_told_once_and_not_with_all_that_names_it(coding, other):
    other["statements"] = other["statements"][:-1]
    assert differences(coding, other) == ["- statements only in A: stm-0009 at 432-453"]


def test_a_row_that_only_one_has_is_no_code_of_the_other(coding, other):
    """B has another person at another place, of the same name."""
    edit(other, "people", "per-omar-reed-too", spans="0-4")
    assert "- statements.speakers: stm-0004 Omar Reed (only in A) / stm-0004-too Omar Reed (only in B)" in (
        differences(coding, other)
    )


# ---- what a blind coder cannot know -----------------------------------------------------------------


def test_proper_names_and_starts_of_offices_are_left_out(coding, other):
    edit(other, "people", "per-omar-reed-too", name="Reed", wikidata_id="Q1")
    edit(other, "positions", "pos-vale-mayor-too", start="2020")
    assert differences(coding, other) == []


def test_dates_from_another_source_are_left_out(coding, other):
    edit(other, "events", "evt-ferry-too", date_start="2024-01-01")
    assert len(differences(coding, other)) == 1
    edit(coding, "events", "evt-ferry", date_basis="external")
    assert differences(coding, other) == []


def test_offices_from_another_source_are_left_out(package: Package):
    before = read_coding(package.folder, SOURCE)
    package.set("positions", "pos-vale-mayor", status_basis="external")
    after = read_coding(package.folder, SOURCE)
    assert len(before["positions"]) == len(after["positions"]) + 1


def test_what_a_body_belongs_to_is_left_out(coding, other):
    edit(other, "organizations", "org-port-too", parent_id="")
    assert differences(coding, other) == []


def test_a_country_is_left_out_where_neither_has_a_place(coding, other):
    edit(other, "events", "evt-briefing-too", country="NOR", place="")
    assert differences(coding, other) == []
    edit(coding, "events", "evt-briefing", place="Northport")
    assert differences(coding, other) == ["- events.country: evt-briefing GBR / evt-briefing-too NOR"]


def test_what_rests_on_another_source_is_left_out(package: Package):
    before = read_coding(package.folder, SOURCE)
    package.set("event_participants", "evt-briefing/2", source_id="src-other")
    after = read_coding(package.folder, SOURCE)
    assert len(before["event_participants"]) == len(after["event_participants"]) + 1


def test_a_mention_of_an_office_from_another_source_is_none(package: Package):
    package.set("positions", "pos-vale-mayor", status_basis="external")
    for rows in read_coding(package.folder, SOURCE).values():
        assert not any(row.get("position_id") == "pos-vale-mayor" for row in rows)


def test_our_own_words_on_a_measure_are_left_out(coding, other):
    for row in other["measures"]:
        row.update(definition="Otherwise.", subject="Otherwise", outcome="otherwise", area="elsewhere")
    assert differences(coding, other) == []


def test_measures_are_paired_by_their_claims(coding, other):
    """B has a measure of its own for one of the two claims that share one in A."""
    [row] = [row for row in other["measures"] if row["measure_id"] == "msr-boats-lost-too"]
    other["measures"].append({**row, "measure_id": "msr-new"})
    edit(other, "claims", "clm-0007-too", measure_id="msr-new")
    assert differences(coding, other) == [
        "- claims.measure: clm-0007 msr-boats-lost / clm-0007-too msr-new (only in B)",
        "- measures only in B: msr-new",
    ]


def test_an_article_before_a_description_makes_no_difference(coding, other):
    coding["event_sources"][1]["described_as"] = "a barge"
    other["event_sources"][1]["described_as"] = "The barge"
    assert differences(coding, other) == []


def test_the_manual_names_what_is_left_out():
    manual = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    for table, columns in UNKNOWABLE.items():
        for column in columns:
            assert f"`{table}.{column}`" in manual
    for column in agreement.EXTERNAL_DATES:
        assert f"`{column}`" in manual


# ---- figures ----------------------------------------------------------------------------------------


def test_alpha_of_a_worked_example():
    """Ten units, two coders, one disagreement among two codes: 1 - (2 / 20) / (2 · 9 · 11 / (20 · 19))."""
    codes = [("a", "a")] * 4 + [("b", "b")] * 5 + [("a", "b")]
    assert alpha(codes) == pytest.approx(1 - (2 / 20) / (2 * 9 * 11 / (20 * 19)))


def test_alpha_where_nothing_varies_is_one():
    assert alpha([("a", "a"), ("a", "a")]) == 1.0


def test_the_interval_of_alpha_holds_it():
    codes = [("a", "a")] * 4 + [("b", "b")] * 5 + [("a", "b")]
    low, high = agreement.bootstrap(codes)
    assert low < alpha(codes) <= high == 1.0


def test_alpha_of_resamplings_is_that_of_the_package():
    """The interval is worked out for all drawings at once; the package `krippendorff` takes one at a time."""
    codes = [("a", "a")] * 4 + [("b", "b")] * 3 + [("a", "b"), ("c", "a"), ("c", "c")]
    drawn = np.random.default_rng(1).integers(0, len(codes), (50, len(codes)))
    found = agreement.resampled(agreement._counted(codes), drawn)
    assert found == pytest.approx([alpha([codes[i] for i in row]) for row in drawn])


def test_wilson_interval_of_a_known_case():
    low, high = wilson(9, 10)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


# ---- the command ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source"),
    [("article", "src-korea-times-2025-01-06"), ("second-text", "src-fell-courier-2024-05-16")],
)
def test_the_published_figures_are_those_of_the_codings(text: str, source: str, capsys):
    """The tables in docs/method.md are what the command prints."""
    assert command.main([str(CODINGS / text / "a"), str(CODINGS / text / "b"), "--source", source]) == 0
    tables = capsys.readouterr().out.split("Disagreements:")[0].strip()
    assert tables in (ROOT / "docs" / "method.md").read_text(encoding="utf-8")


def test_a_package_is_taken_as_well_as_a_folder_of_csv_files(package: Package, capsys):
    assert command.main([str(package.folder), str(package.folder / "data"), "--source", SOURCE]) == 0
    assert capsys.readouterr().out.endswith("Disagreements:\n\nnone\n")


def test_a_missing_file_is_named(tmp_path, capsys):
    assert command.main([str(tmp_path), str(CODINGS / "article" / "b")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_the_help_says_what_a_and_b_are(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    told = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "A the first coding: a folder with a package" in told and "CSV files of a coding" in told
