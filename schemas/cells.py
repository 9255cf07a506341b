"""From text cells to typed ones, as Table Schema defines the types, on polars frames.

A cell that is not of its type becomes a null and an entry in the list of failures; nothing is guessed,
cut or rounded. The common types in their default form are read by polars alone, all else by
`schemas.readers`, each distinct text once.
"""

import polars as pl

from schemas import types
from schemas.moments import DATE
from schemas.readers import DIGITS, EXPONENT, INTEGER, NUMBER, SPECIAL, reader
from schemas.types import FALSE, POLARS_TYPES, TRUE, Json


def cast(text: pl.Expr, field: Json) -> pl.Expr:
    """The typed value of a text expression, null where the text is not of the field's type."""
    type_ = types.type_of(field)
    if types.is_text(field):
        return text
    if not types.is_plain(field):
        return _read(text, field)
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
    if type_ == "boolean":
        return pl.when(text.is_in(TRUE)).then(True).when(text.is_in(FALSE)).then(False)
    return _read(text, field)


def _read(text: pl.Expr, field: Json) -> pl.Expr:
    read, kept_as = reader(field), POLARS_TYPES[types.type_of(field)]

    def column(cells: pl.Series) -> pl.Series:
        texts = cells.drop_nulls().unique()
        values = pl.Series([read(one) for one in texts], dtype=kept_as)
        return cells.replace_strict(texts, values, default=None, return_dtype=kept_as)

    return text.map_batches(column, return_dtype=kept_as)


def type_frame(frame: pl.DataFrame, schema: Json) -> tuple[pl.DataFrame, list[tuple[str, int, str, str]]]:
    """Type each column; -> (the typed frame, failures as (field, line, text, type)).

    A cell that is empty, as null or as text, is missing where the schema has `""` as a missing value.
    """
    failures: list[tuple[str, int, str, str]] = []
    texts: dict[str, pl.Expr] = {}  # null where a cell is missing
    changed: dict[str, pl.Expr] = {}  # a column that needs no change is not copied
    for field in schema["fields"]:
        name, missing = field["name"], types.missing_values(field, schema)
        empty = "" not in missing and frame[name].null_count() > 0  # an empty cell is a text of its own
        text = pl.col(name).fill_null("") if empty else pl.col(name)
        texts[name] = _without(text, missing)
        if empty or not types.is_text(field) or frame[name].is_in(missing).any():
            changed[name] = cast(texts[name], field)
    typed = frame.with_columns(**changed)
    for field in schema["fields"]:
        name = field["name"]
        if types.is_text(field):
            continue
        nothing = frame.select("_line", name).filter(typed[name].is_null())
        failed = nothing.select("_line", texts[name].alias(name)).drop_nulls(name)  # and not missing
        if types.type_of(field) == "number" and types.is_plain(field) and not failed.is_empty():
            failed, typed = _with_special(failed, typed, name)
        failures += [(name, line, cell, types.kind(field)) for line, cell in failed.rows()]
    return typed, failures


def _without(text: pl.Expr, missing: list[str]) -> pl.Expr:
    if not missing:
        return text
    return pl.when(~pl.any_horizontal([text == one for one in missing])).then(text)


def _with_special(failed: pl.DataFrame, typed: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Infinity and NaN are looked for among what is no number otherwise, where they cost nothing."""
    word = pl.col(name).str.to_lowercase()
    special = failed.filter(word.is_in(list(SPECIAL)))
    if special.is_empty():
        return failed, typed
    values = special.select("_line", word.replace_strict(SPECIAL, return_dtype=pl.Float64).alias("_special"))
    joined = typed.join(values, on="_line", how="left", maintain_order="left")
    return (
        failed.filter(~word.is_in(list(SPECIAL))),
        joined.with_columns(pl.coalesce(name, "_special").alias(name)).drop("_special"),
    )
