"""Rules about columns that several tables share: spans, dates, parents, sequence, parties."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from narwhals import col

from schemas import spans as sp
from schemas.rules import cell_rule, failing, look_up, present, row_rule, rows, table_rule
from schemas.span_columns import maybe_beyond, maybe_outside

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
    return sp.well_formed(cell) and sp.disorder(sp.parse(cell)) is not None


def with_text(evidence: Any, sources: Any) -> Any:
    """The rows whose source has a registered text, with its `length`."""
    registered = sources.drop_nulls("text_length")
    return look_up(
        evidence.select("_line", "source_id", "spans"), registered, "source_id", length="text_length"
    )


def outside(frame: Any, inner: str, outer: str) -> Any:
    """The rows whose spans in one column do not lie within those in another."""
    return failing(maybe_outside(frame, inner, outer), lambda a, b: not sp.lie_inside(a, b), inner, outer)


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
    for row in rows(maybe_beyond(with_text(evidence, sources), "spans", "length")):
        if sp.well_formed(row["spans"]):
            end = max(end for _, end in sp.parse(row["spans"]))
            if end > row["length"]:
                yield row["_line"], f"a span ends at {end}, the text of {row['source_id']} at {row['length']}"


@table_rule(over="parent_id", field="parent_id", remedy="name another parent, or none")
def parents_form_no_loop(children: Any) -> Found:
    """Nothing is its own parent, not even by way of others."""
    key = children.columns[0]
    nested = children.select("_line", key, "parent_id").drop_nulls([key, "parent_id"])
    parent = dict(zip(nested[key].to_list(), nested["parent_id"].to_list(), strict=True))
    keys = nested.select(parent_id=key).unique()
    for row in rows(nested.join(keys, on="parent_id", how="semi")):  # all of a loop have parents
        path, at = [row[key]], row["parent_id"]
        while at in parent and at not in path:
            path.append(at)
            at = parent[at]
        if at == row[key]:
            yield row["_line"], " is in ".join([*path, at])


@table_rule(
    over="seq",
    field="seq",
    found="{_rows} rows, but seq goes up to {_last}",
    remedy="number the rows of the group from 1",
)
def seq_complete(group: Any) -> Any:
    """`seq` counts the rows of a group from 1 without gaps."""
    key = group.columns[0]
    counted = group.select("_line", key, "seq").with_columns(
        _rows=col("seq").count().over(key), _last=col("seq").max().over(key)
    )
    return counted.filter((col("_rows") != col("_last")) & (col("seq") == col("_last")))


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


@table_rule(over="wikidata_id", field="wikidata_id", remedy="find out which row it belongs to")
def wikidata_id_unique(entity: Any, people: Any, organizations: Any) -> Found:
    """A Wikidata id belongs to one person or organization only."""
    times = Counter(
        row["wikidata_id"] for frame in (people, organizations) for row in rows(frame, "wikidata_id")
    )
    for row in rows(entity, "wikidata_id"):
        if times[row["wikidata_id"]] > 1:
            yield row["_line"], f"{row['wikidata_id']} stands in {times[row['wikidata_id']]} rows"
