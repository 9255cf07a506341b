"""Count how many wrong rows the validator refuses without the texts of the sources: `docs/reliability.md`.

    python tests/mutations/run.py [--kinds ID …] [--jobs 1] [--show | --page] [--hostile]

Each kind of mutation is done to up to ten rows of the package. What is refused, and by which rules, is kept
in `tests/mutations/refused.csv`, which the tests hold the rules to, and told in `docs/reliability.md`. With
`--kinds` only these kinds are counted anew. `--hostile` runs the tests of hostile inputs and counts them,
too; `--page` only writes the page anew; `--show` prints the changed cells of each example and tries
nothing. Exit code 0: done; 2: the package is not valid as it is, or there is no such kind.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs as a script too
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mutations import Mutation, Package, examples, load
from mutations import hostile as hostile_inputs
from mutations.report import HOSTILE, KEPT, PAGE, page, read
from mutations.trial import DESCRIPTOR, Outcome, run

MOST, SEED = 10, 1


def counts(outcomes: Iterable[Outcome]) -> list[dict[str, str]]:
    """What is kept of each kind: how many of it are refused, of how many, and the rules with their times."""
    kinds: dict[str, list[Outcome]] = {}
    for one in outcomes:
        kinds.setdefault(one.kind, []).append(one)
    rows = []
    for kind, some in kinds.items():
        rules = Counter(rule for one in some for rule in one.rules)
        often = sorted(rules.items(), key=lambda one: (-one[1], one))
        by = " ".join(f"{rule}={times}" for rule, times in often)
        refused = str(sum(bool(one.rules) for one in some))
        rows.append({"kind": kind, "refused": refused, "of": str(len(some)), "rules": by})
    return rows


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV, sorted by their first column."""
    names = list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row[names[0]]))


def differences(mutation: Mutation) -> str:
    """The cells that a mutation changes, for a reader."""
    lines = [f"  {mutation.table} {mutation.record}"]
    for row in mutation.new:
        names = list(row)
        old = next((one for one in mutation.lost if one[names[0]] == row[names[0]]), {})
        changed = [name for name in names if row[name] != old.get(name, "")]
        lines += [f"    {name}: {old.get(name, '')!r} -> {row[name]!r}" for name in changed]
    lines += [f"    gone: {' '.join(row.values())[:150]}" for row in mutation.lost if not mutation.new]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Count how many wrong rows the validator refuses.")
    parser.add_argument("--kinds", nargs="*", default=[], metavar="ID", help="only these kinds")
    parser.add_argument("--jobs", type=int, default=1, help="processes (1)")
    parser.add_argument("--show", action="store_true", help="print the changed cells, and try nothing")
    parser.add_argument("--hostile", action="store_true", help="count the hostile inputs too")
    parser.add_argument("--page", action="store_true", help="only write the page anew from what is kept")
    options = parser.parse_args(arguments)
    kinds = load()
    unknown = set(options.kinds) - set(kinds)
    if unknown:
        print(f"error: there is no kind {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    if not options.page:
        package = Package(DESCRIPTOR)
        chosen = options.kinds or kinds
        made = [one for name in chosen for one in examples(kinds[name], package, SEED, MOST)]
        if options.show:
            for one in made:
                print(f"{one.kind}: {kinds[one.kind].wrong}\n{differences(one)}")
            return 0
        try:
            rows = counts(run(made, options.jobs))
        except ValueError as fault:
            print(f"error: {fault}", file=sys.stderr)
            return 2
        again = {row["kind"] for row in rows}
        others = read(KEPT) if options.kinds and KEPT.exists() else []
        write_rows(KEPT, [row for row in others if row["kind"] not in again] + rows)
    if options.hostile:
        write_rows(HOSTILE, hostile_inputs.counts())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
