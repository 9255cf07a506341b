"""Rules about rows that stand twice, under two ids or numbers."""

from typing import Any

from validator.expressions import col, ex
from validator.frames import repeated
from validator.rules import table_rule

ONCE = "keep one of the two, or tell them apart"


def alike(frame: Any, *columns: str) -> Any:
    """The rows that are like one above in all of the columns; cells that are both empty are alike, too."""
    texts = {f"_{name}": col(name).cast(ex.String).fill_null("") for name in columns}
    return repeated(frame.with_columns(**texts), list(texts))


@table_rule(over="name", field="name", found="{name} is the name of line {_first}, too", remedy=ONCE)
def name_once(named: Any) -> Any:
    """No two people, organizations or events have one name."""
    return repeated(named, ["name"])


@table_rule(field="url", found="the address is that of line {_first}, too", remedy=ONCE)
def address_once(sources: Any) -> Any:
    """No two sources have one address, whatever they were reached by."""
    page = col("url").str.replace_all("[?&#]utm_.*$", "").str.replace_all("/$", "")
    return repeated(sources.with_columns(_page=page), ["_page"])


@table_rule(field="definition", found="line {_first} defines the same", remedy=ONCE)
def definition_once(measures: Any) -> Any:
    """No two measures have one definition."""
    return repeated(measures, ["definition"])


@table_rule(field="gist", found="line {_first} has the same gist", remedy=ONCE)
def gist_once(utterances: Any) -> Any:
    """No two utterances have one gist."""
    return repeated(utterances, ["gist"])


@table_rule(field="quote", found="line {_first} quotes the same words", remedy=ONCE)
def quote_once(statements: Any) -> Any:
    """A source quotes the same words of somebody once: what it repeats stands at other spans."""
    quoted = statements.drop_nulls("quote")
    return alike(quoted, "source_id", "quote", "spans")


@table_rule(field="as_written", found="line {_first} has the same words for the same measure", remedy=ONCE)
def claim_once(claims: Any) -> Any:
    """One number of a source is one claim."""
    return alike(claims, "source_id", "spans", "statement_id", "measure_id", "as_written", "value")


@table_rule(field="spans", found="line {_first} has the same spans", remedy=ONCE)
def claim_has_its_own_spans(claims: Any) -> Any:
    """No two claims stand at the same spans of a source."""
    return repeated(claims, ["source_id", "spans"])


@table_rule(field="described_as", found="line {_first} has the same words", remedy=ONCE)
def description_once(event_sources: Any) -> Any:
    """The same words of a source are one description of an event, unless they stand at other spans."""
    return alike(event_sources, "event_id", "source_id", "spans", "described_as")


@table_rule(field="summary", found="line {_first} is the same statement", remedy=ONCE)
def statement_once(statements: Any) -> Any:
    """One attribution of a source is one statement."""
    return alike(statements, "source_id", "spans", "summary", "quote", "attributed_as", "cue")


@table_rule(field="title", found="line {_first} is the same position", remedy=ONCE)
def position_once(positions: Any) -> Any:
    """One spell of a person in an office is one position."""
    return alike(positions, "person_id", "organization_id", "title", "status", "start")


@table_rule(field="person_id", found="{_party} is in line {_first}, too", remedy="keep one of the two")
def participant_once(event_participants: Any) -> Any:
    """A party takes part in an event once."""
    party = ex.coalesce("person_id", "organization_id", "position_id")
    return repeated(event_participants.with_columns(_party=party), ["event_id", "_party"])
