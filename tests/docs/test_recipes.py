"""docs/recipes.md: each recipe runs, prints what the page shows, and draws the plots beside it."""

import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT, blocks_of

from analysis.tables import Tables
from exports import recipes
from scripts import load
from scripts import recipes as command
from validator.descriptor import CannotRun

BLOCKS = blocks_of(recipes.PAGE)
CODES = [code for language, code in BLOCKS if language == "python"]
SHOWN = [text for language, text in BLOCKS if language == ""]
TITLES = [title for title, _, _ in recipes.programs(ROOT)]


@pytest.fixture(autouse=True, scope="module")
def loaded(tables: Tables) -> Iterator[None]:
    """The recipes share the tables, and what follows from them: none changes a frame that it is given."""
    said, figures = load.said(tables), load.figures(tables)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "load", lambda: dict(tables))
        patched.setattr(load, "said", lambda _: said.copy())
        patched.setattr(load, "figures", lambda _: figures.copy())
        yield


def test_there_are_thirteen_with_two_plots():
    assert len(CODES) == len(SHOWN) == len(TITLES) == 13
    assert (ROOT / recipes.PAGE).read_text(encoding="utf-8").count("](recipes/") == 2


@pytest.mark.parametrize("at", range(len(CODES)), ids=TITLES)
def test_a_recipe_prints_what_the_page_shows(at: int):
    printed, drawn = recipes.run(CODES[at])
    assert printed == SHOWN[at] and printed.strip()
    for name, data in drawn.items():
        assert data == (ROOT / recipes.FOLDER / name).read_bytes()


@pytest.mark.parametrize("code", CODES, ids=TITLES)
def test_a_recipe_is_a_few_lines_of_pandas(code: str):
    assert code.count("\n") <= 25
    assert {
        line.split()[1].split(".")[0] for line in code.splitlines() if line.startswith(("import", "from"))
    } <= {*("pandas", "matplotlib", "scripts")}


def test_the_page_is_up_to_date(capsys):
    assert command.main(["--check"]) == 0, "run `make docs`"
    assert capsys.readouterr().out == ""


def test_a_page_that_is_out_of_date_is_named_and_left_alone(monkeypatch, capsys):
    monkeypatch.setattr(command, "files", lambda root: {recipes.PAGE: b"another"})
    assert command.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"out of date: {recipes.PAGE}",
        "run `make docs`",
    ]


def test_a_recipe_that_fails_is_named_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(command, "files", lambda root: recipes.run("{}['claims']\n"))
    assert command.main([]) == 2
    told = "cannot write the recipes: a recipe fails, KeyError: 'claims' (it begins"
    assert capsys.readouterr().err.startswith(told)


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(CannotRun, match=r"matplotlib is not installed: install requirements-dev\.txt"):
        recipes.run("print('no plot')")
