"""Rules about links from row to row: parents, events, numbers within a group."""

import re
from typing import Any

import polars as pl

from schemas import spans as sp
from schemas.span_columns import LONG, WELL_FORMED
from validator.expressions import col, ex
from validator.frames import batches, columns_of, present, rows, without
from validator.rules import Found, table_rule

OPEN = 100  # statements that may overlap at one place in a text


@table_rule(over="parent_id", field="parent_id", remedy="name another parent, or none")
def parents_form_no_loop(children: Any) -> Found:
    """Nothing is its own parent, not even indirectly."""
    key = columns_of(children)[0]
    nested = children.select("_line", key, "parent_id").drop_nulls([key, "parent_id"])
    # in a loop, every row has a parent that has a parent, and has a child
    for _ in range(2):
        nested = nested.join(nested.select(parent_id=key), on="parent_id", how="semi")
    found = list(rows(nested))
    parent = {row[key]: row["parent_id"] for row in found}
    looping = _in_loops(parent)
    for row in found:
        if row[key] in looping and parent[row[key]] == row["parent_id"]:
            yield row["_line"], f"{row[key]} is in {row['parent_id']}, which is itself in {row[key]}"


def _in_loops(parent: dict[str, str]) -> set[str]:
    """The keys whose chain of parents leads back to themselves. Each key is visited once."""
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
    remedy="record the withdrawn row in data/corrections.csv and keep the other numbers; only rows that no "
    "edition has had are renumbered",
)
def seq_complete(group: Any, corrections: Any, *, table: str) -> Found:
    """`seq` counts the rows of a group from 1, with no gaps except those left by withdrawn rows."""
    key = columns_of(group)[0]
    numbered = group.select("_line", key, "seq").drop_nulls([key, "seq"])
    counted = numbered.group_by(key).agg(_rows=ex.len(), _last=col("seq").max())
    gaps = counted.filter(col("_rows") != col("_last"))
    withdrawn: dict[str, set[int]] = {}
    for row in rows(corrections.filter((col("table") == table) & ~present("field")).select("record_id")):
        if known := re.fullmatch("(.+)/([0-9]{1,9})", row["record_id"] or ""):
            withdrawn.setdefault(known[1], set()).add(int(known[2]))
    for row in rows(numbered.join(gaps, on=key, how="inner").filter(col("seq") == col("_last"))):
        gone = sum(number < row["seq"] for number in withdrawn.get(row[key], ()))
        if row["_rows"] + gone != row["_last"]:
            told = f"{row['_rows']} rows" + (f" and {gone} withdrawn" if gone else "")
            yield row["_line"], f"{told}, but seq goes up to {row['_last']}"


@table_rule(
    field="event_id",
    found="{event_id} is not among the events of {statement_id}",
    remedy="add the event to statement_events, or name another one",
)
def claim_is_about_its_statements_event(claims: Any, statements: Any, statement_events: Any) -> Any:
    """The event of a claim is one that its statement is about, or at which the statement was made."""
    cited = claims.select("_line", "statement_id", "event_id").drop_nulls(["statement_id", "event_id"])
    occasions = statements.select("statement_id", event_id="occasion_id")
    for frame in (statement_events.select("statement_id", "event_id"), occasions):
        cited = cited.join(frame, on=["statement_id", "event_id"], how="anti")
    return cited.join(statements.select("statement_id"), on="statement_id", how="semi")


@table_rule(field="event_id", remedy="correct the event or the measure, or say in the note why they differ")
def measure_is_about_one_event(claims: Any) -> Found:
    """The claims of a measure are about one event, or a note says why not."""
    cited = claims.drop_nulls("measure_id").select("_line", "measure_id", "event_id", "note")
    events = cited.select("measure_id", event_id=col("event_id").fill_null("none")).unique()
    several = events.group_by("measure_id").agg(_events=ex.len()).filter(col("_events") > 1)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows(cited.join(several, on="measure_id").sort("_line")):
        groups.setdefault(row["measure_id"], []).append(row)
    for measure, group in groups.items():
        named = [row["event_id"] for row in group]
        usual = max(named, key=named.count)
        for row in group:
            if row["event_id"] != usual and not row["note"]:
                yield (
                    row["_line"],
                    f"{row['event_id'] or 'no event'}, but {measure} is about {usual or 'none'}",
                )


@table_rule(
    field="statement_id", remedy="link the statement to that event, or say in its note what it is about"
)
def renderings_are_about_one_event(renderings: Any, statements: Any, statement_events: Any) -> Any:
    """A rendering shares an event with most renderings of its utterance, or a note says why not."""
    pairs = renderings.select("_line", "utterance_id", "statement_id")
    about = pairs.join(statement_events.select("statement_id", "event_id"), on="statement_id")
    all_ = pairs.group_by("utterance_id").agg(_all=ex.len())
    some = about.group_by("utterance_id", "event_id").agg(_some=ex.len()).join(all_, on="utterance_id")
    usual = some.filter(2 * col("_some") > col("_all")).select("utterance_id", "event_id")
    noted = statements.filter(present("note")).select("statement_id")
    fits = about.join(usual, on=["utterance_id", "event_id"], how="semi").select("_line")
    odd = pairs.join(fits, on="_line", how="anti").join(noted, on="statement_id", how="anti")
    return odd.join(usual.select("utterance_id"), on="utterance_id", how="semi")


@table_rule(
    field="statement_id",
    found="{statement_id} is about no event, and no note says why",
    remedy="link the statement to an event, or say in the note why there is none",
)
def statement_is_about_an_event(statements: Any, statement_events: Any) -> Any:
    """A statement is about an event, has an occasion, or has a note that says what it is about."""
    silent = statements.filter(~present("occasion_id") & ~present("note"))
    return without(silent, statement_events, "statement_id")


@table_rule(
    field="note",
    found="no statement, claim or source refers to {event_id}, and no note says why",
    remedy="link it, say in the note what it rests on, or remove it",
)
def event_is_used(
    events: Any, statements: Any, statement_events: Any, claims: Any, event_sources: Any
) -> Any:
    """A statement, claim, further source or sub-event refers to an event, or a note says what it rests on."""
    unused = events.filter(~present("note")).select("_line", "event_id")
    for frame in (statement_events, claims, event_sources):
        unused = unused.join(frame.select("event_id"), on="event_id", how="anti")
    for frame, column in ((statements, "occasion_id"), (events, "parent_id")):
        unused = unused.join(frame.select(event_id=column), on="event_id", how="anti")
    return unused


@table_rule(
    field="unit",
    found="{unit}, but none of its claims uses it",
    remedy="use the unit that most of its claims have",
)
def measure_has_a_unit_of_its_claims(measures: Any, claims: Any) -> Any:
    """The unit of a measure is the unit of at least one of its claims."""
    claimed = claims.drop_nulls(["measure_id", "unit"]).select("measure_id", "unit")
    measured = measures.select("_line", "measure_id", "unit").drop_nulls("unit")
    odd = measured.join(claimed, on=["measure_id", "unit"], how="anti")
    return odd.join(claimed.select("measure_id"), on="measure_id", how="semi")


@table_rule(field="parent_id", remedy="name the statement around it as its parent, or correct the spans")
def nested_statement_has_a_parent(statements: Any) -> Found:
    """A statement inside the spans of another has a parent."""
    placed = statements.select("_line", "statement_id", "source_id", "spans", "parent_id").drop_nulls("spans")
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in overlapping(placed.drop_nulls("source_id")).iter_rows(named=True):
        row["_spans"] = sp.parse(row["spans"])
        by_source.setdefault(row["source_id"], []).append(row)
    for group in by_source.values():
        group.sort(key=lambda row: (row["_spans"][0][0], -row["_spans"][-1][1]))
        open_: list[dict[str, Any]] = []  # the latest that have not ended yet, none inside another
        for row in group:
            open_ = [other for other in open_[-OPEN:] if other["_spans"][-1][1] > row["_spans"][0][0]]
            around = next((other for other in open_ if sp.lies_within(row["_spans"], other["_spans"])), None)
            if around is None:
                open_.append(row)
            elif not row["parent_id"] and row["spans"] != around["spans"]:
                yield row["_line"], f"inside {around['statement_id']}, but without a parent"


def overlapping(placed: Any) -> pl.DataFrame:
    """The rows whose spans, from first to last, overlap those of another row from the same source.

    Sources in which only rows with a parent overlap an earlier row are left out.
    """
    pieces = [batch.filter(pl.col("spans").str.contains(WELL_FORMED)) for batch in batches(placed)]
    if not pieces:
        return pl.DataFrame()
    found = pl.concat(pieces)
    if found["spans"].str.contains(LONG).any():
        return found  # offsets too large for the integers of polars
    first = pl.col("spans").str.extract("^([0-9]+)").cast(pl.Int64)
    last = pl.col("spans").str.extract("([0-9]+)$").cast(pl.Int64)
    found = found.with_columns(_first=first, _last=last)
    found = found.sort("_first", -pl.col("_last"), "_line")
    before = pl.col("_last").cum_max().shift().over("source_id") > pl.col("_first")
    after = pl.col("_first").shift(-1).over("source_id") < pl.col("_last")
    found = found.with_columns(_before=before.fill_null(False), _after=after.fill_null(False))
    doubtful = found.filter(pl.col("_before") & pl.col("parent_id").is_null()).select("source_id")
    found = found.join(doubtful, on="source_id", how="semi").filter(pl.col("_before") | pl.col("_after"))
    return found.sort("_line").select(pieces[0].columns)


@table_rule(field="spans", remedy="run `scripts/locate.py` and copy its spans")
def mention_stands_once(event_sources: Any, events: Any) -> Found:
    """No mention of an event is both in its own spans and among its further sources."""
    told = event_sources.select("_line", "event_id", "source_id", "spans").drop_nulls("spans")
    first = events.select("event_id", "source_id", around="spans").drop_nulls("around")
    for row in rows(told.join(first, on=["event_id", "source_id"])):
        if row["spans"] == row["around"]:
            yield row["_line"], f"{row['spans']} are the spans of {row['event_id']} itself"
