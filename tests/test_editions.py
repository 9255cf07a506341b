"""Editions: what has changed since the last one is told, and a new one is made whole or not at all."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Package

from editions.archive import CODE, write_archive
from editions.differences import differences, read_package, required_step
from editions.versions import PLACES, section_of, with_version
from schemas.manifest import PATH, row_hash, step_between, version_of
from schemas.validation import validate
from scripts import release as command
from scripts.format import canonical
from scripts.release import write_documents
from validator.descriptor import CannotRun

# ---- corrections --------------------------------------------------------------------------------------

CORRECTION = {
    "correction_id": "cor-clm-0001-note",
    "version": "1.2.3",
    "table": "claims",
    "record_id": "clm-0001",
    "field": "note",
    "reason": "A slip.",
}


def note_of(package: Package) -> str:
    return next(row["note"] for row in package.rows("claims") if row["claim_id"] == "clm-0001")


def found(package: Package) -> set[str]:
    return {error.rule for error in package.validate().errors}


def test_a_change_that_is_told_is_right(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    assert found(package) == {"change-told"}
    package.add("corrections", **CORRECTION, old=old, new="Another note.")
    assert found(package) == set()


def test_a_change_is_told_with_the_old_value(package: Package):
    package.keep_edition()
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old="Something else.", new="Another note.")
    assert found(package) == {"change-told"}


def test_a_change_is_told_with_the_new_value(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old=old, new="Yet another note.")
    assert found(package) == {"correction-fits"}


def test_a_value_may_be_mended_twice(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="A third note.")
    first = {**CORRECTION, "version": "1.0.0", "correction_id": "cor-clm-0001-note-once"}
    package.add("corrections", **first, old=old, new="A second note.")
    package.add("corrections", **CORRECTION, old="A second note.", new="A third note.")
    assert found(package) == set()


def test_corrections_of_earlier_editions_explain_nothing_now(package: Package):
    package.keep_edition("1.2.2")
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **{**CORRECTION, "version": "1.2.2"}, old=old, new="Another note.")
    assert "change-told" in found(package)


def test_a_number_is_compared_as_a_number(package: Package):
    assert row_hash(["value"], {"value": 40.0}) == row_hash(["value"], {"value": 40})
    package.keep_edition()
    package.set("claims", "clm-0002", value="40.0")
    assert "change-told" not in found(package)


def test_a_row_is_withdrawn_with_a_reason(package: Package):
    package.keep_edition()
    package.drop("statement_events", "stm-0001")
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal)
    assert found(package) == set()


def test_a_withdrawn_id_is_not_used_again(package: Package):
    package.keep_edition()
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal)
    assert found(package) == {"id-not-reused"}


def test_a_successor_exists(package: Package):
    package.keep_edition()
    package.drop("statement_events", "stm-0001")
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal, new="stm-0001/evt-nothing")
    assert found(package) == {"correction-fits"}


def test_what_is_added_needs_no_correction_but_a_version(package: Package):
    package.keep_edition("1.2.2")
    package.add("statement_events", statement_id="stm-0003", event_id="evt-visit")
    assert found(package) == {"version-step"}


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "1.0.1-dev", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.9", "2.0.0", "major"),
        ("2.0.0", "1.9.9", "none"),
    ],
)
def test_steps_between_versions(old: str, new: str, step: str):
    assert step_between(version_of(old), version_of(new)) == step


@pytest.mark.parametrize(
    "spoilt",
    [
        "{",
        "[]",
        "{}",
        '{"edition": "1.0.0", "tables": {"a": {"columns": [[]], "codes": {}, "rows": {}}}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {"a": {"columns": [], "codes": {"b": 1}, "rows": {}}}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {"a": {"columns": [], "codes": {}, "rows": {"b": []}}}, "gone": {}}',
        '{"edition": "one", "tables": {}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {}, "gone": {"claims": [[]]}}',
    ],
)
def test_a_manifest_that_is_none_is_named(package: Package, spoilt: str):
    (package.folder / PATH).write_text(spoilt, encoding="utf-8")
    assert found(package) == {"manifest-readable"}


def test_corrections_need_what_the_last_edition_held(package: Package):
    package.add("corrections", **CORRECTION, old="", new=note_of(package))
    assert found(package) == {"manifest-readable"}


# ---- making an edition --------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A Curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project on the way to version 9.0.0, in a repository of its own with one commit."""
    folder = tmp_path_factory.mktemp("edition") / "project"
    folder.mkdir()
    for name in ("data", "schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name in CODE:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in [*PLACES, "README.md", "LICENSE", "LICENSE-CODE"]:
        shutil.copy(ROOT / name, folder / name)
    for path, data in with_version(folder, "9.0.0-dev").items():
        path.write_bytes(data)
    write_documents(folder)
    path = folder / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    if not section_of(text, "9.0.0-dev"):
        path.write_text(text.replace("## 9.0.0-dev\n", "## 9.0.0-dev\n\nA figure was mended.\n"), "utf-8")
    (folder / ".gitignore").write_text("/dist/\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return folder


@pytest.fixture
def project(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(template, tmp_path / "project")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A Curator")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "curator@example.org")
    monkeypatch.setattr(command, "ROOT", tmp_path / "project")
    return tmp_path / "project"


def make(*arguments: str) -> int:
    return command.main([*arguments, "--day", "2031-05-06"])


def test_an_edition_is_committed_tagged_and_packed(project: Path):
    assert make("9.0.0") == 0
    assert git(project, "tag", "--list") == "v9.0.0"
    assert git(project, "log", "--format=%s") == "On the way to 9.0.1\nEdition 9.0.0\nAll of it"
    assert git(project, "status", "--porcelain") == ""
    released = json.loads(git(project, "show", "v9.0.0:datapackage.json"))
    assert (released["version"], released["created"]) == ("9.0.0", "2031-05-06T00:00:00+00:00")
    assert git(project, "show", "v9.0.0:CHANGELOG.md").splitlines()[5] == "## 9.0.0 - 2031-05-06"
    held = json.loads(git(project, "show", f"v9.0.0:{PATH}"))
    assert held["edition"] == "9.0.0" and len(held["tables"]["statements"]["rows"]) > 600
    assert json.loads((project / "datapackage.json").read_text(encoding="utf-8"))["version"] == "9.0.1-dev"
    assert (project / "dist" / "blinken-seoul-2025-9.0.0.zip").is_file()


def test_the_zip_is_the_same_each_time_and_has_what_an_archivist_needs(project: Path, tmp_path: Path):
    one, other = (write_archive(project, tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    sums = (tmp_path / "one" / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == (tmp_path / "other" / "SHA256SUMS").read_text(encoding="utf-8")
    archive = zipfile.ZipFile(one)
    names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"datapackage.json", "data/claims.csv", "schemas/claims.schema.json", "CITATION.cff"} <= names
    assert {"LICENSE", "docs/dictionary.md", "parquet/claims.parquet", "blinken-seoul-2025.sqlite"} <= names
    assert {name for name in names if name.endswith((".py", ".txt"))} == set(CODE)
    archive.extractall(tmp_path / "unpacked")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    code = "from scripts.load import assertions, load; print(len(assertions(load())) > 100)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=unpacked, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"  # load.py has all that it imports
    for line in (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest


def test_without_git_all_but_the_commits_is_done(project: Path):
    shutil.rmtree(project / ".git")
    assert make("9.0.0") == 0
    assert (project / "dist" / "blinken-seoul-2025-9.0.0.zip").is_file()


def dirty(project: Path) -> None:
    (project / "data" / "people.csv").write_bytes((project / "data" / "people.csv").read_bytes() + b"\n")


def tagged(project: Path) -> None:
    git(project, "tag", "v9.0.0")


def silent(project: Path) -> None:
    path = project / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(section_of(text, "9.0.0-dev"), ""), encoding="utf-8")
    git(project, "commit", "--all", "--message", "Nothing to tell")


def stale_hash(project: Path) -> None:
    path = project / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"hash": "sha256:', '"hash": "sha256:0', 1), "utf-8"
    )
    git(project, "commit", "--all", "--message", "A stale hash")


def stale_document(project: Path) -> None:
    path = project / "docs" / "dictionary.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    git(project, "commit", "--all", "--message", "A stale document")


def too_small(project: Path) -> None:
    held = {"edition": "8.9.9", "tables": {"letters": {"columns": [], "codes": {}, "rows": {}}}, "gone": {}}
    (project / PATH).write_text(json.dumps(held), encoding="utf-8")
    for path, data in with_version(project, "8.9.10-dev").items():
        path.write_bytes(data)
    git(project, "add", "--all")
    git(project, "commit", "--message", "A table gone")


@pytest.mark.parametrize(
    ("spoil", "version", "says"),
    [
        (dirty, "9.0.0", "the work tree has changes"),
        (tagged, "9.0.0", "the tag v9.0.0 exists"),
        (silent, "9.0.0", "CHANGELOG.md says nothing under 9.0.0-dev"),
        (stale_hash, "9.0.0", "its hash is stale"),
        (stale_document, "9.0.0", "docs/dictionary.md is stale"),
        (too_small, "8.9.10", "a major step"),
        (lambda project: None, "9.1.0", "the version is 9.0.0-dev"),
        (lambda project: None, "nine", "nine is no version"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_written(
    project: Path, spoil, version: str, says: str, capsys
):
    spoil(project)
    before = {
        path: path.read_bytes() for path in project.rglob("*") if path.is_file() and ".git" not in path.parts
    }
    assert make(version) == 2
    error = capsys.readouterr().err
    assert error.startswith("cannot release: ") and says in error and error.count("\n") == 1
    assert before == {
        path: path.read_bytes() for path in project.rglob("*") if path.is_file() and ".git" not in path.parts
    }


def test_what_was_written_is_put_back_where_packing_fails(project: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*arguments: object) -> None:
        raise CannotRun("no room")

    monkeypatch.setattr(command, "write_archive", fail)
    assert make("9.0.0") == 2
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "tag", "--list") == ""


def test_a_value_is_mended_in_a_patch(project: Path):
    """The way of a curator: an edition, a changed cell, its correction, the next edition."""
    assert make("9.0.0") == 0
    path, corrections = project / "data" / "measures.csv", project / "data" / "corrections.csv"
    [line] = [
        one for one in path.read_text(encoding="utf-8").splitlines() if one.startswith("msr-launch-to-")
    ]
    record, definition = line.split(",")[:2]
    path.write_text(path.read_text(encoding="utf-8").replace(definition, f"{definition} Mended."), "utf-8")
    told = f"cor-launch,9.0.1,measures,{record},definition,{definition},{definition} Mended.,A slip.,\n"
    corrections.write_text(corrections.read_text(encoding="utf-8") + told, encoding="utf-8")
    for changed, data in canonical(project / "datapackage.json").items():
        changed.write_bytes(data)
    text = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    text = text.replace("## 9.0.1-dev\n", "## 9.0.1-dev\n\nA definition was mended.\n")
    (project / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert [str(error) for error in validate(project / "datapackage.json").errors] == []
    git(project, "commit", "--all", "--message", "A definition")
    assert make("9.0.1") == 0
    assert (
        required_step(
            differences(
                read_package(f"{project}/dist/blinken-seoul-2025-9.0.0.zip"),
                read_package(f"{project}/dist/blinken-seoul-2025-9.0.1.zip"),
            )
        )
        == "patch"
    )


def test_what_an_edition_held_is_not_thrown_away(project: Path):
    assert make("9.0.0") == 0
    (project / PATH).unlink()
    [error] = validate(project / "datapackage.json").errors
    assert error.rule == "manifest-readable"
    git(project, "commit", "--all", "--message", "The manifest is gone")
    assert make("9.0.1") == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "0.5.0"},
        {"version": "9.9.9"},
        {"new": "Something else.", "old": "Something else."},
        {"record_id": "clm-9999"},
        {"field": "nothing"},
        {"table": "letters"},
        {"field": "", "record_id": "clm-9999", "old": ""},
        {"field": "", "record_id": "clm-9998", "old": "junk"},
    ],
)
def test_a_correction_that_cannot_be_is_named(package: Package, changes: dict):
    package.keep_edition(change=lambda found: found["gone"].update(claims=["clm-9998"]))
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old=old, new="Another note.")
    assert found(package) == set()
    wrong = {
        **CORRECTION,
        "correction_id": "cor-wrong",
        "record_id": "clm-0002",
        "old": "a",
        "new": "",
        **changes,
    }
    package.add("corrections", **wrong)
    assert "correction-fits" in found(package)


def test_a_number_may_be_spelled_as_it_is_in_the_file(package: Package):
    package.keep_edition()
    [row] = [row for row in package.rows("claims") if row["claim_id"] == "clm-0002"]
    package.set("claims", "clm-0002", value="40.50")
    told = {**CORRECTION, "record_id": "clm-0002", "field": "value", "old": row["value"], "new": "40.50"}
    package.add("corrections", **told)
    assert not found(package) & {"correction-fits", "change-told"}


def test_an_edition_stays_known_by_the_next(project: Path):
    """A row that goes away after an edition is remembered, so that its id is never used again."""
    assert make("9.0.0") == 0
    held = json.loads((project / PATH).read_text(encoding="utf-8"))
    held["tables"]["measures"]["rows"]["msr-lost"] = "0" * 16
    edition = command.read_edition(project / "datapackage.json")
    again = json.loads(command._manifest(edition, "9.0.1", held))
    assert again["gone"] == {"measures": ["msr-lost"]}
