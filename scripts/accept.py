#!/usr/bin/env python3
"""Add the rows of a draft sheet to the package: all of them, or none.

    python scripts/accept.py SHEET [--dry-run] [--leave-undecided] [--texts FOLDER]
                             [--descriptor datapackage.json]

Phrases become spans, ids are assigned, verbatim cells are cut from the text, and the validator runs on the
result before anything is written. A second run adds nothing. The text of the source is `<source_id>.txt` next
to the sheet, or in FOLDER, or in the folder that the variable SOURCE_TEXTS names. `--dry-run` prints the rows
as a diff and writes nothing; `--leave-undecided` leaves out entries that nobody has decided on.
docs/curation.md explains the sheet.
Exit code 0: the rows are in the package now; 1: the sheet has faults, each reported with its line and how to
fix it; 2: not accepted for another reason.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("accept"):
    from curation.acceptance import accept
    from curation.faults import BadSheet


@command("accept")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Add the rows of a draft sheet to the package.")
    parser.add_argument("sheet", metavar="SHEET", type=Path)
    parser.add_argument("--leave-undecided", action="store_true", help="leave out undecided entries")
    parser.add_argument("--dry-run", action="store_true", help="print the rows as a diff and write nothing")
    parser.add_argument(
        "--texts", default=os.environ.get("SOURCE_TEXTS") or None, type=Path, metavar="FOLDER"
    )
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    options = parser.parse_args(arguments)
    try:
        accepted = accept(
            options.sheet,
            options.descriptor,
            options.texts,
            dry_run=options.dry_run,
            undecided_left=options.leave_undecided,
        )
    except BadSheet as error:
        for fault in error.faults:
            print(harmless(f"{options.sheet}:{fault}"), file=sys.stderr)
        number = len(error.faults)
        print(f"{number} fault{'s' * (number != 1)}: nothing was written", file=sys.stderr)
        return 1
    print(accepted.diff, end="")
    print(f"{'would add ' if options.dry_run and accepted.added else ''}{accepted}")
    return 0


if __name__ == "__main__":
    run_command(main)
