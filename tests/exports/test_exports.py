"""What is made of the data, read back by the library that reads such files, and compared with the CSVs."""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import HOSTILE, ROOT, Package

from exports import excel, schema_org
from exports.columns import kinds
from exports.edition import Edition, Table
from exports.files import write_files
from exports.forms import FORMS
from validator.descriptor import CannotRun

OURS = ("sqlite", "parquet", "excel", "croissant", "schema-org")
Cell = str | int | float | date | None


def build(edition: Edition, folder: Path) -> Path:
    made = {folder / path: data for name in OURS for path, data in FORMS[name](edition).items()}
    write_files(made, folder)
    return folder


@pytest.fixture(scope="module")
def built(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(edition, tmp_path_factory.mktemp("built"))


# ---- cells: every one of them, in order, of its type ------------------------------------------------


def cells_of_csv(table: Table, folder: Path) -> list[tuple[Cell, ...]]:
    """The rows of a CSV file, typed by the simplest means."""
    typed: dict[str, Callable[[str], Cell]] = {
        "text": str,
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
    }
    kind = kinds(table)
    with (folder / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            tuple(typed[kind[name]](cell) if cell else None for name, cell in row.items())
            for row in csv.DictReader(file)
        ]


def cells_of_sqlite(table: Table, built: Path) -> list[tuple[Cell, ...]]:
    dates = [number for number, kind in enumerate(kinds(table).values()) if kind == "date"]
    with closing(sqlite3.connect(next(built.glob("*.sqlite")))) as file:
        rows = file.execute(f'SELECT * FROM "{table.name}"').fetchall()
    return [
        tuple(date.fromisoformat(cell) if n in dates and cell else cell for n, cell in enumerate(row))
        for row in rows
    ]


def cells_of_parquet(table: Table, built: Path) -> list[tuple[Cell, ...]]:
    columns = pq.read_table(built / "parquet" / f"{table.name}.parquet").to_pydict()
    return list(zip(*columns.values(), strict=True))


@cache
def workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def cells_of_excel(table: Table, built: Path) -> list[tuple[Cell, ...]]:
    sheet = workbook(next(built.glob("*.xlsx")))[table.name]
    rows = list(sheet.iter_rows(min_row=2))
    assert not [cell for row in rows for cell in row if cell.data_type == "f"], "a formula"
    kind = list(kinds(table).values())
    return [
        tuple(
            cell.value.date()
            if kind[n] == "date" and cell.value
            else float(cell.value)
            if kind[n] == "number" and cell.value is not None
            else cell.value
            for n, cell in enumerate(row)
        )
        for row in rows
    ]


READERS = [cells_of_sqlite, cells_of_parquet, cells_of_excel]


@pytest.mark.parametrize("read", READERS)
def test_every_cell_comes_back_equal_in_type_and_order(read: Callable, edition: Edition, built: Path):
    for table in edition.tables.values():
        found, expected = read(table, built), cells_of_csv(table, ROOT)
        assert found == expected, table.name
        assert [[type(cell) for cell in row] for row in found] == [[type(c) for c in row] for row in expected]


def test_duckdb_and_polars_read_the_same_from_parquet(edition: Edition, built: Path):
    for table in edition.tables.values():
        path = built / "parquet" / f"{table.name}.parquet"
        assert pl.read_parquet(path).equals(table.frame), table.name
        assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == cells_of_csv(table, ROOT)


def test_the_csv_files_beside_croissant_are_the_very_same(edition: Edition, built: Path):
    for entry in edition.descriptor["resources"]:
        assert (built / "data" / f"{entry['name']}.csv").read_bytes() == (ROOT / entry["path"]).read_bytes()


# ---- hostile cells ----------------------------------------------------------------------------------


@pytest.mark.parametrize("read", READERS)
def test_hostile_cells_go_through_unchanged(read: Callable, hostile: Edition, tmp_path: Path):
    build(hostile, tmp_path)
    for table in hostile.tables.values():
        assert read(table, tmp_path) == cells_of_csv(table, hostile.folder), table.name
    assert set(HOSTILE) <= {row[1] for row in read(hostile.tables["people"], tmp_path)}


def test_hostile_names_are_text_in_json(hostile: Edition, tmp_path: Path):
    made = schema_org.dataset(hostile)
    assert json.loads((build(hostile, tmp_path) / "schema-org.json").read_text(encoding="utf-8")) == made


# ---- SQLite -----------------------------------------------------------------------------------------


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file that a test may break, keys enforced."""
    path = Path(shutil.copy(next(built.glob("*.sqlite")), tmp_path))
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA foreign_keys = ON")
        yield file


def test_sqlite_is_sound(copy: sqlite3.Connection):
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert copy.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sqlite_has_the_keys_of_the_schemas(copy: sqlite3.Connection, edition: Edition):
    for table in edition.tables.values():
        columns = copy.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        assert [column[1] for column in columns] == [field["name"] for field in table.fields]
        assert [c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]] == table.primary_key
        needed = {f["name"] for f in table.fields if f.get("constraints", {}).get("required")}
        assert {column[1] for column in columns if column[3]} == needed
        leads = copy.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()
        assert {((key[3],), key[2], (key[4],)) for key in leads} == {
            (tuple(fields), other, tuple(there)) for fields, other, there in table.foreign_keys
        }


REFUSED = {
    "a value outside the vocabulary": "UPDATE claims SET relation = 'roughly' WHERE claim_id = 'clm-0001'",
    "a key that leads nowhere": "UPDATE claims SET source_id = 'src-nowhere' WHERE claim_id = 'clm-0001'",
    "a row that others lead to": "DELETE FROM events WHERE event_id = 'evt-blinken-seoul-visit'",
    "a key twice": "INSERT INTO measures SELECT * FROM measures LIMIT 1",
    "a unique key twice": """
        INSERT INTO positions SELECT 'pos-again', person_id, organization_id, title, title_as_written, status,
        status_basis, as_of, start, start_source_id, "end", end_source_id, source_id, spans, note
        FROM positions LIMIT 1""",
    "no value where one is required": "UPDATE statements SET summary = NULL",
    "an empty text": "UPDATE statements SET note = ''",
    "a number below its minimum": "UPDATE sources SET text_length = 0",
    "a word for a number": "UPDATE claims SET value = 'many'",
    "half a thing": "UPDATE sources SET text_length = 1.5",
    "a day before the minimum": "UPDATE events SET date_start = '1899-12-31'",
    "a day that is none": "UPDATE events SET date_start = '2025-02-30'",
    "a date of another form": "UPDATE events SET date_start = '06/01/2025'",
}


@pytest.mark.parametrize("what", REFUSED)
def test_sqlite_refuses(what: str, copy: sqlite3.Connection):
    with pytest.raises(sqlite3.IntegrityError, match="constraint failed"):
        copy.execute(REFUSED[what])


def test_the_wide_views_say_who_said_what_as_what(copy: sqlite3.Connection):
    copy.row_factory = sqlite3.Row
    [row] = copy.execute("SELECT * FROM statements_wide WHERE statement_id = 'stm-0004'").fetchall()
    assert (row["speaker"], row["organization"]) == ("Antony Blinken", "Department of State (United States)")
    assert row["occasion_start"] == "2025-01-06" and row["publisher"] == "The Korea Times"
    [row] = copy.execute("SELECT * FROM claims_wide WHERE claim_id = 'clm-0006'").fetchall()
    assert (row["value"], row["unit"], row["organization"]) == (
        100.0,
        "person",
        "National Intelligence Service (South Korea)",
    )


@pytest.mark.parametrize(("view", "table"), [("statements_wide", "statements"), ("claims_wide", "claims")])
def test_the_wide_views_lose_nothing_and_have_a_row_for_each_speaker(
    view: str, table: str, copy: sqlite3.Connection
):
    key = f"{table[:-1]}_id"
    assert copy.execute(f"SELECT DISTINCT {key} FROM {view} ORDER BY 1").fetchall() == (
        copy.execute(f"SELECT {key} FROM {table} ORDER BY 1").fetchall()
    )
    rows = copy.execute(f"SELECT {key}, seq FROM {view}").fetchall()
    assert len(rows) == len(set(rows)) > len({key for key, _ in rows})
    assert not copy.execute(f"SELECT 1 FROM {view} WHERE role = 'addressee'").fetchall()


def test_the_query_in_the_manual_has_an_answer(copy: sqlite3.Connection):
    manual = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    [query] = re.findall(r'sqlite3 build/\S+ "(SELECT .*)"', manual)
    assert len(copy.execute(query).fetchall()) > 1


def test_sqlite_tells_what_it_is(copy: sqlite3.Connection, edition: Edition):
    told = dict(copy.execute("SELECT name, value FROM about").fetchall())
    assert told["version"] == edition.version and told["title"] == edition.descriptor["title"]
    assert "CC-BY-4.0" in told["licence"] and "not facts" in told["warning"]
    [made] = copy.execute("SELECT sql FROM sqlite_master WHERE name = 'claims'").fetchone()
    for field in edition.tables["claims"].fields:
        assert f"-- {field['description']}" in made


# ---- Parquet ----------------------------------------------------------------------------------------


def test_parquet_has_real_types_and_says_what_columns_mean(edition: Edition, built: Path):
    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    for table in edition.tables.values():
        schema = pq.read_schema(built / "parquet" / f"{table.name}.parquet")
        assert schema.types == [types[kind] for kind in kinds(table).values()]
        for field in table.fields:
            column = schema.field(field["name"])
            assert column.metadata[b"description"].decode() == field["description"]
            assert column.nullable != bool(field.get("constraints", {}).get("required"))
        assert schema.metadata[b"version"].decode() == edition.version
        assert json.loads(schema.metadata[b"table_schema"]) == table.schema


# ---- Excel ------------------------------------------------------------------------------------------


def test_excel_has_a_sheet_for_each_table(edition: Edition, built: Path):
    book = workbook(next(built.glob("*.xlsx")))
    assert book.sheetnames == ["about", *edition.tables, "figures", "columns"]
    for table in edition.tables.values():
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == [field["name"] for field in table.fields]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
    told = {name.value: value.value for name, value in book["about"].iter_rows()}
    assert told["version"] == edition.version and "not facts" in told["warning"]
    assert {f"sheet {name}" for name in edition.tables} <= set(told)
    described = {(row[0].value, row[1].value): row[3].value for row in book["columns"].iter_rows(min_row=2)}
    assert {place: text for place, text in described.items() if place[0] != "figures"} == {
        (table.name, field["name"]): field["description"]
        for table in edition.tables.values()
        for field in table.fields
    }


def test_excel_keeps_as_text_what_it_would_bend(tmp_path: Path, edition: Edition):
    """Days before 1900, and numbers of more digits than the 15 that Excel keeps."""
    frame = pl.DataFrame({"day": [date(1899, 12, 31), date(1900, 1, 1)], "number": [0.1 + 0.2, 0.25]})
    schema = {"fields": [{"name": "day", "type": "date"}, {"name": "number", "type": "number"}]}
    made_up = Edition(ROOT, edition.descriptor, {"old": Table("old", "Old", "Old days.", schema, [], frame)})
    [data] = excel.files(made_up).values()
    (tmp_path / "old.xlsx").write_bytes(data)
    first, second = workbook(tmp_path / "old.xlsx")["old"].iter_rows(min_row=2)
    assert [cell.value for cell in first] == ["1899-12-31", "0.30000000000000004"]
    assert (second[0].value.date(), second[1].value) == (date(1900, 1, 1), 0.25)


def test_excel_refuses_a_text_that_is_too_long(hostile: Edition):
    people = hostile.tables["people"]
    frame = people.frame.with_columns(note=pl.lit("\U0001f600" * 16_384))
    longer = Edition(
        hostile.folder,
        hostile.descriptor,
        {"people": Table("people", "", "", people.schema, people.rows, frame)},
    )
    with pytest.raises(CannotRun, match=r"people\.note in row 1 has 32768 characters"):
        excel.files(longer)


def test_a_type_that_no_export_knows_is_named(edition: Edition):
    table = Table("odd", "", "", {"fields": []}, [], pl.DataFrame({"flag": [b"x"]}))
    with pytest.raises(CannotRun, match=r"odd\.flag, which is Binary"):
        kinds(table)


# ---- JSON-LD ----------------------------------------------------------------------------------------


def test_schema_org_says_what_search_engines_ask_for(edition: Edition, built: Path):
    made = json.loads((built / "schema-org.json").read_text(encoding="utf-8"))
    assert made["@context"] == "https://schema.org/" and made["@type"] == "Dataset"
    assert made["name"] and 50 <= len(made["description"]) <= 5000
    assert made["version"] == edition.version
    assert made["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert made["creator"] == [{"@type": "Organization", "name": "blinken-seoul-2025 contributors"}]
    assert made["isAccessibleForFree"] is True
    assert made["dateCreated"] == made["dateModified"] == edition.created.isoformat()
    first, last = map(date.fromisoformat, made["temporalCoverage"].split("/"))
    assert first < date(2025, 1, 5) < last
    assert {"Seoul"} <= {place["name"] for place in made["spatialCoverage"]}
    assert len(made["variableMeasured"]) == len(edition.tables["measures"].rows)
    assert all(made[name] for name in ("keywords", "isBasedOn", "citation", "creditText"))


def test_every_file_that_schema_org_offers_is_there(edition: Edition, built: Path):
    offered = schema_org.dataset(edition)["distribution"]
    assert all((built / one["contentUrl"]).is_file() for one in offered)
    formats = {one["encodingFormat"] for one in offered}
    assert len(formats) == 4 and len(offered) == 2 * len(edition.tables) + 2
    for one in schema_org.dataset(edition, base="../")["distribution"]:
        assert one["contentUrl"].startswith("../")


def test_croissant_describes_every_file_and_column(edition: Edition, built: Path):
    """What mlcroissant itself makes of it stands in `test_croissant.py`."""
    made = json.loads((built / "croissant.json").read_text(encoding="utf-8"))
    files = {one["@id"]: one for one in made["distribution"]}
    for one in files.values():
        assert (built / one["contentUrl"]).stat().st_size == int(one["contentSize"].removesuffix(" B"))
    for table, made_of in zip(edition.tables.values(), made["recordSet"], strict=True):
        assert [field["name"] for field in made_of["field"]] == [field["name"] for field in table.fields]
        assert made_of["key"] == [{"@id": f"{table.name}/{name}"} for name in table.primary_key]
        leads = {
            field["name"]: (
                field["references"]["fileObject"]["@id"],
                field["references"]["extract"]["column"],
            )
            for field in made_of["field"]
            if "references" in field
        }
        assert leads == {
            fields[0]: (f"{other}.csv", there[0])
            for fields, other, there in table.foreign_keys
            if other != table.name  # no record set refers to itself
        }


# ---- the same bytes ---------------------------------------------------------------------------------


@pytest.mark.long
def test_the_same_data_gives_the_same_bytes_wherever_and_whenever(package: Package, tmp_path: Path):
    """Copies of the package in other folders, built with another zone, language and hash seed."""
    places = [("UTC", "C", "0", "one"), ("Asia/Seoul", "de_DE.UTF-8", "7", "another/deeper")]
    built = []
    for zone, language, seed, name in places:
        shutil.copytree(package.folder, tmp_path / name)
        command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--only", ",".join(OURS)]
        settings = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        subprocess.run(
            command, cwd=tmp_path / name, env={**os.environ, **settings}, check=True, capture_output=True
        )
        made = tmp_path / name / "build"
        built.append({str(p.relative_to(made)): p.read_bytes() for p in made.rglob("*") if p.is_file()})
    assert built[0].keys() == built[1].keys() and len(built[0]) == 37
    assert [name for name in built[0] if built[0][name] != built[1][name]] == []
    everything = b"".join(built[0].values())
    assert str(tmp_path).encode() not in everything


def test_the_sqlite_header_names_no_library(built: Path):
    header = next(built.glob("*.sqlite")).read_bytes()[:100]
    assert header[96:] == bytes(4) and header[60:72] == bytes(12)
