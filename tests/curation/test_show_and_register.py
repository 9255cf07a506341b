"""A page of what is coded; and texts of further sources, looked through and registered."""

import json

import pytest
from desk import held

from schemas.manifest import PATH
from schemas.validation import validate
from scripts.register import main as register
from scripts.show import main as show

SOURCE = "src-harbour-news-2024-05-14"
POST = "src-pier-post-2024-05"
TEXT = "Harbour in need\n\nA raft is to sail on May 20, at 11:45, the “Pier Post” has learned.\n"


def test_a_page_has_the_text_with_its_marks(package, tmp_path, capsys):
    out = tmp_path / "page.html"
    arguments = [
        SOURCE,
        "--out",
        str(out),
        "--texts",
        str(package.texts),
        "--descriptor",
        str(package.descriptor),
    ]
    assert show(arguments) == 0
    page = out.read_text(encoding="utf-8")
    assert '<mark class="claim statement" title="stm-0003: quote_type direct' in page
    assert "Lena Vale" in page and "clm-0002: relation approx; value 40" in page
    assert "</mark>, and called <mark" in page, "what is not coded is plain"
    assert "http" not in page.replace("http-equiv", ""), "it loads nothing"


def test_a_page_escapes_what_is_in_the_text(package, tmp_path):
    (package.texts / f"{POST}.txt").write_text("<script>alert('raft')</script>", encoding="utf-8")
    out = tmp_path / "page.html"
    assert (
        show(
            [POST, "--out", str(out), "--texts", str(package.texts), "--descriptor", str(package.descriptor)]
        )
        == 0
    )
    assert "<script" not in out.read_text(encoding="utf-8")


def test_a_page_is_never_written_into_the_package(package, tmp_path, capsys):
    before = held(package.folder)
    inside = str(package.folder / "page.html")
    told = ["--texts", str(package.texts), "--descriptor", str(package.descriptor)]
    assert show([SOURCE, "--out", inside, *told]) == 2
    assert "is inside the package, which ships no articles" in capsys.readouterr().err
    assert show(["src-nobody", "--out", str(tmp_path / "x.html"), *told]) == 2
    assert "there is no source src-nobody" in capsys.readouterr().err
    assert held(package.folder) == before


def test_rows_without_spans_are_looked_for_in_a_text_that_somebody_holds(package):
    (package.texts / f"{POST}.txt").write_text("A boat is to sail.", encoding="utf-8")
    [error] = package.validate().errors
    assert (error.rule, error.record, error.message) == (
        "verbatim-in-text",
        "evt-ferry/3",
        '"raft" is not there',
    )
    package.set("event_sources", "evt-ferry/3", described_as='raft "Hope"')
    (package.texts / f"{POST}.txt").write_text("A raft\n“Hope” is to sail.", encoding="utf-8")
    assert package.validate().errors == [], "white space and the shape of quotation marks make no difference"


@pytest.fixture
def post(package):
    """The package, with a text for the source that has none registered."""
    (package.texts / f"{POST}.txt").write_text(TEXT, encoding="utf-8")
    return package


def run(package, *more: str) -> int:
    return register([POST, "--texts", str(package.texts), "--descriptor", str(package.descriptor), *more])


def test_a_text_is_registered_with_the_spans_of_its_rows(post, capsys):
    post.keep_edition()
    assert run(post) == 0
    assert capsys.readouterr().out == f"{POST} is registered, with the spans of 1 rows\n"
    [row] = [row for row in post.rows("sources") if row["source_id"] == POST]
    assert row["text_length"] == str(len(TEXT))
    assert [row["spans"] for row in post.rows("event_sources") if row["source_id"] == POST] == ["19-23"]
    assert validate(post.descriptor, post.texts).errors == [], "what an edition had is told in corrections"
    assert {row["field"] for row in post.rows("corrections")} == {"spans", "text_sha256", "text_length"}
    assert json.loads((post.folder / PATH).read_text(encoding="utf-8"))["edition"] == "0.9.0"
    before = held(post.folder)
    assert run(post) == 0 and "is already registered" in capsys.readouterr().out
    assert held(post.folder) == before


def test_a_row_without_a_place_of_its_own_is_asked_for(post, capsys, tmp_path):
    (post.texts / f"{POST}.txt").write_text(TEXT + "The raft is small.", encoding="utf-8")
    before = held(post.folder)
    assert run(post) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "evt-ferry/3:" and '"raft" occurs 2 times' in told.out
    assert told.err == "1 row to be placed by hand: nothing was written\n"
    assert held(post.folder) == before
    words = tmp_path / "words.yaml"
    words.write_text("evt-ferry/3: {phrase: raft, inside: A raft is}", encoding="utf-8")
    assert run(post, "--words", str(words)) == 0
    words.write_text("evt-nothing: raft", encoding="utf-8")


@pytest.mark.parametrize("kind", ["no text", "no source", "another text"])
def test_what_cannot_be_registered(post, capsys, kind):
    if kind == "no text":
        (post.texts / f"{POST}.txt").unlink()
    if kind == "another text":
        post.set("sources", POST, text_sha256="0" * 64, text_length="9")
    before = held(post.folder)
    source = "src-nobody" if kind == "no source" else POST
    assert register([source, "--texts", str(post.texts), "--descriptor", str(post.descriptor)]) == 2
    assert capsys.readouterr().err.startswith("cannot register: ")
    assert held(post.folder) == before
