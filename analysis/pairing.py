"""Which rows of two codings are the same, judged by the characters of the source they cover."""

import math
from typing import Any

import numpy as np

from schemas.spans import parse

Row = dict[str, str]
Rows = list[Row]
Pair = tuple[Row, Row]


def characters(row: Row) -> set[int]:
    """The offsets that a row's spans cover."""
    return {i for start, end in (parse(row["spans"]) if row["spans"] else []) for i in range(start, end)}


def pair(one: Rows, other: Rows) -> tuple[list[Pair], Rows, Rows]:
    """(pairs, rows only in one, rows only in the other), for the pairing with the greatest total overlap.

    The rows of a pair share at least half of the shorter one's characters. If overlaps are equal, as for two
    events reported in the same words, rows coded alike are paired.
    """
    covered, others = ([characters(row) for row in rows] for rows in (one, other))
    scores = np.zeros((len(one), len(other)))
    for i, a in enumerate(covered):
        for j, b in enumerate(others):
            shared = len(a & b)
            if shared and shared >= min(len(a), len(b)) / 2:
                alike = len(one[i].items() & other[j].items()) / len(one[i])
                scores[i, j] = shared / len(a | b) + alike / 1e6
    found = [(i, j) for i, j in assignment(scores) if scores[i, j] > 0]
    found.sort(key=lambda places: (min(covered[places[0]]), places))
    only_one = [row for i, row in enumerate(one) if i not in {i for i, _ in found}]
    only_other = [row for j, row in enumerate(other) if j not in {j for _, j in found}]
    return [(one[i], other[j]) for i, j in found], only_one, only_other


def assignment(scores: Any) -> list[tuple[int, int]]:
    """Pairs of a row and a column, each used at most once, with the greatest sum of scores.

    Kuhn's Hungarian method: each row in turn takes the cheapest path to a free column, through taken columns
    whose rows then move on; prices keep earlier assignments the cheapest.
    """
    rows, columns = scores.shape
    if rows > columns:
        return [(row, column) for column, row in assignment(scores.T)]
    row_price, column_price = np.zeros(rows), np.zeros(columns + 1)
    owner = np.full(columns + 1, -1)  # column -> its row; one extra column for the row being placed
    for row in range(rows):
        owner[-1], at = row, columns
        way, before = (
            np.full(columns, math.inf),
            np.full(columns, columns),
        )  # its cost, and the column before it
        seen = np.zeros(columns + 1, dtype=bool)
        while owner[at] >= 0:
            seen[at] = True
            cost = -scores[owner[at]] - row_price[owner[at]] - column_price[:-1]
            cheaper = ~seen[:-1] & (cost < way)
            way[cheaper], before[cheaper] = cost[cheaper], at
            at = int(np.where(seen[:-1], math.inf, way).argmin())
            step = way[at]
            row_price[owner[seen]] += step
            column_price[seen] -= step
            way[~seen[:-1]] -= step
        while at < columns:
            owner[at], at = owner[before[at]], before[at]
    return [(int(owner[column]), column) for column in range(columns) if owner[column] >= 0]
