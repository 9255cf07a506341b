"""Find and resolve dates: those printed in full, and those relative to the day of publication."""

import datetime
import re
import warnings
from dataclasses import dataclass
from typing import Any

from curation.numbers import MONTH
from schemas.spans import Span

DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
PATTERN = re.compile(
    rf"\b(?P<full>{MONTH}\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|\b(?P<lastyear>{MONTH}\b\.?\s+\d{{1,2}}\s+(?P<which>last|this|next)\s+year)"
    rf"|\b(?P<day>{MONTH}\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\s+{MONTH})(?!\w|,?\s+\d{{4}})"
    rf"|\b(?P<month>{MONTH}\b\.?\s+\d{{4}})"
    rf"|\b(?P<relative>{COUNT}\s+(?:days?|weeks?|months?|years?)\s+(?:ago|earlier)|yesterday|today|tomorrow|last\s+(?:{DAY}|week|month|year))"
    rf"|\b(?P<weekday>(?:next\s+)?{DAY})\b",
)
EASTERN = re.compile(r"(?:(\d{4})\s?[년年]\s?)?(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]")
LAG = 7  # days
# words for something still to come; a weekday next to them is the next one
FUTURE = re.compile(
    r"\b(?:will|is to|are to|is set|are set|is due|is scheduled|plans to|is expected)\b[^.]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Date:
    """A date in a text: its place, the first and last day it may be, and how it was worked out."""

    span: Span
    start: str
    end: str
    precision: str
    basis: str


def dates(text: str, language: str, published: str) -> list[Date]:
    """The dates in a text, in order. Without a day of publication, only full dates are resolved."""
    base = _day(published)
    found = []
    for match in PATTERN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "which" else "lastyear"
        start, end, precision = _resolved(match, str(kind), base)
        if kind == "weekday" and base and _to_come(text, match.span()):
            start = end = (datetime.date.fromisoformat(start) + datetime.timedelta(days=LAG)).isoformat()
        basis = "stated" if kind in ("full", "month") else "resolved"
        found.append(
            Date(match.span(), start, end, precision if start else "unknown", basis if start else "")
        )
    for match in EASTERN.finditer(text):
        year = int(match[1]) if match[1] else base.year if base else 0
        day = _day(f"{year:04}-{int(match[2]):02}-{int(match[3]):02}") if year else None
        shown = day.isoformat() if day else ""
        found.append(
            Date(
                match.span(),
                shown,
                shown,
                "day" if day else "unknown",
                "stated" if match[1] else "resolved" if day else "",
            )
        )
    return sorted(found, key=lambda one: one.span)


def _to_come(text: str, span: Span) -> bool:
    """Whether the words around a weekday are about something still to come."""
    start, end = span
    before = re.split(r"[.!?\n\"“”]", text[max(0, start - 70) : start])[-1]
    after = re.split(r"[.!?\n\"“”]", text[end : end + 50])[0]
    begins = not before.strip().removesuffix("On").strip()
    return FUTURE.search(before) is not None or (
        begins and re.search(r"\b(?:will|is to|are to)\b", after) is not None
    )


def _resolved(match: re.Match[str], kind: str, base: datetime.date | None) -> tuple[str, str, str]:
    words = " ".join(match[0].split())
    if kind == "weekday":
        return _weekday(words, base)
    if kind == "lastyear" and base:
        year = base.year + {"last": -1, "this": 0, "next": 1}[match["which"]]
        words = re.sub(r"\s(?:last|this|next)\syear$", f", {year}", words)
    elif kind != "full" and kind != "month" and base is None:
        return "", "", "unknown"
    day = _parsed(words, base)
    if day is None:
        return "", "", "unknown"
    if kind == "month":
        last = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
        return day.replace(day=1).isoformat(), last.isoformat(), "month"
    if (
        kind == "relative"
        and re.search(r"month|year|week\b", words)
        and not re.search(r"weeks?\s+ago", words)
    ):
        return day.isoformat(), day.isoformat(), "range"
    if kind == "day" and base:
        # the year that puts the day nearest to publication
        near = [_day(f"{base.year + shift:04}-{day.month:02}-{day.day:02}") for shift in (-1, 0, 1)]
        day = min((one for one in near if one), key=lambda one: abs((one - base).days))
    return day.isoformat(), day.isoformat(), "day"


def _weekday(words: str, base: datetime.date | None) -> tuple[str, str, str]:
    """The last such day up to publication, or the next one if the text says so."""
    if base is None:
        return "", "", "unknown"
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    back = (base.weekday() - names.index(words.split()[-1])) % LAG
    day = base - datetime.timedelta(days=back)
    if words.startswith("next"):
        day += datetime.timedelta(days=LAG)
    return day.isoformat(), day.isoformat(), "day"


def _parsed(words: str, base: datetime.date | None) -> datetime.date | None:
    import dateparser  # takes half a second, so only texts with dates import it

    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    if base:
        settings["RELATIVE_BASE"] = datetime.datetime.combine(base, datetime.time())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(words, languages=["en"], settings=settings)
    return found.date() if found else None


def _day(iso: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso) if len(iso) == 10 else None
    except ValueError:
        return None
