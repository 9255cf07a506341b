"""Reading a table: its bytes, its text cells, then its typed cells, batch by batch.

Checked cells are typed and handed to the store that keeps the tables (`validator.engines`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from validator.cell_types import Failure, NeedsWide, empty_frame, type_frame
from validator.csv_reading import Reading, header_fault
from validator.describe import Found
from validator.engines import Store
from validator.fields import TableSchema
from validator.file_bytes import Unreadable, opened
from validator.inline import InlineRows, type_rows
from validator.messages import CONTROL, show
from validator.report import Finding, NotRun, Ran, place
from validator.resources import Resource

# rules of house style about text cells
TEXT_RULES = {
    "one-line": CONTROL,
    "trimmed": r"^\s|\s$",
    # what a spreadsheet would run: =1+1, @SUM, -cmd; a plain signed number is not run
    "no-formula": r"^[=@\t]|^[+-][^0-9.]|^[+-]$",
    "empty-is-missing": r"^(?i:na|n/a|nan|null|none|nil|-|\.|\?|-1|-99|-999|-9999|9999)$",
}
OF_BYTES = ("encoding", "byte-order-mark", "line-ending", "csv-syntax", "header", "packing")
OF_ROWS = ("row-width", "blank-row", *TEXT_RULES, "sorted", "type")

COUNTED = r"^[0-9]{1,18}$"  # an integer, sorted as a number

Untyped = set[tuple[str, int]]  # column and line of a cell that is missing only because it is not of its type


@dataclass
class Result:
    """How reading a table went: whether its cells can be told apart, why its quoting was not checked."""

    usable: bool = True
    unquoted: str = ""
    untyped: Untyped = field(default_factory=set)


def read_table(resource: Resource, store: Store, house: bool) -> Found[tuple[Resource, Untyped] | None]:
    """Read a table into the store; -> it and its untyped cells, or None if its cells cannot be told apart.

    `house`: whether to apply the rules of house style. If some integers are too long for an integer column,
    the table is read again with such columns as text.
    """
    while True:
        result = Result()
        try:
            findings = list(_read(resource, store, house, result))
        except NeedsWide as wide:
            resource = replace(resource, schema=resource.schema.widened(wide.fields))
            store.forget(resource.name)
            continue
        break
    yield from findings
    yield Ran(resource.name, OF_BYTES)
    if not result.usable:
        store.forget(resource.name)
        return None
    yield Ran(resource.name, OF_ROWS)
    if result.unquoted:
        yield NotRun("canonical-quoting", "file", resource.path, result.unquoted)
    else:
        yield Ran(resource.name, ("canonical-quoting",))
    return resource, result.untyped


def _read(resource: Resource, store: Store, house: bool, result: Result) -> Iterator[Finding | Ran]:
    _keep(resource, store, empty_frame(resource.schema))
    if resource.inline is not None:
        yield from _read_inline(resource, resource.inline, store, house, result)
        return
    for part, (path, file) in enumerate(resource.parts):
        try:
            with opened(file, resource.entry) as data:
                reading = Reading(data, resource.schema, resource.dialect)
                before = None
                for texts in reading:
                    yield Ran(resource.name, path=path, rows=texts.height)
                    if part:
                        texts = texts.with_columns(pl.col("_line") + place(part, 0))
                    typed, failures = type_frame(texts, resource.schema)
                    kept = _keep(resource, store, typed)
                    yield from _cells(resource, before, texts, kept, failures, house, result)
                    # a copy, since a slice would keep the whole piece in memory
                    before = pl.DataFrame(texts.tail(1).rows(), schema=texts.schema, orient="row")
        except Unreadable as fault:
            yield Finding(fault.rule, str(fault), table=resource.name, line=place(part, 1))
            result.usable = False
            continue
        for rule, line, message in reading.faults:
            yield Finding(rule, message, table=resource.name, line=place(part, line))
        result.usable &= reading.usable
        result.unquoted = result.unquoted or reading.unquoted


def _read_inline(
    resource: Resource, inline: InlineRows, store: Store, house: bool, result: Result
) -> Iterator[Finding | Ran]:
    """Rows are counted from 1, since the header is not one of them."""
    if fault := header_fault(inline.header, resource.schema.names, resource.schema.fields_match):
        yield Finding("header", fault, table=resource.name, line=1)
        result.usable = False
        return
    for number, row in enumerate(inline.rows, start=1):
        if len(row) != len(inline.header):
            message = f"{len(row)} cells where the header has {len(inline.header)}"
            yield Finding("row-width", message, table=resource.name, line=number)
    lines = list(range(1, len(inline.rows) + 1))
    texts, typed, failures = type_rows(inline, resource.schema, lines)
    yield Ran(resource.name, path=resource.path, rows=len(lines))
    kept = _keep(resource, store, typed)
    yield from _cells(resource, None, texts, kept, failures, house, result)
    result.unquoted = "inline data is not quoted"


def _keep(resource: Resource, store: Store, typed: pl.DataFrame) -> pl.DataFrame:
    """Add rows to the store; -> them as it keeps them."""
    kept = typed.with_columns(pl.col(resource.schema.codes).cast(store.codes_as))
    store.add(resource.name, kept)
    return kept


def _cells(
    resource: Resource,
    before: pl.DataFrame | None,
    texts: pl.DataFrame,
    kept: pl.DataFrame,
    failures: list[Failure],
    house: bool,
    result: Result,
) -> Iterator[Finding]:
    """Faults in text cells, and cells that are not of their type. `before`: the previous row."""
    schema = resource.schema
    if house:
        yield from _house_rules(resource, before, texts, kept)
    fields = schema.by_column
    for column, line, cell in failures:
        field_ = fields[column]
        message = f"{show(cell)} is not {_article(field_.kind)} {field_.kind}"
        yield Finding("type", message, table=resource.name, line=line, field=field_.name)
        result.untyped.add((column, line))


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _house_rules(
    resource: Resource, before: pl.DataFrame | None, texts: pl.DataFrame, kept: pl.DataFrame
) -> Iterator[Finding]:
    schema, any_rule = resource.schema, "|".join(TEXT_RULES.values())
    belongs_above = pl.lit(False)
    for key in reversed(sort_keys(schema)):
        last = key.shift(1)
        belongs_above = (key < last) | ((key == last) & belongs_above)
    both = texts if before is None else pl.concat([before, texts])
    # check whole columns first, since few files break any of these rules, and of codes each word once
    codes = [column for column in schema.codes if schema.by_column[column].missing == ("",)]
    others = [column for column in schema.columns if column not in codes]
    suspicious = [pl.col(others).str.contains(any_rule).any()]
    broken = both.select(*suspicious, _line=belongs_above.any()).row(0, named=True)
    words = pl.col(codes).unique().cast(pl.String).str.contains(any_rule).any()
    broken |= kept.select(words).row(0, named=True) if codes else {}
    for field_ in schema.fields:
        for rule, pattern in TEXT_RULES.items() if broken[field_.column] else ():
            if rule == "empty-is-missing" and "enum" in field_.constraints:
                continue  # a vocabulary may have a value such as `none`; any other is not in it
            bad = texts.filter(pl.col(field_.column).str.contains(pattern))
            for line, cell in bad.select("_line", field_.column).rows():
                yield Finding(rule, show(cell), table=resource.name, line=line, field=field_.name)
    for line in both.filter(belongs_above)["_line"] if broken["_line"] else ():
        yield Finding("sorted", "belongs above the row before it", table=resource.name, line=line)


def sort_keys(schema: TableSchema) -> list[pl.Expr]:
    """`sort_key` as expressions over a frame of text."""
    keys = []
    for column in schema.primary_key:
        text = pl.col(column).fill_null("")
        number = pl.when(text.str.contains(COUNTED)).then(text).cast(pl.Int64, strict=False).fill_null(0)
        keys += [number, text] if schema.by_column[column].type == "integer" else [text]
    return keys


def sort_key(schema: TableSchema) -> Callable[[Sequence[str]], tuple[Any, ...]]:
    """The order of rows in a file: by the primary key, integers as numbers, text by code point."""
    places = [
        (schema.columns.index(key), schema.by_column[key].type == "integer") for key in schema.primary_key
    ]

    def key(row: Sequence[str]) -> tuple[Any, ...]:
        return tuple(
            (int(row[p]) if number and re.fullmatch(COUNTED[1:-1], row[p]) else 0, row[p])
            for p, number in places
        )

    return key
