#!/usr/bin/env python3
"""Show how to cite this edition, or one row of it with its source.

    python scripts/cite.py [clm-0006] [--format text|bibtex|ris|csl_json] [--descriptor datapackage.json]
    python scripts/cite.py --readme

`--readme` updates the citation in the package's README.md, for example after a new version.
Exit code 0: done; 2: not done, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("cite"):
    from exports.citation import citation, in_readme, record
    from exports.edition import read_edition
    from exports.files import read_file, write_files

LARGEST = 10_000_000  # bytes in README.md


@command("cite")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Show how to cite this edition, or one row of it.")
    parser.add_argument("row", nargs="?", help="the id of a row, or TABLE/KEY in a link table")
    parser.add_argument("--format", choices=["text", "bibtex", "ris", "csl_json"], default="text")
    parser.add_argument("--descriptor", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--readme", action="store_true", help="update the citation in README.md")
    options = parser.parse_args(arguments)
    edition = read_edition(options.descriptor)
    if options.readme:
        readme = edition.folder / "README.md"
        found = read_file(readme, LARGEST)
        told = in_readme(found.decode(), edition).encode()
        write_files({readme: told}, edition.folder, read={readme: found})
        print(readme)
    else:
        forms = record(edition, options.row) if options.row else citation(edition)
        print(forms[options.format], end="")
    return 0


if __name__ == "__main__":
    run_command(main)
