"""Wordings, figures and conflicts as Markdown, each page with the table it shows."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.conflicts import conflicts
from analysis.figures import in_time
from analysis.markdown import plain
from analysis.tables import Tables, each
from analysis.wordings import wordings

Page = tuple[str, str, pd.DataFrame]  # name, Markdown, table
KINDS = {
    "figures": "Same measure, overlapping time, disjoint values",
    "bounds": "Same claimant, same number, different hedge",
    "words": "Same utterance, different words",
    "events": "Same event, descriptions that cannot both be true",
}
COMPARED = ["measure_id", "time", "figure", "hedge", "hedge_scope", "polarity", "claimant", "family"]
COMPARED += ["source_id", "claim_id", "relation", "low", "high", "approximate", "compared_unit"]


def pages(tables: Tables, what: str, record_id: str = "") -> Iterator[Page]:
    """The page of one `utterance` or `measure`, the page of all `conflicts`, or `all` pages."""
    for kind, rows_of, made in (("utterance", wordings, utterance_page), ("measure", in_time, measure_page)):
        if what not in (kind, "all"):
            continue
        rows = rows_of(tables)
        for about in each(tables[f"{kind}s"]):
            id_ = about[0]
            if what == "all" or id_ == record_id:
                yield id_, *made(about, rows[rows[f"{kind}_id"] == id_])
    if what in ("conflicts", "all"):
        yield "conflicts", *conflicts_page(tables)


def utterance_page(about: Any, rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The wordings of an utterance, side by side."""
    families = {family for cell in rows.families for family in cell.split()}
    shown = rows[["language", "families", "statements"]]
    cells = [row.marked or f"({row.quote_type}, no quotation)" for row in each(rows)]
    shown.insert(1, "wording", cells)
    lines = [f"# {about.utterance_id}", "", plain(about.gist), ""]
    lines += [f"Said in {about.original_language}; families that print it: {len(families)}.", ""]
    return "\n".join([*lines, markdown(shown, "wording"), ""]), rows.drop(columns="utterance_id")


def measure_page(about: Any, rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The claims of a measure, in order of time."""
    shown = rows[["time", "figure", "hedge", "claimant", "family", "claim_id"]]
    said: Any = rows.groupby(["claimant", "figure"], sort=False).family.nunique()
    lines = [f"# {about.measure_id}", "", plain(about.definition), "", markdown(shown), ""]
    lines += [
        f"- {plain(f'{who}: {what}')}, in {count} famil{'y' if count == 1 else 'ies'}"
        for (who, what), count in said.items()
    ]
    return "\n".join([*lines, ""]), rows[COMPARED]


def conflicts_page(tables: Tables) -> tuple[str, pd.DataFrame]:
    """All conflicts, with a section for each kind."""
    found = conflicts(tables)
    lines = ["# Conflicts", "", f"{len(found)} in all. Each is kept as two rows; none is settled here.", ""]
    for kind, title in KINDS.items():
        rows = found[found.kind == kind].drop(columns="kind")
        made = markdown(rows, "other" if kind == "words" else "") if len(rows) else "None."
        lines += [f"## {title} ({len(rows)})", "", made, ""]
    return "\n".join(lines), found


def markdown(table: pd.DataFrame, marked: str = "") -> str:
    """A frame as a Markdown table, with missing cells empty; the column `marked` is already Markdown."""
    cells = table.astype("string").fillna("")
    cells = cells.apply(lambda column: column if column.name == marked else column.map(plain))
    head = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    return "\n".join(head + ["| " + " | ".join(row) + " |" for row in cells.to_numpy()])
