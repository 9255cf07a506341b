"""Compare two codings of one source: how much two coders, working alone, found and coded alike.

    python scripts/agreement.py A B [--source SOURCE_ID]

A and B are folders with `statements.csv`, `statement_speakers.csv`, `claims.csv`, `events.csv`, `people.csv`
and `organizations.csv`. Rows are paired by their spans, since two coders choose different ids: a pair shares
at least half of the shorter one's characters. Prints, as Markdown, how much of each coding the other found
(with Wilson intervals), how far the paired spans overlap (Jaccard), Krippendorff's alpha for nominal codes
(with bootstrap intervals; source of alpha: the package `krippendorff`), and every disagreement.
Exit code 0: done; 2: a file is missing, or no coding, with one sentence that says which.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

import krippendorff
import numpy as np

from exports.markdown import plain
from schemas import spans as sp
from schemas.descriptor import CannotRun
from schemas.showing import harmless
from scripts.console import command, run_command
from scripts.load import read_text

Rows = list[dict[str, str]]
Pair = tuple[dict[str, str], dict[str, str]]
CODED = {
    "statements": ["quote_type", "attribution", "speakers", "occasion_basis"],
    "claims": ["relation", "hedge_scope", "quantity_kind", "claimant", "value"],
    "events": ["status", "kind", "date_precision", "date_start"],
}
MOST_ROWS, MOST_CHARACTERS = 5_000, 500_000  # of a table, and those that its spans cover
READ = {
    "people": ["person_id", "name"],
    "organizations": ["organization_id", "name", "spans"],
    "statements": ["statement_id", "source_id", "spans", "quote_type", "attribution", "occasion_basis"],
    "statement_speakers": ["statement_id", "person_id", "organization_id", "role"],
    "claims": ["claim_id", "source_id", "spans", "statement_id", *CODED["claims"][:3], "value"],
    "events": ["event_id", "source_id", "spans", *CODED["events"]],
}
KEYS = {"statements": "statement_id", "claims": "claim_id", "events": "event_id"}


@command("compare the codings")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Agreement of two codings of one source.")
    parser.add_argument("a", type=Path)
    parser.add_argument("b", type=Path)
    parser.add_argument("--source", default="src-korea-times-2025-01-06")
    options = parser.parse_args(arguments)
    one, other = (read_coding(folder, options.source) for folder in (options.a, options.b))
    print("\n".join(harmless(line) for line in report(one, other).split("\n")))
    return 0


def read_coding(folder: Path, source: str) -> dict[str, Rows]:
    """The statements, claims and events of a source, with speakers and claimants by name.

    Raises `CannotRun` where a file is no CSV, lacks a column, or has a span that no text can have.
    """
    tables: dict[str, Any] = {name: _rows(folder / f"{name}.csv", columns) for name, columns in READ.items()}
    coding: dict[str, Any] = {name: [r for r in tables[name] if r["source_id"] == source] for name in CODED}
    names = {row["person_id"]: row["name"] for row in tables["people"]}
    # bodies are told apart by where they stand in the text: their names are the coder's own
    names |= {row["organization_id"]: _first_span(row) for row in tables["organizations"]}
    speakers: dict[str, set[str]] = {}
    for row in tables["statement_speakers"]:
        if row["role"] in ("speaker", "joint_speaker"):
            party = row["person_id"] or row["organization_id"]
            speakers.setdefault(row["statement_id"], set()).add(names.get(party, "unnamed"))
    for row in coding["statements"]:
        row["speakers"] = ", ".join(sorted(speakers.get(row["statement_id"], {"nobody"})))
    for row in coding["claims"]:
        said = row["statement_id"]
        row["claimant"] = ", ".join(sorted(speakers.get(said, {"nobody"}))) if said else "reporter"
        row["value"] = row["value"].removesuffix(".0")
    return coding


def _rows(path: Path, columns: list[str]) -> Rows:
    try:
        frame = read_text(path).fillna("")
    except (ValueError, OSError) as error:
        raise CannotRun(f"{error}: name the folders of two codings") from None
    for column in columns:
        if column not in frame:
            raise CannotRun(f"{path} has no column {column}")
    rows: Rows = [dict(zip(columns, row, strict=True)) for row in frame[columns].to_numpy()]
    covered = 0
    for number, row in enumerate(rows, start=1):
        cell = row.get("spans") or "0-1"
        spans = sp.parse(cell) if sp.well_formed(cell) else [(0, 0)]
        covered += sum(end - start for start, end in spans)
        if min(end - start for start, end in spans) < 1 or covered > MOST_CHARACTERS or number > MOST_ROWS:
            raise CannotRun(f"{path}: row {number} is beyond what two coders code ({cell[:80]})")
    return rows


def _first_span(row: dict[str, str]) -> str:
    return f"the body named at {row['spans'].split('-')[0]}" if row["spans"] else row["name"]


# ---- pairing ----------------------------------------------------------------------------------------


def characters(row: dict[str, str]) -> set[int]:
    """The offsets that a row's spans cover."""
    return {i for start, end in (sp.parse(row["spans"]) if row["spans"] else []) for i in range(start, end)}


def pair(one: Rows, other: Rows) -> tuple[list[Pair], Rows, Rows]:
    """(pairs, rows only in one, rows only in the other): best overlap first, each row once."""
    covered = [[(row, characters(row)) for row in rows] for rows in (one, other)]
    scores = []
    for i, (_, a) in enumerate(covered[0]):
        for j, (_, b) in enumerate(covered[1]):
            shared = len(a & b)
            if shared and shared >= min(len(a), len(b)) / 2:
                scores.append((shared / len(a | b), -i, -j))
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(scores, reverse=True):
        if -i not in used[0] and -j not in used[1]:
            used[0].add(-i)
            used[1].add(-j)
            pairs.append((one[-i], other[-j]))
    pairs.sort(key=lambda pair: min(characters(pair[0])))
    left = [[row for k, row in enumerate(rows) if k not in used[n]] for n, rows in enumerate((one, other))]
    return pairs, left[0], left[1]


# ---- figures ----------------------------------------------------------------------------------------


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a proportion (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def alpha(codes: list[tuple[str, str]]) -> float:
    """Krippendorff's alpha of nominal codes; 1 where both coders used one and the same code throughout."""
    values = sorted({code for pair in codes for code in pair})
    if len(values) < 2:
        return 1.0
    table = [[values.index(pair[coder]) for pair in codes] for coder in (0, 1)]
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))


def bootstrap(
    codes: list[tuple[str, str]], figure: Callable[[list[tuple[str, str]]], float]
) -> tuple[float, float]:
    """The 95 % percentile interval over 2000 resamplings of the units, with a fixed seed."""
    random = np.random.default_rng(20250106)
    picks = (random.integers(0, len(codes), len(codes)) for _ in range(2000))
    found = [figure([codes[i] for i in pick]) for pick in picks]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def report(one: dict[str, Rows], other: dict[str, Rows]) -> str:
    """The comparison of two codings as Markdown."""
    lines = ["| table | in A | in B | in both | A found by B | B found by A | overlap of spans |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    alphas = ["| code | n | agree | alpha | 95 % interval |", "| --- | --- | --- | --- | --- |"]
    differences: list[str] = []
    for table, columns in CODED.items():
        pairs, only_a, only_b = pair(one[table], other[table])
        a, b, both = len(one[table]), len(other[table]), len(pairs)
        jaccard = [len(characters(x) & characters(y)) / len(characters(x) | characters(y)) for x, y in pairs]
        mean = sum(jaccard) / len(jaccard) if jaccard else 0.0
        shares = [f"{both / n:.2f} ({_range(wilson(both, n))})" if n else "–" for n in (a, b)]
        lines.append(f"| {table} | {a} | {b} | {both} | {shares[0]} | {shares[1]} | {mean:.2f} |")
        for column in columns:
            codes = [(x[column], y[column]) for x, y in pairs]
            if codes:
                agree = sum(x == y for x, y in codes)
                interval = _range(bootstrap(codes, alpha))
                alphas.append(
                    f"| {table}.{column} | {len(codes)} | {agree} | {alpha(codes):.2f} | {interval} |"
                )
        differences += _differences(table, columns, pairs, only_a, only_b)
    return "\n".join([*lines, "", *alphas, "", "Disagreements:", "", *(differences or ["none"])])


def _differences(
    table: str, columns: list[str], pairs: list[Pair], only_a: Rows, only_b: Rows
) -> Iterator[str]:
    key = KEYS[table]
    for x, y in pairs:
        for column in columns:
            if x[column] != y[column]:
                sides = (f"{row[key]} {row[column] or 'empty'}" for row in (x, y))
                yield f"- {table}.{column}: {' / '.join(map(plain, sides))}"
    for name, rows in (("A", only_a), ("B", only_b)):
        for row in rows:
            yield f"- {table} only in {name}: {plain(row[key])} at {row['spans']}"


def _range(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}"


if __name__ == "__main__":
    run_command(main)
