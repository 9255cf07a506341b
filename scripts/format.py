"""Write the data files in canonical form, and their sizes and hashes into the descriptor.

    python scripts/format.py [datapackage.json] [--check]

Cells are trimmed and quoted only where needed, rows are sorted by primary key, and lines end with LF. Every
`data/<table>.csv` with a `schemas/<table>.schema.json` is listed as a resource. Files that are already
canonical stay as they are. A file that cannot be read without loss is left alone and named. `--check` writes
nothing.
Exit code 0: everything is canonical; 1: `--check` found something to do; 2: a file could not be read.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import command, packages_for, run_command

with packages_for("format"):
    from editions.canonical import canonical, formatted
    from exports.files import write_files

__all__ = ["canonical", "main"]


@command("format")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write data files and descriptor in canonical form.")
    parser.add_argument("descriptor", nargs="?", type=Path, default=Path("datapackage.json"))
    parser.add_argument("--check", action="store_true", help="write nothing, list what would be written")
    options = parser.parse_args(arguments)
    files = formatted(options.descriptor)
    if not options.check:
        wanted = {path: wanted for path, (_, wanted) in files.items()}
        found = {path: found for path, (found, _) in files.items()}
        write_files(wanted, options.descriptor.parent, read=found)
    changed = [path for path, (found, wanted) in files.items() if found != wanted]
    for path in changed:
        print(f"{'not canonical' if options.check else 'written'}: {path}")
    if options.check and changed:
        print("run `make format`")
    return int(options.check and bool(changed))


if __name__ == "__main__":
    run_command(main)
