"""Texts for messages: cells shown short and harmless, and the known name closest to a misspelled one."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

# control characters, line separators, and characters that change the direction of text
CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
HARMFUL = rf"{CONTROL}|[\ud800-\udfff]|[\u200e\u200f\u061c]|^\s*::|##\["
INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u2060-\u2064\u3000\ufeff]")

COMPARISONS = 20_000  # comparisons with known names in one validation: about a second's work
LONGEST_NAME = 80  # anything longer is not shown in full, and is not a misspelled name


def show(cell: Any) -> str:
    """A cell in quotation marks, cut after 80 characters, with invisible characters named."""
    return f'"{visible(cell_text(cell))}"'


def visible(text: str) -> str:
    """The text with each invisible character named: `n<U+00A0>`."""
    return INVISIBLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def cell_text(value: Any) -> str:
    """A typed cell as text: `empty` if it is missing, whole numbers without a decimal point."""
    if value is None:
        return "empty"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.0f}"
    text = str(value)
    return harmless(text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + "…")


def harmless(text: str, limit: int | None = None) -> str:
    """The text without anything a terminal or a GitHub log would act on, cut after `limit` characters.

    Control characters, unprintable half characters (lone surrogates), and the marks of a workflow command
    (`::` at the beginning, `##[` anywhere) are escaped.
    """
    if limit is None:
        return _harmless(text)
    return _known(text if len(text) <= limit else text[:limit] + "…")


def _harmless(text: str) -> str:
    return re.sub(HARMFUL, lambda match: _escaped(match[0][0]) + match[0][1:], text)


_known = lru_cache(maxsize=1_000)(_harmless)  # the same few paths and reasons come again and again


def _escaped(character: str) -> str:
    escaped = character.encode("unicode_escape").decode()
    return escaped if escaped != character else f"\\x{ord(character):02x}"


def did_you_mean(given: str, options: Iterable[str]) -> str:
    """Suggest the closest known name: ` (did you mean "tally"?)`, or nothing if none is close.

    Case is ignored. Anything longer than a name gets no suggestion.
    """
    from difflib import get_close_matches  # only needed once there is an error

    if len(given) > LONGEST_NAME:
        return ""
    near = {option.casefold(): option for option in options if len(option) <= LONGEST_NAME}
    found = get_close_matches(given.casefold(), near, n=1, cutoff=0.7)
    return f' (did you mean "{near[found[0]]}"?)' if found else ""


class Guesses:
    """Suggestions for one validation, with a limit on the work they may cost."""

    def __init__(self, comparisons: int = COMPARISONS) -> None:
        """`comparisons`: the total allowed with known names."""
        self.left = comparisons

    def guess(self, given: Any, options: Collection[Any]) -> str:
        """`did_you_mean`, or nothing once the limit is reached."""
        if not 0 < len(options) <= self.left:
            return ""
        self.left -= len(options)
        return did_you_mean(str(given), map(str, options))
