"""Print where words occur in a source, as spans to copy into a row.

    python scripts/locate.py SOURCE_ID "words" ["more words" ...] [--texts FOLDER]

White space is folded on both sides, so that a phrase is found across a paragraph break. Every occurrence is
printed, with the words around it. Several phrases are printed one after another. The text is
`SOURCE_ID.txt` in FOLDER, or in the folder that the variable SOURCE_TEXTS names.
Exit code 0: all found; 1: a phrase is not in the text; 2: there is no such text.
"""

import argparse
import csv
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command
from validator.descriptor import CannotRun
from validator.messages import harmless

with packages_for("locate"):
    from curation.registered import is_another
    from exports.files import read_file
    from schemas import spans

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources.csv"
LARGEST = 2_000_000  # bytes in a text


@command("locate")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Print where words occur in a source.")
    parser.add_argument("source_id")
    parser.add_argument("words", nargs="+")
    parser.add_argument("--texts", default=os.environ.get("SOURCE_TEXTS") or None, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if options.texts is None:
        raise CannotRun("there are no texts: name their folder with --texts or SOURCE_TEXTS")
    if not re.fullmatch(r"[\w.-]+", options.source_id):
        raise CannotRun(f"{options.source_id} is not the id of a source: write it as in data/sources.csv")
    path = Path(options.texts) / f"{options.source_id}.txt"
    try:
        text = read_file(path, LARGEST).decode()
    except UnicodeDecodeError as error:
        raise CannotRun(f"{path} cannot be read ({error}): save it as UTF-8") from None
    if is_another(text, _source(options.source_id)):
        print(f"{path.name} is not the text that was coded: its offsets differ", file=sys.stderr)
    missing = False
    for words in options.words:
        found = spans.find(text, words)
        missing = missing or not found
        for start, end in found:
            before, after = text[max(0, start - 30) : start], text[end : end + 30]
            shown = f"…{_fold(before)}[{spans.fold(text[start:end])}]{_fold(after)}…"
            print(f"{start}-{end}\t{harmless(shown)}")
        if not found:
            sentence = f'"{words}" is not in {path.name}: check spelling and quotation marks'
            print(harmless(sentence), file=sys.stderr)
    return int(missing)


def _source(source_id: str) -> dict[str, str] | None:
    """The row of a source, if this package has it."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return next((row for row in csv.DictReader(file) if row["source_id"] == source_id), None)


def _fold(text: str) -> str:
    """White space folded, except for a space at either end, which shows whether a word is cut."""
    folded = spans.fold(f"|{text}|")
    return folded[1:-1]


if __name__ == "__main__":
    run_command(main)
