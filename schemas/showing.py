"""How cells are shown in messages: short, and never so that a terminal would act on them."""

import re
from typing import Any

# control characters, line separators, and those that turn the direction of text
CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
HARMFUL = rf"{CONTROL}|[\ud800-\udfff]|^\s*::|##\["


def show(cell: Any) -> str:
    """A cell in quotation marks, cut after 80 characters, control characters spelled out."""
    return f'"{cell_text(cell)}"'


def cell_text(value: Any) -> str:
    """A typed cell as text: `empty` where it is missing, whole numbers without a point."""
    if value is None:
        return "empty"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.0f}"
    text = str(value)
    return harmless(text if len(text) <= 80 else text[:80] + "…")


def harmless(text: str, limit: int | None = None) -> str:
    """A text, cut after `limit` characters, without anything that a terminal or a GitHub log would act on.

    Control characters are spelled out, and so are half characters, which cannot be printed, and the marks
    of a workflow command: `::` at the beginning, `##[` anywhere.
    """
    if limit is not None and len(text) > limit:
        text = text[:limit] + "…"
    return re.sub(HARMFUL, lambda match: _spelled_out(match[0][0]) + match[0][1:], text)


def _spelled_out(character: str) -> str:
    spelled = character.encode("unicode_escape").decode()
    return spelled if spelled != character else f"\\x{ord(character):02x}"
