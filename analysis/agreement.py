"""How far two coders, working independently, found and coded the same things in one source.

Two coders choose different ids. So rows are paired by the characters they cover, and what they name (a
speaker, an occasion, a parent) is the same if both name rows that are paired. Rows that only link others are
paired by what they link, if both coders have it, and measures by their claims.
"""

import math
import re
from collections import Counter
from collections.abc import Set
from typing import Any, NamedTuple

import krippendorff
import numpy as np

from analysis.codings import COVERING, LINKING, Coding, read_coding
from analysis.markdown import plain
from analysis.pairing import Pair, Row, Rows, assignment, characters, pair
from analysis.speakers import SPEAKING

__all__ = ["Coding", "alpha", "bootstrap", "compare", "read_coding", "report", "wilson"]

Codes = list[tuple[str, str]]  # for each pair, the cell of each coder

# what a coder with only the text and the manual leaves empty, as listed in docs/method.md
UNKNOWABLE = {
    "people": ["name", "family_name", "given_name", "name_native", "wikidata_id"],
    "organizations": ["name", "parent_id", "wikidata_id"],
    "positions": ["start", "start_source_id", "end", "end_source_id"],
}
# also these, if the basis says that another source was needed; for positions, the whole row
EXTERNAL_DATES = ["date_start", "date_end", "date_precision", "date_basis", "date_as_written"]
# in each coder's own words, or copied from the spans, whose overlap is reported instead
NOT_CODED = {
    "positions": ["title"],
    "events": ["name", "place"],
    "event_sources": ["detail"],
    "statements": ["summary", "quote"],
    "claims": ["measured", "as_written"],
    "measures": ["definition", "subject", "outcome", "area", "quantity_kind"],  # the unit as in its claims
}
NEVER_CODED = ["source_id", "spans", "seq", "note"]
ARTICLE = re.compile(r"^(a|an|the) ", re.IGNORECASE)


# ---- comparing --------------------------------------------------------------------------------------


class Coder(NamedTuple):
    """A coding, and the names of its rows: id -> name, which is A's for a row that both have."""

    tables: Coding
    shared: dict[str, str]
    alone: dict[str, str]

    def name(self, id_: str) -> str:
        """The name of a row in other rows."""
        return self.shared.get(id_) or self.alone.get(id_) or id_


class Compared(NamedTuple):
    """One table in two codings."""

    table: str
    found: tuple[int, int]  # rows of A, rows of B
    both: int
    overlaps: list[float]  # of the spans of each pair (Jaccard); empty for a table without spans
    codes: dict[str, Codes]  # column -> its codes in each pair for which both coders can know it
    differences: list[str]  # each a line of Markdown


def compare(one: Coding, other: Coding, known: Set[str] = frozenset()) -> list[Compared]:
    """Each table that both codings have, with all coded columns.

    `known`: ids of rows that belong to neither coding, since both were made for the same tables.
    """
    a, b = Coder(one, {}, {}), Coder(other, {}, {})
    shared = [table for table in (*COVERING, "measures", *LINKING) if table in one and table in other]
    paired = {table: pair(one[table], other[table]) for table in shared if table in COVERING}
    if "measures" in shared:
        own_a, own_b = (_unknown(coding["measures"], known) for coding in (one, other))
        paired["measures"] = pair_measures(own_a, own_b, paired["claims"][0])
    for table, (pairs, only_a, only_b) in paired.items():
        key, called = COVERING.get(table, ("measure_id", "measure_id"))
        for x, y in pairs if key else []:
            a.shared[x[key]] = b.shared[y[key]] = x[called]
        for coder, rows, letter in ((a, only_a, "A"), (b, only_b, "B")):
            coder.alone.update({row[key]: f"{row[called]} (only in {letter})" for row in rows if key})
    linked = {table: (links(a, table, known), links(b, table, known)) for table in shared if table in LINKING}
    for table, (in_a, in_b) in linked.items():
        pairs = [(in_a[key], in_b[key]) for key in in_a if key in in_b]
        only_a, only_b = (
            [rows[key] for key in rows if key not in rest] for rows, rest in ((in_a, in_b), (in_b, in_a))
        )
        paired[table] = pairs, only_a, only_b
    return [_compared(table, (a, b), *paired[table]) for table in shared]


def _unknown(measures: Rows, known: Set[str]) -> Rows:
    return [row for row in measures if row["measure_id"] not in known]


def pair_measures(one: Rows, other: Rows, claims: list[Pair]) -> tuple[list[Pair], Rows, Rows]:
    """(pairs, rows only in one, rows only in the other): measures that share as many claims as possible."""
    shared = Counter((x.get("measure_id"), y.get("measure_id")) for x, y in claims)
    scores = np.array([[shared[x["measure_id"], y["measure_id"]] for y in other] for x in one], dtype=float)
    found = [(i, j) for i, j in assignment(scores.reshape(len(one), len(other))) if scores[i, j] > 0]
    only_one = [row for i, row in enumerate(one) if i not in {i for i, _ in found}]
    only_other = [row for j, row in enumerate(other) if j not in {j for _, j in found}]
    return [(one[i], other[j]) for i, j in sorted(found)], only_one, only_other


def links(coder: Coder, table: str, known: Set[str] = frozenset()) -> dict[tuple[str, ...], Row]:
    """The rows of a link table, by the names of what they link, if both codings have all of that."""
    found = {}
    for row in coder.tables[table]:
        row = {**row, "party_id": row.get("person_id") or row.get("organization_id") or ""}
        ids = [row[name] for name in LINKING[table]]
        if all(id_ in coder.shared or id_ in known or not id_ for id_ in ids):
            found[tuple(coder.name(id_) for id_ in ids)] = row
    return found


def _compared(
    table: str, coders: tuple[Coder, Coder], pairs: list[Pair], only_a: Rows, only_b: Rows
) -> Compared:
    codes: dict[str, Codes] = {}
    differences = []
    for rows in pairs:
        x, y = (cells(table, row, coder) for row, coder in zip(rows, coders, strict=True))
        called = [_called(table, row, coder) for row, coder in zip(rows, coders, strict=True)]
        unknowable = EXTERNAL_DATES if "external" in (x.get("date_basis"), y.get("date_basis")) else []
        if table == "events" and not any(row.get("place") for row in rows):
            unknowable = [*unknowable, "country"]
        for name in [name for name in x if name in y and name not in unknowable]:
            codes.setdefault(name, []).append((x[name], y[name]))
            if x[name] != y[name]:
                both = zip(called, (x[name], y[name]), strict=True)
                sides = [plain(f"{who} {cell or 'empty'}") for who, cell in both]
                differences.append(f"- {table}.{plain(name)}: {' / '.join(sides)}")
    for letter, rows_, coder in zip("AB", (only_a, only_b), coders, strict=True):
        for row in rows_:
            at = f" at {row['spans']}" if row.get("spans") else ""
            differences.append(f"- {table} only in {letter}: {plain(_called(table, row, coder) + at)}")
    overlaps = []
    if table in COVERING:
        for one, other in pairs:
            covered, others = characters(one), characters(other)
            overlaps.append(len(covered & others) / len(covered | others))
    found = len(pairs) + len(only_a), len(pairs) + len(only_b)
    # a column that both leave entirely empty says nothing
    codes = {name: given for name, given in codes.items() if any(x or y for x, y in given)}
    return Compared(table, found, len(pairs), overlaps, codes, differences)


def _called(table: str, row: Row, coder: Coder) -> str:
    if table in COVERING:
        return row[COVERING[table][1]]
    if table == "measures":
        return row["measure_id"]
    return ", ".join(coder.name(row[name]) or "somebody unnamed" for name in LINKING[table])


def cells(table: str, row: Row, coder: Coder) -> Row:
    """The compared cells of a row: column -> cell, with names in place of ids."""
    left_out = {*NEVER_CODED, *UNKNOWABLE.get(table, []), *NOT_CODED.get(table, []), *LINKING.get(table, [])}
    left_out |= {"measure_id"} if table == "measures" else set()
    left_out |= {COVERING[table][0]} if table in COVERING else {"person_id"}
    found = {
        name.removesuffix("_id"): coder.name(cell) if name.endswith("_id") else cell.removesuffix(".0")
        for name, cell in row.items()
        if name not in left_out
    }
    if table == "statements":
        found["speakers"] = speakers(row["statement_id"], coder)
    if table == "claims":
        found["claimant"] = speakers(row["statement_id"], coder) if row["statement_id"] else "reporter"
    if table == "event_sources":
        found["described_as"] = ARTICLE.sub("", found["described_as"])
    return found


def speakers(statement: str, coder: Coder) -> str:
    """The names of the speakers, in alphabetical order."""
    rows = [row for row in coder.tables["statement_speakers"] if row["statement_id"] == statement]
    parties = [row["person_id"] or row["organization_id"] for row in rows if row["role"] in SPEAKING]
    return (
        ", ".join(sorted(coder.name(party) if party else "somebody unnamed" for party in parties)) or "nobody"
    )


# ---- figures ----------------------------------------------------------------------------------------


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a proportion (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def alpha(codes: Codes) -> float:
    """Krippendorff's alpha of nominal codes; 1 if both coders used the same single code throughout."""
    return _alpha(_counted(codes))


def bootstrap(codes: Codes) -> tuple[float, float]:
    """The 95 % percentile interval of alpha over 2000 resamplings of the pairs, with a fixed seed."""
    counts, random = _counted(codes), np.random.default_rng(20250106)
    drawn = random.integers(0, len(codes), (2000, len(codes)))
    low, high = np.percentile(resampled(counts, drawn), [2.5, 97.5])
    return float(low), float(high)


def resampled(counts: Any, drawn: Any) -> Any:
    """Alpha in each sample of pairs, all at once (Krippendorff 2011: nominal, two coders, none missing)."""
    n = 2 * drawn.shape[1]
    observed = (counts.max(axis=1) == 1)[drawn].mean(axis=1)  # the share of pairs that differ
    given = counts[drawn].sum(axis=1)  # how often each code is given, in each sample
    expected = 1 - (given * (given - 1)).sum(axis=1) / (n * (n - 1))
    return 1 - np.divide(observed, expected, out=np.zeros(len(drawn)), where=expected > 0)


def _counted(codes: Codes) -> Any:
    """How often each pair (row) was given each code (column)."""
    values = sorted({code for pair in codes for code in pair})
    return np.array([[pair.count(value) for value in values] for pair in codes])


def _alpha(counts: Any) -> float:
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return 1.0
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def report(one: Coding, other: Coding, known: Set[str] = frozenset()) -> str:
    """The comparison of two codings as Markdown; `known` is as in `compare`."""
    results = compare(one, other, known)
    lines = ["| table | in A | in B | in both | A found by B | B found by A | overlap of spans |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for result in results:
        shares = [
            f"{result.both / n:.2f} ({_range(wilson(result.both, n))})" if n else "–" for n in result.found
        ]
        mean = f"{sum(result.overlaps) / len(result.overlaps):.2f}" if result.overlaps else "–"
        lines.append(f"| {' | '.join(map(str, (result.table, *result.found, result.both, *shares, mean)))} |")
    lines += ["", "| code | n | agree | alpha | 95 % interval |", "| --- | --- | --- | --- | --- |"]
    for result in results:
        for name, codes in result.codes.items():
            agree = sum(x == y for x, y in codes)
            interval = _range(bootstrap(codes) if agree < len(codes) else (1.0, 1.0))
            lines.append(
                f"| {result.table}.{plain(name)} | {len(codes)} | {agree} | {alpha(codes):.2f} | {interval} |"
            )
    differences = [line for result in results for line in result.differences]
    return "\n".join([*lines, "", "Disagreements:", "", *(differences or ["none"])])


def _range(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}"
