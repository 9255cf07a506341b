"""A table of a package, read so that even a faulty one can be compared. No row is lost silently.

Cells are text, exactly as in the file: 1.50 and 1.5 differ, because it is the file that is cited.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from editions.package_files import Files
from validator.csv_reading import Fault, read_header, rows_of, write_rows
from validator.descriptor import CannotRun, Json, parse_json
from validator.dialect import dialect_of, unreadable
from validator.file_bytes import encoding_of, packing
from validator.inline import inline_rows
from validator.tabular import file_format, form_by_name, why_no_table


@dataclass(frozen=True)
class Table:
    """One resource of a package.

    Attributes:
        name: Its name.
        entry: Its entry in the descriptor.
        schema: Its schema; empty if it has none that can be read.
        form: How its file is written: format, encoding, packing and dialect, including defaults.
        digest: The SHA-256 of its file or files; empty if one is missing.
        readable: Whether its rows could be read. If not, or if it is not a table, there are no columns and no
            rows.
        columns: The names of its columns as in the file. A duplicate gets a number, and one beyond the header
            is called `(column 7)`.
        rows: Its rows, each as long as `columns`, in the order of the file.
        faults: What could not be read, one sentence each.
    """

    name: str
    entry: Json
    schema: Json = field(default_factory=dict)
    form: Json = field(default_factory=dict)
    digest: str = ""
    readable: bool = False
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @cached_property
    def fields(self) -> dict[str, Json]:
        """Name -> field of its schema, in order; if several share a name, the last one."""
        return {str(one.get("name")): one for one in dicts(self.schema.get("fields"))}

    @property
    def primary_key(self) -> list[str]:
        """The names of the fields in its primary key; none if it has no usable one."""
        return texts(self.schema.get("primaryKey"))

    @cached_property
    def places(self) -> dict[str, int]:
        """Name of a column -> its index in a row."""
        return {name: place for place, name in enumerate(self.columns)}

    def records(self, key: list[str] | None = None) -> dict[str, list[list[str]]]:
        """Record id -> its rows: one, or several if they share the id; "" -> rows without a complete key.

        `key`: columns to use instead of the primary key. If there are none, or one of them is missing, no row
        has a key.
        """
        names = self.primary_key if key is None else key
        usable = bool(names) and self.places.keys() >= set(names)
        places = [self.places[name] for name in names] if usable else []
        found: dict[str, list[list[str]]] = {}
        for row in self.rows:
            cells = [row[place] for place in places]
            found.setdefault("/".join(cells) if all(cells) else "", []).append(row)
        return found


def dicts(value: Any) -> list[Json]:
    """The objects in a JSON list, ignoring everything else in it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """A name or a list of names, as a list; empty if it is neither."""
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return names if all(isinstance(name, str) for name in names) else []


def read_table(files: Files, name: str, entry: Json) -> Table:
    """Read a resource. Its content never raises an error: see `Table.faults`."""
    schema, faults = _part(files, entry.get("schema"), "schema")
    dialect, more = _part(files, entry.get("dialect"), "dialect")
    faults += more
    if "path" not in entry and "data" in entry:
        data, more = _inline(entry["data"], [str(one.get("name")) for one in dicts(schema.get("fields"))])
        parts, about, dialect, faults = [data], {}, {}, faults + more
    else:
        paths = texts(entry.get("path"))
        about = form_by_name({**entry, "path": paths})
        found = [files.read(path) for path in paths]
        faults += [f"{path} is missing" for path, part in zip(paths, found, strict=True) if part is None]
        faults += [] if paths else ["it has no path"]
        parts = [part for part in found if part is not None]
        if len(parts) < max(len(paths), 1):
            return Table(name, entry, schema, _form(about, dialect), faults=faults)
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    known = Table(name, entry, schema, _form(about, dialect), digest, faults=faults)
    if why_no_table(entry):
        return known
    why = _unreadable(about, dialect)
    try:
        grids = [_grid(files, part, about, dialect, list(known.fields)) for part in parts * (not why)]
    except ValueError as error:
        why = f"its rows cannot be read ({error})"
    if why:
        return Table(name, entry, schema, known.form, digest, faults=[*faults, why])
    columns, rows = _joined(files, grids)
    return Table(name, entry, schema, known.form, digest, True, columns, rows, faults)


def _inline(data: Any, names: list[str]) -> tuple[bytes, list[str]]:
    """(inline data as CSV, why it has no rows). Values other than text are written as JSON."""
    if isinstance(data, str):
        return data.encode(), []
    found, fault = inline_rows(data, names)
    rows = [found.header, *([_cell(value) for value in row] for row in found.rows)] if not fault else []
    return write_rows(rows[0], rows[1:]).encode() if rows else b"", [fault] if fault else []


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def _part(files: Files, given: Any, what: str) -> tuple[Json, list[str]]:
    """(a schema or dialect from the descriptor or a file of its own, why it cannot be read)."""
    if isinstance(given, dict) or given is None:
        return given or {}, []
    data = files.read(given) if isinstance(given, str) else None
    if data is None:
        return {}, [f"its {what} {json.dumps(given, ensure_ascii=False)} is missing"]
    try:
        return parse_json(data, given), []
    except CannotRun as error:
        return {}, [f"its {what} cannot be read: {error}"]


def _form(about: Json, dialect: Json) -> Json:
    """How a file is written, each part by its meaning, so that stating a default makes no difference."""
    form: Json = {"format": file_format(about) or "csv", "encoding": encoding_of(about)}
    form["compression"] = packing(about, next(iter(texts(about.get("path"))), ""))
    sound = not any(unreadable(about, dialect))
    if not sound:
        return {**form, "dialect": dialect}
    told = asdict(dialect_of(about, dialect))
    return {**form, "dialect": {k: sorted(v) if isinstance(v, frozenset) else v for k, v in told.items()}}


def _unreadable(about: Json, dialect: Json) -> str:
    """Why rows in files of this form are not read; empty if they are."""
    form = _form(about, dialect)
    if form["format"] not in ("csv", "tsv"):
        return f"rows in the format {form['format']} are not compared"
    if form["compression"]:
        return "rows in compressed files are not compared"
    if not form["encoding"]:
        return "the encoding named in the descriptor is unknown"
    return next(unreadable(about, dialect), "")


def _grid(
    files: Files, data: bytes, about: Json, dialect: Json, fields: list[str]
) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of one CSV file. Raises `ValueError` if it cannot be read to the end."""
    how, faults = dialect_of(about, dialect), list[Fault]()
    # bytes that are not text are escaped, so they differ from any other bytes
    text = data.decode(encoding_of(about), "backslashreplace").removeprefix("\ufeff").encode()
    rows = rows_of(text, how, faults)
    header = read_header(rows, how)[1] if how.header_rows else fields
    cells = []
    for _, _, row, _ in rows:
        files.count(len(row))
        cells += [row] * bool(row)  # skips blank lines
    for _, line, fault in faults:
        raise ValueError(f"line {line}: {fault}")
    return header, cells


def _joined(
    files: Files, grids: list[tuple[list[str], list[list[str]]]]
) -> tuple[list[str], list[list[str]]]:
    """(columns, rows) of all files of a table, with rows padded to one length."""
    header, rows = grids[0][0], [row for _, part in grids for row in part]
    width = max(map(len, [header, *rows]))
    files.count(width * len(rows) - sum(map(len, rows)))
    beyond = [""] * (width - len(header))
    names = (name or f"(column {number})" for number, name in enumerate([*header, *beyond], start=1))
    return told_apart(names), [row + [""] * (width - len(row)) for row in rows]


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, with a number added to each repeated one."""
    taken: dict[str, None] = {}
    times: Counter[str] = Counter()
    for name in names:
        told = name
        while told in taken:
            times[name] += 1
            told = f"{name} ({times[name] + 1})"
        taken[told] = None
    return list(taken)
