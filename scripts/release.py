#!/usr/bin/env python3
"""Make an edition: set its version everywhere, keep its manifest, pack it, commit and tag it.

    python scripts/release.py VERSION [--day YYYY-MM-DD] [--dry-run] [--unpublished]

It refuses a work tree with changes, a version that does not fit what has changed since the last edition,
files that are not canonical, stale documents and figures, faulty data, an empty section of the changelog, and
a `where.toml` that does not say where the dataset lives (unless `--unpublished`). Then nothing is written.
`--dry-run` makes and checks everything, lists what would be written, and writes nothing.
Afterwards the version is that of the next edition, with `-dev`, in a commit of its own. If a step fails,
everything is left as it was. If a run is killed, the next one undoes what it did. Nothing is pushed or
uploaded. Without git, everything is done except the commits and the tag.
Exit code 0: made; 2: refused or failed, with one sentence that says why.
"""

import argparse
import datetime
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command
from validator.descriptor import CannotRun

with packages_for("release"):
    from editions.release import release

ROOT = Path(__file__).resolve().parents[1]


@command("release")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Make an edition.")
    parser.add_argument("version")
    parser.add_argument("--day", help="a date such as 2026-11-24; default: today")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, list what would be written")
    parser.add_argument(
        "--unpublished", action="store_true", help="make it even if where.toml is not filled in"
    )
    options = parser.parse_args(arguments)
    day = _day(options.day) if options.day is not None else datetime.datetime.now(datetime.UTC).date()
    for line in release(ROOT, options.version, day, unpublished=options.unpublished, dry=options.dry_run):
        print(line)
    return 0


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"{text} is not a date: write it as 2026-11-24") from None


if __name__ == "__main__":
    run_command(main)
