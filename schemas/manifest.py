"""What the last edition held, in a file next to the data: `data/last-edition.json`.

For each table it has the columns, the codes of the vocabularies, and the values of each row as text, by
record id. It also lists the ids withdrawn in any edition. With it a change can be reported with its old
value, and its correction checked, without the history of the repository.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from schemas.steps import KINDS, Step, version_of
from validator.descriptor import CannotRun, Json, as_list, is_inside, read_json

PATH = "data/last-edition.json"

Rows = Mapping[str, list[str]]  # record id -> the values of the row, as text


def as_text(value: Any) -> str:
    """A typed value as written in the CSV: nothing for a missing one, no decimal point in a whole number."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def rows_of(columns: Sequence[str], key: Sequence[str], frame: pl.DataFrame) -> dict[str, list[str]]:
    """The rows of a frame as text, by record id: their key, joined by `/`."""
    frame = frame.with_columns(pl.col(pl.String, pl.Categorical).cast(pl.String).fill_null(""))
    texts = {name: _texts(frame[name]) for name in dict.fromkeys([*columns, *key])}
    ids = ["/".join(parts) for parts in zip(*(texts[name] for name in key), strict=True)]
    ids = ids or [""] * frame.height  # of a schema that has lost its key
    cells = map(list, zip(*(texts[name] for name in columns), strict=True))
    return dict(zip(ids, cells, strict=True))


def _texts(cells: pl.Series) -> list[str]:
    values = cells.to_list()
    return values if cells.dtype == pl.String else [as_text(value) for value in values]


def columns_of(schema: Json) -> list[str]:
    """The names of a table's columns."""
    return [field["name"] for field in schema["fields"]]


def codes_of(schema: Json) -> dict[str, list[Any]]:
    """Column -> its vocabulary, for columns that have one."""
    listed = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    return {name: codes for name, codes in listed.items() if codes}


def manifest(
    edition: str, tables: Mapping[str, tuple[Json, pl.DataFrame]], gone: Mapping[str, Iterable[str]]
) -> Json:
    """The manifest of an edition: its version, (schema, typed frame) of each table, and withdrawn ids."""
    return {
        "edition": edition,
        "tables": {
            name: {
                "columns": columns_of(schema),
                "codes": codes_of(schema),
                "rows": rows_of(columns_of(schema), as_list(schema.get("primaryKey", [])), frame),
            }
            for name, (schema, frame) in tables.items()
        },
        "gone": {name: sorted(ids) for name, ids in sorted(gone.items()) if ids},
    }


def written(found: Json) -> bytes:
    """The bytes of a manifest, one row per line, so that git shows the changes from edition to edition."""
    tables = ",\n".join(
        f"  {_json(name)}: {{\n"
        f'   "columns": {_json(table["columns"])},\n'
        f'   "codes": {_json(table["codes"])},\n'
        f'   "rows": {_lines(table["rows"], 3)}\n  }}'
        for name, table in found["tables"].items()
    )
    gone = _lines(found["gone"], 1)
    return (
        f'{{\n "edition": {_json(found["edition"])},\n "tables": {{\n{tables}\n }},\n "gone": {gone}\n}}\n'
    ).encode()


def _lines(entries: Json, indent: int) -> str:
    """An object with one entry per line."""
    pad = " " * indent
    lines = ",\n".join(f"{pad} {_json(name)}: {_json(value)}" for name, value in entries.items())
    return f"{{\n{lines}\n{pad}}}" if lines else "{}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_manifest(folder: Path) -> Json | None:
    """The manifest in a package's folder, or None. Raises `CannotRun` if the file is not a manifest."""
    path = folder / PATH
    if not path.is_file():
        return None
    if not is_inside(folder, PATH):
        raise CannotRun(f"{PATH} is a link that leads out of the package: put the file itself there")
    found = read_json(path)
    tables, gone = found.get("tables"), found.get("gone")
    sound = (
        version_of(found.get("edition")) is not None
        and isinstance(tables, dict)
        and isinstance(gone, dict)
        and all(_is_table(table) for table in tables.values())
        and all(isinstance(ids, list) and _are(ids, str) for ids in gone.values())
    )
    if not sound:
        raise CannotRun(f"{PATH} is not the manifest of an edition: copy it from the last edition")
    return found


def _is_table(table: Any) -> bool:
    if not isinstance(table, dict):
        return False
    columns, codes, rows = table.get("columns"), table.get("codes"), table.get("rows")
    return (
        isinstance(columns, list)
        and _are(columns, str)
        and isinstance(codes, dict)
        and all(isinstance(values, list) and _are(values, str, int, float, bool) for values in codes.values())
        and isinstance(rows, dict)
        and _are(rows.values(), list)
        and set(map(len, rows.values())) <= {len(columns)}
        and _are(chain.from_iterable(rows.values()), str)
    )


def _are(values: Iterable[Any], *kinds: type) -> bool:
    return set(map(type, values)) <= set(kinds)


def steps_asked(
    old: Json, schemas: Mapping[str, Json], rows: Mapping[str, Rows]
) -> Iterator[tuple[Step, str]]:
    """(step, why) for each kind of change since the edition of a manifest; `rows` are as in a manifest."""
    for kind, what in _changes(old, schemas, rows):
        yield KINDS[kind], what


def _changes(old: Json, schemas: Mapping[str, Json], rows: Mapping[str, Rows]) -> Iterator[tuple[str, str]]:
    """(kind, description) of the changes: the first of each kind in a table or column."""
    for name, table in old["tables"].items():
        if name not in schemas:
            yield "table removed", f"the table {name} is gone"
            continue
        before, now = table["columns"], columns_of(schemas[name])
        for column in [column for column in before if column not in now][:1]:
            yield "column removed", f"the column {column} is gone from {name}"
        for column in [column for column in now if column not in before][:1]:
            yield "column added", f"the column {column} is new in {name}"
        for column, codes in table["codes"].items():
            listed = codes_of(schemas[name]).get(column, codes)
            for code in [code for code in codes if code not in listed][:1]:
                yield "code removed", f"the code {code} is gone from {name}.{column}"
            for code in [code for code in listed if code not in codes][:1]:
                yield "code added", f"the code {code} is new in {name}.{column}"
        for one in [one for one in table["rows"] if one not in rows[name]][:1]:
            yield "row removed", f"{one} is gone from {name}"
        for one in [one for one in rows[name] if one not in table["rows"]][:1]:
            yield "correction added" if name == "corrections" else "row added", f"{one} is new in {name}"
        for one in changed(table, now, rows[name]):
            yield "cell changed", f"{one} has changed in {name}"
            break
    for name in schemas:
        if name not in old["tables"]:
            yield "table added", f"the table {name} is new"


def changed(table: Json, columns: list[str], rows: Rows) -> Iterator[str]:
    """The records of a table of the last edition that have a different value now in a column still there."""
    then, kept = table["columns"], [name for name in table["columns"] if name in columns]
    for one, cells in table["rows"].items():
        here = rows.get(one)
        if here is None or (then == columns and cells == here):
            continue
        if any(cells[then.index(name)] != here[columns.index(name)] for name in kept):
            yield one
