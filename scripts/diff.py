#!/usr/bin/env python3
"""Tell what changed from one edition to another, and which version step it requires.

    python scripts/diff.py OLD NEW [--format text|markdown|json]

OLD and NEW are each a folder, a descriptor (`path/datapackage.json`), a zip, or a revision of the git
repository in the current folder; what is a file or folder is taken for that, so write `refs/heads/data` for a
branch called like one. Neither need be valid, and nothing is written.

Told are tables, columns, rows and cells, schemas, and the metadata of the descriptor; documents and code are
not compared. Cells are compared as text: 1.50 and 1.5 differ, since it is the CSV that is cited. Of a changed
description only people can tell whether the meaning changed: the step is the least that will do.

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
