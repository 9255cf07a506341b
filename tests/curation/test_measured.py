"""How much the drafts find and miss: docs/curation.md has these very figures."""

import re

import pytest
from gold import ROOT, first, ours


def row(name: str, figures: dict) -> str:
    """A row of the table in the document: recall and precision of each."""
    shown = [
        f"{one.recall:.2f} / {one.precision:.2f} ({one.hit} of {one.wanted})" for one in figures.values()
    ]
    return f"| {name} | {' | '.join(shown)} |"


def documented(name: str) -> str:
    text = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {name} .*$", text, re.MULTILINE)
    return found[0] if found else ""


@pytest.mark.parametrize("name", ["second", "third"])
def test_texts_of_our_own(name):
    assert documented(f"{name} text") == row(f"{name} text", ours(name))


def test_the_first_source(texts):
    if texts is None:
        pytest.skip("set SOURCE_TEXTS to the folder that holds the texts of the sources")
    assert documented("first source") == row("first source", first(texts))
