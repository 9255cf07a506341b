"""What is no article, no language and not the text of a source is refused in a sentence, and not written."""

from pathlib import Path

import pytest
from conftest import Package

from scripts import accept, agreement, draft, register, show, start


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("said " * 1000, (), "has a sentence of more than 2,000 characters: save only the article"),
        ("1," * 3000, (), "has a sentence of more than 2,000 characters: save only the article"),
        ("The pier is old.", ("--language", "\x1b[31m"), "write it as an ISO 639-1 code, such as en"),
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


def test_a_page_takes_the_place_of_an_earlier_page_alone(package: Package, tmp_path: Path, capsys):
    """A slip in --out would else cost the article."""
    out = tmp_path / "article.html"
    out.write_text("<!doctype html>\n<p>The only copy.", encoding="utf-8")
    told = ["src-harbour-news-2024-05-14", "--texts", str(package.texts), "--out", str(out)]
    assert show.main([*told, "--descriptor", str(package.descriptor)]) == 2
    assert "exists and is not a page of this kind" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8").endswith("The only copy.")
    out.unlink()
    for _ in range(2):
        assert show.main([*told, "--descriptor", str(package.descriptor)]) == 0


def test_links_in_a_circle_are_named(package: Package, tmp_path: Path, capsys):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "a.txt").write_text("The pier is old.", encoding="utf-8")
    loop, about = str(tmp_path / "loop"), ["--descriptor", str(package.descriptor)]
    for command, *told in (
        (draft, str(tmp_path / "a.txt"), "--source", "src-a-2024", "--out", loop, *about),
        (show, "src-harbour-news-2024-05-14", "--texts", str(package.texts), "--out", f"{loop}/a", *about),
        (start, loop, "--name", "a", "--title", "A"),
    ):
        assert command.main(told) == 2
        assert "loop" in capsys.readouterr().err


def test_a_draft_is_not_written_through_a_link_that_a_package_holds(
    package: Package, tmp_path: Path, capsys, monkeypatch
):
    (package.folder / "drafts").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text("The pier is old.", encoding="utf-8")
    monkeypatch.chdir(package.folder)
    assert draft.main([str(tmp_path / "a.txt"), "--source", "src-a-2024", "--out", "drafts"]) == 2
    assert "is outside" in capsys.readouterr().err
    assert not list(tmp_path.glob("src-a*"))


def test_a_draft_of_a_text_with_controls_can_be_read_again(package: Package, tmp_path: Path, capsys):
    """YAML has no control characters; words are spelled out, and still found in the text."""
    (tmp_path / "desk").mkdir()
    path = tmp_path / "desk" / "a.txt"
    path.write_text("“The p\x1b[31mier is old\x9b \u202eand\x7f wet,” Omar Reed said.\n", encoding="utf-8")
    told = [str(path), "--source", "src-a-2024", "--descriptor", str(package.descriptor)]
    assert draft.main(told) == 0
    sheet = tmp_path / "desk" / "src-a-2024.yaml"
    text = sheet.read_text(encoding="utf-8")
    assert text.isprintable() or not {"\x1b", "\x9b", "\x7f", "\u202e"} & set(text)
    sheet.write_text(text.replace("take:", "take: yes"), encoding="utf-8")
    assert accept.main([str(sheet), "--descriptor", str(package.descriptor)]) == 1
    error = capsys.readouterr().err
    assert "not YAML" not in error and "is not in the text" not in error and "summary is empty" in error


def test_an_article_has_a_bound(package: Package, tmp_path: Path, capsys):
    (tmp_path / "a.txt").write_text("The pier is old, Omar Reed said. " * 5000, encoding="utf-8")
    told = [str(tmp_path / "a.txt"), "--source", "src-a-2024", "--descriptor", str(package.descriptor)]
    assert draft.main(told) == 2
    assert "has more than 150,000 characters: save only the article" in capsys.readouterr().err


def test_every_fault_of_a_sheet_has_its_line(package: Package, tmp_path: Path, capsys):
    """Where a sheet is compared, too."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("source: {source_id: src-a-2024, x: 1, y: 2}\n", "utf-8")
    (tmp_path / "src-a-2024.txt").write_text("The pier is old.", encoding="utf-8")
    told = [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--descriptor", str(package.descriptor)]
    assert agreement.main(told) == 2
    first, *faults = capsys.readouterr().err.splitlines()
    assert first == "cannot compare the codings:" and len(faults) == 2
    assert all(fault.startswith("a.yaml:1: ") for fault in faults)


def test_names_with_blanks_of_another_kind_are_known(package: Package, tmp_path: Path):
    """As a spreadsheet may leave them: the draft does not break down, and knows the person."""
    package.edit_bytes("people", lambda data: data.replace(b"Omar Reed", "Omar\u00a0Reed".encode()))
    path = tmp_path / "a.txt"
    path.write_text("“The pier is old,” Omar Reed said.\n", encoding="utf-8")
    told = [str(path), "--source", "src-a-2024", "--descriptor", str(package.descriptor)]
    assert draft.main(told) == 0
    assert "person_id: per-omar-reed" in (tmp_path / "src-a-2024.yaml").read_text(encoding="utf-8")
