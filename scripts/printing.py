"""The formats in which a report is printed."""

import csv
import io
import json
from collections import Counter

from validator.report import HOUSE, HOUSE_OF_OTHERS, Error, Report

SHOWN = 100  # errors in the formats for people
FEW = 5  # paths in one line
COLUMNS = ("rule", "level", "path", "line", "record", "field", "message", "remedy")


def as_text(report: Report) -> str:
    """For people: the errors file by file, what was not run, and a table of what was checked."""
    width = max([len(path) for path in report.counts], default=4)
    errors = Counter(error.path for error in report.errors)
    lines = [*_by_file(report.errors[:SHOWN], errors), *_beyond(report)]
    lines.append(f"{'file':<{width}}  {'rows':>6}  {'rules':>6}  {'errors':>6}")
    for path, count in report.counts.items():
        lines.append(f"{path:<{width}}  {count.rows:>6}  {len(count.rules):>6}  {errors[path]:>6}")
    not_run = [f"not run: {rules} on {path} ({reason})" for path, rules, reason in _not_run(report)]
    lines += not_run[:SHOWN]
    if len(not_run) > SHOWN:
        lines.append(f"not run: {len(not_run) - SHOWN} more lines like these (all of them: --format json)")
    house = sum(error.house for error in report.errors)
    if house:
        lines.append(
            f"{_errors(house)} of house style, beyond what the standard requires: --standard leaves them out"
        )
    lines.append(_verdict(report))
    return "\n".join(lines)


def _verdict(report: Report) -> str:
    if report.errors:
        return _errors(len(report.errors) + report.beyond.total())
    return (
        "valid in part: some checks that the standard requires could not be run"
        if report.partial
        else "valid"
    )


def as_json(report: Report) -> str:
    """For programs."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2)


def as_csv(report: Report) -> str:
    """For spreadsheets: a row for each error, then one for each reason why rules were not run.

    The latter have the level `not run`. No cell is one that a spreadsheet would execute.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for error in report.errors:
        writer.writerow(defused(str(cell)) for cell in (getattr(error, name) for name in COLUMNS))
    for path, rules, reason in _not_run(report):
        writer.writerow(map(defused, ("", "not run", path, "", "", "", f"{rules}: {reason}", "")))
    return out.getvalue().removesuffix("\n")


def as_github(report: Report) -> str:
    """Annotations for GitHub Actions, then the text."""

    def escape(text: str, also: str = "") -> str:
        for character in "%\r\n" + also:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    lines = [
        f"::error file={escape(e.path, ':,')},line={max(e.line, 1)},title={escape(e.rule, ':,')}::"
        + escape(f"{e.record} {e.field} {e.message}: {e.remedy}".strip())
        for e in report.errors[:SHOWN]
    ]
    return "\n".join([*lines, as_text(report)])


def rule_list() -> str:
    """Every rule: its id and level, what must hold, and how to correct what does not."""
    from schemas.rules import all_rules  # needs packages that printing a report does not

    return "\n".join(
        f"{rule.id} ({rule.level}): {rule.holds} Remedy: {rule.remedy}.{' House style.' * rule.house}"
        for rule in all_rules()
    )


def _not_run(report: Report) -> list[tuple[str, str, str]]:
    """(path, the number of rules and their level, why they were not run on it), each reason once.

    Rules left out as house style have several levels, but are one thing to the reader.
    """
    entries = report.not_run
    groups = Counter(
        ("" if e.reason in (HOUSE, HOUSE_OF_OTHERS) else f"{e.level} ", e.path, e.reason) for e in entries
    )
    paths: dict[tuple[str, str], list[str]] = {}
    for (level, path, reason), number in groups.items():
        paths.setdefault((f"{number} {level}rule{'s' * (number > 1)}", reason), []).append(path)
    return [
        (", ".join(named[:FEW]) + f" and {len(named) - FEW} more" * (len(named) > FEW), rules, reason)
        for (rules, reason), named in paths.items()
    ]


def _by_file(shown: list[Error], errors: Counter[str]) -> list[str]:
    """The errors under a heading for each file, which counts all errors of the file."""
    lines = []
    for path in sorted({error.path for error in shown}):
        here = [str(error) for error in shown if error.path == path]
        cut = f"{len(here)} of " if len(here) < errors[path] else ""
        lines += [f"{path}: {cut}{_errors(errors[path])}", *here, ""]
    return lines


def _beyond(report: Report) -> list[str]:
    """How many errors are not shown, and how many each rule has."""
    if len(report.errors) <= SHOWN:
        return []
    rules = Counter(error.rule for error in report.errors) + report.beyond
    all_ = "the first million of them" if report.beyond else "all of them"
    lines = [f"… and {rules.total() - SHOWN} more ({all_}: --format json)"]
    return [*lines, *(f"{number:>9}  {rule}" for rule, number in rules.most_common()), ""]


def _errors(number: int) -> str:
    return f"{number} error{'s' * (number != 1)}"


def defused(cell: str) -> str:
    """A cell, with an apostrophe in front if a spreadsheet would read it as a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in tuple("=+-@|%") else cell


FORMATS = {"text": as_text, "json": as_json, "csv": as_csv, "github": as_github}
