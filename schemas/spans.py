"""Spans: where the words of a row are in a source.

A span is a pair (start, end) of offsets into the raw text, counted in Unicode code points from zero, end
exclusive (W3C Web Annotation, TextPositionSelector). A cell holds one or more, `4833-4915;4927-5265`.
"""

import re
from itertools import pairwise

Span = tuple[int, int]

NEAR = 300  # code points around the spans in which a cue, a hedge or a printed date may stand


def parse(cell: str) -> list[Span]:
    """`"1-3;5-9"` -> `[(1, 3), (5, 9)]`. Raises ValueError if the cell has another form."""
    return [(_offset(start), _offset(end)) for start, end in (pair.split("-") for pair in cell.split(";"))]


def _offset(digits: str) -> int:
    """An offset; of more than 18 digits, which no text reaches, only the first 19 are read."""
    return int(digits) if len(digits) < 19 else int(digits.lstrip("0")[:19] or 0)


def show(spans: list[Span]) -> str:
    """`[(1, 3), (5, 9)]` -> `"1-3;5-9"`."""
    return ";".join(f"{start}-{end}" for start, end in spans)


def fold(text: str) -> str:
    """White space folded: each run becomes one space, with none at the ends."""
    return " ".join(text.split())


MARKS = str.maketrans({**dict.fromkeys("“”„‟«»＂「」『』", '"'), **dict.fromkeys("‘’‚‛`´＇‹›", "'")})


def plain(text: str) -> str:
    """White space folded, and quotation marks made straight, single or double.

    >>> plain("“So,”  he  said")
    '"So," he said'
    """
    return fold(text.translate(MARKS))


def words_at(text: str, spans: list[Span]) -> str:
    """The text of the spans, joined by one space, white space folded."""
    return fold(" ".join(text[start:end] for start, end in spans))


def words_near(text: str, spans: list[Span], reach: int = NEAR) -> str:
    """The text of the spans and `reach` code points around each, white space folded."""
    return fold(" ".join(text[max(0, start - reach) : end + reach] for start, end in spans))


def find(text: str, words: str) -> list[Span]:
    r"""Every occurrence of `words` in `text`, white space folded on both sides.

    >>> find("U.\n\nS. aid, U. S. aid", "U. S. aid")
    [(0, 9), (11, 20)]
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def disorder(spans: list[Span]) -> str | None:
    """The first fault in the order of spans, or None: each must end after it starts and before the next."""
    for start, end in spans:
        if start >= end:
            return f"span {start}-{end} is empty or runs backwards"
    for (start, end), (next_start, next_end) in pairwise(spans):
        if next_start <= end:
            return f"span {next_start}-{next_end} does not come after {start}-{end}"
    return None


def well_formed(cell: str) -> bool:
    """Whether a cell has the form of spans, whatever their order."""
    return re.fullmatch(r"[0-9]+-[0-9]+(;[0-9]+-[0-9]+)*", cell) is not None


def reach_outside(inner: str, outer: str) -> bool:
    """Whether some inner span lies within no outer span; False if either cell is not of the form of spans."""
    if not (well_formed(inner) and well_formed(outer)):
        return False
    return not lies_within(parse(inner), parse(outer))


def lies_within(inner: list[Span], outer: list[Span]) -> bool:
    """Whether each inner span lies within one of the outer spans."""
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)
