"""Which figures contradict one another?

Two figures for one measure contradict each other if they may hold on the same day, and the lower bound of one
is above the upper bound of the other. Approximate figures are left out, and so are pairs in different units,
because one of the two was converted and rounded. `python scripts/compare.py conflicts` finds more: denials,
hedges, wordings, events.
"""

from scripts.load import figures, load

claims = figures(load()).query("not approximate")
pairs = claims.merge(claims, on=["measure_id", "unit"], suffixes=("", "_other"))
same_day = (pairs.as_of_first_day <= pairs.as_of_last_day_other) & (
    pairs.as_of_first_day_other <= pairs.as_of_last_day
)
apart = pairs[same_day & (pairs.low > pairs.high_other)]
sides = ["measure_id", "low", "claimant", "high_other", "claimant_other"]
found = apart.groupby(sides, dropna=False).size().rename("pairs").reset_index()
print(len(apart), "pairs,", apart.measure_id.nunique(), "measures")
print(found.nlargest(12, "pairs").to_string(index=False, max_colwidth=34))
