"""The rows of statements and claims, and of everything that belongs to them."""

from curation.cutting import SEAM, bare, cut, fragments, place, place_within
from curation.layout import SECTIONS
from curation.making import (
    Made,
    Making,
    add_row,
    check_keys,
    part_row,
    parts_of,
    phrases_in,
    refer,
    resolved,
    taken_again,
)
from curation.naming import has_measure
from curation.phrases import NotFound, nearest, spans_of
from curation.sheets import Node
from schemas.spans import NEAR, Span, fold, show, words_at


def statement_rows(making: Making, entry: Node, called: dict[int, str]) -> None:
    """Make the row of a statement, and those of its speakers, events, renderings and claims."""
    label = called[id(entry)]
    table = making.package.tables["statements"]
    cells = {
        name: "" if name in SECTIONS["statements"].made else entry.get(name).text
        for name in table.schema.columns
    }
    cells |= {
        "statement_id": label,
        "source_id": making.source,
        "language": cells["language"] or making.language,
    }
    refer(making, "statements", cells, entry)
    spans = place(making, "statements", entry, cells)
    cells["quote"] = ""
    if spans and cells["quote_type"] == "direct":
        spans = [bare(making.text, span) for span in spans]
        cells["quote"] = SEAM.join(words_at(making.text, [span]) for span in spans)
        cells["spans"] = show(spans) if making.registered else ""
    elif spans and cells["quote_type"] == "mixed":
        cells["quote"] = fragments(making, entry, spans)
    add_row(making, "statements", cells, entry)
    for seq, part in enumerate(parts_of(making, entry, "speakers"), 1):
        part_row(making, "speakers", part, {"statement_id": label, "seq": str(seq)})
    for event in entry.get("about").each():
        found = resolved(making, "events", event)
        if found:
            making.rows.append(
                Made("statement_events", {"statement_id": label, "event_id": found}, event.line)
            )
    for part in parts_of(making, entry, "renders"):
        wording = part.get("wording").text
        inner = part_row(making, "renders", part, {"statement_id": label})
        if wording and fold(wording) not in cells["quote"]:
            span = place_within(making.text, wording, spans)
            inner["wording"] = fold(making.text[span[0] : span[1]]) if span else wording
    for claim in taken_again(entry.get("claims")):
        claim_row(making, claim, called, (label, spans))


def claim_row(
    making: Making, entry: Node, called: dict[int, str], statement: tuple[str, list[Span]] | None
) -> None:
    """Make the row of a claim. `statement`: the label and spans of the statement it belongs to, if any."""
    table = making.package.tables["claims"]
    label, within = statement or ("", [])
    cells = {
        name: "" if name in SECTIONS["claims"].made else entry.get(name).text for name in table.schema.columns
    }
    cells |= {"claim_id": called[id(entry)], "source_id": making.source, "statement_id": label}
    cells["polarity"] = cells["polarity"] or "affirmed"
    cells["hedge_scope"] = cells["hedge_scope"] or ("own" if cells["hedge"] else "none")
    cells["basis"] = cells["basis"] or ("" if statement else "reporter")
    if has_measure(entry):
        cells["measure_id"] = called[id(entry.get("measure"))]
    elif entry.get("measure").text:
        cells["measure_id"] = entry.get("measure").text
    refer(making, "claims", cells, entry)
    phrases = phrases_in(making, entry.get("words"))
    if not phrases:
        making.fault(entry.line, "the claim has no `words`", "copy the number with what it counts")
    try:
        spans = spans_of(making.text, phrases, within or None)
    except NotFound as error:
        making.fault(entry.get("words").line, error.message, error.cure)
        spans = []
    if spans:
        cells["as_written"] = words_at(making.text, spans)
        cells["spans"] = show(spans) if making.registered else ""
        hedge = entry.get("hedge").text
        if hedge:
            cut(
                making,
                "hedge",
                entry,
                cells,
                lambda words: (
                    place_within(making.text, words, spans) or nearest(making.text, words, spans, NEAR)
                ),
            )
    add_row(making, "claims", cells, entry)


def measure_row(making: Making, claim: Node, measure: Node, key: str) -> None:
    """Make the row of a measure given inside its claim, whose kind and unit it takes."""
    table = making.package.tables["measures"]
    columns = list(table.schema.columns)
    check_keys(making, measure, SECTIONS["measures"].keys(columns), "a measure")
    cells = {name: measure.get(name).text for name in columns} | {"measure_id": key}
    for name in ("quantity_kind", "unit"):
        cells[name] = cells[name] or claim.get(name).text
    add_row(making, "measures", cells, measure)
