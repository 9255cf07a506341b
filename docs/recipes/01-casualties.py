"""Casualties over time: who claims how many, and how sure are they?

`assertions` has one row for each number that a claimant gives on a day, with all hedges that newsrooms
print and the families that print them. `figures` has one row for each time that it is printed. In the plot,
an arrow marks a figure that is only a lower bound. Vague words are left out.
"""

import matplotlib.pyplot as plt

from scripts.load import assertions, figures, load

tables = load()
killed = assertions(tables).query("measure_id == 'msr-nk-troops-killed'").sort_values(["said_on", "claimant"])
print(killed[["said_on", "claimant", "value", "hedges"]].to_string(index=False, max_colwidth=45))

rows = figures(tables).query("measure_id == 'msr-nk-troops-killed-or-wounded'").dropna(subset=["low"])
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for claimant, group in rows.fillna({"claimant": "nobody named"}).groupby("claimant"):
    [points] = ax.plot(group.as_of_first_day, group.low, "o", alpha=0.6, label=claimant)
    least = group[group.high.isna()]
    ax.plot(least.as_of_first_day, least.low + 120, "^", color=points.get_color(), markersize=4)
ax.set(title="North Korean soldiers killed or wounded, as claimed", ylabel="people", ylim=(0, None))
ax.legend(fontsize="small")
ax.tick_params("x", rotation=30)
fig.savefig("casualties.svg")
