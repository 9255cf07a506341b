"""Dates, times, datetimes and durations of Table Schema, read from the text of a cell in any format.

Each function returns None for a text that is not of the type, or that no Python value can hold. Six digits of
the fraction of a second are kept.
"""

import datetime
import functools
import re
import warnings
from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Any

YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"  # Python has no year 0
DATE = rf"^{YEAR}-[0-9]{{2}}-[0-9]{{2}}$"
TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
OFFSET = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
DATETIME = rf"{DATE[1:-1]}T{TIME}(\.[0-9]+)?{OFFSET}?"
DURATION = (
    r"(-)?P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
LONGEST = 200  # characters of a duration

Read = Callable[[str], Any]


def reader(type_: str, form: str) -> Read:
    """The function that reads a cell of a date, time or datetime in a format: default, any or a pattern."""
    if form == "default":
        return {"date": _date, "time": _time, "datetime": _datetime}[type_]
    if form == "any":
        return lambda text: _kept(type_, _of_any_form(type_, text))
    return lambda text: _kept(type_, _of_pattern(form, text))


def pattern_fault(type_: str, pattern: str) -> str:
    """The fault of a pattern for `strptime`; nothing if it can be used."""
    sample = datetime.datetime(2001, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    if not re.search("%[A-Za-z]", pattern.replace("%%", "")):
        return "is not a pattern for strptime"
    if type_ == "time" and "%z" in pattern.replace("%%", ""):
        return "has %z, but times are kept without an offset here"
    try:
        known = _of_pattern(pattern, sample.strftime(pattern)) is not None
    except UnicodeEncodeError:  # half of a surrogate pair
        known = False
    return "" if known else "is not a pattern for strptime"


def _date(text: str) -> datetime.date | None:
    return _try(datetime.date.fromisoformat, text) if re.fullmatch(DATE[1:-1], text) else None


def _time(text: str) -> datetime.time | None:
    """As `hh:mm:ss`; frictionless also accepts fractions and an offset, which the standard does not."""
    return _try(datetime.time.fromisoformat, text) if re.fullmatch(TIME, text) else None


def _datetime(text: str) -> Any:
    """As in XML Schema, kept to the microsecond. frictionless also accepts a separator other than T."""
    from dateutil.parser import isoparse

    if not re.fullmatch(DATETIME, text):
        return None
    text = re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text)
    midnight = text[11:13] == "24"  # the end of the day, which Python's own function knows only since 3.13
    moment = _try(isoparse if midnight else datetime.datetime.fromisoformat, text)
    return _kept("datetime", moment)


def _of_pattern(pattern: str, text: str) -> Any:
    if _has_foreign_digits(text):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a day without its year, since Python 3.13
        return _try(lambda: datetime.datetime.strptime(text, pattern))


def _of_any_form(type_: str, text: str) -> Any:
    """A text as dateutil reads it.

    dateutil, and so frictionless, takes whatever a text does not say from the clock; here such a text is not
    a date. So the text is read twice, with different values for what is missing, and must give the same
    result.
    """
    from dateutil import parser, tz

    if _has_foreign_digits(text):
        return None
    if type_ == "time":
        others = [datetime.datetime(2000, 1, 1, hour) for hour in (0, 1)]
    else:
        others = [datetime.datetime(2000, 1, 1), datetime.datetime(2001, 2, 2)]
    with warnings.catch_warnings():
        warnings.simplefilter("error", parser.UnknownTimezoneWarning)  # the zone would be lost
        one, other = (
            _try(lambda default=default: parser.parse(text, default=default, ignoretz=type_ == "date"))
            for default in others
        )
    if one is None or one != other or isinstance(one.tzinfo, tz.tzlocal):
        return None
    return one


def _has_foreign_digits(text: str) -> bool:
    return not text.isascii() and any(one.isdigit() and not one.isascii() for one in text)


def _kept(type_: str, moment: datetime.datetime | None) -> Any:
    """A moment as its type keeps it: a datetime with an offset in UTC; a time with an offset not at all."""
    if moment is None:
        return None
    if type_ == "date":
        return moment.date()
    if type_ == "time":
        return None if moment.tzinfo else moment.time()
    if moment.tzinfo is None:
        return moment
    return _try(lambda: moment.astimezone(datetime.UTC).replace(tzinfo=None))


def _try(read: Callable[..., Any], *given: Any) -> Any:
    try:
        return read(*given)
    except Exception:  # dateutil and strptime raise many kinds
        return None


def duration(text: str) -> str | None:
    """A duration in its shortest form, so that equal durations have the same text.

    frictionless also accepts weeks and fractions of any unit; XML Schema, and so the standard, does not.
    """
    found = _parts(text)
    if found is None:
        return None
    with localcontext(prec=2 * LONGEST):
        return _shortest(*found)


def _shortest(months: int, seconds: Decimal) -> str:
    sign = "-" if months < 0 or seconds < 0 else ""
    years, months = divmod(abs(months), 12)
    whole, seconds = divmod(abs(seconds), 60)
    hours, minutes = divmod(int(whole), 60)
    days, hours = divmod(hours, 24)
    seconds_text = f"{seconds:f}".rstrip("0").rstrip(".") if seconds % 1 else f"{int(seconds)}"
    date = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (days, "D")) if n)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    time += f"{seconds_text}S" if seconds else ""
    return f"{sign}P{date}{'T' if time else ''}{time}" if date or time else "P0D"


@functools.lru_cache(10_000)
def _parts(text: str) -> tuple[int, Decimal] | None:
    """(months, seconds) of a duration, both negative if it is."""
    found = re.fullmatch(DURATION, text)
    if found is None or len(text) > LONGEST:
        return None
    years, months, days, hours, minutes = (int(found[n] or 0) for n in range(2, 7))
    sign = -1 if found[1] else 1
    with localcontext(prec=2 * LONGEST):
        seconds = Decimal(found[7] or 0) + 60 * (minutes + 60 * (hours + 24 * days))
        return sign * (12 * years + months), sign * seconds


@functools.lru_cache(1000)
def _ends(text: str) -> tuple[Decimal, ...]:
    """The ends, in seconds, of a duration that starts on each of XML Schema's four dates.

    A month has no fixed length, so durations have no total order: one is longer than another if it ends later
    from each of these dates.
    """
    months, seconds = _parts(text) or (0, Decimal(0))
    ends = []
    for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7)):
        year, month = divmod(year * 12 + month - 1 + months, 12)
        cycles, year = divmod(year, 400)  # the calendar repeats, but Python's has an end
        days = datetime.date(year + 400, month + 1, 1).toordinal() + cycles * 146_097
        with localcontext(prec=2 * LONGEST):
            ends.append(days * 86_400 + seconds)
    return tuple(ends)


def is_longer(one: str, other: str, or_equal: bool) -> bool:
    """Whether a duration is certainly longer than another, or as long if `or_equal`."""
    return all(a > b or (or_equal and a == b) for a, b in zip(_ends(one), _ends(other), strict=True))
