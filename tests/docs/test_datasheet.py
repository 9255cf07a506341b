"""The datasheet: its template has no figure, and what is put there is counted."""

import re

import pytest
from conftest import ROOT

from analysis.composition import composition
from analysis.tables import Tables
from exports.edition import Edition
from exports.pages import DATASHEET, TEMPLATE, datasheet
from exports.where import Where
from validator.descriptor import CannotRun

TEXT = (ROOT / TEMPLATE).read_text(encoding="utf-8")
# dates of visit and article, the book, the licence, our name
STANDING = ["5 and 6 January 2025", "6 January 2025", "(2021)", "CC-BY-4.0", "seoul-2025"]
# tests/mini, counted by hand
MINI = {
    "sources": "2",
    "statements": "9",
    "people": "2",
    "families": "2",
    "languages": "1",
    "families.unknown": "0",
    "language.en": "2",
    "language.ko": "0",
    "language.other": "0",
    "registered": "1",
    "accessed": "on 2 January 2026",
    "quote_type.direct": "1",
    "relation.approx": "1",
}


def test_no_figure_stands_in_the_template():
    rest = TEXT
    for known in STANDING:
        rest = rest.replace(known, "")
    assert re.findall(r"\d+", rest) == []


def test_every_figure_that_it_names_is_counted(tables: Tables):
    named = set(re.findall(r"\{([^}]*)\}", TEXT))
    assert named - {"where"} <= set(composition(tables))


def test_figures_are_counted(mini: Tables):
    found = composition(mini)
    assert {name: found.get(name) for name in MINI} == MINI
    assert "| sources | 2 | 0 |" in found["table"].splitlines()
    assert not [line for line in found["table"].splitlines() if line.startswith("| corrections")]


def test_what_one_person_says_is_counted_by_text_utterance_and_day(mini: Tables, monkeypatch):
    monkeypatch.setattr("analysis.composition.BLINKEN", "per-lena-vale")
    monkeypatch.setattr("analysis.composition.VISIT", ("2024-05-12", "2024-05-13"))
    found = composition(mini)
    assert (found["blinken"], found["blinken.sources"], found["blinken.families"]) == ("4", "1", "1")
    assert (found["blinken.rendering"], found["blinken.utterances"]) == ("3", "2")
    assert (found["blinken.other_day"], found["blinken.undated"]) == ("4", "0")


def test_every_table_is_counted(edition: Edition):
    rows = re.findall(r"^\| (\w+) \| (\d+) \|", (ROOT / DATASHEET).read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {name: str(len(table.rows)) for name, table in edition.tables.items() if name != "corrections"}
    assert dict(rows) == wanted


def test_a_figure_that_there_is_none_of_is_named(edition: Edition):
    with pytest.raises(CannotRun, match="names the figure sauces, which does not exist"):
        datasheet("# A\n\nOf {sauces}.", edition, Where())


def test_a_code_that_no_row_has_is_counted_as_none(edition: Edition):
    assert datasheet("# A\n\nOf {extent.none} we know.", edition, Where()).endswith("Of 0 we know.")


def test_its_links_lead_somewhere():
    for link in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / "docs" / link).is_file(), link
