"""Level `key`: primary, alternate and foreign keys."""

from collections.abc import Iterator

import narwhals as nw

from schemas.descriptor import Resource, foreign_keys
from schemas.frames import Frame, batches, in_memory, last_of_equals, repeated, rows
from schemas.run import COMPARISONS, Run
from schemas.showing import cell_text, show

Found = Iterator[tuple[int, str]]  # (line, what was found)


def check(run: Run) -> None:
    """Check the keys of each table that was typed. A key with an empty part is left to `required`.

    Where rows share a primary key, only the last of them is there for the rules of the level `sense`.
    """
    for name, frame in run.frames.items():
        resource = run.resources[name]
        for rule, key in unique_keys(resource):
            _report(run, rule, name, key[-1], _again(rule, frame, key))
        for fields, target, there in foreign_keys(resource.schema):
            other = target or name
            if other not in run.frames:
                run.not_run("foreign-key", resource.path, f"the table {other} was not read")
            elif not refers(resource, fields, run.resources[other], there):
                run.not_run("foreign-key", resource.path, f"the key does not match the fields of {other}")
            else:
                _report(run, "foreign-key", name, fields[0], _dangling(run, frame, fields, other, there))
    for name in run.doubled:
        run.frames[name] = last_of_equals(run.frames[name], run.resources[name].primary_key)


def _report(run: Run, rule: str, name: str, field: str, found: Found) -> None:
    try:
        for line, message in found:
            run.row_error(rule, name, line, message, field)
            if rule == "primary-key" or (rule == "unique" and [field] == run.resources[name].primary_key):
                run.doubled.add(name)
    except Exception as unfit:
        if in_memory(run.frames[name]):
            raise
        run.not_run(rule, run.resources[name].path, f"the engine cannot do it ({unfit})".partition("\n")[0])
        return
    run.ran(rule, name)


def _again(rule: str, frame: Frame, key: list[str]) -> Found:
    """The rows whose key stands in a row above."""
    for row in rows(repeated(frame, key)):
        shown = ", ".join(cell_text(row[column]) for column in key)
        if rule == "unique":
            yield row["_line"], f"{show(row[key[0]])}, expected no other cell to have it"
        else:
            yield row["_line"], f"({shown}) stands in a row above"


def _dangling(run: Run, frame: Frame, fields: list[str], other: str, there: list[str]) -> Found:
    """The rows whose foreign key, not wholly empty, leads to no row."""
    known = run.frames[other].select(there)
    empty = nw.all_horizontal(*(nw.col(field).is_null() for field in fields), ignore_nulls=False)
    given = frame.select("_line", *fields).filter(~empty)
    broken = given.join(known, left_on=fields, right_on=there, how="anti")
    if not list(rows(broken.head(1))):
        return
    # before the loop, not in it: a query ends another of the same engine whose rows are still coming
    some = batches(known.select(there[0]).head(COMPARISONS + 1))
    options = [text for batch in some for text in batch[:, 0].unique().drop_nulls().to_list()]
    for row in rows(broken):
        shown = ", ".join(cell_text(row[field]) for field in fields)
        yield row["_line"], f"{shown} is not in {run.resources[other].path}{run.guess(shown, options)}"


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


def refers(resource: Resource, fields: list[str], other: Resource, there: list[str]) -> bool:
    """Whether a foreign key leads to as many fields that exist, of the same types."""
    types, types_there = (
        {field["name"]: field.get("type", "string") for field in one.fields} for one in (resource, other)
    )
    return len(fields) == len(there) and all(
        types[name] == types_there.get(end) for name, end in zip(fields, there, strict=True)
    )
