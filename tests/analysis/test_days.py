"""analysis/days.py: the days that a date allows which may be a year or a month alone."""

import pandas as pd
import pytest

from analysis.days import first_day, last_day, with_days


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2025-01-06", "2025-01-06", "2025-01-06"),
        ("2025-01-31", "2025-01-31", "2025-01-31"),
        ("2024-12-31", "2024-12-31", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("1948", "1948-01-01", "1948-12-31"),
    ],
)
def test_a_date_allows_the_days_that_it_names(date: str, first: str, last: str):
    dates = pd.Series([None, date], dtype="string")
    assert first_day(dates)[1] == pd.Timestamp(first) and last_day(dates)[1] == pd.Timestamp(last)
    assert first_day(dates).isna()[0] and last_day(dates).isna()[0]


def test_they_have_the_type_of_all_dates_even_where_there_are_none():
    for dates in (pd.Series([], dtype="string"), pd.Series([None, None], dtype="string")):
        rows = with_days(pd.DataFrame({"said_on": dates}), "said_on")
        assert list(rows) == ["said_on", "said_on_first_day", "said_on_last_day"]
        assert set(rows.dtypes[1:].astype(str)) == {"datetime64[us]"}
