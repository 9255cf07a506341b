"""Level `file`: what stands in the bytes, before any cell has a type."""

import re
from collections.abc import Callable
from typing import Any

import polars as pl

from schemas.descriptor import Resource
from schemas.reading import BYTE_ORDER_MARK, TextTable, read_table, write_rows
from schemas.run import Run
from schemas.showing import CONTROL, show

TEXT_RULES = {
    "one-line": CONTROL,
    "trimmed": r"^\s|\s$",
    # what a spreadsheet would run: =1+1, @SUM, -cmd; a plain signed number is none
    "no-formula": r"^[=@\t]|^[+-][^0-9.]|^[+-]$",
    "empty-is-missing": r"^(?i:na|n/a|nan|null|none|nil|-|\.|\?|-1|-99|-999|-9999|9999)$",
}

COUNTED = r"^[0-9]{1,18}$"  # an integer that is sorted as a number


def check(run: Run) -> None:
    """Read the files; whatever reading would mend in silence is reported."""
    for name, resource in run.resources.items():
        table = read_table(resource.file.read_bytes(), resource)
        run.tables[name] = table
        run.report.counts[resource.path].rows = 0 if table.cells is None else table.cells.height
        for rule, line, message in table.faults:
            run.row_error(rule, name, line, message)
        for rule in ("encoding", "byte-order-mark", "line-ending", "csv-syntax", "header"):
            run.ran(rule, name)
        if table.cells is None:
            reason = "the header or the encoding does not let its cells be told apart"
            for known in run.rules.values():
                if known.level in ("cell", "key"):
                    run.not_run(known.id, resource.path, reason)
            continue
        _check_text_cells(run, name, table.cells)
        _check_order(run, name, table.cells)
        _check_quoting(run, name, table)


def _check_text_cells(run: Run, name: str, frame: pl.DataFrame) -> None:
    for rule in TEXT_RULES:
        run.ran(rule, name)
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
    run.ran("sorted", name)
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


def _check_quoting(run: Run, name: str, table: TextTable) -> None:
    resource = run.resources[name]
    if {rule for rule, _, _ in table.faults} & {"csv-syntax", "row-width", "blank-row"}:
        run.not_run("canonical-quoting", resource.path, "the file has rows that cannot be written back")
        return
    run.ran("canonical-quoting", name)
    if table.canonical:
        return
    found = resource.file.read_bytes().removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    wanted = write_rows(table.header, table.rows)
    for line, (one, other) in enumerate(zip(found.split("\n"), wanted.split("\n"), strict=False), start=1):
        if one != other:
            run.row_error("canonical-quoting", name, line, "the line is quoted in another way")
            return
