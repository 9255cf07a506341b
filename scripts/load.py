"""Load the tables with real types, and join them as they are mostly wanted. Needs pandas and nothing else.

    >>> from scripts.load import assertions, figures, load, said
    >>> tables = load()
    >>> tables["events"].date_start.dt.year
    >>> said(tables)        # who said what, when, as what
    >>> figures(tables)     # who claimed which number, how surely, and what that allows in one unit
    >>> assertions(tables)  # the same, a row for each number that somebody claimed on a day

`SAID`, `FIGURES` and `ASSERTIONS` describe their columns. Run it in the folder of the package. Dates are
dates, integers may be missing, text is text, and a missing cell is missing. Dates that may be a year or a
month alone (`published`, `said_on`, `as_of`) are text.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from analysis.figures import ASSERTIONS, FIGURES, assertions, figures
from analysis.speakers import SAID, said
from analysis.tables import Tables, read_rows, typed

__all__ = ["ASSERTIONS", "FIGURES", "SAID", "Tables", "assertions", "figures", "load", "read", "said"]

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "schemas"
LARGEST = 100_000_000  # bytes of a file


def load(folder: str | Path = ROOT / "data", *, check: bool = False) -> Tables:
    """Table name -> typed frame, for every table of the package that has a file in `folder`.

    Raises `ValueError`, with one sentence, where a file is not CSV in UTF-8, a row has more or fewer cells
    than the header, the columns are not those of its schema, or a cell is of another type. With `check`,
    which needs `requirements-all.txt`, each frame is held against its whole schema: raises
    `pandera.errors.SchemaErrors` with all cells at fault.
    """
    names = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))
    there = [name for name in names if (Path(folder) / f"{name}.csv").is_file()]
    return {name: read(Path(folder) / f"{name}.csv", name, check=check) for name in there}


def read(path: str | Path, table: str, *, check: bool = False) -> pd.DataFrame:
    """One file as the typed frame of a table. Raises as `load` does."""
    frame = read_text(path)
    if check:
        return _checked(frame, table)
    schema = json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    if list(frame) != [field["name"] for field in schema["fields"]]:
        raise ValueError(f"{path} does not have the columns of {table}: run `make validate`")
    try:
        return typed(frame, schema["fields"])
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{path} has a cell of another type: run `make validate` ({error})") from None


def read_text(path: str | Path) -> pd.DataFrame:
    """One file with all cells as text, the empty ones missing. Raises `ValueError` or `OSError`.

    Unlike `pandas.read_csv` it neither shifts nor fills rows that are longer or shorter than the header.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is not a file: check its name")
    if Path(path).stat().st_size > LARGEST:
        raise ValueError(f"{path} has more than {LARGEST} bytes")
    header, rows = read_rows(Path(path))
    cells = [[cell or None for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=header, dtype="string")


def _checked(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    try:
        from schemas import SCHEMAS as WHOLE  # which needs pandera
    except ImportError as error:
        raise ImportError(
            f"check=True needs the whole project, not the zip alone, with requirements-all.txt ({error})"
        ) from None

    valid: Any = WHOLE[table].validate(frame, lazy=True)
    return pd.DataFrame(valid)
