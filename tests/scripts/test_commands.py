"""The three commands as a user meets them: exit codes, what is printed and where, what is written.

Most runs call `main` in this process, which takes a fraction of the time; each command also runs as a real
process, from another folder than the project's.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT, Package

from schemas import spans
from scripts import format as format_
from scripts import locate, validate

SOURCE = "src-harbour-news-2024-05-14"

Done = subprocess.CompletedProcess[str]


@pytest.fixture(autouse=True)
def no_texts_by_default(monkeypatch: pytest.MonkeyPatch):
    """The tests say themselves where the texts are."""
    monkeypatch.delenv("SOURCE_TEXTS", raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command in this process; -> its exit code and what it printed."""

    def run(command, *arguments: object) -> Done:
        code = command.main([str(argument) for argument in arguments])
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return run


def process(script: str, *arguments: object, cwd: Path, **variables: str) -> Done:
    """Run a command as a process of its own."""
    command = [sys.executable, str(ROOT / "scripts" / script), *map(str, arguments)]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, to see what a command has changed."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# ---- validate.py: exit codes ------------------------------------------------------------------------


def test_a_valid_package_gives_0(package: Package, run):
    done = run(validate, package.descriptor, "--texts", package.texts)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nvalid\n")


def test_errors_give_1_and_one_line_each(package: Package, run):
    package.set("people", "per-lena-vale", spans="Gbr", note="=1+1 is a sum.")
    done = run(validate, package.descriptor)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(
        "data/people.csv: 2 errors\n"
        'data/people.csv:2 per-lena-vale note [no-formula] "=1+1 is a sum.": begin the cell with a letter or a digit\n'  # noqa: E501
        'data/people.csv:2 per-lena-vale spans [pattern] "Gbr", expected text of the form ^(0|[1-9][0-9]*)-[1-9][0-9]*(;[1-9][0-9]*-[1-9][0-9]*)*$: '  # noqa: E501
        "write it in that form\n"
    )
    assert done.stdout.endswith("\n2 errors\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        (b'{"name":\n oops}', "datapackage.json:2: not JSON"),
        (b"", "datapackage.json:1: not JSON"),
        (b"[]", "is not a JSON object"),
        (b'"datapackage"', "is not a JSON object"),
        (b'{"name": "\xff"}', "cannot be read"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (100_000 * b"[", "cannot be read"),
    ],
    ids=["missing", "broken", "empty", "a list", "a string", "not UTF-8", "with a BOM", "too deep"],
)
def test_a_descriptor_that_cannot_be_used_gives_2(tmp_path: Path, run, content: bytes | None, says: str):
    path = tmp_path / "datapackage.json"
    if content is not None:
        path.write_bytes(content)
    done = run(validate, path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"cannot validate: .+: .+\n", done.stderr), "one sentence, with what to do"
    assert says in done.stderr


def test_a_folder_for_a_descriptor_gives_2(tmp_path: Path, run):
    done = run(validate, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cannot validate: ")


def test_a_missing_folder_of_texts_gives_2(package: Package, run):
    """A slip in the name of the folder must not pass for a run without texts."""
    done = run(validate, package.descriptor, "--texts", package.folder / "no-such-folder")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"cannot validate: .*no-such-folder is not a folder: .+\n", done.stderr)


def test_an_unknown_format_gives_2(package: Package, run, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        run(validate, package.descriptor, "--format", "xml")
    assert caught.value.code == 2
    assert "invalid choice: 'xml'" in capsys.readouterr().err


# ---- validate.py: the texts -------------------------------------------------------------------------


def test_without_texts_their_rules_are_said_to_be_not_run(package: Package, run):
    done = run(validate, package.descriptor)
    assert done.returncode == 0
    assert re.search(
        rf"^not run: \d+ text rules on {SOURCE} \(no texts at hand: name their folder .*\)$",
        done.stdout,
        re.MULTILINE,
    )


def test_with_texts_everything_runs(package: Package, run):
    assert "not run" not in run(validate, package.descriptor, "--texts", package.texts).stdout


def test_the_variable_names_the_folder_of_texts_too(package: Package, run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_TEXTS", str(package.texts))
    assert "not run" not in run(validate, package.descriptor).stdout


def test_an_empty_variable_names_nothing(package: Package, run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_TEXTS", "")
    done = run(validate, package.descriptor)
    assert done.returncode == 0 and "not run" in done.stdout


def test_the_option_goes_before_the_variable(package: Package, run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_TEXTS", str(package.folder / "no-such-folder"))
    assert run(validate, package.descriptor, "--texts", package.texts).returncode == 0


def test_a_text_that_is_not_in_the_folder_is_named(package: Package, run):
    (package.texts / f"{SOURCE}.txt").unlink()
    done = run(validate, package.descriptor, "--texts", package.texts)
    assert done.returncode == 0
    assert f"on {SOURCE} ({SOURCE}.txt is not in the folder of texts)" in done.stdout


def test_a_text_that_cannot_be_read_is_named(package: Package, run):
    (package.texts / f"{SOURCE}.txt").write_bytes(b"caf\xe9")
    done = run(validate, package.descriptor, "--texts", package.texts)
    assert f"on {SOURCE} ({SOURCE}.txt cannot be read" in done.stdout


# ---- validate.py: the three formats -----------------------------------------------------------------


def test_the_text_counts_rows_rules_and_errors_of_each_file(package: Package, run):
    package.set("people", "per-lena-vale", spans="Gbr")
    lines = run(validate, package.descriptor).stdout.splitlines()
    [head] = [number for number, line in enumerate(lines) if line.startswith("file ")]
    assert lines[head].split() == ["file", "rows", "rules", "errors"]
    table = {line.split()[0]: line.split()[1:] for line in lines[head + 1 :] if line.startswith("data/")}
    assert set(table) == {f"data/{path.name}" for path in package.folder.glob("data/*.csv")}
    rows, rules, errors = map(int, table["data/people.csv"])
    assert (rows, errors) == (len(package.rows("people")), 1)
    assert rules > 20


def test_a_header_that_does_not_fit_is_not_counted_as_passed(package: Package, run):
    package.edit_bytes("people", lambda data: data.replace(b"country", b"land", 1))
    done = run(validate, package.descriptor)
    assert done.returncode == 1
    reason = "because of the header or the encoding, its cells cannot be told apart"
    for level in ("cell", "key"):
        assert re.search(rf"not run: \d+ {level} rules on data/people.csv \({reason}\)", done.stdout)
    assert re.search(
        r"not run: \d+ sense rules? on .* \(the table people was not read as one of the rule set\)",
        done.stdout,
    )


def test_json_has_the_same_keys_for_every_error(package: Package, run):
    package.set("people", "per-lena-vale", spans="대한")
    package.edit_json("datapackage.json", lambda found: found.update(version="new"))
    done = run(validate, package.descriptor, "--format", "json")
    assert done.returncode == 1
    assert "대한" in done.stdout, "readable, not escaped"
    report = json.loads(done.stdout)
    assert set(report) == {"valid", "errors", "beyond", "not_run", "counts"}
    assert report["valid"] is False
    keys = {"rule", "level", "path", "line", "record", "field", "message", "remedy"}
    assert [set(error) for error in report["errors"]] == [keys, keys]
    package_error, cell_error = report["errors"]
    assert (package_error["rule"], package_error["level"], package_error["line"]) == ("version", "package", 0)
    assert cell_error == {
        "rule": "pattern",
        "level": "cell",
        "path": "data/people.csv",
        "line": 2,
        "record": "per-lena-vale",
        "field": "spans",
        "message": '"대한", expected text of the form ^(0|[1-9][0-9]*)-[1-9][0-9]*(;[1-9][0-9]*-[1-9][0-9]*)*$',  # noqa: E501
        "remedy": "write it in that form",
    }


def test_json_says_what_was_not_run_and_what_was_counted(package: Package, run):
    report = json.loads(run(validate, package.descriptor, "--format", "json").stdout)
    assert report["valid"] is True and report["errors"] == []
    assert {frozenset(entry) for entry in report["not_run"]} == {
        frozenset({"rule", "level", "path", "reason"})
    }
    assert {entry["level"] for entry in report["not_run"]} == {"text"}
    assert report["counts"]["data/people.csv"]["rows"] == 2


def test_github_gets_an_annotation_for_each_error_and_the_text(package: Package, run):
    package.set("people", "per-lena-vale", spans="50%")
    done = run(validate, package.descriptor, "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=data/people.csv,line=2,title=pattern::per-lena-vale spans "
        '"50%25", expected text of the form ^(0|[1-9][0-9]*)-[1-9][0-9]*(;[1-9][0-9]*-[1-9][0-9]*)*$: write it in that form\n'  # noqa: E501
    )
    assert done.stdout.endswith("\n1 error\n")


def test_github_annotations_are_escaped(package: Package, run):
    """A comma or colon would end a property, a line break the annotation; every error has a line there."""
    name = "data/more, or: less.csv"

    def change(found: dict) -> None:
        found["resources"][0]["path"] = name

    package.edit_json("datapackage.json", change)
    lines = run(validate, package.descriptor, "--format", "github").stdout.splitlines()
    assert any(line.startswith("::error file=data/more%2C or%3A less.csv,line=1,title=") for line in lines)


def test_github_annotations_stay_on_one_line(package: Package, run):
    package.edit_bytes("people", lambda data: data.replace(b"per-omar-reed,", b'"per-omar\n::reed",', 1))
    lines = run(validate, package.descriptor, "--format", "github").stdout.splitlines()
    [pattern] = [line for line in lines if line.startswith("::error") and ",title=pattern::" in line]
    assert pattern.endswith(": write it in that form")


# ---- format.py --------------------------------------------------------------------------------------


def test_what_is_canonical_stays_as_it_is(package: Package, run):
    before = contents(package.folder)
    for options in ((), ("--check",)):
        done = run(format_, package.descriptor, *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert contents(package.folder) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data[:-1],
        lambda data: b"".join([data.splitlines(True)[n] for n in (0, 2, 1)]),
        lambda data: data.replace(b"Omar Reed,Reed", b" Omar Reed ,\tReed"),
        lambda data: data.replace(b"Omar Reed,Reed", b'"Omar Reed","Reed"'),
        lambda data: data + b"\n\n",
    ],
    ids=["BOM", "CRLF", "CR", "no last LF", "unsorted", "untrimmed", "quoted", "blank lines"],
)
def test_what_can_be_corrected_without_loss_is_corrected(package: Package, run, spoil):
    before = contents(package.folder)
    package.path("people").write_bytes(spoil(package.path("people").read_bytes()))
    spoilt = contents(package.folder)
    assert spoilt != before

    done = run(format_, package.descriptor, "--check")
    assert done.returncode == 1
    assert done.stdout == f"not canonical: {package.path('people')}\nrun `make format`\n"
    assert contents(package.folder) == spoilt, "--check writes nothing"

    done = run(format_, package.descriptor)
    assert (done.returncode, done.stdout) == (0, f"written: {package.path('people')}\n")
    assert contents(package.folder) == before
    assert run(format_, package.descriptor).stdout == "", "a second run finds nothing to do"


def test_bytes_and_hash_follow_a_wanted_change(package: Package, run):
    text = package.path("people").read_text(encoding="utf-8")
    package.path("people").write_text(text.replace("made up", "invented"), encoding="utf-8")
    assert {error.rule for error in package.validate().errors} == {"bytes", "hash"}
    done = run(format_, package.descriptor)
    assert done.stdout == f"written: {package.descriptor}\n", "the table itself was canonical"
    assert package.validate().errors == []


def test_integers_are_sorted_as_numbers(package: Package, run):
    rows = package.rows("event_participants")
    more = [{**rows[0], "seq": str(seq), "role": "affected"} for seq in range(3, 12)]
    package.write("event_participants", [*reversed(more), *rows])
    found = [row["seq"] for row in package.rows("event_participants") if row["event_id"] == "evt-briefing"]
    assert found == [str(seq) for seq in range(1, 12)]


def test_a_new_table_with_a_schema_is_listed(package: Package, run):
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "boats",
        "title": "Boats",
        "description": "Boats of the harbour.",
        "fields": [{"name": "boat_id", "type": "string", "constraints": {"required": True}}],
        "primaryKey": "boat_id",
    }
    (package.folder / "schemas" / "boats.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    package.path("boats").write_text("boat_id\nsmack\nketch\n", encoding="utf-8")
    (package.folder / "data" / "no_schema.csv").write_text("a\n", encoding="utf-8")

    assert run(format_, package.descriptor).returncode == 0
    assert package.path("boats").read_text(encoding="utf-8") == "boat_id\nketch\nsmack\n"
    [entry] = [e for e in package.read_json("datapackage.json")["resources"] if e["name"] == "boats"]
    assert (entry["path"], entry["schema"]) == ("data/boats.csv", "schemas/boats.schema.json")
    assert (entry["title"], entry["description"]) == ("Boats", "Boats of the harbour.")
    [error] = package.validate().errors
    assert (error.rule, error.path) == ("file-unlisted", "data/no_schema.csv")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: data.replace(b",Wikidata id made up", b""), "data/people.csv:3: 10 cells where"),
        (lambda data: data[:-1] + b",more\n", "data/people.csv:3: 12 cells where"),
        (lambda data: data + b'"open\n', "data/people.csv:4: "),
        (lambda data: data.replace(b"Omar Reed,", b"Om\xe1r Reed,", 1), "data/people.csv:3: byte 0xe1"),
        (lambda data: data.replace(b"country", b"land", 1), "data/people.csv:1: missing country"),
        (lambda data: data.replace(b"country", b"name", 1), "data/people.csv:1: doubled name"),
        (lambda data: b"", "data/people.csv:1: there is no header"),
    ],
    ids=["short row", "long row", "open quote", "not UTF-8", "other column", "column twice", "empty"],
)
def test_what_cannot_be_read_without_loss_is_left_alone(package: Package, run, spoil, says: str):
    """Nothing is written at all, not even the file before it, which could have been mended."""
    package.path("claims").write_bytes(package.path("claims").read_bytes() + b"\n")
    package.path("people").write_bytes(spoil(package.path("people").read_bytes()))
    before = contents(package.folder)
    for options in ((), ("--check",)):
        done = run(format_, package.descriptor, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert re.fullmatch(r"cannot format: .+: .+\n", done.stderr)
        assert says in done.stderr
    assert contents(package.folder) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"path": "data/persons.csv"}, "data/persons.csv: the file does not exist"),
        ({"schema": "schemas/persons.schema.json"}, "persons.schema.json: the file does not exist"),
        ({"schema": "../people.schema.json"}, "leads out of the package"),
    ],
    ids=["no such file", "no such schema", "a schema outside"],
)
def test_a_resource_that_cannot_be_used_is_named(package: Package, run, change: dict, says: str):
    def edit(found: dict) -> None:
        [entry] = [entry for entry in found["resources"] if entry["name"] == "people"]
        entry.update(change)

    package.edit_json("datapackage.json", edit)
    before = contents(package.folder)
    done = run(format_, package.descriptor)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert contents(package.folder) == before


def test_a_missing_descriptor_cannot_be_formatted(tmp_path: Path, run):
    done = run(format_, tmp_path / "datapackage.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cannot format: ")


def test_a_write_that_fails_leaves_the_old_file(package: Package, run, monkeypatch: pytest.MonkeyPatch):
    """A full disk, say, between the first byte and the last."""
    package.path("people").write_bytes(b"\xef\xbb\xbf" + package.path("people").read_bytes())
    before = contents(package.folder)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", fail)
    with suppress(OSError):
        assert run(format_, package.descriptor).returncode != 0
    after = contents(package.folder)
    assert {path: after[path] for path in before} == before


def test_a_file_keeps_its_permissions(package: Package, run):
    package.path("people").write_bytes(b"\xef\xbb\xbf" + package.path("people").read_bytes())
    package.path("people").chmod(0o640)
    run(format_, package.descriptor)
    assert package.path("people").stat().st_mode & 0o777 == 0o640


# ---- locate.py --------------------------------------------------------------------------------------


def text_of(package: Package) -> str:
    return (package.texts / f"{SOURCE}.txt").read_bytes().decode("utf-8")


def test_every_occurrence_is_printed_with_the_words_around_it(package: Package, run):
    done = run(locate, "--texts", package.texts, SOURCE, "Vale")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == text_of(package).count("Vale") > 1
    start = text_of(package).index("Vale")
    assert lines[0].startswith(f"{start}-{start + 4}\t…Harbour may close, [Vale] says Mayor")
    for line in lines:
        span, around = line.split("\t")
        assert spans.words_at(text_of(package), spans.parse(span)) == "Vale"
        assert around.startswith("…") and "[Vale]" in around and around.endswith("…")


def test_words_are_found_across_a_paragraph_break(package: Package, run):
    """The text breaks off after "The U." and goes on with "N. inspectors" two lines below."""
    assert "U.\n\nN." in text_of(package)
    done = run(locate, "--texts", package.texts, SOURCE, "The U. N.   inspectors")
    assert done.returncode == 0
    [line] = done.stdout.splitlines()
    assert "[The U. N. inspectors]" in line
    start, end = map(int, line.split("\t")[0].split("-"))
    assert text_of(package)[start:end] == "The U.\n\nN. inspectors"


def test_a_word_that_is_cut_shows(package: Package, run):
    """The brackets stand right at the letters before and after, where there is no space."""
    done = run(locate, "--texts", package.texts, SOURCE, "arbou")
    assert "H[arbou]r" in done.stdout


def test_several_phrases_at_once(package: Package, run):
    done = run(locate, "--texts", package.texts, SOURCE, "two weeks", "no such words", "A ferry")
    assert done.returncode == 1
    assert ["[two weeks]" in line or "[A ferry]" in line for line in done.stdout.splitlines()] == [True, True]
    assert done.stderr == f'"no such words" is not in {SOURCE}.txt: check spelling and quotation marks\n'


def test_straight_quotation_marks_are_not_curly_ones(package: Package, run):
    assert run(locate, "--texts", package.texts, SOURCE, "“a sieve”").returncode == 0
    assert run(locate, "--texts", package.texts, SOURCE, '"a sieve"').returncode == 1


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_are_found_nowhere(package: Package, run, words: str):
    done = run(locate, "--texts", package.texts, SOURCE, words)
    assert (done.returncode, done.stdout) == (1, "")


def test_the_variable_names_the_folder_here_too(package: Package, run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_TEXTS", str(package.texts))
    assert run(locate, SOURCE, "two weeks").returncode == 0


def test_no_text_gives_2(package: Package, run):
    (package.texts / "src-latin.txt").write_bytes(b"caf\xe9")
    for arguments, says in (
        ([SOURCE, "Vale"], "name their folder with --texts or SOURCE_TEXTS"),
        (["--texts", package.texts, "src-nothing", "Vale"], "src-nothing.txt cannot be read"),
        (["--texts", package.folder / "no-such-folder", SOURCE, "Vale"], "cannot be read"),
        (["--texts", package.texts, "src-latin", "Vale"], "src-latin.txt cannot be read"),
    ):
        done = run(locate, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr and done.stderr.count("\n") == 1


# ---- as processes, from another folder --------------------------------------------------------------


def test_validate_as_a_process(package: Package, tmp_path: Path):
    path = package.descriptor.relative_to(tmp_path)
    done = process("validate.py", path, cwd=tmp_path, SOURCE_TEXTS=str(package.texts))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("valid\n") and "not run" not in done.stdout

    package.set("people", "per-lena-vale", spans="대한")
    done = process("validate.py", "--format", "json", cwd=package.folder)  # the descriptor of this folder
    assert (done.returncode, done.stderr) == (1, "")
    assert [error["rule"] for error in json.loads(done.stdout)["errors"]] == ["pattern"]

    done = process("validate.py", "nothing.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "cannot validate: nothing.json does not exist: check its name\n"


def test_format_as_a_process(package: Package, tmp_path: Path):
    path = package.descriptor.relative_to(tmp_path)
    package.path("people").write_bytes(b"\xef\xbb\xbf" + package.path("people").read_bytes())
    done = process("format.py", path, "--check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    done = process("format.py", cwd=package.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"written: {Path('data') / 'people.csv'}\n"
    package.path("people").write_bytes(package.path("people").read_bytes()[:-1] + b",more\n")
    done = process("format.py", path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cannot format: data/people.csv:3: ") and "Traceback" not in done.stderr


def test_locate_as_a_process(package: Package, tmp_path: Path):
    texts = package.texts.relative_to(tmp_path)
    done = process("locate.py", "--texts", texts, SOURCE, "two weeks", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "[two weeks]" in done.stdout
    done = process("locate.py", SOURCE, "three weeks", cwd=tmp_path, SOURCE_TEXTS=str(texts))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith('"three weeks" is not in ')


# ---- what a hostile or careless package may hold ----------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(resources="all"),
        lambda found: found["resources"][0].pop("path"),
        lambda found: found["resources"][0].pop("schema"),
        lambda found: found["resources"][0].update(path=["data/sources.csv", "data/sources.csv"]),
        lambda found: found["resources"][0].update(schema="schemas/\0.json"),
        lambda found: found["resources"][0].update(name=None),
    ],
)
def test_format_and_validate_name_a_broken_descriptor(package: Package, run, change):
    package.edit_json("datapackage.json", change)
    for command in (format_, validate):
        done = run(command, package.descriptor)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr


def test_a_file_in_a_list_of_paths_is_not_listed_again(package: Package, run):
    def listed(found: dict) -> None:
        found["resources"][0]["path"] = [found["resources"][0]["path"]]

    package.edit_json("datapackage.json", listed)
    before = len(package.read_json("datapackage.json")["resources"])
    assert run(format_, package.descriptor).returncode == 0
    assert len(package.read_json("datapackage.json")["resources"]) == before
    assert run(validate, package.descriptor).returncode == 0


def test_a_missing_list_of_resources_is_made_anew(package: Package, run):
    package.edit_json("datapackage.json", lambda found: found.pop("resources"))
    assert run(format_, package.descriptor).returncode == 0
    assert run(validate, package.descriptor).returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.pop("fields"),
        lambda found: found.update(primaryKey=["nothing"]),
        lambda found: found.update(primaryKey=5),
    ],
)
def test_format_names_a_broken_schema_and_writes_nothing(package: Package, run, change):
    before = {path: path.read_bytes() for path in package.folder.glob("data/*.csv")}
    package.edit_json("schemas/people.schema.json", change)
    done = run(format_, package.descriptor)
    assert done.returncode == 2 and "schemas/people.schema.json" in done.stderr
    assert before == {path: path.read_bytes() for path in package.folder.glob("data/*.csv")}


def test_a_column_renamed_in_schema_and_data_is_not_run_rather_than_a_crash(package: Package, run):
    def rename(found: dict) -> None:
        [field] = [field for field in found["fields"] if field["name"] == "family_name"]
        field["name"] = "surname"

    package.edit_json("schemas/people.schema.json", rename)
    package.edit_bytes("people", lambda data: data.replace(b"family_name", b"surname", 1))
    done = run(validate, package.descriptor)
    assert done.returncode == 1
    assert "[table-as-defined] the column family_name is missing" in done.stdout
    assert "the table people was not read as one of the rule set" in done.stdout


def test_a_key_cannot_steer_the_terminal(package: Package, run):
    package.edit_bytes("people", lambda data: data.replace(b"per-omar-reed", b'"per\n::error::\x1b[31m"', 1))
    for form in ("text", "github"):
        out = run(validate, package.descriptor, "--format", form).stdout
        assert "\x1b" not in out
        assert "\n::error::\\x1b" not in out


def test_a_poor_terminal_gets_what_it_can_show(package: Package):
    package.set("people", "per-lena-vale", spans="대한")
    done = process("validate.py", cwd=package.folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 1 and done.stderr == ""
    assert "\\ub300" in done.stdout
