#!/usr/bin/env python3
"""Write what is made of the schemas and rules: the dictionary, the list of rules, the picture of the tables.

    python scripts/docs.py [datapackage.json] [--check]

They stand in `docs` beside the descriptor. `--check` writes nothing, and names those that are out of date.
Exit code 0: all up to date now; 1: `--check` found some that are not; 2: could not be made, with one sentence
that says why.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from exports.documents import documents
from exports.edition import read_edition
from scripts.console import run_command
from validator.descriptor import CannotRun
from validator.messages import harmless


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write what is made of the schemas and rules.")
    parser.add_argument("descriptor", nargs="?", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--check", action="store_true", help="write nothing, say what is out of date")
    options = parser.parse_args(arguments)
    try:
        stale = out_of_date(options.descriptor)
        for path, data in stale.items():
            if not options.check:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            print(f"{'out of date' if options.check else 'written'}: {path}")
    except (CannotRun, OSError) as error:
        print(f"cannot write the documents: {harmless(str(error))}", file=sys.stderr)
        return 2
    if options.check and stale:
        print("run `make docs`")
    return int(options.check and bool(stale))


def out_of_date(descriptor: Path) -> dict[Path, bytes]:
    """The documents that are missing or differ from what they should be, with what they should hold."""
    folder = descriptor.parent / "docs"
    made = {folder / name: data for name, data in documents(read_edition(descriptor)).items()}
    return {path: data for path, data in made.items() if not path.is_file() or path.read_bytes() != data}


if __name__ == "__main__":
    run_command(main)
