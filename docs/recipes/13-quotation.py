"""Which newsrooms quote Blinken, and which paraphrase him?

`quote_type` is `direct`, `mixed` (a clause quoted in part), `indirect` or `reported` (a verb of speech with
a summary). In `quote`, ` … ` joins pieces that the source's own words separate. `crosstab` drops rows with
a missing cell in either column; `fillna` keeps them.
"""

import pandas as pd

from scripts.load import load, said

rows = said(load()).query("person == 'Antony Blinken'")
counts = pd.crosstab(rows.family.fillna("unknown"), rows.quote_type.fillna("unknown"))
counts["statements"] = counts.sum(axis=1)
print(counts.nlargest(12, "statements").to_string())
