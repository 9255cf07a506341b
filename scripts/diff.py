#!/usr/bin/env python3
"""Show what changed from one edition to another, and which version step it requires.

    python scripts/diff.py OLD NEW [--format text|markdown|json]

OLD and NEW are each a folder, a descriptor (`path/datapackage.json`), a zip, or a revision of the git
repository in the current folder. Files and folders come first, so write `refs/heads/data` for a branch with
the name of a folder. Neither has to be valid, and nothing is written.

Tables, columns, rows, cells, schemas and the metadata of the descriptor are compared; documents and code are
not. Cells are compared as text: 1.50 and 1.5 differ, because it is the CSV that is cited. Only people can
judge whether a changed description changes the meaning, so the step shown is the least possible one.

Exit code 0: no differences; 1: differences; 2: could not compare, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("compare"):
    from editions.differences import differences
    from editions.report import FORMATS
    from editions.snapshot import read_package


@command("compare")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Compare two editions of the package.")
    parser.add_argument("old", metavar="OLD", help="folder, descriptor, zip, or revision of git")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--format", choices=list(FORMATS), default="text")
    options = parser.parse_args(arguments)
    found = differences(read_package(options.old), read_package(options.new))
    print(FORMATS[options.format](found))
    return 1 if found.changes else 0


if __name__ == "__main__":
    run_command(main)
