"""The wordings of each utterance: what sources print of it, grouped by identical words."""

import pandas as pd

from analysis.tables import Tables, each
from analysis.words import marked, plain


def wordings(tables: Tables) -> pd.DataFrame:
    """The wordings of each utterance, one row each.

    Columns: utterance_id, language, quote_type, translated, wording (as printed; empty without a quotation),
    marked (as Markdown, against the first wording in its language), families, sources, statements (each
    joined by a space). Within a language, whole quotations come before fragments, wordings of many families
    before others, and rows without a quotation last.
    """
    rows = tables["renderings"].merge(tables["statements"], on="statement_id")
    rows = rows.merge(tables["sources"][["source_id", "family"]], on="source_id")
    rows["wording"] = rows.wording.fillna("")
    rows["plain"] = rows.wording.map(plain)
    table = (
        rows.groupby(["utterance_id", "language", "plain", "quote_type"], sort=False)
        .agg(
            translated=("translated", _distinct),
            wording=("wording", "first"),
            families=("family", _distinct),
            sources=("source_id", " ".join),
            statements=("statement_id", " ".join),
        )
        .reset_index()
    )
    order = table.assign(
        quoted=table.wording != "",
        whole=table.quote_type == "direct",
        printed=table.families.str.count(" "),
    ).sort_values(
        ["utterance_id", "language", "quoted", "whole", "printed", "statements"],
        ascending=[True, True, False, False, False, True],
    )
    table = table.loc[order.index].reset_index(drop=True)
    first = table.groupby(["utterance_id", "language"]).wording.transform("first")
    table["marked"] = [
        marked(base, row.wording, row.language) for base, row in zip(first, each(table), strict=True)
    ]
    names = ["utterance_id", "language", "quote_type", "translated", "wording", "marked"]
    return table[[*names, "families", "sources", "statements"]]


def _distinct(cells: pd.Series) -> str:
    return " ".join(sorted({cell for cell in cells if not pd.isna(cell)}))
