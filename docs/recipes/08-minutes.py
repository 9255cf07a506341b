"""At which minute was martial law declared?

The event has the time given by the source in which it was first read, if that prints one. `event_sources`
has the times given by all others.
"""

import pandas as pd

from scripts.load import load

tables = load()
told = pd.concat([tables["events"], tables["event_sources"]])[["event_id", "source_id", "time_local"]]
told = told.merge(tables["sources"][["source_id", "family"]], on="source_id").dropna(subset=["time_local"])
declared = told[told.event_id == "evt-martial-law"].drop_duplicates(["time_local", "family"])
print(declared.groupby("time_local").family.agg(newsrooms="size", which=" ".join).to_string())

clock = pd.to_datetime(declared.time_local, format="%H:%M")
print("range:", int((clock.max() - clock.min()).total_seconds() // 60), "minutes")
