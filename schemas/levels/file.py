"""Level `file`: what stands in the bytes, before any cell has a type; then each cell gets its type.

Files are read batch by batch. What has been looked at is typed and handed to where the tables are kept.
"""

import re
from collections.abc import Callable
from typing import Any

import polars as pl

from schemas.cells import type_frame
from schemas.descriptor import Resource
from schemas.files import Unreadable, opened
from schemas.reading import Reading
from schemas.run import Run
from schemas.showing import CONTROL, show

TEXT_RULES = {
    "one-line": CONTROL,
    "trimmed": r"^\s|\s$",
    # what a spreadsheet would run: =1+1, @SUM, -cmd; a plain signed number is none
    "no-formula": r"^[=@\t]|^[+-][^0-9.]|^[+-]$",
    "empty-is-missing": r"^(?i:na|n/a|nan|null|none|nil|-|\.|\?|-1|-99|-999|-9999|9999)$",
}
OF_BYTES = ("encoding", "byte-order-mark", "line-ending", "csv-syntax", "header", "packing")

COUNTED = r"^[0-9]{1,18}$"  # an integer that is sorted as a number


def check(run: Run) -> None:
    """Read the files; whatever reading would mend in silence is reported."""
    for name, resource in run.resources.items():
        empty, _ = type_frame(_no_rows(resource), resource.schema)
        run.store.add(name, empty)
        run.read.add(name)
        readings = [_read(run, name, part) for part in range(len(resource.files))]
        for rule in OF_BYTES:
            run.ran(rule, name)
        if not all(reading is not None and reading.usable for reading in readings):
            run.store.table(name)
            reason = "the header or the encoding does not let its cells be told apart"
            for known in run.rules.values():
                if known.level in ("cell", "key"):
                    run.not_run(known.id, resource.path, reason)
            continue
        for rule in (*TEXT_RULES, "sorted", "type"):
            run.ran(rule, name)
        unquoted = [reading.unquoted for reading in readings if reading and reading.unquoted]
        if unquoted:
            run.not_run("canonical-quoting", resource.path, unquoted[0])
        else:
            run.ran("canonical-quoting", name)
        run.frames[name] = run.store.table(name)


def _no_rows(resource: Resource) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(resource.columns, pl.String) | {"_line": pl.Int64})


def _read(run: Run, name: str, part: int) -> Reading | None:
    """Read one of the files of a resource; None where it cannot be read at all."""
    resource = run.resources[name]
    try:
        with opened(resource.files[part], resource.descriptor) as data:
            reading = Reading(data, resource)
            _check_rows(run, name, part, reading)
    except Unreadable as fault:
        run.row_error(fault.rule, name, run.place(part, 1), str(fault))
        return None
    for rule, line, message in reading.faults:
        run.row_error(rule, name, run.place(part, line), message)
    return reading


def _check_rows(run: Run, name: str, part: int, reading: Reading) -> None:
    resource = run.resources[name]
    before = _no_rows(resource)
    for cells in reading:
        run.report.counts[resource.paths[part]].rows += cells.height
        cells = cells.with_columns(pl.col("_line") + run.place(part, 0))
        _check_text_cells(run, name, cells)
        _check_order(run, name, pl.concat([before, cells]))
        before = cells.tail(1)
        typed, failures = type_frame(cells, resource.schema)
        for field, line, cell, type_ in failures:
            run.row_error("type", name, line, f"{show(cell)} is no {type_}", field)
            run.untyped.add((name, field, line))
        run.store.add(name, typed)


def _check_text_cells(run: Run, name: str, frame: pl.DataFrame) -> None:
    any_rule = "|".join(TEXT_RULES.values())  # one look at each cell first: hardly a file breaks one
    fields = run.resources[name].fields
    columns = [field["name"] for field in fields]
    broken = frame.lazy().select(pl.col(columns).str.contains(any_rule).any()).collect().row(0, named=True)
    for field in fields:
        column, closed = field["name"], "enum" in field.get("constraints", {})
        for rule, pattern in TEXT_RULES.items() if broken[column] else ():
            if rule == "empty-is-missing" and closed:
                continue  # a vocabulary may have a value such as `none`; any other is not one of it
            bad = frame.filter(pl.col(column).str.contains(pattern))
            for line, cell in bad.select("_line", column).rows():
                run.row_error(rule, name, line, show(cell), column)


def _check_order(run: Run, name: str, frame: pl.DataFrame) -> None:
    belongs_above = pl.lit(False)
    for key in reversed(sort_keys(run.resources[name])):
        before = key.shift(1)
        belongs_above = (key < before) | ((key == before) & belongs_above)
    for line in frame.filter(belongs_above)["_line"]:
        run.row_error("sorted", name, line, "belongs above the row before it")


def sort_keys(resource: Resource) -> list[pl.Expr]:
    """What `sort_key` tells, as expressions over a frame of text."""
    types = {field["name"]: field.get("type", "string") for field in resource.fields}
    keys = []
    for column in resource.primary_key:
        text = pl.col(column).fill_null("")
        number = pl.when(text.str.contains(COUNTED)).then(text).cast(pl.Int64, strict=False).fill_null(0)
        keys += [number, text] if types[column] == "integer" else [text]
    return keys


def sort_key(resource: Resource) -> Callable[[list[str]], tuple[Any, ...]]:
    """The order of rows in a file: by the primary key, integers as numbers, text by code point."""
    types = {field["name"]: field.get("type", "string") for field in resource.fields}
    places = [(resource.columns.index(key), types[key] == "integer") for key in resource.primary_key]

    def key(row: list[str]) -> tuple[Any, ...]:
        return tuple(
            (int(row[p]) if number and re.fullmatch(COUNTED[1:-1], row[p]) else 0, row[p])
            for p, number in places
        )

    return key
