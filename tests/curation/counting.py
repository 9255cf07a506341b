"""How many cells a person has typed into a draft."""

import re
from difflib import SequenceMatcher

PAIR = re.compile(r"[a-z_]+: *(?!\s*[,}\]]|$)")  # a key with a value


def typed_cells(draft: str, filled: str) -> int:
    """The cells of the lines that are new or changed: each key that has a value there, inner ones too."""
    old, new = draft.splitlines(), filled.splitlines()
    count = 0
    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("insert", "replace"):
            for line in [one for one in new[start:end] if not one.lstrip().startswith("#")]:
                inner = re.search(r"[\[{].*", line)
                pairs = len(PAIR.findall(inner[0])) if inner and "{" in inner[0] else 0
                count += pairs or len(PAIR.findall(line)[:1])
    return count


def filled_cells(diff: str) -> int:
    """The cells of added rows that hold something: what had to be typed, or copied, before."""
    import csv

    rows = [line[1:] for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    return sum(bool(cell) for row in csv.reader(rows) for cell in row)
