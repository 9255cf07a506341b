"""Rules about events, their sources and their participants."""

import calendar
import datetime
import zoneinfo
from typing import Any

from schemas.rules.dates import next_day, starts_late
from schemas.rules.people import outside_spell, spell
from schemas.rules.printed import hours_in
from validator.expressions import col, ex
from validator.frames import failing, look_up, present, rows
from validator.rules import Found, cell_rule, row_rule, table_rule

ONE_DAY = ["meeting", "press_conference", "phone_call", "vote", "impeachment", "declaration", "launch"]
ONE_DAY += ["appointment", "inauguration", "ceremony"]
# words in an event's name that show its kind
KINDS = {
    "meeting": "^(Luncheon )?[Mm]eeting of ",
    "press_conference": "^(Joint )?[Pp]ress conference|[Bb]riefing of [0-9]",
    "phone_call": "[Pp]hone call",
    "visit": r"^\S+'s (visit|journey|stay) |^Planned visit of|^(Arrival|Departure) of ",
    "impeachment": "^Impeachment of |impeaching",
    "inauguration": "^Inauguration of ",
    "launch": "(^|missile )[Ll]aunch of ",
    "vote": "^Vote of ",
    "conflict": "^Casualties |\\bwar in ",
    "declaration": "^(Declaration|Announcement|Lifting) of ",
}


@row_rule(
    "events", "date_end date_start", found="{date_end} is before {date_start}", remedy="swap or correct them"
)
def event_dates_in_order() -> Any:
    """An event does not end before it starts."""
    return col("date_end") < col("date_start")


@table_rule(field="date_precision", remedy="correct the dates or their precision")
def precision_fits_dates(events: Any) -> Found:
    """Dates fit their precision: days, a whole month or year, a range, or none."""
    columns = ("date_precision", "date_start", "date_end")
    for row in failing(events.drop_nulls("date_precision"), _imprecise, *columns):
        yield row["_line"], _imprecise(*(row[column] for column in columns)) or ""


def _imprecise(precision: str, start: datetime.date | None, end: datetime.date | None) -> str | None:
    if precision == "unknown":
        return "unknown, but a date is given" if start or end else None
    if start is None:
        return f"{precision}, but date_start is empty"
    if end is not None and end < start:
        return None  # event-dates-in-order reports it
    whole = {
        "month": (start.replace(day=1), start.replace(day=calendar.monthrange(start.year, start.month)[1])),
        "year": (start.replace(month=1, day=1), start.replace(month=12, day=31)),
    }
    if precision in whole and (start, end) != whole[precision]:
        return f"{precision}, but {start} to {end or '?'} is not its first and last day"
    if precision == "range" and (end is None or start == end):
        return f"range, but {start} to {end or '?'} leaves only one possible day"
    return None


@row_rule(
    "events",
    "date_basis date_precision",
    found="precision {date_precision}, basis {date_basis}",
    remedy="say how the date is known",
)
def date_basis_fits() -> Any:
    """`date_basis` is empty if and only if the date is unknown."""
    return (col("date_precision") == "unknown") == present("date_basis")


@row_rule(
    "events", "note date_basis", found="basis {date_basis} without a note", remedy="say how the date is known"
)
def date_basis_noted() -> Any:
    """A note says how an inferred date was worked out, or which source gives an external date."""
    return col("date_basis").is_in(["inferred", "external"]) & ~present("note")


@row_rule(
    "events",
    "date_start status status_as_of",
    found="{status} for {date_start}, as of {status_as_of}",
    remedy="correct the date or the status",
)
def future_not_past() -> Any:
    """A scheduled or intended event does not lie before `status_as_of`."""
    return col("status").is_in(["scheduled", "intended"]) & (col("date_start") < col("status_as_of"))


@row_rule(
    "events",
    "date_start status status_as_of",
    found="{status} on {date_start}, as of {status_as_of}",
    remedy="correct the date or the status",
)
def past_not_future() -> Any:
    """An event that occurred, is ongoing or was attempted does not start after `status_as_of`."""
    return col("status").is_in(["occurred", "ongoing", "attempted"]) & (
        col("date_start") > col("status_as_of")
    )


@row_rule(
    "events",
    "date_end status status_as_of date_precision",
    found="{status} until {date_end}, as of {status_as_of}",
    remedy="correct the date or the status",
)
def end_fits_status() -> Any:
    """An event that occurred had ended by `status_as_of`; an ongoing one had not."""
    over = col("status").is_in(["occurred", "attempted"]) & (col("date_end") > col("status_as_of"))
    ended = (col("status") == "ongoing") & (col("date_end") <= col("status_as_of"))
    return (col("date_precision") == "day") & (over | ended)


@row_rule(
    "events",
    "date_start status",
    found="scheduled, but without a day",
    remedy="give the day, or use `intended`",
)
def scheduled_has_a_day() -> Any:
    """A scheduled event has a date."""
    return (col("status") == "scheduled") & ~present("date_start")


@row_rule(
    "events",
    "date_end date_start status note",
    found="{status} from {date_start}, without an end",
    remedy="give the last day, or say in the note that its end is not reported",
)
def past_event_has_an_end() -> Any:
    """An event that occurred, was attempted or is scheduled has a last day, or its note mentions the end."""
    past = col("status").is_in(["occurred", "attempted", "scheduled"]) & present("date_start")
    return past & ~present("date_end") & ~col("note").str.contains(r"\bend").fill_null(False)


@table_rule(
    field="country",
    found="{_place} is in {country} here, but in {_first} in other rows",
    remedy="write the same country in each row, or give the places different names",
)
def place_in_one_country(events: Any) -> Any:
    """A place is in the same country in all events."""
    placed = events.drop_nulls(["place", "country"]).select("_line", "place", "country")
    widest = placed.with_columns(_place=col("place").str.replace_all(",.*", ""))
    first = widest.group_by("_place").agg(_first=col("country").min(), _last=col("country").max())
    return widest.join(first.filter(col("_first") != col("_last")), on="_place")


@row_rule(
    "events",
    "country place",
    found="no country for {place}",
    remedy="give the country, or say in the note why the place is not in one",
)
def place_has_a_country() -> Any:
    """A place has a country, or a note says why not."""
    return present("place") & ~present("country") & ~present("note")


@row_rule(
    "events",
    "kind name",
    found="a {kind} with the name {name}",
    remedy="correct the kind or the name",
)
def kind_fits_name() -> Any:
    """An event whose name begins with a kind of event is of that kind."""
    wrong = ex.lit(False)
    for kind, pattern in KINDS.items():
        wrong = wrong | (col("name").str.contains(pattern) & (col("kind") != kind))
    return wrong


@table_rule(field="date_start", remedy="correct the dates, or name another parent")
def child_within_parent(events: Any) -> Found:
    """An event that is part of another lies within the dates of that event."""
    children = events.select("_line", "parent_id", "date_start", "date_end").drop_nulls("date_start")
    both = look_up(children, events, "parent_id", key="event_id", first="date_start", last="date_end")
    early = col("date_start") < col("first")
    late = present("first") & (ex.coalesce("date_end", "date_start") > col("last"))
    for row in rows(both.filter(early.fill_null(False) | late.fill_null(False))):
        yield row["_line"], f"not within {row['parent_id']}, {row['first']} to {row['last'] or '?'}"


@row_rule(
    "events",
    "time_local time_zone time_as_written date_start date_precision",
    found="time {time_local}, zone {time_zone}, as written {time_as_written}, precision {date_precision}",
    remedy="fill in what is missing, or empty the time",
)
def time_complete() -> Any:
    """A time has its zone, its printed words, and a day."""
    whole = present("time_zone") & present("time_as_written") & (col("date_precision") == "day")
    return (present("time_local") & ~whole) | (~present("time_local") & present("time_zone"))


@cell_rule("time_zone", remedy="use a name from the IANA database, such as Asia/Seoul")
def time_zone_known(name: str) -> bool:
    """A time zone is in the IANA database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return True
    return False


@table_rule(
    field="status",
    found="{status}, but no statement is about it, and no note says why",
    remedy="link a statement, or say in the note whose narration it rests on",
)
def unproven_has_statement(events: Any, statement_events: Any) -> Any:
    """An alleged, possible or intended event has a statement about it, or a note that says why not."""
    unproven = events.filter(col("status").is_in(["alleged", "possible", "intended"]) & ~present("note"))
    return unproven.join(statement_events.select("event_id"), on="event_id", how="anti")


@table_rule(
    field="kind",
    found="a {kind} with {_sides} participants",
    remedy="add the other side to event_participants",
)
def meeting_has_two_sides(events: Any, event_participants: Any) -> Any:
    """A meeting or a phone call has at least two participants."""
    sides = event_participants.drop_nulls("event_id").group_by("event_id").agg(_sides=ex.len())
    meetings = events.filter(col("kind").is_in(["meeting", "phone_call"])).drop_nulls("event_id")
    both = meetings.select("_line", "event_id", "kind").join(sides, on="event_id", how="left")
    return both.with_columns(_sides=col("_sides").fill_null(0)).filter(col("_sides") < 2)


@table_rule(field="position_id", remedy="name the position held on that day")
def participant_in_office(event_participants: Any, events: Any, positions: Any) -> Found:
    """A participant held the position on the first day of the event."""
    dated = events.drop_nulls("date_start").filter(col("date_precision") == "day")
    both = look_up(event_participants, dated, "event_id", first="date_start", last="date_end")
    both = look_up(both, positions, "position_id", start="start", end="end")

    def not_yet_or_no_more(first: datetime.date, last: datetime.date | None, start: str, end: str) -> bool:
        # a span of days may begin before the spell does; then the event's last day decides
        return all(
            outside_spell(day.isoformat(), {"start": start, "end": end}) for day in (first, last or first)
        )

    for row in failing(both, not_yet_or_no_more, "first", "last", "start", "end"):
        day = row["last"] or row["first"]
        yield row["_line"], f"{row['position_id']} was held {spell(row)}, the event was on {day}"


@row_rule(
    "event_sources",
    "detail stance",
    found="stance {stance} without a detail",
    remedy="say in `detail` what it adds or changes",
)
def stance_explained() -> Any:
    """Where a source refines or contradicts, `detail` says what it adds or changes."""
    return col("stance").is_in(["refines", "contradicts"]) & ~present("detail")


@row_rule(
    "events",
    "date_end date_start date_precision kind",
    found="a {kind} from {date_start} to {date_end}",
    remedy="correct the dates or the kind",
)
def talk_or_act_lasts_a_day() -> Any:
    """A meeting, call, vote, launch or the like begins and ends on one day."""
    lasting = (col("date_start") != col("date_end")) | (present("date_start") & ~present("date_end"))
    return col("kind").is_in(ONE_DAY) & (col("date_precision") == "day") & lasting


@row_rule("events", "status kind", found="an ongoing {kind}", remedy="correct the status or the kind")
def talk_or_act_does_not_go_on() -> Any:
    """A meeting, call, vote, launch or the like is not ongoing."""
    return col("kind").is_in(ONE_DAY) & (col("status") == "ongoing")


@table_rule(
    field="event_id",
    found="{event_id} has no participants",
    remedy="add whoever acted or was there, or say in the note that nobody is named",
)
def event_has_a_participant(events: Any, event_participants: Any) -> Any:
    """An event has a participant, or a note says that nobody is named."""
    silent = events.filter(~col("note").str.contains("[Ww]ho|[Nn]obody").fill_null(False))
    return silent.join(event_participants.select("event_id"), on="event_id", how="anti")


@row_rule(
    "event_sources",
    "described_as detail",
    found="{detail}",
    remedy="copy the source's words, and say in our own what they add",
)
def description_is_not_the_detail() -> Any:
    """A source's description and our detail are not the same words."""
    return col("described_as") == col("detail")


@table_rule(field="described_as", remedy="correct the time, or set the stance to `refines` or `contradicts`")
def supporting_hour_is_the_events(event_sources: Any, events: Any) -> Found:
    """A time in words that support an event is its local time, give or take ten minutes."""
    timed = events.drop_nulls("time_local").select("event_id", "time_local")
    told = event_sources.filter(col("stance") == "supports").select("_line", "event_id", "described_as")
    for row in rows(told.join(timed, on="event_id"), "described_as"):
        hours = hours_in(row["described_as"])
        if hours and all(abs(_minutes(hour) - _minutes(row["time_local"])) > 10 for hour in hours):
            yield row["_line"], f'"{row["described_as"]}", but {row["event_id"]} was at {row["time_local"]}'


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])


@table_rule(
    field="source_id", remedy="correct the source or the event, or say in `detail` that it reports a plan"
)
def source_is_not_before_the_event(event_sources: Any, events: Any, sources: Any) -> Found:
    """A source that supports a past event was published at most a day before it, or reports a plan."""
    past = events.filter(col("status").is_in(["occurred", "attempted"])).drop_nulls("date_start")
    told = event_sources.filter(col("stance") != "contradicts")
    told = told.filter(~col("detail").str.contains("nnounce|lan(s|ned)? |[Aa]head|cheduled").fill_null(False))
    both = look_up(told.select("_line", "event_id", "source_id"), past, "event_id", start="date_start")
    both = look_up(both, sources.drop_nulls("published"), "source_id", published="published")

    def before(published: str, start: datetime.date) -> bool:
        return starts_late(start.isoformat(), next_day(published))

    for row in failing(both, before, "published", "start"):
        yield row["_line"], f"published {row['published']}, but {row['event_id']} began on {row['start']}"
