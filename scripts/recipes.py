#!/usr/bin/env python3
"""Write the page of recipes, with what each prints and draws: `docs/recipes.md` and its plots.

    python scripts/recipes.py [--check]

It is made from the programs in `docs/recipes/`, and needs matplotlib. `--check` writes nothing, and lists
what is out of date. Exit code 0: everything is up to date; 1: `--check` found something that is not; 2: could
not be made, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.messages import harmless

with packages_for("write the recipes"):
    from exports.files import outdated, write_files
    from exports.recipes import files

ROOT = Path(__file__).resolve().parents[1]


@command("write the recipes")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write the page of recipes.")
    parser.add_argument("--check", action="store_true", help="write nothing, list what is out of date")
    options = parser.parse_args(arguments)
    made = {ROOT / path: data for path, data in files(ROOT).items()}
    stale = outdated(made) if options.check else write_files(made, ROOT)
    for path in stale:
        print(f"{'out of date' if options.check else 'written'}: {harmless(str(path.relative_to(ROOT)))}")
    if options.check and stale:
        print("run `make docs`")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    run_command(main)
