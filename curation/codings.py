"""A sheet as a coding, to compare with another sheet of the same text before either is accepted."""

from pathlib import Path

from analysis.codings import COVERING, LINKING, Coding
from curation.faults import BadSheet, Fault
from curation.making import LABEL
from curation.packages import read_package
from curation.reading import text_of
from curation.rows import rows_of
from curation.sheets import read_sheet


def is_sheet(path: Path) -> bool:
    """Whether a path is that of a sheet, not of a folder."""
    return path.suffix.lower() in (".yaml", ".yml")


def source_of(sheet: Path) -> str:
    """The id of the source that a sheet is about."""
    return read_sheet(sheet).get("source").get("source_id").text


def known_ids(descriptor: Path) -> frozenset[str]:
    """Every id in the package's tables: ids that two sheets may share."""
    tables = read_package(descriptor).tables.values()
    return frozenset(row[table.key[0]] for table in tables for row in table.rows)


def read_sheet_coding(sheet: Path, source: str, descriptor: Path, texts: Path | None) -> Coding:
    """The rows of a sheet by table, without entries that nobody has decided on.

    Raises `BadSheet` if the sheet has faults, or is about another source; `CannotRun` and `OSError` as
    `accept` does.
    """
    given = read_sheet(sheet)
    own = given.get("source").get("source_id")
    if own.text != source:
        cure = "compare two sheets of the same source"
        raise BadSheet(sheet.name, [Fault(own.line, f"the sheet is about {own.text}, not {source}", cure)])
    text = text_of(source, sheet, texts, own.line)
    rows, faults = rows_of(given, text, read_package(descriptor), undecided_left=True, placed=True)
    if faults:
        raise BadSheet(sheet.name, faults)
    coding: Coding = {name: [] for name in (*COVERING, *LINKING, "measures")}
    for made in rows:
        if made.table in coding and made.cells.get("status_basis") != "external":
            cells = {name: cell.removeprefix(LABEL) for name, cell in made.cells.items()}
            coding[made.table].append(cells)
    return coding
