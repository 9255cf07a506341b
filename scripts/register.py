#!/usr/bin/env python3
"""Register the text of another source: its hash and length, and the spans of every row based on it.

    python scripts/register.py SOURCE [--texts FOLDER] [--words FILE.yaml] [--descriptor datapackage.json]

The text is `SOURCE.txt` in FOLDER, or in the folder that the variable SOURCE_TEXTS names. A row whose
verbatim words occur once in the text gets its spans automatically. Any other rows are printed as a file: fill
in a phrase of the text for each (`stm-0012: the pier will close`), and pass the file as `--words`. Until then
nothing is written. Changes to rows that an edition already has are recorded in `corrections`.
Exit code 0: registered; 1: some rows still need their words named; 2: not registered for another reason.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.descriptor import CannotRun
from validator.messages import harmless

with packages_for("register"):
    from curation.registering import register


@command("register")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Register the text of a source, with the spans of its rows.")
    parser.add_argument("source", metavar="SOURCE", help="its id")
    parser.add_argument(
        "--texts", default=os.environ.get("SOURCE_TEXTS") or None, type=Path, metavar="FOLDER"
    )
    parser.add_argument("--words", type=Path, metavar="FILE", help="phrases for rows that lack them")
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    options = parser.parse_args(arguments)
    if options.texts is None:
        raise CannotRun("there are no texts: name their folder with --texts or SOURCE_TEXTS")
    found = register(options.source, options.descriptor, options.texts, options.words)
    if found.already:
        print(f"{options.source} is already registered")
    elif found.open:
        for line in found.template().splitlines():
            print(harmless(line))
        number = len(found.open)
        print(f"{number} row{'s' * (number != 1)} to be placed by hand: nothing was written", file=sys.stderr)
        return 1
    else:
        print(f"{options.source} is registered, with the spans of {found.placed} rows")
    return 0


if __name__ == "__main__":
    run_command(main)
