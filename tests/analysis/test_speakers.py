"""analysis/speakers.py: who said what, when, as what."""

from conftest import extended

from analysis.speakers import SAID, SPEAKING, claimants, said
from analysis.tables import Tables


def test_who_said_one_statement(tables: Tables):
    rows = said(tables)
    [row] = rows[rows.statement_id == "stm-0004"].to_dict("records")
    assert row["person"] == "Antony Blinken"
    assert row["organization"] == "Department of State (United States)"
    assert row["position"] == "Secretary of State of the United States"
    assert row["position_status"] == "incumbent"
    assert row["event"] == "Joint press conference of Blinken and Cho"
    assert row["said_on"] == "2025-01-06" and row["outlet"] == "The Korea Times"
    assert row["quote_type"] == "direct" and row["quote"].startswith("The DPRK has already received")


def test_no_statement_is_lost_and_joint_speakers_have_a_row_each(tables: Tables):
    rows, speakers = said(tables), tables["statement_speakers"]
    assert list(rows) == list(SAID)
    assert set(rows.statement_id) == set(tables["statements"].statement_id)
    speaking = speakers[speakers.role.isin(SPEAKING)]
    silent = set(tables["statements"].statement_id) - set(speaking.statement_id)
    assert len(rows) == len(speaking) + len(silent)
    assert set(rows[rows.role.isna()].attribution) == {"absent"}


def test_an_acting_president_speaks_as_one(tables: Tables):
    rows = said(tables)
    choi = rows[(rows.person == "Choi Sang-mok") & (rows.position_status == "acting")]
    assert len(choi) and set(choi.position) == {"President of South Korea"}


def test_a_claimant_is_a_person_before_a_body_and_several_stand_in_one_text(mini: Tables):
    names = claimants(mini).set_index("statement_id").claimant
    assert names["stm-0001"] == "Lena Vale"  # for her town
    assert names["stm-0005"] == "Harbour Council"
    assert names["stm-0007"] == "Lena Vale, Omar Reed"


def test_who_has_no_name_is_no_claimant(mini: Tables):
    assert not {"stm-0008", "stm-0009"} & set(claimants(mini).statement_id)


def test_those_spoken_to_or_for_do_not_speak(mini: Tables):
    others = extended(mini, "statement_speakers", 0, seq=2, role="addressee")
    others = extended(others, "statement_speakers", 0, seq=3, role="on_behalf_of")
    assert list(said(others).statement_id).count("stm-0001") == 1


def test_every_column_is_described_and_holds_something(tables: Tables):
    rows = said(tables)
    assert all(SAID.values())
    assert not [name for name in SAID if rows[name].isna().all()]
