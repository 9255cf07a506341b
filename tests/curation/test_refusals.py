"""What is no article, no language and not the text of a source is refused in a sentence, and not written."""

from pathlib import Path

import pytest
from conftest import Package

from scripts import draft, show, start


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("said " * 1000, (), "has a sentence of more than 2,000 characters: save the article alone"),
        ("1," * 3000, (), "has a sentence of more than 2,000 characters: save the article alone"),
        ("The pier is old.", ("--language", "\x1b[31m"), "write it as en, by ISO 639-1"),
    ],
)
def test_what_is_no_article(package: Package, tmp_path: Path, capsys, text: str, options: tuple, says: str):
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "a.txt"
    path.write_text(text, encoding="utf-8")
    told = [str(path), "--source", "src-a-2024-05-16", "--descriptor", str(package.descriptor), *options]
    assert draft.main(told) == 2
    error = capsys.readouterr().err
    assert says in error and "\x1b" not in error
    assert list(path.parent.iterdir()) == [path]


def test_another_text_is_not_shown_as_that_of_a_source(package: Package, tmp_path: Path, capsys):
    source = "src-harbour-news-2024-05-14"
    (package.texts / f"{source}.txt").write_text("Nothing of it.", encoding="utf-8")
    told = [source, "--out", str(tmp_path / "page.html"), "--texts", str(package.texts)]
    assert show.main([*told, "--descriptor", str(package.descriptor)]) == 2
    assert "another text is registered" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()


def test_a_folder_cannot_steer_the_terminal(tmp_path: Path, capsys):
    assert start.main([str(tmp_path / "a \x1b[31mb"), "--name", "a-b", "--title", "A"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "cd '" in out
