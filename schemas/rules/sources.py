"""Rules about the kinds and families of sources."""

import functools
import operator
import re
from typing import Any

from schemas.rules.lexicon import words
from validator.expressions import col
from validator.frames import present, rows
from validator.rules import Found, cell_rule, row_rule, table_rule

PAGE = re.compile(r"^https?://[^/:]+\.[^/:]+(:[0-9]+)?/.*\w")
# basis of a date of publication -> what a note says about it
SAID = {
    "stated": r"(^|[.;,] )Stamped ",
    "metadata": r"\b[Dd]ate from the address",
    "inferred": r"\b([Dd]ay|[Mm]onth) inferred|(^|[.;] )Date: ",
}


@table_rule(field="kind", remedy="correct the kind or the family, or name the agency in the note")
def wire_is_an_agencys(sources: Any) -> Found:
    """A text of the kind `wire` is in the family of an agency, or the note mentions the agency."""
    wires = sources.filter(col("kind") == "wire").select("_line", "family", "note")
    for row in rows(wires, "family"):
        if row["family"] not in words("agency") and "gency" not in (row["note"] or ""):
            yield row["_line"], f"a wire text in the family {row['family']}"


@table_rule(field="kind", remedy="use `wire`, or say in the note why it is not one")
def text_of_an_agency_is_wire(sources: Any) -> Found:
    """A text in the family of an agency is of the kind `wire`, or a note says what it is."""
    others = sources.filter(col("kind").is_in(["news_article", "broadcast"]) & col("note").is_null())
    for row in rows(others.select("_line", "family", "kind"), "family"):
        if row["family"] in words("agency"):
            yield row["_line"], f"a {row['kind']} in the family {row['family']}"


@table_rule(field="family", remedy="use the family of the agency that is credited, or credit another")
def family_is_the_credited_agency(sources: Any) -> Found:
    """A source whose id begins, or whose publisher begins or ends, with an agency is in its family."""
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
    found="{published_basis}, but the note says: {note}",
    remedy="correct the basis or the note",
)
def date_basis_fits_note() -> Any:
    """The basis of a date of publication is the one that the note gives."""
    said = (
        col("note").str.contains(pattern) & (col("published_basis") != basis)
        for basis, pattern in SAID.items()
    )
    return functools.reduce(operator.or_, said)


@cell_rule("url", remedy="copy the address of the page")
def address_is_a_page(url: str) -> bool:
    """An address points to a page of a site, not to the site itself."""
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


@cell_rule("byline", remedy="copy only the names")
def byline_has_names_alone(byline: str) -> bool:
    """A by-line has only names, without "by" or a job title."""
    return re.search(r"^[Bb][Yy] |기자|記者", byline) is not None


@table_rule(
    field="note",
    found="nothing rests on {source_id}, and no note says why it is here",
    remedy="base a row on it, say in the note why it is here, or remove it",
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
    """At least one row rests on a source, or a note says why it is here."""
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


@row_rule(
    "sources",
    "title_basis title note",
    found="title_basis {title_basis}, title {title}",
    remedy="correct the basis or the title",
)
def title_basis_fits_title() -> Any:
    """A title in brackets has the basis `none`, one of our own `description`, one cut short `first_words`."""
    basis, title = col("title_basis"), col("title")
    none = (basis == "none") != title.str.starts_with("(")
    ours = (basis == "description") != title.str.contains("(our description", literal=True)
    cut = title.str.ends_with("…") & (basis != "first_words")
    told = col("note").str.contains("eadline (after|not seen|made)|title is made|put together")
    return none | ours | cut | ((basis == "printed") & told).fill_null(False)


@cell_rule("url", remedy="copy the address that it redirects to")
def address_is_no_redirection(url: str) -> bool:
    """An address does not contain another address."""
    return re.search(r".https?(:|%3A)//", url, re.IGNORECASE) is not None


@table_rule(field="copy", remedy="correct `copy` of one of the two")
def own_site_is_nobody_elses(sources: Any) -> Found:
    """A newsroom's own site is not the portal, board or reprint site of another row."""
    met = list(rows(sources.select("_line", "source_id", "url", "copy"), "url", "copy"))
    others = {
        _site(row["url"]): row["source_id"] for row in met if row["copy"] in ("portal", "reprint", "board")
    }
    for row in met:
        if row["copy"] == "own_site" and _site(row["url"]) in others:
            yield (
                row["_line"],
                f"{_site(row['url'])} is the newsroom's own site, but not in {others[_site(row['url'])]}",
            )


def _site(url: str) -> str:
    """The host of an address, without the prefix `www.` or `m.`."""
    return re.sub(r"^https?://(www\.|m\.)?([^/]*).*$", r"\2", url, flags=re.DOTALL)


@row_rule(
    "sources",
    "accessed note",
    found="no day of reading, and the note says: {note}",
    remedy="say when it was read, or in the note how it is known",
)
def unread_source_says_so() -> Any:
    """A source without a day of reading has a note that it was not read or found, or how it is known."""
    said = col("note").str.contains("not read|not be found|not found|[Kk]nown from")
    return ~present("accessed") & present("note") & ~said


@row_rule(
    "sources",
    "published source_id note",
    found="no day of publication, but the id {source_id}",
    remedy="give the day or the month, or say in the note that none is known",
)
def date_of_the_id_is_told() -> Any:
    """If the id has a date, the day or month of publication is given, or a note says that none is known."""
    dated = col("source_id").str.contains("-[0-9]{4}-[0-9]{2}(-|$)")
    told = col("note").str.contains("not told|[Nn]either date|[Nn]o date").fill_null(False)
    return ~present("published") & dated & ~told
