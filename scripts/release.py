#!/usr/bin/env python3
"""Make an edition: set its version everywhere, keep its manifest, pack it, commit and tag it.

    python scripts/release.py VERSION [--day YYYY-MM-DD]

Refused are a work tree with changes, a version that does not fit what has changed since the last edition,
files that are not canonical, stale documents, faulty data and an empty section of the changelog; then nothing
is written. Afterwards the version is that of the next edition, with `-dev`, in a commit of its own. Where a
step fails, all is as it was; what a killed run has done is undone by the next. Nothing is pushed or uploaded.
Where git is not at hand, all is done but the commits and the tag.
Exit code 0: made; 2: refused or failed, with one sentence that says why.
"""

import argparse
import datetime
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

import scripts.stopping  # noqa: F401 - before all that takes a while to load
from editions.release import release
from scripts.console import command, run_command

ROOT = Path(__file__).resolve().parents[1]


@command("release")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Make an edition.")
    parser.add_argument("version")
    parser.add_argument("--day", type=datetime.date.fromisoformat, default=None)
    options = parser.parse_args(arguments)
    for line in release(ROOT, options.version, options.day or datetime.datetime.now(datetime.UTC).date()):
        print(line)
    return 0


if __name__ == "__main__":
    run_command(main)
