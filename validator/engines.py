"""Where typed tables are kept while a package is validated: in memory, in DuckDB, or in a Spark cluster.

An engine gets each table as Parquet files in a temporary folder, written batch by batch, so that no table has
to fit in memory. narwhals addresses all of them, so rules cannot tell which engine it is.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import polars as pl

from validator.descriptor import CannotRun
from validator.expressions import Frame, ex
from validator.frames import BATCH

MEMORY, DUCKDB, SPARK = "polars", "duckdb", "pyspark"
ROOMY = 1_000_000_000  # bytes of CSV up to which a package is held in memory
ALLOWED = "1500MB"  # of memory for DuckDB; the rest goes to disk


class Store(Protocol):
    """Typed tables: first rows are added, then the tables are read."""

    codes_as: Any  # the polars type in which columns of codes are added

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to a table. The first frame may be empty."""

    def forget(self, name: str) -> None:
        """Forget the rows of a table, which can then be added again."""

    def table(self, name: str) -> Frame:
        """The whole table, once no more rows will be added."""

    def close(self) -> None:
        """Forget the tables."""


class Memory:
    """Tables as polars frames. Categories take less memory than words."""

    codes_as = pl.Categorical

    def __init__(self) -> None:
        self._pieces: dict[str, list[pl.DataFrame]] = {}

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to a table. One chunk takes less memory than many."""
        self._pieces.setdefault(name, []).append(rows.rechunk())

    def forget(self, name: str) -> None:
        """Forget the rows of a table."""
        self._pieces.pop(name, None)

    def table(self, name: str) -> Frame:
        """The whole table. Columns that are sorted are marked: joins merge them, and need no hashes."""
        frame = pl.concat(self._pieces.pop(name), rechunk=False)
        return cast(Frame, frame.with_columns(_ordered(frame)).lazy())

    def close(self) -> None:
        """There is nothing to clean up."""
        self._pieces.clear()


def _ordered(frame: pl.DataFrame) -> Iterator[pl.Series]:
    """The sorted columns, so marked; not those of few distinct cells, which refer to a small table."""
    for column in frame.iter_columns():
        ordered = column.dtype == pl.String and not column.null_count() and column.is_sorted()
        if ordered and 2 * column.ne_missing(column.shift(1)).sum() > len(column):
            yield column.set_sorted()


class Engine:
    """Tables in DuckDB or Spark."""

    codes_as = pl.String

    def __init__(self, address: str) -> None:
        """Connect. Raises `CannotRun` if there is no such engine, or its package is not installed."""
        self._folder = Path(tempfile.mkdtemp(prefix="validate-"))
        self._pieces: dict[str, int] = {}
        self._called: dict[str, str] = {}
        try:
            self._session = self._connect(address)
        except ModuleNotFoundError as error:
            self.close()
            raise CannotRun(
                f"the engine {address} needs the Python package {error.name}: install it"
            ) from None
        except Exception as error:
            self.close()
            raise CannotRun(f"the engine {address} cannot be used ({error})") from None

    def _connect(self, address: str) -> Any:
        if address == DUCKDB:
            import duckdb

            settings: dict[str, Any] = {
                "memory_limit": ALLOWED,
                "temp_directory": str(self._folder / "scratch"),
                "preserve_insertion_order": False,
            }
            return duckdb.connect(config=settings)
        scheme, _, master = address.partition("://")
        if scheme != SPARK:
            raise ValueError("it is not one of polars, duckdb, pyspark://MASTER")
        from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

        return SparkSession.builder.master(master or "local[*]").appName("validate").getOrCreate()

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to a table, as a further file."""
        number = self._pieces[name] = self._pieces.get(name, 0) + 1
        # our own name for it, whatever the table is called
        called = self._called.setdefault(name, f"table_{len(self._called)}")
        (self._folder / called).mkdir(exist_ok=True)
        path = self._folder / called / f"{number}.parquet"
        rows.write_parquet(path, compression="lz4", row_group_size=BATCH)

    def forget(self, name: str) -> None:
        """Remove the files of a table."""
        shutil.rmtree(self._folder / self._called[name])

    def table(self, name: str) -> Frame:
        """The whole table."""
        files = self._folder / self._called[name]
        if hasattr(self._session, "read_parquet"):
            frame: Frame = ex.from_native(self._session.read_parquet(str(files / "*.parquet")))
            return frame
        spark: Frame = ex.from_native(self._session.read.parquet(str(files)))
        return spark

    def close(self) -> None:
        """Close the connection and remove the files."""
        if "_session" in vars(self):
            self._session.stop() if hasattr(self._session, "stop") else self._session.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def engine_for(address: str, size: int) -> Store:
    """The store for a package's tables: the one named, otherwise by the size of its files in bytes."""
    address = address or (MEMORY if size <= ROOMY else DUCKDB)
    return Memory() if address == MEMORY else Engine(address)
