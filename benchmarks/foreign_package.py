"""Write a package unlike ours: one table of N measurements, no rule set, some cells with line breaks.

python benchmarks/foreign_package.py N FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl

STATIONS = ["harbour", "pier", "tower", "bridge"]
FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]{2}-[0-9]{7}"}},
    {"name": "station", "type": "string", "constraints": {"enum": STATIONS}},
    {"name": "remark", "type": "string", "constraints": {"maxLength": 80}},
    {"name": "visits", "type": "integer", "constraints": {"required": True, "minimum": 0}},
    {"name": "level", "type": "number", "constraints": {"minimum": -5, "maximum": 5}},
    {"name": "day", "type": "date", "constraints": {"required": True}},
]


def generate(number: int, folder: Path) -> None:
    """Write the package. One remark in ten has a line break, one in seven is missing."""
    rows, random = np.arange(number), np.random.default_rng(2025)
    remark = pl.Series(np.where(rows % 10 == 0, "fog until noon,\nthen clear", "clear"))
    columns = {
        "id": "ST-" + pl.Series(rows).cast(pl.String).str.zfill(7),
        "station": pl.Series(STATIONS).gather(rows % 4),
        "remark": remark.set(pl.Series(rows % 7 == 0), None),
        "visits": random.integers(0, 100_000, number),
        "level": (random.random(number) * 10 - 5).round(3),
        "day": np.datetime64("2020-01-01") + rows % 2000,
    }
    (folder / "data").mkdir(parents=True, exist_ok=True)
    pl.DataFrame(columns).write_csv(folder / "data" / "measurements.csv")
    resource = {
        "name": "measurements",
        "type": "table",
        "path": "data/measurements.csv",
        "schema": {"fields": FIELDS, "primaryKey": ["id"]},
    }
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    about = {"$schema": profile, "name": "stations", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
