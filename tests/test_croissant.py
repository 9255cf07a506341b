"""The Croissant description as its own library takes it. `make test-croissant` installs mlcroissant first."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, Package

from exports import croissant
from exports.columns import kinds
from exports.edition import read_edition

PYTHON = ROOT / ".venv-croissant" / "bin" / "python"

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(),
    reason="mlcroissant is not installed: `make test-croissant` installs it and runs this",
)


@pytest.mark.parametrize("which", ["ours", "small"])
def test_every_record_set_loads_and_holds_the_cells_of_its_table(
    which: str, package: Package, tmp_path: Path
):
    edition = read_edition(ROOT / "datapackage.json" if which == "ours" else package.descriptor)
    made = croissant.write(edition, tmp_path)[0]
    loaded = json.loads(run(str(ROOT / "tests" / "croissant_records.py"), str(made)))
    assert list(loaded) == list(edition.tables)
    types = {"text": "text", "integer": "int", "number": "float", "date": "date"}
    for table in edition.tables.values():
        kind = kinds(table)
        expected = [
            {
                name: None
                if cell is None
                else (types[kind[name]], cell if kind[name] == "text" else str(cell))
                for name, cell in row.items()
            }
            for row in table.frame.iter_rows(named=True)
        ]
        found = [{name: cell and tuple(cell) for name, cell in row.items()} for row in loaded[table.name]]
        assert found == expected, table.name


def test_mlcroissant_finds_nothing_to_say_against_it(tmp_path: Path):
    made = croissant.write(read_edition(ROOT / "datapackage.json"), tmp_path)[0]
    done = subprocess.run(
        [PYTHON.with_name("mlcroissant"), "validate", "--jsonld", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr and "Found" not in done.stderr, done.stderr


def run(*arguments: str) -> str:
    done = subprocess.run([PYTHON, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
