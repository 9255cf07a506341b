#!/usr/bin/env python3
"""Start an empty package of the same kind, for another story.

    python scripts/start.py FOLDER --name harbour-2024 --title "The harbour, May 2024"

FOLDER is new, or empty. It gets the descriptor, the tables with only their headers, schemas and rules, the
validator and the commands for curators, licences, citation, README, and a Makefile. `make validate` and stock
frictionless pass there at once.
Exit code 0: started; 2: not started, with one sentence that says why. Then nothing was written.
"""

import argparse
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("start"):
    from curation.beginning import begin


@command("start")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(
        description="Start an empty package of the same kind, for another story."
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new folder, or an empty one")
    parser.add_argument("--name", required=True, help="small letters and digits, joined by hyphens")
    parser.add_argument("--title", required=True, help="the title, as it will be cited")
    options = parser.parse_args(arguments)
    written = begin(options.folder, options.name, options.title)
    folder = harmless(str(options.folder))
    print(f"{folder}: {len(written)} files; next: cd {shlex.quote(folder)} && make validate")
    return 0


if __name__ == "__main__":
    run_command(main)
