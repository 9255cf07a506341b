"""Rules about what several sources report: utterances and measures."""

import heapq
import operator
from collections import Counter
from functools import reduce
from itertools import chain
from typing import Any

import polars as pl

from schemas.quantities import convert
from schemas.rules.lexicon import is_official, languages_of
from schemas.rules.statements import SPEAKING
from validator.expressions import col, ex
from validator.frames import failing, look_up, present, rows
from validator.rules import Found, row_rule, table_rule

NOBODY: frozenset[str] = frozenset()
SHOWN = 10  # speakers in one message
FIGURE = ["value", "value_low", "value_high", "unit"]


@row_rule("sources", "family", found="{family}", remedy="give each newsroom a family of its own")
def family_names_a_newsroom() -> Any:
    """A family is one newsroom, because independence is counted by family."""
    return col("family").is_in(["OWN", "OTHER", "VARIOUS", "UNKNOWN"])


@row_rule(
    "sources",
    "accessed note",
    found="neither a day of reading nor a note",
    remedy="say how the text is known",
)
def accessed_or_noted() -> Any:
    """A text that was not read for this package has a `note` on how it is known."""
    return ~present("accessed") & ~present("note")


@table_rule(
    field="wording", remedy="copy the part of the quote that renders the utterance, or empty the cell"
)
def wording_is_quoted(renderings: Any, statements: Any) -> Found:
    """`wording` is part of the statement's quote; only a direct statement must have one."""
    known = statements.select("statement_id", "quote_type", "quote").drop_nulls("quote_type")
    both = look_up(renderings, known, "statement_id", quote_type="quote_type", quote="quote")
    sure = pl.col("quote").str.contains(pl.col("wording"), literal=True)
    for row in rows(both, unless=sure):
        quote, wording = row["quote"] or "", row["wording"]
        if wording is None and row["quote_type"] == "direct":
            yield row["_line"], "no wording, although the whole statement is quoted"
        elif wording and not all(part in quote for part in wording.split(" … ")):
            yield row["_line"], f'"{wording}" is not in the quote of {row["statement_id"]}'


@table_rule(
    field="utterance_id",
    found="{statement_id} was said at {said_at}, {utterance_id} at {uttered_at}",
    remedy="name another utterance, or say in the statement's note why the occasions differ",
)
def renderings_agree_on_occasion(renderings: Any, statements: Any, utterances: Any) -> Any:
    """A statement has the same occasion as the utterance it renders, or its note says why not."""
    said = statements.select("statement_id", said_at="occasion_id", why="note")
    uttered = utterances.select("utterance_id", uttered_at="occasion_id")
    both = renderings.join(said, on="statement_id").join(uttered, on="utterance_id")
    differ = (col("said_at") != col("uttered_at")).fill_null(True)
    neither = col("said_at").is_null() & col("uttered_at").is_null()
    return both.filter(differ & ~neither & col("why").is_null())


@table_rule(
    field="statement_id", remedy="correct the speakers, or say in the statement's note why they differ"
)
def renderings_agree_on_speakers(renderings: Any, statement_speakers: Any, statements: Any) -> Found:
    """A rendering has the usual speakers of its utterance, alone or with others, or its note says why not."""
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING)).with_columns(
        _party=ex.coalesce("person_id", "organization_id", ex.lit("somebody"))
    )
    # an utterance whose renderings all have the same single speaker needs no check
    pairs = renderings.select("_line", "utterance_id", "statement_id")
    pairs = pairs.drop_nulls(["utterance_id", "statement_id"])
    # (the first and last speaker by name are enough to decide, so the full join is avoided)
    speaking = speaking.join(pairs.select("statement_id"), on="statement_id", how="semi")
    ends = speaking.group_by("statement_id").agg(_low=col("_party").min(), _high=col("_party").max())
    spoken = pairs.join(ends.drop_nulls("statement_id"), on="statement_id", how="left")
    counted = spoken.group_by("utterance_id").agg(
        col("_low").min(), col("_high").max(), _all=ex.len(), _spoken=col("_low").count()
    )
    several = counted.filter((col("_low") != col("_high")) | (col("_spoken") < col("_all")))
    doubtful = pairs.join(several.select("utterance_id"), on="utterance_id", how="semi")
    lines = list(rows(doubtful.sort("_line")))  # among equally usual speakers, the first ones count
    if not lines:
        return
    rendered = doubtful.select("statement_id").unique()
    noted = statements.select("statement_id", "note").join(rendered, on="statement_id", how="semi")
    notes = {row["statement_id"]: row["note"] for row in rows(noted)}
    speakers: dict[str, set[str]] = {}
    for row in rows(speaking.join(rendered, on="statement_id", how="semi")):
        speakers.setdefault(row["statement_id"], set()).add(row["_party"])
    of = {statement: frozenset(who) for statement, who in speakers.items()}
    usual: dict[str, Counter[frozenset[str]]] = {}
    for row in lines:
        usual.setdefault(row["utterance_id"], Counter())[of.get(row["statement_id"], NOBODY)] += 1
    most = {utterance: found.most_common(1)[0][0] for utterance, found in usual.items()}
    shown = {who: _shown(who) for who in {NOBODY, *of.values()}}
    for row in lines:
        expected, found = most[row["utterance_id"]], of.get(row["statement_id"], NOBODY)
        if expected is not found and not expected <= found and not notes.get(row["statement_id"]):
            yield row["_line"], f"said by {shown[found]}, elsewhere by {shown[expected]}"


def _shown(who: frozenset[str]) -> str:
    more = [f"{len(who) - SHOWN} more"] if len(who) > SHOWN else []
    return ", ".join([*heapq.nsmallest(SHOWN, who), *more]) or "nobody"


@table_rule(field="statement_id", remedy="set `translated` in the statement, or say why not in its note")
def translation_fits_language(renderings: Any, statements: Any, utterances: Any) -> Found:
    """A quotation is translated if its language differs from the utterance's, and only then."""
    quoted = statements.select("statement_id", "language", "translated", "quote", "note")
    quoted = quoted.drop_nulls(["language", "translated", "quote"])
    pairs = renderings.select("_line", "utterance_id", "statement_id")
    said = {"language": "language", "translated": "translated", "why": "note"}
    both = look_up(pairs, quoted, "statement_id", **said).filter(~present("why"))
    both = look_up(
        both, utterances.drop_nulls("original_language"), "utterance_id", original="original_language"
    )
    same = col("language") == col("original")
    wrong = (same & (col("translated") != "no")) | (~same & (col("translated") != "yes"))
    for row in rows(both.filter(wrong)):
        shown = f"{row['language']}, said in {row['original']}, translated {row['translated']}"
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
    remedy="use another measure_id, or correct the kind",
)
def measure_has_one_kind(claims: Any, measures: Any) -> Any:
    """The claims of a measure have its kind of quantity."""
    kinds = measures.select("measure_id", kind="quantity_kind")
    joined = claims.select("_line", "measure_id", "quantity_kind").join(kinds, on="measure_id")
    return joined.filter(col("quantity_kind") != col("kind"))


@table_rule(field="unit", remedy="use another measure_id, or correct one of the units")
def unit_is_comparable(claims: Any, measures: Any) -> Found:
    """A claim's unit is comparable with its measure's: the same, or convertible to it."""
    claimed = claims.select("_line", "measure_id", "unit").drop_nulls("unit")
    both = look_up(claimed, measures.drop_nulls("unit"), "measure_id", wanted="unit")
    for row in failing(both, lambda unit, to: convert(1, unit, to) is None, "unit", "wanted"):
        yield row["_line"], f"{row['unit']}, but {row['measure_id']} is compared in {row['wanted']}"


@table_rule(field="as_of", remedy="date both figures, or say in the note how they relate")
def later_figures_dated(claims: Any, statement_speakers: Any) -> Found:
    """If a claimant gives two values for one measure, each has its date, since neither replaces the other."""
    # only a measure with several figures, one of them undated, can break the rule
    ends = [(col(name).min().alias(f"_min_{name}"), col(name).max().alias(f"_max_{name}")) for name in FIGURE]
    given = [col(name).count().alias(f"_given_{name}") for name in FIGURE]
    figures = claims.drop_nulls("measure_id").group_by("measure_id").agg(*chain(*ends), *given, _all=ex.len())
    differ = [(col(f"_min_{name}") != col(f"_max_{name}")).fill_null(False) for name in FIGURE]
    differ += [(col(f"_given_{name}") > 0) & (col(f"_given_{name}") < col("_all")) for name in FIGURE]
    several = figures.filter(reduce(operator.or_, differ)).select("measure_id")
    claims = claims.select("_line", "statement_id", "measure_id", "as_of", "note", *FIGURE)
    undated = claims.filter(~present("as_of") & ~present("note")).select("measure_id").unique()
    competing = claims.drop_nulls("statement_id")
    for measures in (several, undated):
        competing = competing.join(measures, on="measure_id", how="semi")
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING))
    speaking = speaking.join(competing.select("statement_id").unique(), on="statement_id", how="semi")
    stated: dict[str, set[str]] = {}
    for row in rows(speaking):
        if row["person_id"] or row["organization_id"]:
            stated.setdefault(row["person_id"] or row["organization_id"], set()).add(row["statement_id"])
    # claimants who make the same statements make the same claims, so one of them is enough
    claimants = {frozenset(statements): name for name, statements in sorted(stated.items(), reverse=True)}
    claimed: dict[str, list[dict[str, Any]]] = {}
    for row in rows(competing):
        claimed.setdefault(row["statement_id"], []).append(row)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for statements, claimant in claimants.items():
        for row in (row for statement in statements for row in claimed.get(statement, [])):
            groups.setdefault((claimant, row["measure_id"]), []).append(row)
    for (claimant, measure), group in groups.items():
        values = {tuple(row[name] for name in FIGURE) for row in group}
        for row in group if len(values) > 1 else []:
            if row["as_of"] is None and row["note"] is None:
                yield (
                    row["_line"],
                    f"{claimant} gives {len(values)} values for {measure}, this one without a date",
                )


@table_rule(field="wording", remedy="copy only the words that render this utterance")
def wordings_do_not_overlap(renderings: Any) -> Found:
    """The wordings that a statement has for different utterances do not contain one another."""
    worded = renderings.drop_nulls("wording").select("_line", "statement_id", "wording")
    several = worded.group_by("statement_id").agg(_some=ex.len()).filter(col("_some") > 1)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows(worded.join(several, on="statement_id").sort("_line")):
        groups.setdefault(row["statement_id"], []).append(row)
    for group in groups.values():
        for at, row in enumerate(group):
            others = [
                *group[:at],
                *(other for other in group[at + 1 :] if other["wording"] != row["wording"]),
            ]
            if any(row["wording"] in other["wording"] for other in others):
                yield row["_line"], f'"{row["wording"]}" is in another wording of {row["statement_id"]}'


@table_rule(
    field="medium",
    found="{medium}, at {occasion_id}, a {_kind}",
    remedy="correct the medium or the occasion",
)
def talk_is_spoken(utterances: Any, events: Any) -> Any:
    """What was uttered at a meeting, a call or a press conference was spoken."""
    talks = events.filter(col("kind").is_in(["meeting", "phone_call", "press_conference"]))
    said = utterances.filter(col("medium") == "written").select("_line", "medium", "occasion_id")
    return said.join(talks.select(occasion_id="event_id", _kind="kind"), on="occasion_id")


@row_rule(
    "utterances",
    "occasion_id medium note",
    found="spoken, but without an occasion",
    remedy="name the occasion, or say in the note where it was said",
)
def speech_has_an_occasion() -> Any:
    """What was spoken has an occasion, or a note says where it was said."""
    return (col("medium") == "spoken") & ~present("occasion_id") & ~present("note")


@table_rule(field="original_language", remedy="correct the language, or say in the note which was spoken")
def original_language_is_the_speakers(
    utterances: Any, renderings: Any, statement_speakers: Any, people: Any
) -> Found:
    """An utterance is in a language of a speaker's country, or its note mentions the language."""
    of_states = people.filter(col("country").is_in(list(languages_of()))).select("person_id", "country")
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING)).join(of_states, on="person_id")
    spoken = renderings.select("utterance_id", "statement_id").join(
        speaking.select("statement_id", "country"), on="statement_id"
    )
    told = utterances.filter(~col("note").str.contains("spoke|language").fill_null(False))
    told = told.select("_line", "utterance_id", "original_language").drop_nulls("original_language")
    both = told.join(spoken.select("utterance_id", "country").unique(), on="utterance_id")
    theirs = both.filter(is_official("original_language", "country")).select("_line")
    countries: dict[tuple[int, str], set[str]] = {}
    for row in rows(both.join(theirs, on="_line", how="anti")):
        countries.setdefault((row["_line"], row["original_language"]), set()).add(row["country"])
    for (line, language), states in countries.items():
        yield line, f"{language}, by somebody from {', '.join(sorted(states))}"
