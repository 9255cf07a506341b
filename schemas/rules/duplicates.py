"""Rules about rows entered twice, under two ids or numbers."""

from typing import Any

from validator.expressions import col, ex
from validator.frames import repeated
from validator.rules import table_rule

ONCE = "keep one of the two, or make the difference clear"


def alike(frame: Any, *columns: str) -> Any:
    """The rows that equal an earlier row in all of the columns; two empty cells are equal."""
    texts = {f"_{name}": col(name).cast(ex.String).fill_null("") for name in columns}
    return repeated(frame.with_columns(**texts), list(texts))


@table_rule(over="name", field="name", found="{name} is also the name in line {_first}", remedy=ONCE)
def name_once(named: Any) -> Any:
    """No two people, organizations or events share a name."""
    return repeated(named, ["name"])


@table_rule(field="url", found="line {_first} has the same address", remedy=ONCE)
def address_once(sources: Any) -> Any:
    """No two sources share an address, tracking parameters aside."""
    page = col("url").str.replace_all("[?&#]utm_.*$", "").str.replace_all("/$", "")
    return repeated(sources.with_columns(_page=page), ["_page"])


@table_rule(field="definition", found="line {_first} has the same definition", remedy=ONCE)
def definition_once(measures: Any) -> Any:
    """No two measures share a definition."""
    return repeated(measures, ["definition"])


@table_rule(field="gist", found="line {_first} has the same gist", remedy=ONCE)
def gist_once(utterances: Any) -> Any:
    """No two utterances share a gist."""
    return repeated(utterances, ["gist"])


@table_rule(field="quote", found="line {_first} quotes the same words", remedy=ONCE)
def quote_once(statements: Any) -> Any:
    """The same quoted words at the same place in a source are one statement; a repetition has other spans."""
    quoted = statements.drop_nulls("quote")
    return alike(quoted, "source_id", "quote", "spans")


@table_rule(field="as_written", found="line {_first} has the same words for the same measure", remedy=ONCE)
def claim_once(claims: Any) -> Any:
    """One number in a source is one claim."""
    return alike(claims, "source_id", "spans", "statement_id", "measure_id", "as_written", "value")


@table_rule(field="spans", found="line {_first} has the same spans", remedy=ONCE)
def claim_has_its_own_spans(claims: Any) -> Any:
    """No two claims have the same spans in a source."""
    return repeated(claims, ["source_id", "spans"])


@table_rule(field="described_as", found="line {_first} has the same words", remedy=ONCE)
def description_once(event_sources: Any) -> Any:
    """The same words in a source are one description of an event, unless their spans differ."""
    return alike(event_sources, "event_id", "source_id", "spans", "described_as")


@table_rule(field="summary", found="line {_first} is the same statement", remedy=ONCE)
def statement_once(statements: Any) -> Any:
    """One attribution in a source is one statement."""
    return alike(statements, "source_id", "spans", "summary", "quote", "attributed_as", "cue")


@table_rule(field="title", found="line {_first} is the same position", remedy=ONCE)
def position_once(positions: Any) -> Any:
    """One spell of one person in an office is one position."""
    return alike(positions, "person_id", "organization_id", "title", "status", "start")


@table_rule(field="person_id", found="{_party} is also in line {_first}", remedy="keep one of the two")
def participant_once(event_participants: Any) -> Any:
    """A party is listed once as a participant in an event."""
    party = ex.coalesce("person_id", "organization_id", "position_id")
    return repeated(event_participants.with_columns(_party=party), ["event_id", "_party"])
