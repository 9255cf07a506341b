"""In which words is one utterance printed?

`renderings` links an utterance to each statement that renders it, with the part of the quotation that does.
"""

from scripts.load import load, said

tables = load()
rows = tables["renderings"].merge(said(tables), on="statement_id")
rows = rows[(rows.utterance_id == "utt-blinken-equipment-training") & (rows.language == "en")]
rows = rows.drop_duplicates(["wording", "family"]).sort_values("family")
wordings = rows.groupby("wording").family.agg(newsrooms="size", which=" ".join)
for wording, newsrooms, which in wordings.nlargest(9, "newsrooms").itertuples():
    print(f"{newsrooms} ({which}): {wording}")
