"""Casualties over time: who claims how many, and how sure are they?

`assertions` has one row for each number that a claimant gives on a day: `relations` says which families
print it as "at least" (`ge`), "more than" (`gt`) or "about" (`approx`), `hedges` in which words. `figures`
has one row for each time that it is printed. In the plot, an arrow marks a figure that is only a lower
bound. Vague words are left out.

The table and the plot show one measure each; the list at the end has every measure of casualties, with the
number of families. Blinken's own figure is in several others, since outlets differ on its period and on
what it counts.
"""

import matplotlib.pyplot as plt

from scripts.load import assertions, figures, load

tables = load()
killed = assertions(tables).query("measure_id == 'msr-nk-troops-killed'")
killed = killed.sort_values(["as_of_first_day", "claimant"])
print(killed[["as_of", "claimant", "value", "relations"]].to_string(index=False, max_colwidth=45))

claims = figures(tables)
rows = claims.query("measure_id == 'msr-nk-troops-killed-or-wounded'").dropna(subset=["low"])
nameless = rows.basis.map({"reporter": "the reporter's own"}).fillna("nobody named")
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for claimant, group in rows.groupby(rows.claimant.fillna(nameless)):
    [points] = ax.plot(group.as_of_first_day, group.low, "o", alpha=0.6, label=claimant)
    least = group[group.high.isna()]
    ax.plot(least.as_of_first_day, least.low + 120, "^", color=points.get_color(), markersize=4)
ax.set(title="North Korean soldiers killed or wounded, as claimed", ylabel="people", ylim=(0, None))
ax.legend(fontsize="small")
ax.tick_params("x", rotation=30)
fig.savefig("casualties.svg")

losses = claims[claims.event_id.isin(["evt-nk-troop-casualties", "evt-nk-casualties-kursk-week"])]
print(losses.groupby("measure_id").family.nunique().to_string())
