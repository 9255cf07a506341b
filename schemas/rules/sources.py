"""Rules about the kinds and families of sources."""

import functools
import operator
import re
from typing import Any

from narwhals import col

from schemas.rules.lexicon import words
from validator.frames import present, rows
from validator.rules import Found, cell_rule, row_rule, table_rule

PAGE = re.compile(r"^https?://[^/:]+\.[^/:]+(:[0-9]+)?/.*\w")
# what a note says of the day of publication -> its basis
SAID = {
    "stated": r"(^|[.;,] )Stamped ",
    "metadata": r"\b[Dd]ate from the address",
    "inferred": r"\b([Dd]ay|[Mm]onth) inferred|(^|[.;] )Date: ",
}


@table_rule(field="kind", remedy="correct the kind or the family, or name the agency in the note")
def wire_is_an_agencys(sources: Any) -> Found:
    """A text of the kind `wire` is of the family of an agency, or the note speaks of the agency."""
    wires = sources.filter(col("kind") == "wire").select("_line", "family", "note")
    for row in rows(wires, "family"):
        if row["family"] not in words("agency") and "gency" not in (row["note"] or ""):
            yield row["_line"], f"a wire text of the family {row['family']}"


@table_rule(field="kind", remedy="use `wire`, or say in the note why it is none")
def text_of_an_agency_is_wire(sources: Any) -> Found:
    """A text of the family of an agency is of the kind `wire`, or a note says what it is."""
    others = sources.filter(col("kind").is_in(["news_article", "broadcast"]) & col("note").is_null())
    for row in rows(others.select("_line", "family", "kind"), "family"):
        if row["family"] in words("agency"):
            yield row["_line"], f"a {row['kind']} of the family {row['family']}"


@table_rule(field="family", remedy="use the family of the agency that is credited, or credit another")
def family_is_the_credited_agency(sources: Any) -> Found:
    """A source whose id begins, or whose publisher begins or ends, with an agency is of its family."""
    families = {name: family for family, names in words("agency").items() for name in names if name}
    for row in rows(
        sources.select("_line", "source_id", "publisher", "family"), "source_id", "publisher", "family"
    ):
        publisher = row["publisher"].casefold()
        bracket = re.search(r"\(([^()]+)\)$", publisher)
        named = [*row["source_id"].split("-")[1:2], *publisher.split()[:1], bracket[1] if bracket else ""]
        expected = {families[name] for name in named if name in families}
        if expected and row["family"] not in expected:
            yield row["_line"], f"{row['family']}, but {' or '.join(sorted(expected))} is credited"


@row_rule(
    "sources",
    "published_basis note",
    found="{published_basis}, but the note has: {note}",
    remedy="correct the basis or the note",
)
def date_basis_fits_note() -> Any:
    """The basis of a date of publication is the one that the note tells."""
    said = (
        col("note").str.contains(pattern) & (col("published_basis") != basis)
        for basis, pattern in SAID.items()
    )
    return functools.reduce(operator.or_, said)


@cell_rule("url", remedy="copy the address of the page")
def address_is_a_page(url: str) -> bool:
    """An address leads to a page of a site, not to the site itself."""
    return PAGE.search(url) is None


@row_rule(
    "sources",
    "url accessed text_sha256",
    found="read on {accessed}, but without an address or a text",
    remedy="copy the address, or register the text",
)
def read_source_can_be_found() -> Any:
    """A source that was read has an address or a registered text."""
    return present("accessed") & ~present("url") & ~present("text_sha256")


@row_rule(
    "sources", "title publisher", found="{title}", remedy="copy the title, or say in brackets what is known"
)
def title_is_not_the_publisher() -> Any:
    """The title of a source is not the name of its publisher."""
    return col("title") == col("publisher")


@cell_rule("byline", remedy="copy the names alone")
def byline_has_names_alone(byline: str) -> bool:
    """A by-line has names, without "by" or what the writer is."""
    return re.search(r"^[Bb][Yy] |기자|記者", byline) is not None


@table_rule(
    field="note",
    found="nothing rests on {source_id}, and no note says what it is here for",
    remedy="let a row rest on it, say in the note what it is here for, or remove it",
)
def source_is_used(
    sources: Any,
    people: Any,
    organizations: Any,
    positions: Any,
    events: Any,
    event_sources: Any,
    statements: Any,
    claims: Any,
) -> Any:
    """A row rests on a source, or a note says what it is here for."""
    unused = sources.filter(~present("note")).select("_line", "source_id")
    for frame in (statements, claims, event_sources, events, people, organizations, positions):
        unused = unused.join(frame.select("source_id"), on="source_id", how="anti")
    return unused


@row_rule(
    "sources", "byline kind", found="a {kind} by {byline}", remedy="correct the kind, or empty the by-line"
)
def official_text_has_no_byline() -> Any:
    """A transcript, a press release or an official page has no by-line."""
    return col("kind").is_in(["transcript", "press_release", "official_page"]) & present("byline")
