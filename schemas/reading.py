"""Reading a CSV file so that nothing is lost in silence.

Every cell stays text until `schemas.cells` types it. Rows keep the line of the file on which they begin
(header = 1), also where a cell holds a line break. What `pandas.read_csv` mends or drops without a word,
ragged rows, blank lines, doubled headers, a byte order mark, is reported here.

There are two ways to read. The fast one, polars's, proves itself: what it read, written in the canonical
form, must give the very bytes of the file. Whatever is not so, a ragged row or an unusual quotation mark, is
read row by row.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from schemas.descriptor import Resource
from schemas.showing import cell_text
from schemas.suggest import did_you_mean

Fault = tuple[str, int, str]  # rule id, line, what was found

SHOWN = 10  # names of columns in one message
MOST_FAULTS = 1_000_000  # after so many a file is not read on: their list would outgrow the memory
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST = 10_000_000  # of a cell, in bytes or characters
ROWS_AT_ONCE = 100_000  # are written back to be compared, so that the file is not in memory a third time


@dataclass
class TextTable:
    """The rows of one file as text: `cells` has the schema's columns and `_line`, all else is in `faults`.

    An empty cell is a null in `cells`, and an empty text in `frame` and `rows`. `cells` is None where the
    header does not fit the schema, since no cell can then be told from another.
    `canonical` means that the file is known to be the canonical form of its rows.
    """

    header: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cells: pl.DataFrame | None = None
    canonical: bool = False

    @property
    def frame(self) -> pl.DataFrame | None:
        """As `cells`, an empty cell being an empty text."""
        return None if self.cells is None else self.cells.fill_null("")

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each row."""
        frame = self.frame
        return [] if frame is None else [list(row) for row in frame.drop("_line").iter_rows()]

    @property
    def lines(self) -> list[int]:
        """The line on which each row begins."""
        return [] if self.cells is None else self.cells["_line"].to_list()


def read_table(data: bytes, resource: Resource) -> TextTable:
    """Read the bytes of a resource's file. Never raises for what stands in them: see `TextTable.faults`."""
    cells = _read_canonical(data, resource.columns)
    if cells is not None:
        return TextTable(resource.columns, [], cells, canonical=True)
    table = TextTable()
    text = _decode(data, table)
    if text is None:
        return table
    width = len(resource.columns)
    read = _rows(text, table)
    table.header = next(read, (1, []))[1]
    header_fits = table.header == resource.columns
    if not header_fits:
        table.faults.append(("header", 1, _header_fault(table.header, resource.columns)))
    rows, lines = [], []
    for line, row in read:
        if len(table.faults) >= MOST_FAULTS:
            table.faults.append(("csv-syntax", line, "a million faults: nothing from here on was read"))
            break
        if not row:
            table.faults.append(("blank-row", line, "the line is blank"))
        elif len(row) != len(table.header):
            table.faults.append(
                ("row-width", line, f"{len(row)} cells where the header has {len(table.header)}")
            )
        if header_fits and row:
            rows.append((row + [""] * width)[:width])
            lines.append(line)
    if header_fits:
        columns = list(zip(*rows, strict=True)) or [()] * width
        cells = pl.DataFrame(
            dict(zip(resource.columns, columns, strict=True)) | {"_line": lines},
            schema=dict.fromkeys(resource.columns, pl.String) | {"_line": pl.Int64},
        )
        table.cells = cells.with_columns(pl.col(resource.columns).replace("", None))
    return table


def _read_canonical(data: bytes, columns: list[str]) -> pl.DataFrame | None:
    """The rows of a file in canonical form, or None where it is not surely in that form."""
    header = write_rows(columns, []).encode()
    if not data.startswith(header) or len(columns) < 2 or b"\r" in data:
        return None  # in a table of one column, an empty cell needs quotation marks
    try:
        frame = pl.read_csv(data, schema=dict.fromkeys(columns, pl.String))
    except (pl.exceptions.PolarsError, ValueError):
        return None
    at = len(header)
    for rows in frame.iter_slices(ROWS_AT_ONCE):
        written = io.BytesIO()
        rows.write_csv(written, include_header=False, quote_style="necessary")
        if not data.startswith(written.getvalue(), at):
            return None
        at += written.tell()
    # polars tells a cell of two quotation marks, "", from an empty one, and writes it back so
    odd = pl.any_horizontal((pl.col(columns) == "").any(), (pl.col(columns).str.len_bytes() > LONGEST).any())
    if at != len(data) or frame.select(odd).item():
        return None
    breaks = pl.sum_horizontal(pl.col(columns).str.count_matches("\n", literal=True))
    if data.count(b"\n") == frame.height + 1:
        breaks = pl.lit(0)
    begin = pl.int_range(2, pl.len() + 2) + breaks.cum_sum().shift(1, fill_value=0)
    return frame.rechunk().with_columns(_line=begin.cast(pl.Int64))


def write_rows(header: list[str], rows: list[list[str]]) -> str:
    """The one canonical CSV form: commas, quotation marks only where needed, LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def _decode(data: bytes, table: TextTable) -> str | None:
    if data.startswith(BYTE_ORDER_MARK):
        table.faults.append(("byte-order-mark", 1, "the file begins with a byte order mark"))
        data = data.removeprefix(BYTE_ORDER_MARK)
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        table.faults.append(("line-ending", line, "a carriage return"))
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    elif data and not data.endswith(b"\n"):
        table.faults.append(("line-ending", data.count(b"\n") + 1, "no line feed at the end of the file"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        table.faults.append(("encoding", line, f"byte 0x{data[error.start]:02x} is not UTF-8"))
        return None


def _rows(text: str, table: TextTable) -> Iterator[tuple[int, list[str]]]:
    """(line on which the row begins, its cells), up to the first place that is no CSV."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for row in reader:
            yield begin, row
            begin = reader.line_num + 1
    except csv.Error as error:
        table.faults.append(("csv-syntax", begin, str(error)))


def _header_fault(found: list[str], expected: list[str]) -> str:
    if not found:
        return "there is no header"
    times = Counter(found)
    doubled = sorted(name for name, number in times.items() if number > 1)
    missing = [name for name in expected if name not in times]
    known = set(expected)
    extra = [name for name in times if name not in known]
    if len(extra) <= SHOWN:
        extra = [cell_text(name) + did_you_mean(name, missing) for name in extra]
    parts = [
        f"{word} {_listed(names)}"
        for word, names in (("doubled", doubled), ("missing", missing), ("unknown", extra))
        if names
    ]
    return "; ".join(parts) or "the columns stand in another order than in the schema"


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([name if len(name) < 200 else cell_text(name) for name in names[:SHOWN]] + more)
