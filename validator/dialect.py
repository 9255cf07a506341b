"""How a CSV file is written: the dialect of its resource.

Source of the terms: Table Dialect (Data Package v2) and CSV Dialect (v1).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from validator.descriptor import Json
from validator.tabular import file_format

MOST_ROWS = 1_000  # rows of a header, and the last row that may be part of it
LINE_ENDS = ("\n", "\r\n", "\r")

# property of a dialect -> type of its value
KNOWN: dict[str, type | tuple[type, ...]] = {
    "delimiter": str,
    "quoteChar": str,
    "doubleQuote": bool,
    "escapeChar": str,
    "skipInitialSpace": bool,
    "nullSequence": str,
    "header": bool,
    "headerRows": list,
    "headerJoin": str,
    "commentRows": list,
    "commentChar": str,
    "caseSensitiveHeader": bool,
    "lineTerminator": str,
    # no effect on how a CSV file is read here
    "csvddfVersion": (str, int, float),
    "name": str,
    "title": str,
    "description": str,
    "$schema": str,
}


@dataclass(frozen=True)
class Dialect:
    """The dialect of one file; without arguments, that of a plain CSV file."""

    delimiter: str = ","
    quote: str = '"'  # empty: no quotation marks are used
    doubled: bool = True
    escape: str = ""
    skip_space: bool = False
    null: str = ""  # a cell that means missing, in addition to the schema's missing values
    header_rows: tuple[int, ...] = (1,)  # row numbers; empty: the file has no header
    header_join: str = " "
    comment_rows: frozenset[int] = frozenset()  # row numbers, counting comments
    comment: str = ""
    fold_header: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is the dialect of a plain CSV file, apart from the delimiter."""
        return replace(self, delimiter=",") == Dialect() and self.delimiter.isascii()

    def options(self) -> dict[str, Any]:
        """The dialect as options of the `csv` module."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "doublequote": self.doubled,
            "escapechar": self.escape or None,
            "skipinitialspace": self.skip_space,
        }


PLAIN = Dialect()


def dialect_of(entry: Json, given: Json) -> Dialect:
    """The dialect of a resource, from its entry and its given dialect, which must not be `unreadable`."""
    tabs = file_format(entry) == "tsv"
    headed = given.get("header", True)
    quote, escape = given.get("quoteChar", '"'), given.get("escapeChar", "")
    return Dialect(
        given.get("delimiter", "\t" if tabs else ","),
        quote,
        given.get("doubleQuote", True) or escape == quote,
        "" if escape == quote else escape,  # a mark that escapes itself is doubled
        given.get("skipInitialSpace", False),
        given.get("nullSequence", ""),
        tuple(given.get("headerRows", [1])) if headed else (),
        given.get("headerJoin", " "),
        frozenset(given.get("commentRows", [])),
        given.get("commentChar", ""),
        not given.get("caseSensitiveHeader", True),
    )


def unreadable(entry: Json, given: Json) -> Iterator[str]:
    """The reasons why a file cannot be read in the dialect of its resource, one sentence each."""
    sound = True
    for name, value in given.items():
        if name in KNOWN and not isinstance(value, KNOWN[name]):
            yield f"dialect: {name} {value!r} has the wrong type"
            sound = False
    for name in ("headerRows", "commentRows"):
        rows = given.get(name, [])
        if isinstance(rows, list) and not all(type(row) is int and row > 0 for row in rows):
            yield f"dialect: {name} {rows!r} is not a list of row numbers"
            sound = False
        elif isinstance(rows, list) and name == "headerRows" and max(rows, default=0) > MOST_ROWS:
            yield f"dialect: headerRows goes beyond row {MOST_ROWS}"
            sound = False
    if sound and given.get("lineTerminator", "\n") not in LINE_ENDS:
        yield f"dialect: the lineTerminator {given['lineTerminator']!r} is not supported here"
    if sound:
        dialect = dialect_of(entry, given)
        marks = [mark for mark in (dialect.delimiter, dialect.quote, dialect.escape) if mark]
        try:
            csv.reader([], strict=True, **dialect.options())
        except (TypeError, ValueError) as error:
            yield f"dialect: not supported here ({error})"
        else:
            if len(set(marks)) < len(marks) or set(marks) & set("\n\r\0"):
                yield "dialect: delimiter, quoteChar, escapeChar and line end must all differ"
