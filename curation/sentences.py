"""Split a text into sentences, each with its place. A sentence may continue across a paragraph break."""

import re
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from schemas.spans import Span

# a break is inside a sentence after an abbreviation or a comma, or before a small letter
BREAK = re.compile(r"\s*\n\s*")
ABBREVIATED = re.compile(
    r"(?:\b[A-Z]\.)+$|\b(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St)\.$"
)
CLOSING = "\"'”’»」』)"
LATIN = {"en", "de", "fr", "es", "it", "nl", "pt"}


@dataclass(frozen=True)
class Sentence:
    """A sentence: its place, and whether it begins a paragraph."""

    start: int
    end: int
    first: bool

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return self.start, self.end


def rejoined(text: str) -> str:
    """The text with blanks for each paragraph break inside a sentence, so that offsets do not change."""

    def close(match: re.Match[str]) -> str:
        before, after = text[: match.start()].rstrip(), text[match.end() : match.end() + 1]
        lone_mark = after in CLOSING and text[match.end() + 1 : match.end() + 2] in (" ", "\n", "")
        cut = (
            after.islower()
            or lone_mark
            or before.endswith((",", ";"))
            or (ABBREVIATED.search(before[-12:]) is not None and (after.isalnum()))
        )
        return " " * len(match[0]) if cut else match[0]

    return BREAK.sub(close, text)


def sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of a text, in order."""
    whole = rejoined(text)
    found = []
    for place in _paragraphs(whole):
        start, end = place
        for number, (a, b) in enumerate(_cut(whole[start:end], language)):
            found.append(Sentence(start + a, start + b, number == 0))
    return found


def _paragraphs(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text) if match[0].strip()]


def _cut(text: str, language: str) -> list[Span]:
    """The places of sentences in one paragraph. Quotations are split too."""
    found: list[Span] = []
    for one in get_sentence_boundaries(language, text):
        start, end = one["start_index"], one["end_index"]
        inner = text[start:end]
        at = start
        # the splitter keeps a quotation of several sentences whole: split it, as each may be coded separately
        for match in re.finditer(r"(?<=[.?!])[\"”’»」]?\s+(?=[\"“‘„«「]?[A-ZÀ-Þ“])", inner):
            if not ABBREVIATED.search(inner[: match.start()]):
                found.append((at, start + match.end()))
                at = start + match.end()
        found.append((at, end))
    return [_trimmed(text, span) for span in found if text[span[0] : span[1]].strip()]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def sentence_at(found: list[Sentence], place: int) -> Sentence | None:
    """The sentence that contains a place, or the one before it."""
    before = [one for one in found if one.start <= place]
    return before[-1] if before else None
