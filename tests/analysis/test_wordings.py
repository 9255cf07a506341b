"""analysis/wordings.py: the wordings of each utterance, in groups of the same words."""

from typing import Any

import pandas as pd
from conftest import extended

from analysis.tables import Tables
from analysis.wordings import wordings


def boats(tables: Tables, *others: dict[str, Any]) -> pd.DataFrame:
    """The wordings of what Vale said of the boats, when another newsroom prints it so, too."""
    for number, cells in enumerate(others, start=10):
        new = {"statement_id": f"stm-{number:04}", "source_id": "src-pier-post-2024-05"}
        kinds = {name: cell for name, cell in cells.items() if name != "wording"}
        tables = extended(tables, "statements", 2, **new, **kinds)
        rendering = {"statement_id": new["statement_id"], "wording": cells["wording"]}
        tables = extended(tables, "renderings", 0, **rendering)
    rows = wordings(tables)
    return rows[rows.utterance_id == "utt-vale-boats"]


def test_the_same_words_are_one_wording_whoever_prints_them(mini: Tables):
    [row] = boats(mini, {"wording": "About 40 boats are lost."}).to_dict("records")
    assert row["families"] == "HN PP" and row["statements"] == "stm-0003 stm-0010"
    assert row["wording"] == "About 40 boats are lost,"  # as the first of them prints it


def test_others_are_marked_against_the_one_that_most_families_print(mini: Tables):
    rows = boats(mini, {"wording": "Some 40 boats are lost."}, {"wording": "About 40 boats are lost."})
    assert list(rows.marked) == ["About 40 boats are lost,", "~~About~~ **Some** 40 boats are lost."]


def test_each_language_is_compared_with_itself(mini: Tables):
    rows = boats(mini, {"wording": "40隻ほどの船が失われた。", "language": "ja"})
    assert list(rows.language) == ["en", "ja"]
    assert rows.marked.iloc[1] == "40隻ほどの船が失われた。"


def test_whole_quotations_come_first_and_what_has_none_last(mini: Tables):
    rows = boats(
        mini,
        {"wording": None, "quote_type": "indirect"},
        {"wording": "40 boats", "quote_type": "mixed"},
    )
    assert list(rows.wording) == ["About 40 boats are lost,", "40 boats", ""]


def test_every_rendering_stands_in_one_wording(tables: Tables):
    rows = wordings(tables)
    assert sorted(" ".join(rows.statements).split()) == sorted(tables["renderings"].statement_id)
