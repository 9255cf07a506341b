"""An article becomes a draft sheet, or one sentence says why not; the package stays as it is either way."""

import pytest
from desk import ARTICLE, held

from curation.drafts import guess_language
from scripts.draft import main

PAGE = """<!doctype html><html><head><title>Pier</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Pier to be mended, says new port engineer</h1>
<p>Port engineer Ana Duarte said on Thursday that “at least 30 planks” must go. The pier of the town is an old
one, and nobody knows how many boats have been tied to it since it was built.</p>
<p>“The pier is old,” Duarte said. “It is not lost.” The council heard her for an hour, and then
it voted for the plan, in which the pier is mended plank by plank before the summer.</p></article>
<footer>Cookies, imprint, subscribe to our newsletter</footer></body></html>"""


@pytest.fixture
def draft(package, tmp_path, monkeypatch):
    """Draft a file with these bytes; -> (exit code, the sheet or nothing). The package must not change."""
    before = held(package.folder)
    folder = tmp_path / "desk"
    folder.mkdir()

    def run(data: bytes, name: str = "article.txt", source: str = "src-x-2024-05-16", *more: str):
        (folder / name).write_bytes(data)
        told = ("--source", source, "--descriptor", str(package.descriptor), *more)
        code = main([str(folder / name), *told])
        assert held(package.folder) == before
        sheet = folder / f"{source}.yaml"
        return code, sheet.read_text(encoding="utf-8") if sheet.exists() else ""

    return run


def test_a_draft_proposes_and_decides_nothing(draft):
    code, sheet = draft(ARTICLE.encode(), "article.txt", "src-x-2024-05-16", "--published", "2024-05-16")
    assert code == 0
    assert sheet.count("- take:\n") >= 8 and "take: yes" not in sheet.split("source:")[1]
    assert 'words: ["The pier is old,", It is not lost.]' in sheet
    assert "{person_id: per-lena-vale, role: speaker" in sheet, "somebody whom the tables have"
    assert "id: per-ana-duarte" in sheet, "somebody whom they lack"
    assert "date_start: 2024-05-15" in sheet
    assert "# 0.9  “The pier is old,” Duarte said." in sheet, "its sentence, and how sure the draft is"


def test_a_saved_page(draft):
    code, sheet = draft(PAGE.encode(), "page.html")
    assert code == 0
    assert 'words: ["The pier is old,", It is not lost.]' in sheet
    assert "Cookies" not in sheet


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "article.txt", "is empty: save the article into it"),
        (b" \n\n", "article.txt", "is empty"),
        ("Größe".encode("latin-1"), "article.txt", "is not UTF-8 (byte 2 is 0xf6): save it as UTF-8"),
        ("Text".encode("utf-16"), "article.txt", "is UTF-16 or not text at all"),
        (
            b"<html><body><nav>Home</nav></body></html>",
            "page.html",
            "is a page in which no article was found",
        ),
        (b"<!doctype html><html><script>x()</script></html>", "page.txt", "no article was found"),
        ("a broken \ufffd word".encode(), "article.txt", "left by a wrong encoding"),
    ],
)
def test_what_is_no_article(draft, capsys, data, name, told):
    assert draft(data, name) == (2, "")
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("source", ["x", "src-", "src-X", "src-../x", "per-lena-vale", "src-a b"])
def test_an_id_that_is_none(draft, capsys, source):
    assert draft(ARTICLE.encode(), "article.txt", source)[0] == 2
    assert "is not that of a source: write it as src-outlet-2025-01-06" in capsys.readouterr().err


def test_a_day_that_is_none(draft, capsys):
    assert draft(ARTICLE.encode(), "article.txt", "src-x-2024", "--published", "16 May 2024")[0] == 2
    assert "write it as 2025-01-06" in capsys.readouterr().err


def test_a_source_that_exists_with_another_text(draft, capsys):
    assert draft(ARTICLE.encode(), "article.txt", "src-harbour-news-2024-05-14") == (2, "")
    assert "exists with another registered text" in capsys.readouterr().err


def test_a_source_that_exists_without_a_text_keeps_its_row(draft):
    _, sheet = draft(ARTICLE.encode(), "article.txt", "src-pier-post-2024-05")
    assert sheet.split("people:")[0].rstrip().endswith("source:\n  source_id: src-pier-post-2024-05")


def test_somebodys_work_is_not_overwritten(draft, capsys):
    _, sheet = draft(ARTICLE.encode())
    assert draft(ARTICLE.encode()) == (2, sheet)
    assert "may contain somebody's work" in capsys.readouterr().err


def test_no_article_is_written_into_the_package(draft, package, capsys):
    assert (
        draft(ARTICLE.encode(), "article.txt", "src-x-2024", "--out", str(package.folder / "drafts"))[0] == 2
    )
    assert "is inside the package, which ships no articles" in capsys.readouterr().err


def test_the_language_is_guessed():
    assert guess_language(ARTICLE) == "en"
    assert guess_language("Der Hafen ist alt und nicht mit dem Schiff zu sehen.") == "de"
    assert guess_language("Le port est dans la ville et les bateaux.") == "fr"
    assert guess_language("市長は述べた。") == "ja" and guess_language("시장은 말했다.") == "ko"
