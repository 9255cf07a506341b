"""Turn a sheet into rows: find phrases, cut verbatim cells from the text, and resolve references."""

from curation.cutting import place
from curation.faults import Fault
from curation.layout import SECTIONS, TOP
from curation.making import Made, Making, add_row, check_keys, part_row, parts_of, refer, taken
from curation.naming import has_measure, name_all
from curation.packages import Package, Row
from curation.references import registers
from curation.sheets import Node
from curation.source_row import source_row
from curation.statement_rows import claim_row, measure_row, statement_rows


def rows_of(
    sheet: Node, text: str, package: Package, *, undecided_left: bool = False, placed: bool = False
) -> tuple[list[Made], list[Fault]]:
    """The rows of a sheet, each after the rows that it refers to, and all faults of the sheet.

    Args:
        sheet: The sheet, as it was read.
        text: The text of its source.
        package: The package that the rows are for.
        undecided_left: Leave out entries that nobody has decided on; otherwise they are faults.
        placed: Give every row its spans, even if the text of the source is not registered.
    """
    making = Making(package, text, known=registers(package), undecided_left=undecided_left)
    making.families = {row["person_id"]: row["family_name"] for row in package.tables["people"].rows}
    check_keys(making, sheet, TOP, "the sheet")
    source_row(making, sheet.get("source"))
    making.registered = making.registered or placed
    entries = {name: list(taken(making, sheet.get(name), name)) for name in TOP if name != "source"}
    for statement in entries["statements"]:
        claims = list(taken(making, statement.get("claims"), "claims"))
        entries.setdefault("nested", []).extend(claims)
    measures = [
        (claim, claim.get("measure"))
        for claim in (*entries.get("nested", []), *entries["claims"])
        if has_measure(claim)
    ]
    called = name_all(making, entries, measures)
    for name in ("people", "organizations", "positions", "events", "measures", "utterances"):
        for entry in entries[name]:
            _row(making, name, entry, called[id(entry)])
    for claim, measure in measures:
        measure_row(making, claim, measure, called[id(measure)])
    for statement in entries["statements"]:
        statement_rows(making, statement, called)
    for claim in entries["claims"]:
        claim_row(making, claim, called, None)
    for name in ("event_sources", "claim_links"):
        for entry in entries[name]:
            _row(making, name, entry, "")
    _number_parts(making)
    return making.rows, making.faults


def _row(making: Making, name: str, entry: Node, key: str) -> Row:
    """Make the row of an entry. Its cells stay as they are; its phrases become spans."""
    section = SECTIONS[name]
    table = making.package.tables[section.table]
    columns = list(table.schema.columns)
    cells = dict.fromkeys(columns, "")
    for column in columns:
        if column not in section.made:
            cells[column] = entry.get(column).text
    if key:
        cells[table.key[0]] = key
    if "source_id" in section.made:
        cells["source_id"] = making.source
    if name == "events" and not cells["status_as_of"] and len(making.published) == 10:
        cells["status_as_of"] = making.published
    if name == "positions":
        cells["as_of"] = cells["as_of"] or making.published
    refer(making, section.table, cells, entry)
    if "spans" in columns:
        place(making, name, entry, cells)
    add_row(making, section.table, cells, entry)
    for seq, part in enumerate(parts_of(making, entry, "participants") if name == "events" else [], 1):
        inner = part_row(making, "participants", part, {"event_id": key, "seq": str(seq)})
        inner["source_id"] = inner["source_id"] or making.source
    return cells


def _number_parts(making: Making) -> None:
    """Number the rows of event_sources, after the numbers that the event has or has had."""
    table = making.package.tables.get("event_sources")
    used: dict[str, int] = {}
    had = {table.record(row) for row in table.rows} if table else set()
    for record in had | making.package.gone.get("event_sources", set()):
        event, _, seq = record.rpartition("/")
        used[event] = max(used.get(event, 0), int(seq) if seq.isdecimal() else 0)
    for made in making.rows:
        if made.table != "event_sources":
            continue
        event = made.cells["event_id"]
        same = [
            row
            for row in (table.rows if table else [])
            if all(row[name] == cell for name, cell in made.cells.items() if name != "seq")
        ]
        if same:
            made.cells["seq"] = same[0]["seq"]
        else:
            used[event] = used.get(event, 0) + 1
            made.cells["seq"] = str(used[event])
