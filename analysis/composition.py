"""Counts of what is in the package: the figures of the datasheet. Needs only pandas."""

from datetime import date

import pandas as pd

from analysis.days import first_day, last_day
from analysis.speakers import SPEAKING
from analysis.tables import Tables, look_up

FIRST = "src-korea-times-2025-01-06"  # the source that is coded in full
BLINKEN, VISIT = "per-antony-blinken", ("2025-01-05", "2025-01-06")  # the visitor; its first and last day
TALLIED = ["en", "ko", "ja"]  # the languages whose sources are counted one by one
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
MONTHS += ["October", "November", "December"]  # in English, whatever the locale


def composition(tables: Tables) -> dict[str, str]:
    """The figures of the datasheet: name -> text.

    `quote_type.direct` and the like count rows by a code; `spoken.USA` counts the statements in which a party
    from a country speaks; `table` has a line of Markdown for each table except `corrections`, which keeps
    growing.
    """
    sources, statements, claims = tables["sources"], tables["statements"], tables["claims"]
    languages = sources.language.value_counts()
    counted: dict[str, object] = {
        "table": "\n".join(_rows(tables)),
        "sources": len(sources),
        "statements": len(statements),
        "people": len(tables["people"]),
        "families": sources.family.nunique(),
        "families.unknown": sources.family[sources.family.str.startswith("UNKNOWN")].nunique(),
        "languages": len(languages),
        "language.other": len(sources) - sum(languages.get(one, 0) for one in TALLIED),
        "undated.sources": sources.published.isna().sum(),
        "undated.events": tables["events"].date_start.isna().sum(),
        "published.first": _month(min(sources.published.dropna().str[:7], default="")),
        "published.last": _month(max(sources.published.dropna().str[:7], default="")),
        "accessed": _days(sources.accessed),
        "accessed.never": sources.accessed.isna().sum(),
        "registered": sources.text_sha256.notna().sum(),
        "bylines": sources.byline.notna().sum(),
        "longest": max((len(quote.split()) for quote in statements.quote.dropna()), default=0),
    }
    counted |= _blinken(tables)
    counted |= {f"language.{one}": languages.get(one, 0) for one in TALLIED}
    for frame, column in [
        *((statements, name) for name in ("quote_type", "attribution", "translated")),
        *((claims, name) for name in ("relation", "basis", "hedge_scope")),
        *((sources, name) for name in ("extent", "published_basis")),
    ]:
        counted |= {f"{column}.{code}": number for code, number in frame[column].value_counts().items()}
    counted |= {f"spoken.{country}": number for country, number in _spoken(tables).items()}
    return {name: str(value) for name, value in counted.items()}


def _rows(tables: Tables) -> list[str]:
    """A line for each table: its name, its rows, and how many of them were first read in the first source."""
    lines = []
    for name, table in tables.items():
        if name != "corrections":
            first = f"{(table.source_id == FIRST).sum()} " if "source_id" in table else ""
            lines.append(f"| {name} | {len(table)} | {first}|")
    return lines


def _speakers(tables: Tables) -> pd.DataFrame:
    speakers = tables["statement_speakers"]
    return speakers[speakers.role.isin(SPEAKING)]


def _blinken(tables: Tables) -> dict[str, object]:
    """Counts of what Blinken says, alone or with others: statements, sources, utterances, days."""
    speakers = _speakers(tables)
    statements = tables["statements"]
    of_his = statements.statement_id.isin(speakers[speakers.person_id == BLINKEN].statement_id)
    his = look_up(statements[of_his], "source_id", tables["sources"], family="family")
    renderings = tables["renderings"][tables["renderings"].statement_id.isin(his.statement_id)]
    first, last = map(pd.Timestamp, VISIT)
    other_day = (last_day(his.said_on) < first) | (first_day(his.said_on) > last)
    return {
        "blinken": len(his),
        "blinken.sources": his.source_id.nunique(),
        "blinken.families": his.family.nunique(),
        "blinken.rendering": renderings.statement_id.nunique(),
        "blinken.utterances": renderings.utterance_id.nunique(),
        "blinken.other_day": other_day.sum(),
        "blinken.undated": his.said_on.isna().sum(),
    }


def _spoken(tables: Tables) -> "pd.Series[int]":
    """Country -> number of statements by its parties; the country is the person's, or else the body's."""
    spoken = _speakers(tables)
    for table, key in (("people", "person_id"), ("organizations", "organization_id")):
        of_party = tables[table][[key, "country"]].rename(columns={"country": f"country_of_{table}"})
        spoken = spoken.merge(of_party, on=key, how="left")
    country = spoken.country_of_people.fillna(spoken.country_of_organizations)
    return spoken.groupby(country).statement_id.nunique()


def _month(text: str) -> str:
    """`2016-10` as October 2016; a year unchanged."""
    year, _, month = text.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def _days(days: pd.Series) -> str:
    """`on 24 November 2026`, or `from … to …`."""
    told = [_day(one.date()) for one in sorted(set(days.dropna()))]
    return f"on {told[0]}" if len(told) == 1 else f"from {told[0]} to {told[-1]}" if told else "on no day"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
