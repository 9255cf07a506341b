"""analysis/conflicts.py: what contradicts what."""

from math import inf
from types import SimpleNamespace

import pytest
from conftest import edited, extended

from analysis.conflicts import allowed, apart, conflicts, denied, half_a_digit, overlap
from analysis.tables import Tables


def claim(number: float | None = 100.0, relation: str = "eq", unit: str = "km") -> SimpleNamespace:
    """A claim as a row of `in_time`, its measure's unit being km."""
    ends = None if number is None else number * {"km": 1, "mi": 1.609344}[unit]
    return SimpleNamespace(relation=relation, value=number, unit=unit, least=ends, most=ends)


@pytest.mark.parametrize(
    ("relation", "low", "high"),
    [("eq", 100, 100), ("ge", 100, inf), ("lt", -inf, 100), ("approx", 90, 110)],
)
def test_the_numbers_that_a_claim_allows(relation: str, low: float, high: float):
    assert allowed(claim(relation=relation)) == pytest.approx((low, high))


def test_a_vague_claim_allows_all():
    assert allowed(claim(None, "vague")) == (-inf, inf)


@pytest.mark.parametrize(("number", "half"), [(690, 5), (1100, 50), (685, 0.5), (5.5, 0.05), (1, 0.5)])
def test_a_number_is_rounded_to_its_last_digit_that_is_no_zero(number: float, half: float):
    assert half_a_digit(number) == pytest.approx(half)


def test_units_are_converted_and_rounding_is_no_conflict():
    assert not apart(claim(1100), claim(690, unit="mi"))  # 690 miles are 1,110 km
    assert apart(claim(1100), claim(930, unit="mi"))  # 1,497 km
    assert apart(claim(1100), claim(1110))  # in one unit each means what it says


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
def test_dates_overlap_as_far_as_they_are_known(one: str, other: str, expected: bool):
    assert overlap(one, other) is expected


def of_kind(kind: str, tables: Tables) -> list:
    return [row for row in conflicts(tables).itertuples() if row.kind == kind]


def test_figures_that_exclude_each_other_conflict(mini: Tables):
    assert not of_kind("figures", mini)
    [row] = of_kind("figures", edited(mini, "claims", "clm-0007", as_of="2024-05", statement_id=None))
    assert {row.one, row.other} == {"Lena Vale, 2024-05: ≈ 40 boat", "the reporter, 2024-05: 50 boat"}


def test_a_number_is_contested_where_it_is_denied(mini: Tables):
    denied = {"as_of": "2024-05", "polarity": "denied", "value": 40, "statement_id": "stm-0004"}
    [row] = of_kind("figures", edited(mini, "claims", "clm-0007", **denied))
    assert "Omar Reed, 2024-05: denies 40 boat" in (row.one, row.other)


def test_a_denial_without_a_number_denies_the_figure_that_it_is_linked_to(mini: Tables):
    vague = {"relation": "vague", "value": None, "as_of": "2024-05", "polarity": "denied"}
    tables = edited(mini, "claims", "clm-0007", **vague, statement_id="stm-0004")
    assert not of_kind("figures", tables)
    link = {"claim_id": "clm-0007", "other_id": "clm-0002", "relation": "denies"}
    [row] = of_kind("figures", extended(tables, "claim_links", 0, **link))
    assert "denies" in row.one + row.other


@pytest.mark.parametrize(
    ("number", "relation", "expected"),
    [(1500.0, "eq", True), (1450.0, "approx", True), (1100.0, "gt", False), (1100.0, "eq", False)],
)
def test_who_says_over_1100_may_deny_1500_without_contradiction(
    number: float, relation: str, *, expected: bool
):
    yes, no = claim(number, relation), claim(1500.0, "approx")
    yes.polarity, no.polarity = "affirmed", "denied"
    assert denied(yes, no) is denied(no, yes) is expected


def test_one_claimants_number_with_two_hedges_conflicts(mini: Tables):
    [row] = of_kind("bounds", edited(mini, "claims", "clm-0007", value=40))
    assert {row.one, row.other} == {"Lena Vale, 2024-05: ≈ 40 boat", "Lena Vale, 2024-04: 40 boat"}


def test_competing_descriptions_of_an_event_conflict(mini: Tables):
    [row] = of_kind("events", mini)
    assert row.other == "raft: A raft." and row.families == "HN v. PP"


def test_other_words_for_one_utterance_conflict(mini: Tables):
    new = {"statement_id": "stm-0010", "source_id": "src-pier-post-2024-05"}
    tables = extended(mini, "statements", 2, **new)
    wording = {"statement_id": "stm-0010", "wording": "Some 40 boats are lost."}
    [row] = of_kind("words", extended(tables, "renderings", 0, **wording))
    assert row.other == "~~About~~ **Some** 40 boats are lost."
    assert row.families == "HN v. PP"


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("words", "utt-blinken-equipment-training", "**has** already ~~receiving~~ **received**"),
        ("bounds", "msr-nk-troops-killed", "≈ 100 person"),
        ("events", "evt-nk-missile-launch-2025-01-06", "12:01"),
        ("events", "evt-martial-law", "22:27"),
    ],
)
def test_conflicts_of_the_first_source_with_others(found, kind: str, subject: str, words: str):
    rows = found[(found.kind == kind) & (found.subject == subject)]
    assert [row for row in rows.itertuples() if words in row.one + row.other and "KT" in row.families]


@pytest.fixture(scope="module")
def found(tables: Tables):
    """The conflicts of the package."""
    return conflicts(tables)
