#!/usr/bin/env python3
"""Show the coding of a source: its text as one HTML page, with everything coded marked in it.

    python scripts/show.py SOURCE --out FILE.html [--texts FOLDER] [--descriptor datapackage.json]

Point at a mark to see its rows; what is not coded stays unmarked. The text is `SOURCE.txt` next to the page,
or in FOLDER, or in the folder that the variable SOURCE_TEXTS names. The page contains the whole text, which
belongs to other people, so it is never written into the package.
Exit code 0: written; 2: not written, with one sentence that says why.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("show"):
    from curation.page import show


@command("show")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Show the coding of a source, marked in its text.")
    parser.add_argument("source", metavar="SOURCE", help="its id")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the page, outside the package"
    )
    parser.add_argument(
        "--texts", default=os.environ.get("SOURCE_TEXTS") or None, type=Path, metavar="FOLDER"
    )
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    options = parser.parse_args(arguments)
    marked, lost = show(options.source, options.descriptor, options.out, options.texts)
    print(
        f"{harmless(str(options.out))}: {marked} rows are marked"
        + (f", {lost} have no place in the text" if lost else "")
    )
    return 0


if __name__ == "__main__":
    run_command(main)
