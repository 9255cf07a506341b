"""What is no article, no language and not the text of a source is refused in a sentence, and not written."""

from pathlib import Path

import pytest
from conftest import Package

from scripts import accept, draft, register, show, start


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


def test_a_text_is_known_by_its_hash_and_not_by_its_length(package: Package, tmp_path: Path, capsys):
    """By every command that gets one: a text of the same length with one word changed is another."""
    source = "src-harbour-news-2024-05-14"
    text = (package.texts / f"{source}.txt").read_text(encoding="utf-8")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / f"{source}.txt").write_text(text.replace("May", "Yam", 1), encoding="utf-8")
    (desk / "sheet.yaml").write_text(f"source: {{source_id: {source}}}\n", encoding="utf-8")
    for command, *told in (
        (draft, desk / f"{source}.txt", "--source", source, "--out", tmp_path / "out"),
        (show, source, "--out", desk / "page.html"),
        (register, source, "--texts", desk),
        (accept, desk / "sheet.yaml"),
    ):
        assert command.main([*map(str, told), "--descriptor", str(package.descriptor)]) in (1, 2)
        assert "registered" in capsys.readouterr().err
    assert not (tmp_path / "out").exists() and not (desk / "page.html").exists()
