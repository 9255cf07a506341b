"""Rules about what leads from row to row: parents, numbers within a group."""

from typing import Any

import narwhals as nw
from narwhals import col

from schemas.frames import rows
from schemas.rules import Found, table_rule


@table_rule(over="parent_id", field="parent_id", remedy="name another parent, or none")
def parents_form_no_loop(children: Any) -> Found:
    """Nothing is its own parent, not even by way of others."""
    key = children.columns[0]
    nested = children.select("_line", key, "parent_id").drop_nulls([key, "parent_id"])
    # all of a loop have parents that have parents, and children
    for _ in range(2):
        nested = nested.join(nested.select(parent_id=key), on="parent_id", how="semi")
    found = list(rows(nested))
    parent = {row[key]: row["parent_id"] for row in found}
    looping = _in_loops(parent)
    for row in found:
        if row[key] in looping and parent[row[key]] == row["parent_id"]:
            yield row["_line"], f"{row[key]} is in {row['parent_id']}, and that in it again"


def _in_loops(parent: dict[str, str]) -> set[str]:
    """The keys from which the way up leads back to them. Each is gone through once."""
    done: set[str] = set()
    looping: set[str] = set()
    for key in parent:
        path: dict[str, None] = {}
        while key in parent and key not in done and key not in path:
            path[key] = None
            key = parent[key]
        way = list(path)
        if key in path:
            looping.update(way[way.index(key) :])
        done.update(way)
    return looping


@table_rule(
    over="seq",
    field="seq",
    found="{_rows} rows, but seq goes up to {_last}",
    remedy="number the rows of the group from 1",
)
def seq_complete(group: Any) -> Any:
    """`seq` counts the rows of a group from 1 without gaps."""
    key = group.columns[0]
    numbered = group.select("_line", key, "seq").drop_nulls([key, "seq"])
    counted = numbered.group_by(key).agg(_rows=nw.len(), _last=col("seq").max())
    gaps = counted.filter(col("_rows") != col("_last"))
    return numbered.join(gaps, on=key, how="inner").filter(col("seq") == col("_last"))
