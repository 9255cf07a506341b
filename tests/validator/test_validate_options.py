"""What the validator can be asked for: some rules only, other forms, a list of the rules, a Python API."""

import csv
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Package

from schemas.rules import all_rules
from schemas.validation import validate
from scripts import validate as command
from scripts.console import Progress
from scripts.printing import as_csv, as_github, as_text
from validator.descriptor import CannotRun
from validator.messages import Guesses, did_you_mean
from validator.report import Error, Report

SOURCE = "src-harbour-news-2024-05-14"
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run the command in this process; -> its exit code and what it printed."""
    monkeypatch.delenv("SOURCE_TEXTS", raising=False)

    def run(*arguments: object) -> Done:
        code = command.main([str(argument) for argument in arguments])
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return run


def many(number: int, path: str = "data/a.csv", rule: str = "enum") -> list[Error]:
    return [Error(path, line, rule, "cell", "r", "f", "m", "correct") for line in range(2, number + 2)]


# ---- the text -----------------------------------------------------------------------------------------


def test_errors_stand_under_their_file_with_a_blank_line_between(package: Package, run):
    package.set("people", "per-lena-vale", spans="5-x")
    package.set("claims", "clm-0001", relation="equal")
    package.set("claims", "clm-0002", basis="tallied")
    lines = run(package.descriptor).stdout.splitlines()
    place = lines.index("")
    assert lines[0].startswith("data/claims.csv: ") and lines[0].endswith(" errors")
    assert all(line.startswith("data/claims.csv:") for line in lines[1:place])
    assert lines[place + 1] == "data/people.csv: 1 error"
    assert lines[place + 2].startswith("data/people.csv:2 per-lena-vale spans [pattern] ")
    assert lines[place + 3] == ""


def test_at_most_a_hundred_errors_are_shown_and_the_rest_is_counted():
    report = Report(errors=[*many(90), *many(30, "data/b.csv", "pattern")])
    lines = as_text(report).splitlines()
    assert lines[0] == "data/a.csv: 90 errors"
    assert "data/b.csv: 10 of 30 errors" in lines
    more = lines.index("… and 20 more (all of them: --format json)")
    assert [line.split() for line in lines[more + 1 : more + 3]] == [["90", "enum"], ["30", "pattern"]]
    assert sum("[enum]" in line or "[pattern]" in line for line in lines) == 100
    assert lines[-1] == "120 errors"


def test_a_hundred_errors_are_all_shown():
    assert "more" not in as_text(Report(errors=many(100)))


def test_github_gets_a_hundred_annotations_at_most():
    lines = as_github(Report(errors=many(120))).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 100


# ---- the CSV ------------------------------------------------------------------------------------------


def test_csv_has_every_error(package: Package, run):
    package.set("people", "per-lena-vale", spans="5-x", note="=1+1 is a sum.")
    done = run(package.descriptor, "--format", "csv")
    assert done.returncode == 1
    rows = [row for row in csv.DictReader(io.StringIO(done.stdout)) if row["level"] != "not run"]
    assert [(row["rule"], row["line"], row["field"]) for row in rows] == [
        ("no-formula", "2", "note"),
        ("pattern", "2", "spans"),
    ]
    assert rows[0]["message"] == '"=1+1 is a sum."' and rows[0]["remedy"]
    assert len(as_csv(Report(errors=many(1000))).splitlines()) == 1001


def test_csv_of_a_valid_package_of_which_all_was_run_is_a_header(package: Package, run):
    done = run(package.descriptor, "--texts", package.texts, "--format", "csv")
    assert (done.returncode, done.stdout) == (0, "rule,level,path,line,record,field,message,remedy\n")


def test_csv_says_what_was_not_run_below_the_errors(package: Package, run):
    """In a spreadsheet nothing else would tell a package that passed from one that was hardly looked at."""
    package.set("people", "per-lena-vale", spans="5-x")
    done = run(package.descriptor, "--format", "csv", "--standard", "--skip", "type")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["rule"] for row in rows] == ["pattern", "", "", "", ""]
    assert {row["level"] for row in rows[1:]} == {"not run"}
    assert [(row["path"], row["message"].partition(" rule")[0]) for row in rows[1:]] == [
        (SOURCE, "8 text"),
        ("src-pier-post-2024-05", "1 text"),
        ("datapackage.json", f"{sum(rule.house for rule in all_rules())}"),
        ("datapackage.json", "1 cell"),
    ]
    assert rows[3]["message"].endswith(" rules: house style, left out on request")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", " =", "|", "%"])
def test_csv_has_no_cell_that_a_spreadsheet_executes(begin: str):
    error = Error(f"{begin}p", 1, "enum", "cell", f"{begin}r", f"{begin}f", f"{begin}m", "correct")
    [row] = csv.DictReader(io.StringIO(as_csv(Report(errors=[error]))))
    for name in ("path", "record", "field", "message"):
        assert row[name].startswith(f"'{begin}")


# ---- the rules ----------------------------------------------------------------------------------------


def test_rules_are_listed_without_a_package(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    done = run("--rules")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == len(all_rules())
    for rule, line in zip(all_rules(), lines, strict=True):
        assert line.startswith(f"{rule.id} ({rule.level}): ") and rule.holds in line and rule.remedy in line


def test_only_some_rules_run_and_the_others_are_said_not_to(package: Package, run):
    package.set("people", "per-lena-vale", spans="5-x", note="=1+1 is a sum.")
    done = run(package.descriptor, "--only", "no-formula,hash")
    assert done.returncode == 1
    assert "[no-formula]" in done.stdout and "[pattern]" not in done.stdout
    assert "not run: 9 cell rules on datapackage.json (left out on request)" in done.stdout
    report = validate(package.descriptor, only=["no-formula"])
    assert {entry.rule for entry in report.not_run} == {rule.id for rule in all_rules()} - {"no-formula"}
    assert report.counts["data/people.csv"].rules == {"no-formula"}


def test_rules_that_are_skipped_are_said_not_to_have_run(package: Package, run):
    package.set("people", "per-lena-vale", spans="5-x", note="=1+1 is a sum.")
    done = run(package.descriptor, "--skip", "no-formula, pattern")
    assert done.returncode == 0
    assert "not run: 1 cell rule on datapackage.json (left out on request)" in done.stdout
    report = validate(package.descriptor, package.texts, skip=["pattern", "bounds-ordered"])
    assert [(e.rule, e.path) for e in report.not_run] == [
        ("bounds-ordered", "datapackage.json"),
        ("pattern", "datapackage.json"),
    ]
    assert all("pattern" not in count.rules for count in report.counts.values())


def test_every_rule_can_be_left_out(package: Package):
    ids = [rule.id for rule in all_rules()]
    report = validate(package.descriptor, package.texts, skip=ids)
    assert report.errors == [] and sorted(entry.rule for entry in report.not_run) == sorted(ids)


def test_only_and_skip_together(package: Package):
    report = validate(package.descriptor, only=["hash", "bytes"], skip=["bytes"])
    assert "bytes" in {entry.rule for entry in report.not_run}
    assert "hash" not in {entry.rule for entry in report.not_run}


@pytest.mark.parametrize("option", ["--only", "--skip"])
def test_an_unknown_rule_gives_2_and_one_sentence(package: Package, run, option: str):
    done = run(package.descriptor, option, "hash,no-formulas")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'cannot validate: there is no rule no-formulas (did you mean "no-formula"?): '
        "`scripts/validate.py --rules` lists them\n"
    )


def test_what_a_skipped_rule_would_have_told_is_not_passed_over(package: Package):
    """Without the file nothing about it was checked, which must show even where its absence may not."""
    package.path("people").unlink()
    report = validate(package.descriptor, skip=["file-missing"])
    assert {"type", "trimmed", "unique"} <= {e.rule for e in report.not_run if e.path == "resource people"}


# ---- what was meant -----------------------------------------------------------------------------------


def test_a_slip_in_a_vocabulary_is_guessed(package: Package):
    package.set("claims", "clm-0002", basis="Taly")
    [error] = [error for error in package.validate().errors if error.rule == "enum"]
    assert error.message.endswith('(did you mean "tally"?)')


def test_a_slip_in_a_foreign_key_is_guessed(package: Package):
    package.set("claims", "clm-0001", event_id="evt-breifing")
    [error] = [error for error in package.validate().errors if error.rule == "foreign-key"]
    assert error.message == 'evt-breifing is not in data/events.csv (did you mean "evt-briefing"?)'


def test_a_slip_in_a_header_is_guessed(package: Package):
    package.edit_bytes("claims", lambda data: data.replace(b"polarity", b"polarty", 1))
    [error] = package.validate().errors
    assert error.message == 'missing polarity; unknown polarty (did you mean "polarity"?)'


def test_what_comes_near_to_nothing_is_not_guessed():
    assert did_you_mean("evt-briefing", ["org-town", "1"]) == ""
    assert did_you_mean("", ["tally"]) == did_you_mean("tally", []) == ""
    assert did_you_mean(1_000_000 * "a", [1_000_000 * "a"]) == ""
    assert did_you_mean("TALLY", ["estimate", "tally"]) == ' (did you mean "tally"?)'


def test_guesses_are_bounded_in_number():
    options = [f"stm-{number:04}" for number in range(3000)]
    guesses = Guesses(comparisons=10_000)
    found = [guesses.guess("stm-x001", options) for _ in range(5)]
    assert [bool(guess) for guess in found] == [True, True, True, False, False]


# ---- the Python API -----------------------------------------------------------------------------------


def test_the_report_has_what_its_users_need(package: Package):
    package.set("people", "per-lena-vale", spans="5-x")
    levels: list[str] = []
    report = validate(str(package.descriptor), progress=levels.append)
    assert levels == ["package", "file", "cell", "key", "sense"]
    assert isinstance(report, Report) and report.valid is False
    [error] = report.errors
    assert (error.path, error.line, error.record, error.field) == (
        "data/people.csv",
        2,
        "per-lena-vale",
        "spans",
    )
    assert {entry.level for entry in report.not_run} == {"text"}
    assert report.counts["data/people.csv"].rows == 2
    assert set(report.to_dict()) == {"valid", "errors", "beyond", "not_run", "counts"}


def test_an_unknown_rule_cannot_run(package: Package):
    with pytest.raises(CannotRun, match="there is no rule nothing"):
        validate(package.descriptor, only=["nothing"])


# ---- at the terminal ----------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_shows_on_a_terminal_and_is_wiped_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress(every=0.01) as progress:
        progress.say("cell")
        time.sleep(0.2)
    printed = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "\rvalidating: cell (0 s)" in printed
    assert printed.endswith("\r") and printed.rsplit("\r", 2)[1].strip() == ""


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Progress() as progress:
        progress.say("cell")
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_elsewhere_than_on_a_terminal_nothing_shows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Progress(every=0.01):
        time.sleep(0.05)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


# ---- for others ---------------------------------------------------------------------------------------


def test_the_hook_calls_a_script_that_is_there():
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "- id: validate-datapackage\n" in hook
    [entry] = [line.split()[1] for line in hook.splitlines() if line.strip().startswith("entry:")]
    path = ROOT / entry
    assert path.is_file() and path.stat().st_mode & 0o111, "pre-commit runs it by its name"
    assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")


def test_the_hook_runs_from_another_folder(package: Package):
    variables = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    script = [str(ROOT / "scripts" / "validate.py")]
    done = subprocess.run(
        script, cwd=package.folder, env=variables, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nvalid\n")


def test_a_python_without_the_packages_is_told_in_one_sentence(package: Package, tmp_path: Path):
    """Without the folder of installed packages (-S), as a Python that nobody has set up."""
    command = [sys.executable, "-S", str(ROOT / "scripts" / "validate.py"), str(package.descriptor)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not installed" in done.stderr and done.stderr.count("\n") == 1


def test_rules_find_a_table_by_its_resource_whatever_its_schema_is_called(package: Package):
    def rename(found: dict) -> None:
        found["name"] = "numbers"

    package.edit_json("schemas/claims.schema.json", rename)
    package.set("claims", "clm-0003", value_low="12", value_high="10")
    assert [error.rule for error in package.validate().errors] == ["bounds-ordered"]


def test_a_table_of_another_package_may_have_the_name_of_one_of_ours(package: Package):
    """It is named, and no rule about ours is run on it."""

    def borrow(found: dict) -> None:
        [entry] = [entry for entry in found["resources"] if entry["name"] == "organizations"]
        entry["name"] = "sources"
        found["resources"] = [entry]

    package.edit_json("datapackage.json", borrow)
    report = package.validate()
    assert {error.rule for error in report.errors} == {"file-unlisted", "table-as-defined"}
    assert report.not_run
