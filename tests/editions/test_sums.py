"""An unpacked edition: which of its files are not as they were packed."""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import Package

from editions.sums import sums_of
from schemas import packed
from schemas.packed import SUMS
from schemas.validation import validate

FILES = {"site/index.html": b"<p>page", "a.sqlite": b"SQLite", "scripts/load.py": b"pass", "ü b.md": b"x\n"}


def changed_files(folder: Path) -> list[tuple[str, str]]:
    return list(packed.changed_files(folder))


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


NOT_ONE_MORE = (SUMS, "line 1 is not the hash and path of a further file")


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        (b"nonsense\n", NOT_ONE_MORE),
        (b"\xff\n", NOT_ONE_MORE),
        (b"0" * 64 + b"  ../outside\n", ("../outside", "it leads out of the package")),
        (b" " * 1_000_001, (SUMS, "it is not a file of at most 1000000 bytes in the package")),
    ],
)
def test_sums_that_are_none_are_named(folder: Path, sums: bytes, found: tuple[str, str]):
    (folder / SUMS).write_bytes(sums)
    assert changed_files(folder) == [found]


def test_neither_a_file_named_a_thousand_times_nor_a_huge_one_is_read_for_long(folder: Path):
    line = (folder / SUMS).read_bytes().splitlines(keepends=True)[0]
    (folder / SUMS).write_bytes(line * 3)
    assert [why[:6] for _, why in changed_files(folder)] == ["line 2", "line 3"]
    os.truncate(folder / "a.sqlite", 3_000_000_000)
    (folder / SUMS).write_bytes(line)
    [(_, why)] = changed_files(folder)
    assert "were not checked" in why


def test_sums_that_are_a_pipe_or_a_link_are_not_read(folder: Path, tmp_path: Path):
    (folder / SUMS).rename(tmp_path / "outside")
    (folder / SUMS).symlink_to(tmp_path / "outside")
    assert [path for path, _ in changed_files(folder)] == [SUMS]
    (folder / SUMS).unlink()
    os.mkfifo(folder / SUMS)
    assert [path for path, _ in changed_files(folder)] == [SUMS]


def test_validate_names_each_file_of_an_unpacked_edition_that_was_changed(package: Package):
    """The page, the database, the loader, a document and the descriptor, whose own hash nothing else has."""
    for path, data in FILES.items():
        (package.folder / path).parent.mkdir(exist_ok=True)
        (package.folder / path).write_bytes(data)
    tables = [f"data/{file.name}" for file in (package.folder / "data").glob("*.csv")]
    kept = {path: package.folder / path for path in ("datapackage.json", *FILES, *tables)}
    (package.folder / SUMS).write_bytes(sums_of({path: file.read_bytes() for path, file in kept.items()}))
    report = package.validate()
    assert report.errors == [] and report.counts[SUMS].rules == {"file-as-packed"}
    changed = {path: file for path, file in kept.items() if path not in tables}  # tables have other checks
    for file in changed.values():
        file.write_bytes(file.read_bytes() + b" ")
    for report in (
        package.validate(),
        validate(package.descriptor, standard=True),
    ):  # this is not a matter of style
        assert {error.path for error in report.errors} == set(changed)
        assert {error.rule for error in report.errors} == {"file-as-packed"}


def test_a_file_that_the_list_lacks_is_named(folder: Path):
    """In a folder of the edition, if others of its kind are there. Anything else may be the reader's."""
    for path in (
        "notes.txt",
        "wheels/a.whl",
        "scripts/__pycache__/load.pyc",
        "scripts/.hidden.py",
        "site/x.txt",
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(b"")
    assert list(packed.unlisted_files(folder)) == []
    for path in ("datapackage.json", "scripts/more.py", "data.csv"):
        (folder / path).write_bytes(b"")
    unlisted = [
        path for path, why in packed.unlisted_files(folder, ["data.csv"]) if "does not list it" in why
    ]
    assert unlisted == ["data.csv", "datapackage.json", "scripts/more.py"]
    (folder / SUMS).write_bytes(b"nonsense\n")
    assert list(packed.unlisted_files(folder)) == []  # said once, by `changed_files`


def test_an_edition_without_sums_is_reported_as_not_checked(package: Package):
    """It is known by its README."""
    assert not [entry for entry in package.validate().not_run if entry.rule == "file-as-packed"]
    readme = "# Edition\n\n```sh\nsha256sum --check --quiet SHA256SUMS\n```\n"
    (package.folder / "README.md").write_text(readme, encoding="utf-8")
    report = package.validate()
    [entry] = [entry for entry in report.not_run if entry.rule == "file-as-packed"]
    assert entry.reason == "no SHA256SUMS in an unpacked edition" and report.valid
