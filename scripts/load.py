"""Load the tables with real types, and join them in the most useful ways. Needs only pandas.

    >>> from scripts.load import assertions, figures, load, said
    >>> tables = load()
    >>> tables["events"].date_start.dt.year
    >>> said(tables)        # who said what, when, in what office
    >>> figures(tables)     # who claimed which number, how surely, and its bounds in one unit
    >>> assertions(tables)  # the same, with one row for each number that somebody claimed on a day

This works in the folder of the package. Anywhere else, `pip install` that folder, or the zip of an edition,
and import the same names from `blinken_seoul_2025`, which is `analysis/` under the name of the package.
"""

import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from analysis import (
    ASSERTIONS,
    FIGURES,
    SAID,
    WEAK_COPIES,
    Tables,
    assertions,
    figures,
    first_day,
    last_day,
    said,
)
from analysis.loading import DATA, LARGEST, tables_at, text_table, typed_table

__all__ = ["ASSERTIONS", "FIGURES", "SAID", "WEAK_COPIES", "Tables", "assertions", "figures", "first_day"]
__all__ += ["last_day", "load", "read", "said"]

ROOT = Path(__file__).resolve().parents[1]


def load(folder: str | Path = DATA, *, check: bool = False) -> Tables:
    """Table name -> typed frame, for every table in a folder or a zip, or at the address of either.

    Works and raises like `analysis.load`. With `check`, which needs `requirements-all.txt`, each frame is
    checked against its whole schema: raises `pandera.errors.SchemaErrors` with all faulty cells.
    """
    return {name: _typed(frame, name, where, check) for name, where, frame in tables_at(folder)}


def read(path: str | Path, table: str, *, check: bool = False) -> pd.DataFrame:
    """One file as the typed frame of a table. Raises like `load`."""
    return _typed(read_text(path), table, str(path), check)


def read_text(path: str | Path) -> pd.DataFrame:
    """One file with all cells as text, and empty ones missing. Raises `ValueError` or `OSError`."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is not a file: check its name")
    if Path(path).stat().st_size > LARGEST:
        raise ValueError(f"{path} has more than {LARGEST} bytes")
    return text_table(Path(path).read_bytes(), str(path))


def _typed(frame: pd.DataFrame, table: str, where: str, check: bool) -> pd.DataFrame:
    if not check:
        return typed_table(frame, table, where)
    try:
        from schemas import SCHEMAS as WHOLE  # needs pandera
    except ImportError as error:
        raise ImportError(
            f"check=True needs the whole project, not the zip alone, with requirements-all.txt ({error})"
        ) from None

    valid: Any = WHOLE[table].validate(frame, lazy=True)
    return pd.DataFrame(valid)
