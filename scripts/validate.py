#!/usr/bin/env python3
"""Validate the package: every level, all errors in one run.

    python scripts/validate.py [datapackage.json] [--texts FOLDER] [--format text|json|csv|github]
                               [--only RULE[,RULE]] [--skip RULE[,RULE]] [--standard | --house]
                               [--engine polars|duckdb|pyspark://MASTER] [--copy ADDRESS=FILE]
    python scripts/validate.py --rules

Exit code 0: valid; 1: errors found, including a text that is not the one that was coded; 2: could not run, or
could not run every check that the standard requires, so that the package is valid in part at most.

The texts of the sources, for the `text` level, are `<source_id>.txt` in FOLDER, or in the folder that the
variable SOURCE_TEXTS names. Without them that level is reported as not run, as are rules that are left out.
Where a registered text is at hand in another copy, one error says so. Its spans are then not checked, and the
verbatim words of its rows are looked for in that copy.
House style goes beyond the standard. It applies to packages that name our rule set
(`"validator:ruleSet": "quoted-news"` in the descriptor), and to any other with `--house`; `--standard` leaves
it out. `--engine` says where the tables are kept: in memory (`polars`), in an embedded DuckDB, which needs
little memory, or in Spark. By default it is memory for up to a gigabyte of files, and DuckDB beyond that.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided
# The allocator of polars gives freed memory back to the system sooner: a large package takes a tenth less.
os.environ.setdefault(
    "_RJEM_MALLOC_CONF", f"narenas:{os.cpu_count() or 1},dirty_decay_ms:500,muzzy_decay_ms:0"
)

from scripts.console import Progress, command, run_command
from scripts.printing import FORMATS, rule_list
from validator.descriptor import CannotRun
from validator.report import Report


@command("validate")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.rules:
            print(rule_list())
            return 0
        report = _report(options)
    except ModuleNotFoundError as error:  # likely if the hook runs with a user's own Python
        raise CannotRun(
            f"the Python package {error.name} is not installed: install requirements.txt"
        ) from None
    print(FORMATS[options.format](report))
    return 1 if report.errors else 2 if report.partial else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Validate a data package, level by level.")
    parser.add_argument("descriptor", nargs="?", default="datapackage.json")
    parser.add_argument(
        "--texts",
        default=os.environ.get("SOURCE_TEXTS") or None,
        metavar="FOLDER",
        help="the texts of the sources, as FOLDER/<source_id>.txt (default: the variable SOURCE_TEXTS)",
    )
    parser.add_argument("--format", choices=sorted(FORMATS), default="text")
    for name, says in (("--only", "run only these rules"), ("--skip", "leave these rules out")):
        parser.add_argument(name, type=_rules, default=[], metavar="RULE[,RULE]", help=says)
    style = parser.add_mutually_exclusive_group()
    style.add_argument("--standard", action="store_true", help="leave out the rules of house style")
    style.add_argument("--house", action="store_true", help="apply house style to any package")
    parser.add_argument("--engine", default="", help="polars, duckdb, or pyspark://MASTER")
    parser.add_argument(
        "--copy",
        action="append",
        type=_copy,
        default=[],
        metavar="ADDRESS=FILE",
        help="read FILE in place of ADDRESS, because nothing is fetched",
    )
    parser.add_argument("--rules", action="store_true", help="list the rules and do nothing else")
    return parser


def _rules(given: str) -> list[str]:
    return [rule.strip() for rule in given.split(",")]


def _copy(given: str) -> tuple[str, Path]:
    address, _, path = given.rpartition("=")
    if not address or not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{given!r} does not name an address and a file: ADDRESS=FILE")
    return address, Path(path)


def _report(options: argparse.Namespace) -> Report:
    from schemas.validation import validate  # slow to import, and --help does not need it

    with Progress() as progress:
        return validate(
            options.descriptor,
            options.texts,
            only=options.only,
            skip=options.skip,
            standard=options.standard,
            house=options.house,
            engine=options.engine,
            copies=dict(options.copy),
            progress=progress.say,
        )


if __name__ == "__main__":
    run_command(main)
