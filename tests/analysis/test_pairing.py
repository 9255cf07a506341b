"""analysis/pairing.py: which rows of two codings are the same."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.pairing import assignment, pair


def row(spans: str, **cells: str) -> dict[str, str]:
    return {"spans": spans, **cells}


def spans(pairs) -> list[tuple[str, str]]:
    return [(one["spans"], other["spans"]) for one, other in pairs]


def test_rows_are_paired_by_what_they_cover():
    one = [row("0-10"), row("20-30")]
    other = [row("2-10"), row("21-40"), row("50-60")]
    pairs, only_one, only_other = pair(one, other)
    assert spans(pairs) == [("0-10", "2-10"), ("20-30", "21-40")]
    assert only_one == [] and only_other == [row("50-60")]


def test_a_touch_is_no_pair():
    pairs, only_one, only_other = pair([row("0-10")], [row("8-40")])
    assert pairs == [] and only_one == [row("0-10")] and only_other == [row("8-40")]


def test_the_best_pairing_of_all_may_leave_the_best_single_pair():
    """Alone 0-10 and 0-9 overlap most, by 0.9; but 0.63 + 0.67 is more than 0.9 + 0.38."""
    pairs, _, _ = pair([row("0-10"), row("0-6")], [row("0-9"), row("0-16")])
    assert spans(pairs) == [("0-10", "0-16"), ("0-6", "0-9")]


def test_of_rows_with_the_same_words_those_coded_alike_go_together():
    one = [row("0-20", kind="inauguration"), row("0-20", kind="transfer")]
    other = [row("0-20", kind="transfer"), row("0-20", kind="inauguration")]
    assert all(a["kind"] == b["kind"] for a, b in pair(one, other)[0])


def test_rows_without_spans_are_paired_with_none():
    assert pair([row("")], [row("")]) == ([], [row("")], [row("")])


@given(st.integers(0, 5), st.integers(0, 5), st.randoms(use_true_random=False))
def test_no_other_assignment_has_a_greater_sum(rows: int, columns: int, random):
    scores = np.array([[random.choice([0, random.random()]) for _ in range(columns)] for _ in range(rows)])
    scores = scores.reshape(rows, columns)
    found = assignment(scores)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == min(rows, columns)
    wide = scores if rows <= columns else scores.T
    ways = permutations(range(wide.shape[1]), len(wide))
    best = max(sum(wide[i, j] for i, j in enumerate(way)) for way in ways)
    assert np.isclose(sum(scores[i, j] for i, j in found), best)
