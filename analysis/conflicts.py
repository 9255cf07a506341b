"""Contradictions between figures, hedges, wordings and events, each with its two sides."""

import calendar
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from math import inf
from typing import Any

import pandas as pd

from analysis.figures import NOBODY, REPORTER, UNNAMED, in_time
from analysis.tables import Tables, each, grouped
from analysis.wordings import wordings
from analysis.words import differ

Row = tuple[str, ...]
# the room that "about 1,100" leaves on either side before two figures conflict, as a fraction of the number
ABOUT = 0.1
# what determines the numbers that a claim allows
BOUNDS = ["relation", "value", "value_low", "value_high", "unit", "least", "most"]
# what a side of a conflict may have several of
LISTED = ["claimant", "family", "claim_id", "time", "polarity"]


def conflicts(tables: Tables, claims: pd.DataFrame | None = None) -> pd.DataFrame:
    """All conflicts in the data, one row each: kind, subject, one, other, families, records.

    `figures`: same measure, overlapping time, disjoint values (or a value that the other denies; a denial
    without a number denies those of the claims that `claim_links` links it to); `bounds`: one claimant's
    number printed with different hedges; `words`: one utterance in different words of the same language;
    `events`: descriptions of one event that cannot both be true. `claims` is what `in_time` says of the
    tables, for who has asked already.
    """
    claims = in_time(tables) if claims is None else claims
    found = [
        *_figure_conflicts(_denials_told(claims, tables["claim_links"])),
        *_bound_conflicts(claims),
        *_word_conflicts(tables),
        *_event_conflicts(tables),
    ]
    return pd.DataFrame(found, columns=["kind", "subject", "one", "other", "families", "records"])


# ---- figures ----------------------------------------------------------------------------------------


def _figure_conflicts(claims: pd.DataFrame) -> Iterator[Row]:
    """Figures of one measure that exclude each other, whoever claims them."""
    for measure, sides in _sides(claims, ["measure_id"], ["figure", "time", "polarity"]):
        for one, other in combinations(sides, 2):
            same = one.polarity == other.polarity
            contested = apart(one, other) if same else denied(one, other)
            if contested and overlap(one.time, other.time):
                yield "figures", measure, *_opposed(one, other)


def _denials_told(claims: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The claims, where a denial without a number (“the claims”) has the bounds of the claim it denies."""
    denials = dict(links.loc[links.relation == "denies", ["claim_id", "other_id"]].to_numpy())
    claims, of = claims.copy(), claims.set_index("claim_id")
    vague = (claims.relation == "vague") & (claims.polarity == "denied") & claims.claim_id.isin(list(denials))
    for at, claim in claims.claim_id[vague].items():
        for name in BOUNDS:
            claims.loc[at, name] = of.loc[denials[claim], name]
    return claims


def _bound_conflicts(claims: pd.DataFrame) -> Iterator[Row]:
    """One claimant's number, printed with different hedges."""
    known = claims[(claims.relation != "vague") & ~claims.claimant.isin([REPORTER, UNNAMED, NOBODY])]
    known = known.assign(number=known.figure.str.replace(r"^\D+", "", regex=True))
    for measure, sides in _sides(
        known, ["measure_id", "claimant", "number", "polarity"], ["relation", "figure"]
    ):
        for one, other in combinations(sides, 2):
            yield "bounds", measure, *_opposed(one, other)


def _sides(claims: pd.DataFrame, within: list[str], by: list[str]) -> Iterator[tuple[str, list[Any]]]:
    """(measure, its claims, merged where `by` is the same) for each group with the same `within`."""
    how = {name: _listed if name in LISTED else "first" for name in claims if name not in [*within, *by]}
    sides = claims.groupby([*within, *by], sort=False).agg(how).reset_index()
    for key, rows in grouped(sides, *within):
        yield str(key[0]), rows


def _listed(cells: Any) -> str:
    return ", ".join(dict.fromkeys(cells))


def _opposed(one: Any, other: Any) -> Row:
    sides = [
        f"{side.claimant}, {side.time}: {'denies ' if side.polarity == 'denied' else ''}{side.figure}"
        for side in (one, other)
    ]
    return *sides, f"{one.family} v. {other.family}", f"{one.claim_id} v. {other.claim_id}"


def apart(one: Any, other: Any) -> bool:
    """Whether two figures of a measure exclude each other.

    If figures have different units, one was converted and rounded, so each may be off by half of its last
    non-zero digit: 690 miles and 1,100 km agree.
    """
    rounded = one.unit != other.unit
    (low, high), (other_low, other_high) = allowed(one, rounded), allowed(other, rounded)
    return low > other_high or other_low > high


def denied(one: Any, other: Any) -> bool:
    """Whether one of two figures denies the other, which is affirmed.

    Somebody who says “over 1,100” may deny 1,500 without contradiction: only an open end denies an open end,
    and where there is no number, none is denied.
    """
    no, yes = (one, other) if one.polarity == "denied" else (other, one)
    if pd.isna(no.least) or apart(no, yes):
        return False
    (low, high), (no_low, no_high) = allowed(yes), allowed(no)
    return (low > -inf or no_low == -inf) and (high < inf or no_high == inf)


def allowed(claim: Any, rounded: bool = False) -> tuple[float, float]:
    """The numbers that a row of `in_time` allows, in the unit of its measure; all if it gives none."""
    if pd.isna(claim.least):
        return -inf, inf
    room = ABOUT if claim.relation == "approx" else 0.0
    number = claim.value if pd.notna(claim.value) else claim.value_high
    if rounded and number:
        room = max(room, half_a_digit(number) / abs(number))
    low, high = claim.least - room * abs(claim.least), claim.most + room * abs(claim.most)
    return -inf if claim.relation in ("le", "lt") else low, inf if claim.relation in ("ge", "gt") else high


def half_a_digit(number: float) -> float:
    """Half of the last non-zero digit: what rounding may have changed.

    >>> half_a_digit(690), half_a_digit(1100), half_a_digit(5.5)
    (5.0, 50.0, 0.05)
    """
    exponent = Decimal(f"{number:.10g}").normalize().as_tuple().exponent
    return 0.5 * 10.0 ** int(exponent)


def overlap(one: str, other: str) -> bool:
    """Whether two ISO dates, each a year, a month or a day, can be the same day."""
    (start, end), (other_start, other_end) = _days(one), _days(other)
    return start <= other_end and other_start <= end


def _days(iso: str) -> tuple[str, str]:
    if len(iso) == 10:
        return iso, iso
    if len(iso) == 7:
        last = calendar.monthrange(int(iso[:4]), int(iso[5:]))[1]
        return f"{iso}-01", f"{iso}-{last}"
    return (f"{iso}-01-01", f"{iso}-12-31") if iso else ("0000", "9999")


# ---- words and events -------------------------------------------------------------------------------


def _word_conflicts(tables: Tables) -> Iterator[Row]:
    for key, (base, *others) in grouped(wordings(tables), "utterance_id", "language"):
        utterance, language = map(str, key)
        for row in others:
            if differ(row.marked):
                sides = (f"{language}: {base.wording}", row.marked)
                records = f"{base.statements} v. {row.statements}"
                yield "words", utterance, *sides, f"{base.families} v. {row.families}", records


def _event_conflicts(tables: Tables) -> Iterator[Row]:
    families = tables["sources"][["source_id", "family"]]
    events = tables["events"].merge(families, on="source_id")
    others = tables["event_sources"].merge(families, on="source_id")
    both = others[others.stance == "contradicts"].merge(events, on="event_id", suffixes=("_other", ""))
    for row in each(both):
        facts = (row.name, row.date_as_written, row.time_as_written, row.place)
        one = ", ".join(str(fact) for fact in facts if pd.notna(fact))
        other = ": ".join(str(cell) for cell in (row.described_as, row.detail) if pd.notna(cell))
        records = f"{row.event_id} v. {row.event_id}/{row.seq}"
        yield "events", row.event_id, one, other, f"{row.family} v. {row.family_other}", records
