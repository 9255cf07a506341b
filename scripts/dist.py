#!/usr/bin/env python3
"""Pack the edition that is checked out: `dist/<name>-<version>.zip` and `dist/SHA256SUMS`.

Between two editions it packs with a warning, as `dist/<name>-<version>-dev-not-an-edition.zip`.

    python scripts/dist.py [--folder dist]

The same files give the same bytes. Nothing is packed if it is not valid, or if frictionless refuses it.
Exit code 0: packed; 2: could not be packed, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("pack"):
    from editions.archive import NO_EDITION, write_archive

ROOT = Path(__file__).resolve().parents[1]


@command("pack")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Pack the edition that is checked out.")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "dist", help="write the zip there (default: dist)"
    )
    options = parser.parse_args(arguments)
    path = write_archive(ROOT, options.folder)
    if NO_EDITION in path.name:
        print(
            f"warning: {path.name} is not an edition: use it only for trials, and do not deposit it",
            file=sys.stderr,
        )
    print(path)
    return 0


if __name__ == "__main__":
    run_command(main)
