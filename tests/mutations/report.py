"""`docs/reliability.md`: how many rows made wrong the validator refuses, made of what was kept of a trial."""

import csv
from collections.abc import Iterable
from pathlib import Path

from mutations import Kind, load

FOLDER = Path(__file__).parent
KEPT, HOSTILE = FOLDER / "refused.csv", FOLDER / "hostile.csv"
PAGE = FOLDER.parents[1] / "docs" / "reliability.md"
Rows = list[dict[str, str]]
BEFORE = (1_387, 4_662)  # refused and tried, with the data and the rules of edition 1.0.0

HEAD = """\
# What the validator catches

Made by `make reliability`; not edited by hand. The kinds stand in `tests/mutations/`, the rules in
[rules.md](rules.md).

## Rows made wrong

{all} rows of the package were made wrong, one at a time, by {kinds} kinds of one small change each: up to
ten rows of a kind, the same ones each time. The file stays canonical, the descriptor has the new length and
hash, and the last edition is taken to have held the rows as they are, so that nothing but the meaning is
wrong. They were validated without the texts of the sources.

**{refused} are refused ({share} of 100).** Of the {told} kinds that the tables alone can show, {told_share}
of 100 are; the other {unseen} kinds are named at the end, with the reason. With the data and the rules of
edition 1.0.0, {old} of 100 were ({before}, of the kinds that fit its columns, each tried alone).
"""
HOW = """
How it is counted: many mutations, of different rows, are tried in one copy of the package. A mutation counts
as refused where a rule about single rows names its row, or any other rule refuses the package with this
mutation alone. `make test` tries some kinds, `make test-long` all of them, and that mutations meet the same
verdict together and alone.
"""


def read(path: Path) -> Rows:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(rows: Iterable[dict[str, str]]) -> str:
    """How many of 100 are refused."""
    refused, tried = totals(rows)
    return f"{100 * refused / max(tried, 1):.0f}"


def totals(rows: Iterable[dict[str, str]]) -> tuple[int, int]:
    """(refused, tried) of some kinds."""
    some = list(rows)
    return sum(int(row["refused"]) for row in some), sum(int(row["of"]) for row in some)


def page() -> str:
    """The page, of what is kept."""
    kinds, rows = load(), read(KEPT)
    met = {row["kind"]: row for row in rows if row["kind"] in kinds}
    told = [met[name] for name in met if not kinds[name].unseen]
    refused, tried = totals(met.values())
    lines = [
        HEAD.format(
            all=f"{tried:,}",
            kinds=len(met),
            refused=f"{refused:,}",
            share=share(met.values()),
            told=len(told),
            told_share=share(told),
            unseen=len(met) - len(told),
            before=f"{BEFORE[0]:,} of {BEFORE[1]:,}",
            old=f"{100 * BEFORE[0] / BEFORE[1]:.0f}",
        )
    ]
    lines += [*_by_table(kinds, met), HOW, *_hostile(), "## By kind", ""]
    lines += ["| kind | what is made wrong | refused | by |", "| --- | --- | --- | --- |"]
    for name in sorted(met):
        by = ", ".join(rule.replace("=", " (") + ")" for rule in met[name]["rules"].split())
        lines.append(f"| {name} | {kinds[name].wrong} | {met[name]['refused']} of {met[name]['of']} | {by} |")
    lines += ["", "## What no rule can tell without the texts", ""]
    lines += [f"- {name}: {kinds[name].unseen}" for name in sorted(met) if kinds[name].unseen]
    return "\n".join(lines) + "\n"


def _by_table(kinds: dict[str, Kind], met: dict[str, dict[str, str]]) -> list[str]:
    lines = ["| rows made wrong in | kinds | tried | refused | of 100 |", "| --- | --- | --- | --- | --- |"]
    groups: dict[str, Rows] = {}
    for name, row in met.items():
        tables = kinds[name].tables
        groups.setdefault(tables[0] if len(tables) == 1 else "several tables", []).append(row)
    for table, some in sorted(groups.items(), key=lambda group: (group[0] == "several tables", group[0])):
        refused, tried = totals(some)
        lines.append(f"| {table} | {len(some)} | {tried} | {refused} | {share(some)} |")
    return lines


def _hostile() -> list[str]:
    if not HOSTILE.exists():
        return []
    rows = read(HOSTILE)
    tried, survived = (sum(int(row[name]) for row in rows) for name in ("tried", "survived"))
    lines = [
        "## Hostile inputs and injected faults",
        "",
        f"{tried} were tried, {survived} survived: one sentence or a right verdict, within bounds of time",
        "and memory, and no file lost. Each is a test.",
        "",
        "| tests | tried | survived |",
        "| --- | --- | --- |",
    ]
    return [*lines, *(f"| `{row['tests']}` | {row['tried']} | {row['survived']} |" for row in rows), ""]
