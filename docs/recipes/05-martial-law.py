"""Statements about martial law, wherever they were made.

`event` is the occasion at which somebody speaks; `topics` are the events that the statement is about. So
select by the id of the topic: most of what is said about martial law was said weeks later. `dropna=False`
keeps the rows without a person or an occasion.

A topic does not include neighbouring ones: the lifting of martial law is an event of its own, and what is
said of the North Korean troops is under `evt-nk-troops-to-russia` and `evt-nk-troop-casualties`. To find
everything, search the names of events for a word, and `summary` too, as the last lines do.
"""

from scripts.load import load, said

rows = said(load())
about = rows[rows.topic_ids.fillna("").str.split().map(lambda ids: "evt-martial-law" in ids)]
print(len(about), "rows are about it,", (rows.event_id == "evt-martial-law").sum(), "were said at it")
by = about.groupby(["person", "event"], dropna=False)
print(by.agg(rows=("family", "size"), families=("family", "nunique")).nlargest(8, "rows").to_string())

found = rows.topics.str.contains("martial law", case=False, na=False)
print(found.sum(), "rows have the word in a topic,", end=" ")
print((found | rows.summary.str.contains("martial law", case=False)).sum(), "in a topic or the summary")
