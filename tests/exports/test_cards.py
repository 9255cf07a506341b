"""What is made for catalogues of data: the hub of Hugging Face, Kaggle and Datasette.

What their own libraries make of it is tried where `make test-cards` has installed them; all else always.
"""

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from conftest import ROOT

from exports import datasette, hugging_face, kaggle, sqlite
from exports.edition import Edition
from exports.figures import with_figures
from exports.files import write_files

PYTHON = ROOT / ".venv-cards" / "bin" / "python"
BY_THEIR_OWN = pytest.mark.skipif(
    not PYTHON.exists(),
    reason="the libraries are not installed: `make test-cards` installs them and runs this",
)


@pytest.fixture(scope="module")
def built(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that is made for catalogues, and the SQLite file."""
    folder = tmp_path_factory.mktemp("built")
    for form in (hugging_face, kaggle, datasette, sqlite):
        write_files({folder / path: data for path, data in form.files(edition).items()}, folder)
    return folder


def read_by_their_own(what: str, folder: Path):
    """What the library of a catalogue reads, as `card_readers.py` prints it."""
    command = [PYTHON, ROOT / "tests" / "exports" / "card_readers.py", what, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def described(edition: Edition, **properties: object) -> Edition:
    """The package with other properties in its descriptor."""
    return replace(edition, descriptor={**edition.descriptor, **properties})


def as_told(cell: object) -> object:
    """A cell as `card_readers.py` prints it."""
    return ["date", cell.isoformat()] if isinstance(cell, date) else cell


# ---- Hugging Face -----------------------------------------------------------------------------------


def head_of(folder: Path) -> dict:
    text = (folder / "hugging-face" / "README.md").read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1])


def test_the_card_has_a_configuration_for_each_table(built: Path, edition: Edition):
    head = head_of(built)
    tables = {table.name: table for table in with_figures(edition)}
    assert [one["config_name"] for one in head["configs"]] == list(tables)
    for one in head["configs"]:
        [part] = one["data_files"]
        held = pq.read_metadata(built / "hugging-face" / part["path"])
        assert held.num_rows == tables[one["config_name"]].frame.height
    assert [one["config_name"] for one in head["configs"] if one.get("default")] == ["statements"]


def test_the_card_says_licence_languages_and_size(built: Path, edition: Edition):
    head = head_of(built)
    assert head["license"] == "cc-by-4.0" and head["size_categories"] == ["1K<n<10K"]
    printed = {row["language"] for row in edition.tables["sources"].rows}
    assert set(head["language"]) == printed and all(re.fullmatch("[a-z]{2}", one) for one in head["language"])


def test_every_link_of_the_card_leads_somewhere(built: Path):
    folder = built / "hugging-face"
    for page in folder.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"


@pytest.mark.parametrize(
    ("rows", "category"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (99_999, "10K<n<100K"),
        (500_000, "100K<n<1M"),
        (1_000_000, "1M<n<10M"),
        (99_000_000, "10M<n<100M"),
    ],
)
def test_sizes_are_written_as_the_hub_has_them(rows: int, category: str):
    assert hugging_face.size_category(rows) == category


@pytest.mark.long
@BY_THEIR_OWN
def test_the_hub_and_its_loader_read_every_table(built: Path, edition: Edition):
    read = read_by_their_own("hugging-face", built / "hugging-face")
    assert read["head"] == head_of(built) and read["unknown"] == []
    for table in with_figures(edition):
        wanted = [
            {name: as_told(cell) for name, cell in row.items()} for row in table.frame.iter_rows(named=True)
        ]
        assert read["rows"].pop(table.name) == wanted, table.name
    assert read["rows"] == {}


# ---- Kaggle -----------------------------------------------------------------------------------------


def test_kaggle_is_told_every_column_in_order(edition: Edition):
    made = kaggle.metadata(edition)
    for one, table in zip(made["resources"], edition.tables.values(), strict=True):
        assert one["path"] == f"{table.name}.csv"
        assert [field["name"] for field in one["schema"]["fields"]] == list(table.frame.columns)
    assert (made["title"], made["licenses"]) == ("Blinken in Seoul, January 2025", [{"name": "CC-BY-4.0"}])


def test_kaggle_gets_the_very_same_files(built: Path, edition: Edition):
    for table in edition.tables.values():
        assert (built / "kaggle" / f"{table.name}.csv").read_bytes() == table.data


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Harbour: who said what about the ferry", ("Harbour", "Who said what about the ferry")),
        ("Harbour: a ferry", ("Harbour", None)),
        (
            "The boats of the harbour and of the pier in the year 2024",
            ("The boats of the harbour and of the pier in the", None),
        ),
        ("x" * 60, ("x" * 50, None)),
    ],
)
def test_a_title_that_kaggle_does_not_take_is_cut(edition: Edition, title: str, made: tuple):
    found = kaggle.metadata(described(edition, title=title))
    assert (found["title"], found.get("subtitle")) == made


def test_a_licence_that_kaggle_does_not_name_is_another(edition: Edition):
    licence = {"name": "EUPL-1.2", "path": "https://example.org/licence"}
    assert kaggle.metadata(described(edition, licenses=[licence]))["licenses"] == [{"name": "other"}]


@pytest.mark.long
@BY_THEIR_OWN
def test_kaggle_would_take_it(built: Path, edition: Edition):
    sent = read_by_their_own("kaggle", built / "kaggle")
    made = kaggle.metadata(edition)
    assert sent["error"] == ""
    assert (sent["title"], sent["subtitle"], sent["licence"]) == (
        made["title"],
        made["subtitle"],
        "CC-BY-4.0",
    )
    assert (sent["owner"], sent["slug"]) == (kaggle.OWNER, edition.descriptor["name"])
    assert list(sent["columns"]) == [f"{name}.csv" for name in edition.tables]
    assert all(column["description"] for columns in sent["columns"].values() for column in columns)


# ---- Datasette --------------------------------------------------------------------------------------


def asked(built: Path, sql: str) -> list[sqlite3.Row]:
    """The rows of a question whose parameters are all left empty, as on its page in Datasette."""
    [file] = built.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(sql, dict.fromkeys(re.findall(r":(\w+)", sql), "")).fetchall()


def test_every_question_has_answers(built: Path):
    found = datasette.queries()
    assert len(found) == 5 and all("_wide" in one["sql"] for one in found.values())
    for name, one in found.items():
        assert one["title"] and one["description"].endswith("."), name
        assert asked(built, one["sql"]), name


def test_an_empty_parameter_leaves_nothing_out(built: Path, edition: Edition):
    said = asked(built, datasette.queries()["who_said_what"]["sql"])
    assert {row["statement_id"] for row in said} == {
        row["statement_id"] for row in edition.tables["statements"].rows
    }
    claimed = asked(built, datasette.queries()["who_claims_which_number"]["sql"])
    assert {row["claim_id"] for row in claimed} == {row["claim_id"] for row in edition.tables["claims"].rows}


def test_datasette_is_told_only_of_tables_and_columns_that_are_there(built: Path, edition: Edition):
    made = datasette.metadata(edition)
    [(name, about)] = made["databases"].items()
    [file] = built.glob("*.sqlite")
    assert file.stem == name
    with closing(sqlite3.connect(file)) as database:
        there = {
            table: [column[1] for column in database.execute(f'PRAGMA table_info("{table}")')]
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
    assert set(there) == set(about["tables"]) | {"about"}
    for table, said in about["tables"].items():
        assert list(said.get("columns", there[table])) == there[table]
        assert {*said.get("facets", []), said.get("label_column", there[table][0])} <= set(there[table])


def test_without_the_views_there_is_nothing_to_ask(edition: Edition):
    fewer = replace(edition, tables={"people": edition.tables["people"]})
    [database] = datasette.metadata(fewer)["databases"].values()
    assert list(database["tables"]) == ["people"] and database["queries"] == {}


@pytest.mark.long
@BY_THEIR_OWN
def test_datasette_serves_every_table_and_question(built: Path):
    served = read_by_their_own("datasette", built)
    assert served.pop("metadata") == [200, True]
    for name in datasette.queries():
        status, rows = served.pop(name)
        assert status == 200 and rows, (name, rows)
    assert all(answer == [200, True] for answer in served.values()), served
