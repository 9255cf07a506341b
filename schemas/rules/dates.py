"""Rules about days and hours: they exist, and do not contradict one another."""

import datetime
import re
from typing import Any

from schemas.rules.lexicon import words
from schemas.rules.printed import Day, days_in, hours_in, months_in, weekdays_in
from validator.expressions import col, ex
from validator.frames import columns_of, failing, look_up, present, rows
from validator.rules import Found, cell_rule, row_rule, table_rule

ANY = range(1, 8)  # day of the week
LONG = 31  # days
ONE_DAY = datetime.timedelta(days=1)
IN_ID = re.compile(r"-([0-9]{4}(?:-[0-9]{2}){0,2})(?:-|$)")
IN_NAME = re.compile(r"\b[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\b")
IN_ADDRESS = re.compile(r"/(20[0-9]{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12][0-9]|3[01])(?:/|-|$)")


def starts_late(start: str, end: str) -> bool:
    """Whether `start` comes after `end`: two ISO dates, compared only as far as both are given."""
    shared = min(len(start), len(end))
    return start[:shared] > end[:shared]


@cell_rule("published start end as_of said_on", remedy="write a day that exists")
def day_exists(iso: str) -> bool:
    """A date given to the day exists."""
    if len(iso) != 10:
        return False  # a year or a month; the schema's pattern checks the form
    try:
        datetime.date.fromisoformat(iso)
    except ValueError:
        return True
    return False


def next_day(iso: str) -> str:
    """The day after a date, which may be the same day in another time zone; a year or month is unchanged."""
    try:
        return (datetime.date.fromisoformat(iso) + ONE_DAY).isoformat()
    except (ValueError, OverflowError):
        return iso


def same_as_far(one: str, other: str) -> bool:
    """Whether two ISO dates agree as far as both are given."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


@row_rule("sources", "accessed", found="{accessed} is in the future", remedy="write the day it was read")
def accessed_by_today() -> Any:
    """No source was read in the future."""
    # a datetime, because pandas does not compare a date with its datetime64
    return col("accessed") > datetime.datetime.combine(datetime.date.today(), datetime.time())


@table_rule(field="published", remedy="correct the date, or give the row another id")
def source_id_has_the_date(sources: Any) -> Found:
    """A date in a source's id is its date of publication, as far as both are given."""
    for row in rows(sources.select("_line", "source_id", "published"), "source_id", "published"):
        dated = IN_ID.search(row["source_id"])
        if dated and not same_as_far(dated[1], row["published"]):
            yield row["_line"], f"{row['published']}, but the id is {row['source_id']}"


@table_rule(
    field="published", remedy="correct the date or its basis, or say in the note what the address means"
)
def address_has_the_date(sources: Any) -> Found:
    """A date in an address is the date of publication, give or take a day."""
    for row in rows(sources.select("_line", "url", "published"), "url", "published"):
        dated = IN_ADDRESS.search(row["url"])
        if dated and len(row["published"]) == 10:
            day = "-".join(dated.groups())
            if row["published"] not in (day, next_day(day)) and next_day(row["published"]) != day:
                yield row["_line"], f"{row['published']}, but the address has {day}"


@table_rule(field="status_as_of", remedy="write the day on which the source was published")
def status_as_of_publication(events: Any, sources: Any) -> Found:
    """The status of an event is as of the day on which its source was published."""
    told = events.select("_line", "source_id", "status_as_of")
    both = look_up(told, sources.drop_nulls("published"), "source_id", published="published")
    for row in rows(both, "status_as_of"):
        if not same_as_far(row["status_as_of"].isoformat(), row["published"]):
            yield (
                row["_line"],
                f"{row['status_as_of']}, but {row['source_id']} was published {row['published']}",
            )


@table_rule(over="as_of source_id", field="as_of", remedy="correct the earlier or the later date")
def as_of_before_publication(told: Any, sources: Any, events: Any) -> Found:
    """What a source reports holds by the day after its publication, or on the days of its event."""
    about = [name for name in ("event_id",) if name in columns_of(told)]
    dated = told.select("_line", "as_of", "source_id", *about).drop_nulls("as_of")
    both = look_up(dated, sources.drop_nulls("published"), "source_id", published="published")
    late = list(failing(both, lambda day, out: starts_late(day, next_day(out)), "as_of", "published"))
    dates = ("event_id", "date_start", "date_end")
    named = rows(events.select(*dates), *dates) if late else ()
    to_come = {row["event_id"]: (row["date_start"].isoformat(), row["date_end"].isoformat()) for row in named}
    for row in late:
        first, last = to_come.get(row.get("event_id"), ("", ""))
        if not first[: len(row["as_of"])] <= row["as_of"] <= last:  # a month includes its first day
            yield row["_line"], f"{row['as_of']}, but published {row['published']}"


@table_rule(field="date_start", remedy="correct the dates, the id or the name")
def event_has_the_date_of_its_name(events: Any) -> Found:
    """A day in the id or name of an event is its first or last day."""
    columns = ["_line", "event_id", "name", "date_start", "date_end"]
    for row in rows(events.select(*columns), "event_id", "name", "date_start"):
        days = {str(row["date_start"]), str(row["date_end"])}
        named = [day[1] for day in IN_ID.finditer(row["event_id"]) if len(day[1]) == 10]
        named += [day for text in IN_NAME.findall(row["name"]) if (day := _iso(text))]
        if any(day not in days for day in named):
            yield row["_line"], f"{row['date_start']}, but {row['event_id']} is {row['name']}"


def _iso(text: str) -> str:
    """`6 January 2025` -> `2025-01-06`; empty if it is not a day."""
    try:
        return datetime.datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return ""


def _is(day: Day, date: datetime.date) -> bool:
    parts = zip(day, (date.year, date.month, date.day), strict=True)
    return all(printed in (None, part) for printed, part in parts)


@table_rule(field="date_start", remedy="correct the dates, or copy the words that give them")
def printed_date_is_the_events(events: Any, sources: Any) -> Found:
    """The printed date of an event, read from the day of publication, gives its first and last day."""
    columns = ["_line", "source_id", "date_as_written", "date_start", "date_end", "date_precision"]
    published = {"published": "published", "language": "language"}
    for row in rows(look_up(events.select(*columns), sources, "source_id", **published), "date_as_written"):
        if (
            row["date_start"]
            and (row["date_end"] or row["date_start"]) >= row["date_start"]
            and _otherwise(row)
        ):
            span = f"{row['date_start']} to {row['date_end'] or '?'}"
            yield row["_line"], f'{span}, but "{row["date_as_written"]}", published {row["published"] or "?"}'


def _otherwise(row: dict[str, Any]) -> bool:
    """Whether the dates of an event certainly differ from the printed ones."""
    text, language = row["date_as_written"], row["language"] or ""
    start: datetime.date = row["date_start"]
    ends = [start, row["date_end"] or start]
    if row["date_precision"] == "range":  # "by May 20" is a range that starts on the day of publication
        ends = [end for end in ends if end.isoformat() != row["published"]]
    days = days_in(text, language)
    if days:
        if row["date_precision"] not in ("day", "range") or any(
            not any(_is(d, end) for d in days) for end in ends
        ):
            return True
    elif row["date_precision"] == "month" and (months := months_in(text, language)):
        if (start.year, start.month) not in {(year or start.year, month) for year, month in months}:
            return True
    elif row["date_precision"] == "day" and start.isoweekday() not in (weekdays_in(text, language) or ANY):
        return True
    try:
        published = datetime.date.fromisoformat(row["published"] or "")
    except ValueError:
        return False
    years = {int(shift) for word, (shift,) in words("year", language).items() if word in text.casefold()}
    if years:
        return start.year - published.year not in years
    if not days and weekdays_in(text, language):
        return abs(start - published).days > 7
    if any(year is None for year, _, _ in days):
        return abs(start - published).days > (183 if any(month for _, month, _ in days) else 31)
    return False


@table_rule(field="time_local", remedy="correct the time, or copy the words that give it")
def printed_hour_is_the_events(events: Any) -> Found:
    """The local time of an event is the printed time."""
    for row in rows(events.select("_line", "time_local", "time_as_written"), "time_as_written"):
        hours = hours_in(row["time_as_written"])
        if hours and row["time_local"] not in hours:
            yield row["_line"], f'{row["time_local"] or "no time"}, but "{row["time_as_written"]}"'


@row_rule(
    "events",
    "date_as_written date_basis",
    found="basis {date_basis}, date as written {date_as_written}",
    remedy="correct the basis, or copy the words that date the event",
)
def date_basis_fits_words() -> Any:
    """A stated date is printed with its year, a resolved one in some form, an inferred one not at all."""
    stated, inferred = col("date_basis") == "stated", col("date_basis") == "inferred"
    resolved = (col("date_basis") == "resolved") & ~present("date_as_written")
    in_full = col("date_as_written").str.contains(r"(^|[^0-9])[12][0-9]{3}([^0-9]|$)").fill_null(False)
    return resolved | (stated & ~in_full) | (inferred & present("date_as_written"))


@table_rule(
    field="described_as", remedy="name another event, correct the words, or set the stance to `contradicts`"
)
def described_day_is_the_events(event_sources: Any, events: Any, sources: Any) -> Found:
    """A day in words that support or refine an event is one of its days, give or take one for time zones."""
    told = event_sources.select("_line", "event_id", "source_id", "stance", "described_as")
    told = told.filter((col("stance") != "contradicts") & col("described_as").str.contains("[0-9]"))
    dated = events.filter(col("date_precision") == "day").drop_nulls("date_start")
    both = look_up(told, dated, "event_id", first="date_start", last="date_end")
    for row in rows(look_up(both, sources, "source_id", language="language"), "described_as", "language"):
        days = days_in(row["described_as"], row["language"])
        first, last = row["first"] - ONE_DAY, (row["last"] or row["first"]) + ONE_DAY
        span = [first + number * ONE_DAY for number in range(min((last - first).days, 400) + 1)]
        if days and not any(_is(day, date) for day in days for date in span):
            yield row["_line"], f'"{row["described_as"]}", but {row["event_id"]} was on {row["first"]}'


@table_rule(field="said_on", remedy="write the day of the occasion, or say in the note why it is not known")
def said_on_the_day_of_its_occasion(statements: Any, events: Any) -> Found:
    """What was said at a one-day event was said on that day."""
    one_day = events.filter((col("date_precision") == "day") & (col("date_start") == col("date_end")))
    said = statements.select("_line", "occasion_id", "said_on")
    both = look_up(said, one_day, "occasion_id", key="event_id", day="date_start")
    for row in rows(both.filter(~(col("said_on").str.len_chars() >= 10).fill_null(False))):
        yield row["_line"], f"{row['said_on'] or 'no day'}, but {row['occasion_id']} was on {row['day']}"


@table_rule(field="statement_id", remedy="correct the day, or name another utterance")
def renderings_agree_on_the_day(renderings: Any, statements: Any) -> Found:
    """All renderings of an utterance give the same day, as far as they give one."""
    days = statements.drop_nulls("said_on").select("statement_id", said_on="said_on")
    both = renderings.select("_line", "utterance_id", "statement_id").join(days, on="statement_id")
    ends = both.group_by("utterance_id").agg(_first=col("said_on").min(), _last=col("said_on").max())
    doubtful = both.join(ends.filter(col("_first") != col("_last")), on="utterance_id")
    told: dict[str, list[dict[str, Any]]] = {}
    for row in rows(doubtful.sort("_line")):
        told.setdefault(row["utterance_id"], []).append(row)
    for group in told.values():
        full = [row["said_on"] for row in group if len(row["said_on"]) == 10] or [group[0]["said_on"]]
        usual = max(full, key=full.count)
        for row in group:
            if not same_as_far(row["said_on"], usual):
                yield row["_line"], f"said on {row['said_on']}, but on {usual} in other renderings"


@table_rule(
    field="said_on",
    remedy="correct the earlier or the later date, or say in the note why it was reported so late",
)
def said_near_its_publication(statements: Any, sources: Any) -> Found:
    """A statement made more than a month before its publication has a note."""
    said = statements.filter(~present("note")).select("_line", "source_id", "said_on").drop_nulls("said_on")
    both = look_up(said, sources.drop_nulls("published"), "source_id", published="published")

    def long_ago(day: str, published: str) -> bool:
        try:
            ago = datetime.date.fromisoformat(published) - datetime.date.fromisoformat(day)
        except ValueError:
            return int(published[:4]) > int(day[:4]) + 1
        return ago.days > LONG

    for row in failing(both, long_ago, "said_on", "published"):
        yield row["_line"], f"{row['said_on']}, but published {row['published']}"


@table_rule(
    field="as_of",
    found="{as_of}, but {_first} in another claim of {statement_id}",
    remedy="write the same day, or say in the note why the claims hold at different times",
)
def claims_of_a_statement_hold_at_once(claims: Any) -> Any:
    """The claims of a statement hold at the same time, unless two share a measure or a note says why not."""
    dated = claims.drop_nulls("statement_id").select("_line", "statement_id", "measure_id", "note", "as_of")
    dated = dated.with_columns(as_of=col("as_of").fill_null("no day"))
    ends = dated.group_by("statement_id").agg(
        _first=col("as_of").min(),
        _last=col("as_of").max(),
        _claims=ex.len(),
        _measures=col("measure_id").n_unique(),
    )
    differ = ends.filter((col("_first") != col("_last")) & (col("_claims") == col("_measures")))
    several = dated.join(differ, on="statement_id")
    return several.filter((col("as_of") != col("_first")) & ~present("note"))


@table_rule(field="as_of", remedy="correct the date or the event, or say in the note when it holds")
def claim_holds_on_the_day_of_its_event(claims: Any, events: Any, sources: Any) -> Found:
    """A claim about a one-day event holds on that day or on the day of publication, or as its note says."""
    one_day = events.filter((col("date_precision") == "day") & (col("date_start") == col("date_end")))
    dated = claims.filter(~col("note").str.contains("hold").fill_null(False))
    dated = dated.select("_line", "event_id", "source_id", "as_of").drop_nulls("as_of")
    both = look_up(
        look_up(dated, one_day, "event_id", day="date_start"), sources, "source_id", published="published"
    )

    def otherwise(as_of: str, day: datetime.date, published: str | None) -> bool:
        return not same_as_far(as_of, day.isoformat()) and not same_as_far(as_of, published or "9")

    for row in failing(both, otherwise, "as_of", "day", "published"):
        yield row["_line"], f"{row['as_of']}, but {row['event_id']} was on {row['day']}"
