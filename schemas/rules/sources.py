"""Rules about the kinds and families of sources."""

from typing import Any

from narwhals import col

from schemas.frames import rows
from schemas.rules import Found, table_rule
from schemas.rules.lexicon import words


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
