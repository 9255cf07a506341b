"""Rules about measures, and about links between claims."""

import re
from typing import Any

import polars as pl

from schemas.rules.claims import VALUES
from schemas.rules.dates import starts_late
from validator.expressions import col
from validator.frames import present, rows
from validator.rules import Found, row_rule, table_rule

YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
WORD = re.compile(r"[A-Za-z]{4,}")
STEM = 4  # letters by which a word of the subject is recognized in the definition


@table_rule(field="period_start", remedy="swap the two, or correct one")
def period_in_order(measures: Any) -> Found:
    """The period of a measure does not end before it begins."""
    for row in rows(measures, "period_start", "period_end"):
        if starts_late(row["period_start"], row["period_end"]):
            yield row["_line"], f"from {row['period_start']} to {row['period_end']}"


@table_rule(field="definition", remedy="correct the definition or the period")
def years_of_the_definition_in_the_period(measures: Any) -> Found:
    """The years that a definition names are within the period of the measure."""
    dated = pl.col("definition").str.contains("19|20")
    periods = measures.select("_line", "definition", "period_start", "period_end")
    for row in rows(periods, "definition", unless=~dated):
        first, last = (row["period_start"] or "")[:4], (row["period_end"] or "9999")[:4]
        for year in YEAR.findall(row["definition"]):
            if not first <= year <= last:
                period = f"{row['period_start'] or ''} to {row['period_end'] or ''}"
                yield row["_line"], f"{year}, but the period is {period}"


def _stems(text: str) -> set[str]:
    return {word[:STEM].casefold() for word in WORD.findall(text)}


@table_rule(field="subject", remedy="name the subject in the definition, or correct it")
def definition_names_the_subject(measures: Any) -> Found:
    """A definition contains a word of the subject."""
    texts = [pl.format(" {}", pl.col(name)) for name in ("definition", "subject")]
    sure = texts[0].str.contains(texts[1], literal=True)
    told = measures.select("_line", "definition", "subject")
    for row in rows(told, "definition", "subject", unless=sure):
        subject = _stems(row["subject"])
        if subject and subject.isdisjoint(_stems(row["definition"])):
            yield row["_line"], f"{row['subject']} is not in: {row['definition']}"


def _linked(claim_links: Any, claims: Any) -> Any:
    """Links with the columns of both claims that the rules need; those of the other claim begin with `_`."""
    names = ["measure_id", "polarity", *VALUES]
    one = claims.select("claim_id", *names, _source="source_id")
    other = claims.select(other_id="claim_id", **{f"_{name}": name for name in names})
    links = claim_links.select("_line", "claim_id", "other_id", "relation", "source_id")
    return links.join(one, on="claim_id").join(other, on="other_id")


@table_rule(
    field="other_id",
    found="{claim_id} is of {measure_id}, {other_id} of {_measure_id}",
    remedy="name two claims of the same measure",
)
def linked_claims_are_of_one_measure(claim_links: Any, claims: Any) -> Any:
    """Two claims are of the same measure if one denies, revises or repeats the other."""
    return _linked(claim_links, claims).filter(col("measure_id") != col("_measure_id"))


@table_rule(field="relation", remedy="correct the relation, the polarity, or the claim")
def link_fits_its_claims(claim_links: Any, claims: Any) -> Found:
    """A denying claim is `denied`, a repeating one has the same number, a revising one a different number."""
    alike = pl.col("polarity").eq_missing(pl.col("_polarity"))
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"_{name}")) for name in VALUES)
    fits = {
        "denies": (pl.col("polarity") == "denied") & ~alike,
        "repeats": alike & same,
        "revises": alike & ~same,
    }
    sure = pl.all_horizontal((pl.col("relation") != one) | fits[one] for one in fits)
    for row in rows(_linked(claim_links, claims), "relation", unless=sure):
        both = f"{row['claim_id']} ({row['polarity']}) {row['relation']}"
        number = "the same" if all(row[name] == row[f"_{name}"] for name in VALUES) else "another"
        yield row["_line"], f"{both} {row['other_id']} ({row['_polarity']}) with {number} number"


@table_rule(
    field="source_id",
    found="{source_id}, but {claim_id} is from {_source}",
    remedy="name the source of the claim that denies, revises or repeats",
)
def link_is_told_by_its_claim(claim_links: Any, claims: Any) -> Any:
    """The source of a link is the source of the claim that denies, revises or repeats the other."""
    return _linked(claim_links, claims).filter(col("source_id") != col("_source"))


@table_rule(
    field="polarity",
    found="{claim_id} is not linked to the number it denies",
    remedy="add the link to claim_links, or say in the note what is denied",
)
def denied_number_is_linked(claims: Any, claim_links: Any) -> Any:
    """A denied number in a statement is linked to the claim it denies, or a note says what is denied."""
    denied = claims.filter((col("polarity") == "denied") & present("statement_id") & ~present("note"))
    return denied.select("_line", "claim_id").join(claim_links.select("claim_id"), on="claim_id", how="anti")


@row_rule(
    "claims",
    "hedge as_written",
    found="{hedge}",
    remedy="copy only the words around the number, joined with a bar",
)
def hedge_is_not_the_number() -> Any:
    """A hedge is not the whole of `as_written`."""
    return col("hedge") == col("as_written")
