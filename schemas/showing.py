"""How cells are shown in messages: short, and never so that a terminal would act on them."""

import re
from typing import Any

# control characters, line separators, and those that turn the direction of text
CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


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


def harmless(text: str) -> str:
    """A text with its control characters spelled out."""
    return re.sub(CONTROL, lambda match: match[0].encode("unicode_escape").decode(), text)
