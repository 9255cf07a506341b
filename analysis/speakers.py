"""Who speaks: the parties that make a statement themselves. Needs pandas alone."""

import pandas as pd

from analysis.tables import Tables, look_up

# roles in `statement_speakers` of those who speak; the others are spoken for, or spoken to
SPEAKING = ["speaker", "joint_speaker"]

# the columns of `said`, in order, and what they hold
SAID = {
    "statement_id": "the statement: one attribution in one source",
    "person": "name of the person who speaks; missing where a body speaks, or somebody unnamed",
    "organization": "name of the body that speaks, or in whose name the person does",
    "position": "the office in which the person speaks",
    "position_status": "how the office is held at that time: incumbent, acting, suspended, elect, former",
    "role": "speaker or joint_speaker; missing where the source names no speaker",
    "attribution": "how the source names the speaker: named, title, pronoun, implicit, unnamed, absent",
    "attributed_as": "the source's words for the speaker",
    "said_on": "when it was said: a year, a month or a day, as precise as it is known",
    "event": "the occasion at which it was said",
    "quote_type": "direct, mixed, indirect or reported",
    "quote": "the source's words, where it quotes",
    "summary": "what was said, in our words",
    "language": "language of the source",
    "outlet": "publisher of the source",
    "published": "when the source was published: a year, a month or a day",
    "source_id": "the source",
}


def said(tables: Tables) -> pd.DataFrame:
    """Who said what, when, as what: one row for each statement and speaker, with the columns of `SAID`.

    Joint speakers have a row each. A statement whose source names no speaker has one row without any, so none
    is lost. Those spoken to, or spoken for, are in `statement_speakers` alone.
    """
    speakers = tables["statement_speakers"][tables["statement_speakers"].role.isin(SPEAKING)]
    rows = tables["statements"].merge(speakers, on="statement_id", how="left")
    rows = look_up(rows, "person_id", tables["people"], name="person")
    rows = look_up(rows, "organization_id", tables["organizations"], name="organization")
    rows = look_up(rows, "position_id", tables["positions"], title="position", status="position_status")
    rows = look_up(rows, "occasion_id", tables["events"], name="event")
    rows = look_up(rows, "source_id", tables["sources"], publisher="outlet", published="published")
    return rows[list(SAID)]


def claimants(tables: Tables) -> pd.DataFrame:
    """The names of those who make a statement, as one text: statement_id, claimant; only where one is known.

    A person stands for themselves, whatever body they speak for.
    """
    rows = said(tables).assign(claimant=lambda rows: rows.person.fillna(rows.organization))
    return rows.dropna(subset="claimant").groupby("statement_id").claimant.agg(", ".join).reset_index()
