"""Compare two codings of one source: how much two coders, working alone, found and coded alike.

    python scripts/agreement.py A B [--source SOURCE_ID] [--texts FOLDER] [--descriptor datapackage.json]

A and B are draft sheets that two people have filled in for one text (docs/curation.md), before either is
accepted. Entries that nobody has decided on are left out. The text is next to each sheet, or in FOLDER, or in
the folder that the variable SOURCE_TEXTS names. A and B may also be packages, or folders with CSV files: at
least `statements.csv`, `statement_speakers.csv`, `claims.csv`, `events.csv`, `people.csv` and
`organizations.csv`. Other tables are compared if both have them.

Rows are paired by their spans, because two coders choose different ids. A pair shares at least half of the
shorter one's characters. Measures are paired by the claims that share them. The output, in Markdown, is how
much of each coding the other found (with Wilson intervals), how far the paired spans overlap (Jaccard),
Krippendorff's alpha for nominal codes (from the package `krippendorff`, with bootstrap intervals), and every
disagreement. Columns that a first reader leaves empty are left out: see docs/method.md.
Exit code 0: done; 2: a file is missing or is not a coding, with one sentence that says which.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.descriptor import CannotRun

with packages_for("compare the codings"):
    from analysis.agreement import Coding, read_coding, report
    from curation.codings import is_sheet, known_ids, read_sheet_coding, source_of

CODING = "a folder with a package (its datapackage.json), or with the CSV files of a coding; or a draft sheet"
FIRST = "src-korea-times-2025-01-06"


@command("compare the codings")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="How far two coders, working alone, coded one source alike.")
    parser.add_argument("a", metavar="A", type=Path, help=f"the first coding: {CODING}")
    parser.add_argument("b", metavar="B", type=Path, help="the second coding, likewise")
    parser.add_argument(
        "--source", help=f"the source that both have coded (default: that of the sheets, or {FIRST})"
    )
    parser.add_argument(
        "--texts", default=os.environ.get("SOURCE_TEXTS") or None, type=Path, metavar="FOLDER"
    )
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    options = parser.parse_args(arguments)
    sheets = [path for path in (options.a, options.b) if is_sheet(path)]
    source = options.source or (source_of(sheets[0]) if sheets else FIRST)

    def coding(path: Path) -> Coding:
        return (
            read_sheet_coding(path, source, options.descriptor, options.texts)
            if path in sheets
            else read_coding(path, source)
        )

    try:
        one, other = coding(options.a), coding(options.b)
    except ValueError as error:
        raise CannotRun(str(error)) from None
    print(report(one, other, known_ids(options.descriptor) if sheets else frozenset()))
    return 0


if __name__ == "__main__":
    run_command(main)
