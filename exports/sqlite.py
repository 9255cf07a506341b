"""The package as one SQLite file: tables with keys and checks, indexes, views, tables `figures` and `about`.

The same data gives the same bytes. So it is written not by the SQLite that Python happens to have, but by the
one in apsw, which is pinned: 3.40 packs whole numbers in a REAL column into fewer bytes, 3.54 does not. Page
size, encoding, the ids in the header and similar settings are fixed too. The library's version, which byte 96
of the header gives for information only, is set to zero.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw

from analysis.speakers import SPEAKING
from exports.about import about
from exports.edition import Edition, Table
from exports.figures import with_figures
from exports.sqlite_schema import create_indexes, create_table, quoted
from validator.descriptor import CannotRun

VIEWS = Path(__file__).with_name("views.sql")
VIEWED = {"statements", "claims"}  # the views need these tables
SETTINGS = {
    "page_size": 4096,
    "encoding": "'UTF-8'",
    "auto_vacuum": 0,
    "application_id": 0,
    "user_version": 0,
    "secure_delete": 1,  # otherwise unused bytes in pages depend on how the library was compiled
    "foreign_keys": 0,  # rows may refer to later ones; checked below
}
LIBRARY_VERSION = slice(96, 100)  # in the header, see https://www.sqlite.org/fileformat.html


def files(edition: Edition) -> dict[str, bytes]:
    """`<name>.sqlite`. Raises `CannotRun` if SQLite cannot store a table."""
    try:
        return {f"{edition.descriptor['name']}.sqlite": _database(edition)}
    except apsw.Error as error:  # for example, column names that SQLite treats as the same, or too many
        raise CannotRun(f"SQLite cannot store these tables: {error}") from None


def _database(edition: Edition) -> bytes:
    with closing(apsw.Connection(":memory:")) as made:
        for name, value in SETTINGS.items():
            made.execute(f"PRAGMA {name} = {value}")
        made.execute("BEGIN")
        _fill(made, edition)
        made.execute("COMMIT")
        made.execute("VACUUM")  # each table and index in pages of its own, one after the other
        data = bytearray(made.serialize("main"))
    data[LIBRARY_VERSION] = bytes(4)
    return bytes(data)


def _fill(made: apsw.Connection, edition: Edition) -> None:
    made.execute("CREATE TABLE about (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")
    made.executemany("INSERT INTO about VALUES (?, ?)", list(about(edition).items()))
    for table in with_figures(edition):
        made.execute(create_table(table))
        places = ", ".join("?" * len(table.fields))
        made.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", _rows(table))
        for index in create_indexes(table):
            made.execute(index)
    if edition.tables.keys() >= VIEWED:
        for view in _views():
            made.execute(view)
    dangling = made.execute("PRAGMA foreign_key_check").fetchall()
    if dangling:  # the validator has already checked keys, so this would be our fault
        raise AssertionError(f"dangling keys: {dangling[:3]}")


def _rows(table: Table) -> Iterator[tuple[object, ...]]:
    """The rows, with dates as ISO text."""
    dates = [name for name, type_ in table.frame.schema.items() if type_.is_temporal()]
    return table.frame.with_columns(table.frame[name].cast(str) for name in dates).iter_rows()


def _views() -> list[str]:
    """The statements in `views.sql`. A semicolon occurs only at the end of each."""
    text = VIEWS.read_text(encoding="utf-8")
    text = text.replace(":speaking", ", ".join(f"'{role}'" for role in SPEAKING))
    return [part[part.index("CREATE VIEW") :] for part in text.split(";\n") if "CREATE VIEW" in part]
