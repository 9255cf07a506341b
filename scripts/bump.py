#!/usr/bin/env python3
"""Raise the version in preparation, everywhere at once: `make bump VERSION=2.0.0`.

    python scripts/bump.py VERSION

`datapackage.json`, `CITATION.cff`, `.zenodo.json`, `pyproject.toml`, the heading of the changelog and the
citation in README.md get the version with `-dev`. Corrections that are in no edition yet get it without.
Nothing is written if the package would not be valid with it, for example if the changes require a greater
step.
Exit code 0: raised; 2: not raised, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("raise the version"):
    from editions.bump import bump

ROOT = Path(__file__).resolve().parents[1]


@command("raise the version")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Raise the version in preparation, everywhere at once.")
    parser.add_argument("version", help="such as 2.0.0, with or without -dev")
    options = parser.parse_args(arguments)
    version = options.version.removesuffix("-dev")
    changed, enough = bump(ROOT, version)
    for path in changed:
        print(f"written: {path.relative_to(ROOT)}")
    if enough:
        print(f"{enough} would be enough; {version} skips it. To undo, if nothing else has changed: ", end="")
        print("git checkout .")
    print("run `make docs`" if changed else f"the version is already {version}-dev")
    return 0


if __name__ == "__main__":
    run_command(main)
