"""analysis/figures.py: who claimed which number, and what it allows in the unit of its measure."""

import pandas as pd
import pytest
from conftest import edited, extended

from analysis.figures import ASSERTIONS, FIGURES, assertions, figures, in_time
from analysis.tables import Tables


def of(rows: pd.DataFrame, claim: str) -> pd.Series:
    [row] = [row for _, row in rows[rows.claim_id == claim].iterrows()]
    return row


def test_every_claim_is_one_row_with_its_claimant_and_hedge(tables: Tables):
    rows = figures(tables)
    assert list(rows) == list(FIGURES)
    assert list(rows.claim_id) == list(tables["claims"].claim_id)
    row = of(rows, "clm-0006")
    assert row.claimant == "National Intelligence Service (South Korea)"
    assert (row.value, row.unit, row.relation) == (100, "person", "approx")
    assert (row.hedge, row.hedge_scope, row.basis) == ("around", "own", "estimate")
    assert row.measure and row.outlet == "The Korea Times" and row.family == "KT"


def test_where_nobody_is_named_no_claimant_is_made_up(tables: Tables):
    rows = figures(tables)
    assert set(rows[rows.basis == "reporter"].claimant.dropna()) == set()
    assert set(rows[rows.claimant.isna()].attribution.dropna()) == {"absent", "unnamed"}


def test_joint_claimants_stand_in_one_row(tables: Tables):
    assert "South Korea, Japan, United States" in set(figures(tables).claimant.dropna())


# ---- bounds in one unit -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ({"relation": "eq", "value": 600}, 600, 600),
        ({"relation": "approx", "value": 600}, 600, 600),
        ({"relation": "ge", "value": 600}, 600, None),
        ({"relation": "gt", "value": 1100}, 1100, None),  # that it is not 1,100 itself, `relation` says
        ({"relation": "le", "value": 600}, None, 600),
        ({"relation": "lt", "value": 600}, None, 600),
        ({"relation": "between", "value_low": 10, "value_high": 12}, 10, 12),
        ({"relation": "vague"}, None, None),
        ({"relation": "eq", "value": 600, "polarity": "denied"}, None, None),
    ],
)
def test_the_bounds_that_a_claim_implies(mini: Tables, cells: dict, low, high):
    row = of(figures(edited(mini, "claims", "clm-0007", **{"value": None, **cells})), "clm-0007")
    assert (row.low if pd.notna(row.low) else None, row.high if pd.notna(row.high) else None) == (low, high)
    assert row.approximate == (cells["relation"] == "approx")
    assert row.compared_unit == "boat"


def test_a_denied_number_stays_in_value(mini: Tables):
    denied = edited(mini, "claims", "clm-0007", polarity="denied")
    assert of(figures(denied), "clm-0007").value == 50


def test_miles_are_compared_in_kilometres_and_kept_as_printed(mini: Tables):
    water = edited(mini, "measures", "msr-water", unit="km")
    row = of(figures(edited(water, "claims", "clm-0005", value=700, unit="mi")), "clm-0005")
    assert (row.value, row.unit, row.compared_unit) == (700, "mi", "km")
    assert row.low == row.high == pytest.approx(700 * 1.609344)


def test_what_cannot_be_converted_has_no_bounds(mini: Tables):
    row = of(figures(edited(mini, "claims", "clm-0005", unit="s")), "clm-0005")
    assert pd.isna(row.low) and pd.isna(row.high) and row.value == 1.5


def test_the_mean_of_the_launch_distances_is_in_kilometres(tables: Tables):
    rows = figures(tables)
    launch = rows[rows.measure_id == "msr-launch-distance"]
    assert set(launch.unit) == {"km", "mi"} and set(launch.compared_unit) == {"km"}
    assert 1000 < launch.low.mean() < 1500
    assert launch.low.dropna().between(1000, 1600).all()  # 685 miles are no 685 kilometres


def test_bounds_never_run_backwards(tables: Tables):
    rows = figures(tables).dropna(subset=["low", "high"])
    assert (rows.low <= rows.high).all()


def test_claims_need_no_words_for_what_is_measured(tables: Tables):
    """`claims.measured` may go: the measure defines."""
    without = {**tables, "claims": tables["claims"].drop(columns="measured", errors="ignore")}
    pd.testing.assert_frame_equal(figures(without), figures(tables))


# ---- in order of time -------------------------------------------------------------------------------


def test_figures_in_time_say_who_claims_them_even_without_a_name(mini: Tables):
    rows = in_time(mini).set_index("claim_id")
    assert list(rows.claimant[["clm-0001", "clm-0003", "clm-0004"]]) == [
        "Lena Vale",
        "somebody unnamed",
        "the reporter",
    ]


def test_a_claimant_without_a_name_is_called_as_the_source_calls_them(mini: Tables):
    rows = in_time(mini).set_index("claim_id")
    assert rows.called["clm-0001"] == "Lena Vale" and rows.called["clm-0004"] == "the reporter"
    assert rows.called["clm-0003"] == f"“{words_for(mini, 'clm-0003')}”"


def words_for(tables: Tables, claim: str) -> str:
    claims, statements = tables["claims"], tables["statements"]
    [statement] = claims[claims.claim_id == claim].statement_id
    [words] = statements[statements.statement_id == statement].attributed_as
    return words


def test_a_figure_holds_when_it_is_said_to_else_when_it_was_said_else_when_it_was_printed(mini: Tables):
    rows = in_time(mini).set_index("claim_id")
    assert list(rows.time[["clm-0002", "clm-0001", "clm-0004"]]) == ["2024-05", "2024-05-14", "2024-05-14"]
    assert list(rows.time_basis[["clm-0002", "clm-0001", "clm-0004"]]) == ["as_of", "said_on", "published"]
    boats = in_time(mini).query("measure_id == 'msr-boats-lost'")
    assert list(boats.time) == ["2024-04", "2024-05"]


def test_a_figure_is_read_with_its_sign(mini: Tables):
    vague = edited(mini, "claims", "clm-0001", relation="vague", value=None)
    rows = in_time(vague).set_index("claim_id")
    assert list(rows.figure[["clm-0001", "clm-0002", "clm-0003"]]) == [
        "two weeks (vague)",
        "≈ 40 boat",
        "10 to 12 leak",
    ]


# ---- assertions -------------------------------------------------------------------------------------


@pytest.fixture
def printed_twice(mini: Tables) -> pd.DataFrame:
    """The assertions where another newsroom prints Vale's 40 boats as "at least 40" and as a flat 40."""
    post = {"source_id": "src-pier-post-2024-05", "statement_id": "stm-0010"}
    tables = extended(mini, "statements", 2, **post)
    tables = extended(tables, "statement_speakers", 2, statement_id="stm-0010")
    tables = extended(tables, "claims", 1, **post, claim_id="clm-0008", relation="ge", hedge="at least")
    return assertions(extended(tables, "claims", 1, **post, claim_id="clm-0009", relation="eq", hedge=None))


def test_what_one_claimant_says_on_a_day_is_one_assertion_whoever_prints_it(printed_twice: pd.DataFrame):
    assert list(printed_twice) == list(ASSERTIONS)
    [row] = printed_twice[printed_twice.claims.str.contains("clm-0002")].to_dict("records")
    assert (row["claimant"], row["said_on"], row["value"]) == ("Lena Vale", "2024-05-14", 40)
    assert row["families"] == "HN PP" and row["claims"] == "clm-0002 clm-0008 clm-0009"


def test_each_family_keeps_its_hedge(printed_twice: pd.DataFrame):
    [row] = printed_twice[printed_twice.claims.str.contains("clm-0002")].to_dict("records")
    assert row["relations"] == "approx: HN; eq: PP; ge: PP"
    assert row["hedges"] == "About: HN; at least: PP"


def test_a_hedge_that_may_not_cover_the_number_has_a_question_mark(mini: Tables):
    tables = edited(mini, "claims", "clm-0002", hedge="at least", hedge_scope="ambiguous", relation="eq")
    [row] = assertions(tables).query("claims == 'clm-0002'").to_dict("records")
    assert (row["hedges"], row["relations"]) == ("at least?: HN", "eq: HN")


def test_an_assertion_holds_at_all_times_that_its_sources_give(mini: Tables):
    tables = edited(mini, "claims", "clm-0002", as_of="2024-05")
    tables = extended(tables, "claims", 1, claim_id="clm-0008", as_of="2024-05-13")
    [row] = assertions(tables).query("claims == 'clm-0002 clm-0008'").to_dict("records")
    assert row["as_of"] == "2024-05; 2024-05-13" and row["said_on_last_day"] == pd.Timestamp("2024-05-14")
    days = (row["as_of_first_day"], row["as_of_last_day"])
    assert days == (pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-31"))


def test_another_number_is_another_assertion(printed_twice: pd.DataFrame):
    boats = printed_twice[printed_twice.measure_id == "msr-boats-lost"]
    assert list(boats.value) == [40, 50]


def test_claimants_without_a_name_are_not_taken_for_one(mini: Tables):
    tables = edited(mini, "claims", "clm-0007", statement_id=None)
    rows = assertions(extended(tables, "claims", claim_id="clm-0008", source_id="src-pier-post-2024-05"))
    assert sorted(rows[rows.value == 50].families) == ["HN", "PP"]


def test_the_assertions_hold_every_claim_once(tables: Tables):
    claims = " ".join(assertions(tables).claims).split()
    assert sorted(claims) == list(tables["claims"].claim_id)


@pytest.mark.parametrize(("columns", "made"), [(FIGURES, figures), (ASSERTIONS, assertions)])
def test_every_column_is_described_and_holds_something(columns, made, tables: Tables):
    rows = made(tables)
    assert all(columns.values())
    assert not [name for name in columns if rows[name].isna().all()]
