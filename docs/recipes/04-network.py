"""Who speaks about what, as a network?

An edge goes from a speaker to an event that a statement is about. Its weight is the number of newsrooms that
print such a statement, so forty copies of one story count once. Gephi or networkx can read `edges`.
"""

import matplotlib.pyplot as plt

from scripts.load import load, said

rows = said(load()).dropna(subset=["person", "topics"])
rows = rows.assign(topic=rows.topics.str.split("; ")).explode("topic")
edges = rows.groupby(["person", "topic"]).family.nunique().rename("families").reset_index()
edges = edges[edges.families >= 5].sort_values(["families", "person", "topic"], ascending=[False, True, True])
print(edges.head(12).to_string(index=False))

people, topics = list(edges.person.unique()), list(edges.topic.unique())
fig, ax = plt.subplots(figsize=(10, 6), layout="constrained")
for edge in edges.itertuples():
    ends = [-people.index(edge.person) / len(people), -topics.index(edge.topic) / len(topics)]
    ax.plot([0, 1], ends, "-o", color="tab:blue", alpha=0.5, linewidth=edge.families / 8)
for names, x, side in ((people, -0.02, "right"), (topics, 1.02, "left")):
    for at, name in enumerate(names):
        ax.text(x, -at / len(names), name, ha=side, va="center", fontsize="small")
ax.set(title="Who speaks about what, in at least five newsrooms", xlim=(-0.5, 2.5))
ax.axis("off")
fig.savefig("network.svg")
