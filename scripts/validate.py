"""Validate the package: every level, all errors in one run.

    python scripts/validate.py [datapackage.json] [--texts FOLDER] [--format text|json|github]

Exit code 0: valid; 1: errors found; 2: could not run. The texts of the sources, for the `text` level, are
`<source_id>.txt` in FOLDER, else in the folder that the variable SOURCE_TEXTS names; without them that
level is reported as not run.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from schemas.descriptor import CannotRun
from schemas.report import Report
from scripts.console import run_command


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Validate a data package, level by level.")
    parser.add_argument("descriptor", nargs="?", default="datapackage.json")
    parser.add_argument("--texts", default=os.environ.get("SOURCE_TEXTS") or None, metavar="FOLDER")
    parser.add_argument("--format", choices=sorted(FORMATS), default="text")
    options = parser.parse_args(arguments)
    try:
        from schemas.validation import validate

        report = validate(options.descriptor, options.texts)
    except CannotRun as error:
        print(f"cannot validate: {error}", file=sys.stderr)
        return 2
    print(FORMATS[options.format](report))
    return 0 if report.valid else 1


def as_text(report: Report) -> str:
    """For people: the errors, what was not run, and a table of what was looked at."""
    lines = [str(error) for error in report.errors]
    lines += [""] if lines else []
    width = max([len(path) for path in report.counts], default=4)
    errors = Counter(error.path for error in report.errors)
    lines.append(f"{'file':<{width}}  {'rows':>6}  {'rules':>6}  {'errors':>6}")
    for path, count in report.counts.items():
        lines.append(f"{path:<{width}}  {count.rows:>6}  {len(count.rules):>6}  {errors[path]:>6}")
    not_run = Counter((entry.level, entry.path, entry.reason) for entry in report.not_run)
    for (level, path, reason), number in not_run.items():
        lines.append(f"not run: {number} {level} rule{'s' * (number > 1)} on {path} ({reason})")
    total = len(report.errors)
    lines.append("valid" if report.valid else f"{total} error{'s' * (total > 1)}")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """For programs."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """Annotations for GitHub Actions, then the text."""

    def escape(text: str, also: str = "") -> str:
        for character in "%\r\n" + also:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    lines = [
        f"::error file={escape(e.path, ':,')},line={max(e.line, 1)},title={escape(e.rule, ':,')}::"
        + escape(f"{e.record} {e.field} {e.message}: {e.remedy}".strip())
        for e in report.errors
    ]
    return "\n".join([*lines, as_text(report)])


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


if __name__ == "__main__":
    run_command(main)
