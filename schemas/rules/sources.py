"""Rules about the kinds and families of sources."""

import functools
import operator
import re
from typing import Any

from narwhals import col

from schemas.rules.lexicon import words
from validator.frames import rows
from validator.rules import Found, row_rule, table_rule

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
        named = [row["source_id"].split("-")[1], publisher.split()[0], bracket[1] if bracket else ""]
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
