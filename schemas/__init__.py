"""What this dataset is: the tables (`<table>.schema.json`), their rules, and the tables as pandera schemas.

    >>> import pandas as pd
    >>> from schemas import SCHEMAS
    >>> claims = SCHEMAS["claims"].validate(pd.read_csv("data/claims.csv"))

Each schema is built from `schemas/<table>.schema.json`, the one place that defines the table, and from the
rules that check one row at a time (`schemas/rules/`). `validate` returns the frame with real dates and
nullable integers, or raises `pandera.errors.SchemaErrors` (with `lazy=True`: all errors at once).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def _schema(table: str) -> Any:
    from schemas.rules import rule_set
    from validator.fields import parse_schema
    from validator.pandera_schemas import (
        pandera_schema,
    )  # importing pandera takes 0.3 s, so only when a schema is used

    rules = rule_set()
    return pandera_schema(parse_schema(rules.tables[table], table), rules.rules)


class _Schemas(Mapping[str, Any]):
    """Table name -> `pandera.pandas.DataFrameSchema`, built on first use."""

    def __getitem__(self, table: str) -> Any:
        if table not in set(self):
            raise KeyError(f"no table {table!r}; there are {', '.join(self)}")
        return _schema(table)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


SCHEMAS = _Schemas()

__all__ = ["SCHEMAS"]
