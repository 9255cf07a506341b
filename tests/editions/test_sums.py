"""An unpacked edition: which of its files are not as they were packed."""

import os
import subprocess
from pathlib import Path

import pytest

from editions.sums import SUMS, changed_files, sums_of

FILES = {"site/index.html": b"<p>page", "a.sqlite": b"SQLite", "scripts/load.py": b"pass", "ü b.md": b"x\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    for path, data in {**FILES, SUMS: sums_of(FILES)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_what_was_not_changed_is_not_named(folder: Path):
    assert changed_files(folder) == []
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert changed_files(folder) == []
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", SUMS], cwd=folder, check=True)


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_was_changed_is_named(folder: Path, path: str):
    (folder / path).write_bytes(FILES[path] + b" ")
    [(found, why)] = changed_files(folder)
    assert found == path and why.startswith("its SHA-256 is ")


def test_a_file_that_is_gone_or_is_none_is_named(folder: Path, tmp_path: Path):
    (folder / "a.sqlite").unlink()
    assert changed_files(folder) == [("a.sqlite", "it is missing")]
    os.mkfifo(folder / "a.sqlite")
    assert changed_files(folder) == [("a.sqlite", "it is missing")]
    (folder / "a.sqlite").unlink()
    (tmp_path / "outside").write_bytes(FILES["a.sqlite"])
    (folder / "a.sqlite").symlink_to(tmp_path / "outside")
    assert changed_files(folder) == [("a.sqlite", "it leads out of the package")]


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        (b"nonsense\n", (SUMS, "line 1 is not a hash and a path")),
        (b"0" * 64 + b"  ../outside\n", ("../outside", "it leads out of the package")),
        (b"\xff\n", (SUMS, "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")),
    ],
)
def test_sums_that_are_none_are_named(folder: Path, sums: bytes, found: tuple[str, str]):
    (folder / SUMS).write_bytes(sums)
    assert changed_files(folder) == [found]


def test_a_folder_without_sums_is_no_edition(tmp_path: Path):
    assert changed_files(tmp_path) == []
