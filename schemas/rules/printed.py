"""Dates and times as they are printed: "Dec. 3", "on Monday", 3일 오후 10시 28분."""

import re
from functools import cache, lru_cache

from schemas.rules.lexicon import words

Day = tuple[int | None, int | None, int | None]  # year, month, day, as far as they are printed

NUMERIC = re.compile(r"(?<![\d.])(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?![\d])")
EASTERN = re.compile(r"(?:(\d{4})\s?[년年]\s?)?(?:(\d{1,2})\s?[월月]\s?)?(?:(\d{1,2})\s?[일日](?![간間]))")
EASTERN_FIRST = re.compile(r"(?<!\d)(\d{1,2})일?\s?[~∼〜～-]\s?(?=\d{1,2}\s?[일日])")
EASTERN_MONTH = re.compile(r"(?:(\d{4})\s?[년年]\s?)?(\d{1,2})\s?[월月](?!\s?\d)")
CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):\s?(\d{2})(?!\d)")
HALVES = re.compile(
    r"\b([ap])m\s(\d{1,2}):(\d{2})|(?<![\d:])(\d{1,2})(?::\s?(\d{2}))?\s?([ap])\.?\s?m\b", re.IGNORECASE
)
EASTERN_HOUR = re.compile(
    r"(오전|오후|새벽|午前|午後)?\s?(\d{1,2})[시時](?![간間])\s?(?:(\d{1,2})[분分]|([반半]))?"
)
NOON = re.compile(r"\bnoon\b|\bmidday\b|정오|正午", re.IGNORECASE)
AFTERNOON = ("오후", "午後")
EITHER = ""  # neither half of the day is printed


@cache
def _western(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    """A language's patterns for "Dec. 3 and 4, 2024", "3 December 2024" and "December 2024"."""
    names = "|".join(map(re.escape, words("month", language)))
    if not names:
        return None
    month, ordinal = rf"(?<!\w)({names})\b\.?", r"(?:st|nd|rd|th|er|º)?"
    year = r"(?:,? (?:de )?(\d{4}))?"
    return (
        re.compile(
            rf"{month} (\d{{1,2}}){ordinal}(?!\d)(?: ?(?:-|–|and|to) ?(\d{{1,2}}){ordinal}(?![\d:]))?{year}",
            re.I,
        ),
        re.compile(rf"(?<!\d)(\d{{1,2}}){ordinal}\.? (?:of |de |di )?{month}{year}", re.I),
        re.compile(rf"{month}{year}", re.I),
    )


@lru_cache(maxsize=10_000)
def days_in(text: str, language: str) -> frozenset[Day]:
    """The days that are printed, with month and year where these are printed too.

    >>> sorted(days_in("from Dec. 3 to 4, 2024", "en"))
    [(2024, 12, 3), (2024, 12, 4)]
    """
    found: set[Day] = {(int(y), int(m), int(d)) for y, m, d in NUMERIC.findall(text)}
    for year, month, day in EASTERN.findall(text):
        found.add((_number(year), _number(month), _number(day)))
    found |= {(None, None, int(day)) for day in EASTERN_FIRST.findall(text)}
    western = _western(language)
    if western:
        number = {word: int(meaning) for word, (meaning,) in words("month", language).items()}
        for month, first, last, year in western[0].findall(text):
            found |= {(_number(year), number[month.casefold()], int(day)) for day in (first, last) if day}
        for day, month, year in western[1].findall(text):
            found.add((_number(year), number[month.casefold()], int(day)))
    return frozenset(found)


def months_in(text: str, language: str) -> set[tuple[int | None, int]]:
    """The months that are printed, with their years where these are printed too.

    >>> months_in("in December", "en")
    {(None, 12)}
    """
    found = {(_number(year), int(month)) for year, month in EASTERN_MONTH.findall(text)}
    western = _western(language)
    if western:
        number = {word: int(meaning) for word, (meaning,) in words("month", language).items()}
        found |= {(_number(year), number[month.casefold()]) for month, year in western[2].findall(text)}
    return found


def weekdays_in(text: str, language: str) -> set[int]:
    """The days of the week that are printed; Monday is 1."""
    return {int(number) for word, (number,) in words("weekday", language).items() if word in text.casefold()}


def hours_in(text: str) -> set[str]:
    """The times that are printed, on a 24-hour clock; both readings if neither half of the day is printed.

    >>> sorted(hours_in("at 10:23 p.m."))
    ['22:23']
    """
    found = {"12:00"} if NOON.search(text) else set()
    for before, hour_after, minute_after, hour, minute, half in HALVES.findall(text):
        later = (half or before).casefold() == "p"
        found.add(_hour(int(hour or hour_after) % 12 + 12 * later, minute or minute_after))
    found |= {_hour(int(hour), minute) for hour, minute in CLOCK.findall(HALVES.sub(" ", text))}
    for half, hour, minute, thirty in EASTERN_HOUR.findall(text):
        readings = [int(hour) % 12 + 12] if half in AFTERNOON else [int(hour)]
        readings += [int(hour) + 12] if half == EITHER and int(hour) < 12 else []
        found |= {_hour(reading, "30" if thirty else minute) for reading in readings}
    return found


def _hour(hour: int, minute: str) -> str:
    return f"{hour:02}:{minute or '00':0>2}"


def _number(digits: str) -> int | None:
    return int(digits) if digits else None
