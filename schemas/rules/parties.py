"""Rules about who speaks, acts or takes part."""

from typing import Any

from validator.expressions import col, ex
from validator.frames import present
from validator.rules import row_rule, table_rule

TALKS = ["meeting", "phone_call"]


@row_rule(
    "event_participants",
    "person_id organization_id position_id",
    found="neither person, organization nor position",
    remedy="name at least one of the three",
)
def participant_named() -> Any:
    """A participant is a person, an organization or a position."""
    return ~present("person_id") & ~present("organization_id") & ~present("position_id")


@table_rule(
    over="person_id position_id role",
    field="position_id",
    found="{position_id} is held by {holder}",
    remedy="name a position of the same person, and give the person with it",
)
def position_of_same_person(party: Any, positions: Any) -> Any:
    """A position is given together with the person who holds it."""
    held = positions.select("position_id", holder="person_id")
    joined = party.select("_line", "person_id", "position_id").join(held, on="position_id", how="inner")
    return joined.filter((col("person_id") != col("holder")).fill_null(True))


@table_rule(
    over="wikidata_id",
    field="wikidata_id",
    found="{wikidata_id} is in {_times} rows",
    remedy="find out which row it belongs to",
)
def wikidata_id_unique(entity: Any, people: Any, organizations: Any) -> Any:
    """A Wikidata id belongs to one person or organization only."""
    ids = ex.concat([frame.select("wikidata_id").drop_nulls() for frame in (people, organizations)])
    times = ids.group_by("wikidata_id").agg(_times=ex.len()).filter(col("_times") > 1)
    return entity.select("_line", "wikidata_id").join(times, on="wikidata_id", how="inner")


@table_rule(
    over="person_id position_id role",
    field="position_id",
    found="{person_id} holds positions, but none is named",
    remedy="name the position in which the person speaks or acts",
)
def holder_names_a_position(party: Any, positions: Any) -> Any:
    """A person who holds positions speaks and acts in one of them."""
    bare = party.select("_line", "person_id", "position_id").filter(~present("position_id"))
    return bare.join(positions.select("person_id"), on="person_id", how="semi")


@table_rule(
    over="person_id organization_id position_id role",
    field="organization_id",
    found="{organization_id}, but {position_id} is of {_body}",
    remedy="name the body of the position, or the parent of that body",
)
def position_of_same_body(party: Any, positions: Any, organizations: Any) -> Any:
    """A position is given together with its body, or with the parent of that body."""
    bodies = positions.select("position_id", _body="organization_id")
    above = organizations.select(_body="organization_id", _above="parent_id")
    both = party.select("_line", "organization_id", "position_id").join(bodies, on="position_id")
    both = both.join(above, on="_body", how="left")
    fits = (col("organization_id") == col("_body")) | (col("organization_id") == col("_above"))
    return both.filter(~fits.fill_null(False))


@table_rule(
    field="position_id",
    found="{position_id}, but {_first} in another statement of {_day}",
    remedy="name the same position in both, or correct the day",
)
def one_position_a_day(statement_speakers: Any, statements: Any) -> Any:
    """Nobody speaks in two positions on one day."""
    days = statements.drop_nulls("said_on").select("statement_id", _day="said_on")
    held = statement_speakers.drop_nulls(["person_id", "position_id"])
    spoken = held.join(days, on="statement_id").filter(col("_day").str.len_chars() == 10)
    spoken = spoken.select("_line", "person_id", "position_id", "_day")
    first = spoken.group_by("person_id", "_day").agg(_first=col("position_id").min())
    return spoken.join(first, on=["person_id", "_day"]).filter(col("position_id") != col("_first"))


@table_rule(
    field="role",
    found="{role} of an event that is {_status}",
    remedy="use `alleged_actor` or `potential_actor`, or correct the status",
)
def role_fits_status(event_participants: Any, events: Any) -> Any:
    """An event that took or is taking place has actors; others have alleged or potential actors."""
    statuses = events.select("event_id", _status="status")
    both = event_participants.select("_line", "event_id", "role").join(statuses, on="event_id")
    open_ = ["alleged", "denied", "intended", "possible", "cancelled"]
    wrong = {
        "actor": open_,
        "alleged_actor": [
            "occurred",
            "ongoing",
            "attempted",
            "scheduled",
            "intended",
            "possible",
            "cancelled",
        ],
        "potential_actor": ["occurred", "ongoing", "attempted", "alleged", "denied"],
    }
    found = ex.lit(False)
    for role, statuses_ in wrong.items():
        found = found | ((col("role") == role) & col("_status").is_in(statuses_))
    return both.filter(found)


@table_rule(
    field="role",
    found="{role} of a {_kind}",
    remedy="use `participant` or `host`, or correct the kind of the event",
)
def talk_has_participants(event_participants: Any, events: Any) -> Any:
    """Those who take part in a meeting or phone call are participants or hosts."""
    kinds = events.filter(col("kind").is_in(TALKS)).select("event_id", _kind="kind")
    both = event_participants.select("_line", "event_id", "role").join(kinds, on="event_id")
    return both.filter(~col("role").is_in(["participant", "host"]))


@table_rule(
    field="role",
    found="addressed at {occasion_id}, a {_kind}",
    remedy="correct the role or the occasion, or say in the statement's note to whom it was said",
)
def addressee_is_talked_to(statement_speakers: Any, statements: Any, events: Any) -> Any:
    """Somebody is addressed in a meeting or call, or a note says where else they talked."""
    addressed = statement_speakers.filter(col("role") == "addressee").select("_line", "statement_id")
    kinds = events.select(occasion_id="event_id", _kind="kind")
    both = addressed.join(statements.select("statement_id", "occasion_id", "note"), on="statement_id")
    both = both.join(kinds, on="occasion_id", how="left")
    return both.filter(~col("_kind").is_in(TALKS).fill_null(False) & ~present("note"))


@table_rule(
    field="organization_id",
    found="{_party} takes no part in {occasion_id}",
    remedy="correct the occasion or the party, or add the party to event_participants",
)
def speaker_takes_part(
    statement_speakers: Any, statements: Any, event_participants: Any, organizations: Any
) -> Any:
    """Anyone who speaks or is addressed at an event takes part in it, or a body they belong to does."""
    above = organizations.drop_nulls("parent_id")
    occasions = statements.drop_nulls("occasion_id").select("statement_id", "occasion_id")
    party = ex.coalesce("person_id", "organization_id")
    said = statement_speakers.with_columns(_party=party).drop_nulls("_party")
    said = said.select("_line", "statement_id", "person_id", "organization_id", "_party")
    said = said.join(occasions, on="statement_id")
    over = above.select(organization_id="organization_id", _key="parent_id")
    under = above.select(organization_id="parent_id", _key="organization_id")
    there = event_participants.select("event_id", "organization_id")
    keys = [
        event_participants.select(occasion_id="event_id", _key="person_id"),
        there.select(occasion_id="event_id", _key="organization_id"),
    ]
    keys += [
        there.join(near, on="organization_id").select(occasion_id="event_id", _key="_key")
        for near in (over, under)
    ]
    known = ex.concat(keys).drop_nulls()
    # a person may take part through a body they belong to, but not through a related one
    bodies = ex.concat(keys[:2]).drop_nulls()
    of_body = said.join(
        bodies, left_on=["occasion_id", "organization_id"], right_on=["occasion_id", "_key"], how="semi"
    )
    found = said.join(known, left_on=["occasion_id", "_party"], right_on=["occasion_id", "_key"], how="anti")
    return found.join(of_body.select("_line"), on="_line", how="anti")


@table_rule(
    field="basis",
    found="basis {basis}, but the attribution is {_attribution}",
    remedy="correct the basis or the attribution",
)
def basis_fits_attribution(statement_speakers: Any, statements: Any) -> Any:
    """A named speaker is explicit; one referred to by a pronoun is known by coreference."""
    speakers = statement_speakers.filter(col("role") == "speaker").select("_line", "statement_id", "basis")
    both = speakers.join(statements.select("statement_id", _attribution="attribution"), on="statement_id")
    named = (col("_attribution") == "named") & (col("basis") != "explicit")
    return both.filter(named | ((col("_attribution") == "pronoun") & (col("basis") == "inferred")))


@table_rule(
    field="statement_id",
    found="{_party} is missing, but is a party in all other renderings",
    remedy="add the party to the statement, or say in its note why it is missing",
)
def usual_party_is_there(renderings: Any, statement_speakers: Any, statements: Any) -> Any:
    """A joint speaker or addressee in all other renderings of an utterance is a party in this one too."""
    beside = statement_speakers.filter(col("role") != "speaker")
    beside = beside.select("statement_id", _party=ex.coalesce("person_id", "organization_id")).drop_nulls()
    pairs = renderings.select("_line", "utterance_id", "statement_id")
    all_ = pairs.group_by("utterance_id").agg(_all=ex.len())
    with_ = pairs.join(beside, on="statement_id").group_by("utterance_id", "_party").agg(_with=ex.len())
    usual = with_.join(all_, on="utterance_id").filter((col("_with") == col("_all") - 1) & (col("_all") > 2))
    noted = statements.filter(present("note")).select("statement_id")
    missing = pairs.join(usual, on="utterance_id").join(beside, on=["statement_id", "_party"], how="anti")
    return missing.join(noted, on="statement_id", how="anti")
