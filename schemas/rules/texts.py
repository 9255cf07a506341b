"""Rules that need the text of a source: run for the texts at hand, otherwise reported as not run."""

import hashlib
from collections.abc import Iterator
from typing import Any

from schemas import spans as sp
from schemas.texts import text_rule

Row = dict[str, Any]
OPENING = "\"'“‘«„"


@text_rule(
    "sources.text_sha256",
    remedy="find the text that was coded; in this one, only the words of the rows are looked for",
    any_copy=True,
)
def text_is_the_registered_one(row: Row, text: str, column: str) -> Iterator[str]:
    """The text has the hash registered for the source."""
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if found != row[column]:
        length = f"{len(text)} code points, not {row['text_length']}"
        how = f"hash {found[:12]}…, not {row[column][:12]}…; {length}"
        yield f"this is not the text that was coded ({how}): the spans cannot be checked against it"


@text_rule("sources.text_length", remedy="write the number of code points in the text")
def text_has_its_length(row: Row, text: str, column: str) -> Iterator[str]:
    """The text has the length registered for the source."""
    if len(text) != row[column]:
        yield f"the text has {len(text)} code points"


@text_rule("statements.quote", remedy="copy the quote from the text, or correct the spans")
def quote_is_the_text(row: Row, text: str, column: str) -> Iterator[str]:
    """A direct quote is the text at its spans, joined by ` … `; those of a mixed one hold its fragments."""
    spans = sp.parse(row["spans"])
    said = " … ".join(sp.words_at(text, [span]) for span in spans)
    if row["quote_type"] == "direct" and row[column] != said:
        yield f'the text has "{said}"'
    if row["quote_type"] == "mixed":
        yield from _absent(row[column].split(" … "), sp.words_at(text, spans))


@text_rule(
    "claims.as_written people.name_as_written organizations.name_as_written positions.title_as_written "
    "event_sources.described_as",
    remedy="copy the words from the text, misprints and all, or correct the spans",
)
def verbatim_in_spans(row: Row, text: str, column: str) -> Iterator[str]:
    """Verbatim words are within the row's spans."""
    yield from _absent(row[column].split("|"), sp.words_at(text, sp.parse(row["spans"])))


@text_rule(
    "claims.hedge statements.cue statements.attributed_as events.date_as_written events.time_as_written",
    remedy="copy the words from the text, or correct the spans",
)
def verbatim_near_spans(row: Row, text: str, column: str) -> Iterator[str]:
    """A hedge, cue, speaker's name or printed date is within 300 characters of the spans."""
    yield from _absent(row[column].split("|"), sp.words_near(text, sp.parse(row["spans"])))


@text_rule(
    "people.spans organizations.spans positions.spans events.spans event_sources.spans statements.spans "
    "claims.spans",
    remedy="run `scripts/locate.py` and copy its spans",
)
def spans_at_words(row: Row, text: str, column: str) -> Iterator[str]:
    """A span begins and ends at a word or punctuation mark, and does not cut a word."""
    for start, end in sp.parse(row[column]):
        cut = (
            text[start].isspace()
            or text[end - 1].isspace()
            or (start > 0 and text[start - 1].isalnum() and text[start].isalnum())
            or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
        )
        if cut:
            yield f'{start}-{end} cuts the text as "{sp.fold(text[start:end])[:40]}"'


@text_rule("statements.spans", remedy="leave the outer quotation marks out of the spans")
def quote_without_marks(row: Row, text: str, column: str) -> Iterator[str]:
    """The spans of a direct statement start right after the opening quotation mark, and leave it out."""
    if row["quote_type"] != "direct":
        return
    for start, end in sp.parse(row[column]):
        if text[start] in OPENING:
            yield f"{start}-{end} begins with a quotation mark"
        elif not text[:start].rstrip().endswith(tuple(OPENING)):
            yield f"no quotation mark before {start}"


@text_rule(
    "people.name_as_written organizations.name_as_written positions.title_as_written events.date_as_written "
    "events.time_as_written event_sources.described_as statements.quote statements.attributed_as "
    "statements.cue claims.as_written claims.hedge",
    remedy="copy the words from the text, misprints and all, or correct the source",
    placed=False,
)
def verbatim_in_text(row: Row, text: str, column: str) -> Iterator[str]:
    """Verbatim words of a row whose spans cannot be checked are in the text of its source."""
    for words in [part for form in row[column].split("|") for part in form.split(" … ")]:
        if sp.plain(words) not in text:
            yield f'"{words}" is not there'


def _absent(wanted: list[str], within: str) -> Iterator[str]:
    for words in wanted:
        if sp.fold(words) not in within:
            yield f'"{words}" is not there'
