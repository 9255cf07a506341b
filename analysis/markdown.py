"""Other people's words as inert Markdown: no markup, no links, no terminal control characters."""

import re

from validator.messages import harmless

# what Markdown may interpret: marks, `_` except within a word, what makes a link, what begins a block
ACTIVE = r"[&<|\\`*\[\]~$@#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=//)|(?<=www)\.|^[>=+-]"
ENTITIES = {"&": "&amp;", "<": "&lt;", "|": "&#124;"}  # a backslash does not hide these from all readers


def plain(text: str) -> str:
    """Any text as one line with nothing that Markdown, a Markdown table or a terminal would interpret."""
    line = harmless(" ".join(text.split()))
    return re.sub(ACTIVE, lambda match: ENTITIES.get(match[0], f"\\{match[0]}"), line)
