#!/usr/bin/env python3
"""Build everything that is made of the data into one folder.

    python scripts/build.py [datapackage.json] [--folder build] [--only NAME[,NAME]]

The same data gives the same bytes, wherever and whenever it is built. Nothing is built of faulty data.
Exit code 0: built; 2: could not be built, with one sentence that says why.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from exports import citation, croissant, documents, excel, parquet, schema_org, site, sqlite
from exports.edition import Edition, read_edition
from scripts.console import run_command
from validator.descriptor import CannotRun
from validator.messages import harmless

# name -> what writes it into a folder, and returns the paths of its files
STEPS: dict[str, Callable[[Edition, Path], list[Path]]] = {
    "docs": documents.write,
    "citation": citation.write,
    "sqlite": sqlite.write,
    "parquet": parquet.write,
    "excel": excel.write,
    "croissant": croissant.write,
    "schema-org": schema_org.write,
    "site": site.write,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Build what is made of the data.")
    parser.add_argument("descriptor", nargs="?", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--folder", type=Path, default=Path("build"))
    parser.add_argument("--only", type=lambda given: given.split(","), default=list(STEPS))
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.only) - set(STEPS))
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(STEPS)}")
    try:
        edition = read_edition(options.descriptor)
        options.folder.mkdir(parents=True, exist_ok=True)
        for name in options.only:
            for path in STEPS[name](edition, options.folder):
                print(path)
    except (CannotRun, OSError) as error:
        print(f"cannot build: {harmless(str(error))}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    run_command(main)
