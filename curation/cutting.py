"""Turn the phrases of an entry into spans, and cut its verbatim cells from the text."""

from collections.abc import Callable

from curation.making import Making, phrases_in
from curation.packages import Row
from curation.phrases import DOUBLE, NotFound, Phrase, forms, nearest, span_of, spans_of
from curation.sheets import Node
from schemas.spans import NEAR, Span, fold, show, words_at

SEAM = " … "  # between the parts of a quotation


# verbatim columns whose words are near a row's spans, and those whose words are inside them
NEARBY = {
    "statements": ("cue", "attributed_as"),
    "events": ("date_as_written", "time_as_written"),
    "claims": ("hedge",),
}
INSIDE = {"event_sources": "described_as", "positions": "title_as_written"}
OPENING = DOUBLE + "'‘"


def place(making: Making, name: str, entry: Node, cells: Row) -> list[Span]:
    """Find the phrases of an entry; set its spans, and cut its verbatim cells from the text."""
    phrases = phrases_in(making, entry.get("words"))
    spans: list[Span] = []
    try:
        if entry.get("forms"):
            found = forms(making.text, [one.text for one in entry.get("forms").each()])
            spans, cells["name_as_written"] = [span for span, _ in found], "|".join(form for _, form in found)
    except NotFound as error:
        making.fault(entry.get("forms").line, error.message, error.cure)
    inside = INSIDE.get(name, "")
    try:
        spans = sorted({*spans, *spans_of(making.text, phrases)})
    except NotFound as error:
        making.fault(entry.get("words").line, error.message, error.cure)
    if name == "positions" and entry.get(inside):
        spans = _titles(making, entry.get(inside), cells, spans)
    elif inside and entry.get(inside):
        cut(making, inside, entry, cells, lambda words: place_within(making.text, words, spans))
    if not (phrases or entry.get("forms") or entry.get(inside)) and name != "event_sources":
        key = "forms" if name in ("people", "organizations") else "words"
        line = entry.get(key).line
        making.fault(
            line, f"the entry of `{name}` has no `{key}`", "copy the words of the text that it is based on"
        )
    for column in NEARBY.get(name, ()) if spans else ():
        cut(making, column, entry, cells, lambda words: nearest(making.text, words, spans, NEAR))
    cells["spans"] = show(spans) if making.registered else ""
    return spans


def _titles(making: Making, given: Node, cells: Row, spans: list[Span]) -> list[Span]:
    """The places of a title's forms. They are the spans of a position unless `words` gives others."""
    wanted = [form for one in given.each() for form in one.text.split("|")]
    try:
        found = forms(making.text, wanted)
    except NotFound as error:
        making.fault(given.line, error.message, error.cure)
        return spans
    cells["title_as_written"] = "|".join(form for _, form in found)
    return spans or [span for span, _ in found]


def place_within(text: str, words: str, spans: list[Span]) -> Span | None:
    """The first place of words within spans, or in the whole text if there are no spans; or None."""
    try:
        return span_of(text, Phrase(words, 1), spans or None)
    except NotFound:
        return None


def cut(making: Making, column: str, entry: Node, cells: Row, place: Callable[[str], Span | None]) -> None:
    """Cut a verbatim cell from the text, form by form."""
    node, cut = entry.get(column), []
    for words in [form for one in node.each() for form in one.text.split("|")]:
        span = place(words)
        if span is None:
            making.fault(
                node.line,
                f'{column} "{words}" is not in or near the words of the entry',
                "copy it from the text",
            )
            return
        cut.append(fold(making.text[span[0] : span[1]]))
    cells[column] = "|".join(cut)


def bare(text: str, span: Span) -> Span:
    """A span without the quotation marks around it, in case the person copied those too."""
    start, end = span
    if text[start] in OPENING and text[end - 1] in DOUBLE + "'’":
        return start + 1, end - 1
    return span


def fragments(making: Making, entry: Node, spans: list[Span]) -> str:
    """The quoted parts of a mixed statement: those it names, or the words in quotation marks."""
    given = entry.get("quote")
    if given:
        try:
            found = [span_of(making.text, phrase, spans) for phrase in phrases_in(making, given)]
            return SEAM.join(words_at(making.text, [span]) for span in sorted(found))
        except NotFound as error:
            making.fault(given.line, error.message, error.cure)
            return given.text
    words = [making.text[start:end] for start, end in spans]
    cut = [fold(part) for one in words for part in marked(one)]
    if not cut:
        making.fault(
            entry.line, "the mixed statement has no quotation marks", "use `indirect`, or give the `quote`"
        )
    return SEAM.join(cut)


def marked(words: str) -> list[str]:
    """The words between double quotation marks; up to the end if one is not closed."""
    parts, at = [], -1
    for place, sign in enumerate(words):
        if sign in DOUBLE and at < 0:
            at = place + 1
        elif sign in DOUBLE:
            parts.append(words[at:place])
            at = -1
    return [part for part in (*parts, words[at:] if at >= 0 else "") if part.strip()]
