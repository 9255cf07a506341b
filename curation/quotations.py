"""Find quotations by their marks, in English, Korean, Japanese, German and French.

Marks may be curly, straight or mixed. A quotation may be unclosed, contain another, or span paragraphs.
"""

import re
from dataclasses import dataclass

from schemas.spans import Span

# opening mark -> marks that may close it; a straight mark closes any double one, because outlets mix them
PAIRS = {
    "“": '”"',
    '"': '"”“',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’'",
    "'": "'’",
}
OPENS_ALWAYS = "“„「『"
SINGLE = "‘'"
MOST = 1500  # characters in a quotation that is closed after a paragraph break
MOST_UNCLOSED = 600


@dataclass(frozen=True)
class Quotation:
    """The words between two marks. It has several `parts` if it continues in new paragraphs."""

    parts: tuple[Span, ...]
    closed: bool

    @property
    def start(self) -> int:
        """Where its words begin."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.parts[-1][1]


def quotations(text: str, language: str) -> list[Quotation]:
    """The outer quotations of a text, in order. A quotation within one stays part of it."""
    found, at = [], 0
    while at < len(text):
        mark = text[at]
        if mark in PAIRS and _opens(text, at, language):
            quotation, after = _read(text, at, language)
            if quotation:
                found.append(quotation)
                at = after
                continue
        at += 1
    return found


def _opens(text: str, at: int, language: str) -> bool:
    mark, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if not after or (after.isspace() and mark not in "«"):
        return False
    if mark in OPENS_ALWAYS:
        return not (mark == "“" and language == "de" and before.strip() and before not in "([—–-")
    if mark == "«":
        return True
    if mark == "»":  # »so« in German books; else it closes
        return language == "de" and not before.strip()
    return (not before.strip() or before in "([—–-…:") and (mark not in SINGLE or after.isalnum())


def _read(text: str, at: int, language: str) -> tuple[Quotation | None, int]:
    """The quotation that opens at a place, and the place after it."""
    mark, closers = text[at], PAIRS[text[at]]
    parts, start, place = [], at + 1, at + 1
    while place < len(text):
        sign = text[place]
        if sign in closers and _closes(text, place, mark):
            parts.append((start, place))
            return _trimmed(text, parts, closed=True), place + 1
        if sign == "\n":
            after = re.match(r"\s*", text[place:])
            following = place + (after.end() if after else 0)
            if "\n" in text[place + 1 : following] or following >= len(text):
                opened = text[following : following + 1]
                if opened == mark and _opens(text, following, language):
                    ends = text[start:place].rstrip()[-1:] in ".?!…,—–"
                    if mark in SINGLE or not ends:
                        break
                    parts.append((start, place))  # it continues: the new paragraph has an opening mark again
                    start = place = following + 1
                    continue
                if not _closed_later(text, following, mark, place - start):
                    break
            place = max(following, place + 1)
            continue
        if sign in OPENS_ALWAYS and sign == mark and place > start:
            break  # another one opens, so this one was never closed
        if place - start > MOST or (mark in SINGLE and place - start > MOST_UNCLOSED):
            break
        place += 1
    if mark in SINGLE:
        return None, at + 1  # an apostrophe
    end = _end_of_unclosed(text, start)
    parts.append((start, end))
    return _trimmed(text, parts, closed=False), end


def _closes(text: str, at: int, opened: str) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    if opened in SINGLE:
        return (
            not after.isalnum()
            and not before.isspace()
            and (before in ".,?!…—" or not _is_apostrophe(text, at))
        )
    if text[at] == "“" and opened == '"':
        return not before.isspace()
    return True


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a single mark after an "s" may be a genitive: another one closes the quotation later."""
    later = re.match(r"[^.?!\n‘]{0,200}?[^\s\w][’'](?!\w)", text[at + 1 :])
    return text[at - 1] == "s" and later is not None


def _closed_later(text: str, start: int, mark: str, length: int) -> bool:
    """Whether a quotation cut by a paragraph break is closed soon, and before another one opens."""
    for place in range(start, min(len(text), start + MOST - length)):
        sign = text[place]
        if sign in PAIRS[mark] and not (sign == mark and _looks_opening(text, place)):
            return True
        if sign in OPENS_ALWAYS + '"«':
            return False
    return False


def _looks_opening(text: str, at: int) -> bool:
    return (not text[at - 1 : at].strip()) and text[at + 1 : at + 2].isalnum()


def _end_of_unclosed(text: str, start: int) -> int:
    found = re.compile(r"\n\s*\n|[「『“„]").search(text, start)
    return found.start() if found else len(text)


def _trimmed(text: str, parts: list[Span], *, closed: bool) -> Quotation | None:
    kept = []
    for start, end in parts:
        inner = text[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
        if start < end:
            kept.append((start, end))
    return Quotation(tuple(kept), closed) if kept else None
