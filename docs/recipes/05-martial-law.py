"""Statements about martial law, wherever they were made.

`event` is the occasion at which somebody speaks; `topics` are the events that the statement is about. So
select by the id of the topic: most of what is said about martial law was said weeks later.
"""

from scripts.load import load, said

rows = said(load())
about = rows[rows.topic_ids.fillna("").str.split().map(lambda ids: "evt-martial-law" in ids)]
print(len(about), "rows are about it,", (rows.event_id == "evt-martial-law").sum(), "were said at it")
counts = about.groupby(["person", "event"]).agg(rows=("family", "size"), families=("family", "nunique"))
print(counts.nlargest(10, ["rows", "families"]).to_string())
