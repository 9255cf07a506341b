"""Level `key`: primary, alternate and foreign keys."""

import narwhals as nw
import polars as pl

from schemas.descriptor import Resource, foreign_keys
from schemas.run import Run
from schemas.showing import cell_text


def check(run: Run) -> None:
    """Check the keys of each table that was typed. A key with an empty part is left to `required`."""
    for name, frame in run.frames.items():
        resource, native = run.resources[name], nw.to_native(frame)
        keys = [("alternate-key", list(key)) for key in resource.schema.get("uniqueKeys", [])]
        if len(resource.primary_key) > 1:  # a key of one column is unique in itself: rule `unique`
            keys.append(("primary-key", resource.primary_key))
        for rule, key in keys:
            run.ran(rule, name)
            whole = native.select("_line", *key).drop_nulls()
            again = whole.filter(~pl.struct(key).is_first_distinct())
            for row in again.iter_rows(named=True):
                shown = ", ".join(cell_text(row[column]) for column in key)
                run.row_error(rule, name, row["_line"], f"({shown}) stands in a row above", key[-1])
        for fields, target, there in foreign_keys(resource.schema):
            other = target or name
            if other not in run.frames:
                run.not_run("foreign-key", resource.path, f"the table {other} was not read")
                continue
            if not refers(resource, fields, run.resources[other], there):
                run.not_run("foreign-key", resource.path, f"the key does not match the fields of {other}")
                continue
            run.ran("foreign-key", name)
            known = nw.to_native(run.frames[other]).select(there).drop_nulls().unique()
            given = native.select("_line", *fields).filter(~pl.all_horizontal(pl.col(fields).is_null()))
            for row in given.join(known, left_on=fields, right_on=there, how="anti").iter_rows(named=True):
                shown = ", ".join(cell_text(row[field]) for field in fields)
                message = f"{shown} is not in {run.resources[other].path}{run.guess(shown, known[:, 0])}"
                run.row_error("foreign-key", name, row["_line"], message, fields[0])


def refers(resource: Resource, fields: list[str], other: Resource, there: list[str]) -> bool:
    """Whether a foreign key leads to as many fields that exist, of the same types."""
    types, types_there = (
        {field["name"]: field.get("type", "string") for field in one.fields} for one in (resource, other)
    )
    return len(fields) == len(there) and all(
        types[name] == types_there.get(end) for name, end in zip(fields, there, strict=True)
    )
