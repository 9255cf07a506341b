#!/usr/bin/env python3
"""Draft the coding of an article: a sheet of proposals for a person to decide on.

    python scripts/draft.py TEXT --source src-outlet-2025-01-06 [--published 2025-01-06] [--language en]
                            [--out FOLDER] [--descriptor datapackage.json]

TEXT is UTF-8 text, or a saved HTML page, from which the article is extracted. Writes `<source>.yaml`, the
sheet, and `<source>.txt`, the text that it refers to, into FOLDER, by default that of TEXT. FOLDER is outside
the package, because articles belong to other people. Relative dates are resolved from the day of publication.
Nothing is decided: docs/curation.md says how to fill in a sheet, and how much a draft misses.
Exit code 0: written; 2: not written, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("draft"):
    from curation.drafts import draft


@command("draft")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Draft the coding of an article, for a person to decide on.")
    parser.add_argument("text", metavar="TEXT", type=Path, help="UTF-8 text, or a saved HTML page")
    parser.add_argument("--source", required=True, help="the id of the source, new or existing")
    parser.add_argument("--published", default="", help="day of publication, such as 2025-01-06")
    parser.add_argument("--language", default="", help="ISO 639-1; guessed if left out")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: that of TEXT")
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    options = parser.parse_args(arguments)
    draft(options.text, options.source, options.descriptor, options.published, options.language, options.out)
    folder = options.out if options.out is not None else options.text.parent
    told = "decide on each proposal, then run scripts/accept.py"
    print(f"{harmless(str(folder / options.source))}.yaml and .txt are written: {told}")
    return 0


if __name__ == "__main__":
    run_command(main)
