"""Who claims which number, in one unit: `figures` has a row per claim, `assertions` a row per assertion.

Needs only pandas.
"""

from typing import Any

import pandas as pd

from .days import with_days
from .loading import SCHEMAS
from .speakers import NEEDED as SPOKEN
from .speakers import claimants, topics
from .tables import Tables, each, look_up, needed

# what `figures` is built from
NEEDED = ["claims", "measures", *SPOKEN]

# the columns of `figures`, in order, and what they hold
FIGURES = {
    "claim_id": "the claim: one number, or a word used for one",
    "claimant": "names of those who claim it; missing where it is the reporter's own, `basis` being "
    "`reporter`, and where the source names nobody, with any other `basis`",
    "attribution": "how the source refers to the claimant; missing where the number is the reporter's own",
    "cue": "the source's word for the saying; missing where it uses none",
    "measure_id": "what is measured: claims that share it can be compared",
    "measure": "its definition",
    "relation": "how the true number relates to the printed one: eq, approx, ge, gt, le, lt, between, vague",
    "value": "the number as printed; missing in a range, and where only vague words are printed",
    "value_low": "the lower one of a range",
    "value_high": "the upper one of a range",
    "unit": "its unit, as printed",
    "low": "the least that value, relation and unit allow, in `compared_unit`; "
    "missing where they set no lower bound, and where the number is denied",
    "high": "the most that they allow, likewise; `relation` says whether a bound itself is allowed",
    "least": "the lower end of the number itself in `compared_unit`, whatever its relation and polarity; "
    "missing where only vague words are printed",
    "most": "the upper end; it differs from `least` only in a range",
    "approximate": "whether the number is only about `low`, which then equals `high`",
    "compared_unit": "the unit of the measure, in which all its figures can be compared",
    "hedge": "the word that qualifies or bounds the number, verbatim",
    "hedge_scope": "where the hedge is: own, at this number; shared, at another but clearly covers this one; "
    "ambiguous, at another, and it is unclear whether it covers this one; none",
    "polarity": "affirmed, or denied by the claimant",
    "basis": "what the number rests on, according to the source; `reporter` for the reporter's own",
    "as_written": "the number in the source's words",
    "as_of": "when it holds: a year, a month or a day",
    "as_of_first_day": "the first day that this allows",
    "as_of_last_day": "the last day that it allows",
    "said_on": "when it was said: a year, a month or a day",
    "said_on_first_day": "the first day that this allows",
    "said_on_last_day": "the last day that it allows",
    "event": "the event that it is about",
    "event_id": "its id",
    "occasion": "the event at which it was said",
    "occasion_id": "its id",
    "topics": "the events that the statement is about, besides the occasion: names, joined by `; `",
    "topic_ids": "their ids, joined by a space",
    "language": "language of the source",
    "outlet": "publisher of the source",
    "family": "its newsroom; texts that share it count as one witness",
    "published": "when the source was published: a year, a month or a day",
    "published_first_day": "the first day that this allows",
    "published_last_day": "the last day that it allows",
    "source_id": "the source",
    "statement_id": "the statement that makes the claim",
}

# the columns of `assertions`, in order, and what they hold
ASSERTIONS = {
    "claimant": "names of those who claim it; missing where the source names nobody, or where it is a "
    "reporter's own: such a row has one family",
    "measure_id": "what is measured",
    "measure": "its definition",
    "event_id": "the event that it is about",
    "as_of": "when it holds: a year, a month or a day; all of them where sources differ: "
    "`2025-01; 2025-01-05`",
    "as_of_first_day": "the first day that any of them allows",
    "as_of_last_day": "the last day that any of them allows",
    "said_on": "when it was said: a year, a month or a day; missing where that is not known",
    "said_on_first_day": "the first day that this allows",
    "said_on_last_day": "the last day that it allows",
    "polarity": "affirmed, or denied by the claimant",
    "value": "the number in `compared_unit`; missing in a range, and where only vague words are printed",
    "value_low": "the lower one of a range",
    "value_high": "the upper one of a range",
    "compared_unit": "the unit of the measure",
    "relations": "how the number is bounded, and by which families: `approx: KT; ge: AFP YNA`",
    "hedges": "the hedges, verbatim, and the families that print them: `around: KT; at least: AFP YNA`; "
    "one with `?` is at another number, and it is unclear whether it covers this one: `At least?: UPI`",
    "as_written": "the number in the words of the sources: `some 100; 100`",
    "families": "the families that print it, in alphabetical order",
    "claims": "the claims",
}

BOUNDED_BELOW = ["eq", "approx", "ge", "gt", "between"]
BOUNDED_ABOVE = ["eq", "approx", "le", "lt", "between"]
NUMBER = ["value", "value_low", "value_high"]
TIMES = ["as_of", "said_on", "published"]  # when a figure holds: the first of these that is known
SIGNS = {"eq": "", "approx": "≈ ", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}
# in place of a claimant without a name
REPORTER, UNNAMED, NOBODY = "the reporter", "somebody unnamed", "nobody named"


def figures(tables: Tables) -> pd.DataFrame:
    """Who claimed which number, how firmly: one row per claim, with the columns of `FIGURES`.

    Raises `ValueError` if a table is missing.

    >>> rows = figures(load())
    >>> rows[rows.claim_id == "clm-0006"][["value", "unit", "relation", "hedge"]].to_dict("records")
    [{'value': 100.0, 'unit': 'person', 'relation': 'approx', 'hedge': 'around'}]
    """
    return _converted(tables)[list(FIGURES)]


def _converted(tables: Tables) -> pd.DataFrame:
    """The rows of `figures`, with `in_value` and so on: the columns of `NUMBER` in the measure's unit."""
    needed(tables, *NEEDED)
    rows = look_up(tables["claims"], "statement_id", claimants(tables), claimant="claimant")
    told = ["attribution", "attributed_as", "cue", "said_on", "occasion_id"]
    rows = look_up(rows, "statement_id", tables["statements"], **dict(zip(told, told, strict=True)))
    rows = look_up(rows, "statement_id", topics(tables), topics="topics", topic_ids="topic_ids")
    rows = look_up(rows, "measure_id", tables["measures"], definition="measure", unit="compared_unit")
    rows = look_up(rows, "event_id", tables["events"], name="event")
    rows = look_up(rows, "occasion_id", tables["events"], name="occasion")
    printed = {"publisher": "outlet", "family": "family", "published": "published", "language": "language"}
    rows = look_up(rows, "source_id", tables["sources"], **printed)
    factor = _factors(rows)
    for name in NUMBER:
        rows[f"in_{name}"] = (rows[name] * factor).round(9)  # 932 miles are 1499.908608 km, not …080000002
    affirmed = rows.polarity != "denied"
    rows["least"], rows["most"] = (rows.in_value.fillna(rows[f"in_value_{end}"]) for end in ("low", "high"))
    rows["low"] = rows.least.where(affirmed & rows.relation.isin(BOUNDED_BELOW))
    rows["high"] = rows.most.where(affirmed & rows.relation.isin(BOUNDED_ABOVE))
    rows["approximate"] = (rows.relation == "approx").astype("boolean")
    return with_days(rows, *TIMES)


def _factors(rows: pd.DataFrame) -> pd.Series:
    """The factor that converts each number to `compared_unit`; missing where the units cannot be compared."""
    exact = pd.read_csv(SCHEMAS / "units.csv").rename(columns={"converted_to": "compared_unit"})
    factors = rows[["unit", "compared_unit"]].merge(exact, on=["unit", "compared_unit"], how="left").factor
    return factors.set_axis(rows.index).mask(rows.unit == rows.compared_unit, 1.0).astype("Float64")


def in_time(tables: Tables) -> pd.DataFrame:
    """The figures of each measure in order of time, ready for comparison.

    The columns are those of `figures`, with claimant never missing, and: time (as_of, else said_on, else
    published), time_basis (which of the three; empty if there is none), figure (in readable form), called
    (the claimant, or for one without a name the source's words: `“Western officials”`).
    """
    rows = _converted(tables)
    nameless = rows.attribution.map({"unnamed": UNNAMED}).fillna(NOBODY)
    rows["claimant"] = rows.claimant.fillna(nameless.where(rows.statement_id.notna(), REPORTER))
    rows["time"] = rows.as_of.fillna(rows.said_on).fillna(rows.published).fillna("")
    told = rows[TIMES].notna()
    rows["time_basis"] = told.idxmax(axis=1).where(told.any(axis=1), "")
    rows["figure"] = [figure(row) for row in each(rows)]
    rows["called"] = [called(row) for row in each(rows)]
    names = [*FIGURES, "time", "time_basis", "figure", "called"]
    return rows[names].sort_values(["measure_id", "time", "claim_id"]).reset_index(drop=True)


def called(claim: Any) -> str:
    """The claimant's name, or for one without a name what the source calls them.

    >>> from types import SimpleNamespace
    >>> called(SimpleNamespace(claimant="somebody unnamed", attributed_as="Western officials"))
    '“Western officials”'
    """
    words = "" if pd.isna(claim.attributed_as) else claim.attributed_as.replace("|", " … ")
    return f"“{words}”" if claim.claimant in (UNNAMED, NOBODY) and words else claim.claimant


def figure(claim: Any) -> str:
    """A claim's number in readable form: `≥ 100 person`, `10000 to 12000 person`, `multiple … (vague)`."""
    if claim.relation == "vague":
        return f"{claim.as_written} (vague)"
    if claim.relation == "between":
        return f"{claim.value_low:g} to {claim.value_high:g} {claim.unit}"
    return f"{SIGNS[claim.relation]}{claim.value:.10g} {claim.unit}"


def assertions(tables: Tables) -> pd.DataFrame:
    """Who claimed which number on which day, and how each family prints it.

    There is one row per claimant, measure, event, day of speaking, number and polarity; the columns are
    `ASSERTIONS`. The same number with several hedges is one assertion; `relations` says how each family
    bounds it. Claimants without a name may or may not be the same, so each family has its own row. Raises
    `ValueError` if a table is missing.
    """
    rows = _converted(tables)
    rows[NUMBER] = rows[[f"in_{name}" for name in NUMBER]]
    rows["alone"] = rows.family.where(rows.claimant.isna())
    rows["hedge"] = rows.hedge + (rows.hedge_scope == "ambiguous").map({True: "?", False: ""})
    one = ["measure_id", "claimant", "alone", "event_id", "said_on", "polarity", *NUMBER]
    rows["one"] = rows.groupby(one, dropna=False).ngroup()
    how: dict[str, Any] = dict.fromkeys((*one, "measure", "compared_unit"), "first")
    how |= {"family": _distinct, "claim_id": " ".join, "as_written": lambda cells: "; ".join(cells.unique())}
    how |= {"as_of": _all_of, "as_of_first_day": "min", "as_of_last_day": "max"}
    how |= dict.fromkeys(("said_on_first_day", "said_on_last_day"), "first")  # which `said_on` gives
    made = rows.groupby("one").agg(how)
    made = made.rename(columns={"family": "families", "claim_id": "claims"})
    made = made.assign(relations=_by(rows, "relation"), hedges=_by(rows, "hedge"))
    return made[list(ASSERTIONS)].reset_index(drop=True)


def _by(rows: pd.DataFrame, column: str) -> pd.Series:
    """`around: KT; at least: AFP YNA` for each assertion: each cell, and the families that have it."""
    cells = rows.groupby(["one", column]).family.agg(_distinct).reset_index()
    return (cells[column] + ": " + cells.family).groupby(cells.one).agg("; ".join)


def _all_of(dates: pd.Series) -> str | None:
    """`2025-01; 2025-01-05`: the different dates, in order; None where all are missing."""
    return "; ".join(sorted(set(dates.dropna()))) or None


def _distinct(cells: pd.Series) -> str:
    return " ".join(sorted(set(cells)))
