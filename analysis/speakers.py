"""Who speaks: the parties that make a statement themselves. Needs only pandas."""

import pandas as pd

from .days import with_days
from .tables import Tables, joined, look_up, needed

# roles in `statement_speakers` of those who speak; others are spoken for or spoken to
SPEAKING = ["speaker", "joint_speaker"]

# what `said` is built from
NEEDED = ["statements", "statement_speakers", "statement_events", "people", "organizations", "positions"]
NEEDED += ["events", "sources"]

# the columns of `said`, in order, and what they hold
SAID = {
    "statement_id": "the statement: one attribution in one source",
    "person": "name of the person who speaks; missing where a body or somebody unnamed speaks",
    "organization": "name of the body that speaks, or that the person speaks for",
    "position": "the office in which the person speaks",
    "position_status": "how the office is held at that time: incumbent, acting, suspended, elect, former",
    "role": "speaker or joint_speaker; missing where the source names no speaker",
    "attribution": "how the source refers to the speaker: named, title, pronoun, implicit, unnamed, absent",
    "attributed_as": "the source's words for the speaker",
    "cue": "the source's word for the saying, such as `suggested`; missing where it uses none",
    "said_on": "when it was said: a year, a month or a day, as precise as it is known",
    "said_on_first_day": "the first day that this allows",
    "said_on_last_day": "the last day that it allows",
    "event": "the occasion at which it was said",
    "event_id": "its id",
    "topics": "the events that it is about, besides the occasion: names, joined by `; `",
    "topic_ids": "their ids, joined by a space",
    "quote_type": "direct, mixed, indirect or reported",
    "quote": "the source's words, where it quotes; ` … ` joins pieces that its own words separate",
    "summary": "what was said, in our words",
    "language": "language of the source",
    "outlet": "publisher of the source, as recorded; a newsroom may have several names, so group by `family`",
    "family": "its newsroom; texts that share it count as one witness",
    "published": "when the source was published: a year, a month or a day",
    "published_first_day": "the first day that this allows",
    "published_last_day": "the last day that it allows",
    "source_id": "the source",
}


def said(tables: Tables) -> pd.DataFrame:
    """Who said what, when and as what: one row per statement and speaker, with the columns of `SAID`.

    Joint speakers have a row each. A statement whose source names no speaker has one row without a speaker,
    so that no statement is lost. Those spoken to or spoken for are only in `statement_speakers`. Raises
    `ValueError` if a table is missing.

    >>> rows = said(load())
    >>> rows[rows.statement_id == "stm-0004"][["person", "cue", "outlet"]].to_dict("records")
    [{'person': 'Antony Blinken', 'cue': 'said', 'outlet': 'The Korea Times'}]
    """
    needed(tables, *NEEDED)
    speakers = tables["statement_speakers"][tables["statement_speakers"].role.isin(SPEAKING)]
    rows = tables["statements"].merge(speakers, on="statement_id", how="left")
    rows = look_up(rows, "person_id", tables["people"], name="person")
    rows = look_up(rows, "organization_id", tables["organizations"], name="organization")
    rows = look_up(rows, "position_id", tables["positions"], title="position", status="position_status")
    rows = rows.rename(columns={"occasion_id": "event_id"})
    rows = look_up(rows, "event_id", tables["events"], name="event")
    rows = look_up(rows, "statement_id", topics(tables), topics="topics", topic_ids="topic_ids")
    rows = look_up(
        rows, "source_id", tables["sources"], publisher="outlet", family="family", published="published"
    )
    return with_days(rows, "said_on", "published")[list(SAID)]


def topics(tables: Tables) -> pd.DataFrame:
    """What statements are about besides their occasion: statement_id, topics, topic_ids; only where known."""
    about = look_up(tables["statement_events"], "event_id", tables["events"], name="topic")
    about = about.sort_values(["statement_id", "event_id"])
    return joined(about, "statement_id", topics=("topic", "; "), topic_ids=("event_id", " "))


def claimants(tables: Tables) -> pd.DataFrame:
    """The names of those who make a statement, as one text: statement_id, claimant; only where known.

    A person counts as themselves, whatever body they speak for.
    """
    rows = said(tables).assign(claimant=lambda rows: rows.person.fillna(rows.organization))
    return joined(rows.dropna(subset="claimant"), "statement_id", claimant=("claimant", ", "))
