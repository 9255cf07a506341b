"""Rules about who speaks, acts or takes part."""

from typing import Any

import narwhals as nw
from narwhals import col

from schemas.frames import present
from schemas.rules import row_rule, table_rule


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
    remedy="name a position of the same person, and the person beside it",
)
def position_of_same_person(party: Any, positions: Any) -> Any:
    """A position stands beside the person who holds it."""
    held = positions.select("position_id", holder="person_id")
    joined = party.select("_line", "person_id", "position_id").join(held, on="position_id", how="inner")
    return joined.filter((col("person_id") != col("holder")).fill_null(True))


@table_rule(
    over="wikidata_id",
    field="wikidata_id",
    found="{wikidata_id} stands in {_times} rows",
    remedy="find out which row it belongs to",
)
def wikidata_id_unique(entity: Any, people: Any, organizations: Any) -> Any:
    """A Wikidata id belongs to one person or organization only."""
    ids = nw.concat([frame.select("wikidata_id").drop_nulls() for frame in (people, organizations)])
    times = ids.group_by("wikidata_id").agg(_times=nw.len()).filter(col("_times") > 1)
    return entity.select("_line", "wikidata_id").join(times, on="wikidata_id", how="inner")
