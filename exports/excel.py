"""The package as one Excel workbook: a sheet about it, one for each table, one for figures, one for columns.

Nothing in it is a formula: text stays text, whatever it begins with. Excel has three limits. A date before
1900 and a number of more than 15 digits are stored as text, because Excel would change them. A text that is
too long for a cell is refused.
"""

import io
from datetime import UTC, date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.about import about, creators
from exports.columns import vocabulary
from exports.edition import Edition, Table
from exports.figures import with_figures
from validator.descriptor import CannotRun

LONGEST = 32_767  # UTF-16 units that fit in a cell
LONGEST_NAME = 31  # characters in a sheet's name
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
NARROWEST, WIDEST = 10, 60  # characters; longer text is wrapped
AS_TEXT: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}
Cell = str | float | date | None


def files(edition: Edition) -> dict[str, bytes]:
    """`<name>.xlsx`. Raises `CannotRun` if Excel cannot store a table."""
    try:
        return {f"{edition.descriptor['name']}.xlsx": _workbook(edition)}
    except XlsxWriterException as error:  # for example, two sheet names that Excel treats as the same
        raise CannotRun(f"Excel cannot store these tables: {error}") from None


def _workbook(edition: Edition) -> bytes:
    held = io.BytesIO()
    with Workbook(held, AS_TEXT) as book:
        told = about(edition)
        book.set_properties(
            {
                "title": told["title"],
                "author": ", ".join(creators(edition)),
                "comments": f"Version {edition.version}. {told['licence']}. {told['warning']}",
                "created": edition.created.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = {
            "head": book.add_format({"bold": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
            "date": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
        }
        tables = with_figures(edition)
        _sheet(book, "about", *_about(edition, tables), formats)
        for table in tables:
            rows = [list(row) for row in table.frame.iter_rows()]
            sheet = _sheet(book, table.name, [field["name"] for field in table.fields], rows, formats)
            sheet.autofilter(0, 0, len(rows), len(table.fields) - 1)
        _sheet(book, "columns", *_columns(tables), formats)
    return held.getvalue()


def _about(edition: Edition, tables: list[Table]) -> tuple[list[str], list[list[Cell]]]:
    rows: list[list[Cell]] = [[name, value] for name, value in about(edition).items()]
    rows += [
        [f"sheet {_name(table.name)}", f"{table.description} {len(table.frame)} rows."] for table in tables
    ]
    return ["property", "value"], rows


def _columns(tables: list[Table]) -> tuple[list[str], list[list[Cell]]]:
    rows: list[list[Cell]] = [
        [table.name, field["name"], field.get("type", "string"), field.get("description"), _values(field)]
        for table in tables
        for field in table.fields
    ]
    return ["table", "column", "type", "description", "values"], rows


def _values(field: dict[str, Any]) -> str | None:
    """The vocabulary of a field, one value per line."""
    return "\n".join(f"{value}: {label}" for value, label in vocabulary(field)) or None


def _sheet(
    book: Workbook, name: str, header: list[str], rows: list[list[Cell]], formats: dict[str, Format]
) -> Worksheet:
    """Add a sheet whose header stays in view. Each row has one cell for each name in the header."""
    if len(rows) >= MOST_ROWS or len(header) > MOST_COLUMNS:
        raise CannotRun(f"{name} has more rows or columns than Excel allows ({MOST_ROWS} and {MOST_COLUMNS})")
    sheet = book.add_worksheet(_name(name))
    sheet.freeze_panes(1, 1)
    widths = [len(title) + 3 for title in header]  # with room for the filter button
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None:
                _put(sheet, number, column, _fitting(cell, name, header[column], number), formats)
                widths[column] = max(widths[column], len(str(cell)) + 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))
    return sheet


def _put(
    sheet: Worksheet, row: int, column: int, cell: str | float | date, formats: dict[str, Format]
) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats["text"])
    else:
        sheet.write_number(row, column, cell, formats["number"])


def _fitting(cell: str | float | date, table: str, column: str, row: int) -> str | float | date:
    """A cell as Excel can store it."""
    if isinstance(cell, date):
        return cell.isoformat() if cell.year < 1900 else cell
    if not isinstance(cell, str):
        return cell if float(f"{cell:.15g}") == cell else str(cell)
    length = len(cell.encode("utf-16-le")) // 2
    if length > LONGEST:
        raise CannotRun(
            f"{table}.{column} in row {row} has {length} characters, "
            f"and an Excel cell holds {LONGEST}: shorten it"
        )
    return cell


def _name(table: str) -> str:
    return table[:LONGEST_NAME]
