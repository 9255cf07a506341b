"""The Croissant description as its own library takes it. `make test-croissant` installs mlcroissant first."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

from exports import croissant
from exports.columns import kinds
from exports.edition import Edition, read_edition
from exports.files import write_files

PYTHON = ROOT / ".venv-croissant" / "bin" / "python"

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(),
    reason="mlcroissant is not installed: `make test-croissant` installs it and runs this",
)


def test_every_record_set_loads_and_holds_the_cells_of_its_table(tmp_path: Path):
    assert_loads(read_edition(ROOT / "datapackage.json"), tmp_path)


def test_hostile_cells_load_unchanged(hostile: Edition, tmp_path: Path):
    assert_loads(hostile, tmp_path)


def test_mlcroissant_finds_nothing_to_say_against_it(tmp_path: Path):
    made = written(read_edition(ROOT / "datapackage.json"), tmp_path)
    done = subprocess.run(
        [PYTHON.with_name("mlcroissant"), "validate", "--jsonld", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr and "Found" not in done.stderr, done.stderr


def written(edition: Edition, folder: Path) -> Path:
    write_files({folder / path: data for path, data in croissant.files(edition).items()}, folder)
    return folder / "croissant.json"


def run(*arguments: str) -> str:
    done = subprocess.run([PYTHON, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def assert_loads(edition: Edition, folder: Path) -> None:
    """That mlcroissant loads each table from what is written into a folder, cell by cell."""
    made = written(edition, folder)
    loaded = json.loads(run(str(ROOT / "tests" / "exports" / "croissant_records.py"), str(made)))
    assert list(loaded) == list(edition.tables)
    for table in edition.tables.values():
        kind = kinds(table)
        found = [{name: cell and tuple(cell) for name, cell in row.items()} for row in loaded[table.name]]
        assert found == [
            {name: told(cell, kind[name]) for name, cell in row.items()}
            for row in table.frame.iter_rows(named=True)
        ], table.name


def told(cell: object, kind: str) -> tuple[str, str] | None:
    """A cell as `croissant_records.py` prints it."""
    if cell is None:
        return None
    return {"integer": "int", "number": "float"}.get(kind, kind), str(cell)
