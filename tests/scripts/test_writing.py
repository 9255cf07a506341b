"""Each command that writes leaves every file as it was or as it is to be, whatever fails."""

import errno
import os
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT, Package

from exports.citation import FROM, TO
from exports.files import UNFINISHED
from exports.forms import FORMS
from scripts import build, cite, compare, docs
from scripts import format as format_
from scripts.load import load
from validator.report import Report

pytestmark = pytest.mark.long


COMMANDS: dict[str, tuple[ModuleType, list[str]]] = {
    "format": (format_, []),
    "docs": (docs, []),
    "cite": (cite, ["--readme"]),
    "build": (build, ["--only", "citation,sqlite,parquet,excel,croissant,schema-org,site"]),
    "compare": (compare, ["measure", "msr-leaks", "--data", "data"]),
}


def once(form):
    """A form that is made the first time alone: what is tested is how its files are written."""
    made = []

    def make(edition):
        made.extend([] if made else [form(edition)])
        return made[0]

    return make


@pytest.fixture
def folder(package: Package, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in the current folder in which every command has something to write over."""
    monkeypatch.setattr("exports.edition.validate", lambda path: Report())  # which is not what is tested here
    monkeypatch.setattr(compare, "load", lambda folder, check: load(folder))
    monkeypatch.setattr(build, "FORMS", {name: once(form) for name, form in FORMS.items()})
    monkeypatch.chdir(package.folder)
    Path("README.md").write_text(f"# Harbour\n\n{FROM}{TO}", encoding="utf-8")
    for path in (
        "docs/rules.md",
        "build/site/index.html",
        "build/citation.txt",
        "build/compare/msr-leaks.md",
    ):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("old\n", encoding="utf-8")
    for table in ("people", "measures"):
        path = package.path(table)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return package.folder


def run(name: str) -> int:
    command, arguments = COMMANDS[name]
    return command.main(arguments)


def contents(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_failure_at_any_rename_or_sync_leaves_every_file_whole(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    before = contents(folder)
    counts = {}
    for call in ("replace", "fsync"):
        counts[call] = number_of(call, name, monkeypatch)
    after = contents(folder)
    assert before != after and counts["replace"] > 0
    capsys.readouterr()
    points = {("replace", 1), ("replace", counts["replace"]), ("fsync", 1), ("fsync", counts["replace"])}
    for number, (call, at) in enumerate(sorted(points)):
        put(folder, before)
        fault = [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()][number % 2]
        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing(getattr(os, call), at, fault))
            if isinstance(fault, OSError):
                assert run(name) == 2
                assert "cannot be written (No space left on device)" in capsys.readouterr().err
            else:
                with pytest.raises(KeyboardInterrupt):
                    run(name)
        found = contents(folder)
        assert not [path for path in found if path.endswith(UNFINISHED)]
        assert all(data in (before.get(path), after.get(path)) for path, data in found.items())
        assert before.keys() <= found.keys()
        assert run(name) == 0
        assert contents(folder) == after


def number_of(call: str, name: str, monkeypatch: pytest.MonkeyPatch) -> int:
    calls = []
    real = getattr(os, call)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, lambda *arguments: calls.append(1) or real(*arguments))
        assert run(name) == 0
    return len(calls)


def failing(real, at: int, fault: BaseException):
    calls = []

    def fail(*arguments):
        calls.append(1)
        if len(calls) == at:
            raise fault
        return real(*arguments)

    return fail


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path in contents(folder).keys() - files.keys():
        (folder / path).unlink()
    for path, data in files.items():
        (folder / path).write_bytes(data)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("docs", "docs"),
        ("docs", "docs/rules.md"),
        ("cite", "README.md"),
        ("build", "build"),
        ("build", "build/site"),
        ("compare", "build"),
    ],
)
def test_no_link_out_of_the_package_is_written_through(
    folder: Path, name: str, link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / link).rename(tmp_path / "outside")
    (folder / link).symlink_to(tmp_path / "outside")
    before = contents(tmp_path)
    assert run(name) == 2
    [sentence] = capsys.readouterr().err.splitlines()
    assert "is outside" in sentence
    assert contents(tmp_path) == before


def test_an_edit_saved_while_format_runs_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    real = format_.formatted

    def formatted(descriptor: Path):
        files = real(descriptor)
        (folder / "data" / "people.csv").write_bytes(b"an edit\n")
        return files

    monkeypatch.setattr(format_, "formatted", formatted)
    before = contents(folder)
    assert run("format") == 2
    assert "people.csv was changed by somebody else in the meantime" in capsys.readouterr().err
    assert contents(folder) == {**before, "data/people.csv": b"an edit\n"}


def test_no_temporary_file_is_part_of_the_repository():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"*{UNFINISHED}" in ignored
