"""Set side by side what sources print of one utterance, what claimants say of one measure, and all conflicts.

    python scripts/compare.py utterance utt-blinken-space-technology
    python scripts/compare.py measure msr-nk-troops-killed
    python scripts/compare.py conflicts
    python scripts/compare.py all

Prints Markdown, and writes it with a CSV of the same name into `build/compare/` (`--out FOLDER`). Words that
differ from the wording most families print are **bold**, words of that wording that are missing ~~struck~~.
Independence counts families, not pages. Exit code 0: done; 2: there is no such id, or no such data.
"""

import argparse
import sys
from pathlib import Path

from pandera.errors import SchemaErrors

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from analysis.pages import pages
from scripts.console import run_command
from scripts.load import ROOT, load


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Compare wordings, figures and conflicts.")
    parser.add_argument("what", choices=["utterance", "measure", "conflicts", "all"])
    parser.add_argument("id", nargs="?", default="")
    parser.add_argument("--data", default=ROOT / "data", type=Path, metavar="FOLDER")
    parser.add_argument("--out", default=Path("build/compare"), type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        tables = load(options.data, check=True)
    except SchemaErrors as error:
        print(f"{error.schema.name} does not fit its schema: run `make validate`", file=sys.stderr)
        return 2
    if "renderings" not in tables:
        print(f"{options.data} holds no package of this kind: name its data folder", file=sys.stderr)
        return 2
    if options.what in ("utterance", "measure"):
        known = list(tables[f"{options.what}s"][f"{options.what}_id"])
        if options.id not in known:
            print(f"there is no {options.what} {options.id!r}; there are:", file=sys.stderr)
            print(*known, sep="\n", file=sys.stderr)
            return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for name, page, table in pages(tables, options.what, options.id):
        print(page)
        (options.out / f"{name}.md").write_text(page, encoding="utf-8", newline="\n")
        table.to_csv(options.out / f"{name}.csv", index=False, lineterminator="\n")
    return 0


if __name__ == "__main__":
    run_command(main)
