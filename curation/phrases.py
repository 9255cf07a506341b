"""Turn phrases into spans: find the words that a person copied in the text.

White space is folded on both sides, and quotation marks match any other of the same kind, single or double,
because mail programs and spreadsheets change both silently. Everything else must match exactly.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from schemas.spans import Span, disorder, fold

DOUBLE = '"“”„‟«»＂「」『』'
SINGLE = "'‘’‚‛`´＇‹›"
SHOWN = 6  # places that a message lists
AROUND = 25  # characters shown on either side of a place


class NotFound(Exception):
    """A phrase that has no place, or several: what was found, and how to fix it."""

    def __init__(self, message: str, cure: str) -> None:
        """Both are parts of a sentence."""
        super().__init__(message)
        self.message, self.cure = message, cure


class Phrase(NamedTuple):
    """Words to find, and which occurrence is meant, counted from 1, or the longer words around them."""

    words: str
    occurrence: int = 0
    inside: str = ""


def pattern(words: str) -> str:
    """A regular expression for words that ignores white space and the shape of quotation marks."""
    parts = (
        f"[{re.escape(DOUBLE)}]"
        if one in DOUBLE
        else f"[{re.escape(SINGLE)}]"
        if one in SINGLE
        else r"\s+"
        if one == " "
        else re.escape(one)
        for one in fold(words)
    )
    return "".join(parts)


def places(text: str, words: str, within: list[Span] | None = None) -> list[Span]:
    """Every place of the words that does not cut a word, in the whole text or within spans of it."""
    found = _places(text, fold(words)) if fold(words) else ()
    return [(s, e) for s, e in found if within is None or any(a <= s and e <= b for a, b in within)]


@lru_cache(maxsize=4096)
def _places(text: str, words: str) -> tuple[Span, ...]:
    """All places in the whole text, cached because the same words are looked up repeatedly."""
    found = []
    for match in re.finditer(f"(?=({pattern(words)}))", text):
        start, end = match.span(1)
        cut = (start and text[start - 1].isalnum() and text[start].isalnum()) or (
            end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        )
        if not cut or _unspaced(text[start]) or _unspaced(text[end - 1]):
            found.append((start, end))
    return tuple(found)


def _unspaced(sign: str) -> bool:
    """Whether words touch in the script of a character: Hangul has endings, Japanese no spaces."""
    return "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3"


def span_of(text: str, phrase: Phrase, within: list[Span] | None = None) -> Span:
    """The one place of a phrase. Raises `NotFound` if there is none, or several to choose from."""
    if phrase.inside:
        outer = span_of(text, Phrase(phrase.inside), within)
        within = [outer]
    found = places(text, phrase.words, within)
    where = "within those words" if phrase.inside else "within the statement" if within else "in the text"
    if not found and within and places(text, phrase.words):
        raise NotFound(f'"{_short(phrase.words)}" is in the text, but not {where}', "copy words from there")
    if not found:
        raise NotFound(
            f'"{_short(phrase.words)}" is not {where}',
            "copy the words from the text" + _near(text, phrase.words),
        )
    if phrase.occurrence:
        if phrase.occurrence > len(found):
            raise NotFound(
                f'"{_short(phrase.words)}" occurs {len(found)} times {where}',
                f"write an occurrence from 1 to {len(found)}",
            )
        return found[phrase.occurrence - 1]
    if len(found) > 1:
        listed = "; ".join(f"{n} {around(text, span)}" for n, span in enumerate(found[:SHOWN], 1))
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise NotFound(
            f'"{_short(phrase.words)}" occurs {len(found)} times {where} ({listed}{more})',
            "write {phrase: …, occurrence: 2} for the second, or {phrase: …, inside: longer words}",
        )
    return found[0]


def spans_of(text: str, phrases: list[Phrase], within: list[Span] | None = None) -> list[Span]:
    """The spans of phrases, in text order. Raises `NotFound`, also if two of them overlap or touch."""
    found = sorted(span_of(text, phrase, within) for phrase in phrases)
    if disorder(found):
        words = " and ".join(f'"{_short(fold(text[s:e]))}"' for s, e in found)
        raise NotFound(f"the phrases {words} overlap or touch", "copy separate words, or one longer phrase")
    return found


def forms(text: str, words: list[str]) -> list[tuple[Span, str]]:
    """(first place, form) of each form of a name, in text order, not counting places inside a longer form.

    >>> forms("Lena Vale came. Vale spoke.", ["Vale", "Lena Vale"])
    [((0, 9), 'Lena Vale'), ((16, 20), 'Vale')]
    """
    taken: list[Span] = []
    found = []
    for form in sorted(words, key=len, reverse=True):
        free = [
            (s, e)
            for s, e in places(text, form)
            if not any(a <= s and e <= b and (a, b) != (s, e) for a, b in taken)
        ]
        if not free:
            everywhere = places(text, form)
            if everywhere:
                raise NotFound(f'"{form}" occurs only inside a longer form', "leave the form out")
            raise NotFound(f'"{form}" is not in the text', "copy the name from the text")
        taken += free
        found.append((free[0], fold(text[free[0][0] : free[0][1]])))
    return sorted(found)


def nearest(text: str, words: str, spans: list[Span], reach: int) -> Span | None:
    """The place of the words nearest to the spans, no farther away than `reach` characters."""
    found = [(min(_distance(span, one) for one in spans), span) for span in places(text, words)]
    near = [(far, span) for far, span in found if far <= reach - (span[1] - span[0])]
    return min(near)[1] if near else None


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def around(text: str, span: Span) -> str:
    """A place with the words around it: `…said [Vale] on Tuesday…`."""
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"…{_folded(before)}[{_short(fold(text[start:end]))}]{_folded(after)}…"


def _folded(text: str) -> str:
    return fold(f"|{text}|")[1:-1]


def _short(words: str) -> str:
    words = fold(words)
    return words if len(words) <= 60 else f"{words[:40]} … {words[-15:]}"


def _near(text: str, words: str) -> str:
    """A hint if the beginning of a phrase is found, so that the mistake is in the rest."""
    parts = fold(words).split(" ")
    for size in range(len(parts) - 1, 1, -1):
        found = places(text, " ".join(parts[:size]))
        if found:
            start = found[0][0]
            return f', which reads "{fold(text[start : start + len(words) + 15])}…"'
    return ""
