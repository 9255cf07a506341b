"""Who held the presidency of South Korea on a given day, and with what status?

One row of `positions` is a person in an office, for a spell of one status. `start` and `end` may be a year
or a month; `first_day` and `last_day` give the days they allow. An empty end is unknown, or still to come.
"""

import pandas as pd

from scripts.load import first_day, last_day, load

tables = load()
offices = tables["positions"].merge(tables["people"][["person_id", "name"]], on="person_id")
presidents = offices[offices.title == "President of South Korea"]
for day in ("2024-12-03", "2024-12-20", "2025-01-06"):
    begun = first_day(presidents.start) <= pd.Timestamp(day)
    over = last_day(presidents.end) < pd.Timestamp(day)
    there = presidents[begun & ~over]
    print(day, "; ".join(there.name + ", " + there.status))
