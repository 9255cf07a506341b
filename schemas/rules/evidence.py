"""Rules about spans: where in a source the words are that a row rests on."""

from typing import Any

import polars as pl

from schemas import spans as sp
from schemas.span_columns import SLACK, surely_as_long, surely_within
from validator.expressions import col
from validator.frames import look_up, present, rows
from validator.rules import Found, cell_rule, table_rule


def _not_one_span(cell: pl.Expr) -> pl.Expr:
    """True unless the cell is a single span that ends after it starts, as in most cells."""
    ends = cell.str.splitn("-", 2)
    start, end = (ends.struct.field(f"field_{n}").cast(pl.Int64, strict=False) for n in (0, 1))
    return ~(start < end).fill_null(False)


@cell_rule("spans", remedy="run `scripts/locate.py` and copy its spans", among=_not_one_span)
def spans_ordered(cell: str) -> bool:
    """Each span ends after it starts, and spans follow one another without touching."""
    return sp.well_formed(cell) and sp.disorder(sp.parse(cell)) is not None


def with_text(evidence: Any, sources: Any) -> Any:
    """The rows whose source has a registered text, with the text's `length`."""
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
    """No span ends beyond the text of its source."""
    evidence = with_text(evidence, sources)
    for row in rows(evidence, "spans", unless=surely_within("spans", "length")):
        if sp.well_formed(row["spans"]):
            end = max(end for _, end in sp.parse(row["spans"]))
            if end > row["length"]:
                yield row["_line"], f"a span ends at {end}, the text of {row['source_id']} at {row['length']}"


def _length(spans: str) -> tuple[int, int]:
    """(how many code points the spans cover, by how many the copied words may differ from that)."""
    pairs = sp.parse(spans)
    return sum(end - start for start, end in pairs), SLACK * len(pairs)


@table_rule(field="spans", remedy="run `scripts/locate.py` for the words, and copy its spans")
def claim_spans_as_long_as_its_words(claims: Any) -> Found:
    """The spans of a claim are as long as its words, apart from white space."""
    placed = claims.select("_line", "spans", "as_written")
    for row in rows(placed, "spans", "as_written", unless=surely_as_long("spans", "as_written")):
        if sp.well_formed(row["spans"]):
            length, slack = _length(row["spans"])
            if abs(length - len(row["as_written"])) > slack:
                yield row["_line"], f'{length} characters for "{row["as_written"]}"'


@table_rule(field="spans", remedy="run `scripts/locate.py` for the quotation, and copy its spans")
def quote_spans_as_long_as_its_words(statements: Any) -> Found:
    """The spans of a direct statement are as long as its quotation, apart from white space and joins."""
    direct = statements.filter(col("quote_type") == "direct").select("_line", "spans", "quote")
    for row in rows(direct, "spans", "quote", unless=surely_as_long("spans", "quote")):
        if sp.well_formed(row["spans"]):
            length, slack = _length(row["spans"])
            if abs(length - len(row["quote"])) > slack:
                yield row["_line"], f"{length} characters for a quotation of {len(row['quote'])}"


@table_rule(
    over="spans source_id",
    field="spans",
    found="spans in {source_id}, whose text is not registered",
    remedy="empty the spans, or register the text",
)
def spans_need_a_text(evidence: Any, sources: Any) -> Any:
    """A row has spans only where the text of its source is registered."""
    placed = evidence.select("_line", "source_id", "spans").drop_nulls("spans")
    unread = sources.filter(~present("text_length")).select("source_id")
    return placed.join(unread, on="source_id", how="semi")
