"""Whatever a package holds, a command answers in one sentence, and prints and writes nothing harmful."""

import bz2
import json
import lzma
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import marko
import pandas as pd
import pytest
from conftest import Package

from exports.citation import FROM, TO
from exports.files import read_file
from schemas.validation import validate
from scripts import agreement, build, cite, compare, diff, docs, locate
from scripts.load import load, read_text
from validator.report import Report

pytestmark = pytest.mark.long


SOURCE = "src-harbour-news-2024-05-14"
Done = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def run(command, *arguments: object) -> Done:
        code = command.main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


def html(page: str) -> str:
    """Markdown as a page has it."""
    return str(marko.Markdown(extensions=["gfm"]).convert(page))


def refused(done: Done) -> str:
    """The one sentence of a command that could not do it."""
    code, out, error = done
    assert (code, out, error.count("\n")) == (2, "", 1), error
    assert error.startswith("cannot ")
    return error


# ---- tables that are none --------------------------------------------------------------------------------


def of_bytes(change: Callable[[bytes], bytes]) -> Callable[[Package], object]:
    return lambda package: package.edit_bytes("people", change)


def widened(data: bytes) -> bytes:
    header, rows = data.split(b"\n", 1)
    return header + b"\n" + rows.replace(b"\n", b",more\n")


def pipe(package: Package) -> None:
    package.path("people").unlink()
    os.mkfifo(package.path("people"))


def device(package: Package) -> None:
    package.path("people").unlink()
    package.path("people").symlink_to("/dev/zero")


TABLES = {
    "empty": of_bytes(lambda data: b""),
    "no rows": of_bytes(lambda data: data.split(b"\n")[0]),
    "one column more": of_bytes(lambda data: data.replace(b"\n", b",more\n")),
    "one cell more in each row": of_bytes(lambda data: widened(data)),
    "one cell less": of_bytes(lambda data: data[: data.rstrip().rindex(b",")] + b"\n"),
    "unclosed": of_bytes(lambda data: data + b'"'),
    "Latin-1": of_bytes(lambda data: data + b"per-caf\xe9\n"),
    "twice": of_bytes(lambda data: data + data.split(b"\n", 1)[1]),
    "another table": of_bytes(lambda data: b"a,b\n1,2\n"),
    "missing": lambda package: package.path("people").unlink(),
    "pipe": pipe,
    "device": device,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_none_is_named(package: Package, run, name: str, tmp_path: Path):
    old = shutil.copytree(package.folder, tmp_path / "old")
    TABLES[name](package)
    assert refused(run(build, package.descriptor, "--folder", tmp_path / "build", "--only", "citation"))
    assert not (tmp_path / "build").exists()
    code, out, error = run(diff, old, package.folder)
    assert (code, error) == (1, "") and "people" in out
    assert run(diff, package.folder, old)[0] == 1
    if name not in ("no rows", "twice", "one column more"):
        sentence = refused(run(agreement, package.folder / "data", package.folder / "data"))
        assert "people.csv" in sentence
    if name not in ("no rows", "missing", "pipe", "device", "twice"):
        with pytest.raises(ValueError, match=r"people\.csv"):
            load(package.folder / "data")


@pytest.mark.parametrize("name", ["empty", "one cell more in each row", "Latin-1", "missing"])
def test_compare_names_a_table_that_is_none(package: Package, run, name: str, tmp_path: Path):
    TABLES[name](package)
    refused(run(compare, "conflicts", "--data", package.folder / "data", "--out", tmp_path / "out"))


def test_a_row_of_another_width_is_named_by_its_line(tmp_path: Path):
    """`pandas.read_csv` would take the first column for an index, or fill the row up."""
    path = tmp_path / "a.csv"
    for text, says in [
        ('a,b\n"1\n1",2\n1,2,3\n', "a.csv:4: 3 cells where the header has 2"),
        ("a,b\n1,2,3\n4,5,6\n", "a.csv:2: 3 cells where the header has 2"),
        ("a,b\n1,2\n1\n", "a.csv:3: 1 cells where the header has 2"),
        ("a,b\n1,2\n\n", "a.csv:3: 0 cells where the header has 2"),
        ('a,b\n1,"2\n', "a.csv:2: unexpected end of data"),
    ]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=re.escape(says)):
            read_text(path)
    path.write_text('a,b\nNA,"1\n"\n"",-1\n', encoding="utf-8")
    frame = read_text(path)
    assert frame.fillna("missing").to_numpy().tolist() == [["NA", "1\n"], ["missing", "-1"]]


# ---- descriptors -----------------------------------------------------------------------------------------


def without(name: str) -> Callable[[dict], object]:
    return lambda about: about.pop(name)


def with_resource(**properties) -> Callable[[dict], object]:
    return lambda about: about["resources"][1].update(properties)


DESCRIPTORS = {
    "it has no name": without("name"),
    "it has no title": without("title"),
    "it has no version": without("version"),
    "it has no licenses": without("licenses"),
    "it has no created": without("created"),
    "created is": lambda about: about.update(created="yesterday"),
    "the name '../../evil'": lambda about: about.update(name="../../evil"),
    "the name '/tmp/evil'": lambda about: about.update(name="/tmp/evil"),
    "the name '.evil'": lambda about: about.update(name=".evil"),
    "evil": with_resource(name="../evil"),
    "not one CSV file": with_resource(path=["data/people.csv"]),
}


@pytest.mark.parametrize("says", DESCRIPTORS)
def test_a_descriptor_that_no_export_can_be_made_of(
    package: Package, run, says: str, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr("exports.edition.validate", lambda path: Report())
    package.edit_json("datapackage.json", DESCRIPTORS[says])
    before = sorted(tmp_path.rglob("*"))
    for command, *arguments in (
        (build, package.descriptor, "--folder", tmp_path / "build"),
        (docs, package.descriptor),
        (cite, "--descriptor", package.descriptor),
    ):
        assert says in refused(run(command, *arguments))
    assert sorted(tmp_path.rglob("*")) == before
    assert run(diff, package.folder, package.folder)[0] == 0


def test_a_package_of_other_tables(tmp_path: Path, run, monkeypatch):
    """A stranger's valid package: what is about our own tables is refused, the rest is made."""
    (tmp_path / "boats.csv").write_text("id,length\nb1,3\n", encoding="utf-8")
    fields = [{"name": "id"}, {"name": "length", "type": "integer"}]
    about = {
        **dict.fromkeys(("name", "title"), "boats"),
        **{"version": "1.0.0", "created": "2026-01-02T00:00:00Z", "licenses": [{"name": "CC0-1.0"}]},
        "resources": [
            {"name": "boats", "path": "boats.csv", "schema": {"fields": fields, "primaryKey": "id"}}
        ],
    }
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps(about), encoding="utf-8")
    folder = tmp_path / "build"
    monkeypatch.setattr("exports.edition.validate", lambda path: validate(path, standard=True))
    made = "docs,sqlite,parquet,excel,croissant,citation"
    code, out, _ = run(build, descriptor, "--folder", folder, "--only", made)
    assert code == 0 and out.count("\n") == 11
    for form in ("site", "schema-org"):
        sentence = refused(run(build, descriptor, "--folder", folder, "--only", form))
        assert "this form is only for our own tables" in sentence


def test_a_pipe_for_a_descriptor_is_no_descriptor(tmp_path: Path, run):
    os.mkfifo(tmp_path / "datapackage.json")
    for command, *arguments in ((build, tmp_path / "datapackage.json"), (diff, tmp_path, tmp_path)):
        refused(run(command, *arguments))


# ---- citations -------------------------------------------------------------------------------------------

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
CITATIONS = {
    "has more than 200000 bytes": lambda path: os.truncate(path, 3_000_000_000),
    "without aliases (line 3)": lambda path: path.write_text(f"version: 1.2.3\n{BOMB}title: *a11\n"),
    "is not YAML": lambda path: path.write_text("version: 1.2.3\ntitle: " + "[" * 50_000),
    "is not YAML in UTF-8": lambda path: path.write_bytes(b"version: 1.2.3\ntitle: caf\xe9\n"),
    "has no fields": lambda path: path.write_text("version: 1.2.3".replace(": ", ":")),
}


@pytest.mark.parametrize("says", CITATIONS)
def test_a_citation_file_that_is_none(package: Package, run, says: str, monkeypatch):
    monkeypatch.setattr("exports.edition.validate", lambda path: Report())
    CITATIONS[says](package.folder / "CITATION.cff")
    assert says in refused(run(cite, "--descriptor", package.descriptor))


HOSTILE = "\x1b[31m\u202e</b> ![x](http://x.example/y) <img src=x> *bold* `code` | =1+1"


def test_what_is_cited_acts_on_nothing(package: Package, run, monkeypatch):
    monkeypatch.setattr("exports.edition.validate", lambda path: Report())
    about = {"title": HOSTILE, "authors": [{"name": HOSTILE}], "url": "https://x.example/}\\b"}
    (package.folder / "CITATION.cff").write_text(json.dumps(about), encoding="utf-8")
    (package.folder / "README.md").write_text(FROM + TO, encoding="utf-8")
    for form in ("text", "bibtex", "ris", "csl_json"):
        code, out, _ = run(cite, "--descriptor", package.descriptor, "--format", form)
        assert code == 0 and "\x1b" not in out and "\u202e" not in out and "x1b" in out
    assert (
        "url = {https://x.example/%7D%5Cb}"
        in run(cite, "--descriptor", package.descriptor, "--format", "bibtex")[1]
    )
    assert run(cite, "--descriptor", package.descriptor, "--readme")[0] == 0
    page = html((package.folder / "README.md").read_text(encoding="utf-8")).split("</blockquote>")[0]
    assert not re.search("<img|<em>|<code>|<strong>", page)


# ---- texts and codings -----------------------------------------------------------------------------------


def test_locate_shows_words_that_act_on_nothing(package: Package, run):
    (package.texts / "src-made-up.txt").write_text("so \x1b[31mthe \u202eferry sank", encoding="utf-8")
    code, out, _ = run(locate, "--texts", package.texts, "src-made-up", "ferry")
    assert code == 0 and out == "13-18\t…so \\x1b[31mthe \\u202e[ferry] sank…\n"
    code, _, error = run(locate, "--texts", package.texts, "src-made-up", "\x1b[2J")
    assert code == 1 and "\x1b" not in error


def test_locate_reads_texts_alone(package: Package, run, tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    os.mkfifo(package.texts / "src-pipe.txt")
    (package.texts / "src-large.txt").touch()
    os.truncate(package.texts / "src-large.txt", 3_000_000_000)
    for name, says in [
        ("../../secret", "is not the id of a source"),
        ("src-pipe", "is not a regular file"),
        ("src-large", "has more than 2000000 bytes"),
    ]:
        assert says in refused(run(locate, "--texts", package.texts, name, "secret"))


def test_a_span_of_a_billion_is_refused(package: Package, run):
    for spans in ("0-1000000000", "5-3", "1-99999999999999999999", "words"):
        rows = package.rows("statements")
        package.path("statements").write_text(
            pd.DataFrame([{**row, "spans": spans} for row in rows]).to_csv(index=False), encoding="utf-8"
        )
        sentence = refused(run(agreement, package.folder / "data", package.folder / "data"))
        assert "statements.csv: row 1 is beyond what two coders code" in sentence


def test_codes_that_two_coders_choose_act_on_nothing(package: Package, run, tmp_path: Path):
    other = shutil.copytree(package.folder / "data", tmp_path / "other")
    path = other / "statements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",named,", f',"{HOSTILE}",'), encoding="utf-8")
    code, out, _ = run(agreement, package.folder / "data", other, "--source", SOURCE)
    assert code == 0 and "\x1b" not in out and "\u202e" not in out
    page = html(out)
    assert not re.search("<img|<em>|<code>|<strong>", page)


def test_pages_of_compare_act_on_nothing(package: Package, run, tmp_path: Path, monkeypatch):
    """Even where the rules about characters, which refuse such words, are not asked."""
    monkeypatch.setattr(compare, "load", lambda folder, check: load(folder))
    for table, column in (("measures", "definition"), ("events", "name"), ("utterances", "gist")):
        package.write(table, [{**row, column: f"={HOSTILE}"} for row in package.rows(table)])
    code, out, _ = run(compare, "all", "--data", package.folder / "data", "--out", tmp_path / "out")
    assert code == 0 and "\x1b" not in out and "\u202e" not in out
    for path in (tmp_path / "out").glob("*.md"):
        page = html(path.read_text(encoding="utf-8"))
        assert not re.search("<img|<em>|<code>", page), path
    for path in (tmp_path / "out").glob("*.csv"):
        cells = pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], path


# ---- zips ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_unpacks_without_bound_is_refused(tmp_path: Path, run, method: int):
    assert len(bz2.compress(b"0" * 10_000_000)) < 100 and len(lzma.compress(b"0" * 10_000_000)) < 5_000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("datapackage.json", b"0" * 100_000_000)
    assert "compression method" in refused(run(diff, tmp_path / "a.zip", tmp_path / "a.zip"))


def test_a_table_that_fills_up_to_too_many_cells_is_refused(package: Package, run):
    package.path("people").write_text("a\n" * 100_000 + ",".join("a" * 1_000) + "\n", encoding="utf-8")
    assert "has more than 5000000 cells" in refused(run(diff, package.folder, package.folder))


def test_ten_thousand_columns_of_one_name_are_told_apart_in_time(package: Package, run):
    for table in ("people", "measures"):
        package.path(table).write_text(",".join("a" * 10_000) + "\n", encoding="utf-8")
    assert run(diff, package.folder, package.folder)[0] == 0


# ---- links -----------------------------------------------------------------------------------------------


def test_the_last_edition_is_not_read_from_outside(package: Package, tmp_path: Path):
    package.keep_edition()
    path = package.folder / "data" / "last-edition.json"
    held = json.loads(read_file(path, 1_000_000))
    held["tables"]["people"]["rows"]["per-secret"] = "0" * 16
    path.unlink()
    (tmp_path / "outside.json").write_text(json.dumps(held), encoding="utf-8")
    path.symlink_to(tmp_path / "outside.json")
    [error] = package.validate().errors
    assert error.rule == "manifest-readable" and "leads out of the package" in error.message
    assert "per-secret" not in str(error)
