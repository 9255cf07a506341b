"""Rules about days and hours: that they exist, and do not contradict one another."""

import datetime

from schemas.rules import cell_rule


def starts_late(start: str, end: str) -> bool:
    """Whether one ISO date comes after another, compared only as far as both are told."""
    shared = min(len(start), len(end))
    return start[:shared] > end[:shared]


@cell_rule("published start end as_of said_on", remedy="write a day that exists")
def day_exists(iso: str) -> bool:
    """A day that is told to the day exists."""
    if len(iso) != 10:
        return False  # a year or a month; other forms are the pattern's business
    try:
        datetime.date.fromisoformat(iso)
    except ValueError:
        return True
    return False
