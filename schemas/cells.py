"""From text cells to typed ones, as Table Schema defines the types, on polars frames.

A cell that is not of its type becomes a null and an entry in the list of failures; nothing is guessed,
cut or rounded.
"""

from typing import Any

import polars as pl

Json = dict[str, Any]

# type -> (the text a cell of the type may have, how it becomes a value)
YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"  # Python knows no year 0
DATE = rf"^{YEAR}-[0-9]{{2}}-[0-9]{{2}}$"
INTEGER = r"^[+-]?[0-9]+$"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
EXPONENT = r"[eE].*$"
DIGITS = 15  # as many as a float keeps of any number
TRUE, FALSE = ["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]

POLARS_TYPES: dict[str, Any] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
}


def cast(text: pl.Expr, type_: str) -> pl.Expr:
    """The typed value of a text expression, null where the text is not of the type."""
    if type_ == "string":
        return text
    if type_ == "integer":
        return (
            pl.when(text.str.contains(INTEGER)).then(text.str.strip_prefix("+")).cast(pl.Int64, strict=False)
        )
    if type_ == "number":
        digits = text.str.replace(EXPONENT, "").str.replace_all("[^0-9]", "").str.strip_chars_start("0")
        kept = text.str.contains(NUMBER) & (digits.str.len_chars() <= DIGITS)
        value = pl.when(kept).then(text).cast(pl.Float64, strict=False)
        return pl.when(value.is_finite()).then(value)
    if type_ == "date":
        return pl.when(text.str.contains(DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(text.is_in(TRUE)).then(True).when(text.is_in(FALSE)).then(False)


def type_frame(frame: pl.DataFrame, schema: Json) -> tuple[pl.DataFrame, list[tuple[str, int, str, str]]]:
    """Type each column; -> (the typed frame, failures as (field, line, text, type))."""
    missing = [m["value"] if isinstance(m, dict) else m for m in schema.get("missingValues", [""])]
    failures: list[tuple[str, int, str, str]] = []
    types = {field["name"]: field.get("type", "string") for field in schema["fields"]}
    given = {name: ~pl.any_horizontal([pl.col(name) == text for text in missing]) for name in types}
    as_they_are = {  # a column that needs no change is not copied
        name for name, type_ in types.items() if type_ == "string" and not frame[name].is_in(missing).any()
    }
    typed = frame.with_columns(
        cast(pl.when(given[name]).then(pl.col(name)), type_).alias(name)
        for name, type_ in types.items()
        if name not in as_they_are
    )
    for name, type_ in types.items():
        if type_ != "string":
            failed = frame.filter(given[name] & typed[name].is_null()).select("_line", name)
            failures += [(name, line, cell, type_) for line, cell in failed.rows()]
    return typed, failures
