"""The tables from wherever they are: a folder, a zip, or the address of either. Needs only pandas.

Nothing is unpacked to disk, and nothing that is fetched is kept.
"""

import http.client
import io
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from .tables import Tables, rows_in, typed

HERE = Path(__file__).resolve().parent
# installed, tables and schemas are in the package; in the project, in folders next to this one
HOME = HERE if (HERE / "data").is_dir() else HERE.parent
DATA, SCHEMAS = HOME / "data", HOME / "schemas"
VERSION = str(json.loads((HOME / "datapackage.json").read_text(encoding="utf-8"))["version"])

LARGEST = 100_000_000  # bytes of a file, unpacked or fetched
PATIENCE = 30  # seconds to wait for an address
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
GONE = (404, 410)  # how a server says that it does not have a file
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others fill the memory at once
CURE = "name the folder or the zip that has statements.csv and the others"

# name of a file -> its bytes, or None if there is none
Fetch = Callable[[str], bytes | None]


def load(place: str | Path | None = None) -> Tables:
    """Table name -> typed frame, for every table at a place.

    Args:
        place: A folder with the CSV files, directly or in its `data`; a zip of such a folder, such as an
            edition; or the address (http, https) of either. By default, the tables that came with this code.

    Raises:
        ValueError: With one sentence, if there are no tables, a file is not CSV in UTF-8, a row has more or
            fewer cells than the header, the columns are not those of its schema, or a cell is not of its
            type.
        OSError: With one sentence, if there is no such place, or its address cannot be read.

    >>> tables = load()
    >>> str(tables["events"].date_start.dtype)
    'datetime64[us]'
    >>> load("no/such/folder")
    Traceback (most recent call last):
    FileNotFoundError: no/such/folder does not exist: check its name
    """
    return {name: typed_table(frame, name, where) for name, where, frame in tables_at(place)}


def tables_at(place: str | Path | None = None) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """(name, location, frame of text) of each table at a place. Raises like `load`."""
    place = DATA if place is None else place
    for folder, fetch in _folders(place):
        found = {name: data for name in names() if (data := fetch(f"{name}.csv")) is not None}
        if found:
            for name, data in found.items():
                where = f"{folder}/{name}.csv"
                yield name, where, text_table(data, where)
            return
    raise ValueError(f"{place} has no table of this package: {CURE}")


def names() -> list[str]:
    """The names of the tables."""
    return sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))


def typed_table(frame: pd.DataFrame, table: str, where: str) -> pd.DataFrame:
    """A frame of text with the types of a table's schema. Raises `ValueError` like `load`."""
    schema = json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    if list(frame) != [field["name"] for field in schema["fields"]]:
        raise ValueError(
            f"{where} does not have the columns of {table}: load it with the edition it belongs to"
        )
    try:
        return typed(frame, schema["fields"])
    except (ValueError, TypeError, OverflowError):
        raise ValueError(
            f"{where} has a cell of the wrong type: {_culprit(frame, schema['fields'])}"
        ) from None


def _culprit(frame: pd.DataFrame, fields: list[dict[str, Any]]) -> str:
    """The first cell that is not of its type, in the first such column, found by bisection."""
    field = next(field for field in fields if not _fits(frame[[field["name"]]], field))
    cells = frame[[field["name"]]]
    while len(cells) > 1:
        half = cells[: len(cells) // 2]
        cells = cells[len(half) :] if _fits(half, field) else half
    cell = str(cells.iloc[0, 0])
    return f"row {cells.index[0] + 1}, {field['name']}, {cell[:50]!r} is not of type {field['type']}"


def _fits(frame: pd.DataFrame, field: dict[str, Any]) -> bool:
    try:
        typed(frame, [field])
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def text_table(data: bytes, where: str) -> pd.DataFrame:
    """The bytes of a file as a frame of text, with empty cells missing; `where` is its name for messages.

    Unlike `pandas.read_csv`, it does not shift or fill rows that are longer or shorter than the header.
    Raises `ValueError` like `load`.
    """
    with io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="") as file:
        header, rows = rows_in(file, where)
    cells = [[cell or None for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=header, dtype="string")


def _folders(place: str | Path) -> Iterator[tuple[str, Fetch]]:
    """Each folder at a place that may have the tables: its name, and how to get its files."""
    scheme = SCHEME.match(str(place))
    if scheme and scheme[0].lower() not in ("http://", "https://"):
        raise ValueError(
            f"{place} is not an address that can be read: it must begin with http:// or https://"
        )
    if scheme:
        try:
            address = urllib.parse.urlsplit(str(place))
        except ValueError as error:
            raise ValueError(f"{place} is not an address that can be read: {error}") from None
        if address.path.lower().endswith(".zip"):
            data = _fetched(str(place))
            if data is None:
                raise FileNotFoundError(f"there is nothing at {place}: check the address")
            yield _in_zip(str(place), data)
        else:
            for folder in ("", "data/"):
                yield _at(address, folder)
        return
    path = Path(place)
    if path.is_dir():
        yield str(path), lambda name: _in_folder(path / name)
        yield str(path / "data"), lambda name: _in_folder(path / "data" / name)
    elif not path.exists():
        raise FileNotFoundError(f"{place} does not exist: check its name")
    elif path.is_file():
        yield _in_zip(str(place), _in_folder(path) or b"")


# ---- folders ----------------------------------------------------------------------------------------


def _in_folder(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} has more than {LARGEST} bytes")
    return path.read_bytes()


# ---- zips -------------------------------------------------------------------------------------------


def _in_zip(place: str, data: bytes) -> tuple[str, Fetch]:
    """The folder of a zip that has the tables; of several, the one nearest the top."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ValueError(f"{place} is not a zip: {CURE}") from None
    found = [name.rpartition("/") for name in archive.namelist()]
    holding = {folder + slash for folder, slash, file in found if file in {f"{name}.csv" for name in names()}}
    depth = min((folder.count("/") for folder in holding), default=0)
    nearest = sorted(folder for folder in holding if folder.count("/") == depth)
    if len(nearest) > 1:
        raise ValueError(f"{place} has tables in several folders, {nearest[0]} and {nearest[1]}: {CURE}")
    folder = "".join(nearest)

    def fetch(name: str) -> bytes | None:
        try:
            entry = archive.getinfo(folder + name)
        except KeyError:
            return None
        if entry.compress_type not in BOUNDED or entry.file_size > LARGEST:
            raise ValueError(
                f"{place}: {name} is not compressed in a common way, or has over {LARGEST} bytes"
            )
        try:
            with archive.open(entry) as file:
                return file.read(LARGEST)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
            raise ValueError(f"{place}: {name} cannot be unpacked ({error}): fetch the zip again") from None

    return f"{place}: {folder}".rstrip("/ "), fetch


# ---- addresses --------------------------------------------------------------------------------------


def _at(address: urllib.parse.SplitResult, folder: str) -> tuple[str, Fetch]:
    """A folder at an address; a query string, such as an access key, is kept."""
    path = f"{address.path.rstrip('/')}/{folder}"
    called = urllib.parse.urlunsplit(address._replace(path=path.rstrip("/"), query="", fragment=""))
    return called, lambda name: _fetched(
        urllib.parse.urlunsplit(address._replace(path=path + name, fragment=""))
    )


def _fetched(address: str) -> bytes | None:
    """What is at an address, or None if there is nothing. Raises `OSError`, `ValueError`."""
    request = urllib.request.Request(address, headers={"User-Agent": "blinken-seoul-2025"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            data: bytes = answer.read(LARGEST + 1)
            if len(data) <= LARGEST and answer.length:  # which `read` does not report
                raise OSError(f"it ended {answer.length} bytes early")
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in GONE:
            return None
        why = f"the server says {error.code} {error.reason}"
    except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: no host, a bad port
        why = str(getattr(error, "reason", error)) or type(error).__name__
    else:
        if len(data) > LARGEST:
            raise ValueError(f"{address} has more than {LARGEST} bytes")
        return data
    why = why.splitlines()[0]
    raise OSError(f"{address} cannot be read ({why}): check the address and the connection")
