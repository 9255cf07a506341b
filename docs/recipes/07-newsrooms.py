"""How many independent newsrooms print one utterance?

Reprints and rewrites of one story share a `family`. Pages show how often the utterance is printed, families
how many witnesses there are.
"""

from scripts.load import load

tables = load()
printed = tables["renderings"].merge(tables["statements"][["statement_id", "source_id"]], on="statement_id")
printed = printed.merge(tables["sources"][["source_id", "family", "language"]], on="source_id")
counts = printed.groupby("utterance_id").agg(
    pages=("source_id", "nunique"), families=("family", "nunique"), languages=("language", "nunique")
)
print(counts.nlargest(10, "families").to_string())
