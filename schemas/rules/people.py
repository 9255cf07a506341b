"""Rules about sources, people, organizations and positions."""

import sys
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from schemas.rules.dates import starts_late
from schemas.rules.names import mentioned
from validator.expressions import col, ex
from validator.frames import present, rows
from validator.rules import Found, row_rule, table_rule

ONE_COUNTRY = ["state", "government", "ministry", "legislature", "military", "intelligence_service"]


@row_rule(
    "sources", "text_sha256 text_length", found="one of the two is empty", remedy="give both, or neither"
)
def text_registered_whole() -> Any:
    """A registered text has both its hash and its length."""
    return present("text_sha256") != present("text_length")


@row_rule(
    "sources",
    "published_basis published",
    found="published {published}, basis {published_basis}",
    remedy="say how the date is known, or empty both",
)
def published_basis_fits() -> Any:
    """`published_basis` is given if and only if there is a date of publication."""
    return present("published") != present("published_basis")


@row_rule(
    "sources",
    "note published_basis",
    found="an inferred date without a note",
    remedy="say how it was worked out",
)
def inferred_date_noted() -> Any:
    """A note says how an inferred date of publication was worked out."""
    return (col("published_basis") == "inferred") & ~present("note")


@table_rule(field="accessed", remedy="correct the earlier or the later date")
def accessed_after_published(sources: Any) -> Found:
    """A source was read on or after the day of its publication."""
    for row in rows(sources, "published", "accessed"):
        if starts_late(row["published"], row["accessed"].isoformat()):
            yield row["_line"], f"{row['accessed']} is before {row['published']}, when it was published"


@row_rule(
    "people organizations",
    "wikidata_id note",
    found="{wikidata_id} without a note",
    remedy="name the page that gives it",
)
def wikidata_id_sourced() -> Any:
    """A note says which page or file gives a Wikidata id."""
    return present("wikidata_id") & ~present("note")


@row_rule(
    "organizations",
    "country kind",
    found="no country for an organization of the kind {kind}",
    remedy="fill it in",
)
def country_of_the_state() -> Any:
    """A state and its bodies have a country."""
    return col("kind").is_in(ONE_COUNTRY) & ~present("country")


@table_rule(
    field="note",
    found="{name} takes part in nothing, and no note says why it is here",
    remedy="link it, say why, or remove it",
)
def person_is_used(people: Any, positions: Any, event_participants: Any, statement_speakers: Any) -> Any:
    """A person holds a position, speaks or takes part, or a note says why the row is here."""
    for frame in (positions, event_participants, statement_speakers):
        people = people.join(frame.select("person_id"), on="person_id", how="anti")
    return people.filter(~present("note"))


@table_rule(
    field="note",
    found="{name} takes part in nothing, and no note says why it is here",
    remedy="link it, say why, or remove it",
)
def organization_is_used(
    organizations: Any, positions: Any, event_participants: Any, statement_speakers: Any
) -> Any:
    """An organization has offices or sub-bodies, speaks or takes part, or a note says why the row is here."""
    parents = organizations.select(organization_id="parent_id")
    for frame in (positions, event_participants, statement_speakers, parents):
        organizations = organizations.join(frame.select("organization_id"), on="organization_id", how="anti")
    return organizations.filter(~present("note"))


@table_rule(field="start", remedy="swap or correct them")
def position_dates_in_order(positions: Any) -> Found:
    """A spell does not end before it starts."""
    for row in rows(positions, "start", "end"):
        if starts_late(row["start"], row["end"]):
            yield row["_line"], f"start {row['start']} is after end {row['end']}"


@table_rule(field="as_of", remedy="correct the spell, or date the evidence")
def position_held_as_of(positions: Any) -> Found:
    """The day on which a source puts a person in a position lies within the spell."""
    for row in rows(positions.select("_line", "start", "end", "as_of"), "as_of"):
        if outside_spell(row["as_of"], row):
            yield row["_line"], f"{row['as_of']} is outside {spell(row)}"


def outside_spell(day: str, position: dict[str, Any]) -> bool:
    """Whether a date is certainly outside the spell of a position; a missing start or end leaves it open."""
    start, end = position["start"], position["end"]
    in_order = not (start and end and starts_late(start, end))
    return in_order and bool((start and starts_late(start, day)) or (end and starts_late(day, end)))


def spell(position: dict[str, Any]) -> str:
    """A spell for a message: `2024-12-27 to ?`."""
    return f"{position['start'] or '?'} to {position['end'] or '?'}"


@row_rule(
    "positions",
    "note status_basis",
    found="basis {status_basis} without a note",
    remedy="say how the status is known",
)
def status_basis_noted() -> Any:
    """A note says how an inferred or external status is known."""
    return col("status_basis").is_in(["inferred", "external"]) & ~present("note")


@table_rule(field="status", remedy="end one spell where the other starts")
def one_status_at_a_time(positions: Any) -> Found:
    """Nobody holds the same office with two statuses at once."""
    spells: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    office = ("person_id", "organization_id", "title", "status")
    for row in rows(positions.select("_line", *office, "start", "end"), *office):
        spells.setdefault((row["person_id"], row["organization_id"], row["title"]), []).append(row)
    for group in spells.values():
        for row, other in overlaps(group) if len(group) > 1 else ():
            yield (
                row["_line"],
                f"{row['status']} ({spell(row)}) overlaps {other['status']} ({spell(other)})",
            )


def overlaps(group: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each spell that overlaps one of another status in an earlier row, paired with that one.

    Two spells overlap unless one ends on or before the first day of the other, as far as both are given.
    Text compares that way if an end is taken unchanged and the last character of all is added to a start. So,
    among the earlier rows whose spell starts before this one ends, only the one that ends last matters. A
    tree of maxima by start keeps it, and the last one of another status, in a few steps per row.
    """
    starts = sorted({_first_day(row) for row in group})
    tree: list[list[dict[str, Any]]] = [[] for _ in range(len(starts) + 1)]
    for row in sorted(group, key=lambda row: row["_line"]):
        at, found = bisect_left(starts, _last_day(row)), list[dict[str, Any]]()
        while at > 0:
            found = _last_two([*found, *tree[at]])
            at &= at - 1
        others = [one for one in found if one["status"] != row["status"]]
        if others and _last_day(others[0]) > _first_day(row):
            yield row, others[0]
        at = bisect_left(starts, _first_day(row)) + 1
        while at < len(tree):
            tree[at] = _last_two([*tree[at], row])
            at += at & -at


def _last_two(spells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The spell that ends last, and the last one of another status; among equals, the earlier row."""
    last = sorted(spells, key=lambda row: row["_line"])
    last.sort(key=_last_day, reverse=True)
    return last[:1] + [row for row in last if row["status"] != last[0]["status"]][:1]


def _first_day(row: dict[str, Any]) -> str:
    return f"{row['start']}{chr(sys.maxunicode)}" if row["start"] else ""


def _last_day(row: dict[str, Any]) -> str:
    return row["end"] or chr(sys.maxunicode) * 2


@table_rule(
    field="country",
    found="{country}, but {parent_id} is of {_above}",
    remedy="correct the country or the parent",
)
def body_in_the_country_of_its_parent(organizations: Any) -> Any:
    """A body has the country of the body it belongs to."""
    above = organizations.drop_nulls("country").select(parent_id="organization_id", _above="country")
    both = organizations.select("_line", "country", "parent_id").join(above, on="parent_id")
    return both.filter(col("country") != col("_above"))


@row_rule(
    "organizations",
    "parent_id kind note",
    found="a {kind} that belongs to no state",
    remedy="name the state or body that it belongs to",
)
def body_belongs_to_a_state() -> Any:
    """A body of a state belongs to that state, or to another of its bodies."""
    return col("kind").is_in([kind for kind in ONE_COUNTRY if kind != "state"]) & ~present("parent_id")


@table_rule(
    field="parent_id",
    found="a {kind} that belongs to {parent_id}, a {_above}",
    remedy="name the state it belongs to, or one of that state's bodies",
)
def parent_is_a_state_or_its_body(organizations: Any) -> Any:
    """A body belongs to a state, a body of a state or an intergovernmental body; a state only to the last."""
    above = organizations.select(parent_id="organization_id", _above="kind")
    both = organizations.select("_line", "kind", "parent_id").join(above, on="parent_id")
    lower = ~col("_above").is_in([*ONE_COUNTRY, "office", "intergovernmental"])
    return both.filter(lower | ((col("kind") == "state") & (col("_above") != "intergovernmental")))


@table_rule(
    field="person_id",
    found="{person_id} is of {_country}, {organization_id} of {_of}",
    remedy="correct the person, the body or a country, or say in the note why they differ",
)
def person_of_the_country_of_the_body(positions: Any, people: Any, organizations: Any) -> Any:
    """The holder of an office has the country of its body, or a note says why not."""
    persons = people.drop_nulls("country").select("person_id", _country="country")
    bodies = organizations.drop_nulls("country").select("organization_id", _of="country")
    held = positions.filter(~col("note").str.contains("nationality|citizen").fill_null(False))
    both = held.select("_line", "person_id", "organization_id").join(persons, on="person_id")
    return both.join(bodies, on="organization_id").filter(col("_country") != col("_of"))


@table_rule(field="title", remedy="correct the title or the body")
def title_names_the_country(positions: Any, organizations: Any) -> Found:
    """A title that names states names the state of its body."""
    states = organizations.filter(col("kind") == "state").select("name", "country")
    names = {row["name"]: row["country"] for row in rows(states, "name", "country")}
    bodies = organizations.select("organization_id", _of="country")
    held = positions.select("_line", "organization_id", "title").join(bodies, on="organization_id")
    titled = list(rows(held, "title", "_of"))
    for row, states_ in zip(titled, mentioned([row["title"] for row in titled], names), strict=True):
        named = {names[state] for state in states_}
        if named and row["_of"] not in named:
            yield row["_line"], f"{row['title']}, but {row['organization_id']} is of {row['_of']}"


@row_rule(
    "positions",
    "status title_as_written status_basis",
    found="{status}, but {title_as_written}",
    remedy="correct the status, or copy the words again",
)
def status_fits_title() -> Any:
    """A printed title has "acting", "-elect" or "former" only with that status, and always if stated."""
    printed = col("title_as_written").str.to_lowercase()
    words = {"acting": r"\b(acting|interim)|권한대행|代行", "elect": "-elect", "former": r"\b(former|ex-)"}
    wrong = ex.lit(False)
    for status, pattern in words.items():
        titled, held = printed.str.contains(pattern), col("status") == status
        wrong = wrong | (titled & ~held) | (~titled & held & (col("status_basis") == "stated"))
    return wrong


@row_rule(
    "positions",
    "end status start as_of",
    found="{status}, from {start} to {end}, as of {as_of}",
    remedy="correct the status, or give the end of the spell",
)
def spell_fits_status() -> Any:
    """A former holder has left; one who is elect has not started."""
    begun = (col("status") == "elect") & (col("start") <= col("as_of"))
    return begun.fill_null(False) | ((col("status") == "former") & ~present("end"))


@row_rule(
    "positions",
    "start start_source_id end end_source_id",
    found="from {start} ({start_source_id}) to {end} ({end_source_id})",
    remedy="name the source of each date, or empty it where there is no date",
)
def spell_dates_have_sources() -> Any:
    """The start and end of a spell each have a source if they are given, and only then."""
    start = present("start") != present("start_source_id")
    return start | (present("end") != present("end_source_id"))


@row_rule(
    "positions",
    "title title_as_written",
    found="{title}, but printed {title_as_written}",
    remedy="correct the title, or copy the words again",
)
def rank_is_printed() -> Any:
    """Our title has "Deputy" or "Vice" if and only if the printed one has a word for it."""
    printed = col("title_as_written").str.to_lowercase().str.contains("deputy|vice|차관|부")
    return printed != col("title").str.contains("Deputy|Vice")


@row_rule(
    "positions",
    "title_as_written note",
    found="no printed title",
    remedy="copy the words, or say in the note how the office is known",
)
def title_is_printed_or_noted() -> Any:
    """A position has a printed title, or a note that mentions the office."""
    return ~present("title_as_written") & ~col("note").str.contains("office").fill_null(False)


@row_rule("people", "name_as_written", found="no printed name", remedy="copy the name as it is printed")
def person_is_printed() -> Any:
    """A person has a printed name."""
    return ~present("name_as_written")


@row_rule(
    "people",
    "country note",
    found="no country",
    remedy="give the country, or say in the note what is known",
)
def person_has_a_country() -> Any:
    """A person has a country, or a note says what is known."""
    return ~present("country") & ~present("note")
