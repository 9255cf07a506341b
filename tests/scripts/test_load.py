"""Loading with pandas alone, and the joins that people want."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, Package

from schemas import SCHEMAS
from scripts.load import FIGURES, SAID, figures, load, read, said


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return load()


# ---- loading ----------------------------------------------------------------------------------------


def test_nothing_but_pandas_is_needed(tmp_path: Path):
    """Somebody who unpacked the files and has pandas can use them, from any folder."""
    code = (
        "import sys\n"
        "for name in ('pandera', 'polars', 'narwhals', 'frictionless', 'duckdb', 'ibis', 'pyarrow'):\n"
        "    sys.modules[name] = None\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from scripts.load import load, said, figures\n"
        "print(len(said(load())), len(figures(load())))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(len(made(load()))) for made in (said, figures)]


@pytest.mark.parametrize("table", sorted(SCHEMAS))
def test_frames_are_those_of_the_whole_schema(table: str, tables: dict[str, pd.DataFrame]):
    path = ROOT / "data" / f"{table}.csv"
    pd.testing.assert_frame_equal(tables[table], read(path, table, check=True))


def test_types_are_real_ones(tables: dict[str, pd.DataFrame]):
    assert tables["events"].date_start.dtype == "datetime64[us]"
    assert tables["claims"].value.dtype == "Float64"
    assert tables["sources"].text_length.dtype == "Int64"
    assert tables["statements"].quote.dtype == "string"


def test_a_file_that_is_not_of_its_schema_is_named_in_one_sentence(package: Package):
    package.path("measures").write_text("measure_id\nmsr-boats\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"measures\.csv does not have the columns of measures: load it"):
        load(package.folder / "data")


@pytest.mark.parametrize(
    ("table", "cell", "bad"),
    [("events", b"2024-05-14", b"14.05.2024"), ("event_participants", b",1,", b",one,")],
)
def test_a_cell_of_another_type_is_refused(package: Package, table: str, cell: bytes, bad: bytes):
    package.edit_bytes(table, lambda data: data.replace(cell, bad))
    with pytest.raises(ValueError, match=f"{table}.csv has a cell of the wrong type: row 1, "):
        load(package.folder / "data")


# ---- who said what, who claimed what ----------------------------------------------------------------


def test_who_said_one_statement(tables: dict[str, pd.DataFrame]):
    rows = said(tables)
    [row] = rows[rows.statement_id == "stm-0004"].to_dict("records")
    assert row["person"] == "Antony Blinken"
    assert row["organization"] == "Department of State (United States)"
    assert row["position"] == "Secretary of State of the United States"
    assert row["position_status"] == "incumbent"
    assert row["event"] == "Joint press conference of Blinken and Cho"
    assert row["said_on"] == "2025-01-06" and row["outlet"] == "The Korea Times"
    assert row["quote_type"] == "direct" and row["quote"].startswith("The DPRK has already received")


def test_no_statement_is_lost_and_joint_speakers_have_a_row_each(tables: dict[str, pd.DataFrame]):
    rows, speakers = said(tables), tables["statement_speakers"]
    assert list(rows) == list(SAID)
    assert set(rows.statement_id) == set(tables["statements"].statement_id)
    speaking = speakers[speakers.role.isin(["speaker", "joint_speaker"])]
    silent = set(tables["statements"].statement_id) - set(speaking.statement_id)
    assert len(rows) == len(speaking) + len(silent)
    assert set(rows[rows.role.isna()].attribution) == {"absent"}


def test_an_acting_president_speaks_as_one(tables: dict[str, pd.DataFrame]):
    rows = said(tables)
    choi = rows[(rows.person == "Choi Sang-mok") & (rows.position_status == "acting")]
    assert len(choi) and set(choi.position) == {"President of South Korea"}


def test_every_claim_is_one_row_with_its_claimant_and_hedge(tables: dict[str, pd.DataFrame]):
    rows = figures(tables)
    assert list(rows) == list(FIGURES)
    assert list(rows.claim_id) == list(tables["claims"].claim_id)
    [row] = rows[rows.claim_id == "clm-0006"].to_dict("records")
    assert row["claimant"] == "National Intelligence Service (South Korea)"
    assert (row["value"], row["unit"], row["relation"]) == (100, "person", "approx")
    assert (row["hedge"], row["hedge_scope"], row["basis"]) == ("around", "own", "estimate")
    assert row["measure"] and row["outlet"] == "The Korea Times"


def test_where_nobody_is_named_no_claimant_is_made_up(tables: dict[str, pd.DataFrame]):
    rows = figures(tables)
    assert set(rows[rows.basis == "reporter"].claimant.dropna()) == set()
    assert set(rows[rows.claimant.isna()].attribution.dropna()) == {"absent", "unnamed"}


def test_joint_claimants_stand_in_one_row(tables: dict[str, pd.DataFrame]):
    assert "South Korea, Japan, United States" in set(figures(tables).claimant.dropna())


@pytest.mark.parametrize(("columns", "made"), [(SAID, said), (FIGURES, figures)])
def test_every_column_is_described_and_holds_something(columns, made, tables: dict[str, pd.DataFrame]):
    rows = made(tables)
    assert all(columns.values())
    assert not [name for name in columns if rows[name].isna().all()]
