"""Reading a CSV file so that nothing is lost silently.

Every cell stays text until `validator.cell_types` types it. Each row keeps the number of the line on which it
begins (header = 1), even if a cell holds a line break. What `pandas.read_csv` silently corrects or drops
(ragged rows, blank lines, duplicate headers, a byte order mark) is reported here.

There are two ways to read. The fast one uses polars and is verified: what it read from a piece of the file,
written in the canonical form, must give exactly the bytes of that piece. From the first piece that fails,
because of a ragged row or an unusual quotation mark, the file is read row by row. Neither way holds more than
one piece in memory.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, cast

import polars as pl

from validator.dialect import PLAIN, Dialect
from validator.fields import TableSchema
from validator.file_bytes import Buffer, release
from validator.messages import cell_text, did_you_mean, visible

Fault = tuple[str, int, str]  # rule id, line, what was found
Row = tuple[int, int, list[str], str]  # its number, the line on which it begins, its cells, its raw text

SHOWN = 10  # names of columns in one message
MOST_FAULTS = 1_000_000  # faults after which reading stops, since their list would outgrow the memory
LONE_RETURN = re.compile(r"(?<=\r)(?!\n)")  # a carriage return alone also ends a line
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST = 10_000_000  # of a cell, in bytes or characters,
LONGEST_LINE = 100_000_000  # and of a line, in bytes
PACKED = (
    b"\x1f\x8b",
    b"x\x01",
    b"x^",
    b"x\x9c",
    b"x\xda",
    b"(\xb5",
)  # what polars would unpack, to any length
UNTOLD = 100_000  # delimiters in a line that may all be inside its cells
MOST_NAMES = 1_000_000  # cells in a header of several rows
PIECE = 1 << 22  # bytes that polars reads at once, fewer than the longest cell may have,
ROWS = 100_000  # and rows in a batch when read one by one
UNQUOTED = {"csv-syntax", "row-width", "blank-row"}  # faults after which rows cannot be written back


class Reading:
    """One file being read: iterate over its rows, then look at what was found.

    Each frame has the schema's columns as text, with null for an empty cell, and `_line`. There are no frames
    if the header does not fit the schema, since cells cannot then be assigned to columns.

    Attributes:
        header: The names of the columns, as in the file.
        faults: The faults of the file.
        usable: Whether its rows could be told apart.
        unquoted: Why its quoting could not be checked; empty if it was.
    """

    def __init__(self, data: Buffer, schema: TableSchema, dialect: Dialect) -> None:
        """`data`: the bytes of a table's file."""
        self._data, self._columns, self._names = data, schema.columns, schema.names
        self._match, self.dialect = schema.fields_match, dialect
        # what the dialect's null sequence is read as: a missing value of the field, if it has one
        given = [field.missing or ("",) for field in schema.fields]
        self._gaps = ["" if "" in missing else missing[0] for missing in given]
        folded = {name.casefold() for name in self._names}
        self._fold = dialect.fold_header and len(folded) == len(self._names)
        self.header: list[str] = []
        self.faults: list[Fault] = []
        self.usable = False
        self.unquoted = ""

    def __iter__(self) -> Iterator[pl.DataFrame]:
        at, line = 0, 1
        header = write_rows(self._names, [], self.dialect.delimiter).encode() if self.dialect.plain else b""
        # in a table of one column, an empty cell needs quotation marks
        if header and len(self._columns) > 1 and self._data[: len(header)] == header:
            self.header, self.usable, at, line = self._names, True, len(header), 2
            breaks = False  # whether a cell may have a line break
            while at < len(self._data):
                piece = self._piece(at, breaks)
                lines = piece.count(b"\n")
                cells = _proven(piece, lines, self._columns, line, self.dialect.delimiter)
                if cells is None:
                    if breaks:
                        break
                    breaks = True  # the piece may have ended within a cell
                    continue
                breaks |= lines > cells.height
                yield cells
                at, line = at + len(piece), line + lines
                release(self._data, at)
        if at == 0 or at < len(self._data):
            yield from self._row_by_row(at, line)

    def _piece(self, at: int, breaks: bool) -> bytes:
        """The bytes from there up to the end of a line, or of a row if cells may have line `breaks`."""
        piece = self._data[at : at + PIECE]
        if at + PIECE >= len(self._data):
            return piece
        if not breaks:
            return piece[: piece.rfind(b"\n") + 1] or piece
        end, open_marks = len(piece), piece.count(b'"')
        while (cut := piece.rfind(b"\n", 0, end)) >= 0:
            open_marks -= piece.count(b'"', cut, end)
            if open_marks % 2 == 0:
                return piece[: cut + 1]
            end = cut
        return piece

    def _row_by_row(self, at: int, line: int) -> Iterator[pl.DataFrame]:
        dialect = self.dialect
        at = self._look_over(at, line)
        if at < 0:
            return
        rows = rows_of(self._data, dialect, self.faults, at, line)
        if not self.usable:
            self._read_header(rows)
        places = list(zip(self._places(), self._gaps, strict=True)) if self.usable else []
        odd, cells, lines = 0, [], []
        for _, begin, row, raw in rows:
            if len(self.faults) >= MOST_FAULTS:
                self.faults.append(("csv-syntax", begin, "a million faults: nothing after this was read"))
                break
            if not any(row) and (not row or len(row) > 1):
                self.faults.append(("blank-row", begin, "the line is blank"))
                continue
            if len(row) != len(self.header):
                self.faults.append(
                    ("row-width", begin, f"{len(row)} cells where the header has {len(self.header)}")
                )
            elif not odd and raw.rstrip("\r\n") != write_rows(row, [], dialect.delimiter).rstrip("\r\n"):
                odd = begin
            if self.usable:
                cells.append(
                    [
                        "" if not 0 <= p < len(row) else gap if row[p] == dialect.null else row[p]
                        for p, gap in places
                    ]
                    if dialect.null
                    else [row[p] if 0 <= p < len(row) else "" for p, _ in places]
                )
                lines.append(begin)
            if len(lines) == ROWS:
                yield self._frame(cells, lines)
                cells, lines = [], []
        if lines:
            yield self._frame(cells, lines)
        if UNQUOTED.intersection(rule for rule, _, _ in self.faults):
            self.unquoted = "the file has rows that cannot be written back"
        elif not dialect.plain:
            self.unquoted = "the dialect is not that of a plain CSV file"
        elif odd:
            self.faults.append(("canonical-quoting", odd, "the line is quoted in another way"))

    def _look_over(self, at: int, line: int) -> int:
        """Look for byte-level faults from there on; -> where the rows begin, or -1 if none can be read."""
        data = self._data
        if at == 0 and data[:3] == BYTE_ORDER_MARK:
            self.faults.append(("byte-order-mark", 1, "the file begins with a byte order mark"))
            at = 3
        if at <= 3 and data[: data.find(b"\n") + 1].endswith(b"\r\r\n"):
            self.faults.append(("csv-syntax", line, "lines end with two carriage returns and a line feed"))
            return -1
        carriage = data.find(b"\r", at)
        if carriage >= 0:
            self.faults.append(("line-ending", line + _count(data, at, carriage), "a carriage return"))
        elif len(data) > at and data[-1:] != b"\n":
            last = line + _count(data, at, len(data))
            self.faults.append(("line-ending", last, "no line feed at the end of the file"))
        decoder = codecs.getincrementaldecoder("utf-8")()
        for begin in range(at, len(data), PIECE):
            piece = data[begin : begin + PIECE]
            try:
                decoder.decode(piece, final=begin + PIECE >= len(data))
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                place = begin + len(piece) - len(error.object) + error.start
                found = f"byte 0x{byte:02x} is not UTF-8"
                self.faults.append(("encoding", line + _count(data, at, place), found))
                self.usable = False
                return -1
        return at

    def _read_header(self, rows: Iterator[Row]) -> None:
        dialect = self.dialect
        if not dialect.header_rows:
            self.header, self.usable = self._names, True
            return
        line, self.header, fault = read_header(rows, dialect)
        fault = fault or header_fault(self._folded(self.header), self._folded(self._names), self._match)
        self.usable = not fault
        if fault:
            self.faults.append(("header", line, fault))

    def _folded(self, names: list[str]) -> list[str]:
        return [name.casefold() for name in names] if self._fold else names

    def _places(self) -> list[int]:
        """The index in a row of each of the schema's columns; -1 if it is absent."""
        header = {name: place for place, name in enumerate(self._folded(self.header))}
        return [header.get(name, -1) for name in self._folded(self._names)]

    def _frame(self, cells: list[list[str]], lines: list[int]) -> pl.DataFrame:
        columns = dict(zip(self._columns, zip(*cells, strict=True), strict=True))
        frame = pl.DataFrame(
            columns | {"_line": lines},
            schema=dict.fromkeys(self._columns, pl.String) | {"_line": pl.Int64},
        )
        return frame.with_columns(pl.col(self._columns).replace("", None))


def header_of(data: Buffer, dialect: Dialect) -> list[str]:
    """The names in the header of a file, `field1` and so on if it has none; empty if it cannot be read."""
    rows = rows_of(data, dialect, [], 3 if data[:3] == BYTE_ORDER_MARK else 0)
    try:
        if not dialect.header_rows:
            _, _, row, _ = next(rows, (1, 1, [], ""))
            return [f"field{number}" for number in range(1, len(row) + 1)]
        return read_header(rows, dialect)[1]
    except UnicodeDecodeError:
        return []


def read_header(rows: Iterator[Row], dialect: Dialect) -> tuple[int, list[str], str]:
    """(line of the header's last row, the names, why it cannot be used).

    Row numbers count comments too, but a header of one row is the first row that is not a comment.
    """
    parts: list[list[str]] = []
    last, line = max(dialect.header_rows, default=0), 1
    for number, line, row, _ in rows:
        if number in dialect.header_rows or last == 1:
            parts.append(row)
        if number > last > 1:
            return line, [], "the last row of the header is a comment"
        if number >= last:
            break
    if len(parts) <= 1:
        return line, parts[0] if parts else [], ""
    width = max(map(len, parts))
    if width * len(parts) > MOST_NAMES:
        return line, [], f"the header has {width} columns in {len(parts)} rows, too many to join"
    # the last cell of a shorter row spans all columns to its right, as the standard shows it
    names = [[row[min(place, len(row) - 1)] for row in parts if row] for place in range(width)]
    return line, [dialect.header_join.join(part for part in name if part) for name in names], ""


def rows_of(data: Buffer, dialect: Dialect, faults: list[Fault], at: int = 0, line: int = 1) -> Iterator[Row]:
    """The rows of UTF-8 bytes, without comments, up to the first place that is not CSV, which adds a fault.

    Raises `UnicodeDecodeError`. `at` is where to begin, and `line` is the number of the line there.
    """
    taken: list[str] = []
    return _rows(_lines(data, at, taken, faults, line), dialect, taken, faults, line)


@dataclass
class TextTable:
    """A whole file as text: `rows`, and the `lines` on which they begin; everything else is in `faults`."""

    header: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_table(data: Buffer, schema: TableSchema, dialect: Dialect = PLAIN) -> TextTable:
    """Read a whole file. Never raises because of its content: see `TextTable.faults`."""
    reading = Reading(data, schema, dialect)
    table = TextTable(reading.header, reading.faults)
    for cells in reading:
        table.lines += cells["_line"].to_list()
        table.rows += map(list, cells.drop("_line").fill_null("").iter_rows())
    table.header = reading.header
    return table


class _Comparison(io.RawIOBase):
    """A file that keeps nothing, but says whether what is written to it is `expected`."""

    def __init__(self, expected: bytes) -> None:
        self._expected, self._at, self._same = expected, 0, True

    def write(self, data: Any) -> int:
        """Compare the next bytes."""
        self._same = self._same and self._expected.startswith(data, self._at)
        self._at += len(data)
        return len(data)

    def equal(self) -> bool:
        """Whether all of it has been written, and nothing else."""
        return self._same and self._at == len(self._expected)


def _proven(piece: bytes, lines: int, columns: list[str], line: int, delimiter: str) -> pl.DataFrame | None:
    """The rows of a piece in canonical form, or None if it may not be in that form.

    `lines` is the number of its lines, and `line` is the number of the first.
    """
    if b"\r" in piece or piece.startswith(PACKED):
        return None
    # polars makes a column from each cell of the first line, whatever the schema says
    first = piece.find(b"\n")
    if piece.count(delimiter.encode(), 0, first if first >= 0 else len(piece)) > len(columns) + UNTOLD:
        return None
    try:
        frame = pl.read_csv(
            piece, has_header=False, schema=dict.fromkeys(columns, pl.String), separator=delimiter
        )
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None
    written = _Comparison(piece)
    frame.write_csv(
        cast(IO[bytes], written), include_header=False, quote_style="necessary", separator=delimiter
    )
    # polars distinguishes a cell of two quotation marks, "", from an empty one, and writes it back that way;
    # a row of delimiters only is blank
    odd = pl.any_horizontal((pl.col(columns) == "").any(), pl.all_horizontal(pl.col(columns).is_null()).any())
    if not written.equal() or frame.select(odd).item():
        return None
    begin = pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True).alias("_line")
    if lines > frame.height:
        breaks = pl.sum_horizontal(pl.col(columns).str.count_matches("\n", literal=True))
        begin += frame.select(breaks.cum_sum().shift(1, fill_value=0)).to_series()
    return frame.insert_column(len(columns), begin)


def write_rows(header: list[str], rows: list[list[str]], delimiter: str = ",") -> str:
    """The canonical CSV form: quotation marks only where needed, LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


def _count(data: Buffer, begin: int, end: int) -> int:
    """The number of lines that end between two places."""
    return sum(data[at : min(at + PIECE, end)].count(b"\n") for at in range(begin, end, PIECE))


def _lines(data: Buffer, at: int, taken: list[str], faults: list[Fault], line: int) -> Iterator[str]:
    """The lines of UTF-8 bytes from there on, each also kept in `taken` until that is emptied."""
    while at < len(data):
        end = data.find(b"\n", at, at + LONGEST_LINE)
        if end < 0 and at + LONGEST_LINE < len(data):
            faults.append(("csv-syntax", line, f"a line of more than {LONGEST_LINE} bytes"))
            return
        end = len(data) if end < 0 else end + 1
        text = data[at:end].decode("utf-8")
        at, line = end, line + 1
        for part in LONE_RETURN.split(text) if "\r" in text else (text,):
            if part:
                taken.append(part)
                yield part


def _rows(
    lines: Iterator[str], dialect: Dialect, taken: list[str], faults: list[Fault], begin: int
) -> Iterator[Row]:
    """The rows that are not comments, up to the first place that is not CSV."""
    csv.field_size_limit(LONGEST)
    number = 0

    def without_comments() -> Iterator[str]:
        nonlocal number, begin
        for text in lines:
            # a line at which a row begins; what follows the comment sign need not be CSV
            if dialect.comment and len(taken) == 1 and text.startswith(dialect.comment):
                taken.clear()
                number, begin = number + 1, begin + 1
            else:
                yield text

    try:
        for row in csv.reader(without_comments(), strict=True, **dialect.options()):
            number += 1
            raw, height = "".join(taken), len(taken)
            taken.clear()
            if dialect.quote and not dialect.doubled:
                _refuse_doubled(row, raw, dialect)
            if number not in dialect.comment_rows:
                yield number, begin, row, raw
            begin += height
    except csv.Error as error:
        faults.append(("csv-syntax", begin, str(error)))


def _refuse_doubled(row: list[str], raw: str, dialect: Dialect) -> None:
    """Raise `csv.Error` if a quoted cell goes on after its end, which the `csv` module accepts."""
    options = dialect.options() | {"doublequote": True}
    if list(csv.reader(io.StringIO(raw, newline=""), strict=True, **options)) != [row]:
        raise csv.Error("quotation marks are doubled, which the dialect does not allow")


def header_fault(found: list[str], expected: list[str], match: str) -> str:
    """The fault of the header; empty if it fits."""
    if found == expected:
        return ""
    if not found:
        return "there is no header"
    times = Counter(found)
    doubled = sorted(name for name, number in times.items() if number > 1)
    missing = [name for name in expected if name not in times]
    known = set(expected)
    extra = [name for name in times if name not in known]
    fits = {
        "exact": False,
        "equal": not missing and not extra,
        "subset": not missing,
        "superset": not extra,
        "partial": len(missing) < len(expected),
    }
    if fits.get(match) and not doubled:
        return ""
    if times[""] == 1:
        return f"column {found.index('') + 1} has no name (is it the index of a data frame?)"
    if len(extra) <= SHOWN:
        extra = [visible(cell_text(name)) + _closest(name, missing) for name in extra]
    parts = [
        f"{word} {_listed(names)}"
        for word, names in (("doubled", doubled), ("missing", missing), ("unknown", extra))
        if names
    ]
    return "; ".join(parts) or "the columns are in a different order from the schema"


def _closest(name: str, missing: list[str]) -> str:
    composed = unicodedata.normalize("NFC", name)
    if any(unicodedata.normalize("NFC", other) == composed for other in missing):
        return " (it looks the same, but its accents are composed differently: NFC and NFD)"
    return did_you_mean(name, missing)


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([name if len(name) < 200 else cell_text(name) for name in names[:SHOWN]] + more)
