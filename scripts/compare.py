"""Compare what sources print of one utterance, or what claimants say of one measure; or list all conflicts.

    python scripts/compare.py utterance utt-blinken-space-technology
    python scripts/compare.py measure msr-nk-troops-killed
    python scripts/compare.py conflicts
    python scripts/compare.py all

Prints Markdown, and writes it with a CSV of the same name to `build/compare/` (`--out FOLDER`). Words that
differ from the wording most families print are **bold**; missing words of that wording are ~~struck~~.
Independence counts families, not pages. Exit code 0: done; 2: there is no such id, or no such data.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.console import command, packages_for, run_command
from validator.descriptor import CannotRun
from validator.messages import harmless

with packages_for("compare"):
    from analysis.pages import pages
    from analysis.tables import Tables
    from exports.files import bounds_of, write_files
    from scripts.load import ROOT, load
    from scripts.printing import defused

NEEDED = {"utterances", "renderings", "statements", "statement_speakers", "sources", "measures", "claims"}
NEEDED |= {"events", "event_sources", "people", "organizations"}
LINKS = {"renderings", "statement_speakers", "event_sources"}  # their first column is not the whole key


@command("compare")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Compare wordings, figures and conflicts.")
    parser.add_argument("what", choices=["utterance", "measure", "conflicts", "all"])
    parser.add_argument("id", nargs="?", default="")
    parser.add_argument("--data", default=ROOT / "data", type=Path, metavar="FOLDER")
    parser.add_argument("--out", default=Path("build/compare"), type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    tables = _tables(options.data)
    if options.what in ("utterance", "measure"):
        known = list(tables[f"{options.what}s"][f"{options.what}_id"])
        if options.id not in known:
            print(f"there is no {options.what} {harmless(options.id)}; there are:", file=sys.stderr)
            print(*known, sep="\n", file=sys.stderr)
            return 2
    files = {}
    for name, page, table in pages(tables, options.what, options.id):
        print(page)
        files[options.out / f"{name}.md"] = page.encode()
        safe = table.map(lambda cell: defused(cell) if isinstance(cell, str) else cell)
        files[options.out / f"{name}.csv"] = safe.to_csv(index=False, lineterminator="\n").encode()
    write_files(files, bounds_of(options.out))
    return 0


def _tables(folder: Path) -> Tables:
    """The tables of a package of this kind. Raises `CannotRun` if they are of another kind or have errors."""
    from pandera.errors import SchemaErrors  # slow to import, so imported where a stop is handled

    try:
        tables = load(folder, check=True)
    except SchemaErrors as error:
        raise CannotRun(f"{error.schema.name} does not fit its schema: run `make validate`") from None
    except ValueError as error:
        raise CannotRun(str(error)) from None
    if not tables.keys() >= NEEDED:
        raise CannotRun(f"{folder} does not hold a package of this kind: name its data folder")
    for name in sorted(NEEDED - LINKS):
        if tables[name].iloc[:, 0].duplicated().any():
            raise CannotRun(f"{name} has a duplicate id: run `make validate`")
    return tables


if __name__ == "__main__":
    run_command(main)
