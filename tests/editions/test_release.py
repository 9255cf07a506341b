"""A new edition is made whole or not at all, and so is its zip."""

import datetime
import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Hashable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Package

from editions import archive as archives
from editions import release as making
from editions import undo
from editions.archive import FILES, write_archive
from editions.differences import differences, required_step
from editions.snapshot import read_package
from editions.undo import KEPT
from editions.versions import PLACES, section_of, with_version
from exports import pages
from exports.edition import Edition, read_edition
from exports.where import FILE
from schemas.manifest import PATH
from schemas.validation import validate
from scripts import bump as bumping
from scripts import dist
from scripts import release as command
from scripts.format import canonical
from validator.descriptor import CannotRun
from validator.report import Report

LIVES = """
homepage = "https://example.org/data"
repository = "https://example.org/code"
contact = "curator@example.org"
"""
TODAY = datetime.datetime.now(datetime.UTC).date().isoformat()


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A Curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, sealed: Path) -> Path:
    """The small package on the way to version 9.0.0, in a repository of its own with one commit."""
    folder = tmp_path_factory.mktemp("edition") / "project"
    shutil.copytree(sealed, folder, ignore=shutil.ignore_patterns("texts"))
    Package(folder).keep_edition("1.0.0")
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in {*PLACES, *FILES, pages.ISSUES, pages.TEMPLATE} - {PATH}:
        if name != "datapackage.json":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / FILE).write_text(LIVES, encoding="utf-8")
    write(folder, with_version(folder, "9.0.0-dev"))
    text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    text = text.replace("## 9.0.0-dev\n", "## 9.0.0-dev\n\nA figure was mended.\n")
    (folder / "CHANGELOG.md").write_text(text, encoding="utf-8")
    write(folder, pages.all_documents(read_edition(folder / "datapackage.json")))
    (folder / ".gitignore").write_text("/dist/\n", encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
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
    monkeypatch.setattr(bumping, "ROOT", tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="module", autouse=True)
def packed_once() -> Iterator[None]:
    """Let a release pack and prove the very same files once: the zip follows from them alone."""
    there: dict[Hashable, dict[str, bytes]] = {}

    def archive(edition: Edition, project: dict[str, bytes]) -> dict[str, bytes]:
        files = archives.source_files(edition)
        key = (json.dumps(edition.descriptor), tuple(sorted(files.items())), tuple(sorted(project.items())))
        if key not in there:
            there[key] = archives.archive(edition, project)
        return dict(there[key])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(making, "archive", archive)
        yield


def make(*arguments: str) -> int:
    return command.main([*arguments])


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file but those of git."""
    paths = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_an_edition_is_committed_tagged_and_packed(project: Path):
    assert make("9.0.0") == 0
    assert git(project, "tag", "--list") == "v9.0.0"
    assert git(project, "log", "--format=%s") == "On the way to 9.0.1\nEdition 9.0.0\nAll of it"
    assert git(project, "status", "--porcelain") == ""
    released = json.loads(git(project, "show", "v9.0.0:datapackage.json"))
    assert (released["version"], released["created"]) == ("9.0.0", f"{TODAY}T00:00:00+00:00")
    assert git(project, "show", "v9.0.0:CHANGELOG.md").splitlines()[5] == f"## 9.0.0 - {TODAY}"
    held = json.loads(git(project, "show", f"v9.0.0:{PATH}"))
    assert held["edition"] == "9.0.0" and len(held["tables"]["statements"]["rows"]) == 9
    assert json.loads((project / "datapackage.json").read_text(encoding="utf-8"))["version"] == "9.0.1-dev"
    assert (project / "dist" / "blinken-seoul-2025-9.0.0.zip").is_file()


def corrected(project: Path, version: str) -> None:
    """Change a cell, and tell so in corrections, as a curator does."""
    path, corrections = project / "data" / "measures.csv", project / "data" / "corrections.csv"
    [line] = [one for one in path.read_text(encoding="utf-8").splitlines() if one.startswith("msr-leaks")]
    record, definition = line.split(",")[:2]
    path.write_text(path.read_text(encoding="utf-8").replace(definition, f"{definition} Corrected."), "utf-8")
    told = (
        f"cor-launch,{version},measures,{record},definition,{definition},{definition} Corrected.,A slip.,\n"
    )
    corrections.write_text(corrections.read_text(encoding="utf-8") + told, encoding="utf-8")
    for changed, data in canonical(project / "datapackage.json").items():
        changed.write_bytes(data)


@pytest.mark.long
def test_the_zip_is_the_same_each_time_and_has_what_an_archivist_needs(tmp_path: Path):
    one, other = (write_archive(ROOT, tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    sums = (tmp_path / "one" / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == (tmp_path / "other" / "SHA256SUMS").read_text(encoding="utf-8")
    archive = zipfile.ZipFile(one)
    names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"datapackage.json", "data/claims.csv", "schemas/claims.schema.json", "CITATION.cff"} <= names
    assert {"LICENSE", "docs/dictionary.md", "parquet/claims.parquet", "blinken-seoul-2025.sqlite"} <= names
    assert {"scripts/validate.py", "schemas/rules/claims.py", "requirements.txt"} <= names
    archive.extractall(tmp_path / "unpacked")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    for line in (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest


def test_between_two_editions_it_is_packed_with_a_warning_and_under_another_name(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(dist, "ROOT", project)
    assert dist.main(["--folder", str(tmp_path / "packed")]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("blinken-seoul-2025-9.0.0-dev-not-an-edition.zip\n") and "is not an edition" in err
    with zipfile.ZipFile(out.strip()) as archive:
        readme = archive.read("blinken-seoul-2025-9.0.0-dev-not-an-edition/README.md").decode()
    assert "**This is not an edition.** It was packed on the way to 9.0.0" in readme


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


def stale_figure(project: Path) -> None:
    path = project / "docs" / "datasheet.md"
    path.write_text(path.read_text(encoding="utf-8").replace("| sources | 2 |", "| sources | 3 |"), "utf-8")
    git(project, "commit", "--all", "--message", "A figure by hand")


def nowhere(project: Path) -> None:
    (project / FILE).write_text('homepage = "https://example.org/data"\n', encoding="utf-8")
    git(project, "commit", "--all", "--message", "Repository and contact are not known")


def no_day(project: Path) -> None:
    path = project / "CHANGELOG.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## 0.0.1 - 2026-02-30\n", encoding="utf-8")
    git(project, "commit", "--all", "--message", "No day")


def too_small(project: Path) -> None:
    held = {"edition": "8.9.9", "tables": {"letters": {"columns": [], "codes": {}, "rows": {}}}, "gone": {}}
    (project / PATH).write_text(json.dumps(held), encoding="utf-8")
    write(project, with_version(project, "8.9.10-dev"))
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
        (stale_figure, "9.0.0", "docs/datasheet.md is stale: run `make docs`"),
        (nowhere, "9.0.0", "does not say where the dataset lives (repository, contact): fill it in"),
        (no_day, "9.0.0", "CHANGELOG.md gives 0.0.1 the date 2026-02-30, which does not exist"),
        (too_small, "8.9.10", "a major step"),
        (lambda project: None, "9.1.0", "under way is 9.0.0-dev: release 9.0.0, or raise it first"),
        (lambda project: None, "nine", "nine is not a version"),
        (lambda project: None, "9.0.0 --day 2020-01-01", "the day 2020-01-01 is before edition "),
        (lambda project: None, "9.0.0 --day 2099-01-01", "the day 2099-01-01 is in the future"),
        (lambda project: None, "9.0.0 --day 1979-12-31", "1979-12-31 is before 1980 or after 2107"),
        (lambda project: None, "9.0.0 --day 2108-01-01", "a zip cannot store it"),
        (lambda project: None, "9.0.0 --day tomorrow", "tomorrow is not a date: write it as 2026-11-24"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_written(
    project: Path, spoil, version: str, says: str, capsys
):
    spoil(project)
    before = contents(project)
    assert make(*version.split()) == 2
    error = capsys.readouterr().err
    assert error.startswith("cannot release: ") and says in error and error.count("\n") == 1
    assert contents(project) == before


def test_an_edition_that_is_not_deposited_is_made_where_that_is_said(quick: None, project: Path):
    nowhere(project)
    assert make("9.0.0", "--unpublished") == 2  # the pages still have the addresses
    write(project, pages.all_documents(read_edition(project / "datapackage.json")))
    git(project, "commit", "--all", "--message", "The pages, too")
    assert make("9.0.0", "--unpublished") == 0


def test_a_dry_run_names_what_would_be_written_and_writes_nothing(quick: None, project: Path, capsys):
    before = state(project)
    assert make("9.0.0", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "would be written: datapackage.json\n" in told and "would be written: dist/a.zip\n" in told
    assert told.endswith("would be committed and tagged: v9.0.0\nthe version would be 9.0.1-dev\n")
    assert state(project) == before


def test_a_dry_run_undoes_nothing(project: Path, capsys):
    (project / KEPT).mkdir()
    assert make("9.0.0", "--dry-run") == 2
    assert "a release was not finished: run it without DRY_RUN" in capsys.readouterr().err
    assert (project / KEPT).is_dir()


@pytest.mark.parametrize("day", ["1970-01-01", "2108-01-01"])
def test_a_day_that_no_zip_can_hold_is_named_where_a_zip_is_made(day: str, project: Path):
    descriptor = json.loads((project / "datapackage.json").read_text(encoding="utf-8"))
    edition = Edition(project, {**descriptor, "created": f"{day}T00:00:00+00:00"}, {})
    with pytest.raises(CannotRun, match=f"created in datapackage.json is {day}, which a zip cannot store"):
        archives._zip({}, edition)


# ---- another version under way ------------------------------------------------------------------------


def test_the_version_is_raised_everywhere_at_once(project: Path, capsys):
    corrected(project, "9.0.0")
    assert bumping.main(["10.0.0"]) == 0
    *told, hint, last = capsys.readouterr().out.splitlines()
    told = {line.removeprefix("written: ") for line in told}
    assert told == {*PLACES, "README.md", "data/corrections.csv"}
    assert hint.startswith("9.0.0 would be enough; 10.0.0 skips it.") and last == "run `make docs`"
    assert bumping.main(["10.0.0-dev"]) == 0
    assert capsys.readouterr().out == "the version is already 10.0.0-dev\n"
    for name in PLACES:
        text = (project / name).read_text(encoding="utf-8")
        assert "10.0.0-dev" in text and "9.0.0" not in text, name
    assert "cor-launch,10.0.0," in (project / "data" / "corrections.csv").read_text(encoding="utf-8")
    assert [str(error) for error in validate(project / "datapackage.json").errors] == []


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("8.9.9", "the version is 9.0.0-dev: it can only be raised"),
        ("nine", "nine is not a version of the form 1.2.3"),
        ("9.0", "9.0 is not a version"),
        ("١.0.0", "is not a version"),
    ],
)
def test_a_version_that_is_no_step_up_is_refused(project: Path, version: str, says: str, capsys):
    before = contents(project)
    assert bumping.main([version]) == 2
    error = capsys.readouterr().err
    assert says in error and error.startswith("cannot raise the version: ") and error.count("\n") == 1
    assert contents(project) == before


def test_of_faulty_data_no_version_is_raised(project: Path, capsys):
    path = project / "data" / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"Lena Vale", b"Lena  Vale", 1))
    before = contents(project)
    assert bumping.main(["9.1.0"]) == 2
    assert "data/people.csv" in capsys.readouterr().err and contents(project) == before


def test_what_make_tells_the_commands(tmp_path: Path):
    """`DRY_RUN=1` and `UNPUBLISHED=1` are options of the command, and tests of documents come before it."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)

    def run(*variables: str) -> list[str]:
        line = ["make", "--no-print-directory", "--dry-run", "release", "VERSION=9.0.0", *variables]
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-2:]

    tests, plain = run()
    assert "-m pytest" in tests and "tests/docs" in tests
    assert plain.split()[-2:] == ["scripts/release.py", "9.0.0"]
    assert run("DRY_RUN=1", "UNPUBLISHED=1")[1].split()[-2:] == ["--dry-run", "--unpublished"]
    assert run("DRY_RUN=0", "UNPUBLISHED=0")[1].split()[-1] == "9.0.0"


# ---- what fails on the way ----------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither validation nor packing, which are not what is tested here."""
    monkeypatch.setattr(making, "canonical", lambda descriptor: {})
    monkeypatch.setattr("exports.edition.validate", lambda path: Report())
    monkeypatch.setattr(making, "archive", lambda edition, project: {"a.zip": b"zip", "SHA256SUMS": b"sums"})


def state(project: Path) -> tuple:
    """All that a release may change."""
    told = [git(project, *words.split()) for words in ("rev-parse HEAD", "tag --list", "status --porcelain")]
    return contents(project), told


class Killed(BaseException):
    """A run that ends here, without any of its own cleaning up."""


def stop(monkeypatch: pytest.MonkeyPatch, fault: BaseException, step: str, at: int) -> None:
    """Let a step fail, at its call of that number: one of git, or a rename."""
    real_git, real_replace, calls = making._git, os.replace, []

    def count(name: str) -> None:
        calls.append(name)
        if name == step and calls.count(step) == at:
            raise fault

    def git_(root: Path, *arguments: str) -> str:
        count(arguments[0])
        return real_git(root, *arguments)

    def replace(*arguments) -> None:
        count("replace")
        real_replace(*arguments)

    monkeypatch.setattr(making, "_git", git_)
    monkeypatch.setattr(os, "replace", replace)
    if isinstance(fault, Killed):
        monkeypatch.setattr(making, "undo_unfinished", lambda root: False)


STEPS = [("add", 1), ("commit", 1), ("tag", 2), ("add", 2), ("commit", 2)]
STEPS += [("replace", number) for number in (1, 12, 20, 30, 36)]
QUICK = [("commit", 1), ("tag", 2), ("replace", 12)]  # the others are left to `make test-long`
SWEEP = [pytest.param(*one, marks=[] if one in QUICK else [pytest.mark.long]) for one in STEPS]
STOPS = [CannotRun("git failed (no)"), OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]


@pytest.mark.parametrize(("step", "at"), SWEEP)
def test_where_a_step_fails_all_is_as_it_was(
    quick: None, project: Path, step: str, at: int, monkeypatch: pytest.MonkeyPatch, capsys
):
    before = state(project)
    fault = STOPS[STEPS.index((step, at)) % 3]
    with monkeypatch.context() as patched:
        stop(patched, fault, step, at)
        if isinstance(fault, KeyboardInterrupt):
            with pytest.raises(KeyboardInterrupt):
                make("9.0.0")
        else:
            assert make("9.0.0") == 2
            assert str(fault.args[-1]) in capsys.readouterr().err
    assert state(project) == before


@pytest.mark.parametrize(("step", "at"), SWEEP)
def test_what_a_killed_run_has_done_is_undone_by_the_next(
    quick: None, project: Path, step: str, at: int, monkeypatch: pytest.MonkeyPatch, capsys
):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        stop(patched, Killed(), step, at)
        make("9.0.0")
    assert make("9.0.0") == 0
    assert git(project, "log", "--format=%s") == "On the way to 9.0.1\nEdition 9.0.0\nAll of it"
    assert git(project, "rev-parse", "v9.0.0^{commit}") == git(project, "rev-parse", "HEAD~1")
    assert git(project, "status", "--porcelain") == "" and not (project / KEPT).exists()


def test_what_a_killed_run_has_completed_is_kept(
    quick: None, project: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    def kill(root: Path) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(undo, "forget", lambda root: (root / KEPT).exists() and kill(root))
        patched.setattr(making, "undo_unfinished", lambda root: False)
        make("9.0.0")
    path = project / "data" / "people.csv"  # an edit made since changes nothing about that
    path.write_bytes(path.read_bytes() + b"\n")
    assert make("9.0.1") == 2
    told = capsys.readouterr()
    assert told.out == "the release v9.0.0 was finished; only its notes have been removed\n"
    assert "the work tree has changes" in told.err
    assert git(project, "tag", "--list") == "v9.0.0" and not (project / KEPT).exists()
    assert git(project, "log", "-1", "--format=%s") == "On the way to 9.0.1"


def test_an_edit_made_after_a_killed_run_is_kept(
    quick: None, project: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        stop(patched, Killed(), "commit", 1)
        make("9.0.0")
    (project / "README.md").write_text("An edit.\n", encoding="utf-8")
    before = contents(project)
    assert make("9.0.0") == 2
    error = capsys.readouterr().err
    assert "README.md was changed after a release that was not finished: copy your changes elsewhere" in error
    assert "as it was before (.unfinished-release/files/README.md), and run the command again" in error
    assert contents(project) == before


def test_commits_made_after_a_killed_run_are_kept(
    quick: None, project: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    head = git(project, "rev-parse", "HEAD")
    with monkeypatch.context() as patched, pytest.raises(Killed):
        stop(patched, Killed(), "commit", 2)
        make("9.0.0")
    for words in ("One", "Two"):
        git(project, "commit", "--quiet", "--all", "--allow-empty", "--message", words)
    before = state(project)
    assert make("9.0.0") == 2
    error = capsys.readouterr().err
    assert "there are commits after it. If `git show v9.0.0` is what you want, delete" in error
    assert f"go back with `git reset --hard {head}` and run it again" in error
    assert state(project) == before
    git(project, "reset", "--hard", head)
    assert making.undo_unfinished(project) == "an unfinished release has been undone"
    assert git(project, "tag", "--list") == "" and git(project, "status", "--porcelain") == ""


def test_where_undoing_fails_too_both_causes_are_named_and_the_next_run_undoes_it(
    quick: None, project: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    def full(root: Path) -> None:
        raise OSError("the disk is full")

    before = state(project)
    with monkeypatch.context() as patched:
        stop(patched, CannotRun("git commit failed (no)"), "commit", 1)
        patched.setattr(undo, "put_back", full)
        assert make("9.0.0") == 2
    error = capsys.readouterr().err
    assert "git commit failed (no)" in error and "the disk is full" in error and error.count("\n") == 1
    assert making.undo_unfinished(project) and state(project) == before


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_a_hook_that_refuses_is_quoted(quick: None, project: Path, hook: str, capsys):
    path = project / ".git" / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    before = state(project)
    assert make("9.0.0") == 2
    assert capsys.readouterr().err == "cannot release: git commit failed (not on a Friday)\n"
    assert state(project) == before and not (project / "dist").exists()


@pytest.mark.parametrize("what", ["commit", "tag"])
def test_a_signature_that_fails_is_named(quick: None, project: Path, what: str, capsys):
    git(project, "config", f"{what}.gpgSign", "true")
    git(project, "config", "gpg.program", "/bin/false")
    before = state(project)
    assert make("9.0.0") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"cannot release: git {what} failed, and says\n  error: gpg failed to sign")
    assert state(project) == before


def test_git_must_know_who_makes_the_edition(
    quick: None, project: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert make("9.0.0") == 2
    told = "cannot release: git does not know who you are: set user.name and user.email\n"
    assert capsys.readouterr().err == told
    assert not (project / KEPT).exists() and not (project / "dist").exists()


def test_without_git_too_all_is_as_it_was(quick: None, project: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.rmtree(project / ".git")
    before = contents(project)
    for at in (12, 30, 36):
        with monkeypatch.context() as patched:
            stop(patched, OSError(errno.ENOSPC, "No space left on device"), "replace", at)
            assert make("9.0.0") == 2
        assert contents(project) == before


@pytest.mark.long
def test_a_process_that_is_killed(project: Path):
    code = """
import os, signal, sys
from pathlib import Path
from editions import archive as archives
from editions import release as making
from editions import undo
from scripts import release as command
real = making._git
def kill(root, *arguments):
    if arguments[0] == "tag" and "--annotate" in arguments:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(root, *arguments)
making._git, command.ROOT = kill, Path(sys.argv[1])
command.main(["9.0.0"])
"""
    before = state(project)
    done = subprocess.run([sys.executable, "-c", code, str(project)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL and state(project) != before
    assert making.undo_unfinished(project) and state(project) == before


# ---- from edition to edition --------------------------------------------------------------------------


def test_a_value_is_corrected_in_a_patch(project: Path):
    """The way of a curator: an edition, a changed cell, its correction, the next edition."""
    assert make("9.0.0") == 0
    corrected(project, "9.0.1")
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


def test_an_edition_stays_known_by_the_next(project: Path):
    """A row that goes away after an edition is remembered, so that its id is never used again."""
    assert make("9.0.0") == 0
    held = json.loads((project / PATH).read_text(encoding="utf-8"))
    held["tables"]["measures"]["rows"]["msr-lost"] = "0" * 16
    edition = read_edition(project / "datapackage.json")
    again = json.loads(making._manifest(edition, "9.0.1", held))
    assert again["gone"] == {"measures": ["msr-lost"]}
