"""Load a Croissant description with mlcroissant and print its records; run in `.venv-croissant`.

Standard output is JSON: record set -> records, each cell as a pair of its type and its text, or null.
"""

import json
import sys
from datetime import date
from typing import Any

import mlcroissant


def told(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return "text", value.decode()
    if isinstance(value, date):  # a pandas Timestamp
        return "date", value.isoformat()[:10]
    return type(value).__name__, repr(value)


dataset = mlcroissant.Dataset(sys.argv[1])
loaded = {
    record_set.id: [
        {name.partition("/")[2]: told(value) for name, value in record.items()}
        for record in dataset.records(record_set.id)
    ]
    for record_set in dataset.metadata.record_sets
}
json.dump(loaded, sys.stdout)
