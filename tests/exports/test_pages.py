"""Pages in which parts are made: figures, addresses, what snippets print."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Package

from exports import pages, snippets, where
from exports.edition import Edition, read_edition
from exports.where import FILE, Where, read_where
from validator.descriptor import CannotRun

KNOWN = Where("https://example.org/data", "https://example.org/code", "curator@example.org")


def test_all_is_fresh(edition: Edition):
    for path, data in pages.all_documents(edition).items():
        assert (ROOT / path).read_bytes() == data, f"{path} is out of date: run `make docs`"


def test_readme_has_the_numbers_of_tables_and_rules():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"\w+ plain CSV tables", text) and re.search(r"\d+ rules, all errors in one run", text)


def test_numbers_in_words():
    assert [pages.number_word(number) for number in (1, 16, 19, 20)] == ["one", "sixteen", "nineteen", "20"]


# ---- where it lives -----------------------------------------------------------------------------------


def written(where_: Where) -> str:
    return "".join(f'{name} = "{told}"\n' for name, told in vars(where_).items())


@pytest.fixture
def told(package: Package) -> Package:
    """The small package with the pages that tell where it lives."""
    for path in (FILE, *pages.ADDRESSES):
        (package.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (package.folder / path).write_bytes((ROOT / path).read_bytes())
    text = (package.folder / "CITATION.cff").read_text(encoding="utf-8")
    text = re.sub("^version: .*$", "version: 1.2.3", text, flags=re.MULTILINE)
    (package.folder / "CITATION.cff").write_text(text, encoding="utf-8")
    return package


def pages_of(package: Package, where_: Where) -> dict[str, str]:
    (package.folder / FILE).write_text(written(where_), encoding="utf-8")
    made = pages.files(read_edition(package.descriptor))
    return {path: data.decode() for path, data in made.items()}


def test_what_is_not_known_is_told_as_to_be_filled_in(told: Package):
    found = pages_of(told, Where())
    for path in pages.ADDRESSES:
        assert "to be filled in at the first deposit" in found[path], path
    assert "homepage" not in found["datapackage.json"] and "https://example.org" not in "".join(
        found.values()
    )
    assert "contact" not in yaml.safe_load(found["CITATION.cff"])


def test_what_is_known_stands_everywhere(told: Package):
    found = pages_of(told, KNOWN)
    assert "to be filled in" not in "".join(found[path] for path in pages.ADDRESSES)
    cff = yaml.safe_load(found["CITATION.cff"])
    assert (cff["url"], cff["repository-code"]) == (KNOWN.homepage, KNOWN.repository)
    assert cff["contact"] == [{"name": "the contributors", "email": KNOWN.contact}]
    assert f"<{KNOWN.repository}>" in found["README.md"]
    assert f"[Data set]. {KNOWN.homepage}" in found["README.md"]  # in the citation, too
    links = yaml.safe_load(found[pages.ISSUES])["contact_links"]
    assert [one["url"] for one in links] == [KNOWN.homepage, f"mailto:{KNOWN.contact}"]
    assert f'"homepage": "{KNOWN.homepage}"' in found["datapackage.json"]
    for path, text in found.items():
        (told.folder / path).write_text(text, encoding="utf-8")
    assert [str(error) for error in told.validate().errors] == []
    assert pages_of(told, KNOWN) == found  # once written, it stays as it is
    assert "https://example.org" not in "".join(pages_of(told, Where()).values())


def test_a_page_is_a_contact_too():
    assert "website: " in where.in_citation(Where(contact="https://example.org/us"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('homepage = "todo"', "homepage in where.toml is 'todo': write an address"),
        ('homepage = "http://example.org"', "begins with https://"),
        ("repository = 7", "repository in where.toml is 7"),
        ('contact = "nobody"', "or an e-mail address"),
        ('homepage = "https://example.org/)](javascript:x"', "write an address"),
        (
            'home = "https://example.org"',
            "where.toml has an entry home: use only homepage, repository, contact",
        ),
        ("homepage = ", "where.toml is not TOML"),
        ("a = " + 5000 * "[", "where.toml is not TOML"),
    ],
)
def test_what_is_no_address_is_named(tmp_path: Path, text: str, says: str):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=re.escape(says)):
        read_where(tmp_path)


def test_a_page_that_lost_its_marks_is_named(told: Package):
    (told.folder / "README.md").write_text("# Ours\n", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"README.md has no place for its addresses"):
        pages_of(told, KNOWN)


# ---- snippets -----------------------------------------------------------------------------------------


def test_what_a_snippet_prints_is_shown_anew():
    text = "```python\nn = 2\n```\n\n```python\nprint(n)\n```\n\n```\n1\n```\n"
    assert snippets.shown_anew(text, "a.md") == text.replace("\n1\n", "\n2\n")


def test_a_snippet_that_fails_is_named_by_its_line():
    with pytest.raises(CannotRun, match=r"a.md:3: the snippet fails \(ZeroDivisionError"):
        snippets.shown_anew("# A\n\n```python\n1 / 0\n```\n", "a.md")


def test_snippets_of_somebody_else_are_not_run(package: Package):
    page = package.folder / "docs" / "findings.md"
    page.parent.mkdir()
    page.write_text("```python\nraise SystemExit\n```\n", encoding="utf-8")
    assert "docs/findings.md" not in pages.all_documents(read_edition(package.descriptor))


# ---- a source more ------------------------------------------------------------------------------------

A_SOURCE = {
    "source_id": "src-northport-herald-2025-01-06",
    "title": "Blinken in Seoul, says a paper of our own invention",
    "publisher": "Northport Herald",
    "byline": "",
    "url": "https://herald.example.org/2025/01/06/blinken",
    "family": "NORTHPORT",
    "accessed": "2026-11-25",
    "note": "",
}
PLACED = (
    "tests/docs tests/exports/test_pages.py tests/exports/test_documents.py tests/exports/test_citation.py"
)
PLACED += " tests/schemas/test_package.py tests/analysis/test_figures.py tests/analysis/test_conflicts.py"


@pytest.mark.long
def test_a_source_more_needs_no_edit_by_hand(tmp_path: Path):
    """Rows are added in a copy of the project, the commands are run, and the tests of documents pass."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for path in listed.stdout.splitlines():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((ROOT / path).read_bytes())
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    package = Package(tmp_path)
    major = package.read_json("datapackage.json")["version"].split(".")[0]
    run(tmp_path, "scripts/bump.py", f"{int(major) + 1}.0.0")
    add_a_source(package)
    for name in ("format", "docs", "recipes", "validate"):
        run(tmp_path, f"scripts/{name}.py")
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PLACED.split())


def run(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout[-3000:]}{done.stderr[-1000:]}"


def add_a_source(package: Package) -> None:
    """A source of our invention, with a statement, who makes it, and a number of the reporter's own."""
    source = A_SOURCE["source_id"]
    as_ours = {"copy": "machine_translation", "published_basis": "stated", "title_basis": "printed"}
    like = next(row for row in package.rows("sources") if as_ours.items() <= row.items())
    package.add("sources", **{**like, **A_SOURCE, "copy": "own_site"})
    said = next(row for row in package.rows("statements") if row["source_id"] == like["source_id"])
    new = "stm-9000"
    note = "According to a paper of our own invention."
    package.add("statements", **{**said, "statement_id": new, "source_id": source, "note": note})
    for table in ("statement_speakers", "statement_events"):
        for row in [row for row in package.rows(table) if row["statement_id"] == said["statement_id"]]:
            package.add(table, **{**row, "statement_id": new})
    claim = next(row for row in package.rows("claims") if row["basis"] == "reporter" and not row["spans"])
    package.add("claims", **{**claim, "claim_id": "clm-9000", "source_id": source})
