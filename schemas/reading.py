"""Reading a CSV file so that nothing is lost in silence.

Every cell stays text until `schemas.cells` types it. Rows keep the line of the file on which they begin
(header = 1), also where a cell holds a line break. What `pandas.read_csv` mends or drops without a word,
ragged rows, blank lines, doubled headers, a byte order mark, is reported here.
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


@dataclass
class TextTable:
    """The rows of one file as text: `frame` has the schema's columns and `_line`, all else is in `faults`.

    `frame` is None where the header does not fit the schema, since no cell can then be told from another.
    """

    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    frame: pl.DataFrame | None = None


def read_table(data: bytes, resource: Resource) -> TextTable:
    """Read the bytes of a resource's file. Never raises for what stands in them: see `TextTable.faults`."""
    table = TextTable()
    text = _decode(data, table)
    if text is None:
        return table
    width = len(resource.columns)
    rows = _rows(text, table)
    table.header = next(rows, (1, []))[1]
    header_fits = table.header == resource.columns
    if not header_fits:
        table.faults.append(("header", 1, _header_fault(table.header, resource.columns)))
    for line, row in rows:
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
            table.rows.append((row + [""] * width)[:width])
            table.lines.append(line)
    if header_fits:
        columns = list(zip(*table.rows, strict=True)) or [()] * width
        table.frame = pl.DataFrame(
            dict(zip(resource.columns, columns, strict=True)) | {"_line": table.lines},
            schema=dict.fromkeys(resource.columns, pl.String) | {"_line": pl.Int64},
        )
    return table


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
    csv.field_size_limit(10_000_000)
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
