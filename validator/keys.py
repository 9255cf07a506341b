"""Primary, alternate and foreign keys. Keys with an empty part are left to `required`."""

import operator
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial, reduce
from itertools import chain
from typing import Any

from validator.expressions import Frame, col, ex
from validator.fields import NUMERIC, Field, ForeignKey, TableSchema
from validator.frames import batches, in_memory, is_repeated, repeated, rows, without
from validator.messages import COMPARISONS, Guesses, cell_text, show
from validator.parallel import begun
from validator.report import Finding, NotRun, Ran
from validator.resources import Resource


def check_keys(
    resource: Resource, frames: Mapping[str, Frame], resources: Mapping[str, Resource], guesses: Guesses
) -> Iterator[Finding | NotRun | Ran]:
    """Check the keys of a table.

    Its queries are done when the first result comes; messages are made after that.
    """
    stages = list(map(begun, _stages(resource, frames, resources, guesses)))
    yield from chain.from_iterable(stages)


def _stages(
    resource: Resource, frames: Mapping[str, Frame], resources: Mapping[str, Resource], guesses: Guesses
) -> Iterator[Iterator[Finding | NotRun | Ran]]:
    frame, schema = frames[resource.name], resource.schema
    for rule, columns in unique_keys(schema):
        yield _run(rule, resource, frame, partial(_again, rule, resource, frame, columns))
    for key in schema.foreign_keys:
        target = key.resource or resource.name
        other = resources.get(target)
        if other is None or target not in frames:
            reason = f"the table {target} was not read"
            yield iter([NotRun("foreign-key", "key", resource.path, reason, excused=False)])
        elif not refers(schema, key, other.schema):
            reason = f"the key does not match the fields of {target}"
            yield iter([NotRun("foreign-key", "key", resource.path, reason)])
        else:
            ask = partial(_dangling, resource, frame, key, other, frames[target], guesses)
            yield _run("foreign-key", resource, frame, ask)


def _run(
    rule: str, resource: Resource, frame: Frame, ask: Callable[[], Iterator[Finding]]
) -> Iterator[Finding | NotRun | Ran]:
    """`ask` looks at once whether any key is broken; -> the findings, made one by one."""
    try:
        found = ask()
        yield Ran(resource.name, (rule,))
        yield from found
    except Exception as unfit:
        if in_memory(frame):
            raise
        reason = f"the engine cannot do it ({unfit})".partition("\n")[0]
        yield NotRun(rule, "key", resource.path, reason, excused=False)


def _again(rule: str, resource: Resource, frame: Frame, key: tuple[str, ...]) -> Iterator[Finding]:
    """The rows whose key is already in an earlier row."""
    return _repetitions(rule, resource, frame, key) if is_repeated(frame, list(key)) else iter(())


def _repetitions(rule: str, resource: Resource, frame: Frame, key: tuple[str, ...]) -> Iterator[Finding]:
    for row in rows(repeated(frame, list(key))):
        if rule == "unique":
            message = f"{show(row[key[0]])}, expected no other cell to have it"
        else:
            message = f"({', '.join(cell_text(row[column]) for column in key)}) is already in an earlier row"
        field = resource.schema.name_of(key[-1])
        yield Finding(rule, message, table=resource.name, line=row["_line"], field=field)


def _dangling(
    resource: Resource, frame: Frame, key: ForeignKey, other: Resource, known: Frame, guesses: Guesses
) -> Iterator[Finding]:
    """The rows whose foreign key is not entirely empty and refers to no row."""
    here, there = list(key.fields), [_column(name, other.schema) for name in key.reference]
    empty = reduce(operator.and_, (col(field).is_null() for field in here))
    given = frame.filter(~empty)
    fields, ends = resource.schema.by_column, other.schema.by_column
    alike = {name: _comparable(fields[name], ends[end]) for name, end in zip(here, there, strict=True)}
    left = given.select("_line", *here, **{f"_k{n}": alike[name](col(name)) for n, name in enumerate(here)})
    right = known.select(
        **{f"_k{n}": alike[name](col(end)) for n, (name, end) in enumerate(zip(here, there, strict=True))}
    )
    sorted_ = key.fields == resource.schema.primary_key[:1] and in_memory(known)
    if sorted_ and not is_repeated(known, there):  # if it were, there could be too many pairs
        broken = without(left, right, "_k0")
    else:
        broken = left.join(right, on=[f"_k{n}" for n in range(len(here))], how="anti")
    if not list(rows(broken.select("_line").head(1))):
        return iter(())
    return _strays(resource, broken, key, known.select(there[0]), other.path, guesses)


def _strays(
    resource: Resource, broken: Frame, key: ForeignKey, known: Frame, path: str, guesses: Guesses
) -> Iterator[Finding]:
    # before the loop, not in it: a query ends an unfinished one in the same engine
    some = batches(known.head(COMPARISONS + 1))
    options = [text for batch in some for text in batch[:, 0].unique().drop_nulls().to_list()]
    composed = {unicodedata.normalize("NFC", str(text)) for text in options}
    for row in rows(broken):
        shown = ", ".join(cell_text(row[name]) for name in key.fields)
        hint = guesses.guess(shown, options)
        if unicodedata.normalize("NFC", shown) in composed:
            hint = " (one that looks the same is there, with its accents composed differently: NFC and NFD)"
        message = f"{shown} is not in {path}{hint}"
        field = resource.schema.name_of(key.fields[0])
        yield Finding("foreign-key", message, table=resource.name, line=row["_line"], field=field)


def _comparable(one: Field, other: Field) -> Any:
    """How the cells of two fields are made comparable: keys compare values, so 1 and 1.0 are the same key."""
    if one.kept_as == other.kept_as and one.is_code == other.is_code:
        return lambda cell: cell
    if one.type in NUMERIC and other.type in NUMERIC and not (one.wide or other.wide):
        return lambda cell: cell.cast(ex.Float64)
    return lambda cell: cell.cast(ex.String)


def _column(name: str, schema: TableSchema) -> str:
    return next(field.column for field in schema.fields if field.name == name)


def unique_keys(schema: TableSchema) -> list[tuple[str, tuple[str, ...]]]:
    """(rule, key) for each set of columns in which no two rows may agree."""
    alone = schema.primary_key if len(schema.primary_key) == 1 else ()
    keys: list[tuple[str, tuple[str, ...]]] = [
        ("unique", (field.column,))
        for field in schema.fields
        if field.constraints.get("unique") or field.column in alone
    ]
    keys += [("alternate-key", key) for key in schema.unique_keys]
    if len(schema.primary_key) > 1:
        keys.append(("primary-key", schema.primary_key))
    return keys


def refers(schema: TableSchema, key: ForeignKey, other: TableSchema) -> bool:
    """Whether a foreign key refers to the same number of existing fields with comparable values."""
    if len(key.fields) != len(key.reference):
        return False
    here, there = schema.by_column, {field.name: field for field in other.fields}
    return all(
        name in there
        and (here[field].type == there[name].type or {here[field].type, there[name].type} <= set(NUMERIC))
        for field, name in zip(key.fields, key.reference, strict=True)
    )
