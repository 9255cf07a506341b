"""An empty package for another story: whole at once, or not begun."""

import subprocess
import sys
from pathlib import Path

import pytest
from desk import held

from scripts.start import main

BIN = Path(sys.executable).parent


def start(folder: Path, name: str = "harbour-2024", title: str = "The harbour, May 2024") -> int:
    return main([str(folder), f"--name={name}", f"--title={title}"])


@pytest.mark.long
def test_a_new_package_passes_its_own_make_targets(tmp_path):
    """`make test` validates with the rules that came with it, and with stock frictionless."""
    folder = tmp_path / "story"
    assert start(folder) == 0
    # the environment is taken as made
    done = subprocess.run(
        ["make", "test", f"BIN={BIN}", "PROVIDE=@true"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid\n" in done.stdout and "INVALID" not in done.stdout
    assert {path.stem for path in folder.glob("scripts/*.py")} >= {"validate", "draft", "accept", "start"}
    assert (folder / "data" / "claims.csv").read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("name", ["Harbour", "harbour 2024", "-harbour", "häfen", "../x", ""])
def test_a_name_that_is_no_slug(tmp_path, capsys, name):
    assert start(tmp_path / "story", name=name) == 2
    assert "is not a slug: use small letters and digits" in capsys.readouterr().err
    assert not (tmp_path / "story").exists()


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "x" * 201])
def test_a_title_that_is_none(tmp_path, capsys, title):
    assert start(tmp_path / "story", title=title) == 2
    assert capsys.readouterr().err.startswith("cannot start: the title is empty")


def test_a_folder_that_is_taken(tmp_path, capsys):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "todo.txt").write_text("x", encoding="utf-8")
    before = held(tmp_path)
    assert start(tmp_path / "notes") == 2
    assert "is not empty (it holds todo.txt): name a new folder" in capsys.readouterr().err
    assert start(tmp_path / "notes" / "todo.txt") == 2
    assert "is a file" in capsys.readouterr().err
    assert held(tmp_path) == before


def test_a_folder_inside_a_package_and_one_that_holds_one(package, capsys):
    before = held(package.folder)
    assert start(package.folder / "story") == 2
    assert "is inside the package" in capsys.readouterr().err
    assert start(package.folder) == 2
    assert "already holds a package" in capsys.readouterr().err
    assert held(package.folder) == before
