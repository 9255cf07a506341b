"""A sheet becomes rows: all of it, or nothing."""

from types import SimpleNamespace

import pytest
from desk import Desk, held

from curation import rows
from curation.acceptance import accept
from curation.faults import BadSheet
from curation.packages import read_package
from schemas.validation import validate
from scripts.accept import main


@pytest.fixture
def desk(package, tmp_path) -> Desk:
    return Desk(package, tmp_path / "desk")


@pytest.fixture
def without_rules(monkeypatch):
    """Leave out the validator, which takes its time, where nothing depends on it."""
    monkeypatch.setattr("curation.acceptance.errors_with", lambda *given: [])


def test_a_sheet_becomes_rows_and_the_package_is_valid(desk):
    done = accept(desk.sheet, desk.package.descriptor)
    assert done.added == {  # 17 rows, each with its ids, spans, hash and verbatim cells
        "sources": 1,
        "people": 1,
        "positions": 1,
        "events": 2,
        "event_participants": 1,
        "measures": 1,
        "statements": 3,
        "statement_speakers": 3,
        "statement_events": 3,
        "claims": 1,
    }
    assert validate(desk.package.descriptor, desk.folder).errors == []
    rows = {row["statement_id"]: row for row in desk.package.rows("statements")}
    assert rows["stm-0012"]["quote"] == "The pier is old, … It is not lost."
    assert rows["stm-0010"]["quote"] == "at least 30 planks"

    [source] = [row for row in desk.package.rows("sources") if row["source_id"] == "src-pier-post-2024-05-16"]
    assert source["text_length"] == str(len(desk.text.read_text(encoding="utf-8")))

    before = held(desk.package.folder)
    assert accept(desk.sheet, desk.package.descriptor).added == {}, "a second run adds nothing"
    assert held(desk.package.folder) == before


def test_a_dry_run_prints_a_diff_and_writes_nothing(desk, capsys, without_rules):
    before = held(desk.package.folder)
    assert main([str(desk.sheet), "--dry-run", "--descriptor", str(desk.package.descriptor)]) == 0
    out = capsys.readouterr().out
    assert "+per-ana-duarte,Ana Duarte,Duarte,Ana,,Ana Duarte|Duarte,GBR," in out
    assert "would add 17 rows" in out
    assert held(desk.package.folder) == before


def test_five_faults_are_five_messages_each_with_its_line_and_cure(desk, capsys):
    before = held(desk.package.folder)
    desk.edit("quote_type: mixed", "quote_type: mixd")
    desk.edit("words: We begin on Monday,", "words: We begin on Sunday,")
    desk.edit("person_id: Lena Vale", "person_id: Lena Vail")
    desk.edit("[Ana Duarte, Duarte]", "[Ana Duarte, Dwarte]")
    desk.edit("summary: Duarte finds", "sumary: Duarte finds")
    assert main([str(desk.sheet), "--descriptor", str(desk.package.descriptor)]) == 1
    told = capsys.readouterr().err.splitlines()
    lines = [desk.line(words) for words in ("Dwarte", "Lena Vail", "mixd", "We begin on Sunday", "sumary")]
    assert [line.removeprefix(f"{desk.sheet}:").split(":")[0] for line in told[:5]] == list(map(str, lines))
    assert told[0].endswith('"Dwarte" is not in the text: copy the name from the text')
    assert 'there is no person "Lena Vail" (did you mean "Lena Vale"?): write an id' in told[1]
    assert (
        'quote_type is "mixd" (did you mean "mixed"?): write direct, mixed, indirect or reported' in told[2]
    )
    assert 'which reads "We begin on Monday' in told[3]
    assert 'has no `sumary` (did you mean "summary"?)' in told[4]
    assert told[-1] == "5 faults: nothing was written"
    assert held(desk.package.folder) == before


def test_what_the_validator_finds_is_told_by_the_line_of_the_sheet(desk):
    before = held(desk.package.folder)
    desk.edit("value: 30", "value: 35")
    with pytest.raises(BadSheet) as told:
        accept(desk.sheet, desk.package.descriptor)
    assert [fault.line for fault in told.value.faults] == [desk.line("value: 35")]
    assert "[value-printed]" in str(told.value) or "35" in str(told.value)
    assert held(desk.package.folder) == before


@pytest.mark.parametrize(
    ("old", "new", "words", "told"),
    [
        (
            "words: We begin on Monday,",
            "words: said",
            "words: said",
            '"said" occurs 2 times in the text (1 …',
        ),
        ("words: Pier to be mended", 'words: ""', 'words: ""', "has no `words`"),
        (
            '["The pier is old,", It is',
            '["The pier is old,", "pier is old", It is',
            '"pier is old"',
            "overlap",
        ),
        (
            "forms: [Ana Duarte, Duarte]",
            "take:\n  forms: [Ana Duarte]",
            "take:",
            "nobody has decided on this entry",
        ),
        (
            "source_id: src-pier-post-2024-05-16",
            "source_id: src-harbour-news-2024-05-14",
            "title:",
            "exists, with title",
        ),
        ("role: speaker, basis: explicit", "role: speaker, basis: *x", "*x", "an anchor or an alias"),
        ("- id: s2", "- &a", "- &a", "an anchor or an alias"),
        ("cue: told", "cue: told\n  cue: said", "  cue: said", "`cue` occurs twice"),
        ("cue: told", "cue: shouted", "cue: shouted", "is not in or near the words"),
        ("outcome: to be replaced", "outcome: to be: replaced", "to be: replaced", "it is not YAML"),
        ("about: [evt-pier-works]", "about: [evt-pier]", "about: [evt-pier]", "there is no event"),
    ],
)
def test_a_fault_is_told_with_its_line(desk, old, new, words, told):
    before = held(desk.package.folder)
    desk.edit(old, new)
    if "harbour-news" in new:
        desk.text.rename(desk.folder / "src-harbour-news-2024-05-14.txt")
    with pytest.raises(BadSheet) as found:
        accept(desk.sheet, desk.package.descriptor)
    assert told in str(found.value)
    if words != "  cue: said":
        assert desk.line(words) in {fault.line for fault in found.value.faults}
    assert held(desk.package.folder) == before


def test_an_ambiguous_phrase_is_chosen_by_number_or_by_longer_words(desk, without_rules):
    desk.edit("words: Pier to be mended", "words: {phrase: said, occurrence: 3}")
    with pytest.raises(BadSheet, match="write an occurrence from 1 to 2"):
        accept(desk.sheet, desk.package.descriptor, dry_run=True)
    desk.edit("words: {phrase: said, occurrence: 3}", "words: {phrase: mended, inside: Pier to be mended}")
    assert accept(desk.sheet, desk.package.descriptor, dry_run=True).added["events"] == 2


@pytest.mark.parametrize("kind", ["utf-16", "missing text", "empty", "list", "deep"])
def test_a_sheet_or_text_that_cannot_be_read(desk, kind, capsys):
    before = held(desk.package.folder)
    if kind == "missing text":
        desk.text.unlink()
    else:
        bytes_ = {
            "utf-16": "source: é".encode("utf-16"),
            "empty": b"",
            "list": b"- a\n",
            "deep": b"[" * 50_000,
        }[kind]
        desk.sheet.write_bytes(bytes_)
    code = main([str(desk.sheet), "--descriptor", str(desk.package.descriptor)])
    told = capsys.readouterr().err
    assert code in (1, 2) and "Traceback" not in told and len(told.splitlines()) <= 2
    assert held(desk.package.folder) == before


def test_a_number_that_was_withdrawn_is_not_given_again(package):
    """evt-ferry has 1 and 2, and had 3: a further mention of it is the fourth."""
    kept = [row for row in package.rows("event_sources") if row["event_id"] + row["seq"] != "evt-ferry3"]
    package.write("event_sources", kept)
    told = {"correction_id": "cor-ferry", "version": "1.2.3", "table": "event_sources", "reason": "A slip."}
    package.add("corrections", **told, record_id="evt-ferry/3")
    cells = {**kept[1], "described_as": "a boat", "seq": ""}
    making = SimpleNamespace(
        package=read_package(package.descriptor),
        rows=[SimpleNamespace(table="event_sources", cells=cells)],
    )
    rows._number_parts(making)
    assert cells["seq"] == "4"
