"""Compare two codings of one source: how much two coders, working alone, found and coded alike.

    python scripts/agreement.py A B [--source SOURCE_ID]

A and B are packages, or folders with their CSV files: at least `statements.csv`, `statement_speakers.csv`,
`claims.csv`, `events.csv`, `people.csv` and `organizations.csv`; other tables are compared where both have
them. Rows are paired by their spans, since two coders choose different ids: a pair shares at least half of
the shorter one's characters, and measures share claims. Prints, as Markdown, how much of each coding
the other found (with Wilson intervals), how far the paired spans overlap (Jaccard), Krippendorff's alpha for
nominal codes (with bootstrap intervals; source of alpha: the package `krippendorff`), and every disagreement.
What a first reader leaves empty is left out: see docs/method.md. Exit code 0: done; 2: a file is missing, or
none that a coder has made, with one sentence that says which.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from analysis.agreement import read_coding, report
from scripts.console import command, run_command
from validator.descriptor import CannotRun

FOLDER = "a folder with a package (its datapackage.json), or with the CSV files of a coding"


@command("compare the codings")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="How far two coders, working alone, coded one source alike.")
    parser.add_argument("a", metavar="A", type=Path, help=f"the first coding: {FOLDER}")
    parser.add_argument("b", metavar="B", type=Path, help="the second coding, likewise")
    parser.add_argument(
        "--source", default="src-korea-times-2025-01-06", help="the source that both have coded (%(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        one, other = (read_coding(folder, options.source) for folder in (options.a, options.b))
    except ValueError as error:
        raise CannotRun(str(error)) from None
    print(report(one, other))
    return 0


if __name__ == "__main__":
    run_command(main)
