"""The tables of the package as pandas frames with real types, and how to join them. Needs only pandas."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

Tables = dict[str, pd.DataFrame]  # table name -> its typed frame

# type of a column in its schema -> its type in pandas; dates are read separately
TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string"}


def read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of a CSV file, all cells as text. Raises `ValueError` like `rows_in`."""
    with path.open(encoding="utf-8", newline="") as file:
        return rows_in(file, str(path))


def rows_in(file: Iterable[str], where: str) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of an open CSV file, all cells as text; `where` is its name for messages.

    Raises `ValueError`, with the line, if it is not CSV in UTF-8, or a row is not as wide as the header.
    """
    lines, rows = csv.reader(file, strict=True), []
    try:
        header = next(lines, [])
        for row in lines:
            if len(row) != len(header):
                raise ValueError(f"{len(row)} cells where the header has {len(header)}")
            rows.append(row)
    except UnicodeDecodeError:
        raise ValueError(f"{where} is not UTF-8: save it as UTF-8") from None
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{where}:{lines.line_num}: {error}: run `make validate`") from None
    return header, rows


def needed(tables: Tables, *names: str) -> None:
    """Raises `ValueError`, with one sentence, if one of these tables is missing."""
    missing = [name for name in names if name not in tables]
    if missing:
        raise ValueError(f"these tables are missing: {', '.join(missing)}. Load the whole package")


def typed(frame: pd.DataFrame, fields: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """A frame of text, with NA for missing cells, converted to the types in a Table Schema.

    Raises `ValueError` if a cell has the wrong type.
    """
    types = {field["name"]: field.get("type", "string") for field in fields}
    frame = frame.astype("string").astype({name: TYPES[type_] for name, type_ in types.items()})
    for name in [name for name, type_ in types.items() if type_ == "date"]:
        frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d").astype("datetime64[us]")
    return frame


def look_up(rows: pd.DataFrame, by: str, table: pd.DataFrame, **names: str) -> pd.DataFrame:
    """The rows with columns of a table whose key, its first column, is in `by`; missing if not found."""
    found = table.rename(columns={table.columns[0]: by})[[by, *names]].rename(columns=names)
    return rows.merge(found, on=by, how="left", validate="many_to_one")


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, with the columns as attributes."""
    yield from frame.itertuples(index=False)


def grouped(frame: pd.DataFrame, *by: str) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """(cells, rows) of each group whose cells in `by` are the same, in order of the first of its rows.

    Rows in which one of these cells is missing are in no group. Groups are small and many: to make a frame of
    each takes ten times as long.
    """
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in each(frame.dropna(subset=list(by))):
        groups.setdefault(tuple(getattr(row, name) for name in by), []).append(row)
    yield from groups.items()


def joined(rows: pd.DataFrame, by: str, **how: tuple[str, str]) -> pd.DataFrame:
    """A row for each value of `by`, in order, with `name=(column, sign)`: the cells joined by the sign."""
    groups = sorted(grouped(rows, by), key=lambda group: group[0])
    cells = {
        name: [sign.join(getattr(row, column) for row in group) for _, group in groups]
        for name, (column, sign) in how.items()
    }
    return pd.DataFrame({by: [key for (key,), _ in groups], **cells}, dtype="string")
