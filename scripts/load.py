"""Load the tables with real types.

    >>> from scripts.load import load
    >>> tables = load()
    >>> tables["events"].date_start.dt.year

Every table comes through its pandera schema: dates are dates, integers may be missing, text is text.
"""

import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]


def load(folder: str | Path = ROOT / "data") -> dict[str, pd.DataFrame]:
    """Table name -> typed frame, for every table of the package that has a file in `folder`.

    Raises `pandera.errors.SchemaErrors` where a file does not fit its schema, with all cells at fault.
    """
    return {table: read(Path(folder) / f"{table}.csv", table) for table in _there(Path(folder))}


def read(path: str | Path, table: str) -> pd.DataFrame:
    """One file as the typed frame of a table."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    typed: Any = SCHEMAS[table].validate(frame, lazy=True)
    return pd.DataFrame(typed)


def _there(folder: Path) -> list[str]:
    return [table for table in SCHEMAS if (folder / f"{table}.csv").is_file()]
