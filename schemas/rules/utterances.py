"""Rules about what several sources render: utterances and measures."""

from collections import Counter
from typing import Any

from narwhals import col

from schemas.quantities import convert
from schemas.rules import present, row_rule, rows, table_rule
from schemas.rules.common import Found
from schemas.rules.statements import SPEAKING


@row_rule("sources", "family", found="{family}", remedy="give each newsroom a family of its own")
def family_names_a_newsroom() -> Any:
    """A family is one newsroom, since independence is counted by families."""
    return col("family").is_in(["OWN", "OTHER", "VARIOUS", "UNKNOWN"])


@row_rule(
    "sources",
    "accessed note",
    found="neither a day of reading nor a note",
    remedy="say how the text is known",
)
def accessed_or_noted() -> Any:
    """A text that was not read for this package says in `note` how it is known."""
    return ~present("accessed") & ~present("note")


@table_rule(
    field="wording", remedy="copy the part of the quote that renders the utterance, or empty the cell"
)
def wording_is_quoted(renderings: Any, statements: Any) -> Found:
    """`wording` is a part of the statement's quote; only a direct statement must have one."""
    by_id = {row["statement_id"]: row for row in rows(statements, "statement_id", "quote_type")}
    for row in rows(renderings, "statement_id"):
        statement, wording = by_id.get(row["statement_id"]), row["wording"]
        if statement is None:
            continue
        quote = statement["quote"] or ""
        if wording is None and statement["quote_type"] == "direct":
            yield row["_line"], "no wording, though all is quoted"
        elif wording and not all(part in quote for part in wording.split(" … ")):
            yield row["_line"], f'"{wording}" is not in the quote of {row["statement_id"]}'


@table_rule(
    field="utterance_id",
    found="{statement_id} was said at {said_at}, {utterance_id} at {uttered_at}",
    remedy="name another utterance, or say in the statement's note why the occasions differ",
)
def renderings_agree_on_occasion(renderings: Any, statements: Any, utterances: Any) -> Any:
    """A statement was made on the occasion of the utterance it renders, or its note says why not."""
    said = statements.select("statement_id", said_at="occasion_id", why="note")
    uttered = utterances.select("utterance_id", uttered_at="occasion_id")
    both = renderings.join(said, on="statement_id").join(uttered, on="utterance_id")
    differ = (col("said_at") != col("uttered_at")).fill_null(True)
    neither = col("said_at").is_null() & col("uttered_at").is_null()
    return both.filter(differ & ~neither & col("why").is_null())


@table_rule(field="statement_id", remedy="mend the speakers, or say in the statement's note why they differ")
def renderings_agree_on_speakers(renderings: Any, statement_speakers: Any, statements: Any) -> Found:
    """A rendering has the usual speakers of its utterance, alone or with others, or the note says why not."""
    notes = {row["statement_id"]: row["note"] for row in rows(statements, "statement_id")}
    speakers: dict[str, set[str]] = {}
    for row in rows(statement_speakers, "statement_id"):
        if row["role"] in SPEAKING:
            party = row["person_id"] or row["organization_id"] or "somebody"
            speakers.setdefault(row["statement_id"], set()).add(party)
    of = {line["_line"]: frozenset(speakers.get(line["statement_id"], ())) for line in rows(renderings)}
    usual: dict[str, Counter[frozenset[str]]] = {}
    for row in rows(renderings, "utterance_id"):
        usual.setdefault(row["utterance_id"], Counter())[of[row["_line"]]] += 1
    for row in rows(renderings, "utterance_id", "statement_id"):
        expected = usual[row["utterance_id"]].most_common(1)[0][0]
        if not expected <= of[row["_line"]] and not notes.get(row["statement_id"]):
            named = [", ".join(sorted(who)) or "nobody" for who in (of[row["_line"]], expected)]
            yield row["_line"], f"said by {named[0]}, elsewhere by {named[1]}"


@table_rule(field="statement_id", remedy="set `translated` in the statement, or say why not in its note")
def translation_fits_language(renderings: Any, statements: Any, utterances: Any) -> Found:
    """A quotation in another language than the utterance's is translated, one in the same is not."""
    said = {row["statement_id"]: row for row in rows(statements, "language", "translated", "quote")}
    language = {
        row["utterance_id"]: row["original_language"] for row in rows(utterances, "original_language")
    }
    for row in rows(renderings, "utterance_id", "statement_id"):
        statement, original = said.get(row["statement_id"]), language.get(row["utterance_id"])
        if statement is None or original is None or statement["note"]:
            continue
        wanted = "no" if statement["language"] == original else "yes"
        if statement["translated"] != wanted:
            shown = f"{statement['language']}, said in {original}, translated {statement['translated']}"
            yield row["_line"], shown


@table_rule(
    field="utterance_id", found="no statement renders it", remedy="add a rendering, or remove the utterance"
)
def utterance_is_rendered(utterances: Any, renderings: Any) -> Any:
    """An utterance has at least one rendering."""
    return utterances.join(renderings.select("utterance_id"), on="utterance_id", how="anti")


@table_rule(field="measure_id", found="no claim measures it", remedy="add a claim, or remove the measure")
def measure_is_claimed(measures: Any, claims: Any) -> Any:
    """A measure has at least one claim."""
    return measures.join(claims.select("measure_id"), on="measure_id", how="anti")


@table_rule(
    field="quantity_kind",
    found="{quantity_kind}, but {measure_id} is a {kind}",
    remedy="use another measure_id, or mend the kind",
)
def measure_has_one_kind(claims: Any, measures: Any) -> Any:
    """The claims of a measure have its kind of quantity."""
    kinds = measures.select("measure_id", kind="quantity_kind")
    return claims.join(kinds, on="measure_id").filter(col("quantity_kind") != col("kind"))


@table_rule(field="unit", remedy="use another measure_id, or mend the unit of the one or the other")
def unit_is_comparable(claims: Any, measures: Any) -> Found:
    """A claim's unit can be compared with its measure's: it is the same, or can be converted to it."""
    units = {row["measure_id"]: row["unit"] for row in rows(measures, "unit")}
    for row in rows(claims, "measure_id", "unit"):
        wanted = units.get(row["measure_id"])
        if wanted is not None and convert(1, row["unit"], wanted) is None:
            yield row["_line"], f"{row['unit']}, but {row['measure_id']} is compared in {wanted}"


@table_rule(field="as_of", remedy="date both figures, or say in the note how they stand to each other")
def later_figures_dated(claims: Any, statement_speakers: Any) -> Found:
    """Where a claimant gives two values for one measure, each has its date: none replaces the other."""
    claimants: dict[str, list[str]] = {}
    for row in rows(statement_speakers, "statement_id"):
        if row["role"] in SPEAKING and (row["person_id"] or row["organization_id"]):
            claimants.setdefault(row["statement_id"], []).append(row["person_id"] or row["organization_id"])
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows(claims, "statement_id", "measure_id"):
        for claimant in claimants.get(row["statement_id"], []):
            groups.setdefault((claimant, row["measure_id"]), []).append(row)
    for (claimant, measure), group in groups.items():
        values = {(row["value"], row["value_low"], row["value_high"], row["unit"]) for row in group}
        for row in group if len(values) > 1 else []:
            if row["as_of"] is None and row["note"] is None:
                yield (
                    row["_line"],
                    f"{claimant} gives {len(values)} values for {measure}, this one without a date",
                )
