"""Check the table of `foreign_package.py` with dataframely: the same columns, constraints and key.

    python benchmarks/peer.py FILE

The Python that runs it needs dataframely (`pip install dataframely`); nothing else here does.
"""

import sys

import dataframely as dy  # type: ignore[import-not-found, unused-ignore]
import polars as pl


class Measurements(dy.Schema):  # type: ignore[misc, unused-ignore]
    """The table."""

    id = dy.String(primary_key=True, regex="^[A-Z]{2}-[0-9]{7}$")
    station = dy.Enum(["harbour", "pier", "tower", "bridge"], nullable=True)
    remark = dy.String(nullable=True, max_length=80)
    visits = dy.Int64(min=0)
    level = dy.Float64(nullable=True, min=-5, max=5)
    day = dy.Date()


if __name__ == "__main__":
    cells = pl.read_csv(sys.argv[1], infer_schema=False).with_columns(pl.col("day").str.to_date())
    Measurements.validate(cells, cast=True)
