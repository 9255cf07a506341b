"""What figures does one speaker give over time?

All figures that Volodymyr Zelensky gives for North Korean troops, by the day on which they hold; a month is
placed at its first day. `least` is the number itself, in the unit of the measure, and `relation` its sign.
"""

from scripts.load import figures, load

claims = figures(load())
his = claims[claims.claimant.fillna("").str.contains("Zelensky")].sort_values("as_of_first_day")
his = his.groupby(["as_of", "measure_id", "relation", "least"]).family.nunique().rename("families")
print(his.reset_index().to_string(index=False))
