"""Rules about columns that several tables share: spans, dates, parents, sequence, parties."""

import datetime
from collections.abc import Iterator
from typing import Any

import narwhals as nw
from narwhals import col

from schemas import spans as sp
from schemas.span_columns import surely_within
from validator.frames import look_up, present, rows
from validator.rules import cell_rule, row_rule, table_rule

Found = Iterator[tuple[int, str]]  # (line, what was found)


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


@cell_rule("spans", remedy="run `scripts/locate.py` and copy its spans")
def spans_ordered(cell: str) -> bool:
    """Each span ends after it starts, and they follow one another without touching."""
    start, _, end = cell.partition("-")
    if cell.isascii() and len(cell) < 20 and start.isdigit() and end.isdigit():
        return int(start) >= int(end)  # one span, as most are
    return sp.well_formed(cell) and sp.disorder(sp.parse(cell)) is not None


def with_text(evidence: Any, sources: Any) -> Any:
    """The rows whose source has a registered text, with its `length`."""
    registered = sources.drop_nulls("text_length")
    return look_up(
        evidence.select("_line", "source_id", "spans"), registered, "source_id", length="text_length"
    )


@table_rule(
    over="spans source_id",
    field="spans",
    remedy="run `scripts/locate.py` for the words that the row rests on",
)
def spans_present(evidence: Any, sources: Any) -> Found:
    """A row has spans wherever the text of its source is registered."""
    for row in rows(with_text(evidence, sources).filter(~present("spans"))):
        yield row["_line"], f"no spans, though the text of {row['source_id']} is registered"


@table_rule(over="spans source_id", field="spans", remedy="run `scripts/locate.py` and copy its spans")
def spans_inside_text(evidence: Any, sources: Any) -> Found:
    """Spans end before the text of the source does."""
    evidence = with_text(evidence, sources)
    for row in rows(evidence, "spans", unless=surely_within("spans", "length")):
        if sp.well_formed(row["spans"]):
            end = max(end for _, end in sp.parse(row["spans"]))
            if end > row["length"]:
                yield row["_line"], f"a span ends at {end}, the text of {row['source_id']} at {row['length']}"


@table_rule(over="parent_id", field="parent_id", remedy="name another parent, or none")
def parents_form_no_loop(children: Any) -> Found:
    """Nothing is its own parent, not even by way of others."""
    key = children.columns[0]
    nested = children.select("_line", key, "parent_id").drop_nulls([key, "parent_id"])
    # all of a loop have parents that have parents, and children
    for _ in range(2):
        nested = nested.join(nested.select(parent_id=key), on="parent_id", how="semi")
    found = list(rows(nested))
    parent = {row[key]: row["parent_id"] for row in found}
    looping = _in_loops(parent)
    for row in found:
        if row[key] in looping and parent[row[key]] == row["parent_id"]:
            yield row["_line"], f"{row[key]} is in {row['parent_id']}, and that in it again"


def _in_loops(parent: dict[str, str]) -> set[str]:
    """The keys from which the way up leads back to them. Each is gone through once."""
    done: set[str] = set()
    looping: set[str] = set()
    for key in parent:
        path: dict[str, None] = {}
        while key in parent and key not in done and key not in path:
            path[key] = None
            key = parent[key]
        way = list(path)
        if key in path:
            looping.update(way[way.index(key) :])
        done.update(way)
    return looping


@table_rule(
    over="seq",
    field="seq",
    found="{_rows} rows, but seq goes up to {_last}",
    remedy="number the rows of the group from 1",
)
def seq_complete(group: Any) -> Any:
    """`seq` counts the rows of a group from 1 without gaps."""
    key = group.columns[0]
    numbered = group.select("_line", key, "seq").drop_nulls([key, "seq"])
    counted = numbered.group_by(key).agg(_rows=nw.len(), _last=col("seq").max())
    gaps = counted.filter(col("_rows") != col("_last"))
    return numbered.join(gaps, on=key, how="inner").filter(col("seq") == col("_last"))


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
