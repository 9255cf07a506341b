"""Rules about statements and their speakers."""

import datetime
from typing import Any

from narwhals import col

from schemas import spans as sp
from schemas.rules import present, row_rule, rows, table_rule
from schemas.rules.common import Found, starts_late
from schemas.rules.people import outside_spell, spell

SPEAKING = ["speaker", "joint_speaker"]


@row_rule(
    "statements",
    "quote quote_type",
    found="quote_type {quote_type}, quote {quote}",
    remedy="mend the type, or fill in or empty the quote",
)
def quote_fits_type() -> Any:
    """A direct or mixed statement has a quote, an indirect or reported one has none."""
    return col("quote_type").is_in(["direct", "mixed"]) != present("quote")


@row_rule(
    "statements",
    "attributed_as attribution",
    found="attribution {attribution}, attributed_as {attributed_as}",
    remedy="mend the attribution, or copy the words that name the speaker",
)
def attributed_as_fits() -> Any:
    """`attributed_as` is given where the source names a speaker in some way, and only there."""
    return col("attribution").is_in(["named", "title", "pronoun", "unnamed"]) != present("attributed_as")


@row_rule(
    "statements", "cue quote_type", found="reported speech without a cue", remedy="copy the verb of speech"
)
def reported_has_cue() -> Any:
    """A reported statement has a cue: the verb is all that makes it one."""
    return (col("quote_type") == "reported") & ~present("cue")


@row_rule(
    "statements",
    "occasion_basis occasion_id",
    found="occasion {occasion_id}, basis {occasion_basis}",
    remedy="give both, or neither",
)
def occasion_basis_fits() -> Any:
    """`occasion_basis` is given where there is an occasion, and only there."""
    return present("occasion_id") != present("occasion_basis")


@table_rule(field="said_on", remedy="mend the earlier or the later date")
def said_before_published(statements: Any, sources: Any) -> Found:
    """A statement was made no later than a day after its publication (time zones differ)."""
    published = {row["source_id"]: row["published"] for row in rows(sources, "published")}
    for row in rows(statements, "said_on", "source_id"):
        limit = _next_day(published.get(row["source_id"]) or "9999")
        if starts_late(row["said_on"], limit):
            yield row["_line"], f"{row['said_on']}, but published {published[row['source_id']]}"


def _next_day(iso: str) -> str:
    try:
        return (datetime.date.fromisoformat(iso) + datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return iso  # a year or month is compared as it is


@table_rule(field="said_on", remedy="mend the date, or name another occasion")
def said_at_its_occasion(statements: Any, events: Any) -> Found:
    """A statement was made within the dates of its occasion."""
    by_id = {row["event_id"]: row for row in rows(events, "event_id", "date_start")}
    for row in rows(statements, "said_on", "occasion_id"):
        event = by_id.get(row["occasion_id"])
        if event is None:
            continue
        first, last = event["date_start"].isoformat(), (event["date_end"] or datetime.date.max).isoformat()
        if starts_late(first, row["said_on"]) or starts_late(row["said_on"], last):
            yield row["_line"], f"{row['said_on']}, but {row['occasion_id']} was {first} to {last}"


@table_rule(
    field="occasion_id",
    found="{occasion_id} is {occasion_status}",
    remedy="name an event that took place, or none",
)
def occasion_took_place(statements: Any, events: Any) -> Any:
    """The occasion of a statement occurred or goes on."""
    status = events.select(occasion_id="event_id", occasion_status="status")
    joined = statements.join(status, on="occasion_id", how="inner")
    return joined.filter(~col("occasion_status").is_in(["occurred", "ongoing"]))


@table_rule(field="attribution", remedy="mend the attribution or the speakers")
def speakers_fit_attribution(statements: Any, statement_speakers: Any) -> Found:
    """A statement has a speaker row, unless its attribution is absent: then it has none."""
    speaking = {row["statement_id"] for row in rows(statement_speakers) if row["role"] in SPEAKING}
    for row in rows(statements, "statement_id", "attribution"):
        spoken = row["statement_id"] in speaking
        if spoken == (row["attribution"] == "absent"):
            yield row["_line"], f"attribution {row['attribution']}, but {'a' if spoken else 'no'} speaker row"


@table_rule(field="person_id", remedy="name the party, or mend the attribution of the statement")
def speaker_named(statement_speakers: Any, statements: Any) -> Found:
    """A speaker row names a party, unless the statement's speaker is unnamed: then it names none."""
    unnamed = {row["statement_id"] for row in rows(statements) if row["attribution"] == "unnamed"}
    for row in rows(statement_speakers, "statement_id"):
        party = row["person_id"] or row["organization_id"] or row["position_id"]
        anonymous = row["statement_id"] in unnamed and row["role"] in SPEAKING
        if bool(party) == anonymous:
            yield row["_line"], f"{party} for an unnamed speaker" if party else "no party"


@table_rule(field="role", remedy="use `speaker` for one, `joint_speaker` for each of several")
def joint_speakers_in_company(statement_speakers: Any) -> Found:
    """A joint speaker is one of at least two, and nobody speaks alone beside them."""
    roles: dict[str, list[str]] = {}
    for row in rows(statement_speakers, "statement_id", "role"):
        roles.setdefault(row["statement_id"], []).append(row["role"])
    for row in rows(statement_speakers, "statement_id", "role"):
        of = roles[row["statement_id"]]
        if row["role"] == "joint_speaker" and (of.count("joint_speaker") < 2 or "speaker" in of):
            yield row["_line"], f"a joint speaker among the roles {', '.join(of)}"


@table_rule(field="role", remedy="keep one of the rows")
def party_once(statement_speakers: Any) -> Found:
    """A party has one role in a statement."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows(statement_speakers, "statement_id"):
        party = (row["statement_id"], row["person_id"], None if row["person_id"] else row["organization_id"])
        if party in seen and any(party[1:]):
            yield row["_line"], f"{row['person_id'] or row['organization_id']} stands there already"
        seen.add(party)


@table_rule(field="basis", remedy="use `coreference` or `inferred`")
def pronoun_is_resolved(statement_speakers: Any, statements: Any) -> Found:
    """A speaker whom only a pronoun names, or nothing at all, is not explicit."""
    vague = {r["statement_id"]: r["attribution"] for r in rows(statements, "attribution")}
    for row in rows(statement_speakers, "statement_id", "basis"):
        attribution = vague.get(row["statement_id"])
        if row["basis"] == "explicit" and attribution in ("pronoun", "implicit") and row["role"] in SPEAKING:
            yield row["_line"], f"explicit, though the attribution is {attribution}"


@table_rule(field="position_id", remedy="name the position held on that day")
def speaker_in_office(statement_speakers: Any, statements: Any, positions: Any) -> Found:
    """A speaker held the position on the day of the statement."""
    said_on = {row["statement_id"]: row["said_on"] for row in rows(statements, "said_on")}
    by_position = {row["position_id"]: row for row in rows(positions, "position_id")}
    for row in rows(statement_speakers, "position_id"):
        day, position = said_on.get(row["statement_id"]), by_position.get(row["position_id"])
        if day and position and outside_spell(day, position):
            yield row["_line"], f"{row['position_id']} was held {spell(position)}, the statement is of {day}"


@table_rule(
    field="source_id",
    found="{source_id}, but {parent_id} is from {parent_source}",
    remedy="name a parent of the same source",
)
def parent_in_same_source(statements: Any) -> Any:
    """A statement and the one it is reported in are from the same source."""
    parents = statements.select(parent_id="statement_id", parent_source="source_id")
    joined = statements.join(parents, on="parent_id", how="inner")
    return joined.filter(col("source_id") != col("parent_source"))


@table_rule(field="spans", remedy="mend the spans of the one or the other")
def nested_inside_parent(statements: Any) -> Found:
    """The spans of a statement within another lie inside that one's."""
    by_id = {row["statement_id"]: row for row in rows(statements, "statement_id", "spans")}
    for row in rows(statements, "parent_id", "spans"):
        parent = by_id.get(row["parent_id"])
        if parent is None or parent["source_id"] != row["source_id"]:
            continue
        if not sp.lie_inside(row["spans"], parent["spans"]):
            yield row["_line"], f"{row['spans']} is not inside {parent['spans']} of {row['parent_id']}"
