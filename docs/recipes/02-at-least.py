"""“At least 100”, or 100? The same claim by outlet.

On 19 December 2024 the intelligence service told members of the National Assembly how many soldiers had
been killed. `relation` says what each outlet made of it: `ge` is "at least", `gt` "more than", `eq` a flat
number.
"""

from scripts.load import figures, load

claims = figures(load())
same = claims[(claims.measure_id == "msr-nk-troops-killed") & (claims.said_on == "2024-12-19")]
counts = same.groupby(["outlet", "relation"]).size().unstack(fill_value=0).astype(int)
print(counts.to_string())
