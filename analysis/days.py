"""The days covered by a date that may be only a year or a month. Needs only pandas."""

import pandas as pd


def first_day(dates: pd.Series) -> pd.Series:
    """The first day of each year, month or day; missing where the date is missing.

    >>> first_day(pd.Series(["2025-01-06", "2024-12", "2024"])).astype(str).to_list()
    ['2025-01-06', '2024-12-01', '2024-01-01']
    """
    whole = (dates.astype("string") + "-01-01").str[:10]  # 2024-12-01-01 is cut to 2024-12-01
    return pd.to_datetime(whole, format="%Y-%m-%d").astype("datetime64[us]")


def last_day(dates: pd.Series) -> pd.Series:
    """The last day of each year, month or day; missing where the date is missing.

    >>> last_day(pd.Series(["2025-01-06", "2024-02", "2024"])).astype(str).to_list()
    ['2025-01-06', '2024-02-29', '2024-12-31']
    """
    first, length = first_day(dates), dates.astype("string").str.len().fillna(0)
    last = first.mask(length == 7, first + pd.offsets.MonthEnd(0))
    return last.mask(length == 4, first + pd.offsets.YearEnd(0)).astype("datetime64[us]")


def with_days(rows: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The rows, with `<name>_first_day` and `<name>_last_day` for each of these date columns."""
    made = {f"{name}_first_day": first_day(rows[name]) for name in names}
    return rows.assign(**made, **{f"{name}_last_day": last_day(rows[name]) for name in names})
