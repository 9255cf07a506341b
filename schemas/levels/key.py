"""Level `key`: primary, alternate and foreign keys."""

import narwhals as nw

from schemas.descriptor import Resource, foreign_keys
from schemas.frames import batches, last_of_equals, repeated, rows
from schemas.run import COMPARISONS, Run
from schemas.showing import cell_text, show


def check(run: Run) -> None:
    """Check the keys of each table that was typed. A key with an empty part is left to `required`.

    Where rows share a primary key, only the last of them is there for the rules of the level `sense`.
    """
    for name, frame in run.frames.items():
        resource = run.resources[name]
        for rule, key in unique_keys(resource):
            run.ran(rule, name)
            for row in rows(repeated(frame, key)):
                shown = ", ".join(cell_text(row[column]) for column in key)
                found = show(row[key[0]]) + ", expected no other cell to have it"
                found = found if rule == "unique" else f"({shown}) stands in a row above"
                run.row_error(rule, name, row["_line"], found, key[-1])
                if key == resource.primary_key:
                    run.doubled.add(name)
        for fields, target, there in foreign_keys(resource.schema):
            _check_foreign(run, name, fields, target or name, there)
    for name in run.doubled:
        run.frames[name] = last_of_equals(run.frames[name], run.resources[name].primary_key)


def unique_keys(resource: Resource) -> list[tuple[str, list[str]]]:
    """(rule, key) for each set of columns in which no two rows may agree."""
    single = {field["name"] for field in resource.fields if field.get("constraints", {}).get("unique")} | set(
        resource.primary_key if len(resource.primary_key) == 1 else ()
    )
    keys = [("unique", [name]) for name in resource.columns if name in single]
    keys += [("alternate-key", list(key)) for key in resource.schema.get("uniqueKeys", [])]
    if len(resource.primary_key) > 1:
        keys.append(("primary-key", resource.primary_key))
    return keys


def _check_foreign(run: Run, name: str, fields: list[str], other: str, there: list[str]) -> None:
    resource, frame = run.resources[name], run.frames[name]
    if other not in run.frames:
        run.not_run("foreign-key", resource.path, f"the table {other} was not read")
        return
    if not refers(resource, fields, run.resources[other], there):
        run.not_run("foreign-key", resource.path, f"the key does not match the fields of {other}")
        return
    run.ran("foreign-key", name)
    known = run.frames[other].select(there)
    given = frame.select("_line", *fields).filter(
        ~nw.all_horizontal(*(nw.col(field).is_null() for field in fields), ignore_nulls=False)
    )
    broken = given.join(known, left_on=fields, right_on=there, how="anti")
    if not list(rows(broken.head(1))):
        return
    # before the loop, not in it: a query ends another of the same engine whose rows are still coming
    some = known.select(there[0]).head(COMPARISONS + 1)
    options = [text for batch in batches(some) for text in batch[:, 0].unique().drop_nulls().to_list()]
    for row in rows(broken):
        shown = ", ".join(cell_text(row[field]) for field in fields)
        message = f"{shown} is not in {run.resources[other].path}{run.guess(shown, options)}"
        run.row_error("foreign-key", name, row["_line"], message, fields[0])


def refers(resource: Resource, fields: list[str], other: Resource, there: list[str]) -> bool:
    """Whether a foreign key leads to as many fields that exist, of the same types."""
    types, types_there = (
        {field["name"]: field.get("type", "string") for field in one.fields} for one in (resource, other)
    )
    return len(fields) == len(there) and all(
        types[name] == types_there.get(end) for name, end in zip(fields, there, strict=True)
    )
