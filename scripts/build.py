#!/usr/bin/env python3
"""Build everything that is made from the data, in one folder.

    python scripts/build.py [datapackage.json] [--folder build] [--only NAME[,NAME]]

The same data gives the same bytes, wherever and whenever it is built. Nothing is built from faulty data.
Exit code 0: built; 2: could not be built, with one sentence that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("build"):
    from exports.edition import read_edition
    from exports.files import bounds_of, write_files
    from exports.forms import FORMS


@command("build")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Build what is made from the data.")
    parser.add_argument("descriptor", nargs="?", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--folder", type=Path, default=Path("build"))
    parser.add_argument("--only", type=lambda given: given.split(","), default=list(FORMS))
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.only) - set(FORMS))
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(FORMS)}")
    edition = read_edition(options.descriptor)
    forms = [FORMS[name](edition) for name in options.only]
    made = {options.folder / path: data for form in forms for path, data in form.items()}
    write_files(made, bounds_of(options.folder))
    print("\n".join(map(str, made)))
    return 0


if __name__ == "__main__":
    run_command(main)
