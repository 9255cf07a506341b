"""Where typed tables are kept while a package is validated: in memory, or in an engine that Ibis knows.

An engine gets each table as Parquet files in a temporary folder, written batch by batch, so that no table
need be whole in memory. `duckdb`, embedded, is the default; any address that `ibis.connect` takes will do, as
long as the engine can read the folder and has the functions that the rules need.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from schemas.descriptor import CannotRun
from schemas.frames import BATCH, Frame

MEMORY = "polars"  # the name of no engine
ROOMY = 1_000_000_000  # bytes of CSV up to which a package is held in memory
ALLOWED = "1500MB"  # of memory for DuckDB; what does not fit goes to the disk


class Memory:
    """Tables as polars frames."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[pl.DataFrame]] = {}

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to a table. The first time, they may be none, but have the columns."""
        self._pieces.setdefault(name, []).append(rows)

    def table(self, name: str) -> Frame:
        """The whole table, to which no more rows are added."""
        return nw.from_native(pl.concat(self._pieces.pop(name)).rechunk().lazy())

    def close(self) -> None:
        """Forget the tables."""
        self._pieces.clear()


class Engine:
    """Tables in an engine. Attributes: `name`, for people."""

    def __init__(self, address: str) -> None:
        """Raises `CannotRun` where there is no such engine, or the packages for it are not installed."""
        self.name = address
        try:
            import ibis
        except ModuleNotFoundError as error:
            raise CannotRun(f"the Python package {error.name} is not installed: run `make setup`") from None
        self._folder = Path(tempfile.mkdtemp(prefix="validate-"))
        self._pieces: dict[str, int] = {}
        try:
            if address == "duckdb":
                scratch = str(self._folder / "scratch")
                self._backend: Any = ibis.duckdb.connect(
                    memory_limit=ALLOWED,
                    temp_directory=scratch,
                    preserve_insertion_order=False,
                )
            else:
                self._backend = ibis.connect(address)
        except Exception as error:
            self.close()
            raise CannotRun(f"the engine {address} cannot be used ({error})") from None

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to a table. The first time, they may be none, but have the columns."""
        number = self._pieces[name] = self._pieces.get(name, 0) + 1
        folder = self._folder / self._called(name)
        folder.mkdir(exist_ok=True)
        rows.write_parquet(folder / f"{number}.parquet", compression="lz4", row_group_size=BATCH)

    def table(self, name: str) -> Frame:
        """The whole table, to which no more rows are added."""
        called = self._called(name)
        pieces = str(self._folder / called / "*.parquet")
        frame: Frame = nw.from_native(self._backend.read_parquet(pieces, table_name=called))
        return frame

    def _called(self, name: str) -> str:
        """A name of our own making, whatever the table is called."""
        return f"table_{list(self._pieces).index(name)}"

    def close(self) -> None:
        """Remove the files."""
        shutil.rmtree(self._folder, ignore_errors=True)


def engine_for(address: str, size: int, tables: Iterable[list[str]] = ()) -> Memory | Engine:
    """The place for a package's tables: the one asked for, else by the size of its files in bytes.

    `tables` are the names of the columns of each. Some that are told apart in memory are not in an engine:
    then it is memory, whatever was asked for, so that the same is found.
    """
    address = address or (MEMORY if size <= ROOMY else "duckdb")
    for columns in tables:
        if len({name.casefold() for name in columns}) < len(columns) or "\0" in "".join(columns):
            return Memory()
    return Memory() if address == MEMORY else Engine(address)
