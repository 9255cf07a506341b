"""Words of others as Markdown in which nothing acts: no mark, no address, no control of a terminal."""

import re

from validator.messages import harmless

# what Markdown may act on: marks, `_` unless within a word, what makes an address, what begins a block
ACTIVE = r"[&<|\\`*\[\]~$@#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=//)|(?<=www)\.|^[>=+-]"
ENTITIES = {"&": "&amp;", "<": "&lt;", "|": "&#124;"}  # a backslash does not keep these from all readers


def plain(text: str) -> str:
    """Any text as one line in which Markdown, a table of it, and a terminal find nothing to act on."""
    line = harmless(" ".join(text.split()))
    return re.sub(ACTIVE, lambda match: ENTITIES.get(match[0], f"\\{match[0]}"), line)
