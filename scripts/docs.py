#!/usr/bin/env python3
"""Write everything that is made from schemas, rules and data: dictionary, rules, figures, addresses.

    python scripts/docs.py [datapackage.json] [--check]

The dictionary and the list of rules are in `docs`, next to the descriptor. If the package has them, these
are updated too: the datasheet (from `exports/templates/datasheet.md.in`), the numbers and the citation in
README.md, and the addresses from `where.toml`. In our own package the snippets in `docs/findings.md` are
run, and their output is replaced.
`--check` writes nothing, and lists what is out of date.
Exit code 0: everything is up to date; 1: `--check` found something that is not; 2: could not be made, with
one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("write the documents"):
    from exports.edition import read_edition
    from exports.files import outdated, write_files
    from exports.pages import all_documents


@command("write the documents")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write what is made from schemas, rules and data.")
    parser.add_argument("descriptor", nargs="?", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--check", action="store_true", help="write nothing, list what is out of date")
    options = parser.parse_args(arguments)
    made = all_documents(read_edition(options.descriptor))
    files = {options.descriptor.parent / path: data for path, data in made.items()}
    stale = outdated(files) if options.check else write_files(files, options.descriptor.parent)
    for path in stale:
        print(f"{'out of date' if options.check else 'written'}: {harmless(str(path))}")
    if options.check and stale:
        print("run `make docs`")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    run_command(main)
