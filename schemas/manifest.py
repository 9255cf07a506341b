"""What the last edition held, in a file next to the data: `data/last-edition.json`.

For each table it has the columns, the codes of the vocabularies, and the values of each row as text, by
record id. It also lists the ids withdrawn in any edition. With it a change can be reported with its old
value, and its correction checked, without the history of the repository.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from schemas.steps import KINDS, Step, version_of
from validator.descriptor import CannotRun, Json, as_list, is_inside, read_json

PATH = "data/last-edition.json"

Row = Mapping[str, Any]


def as_text(value: Any) -> str:
    """A typed value as written in the CSV: nothing for a missing one, no decimal point in a whole number."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def cells_of(columns: Iterable[str], row: Row) -> list[str]:
    """The values of a row in the given columns, as text: 40.0 is 40."""
    values = [row.get(column) for column in columns]
    return [value if type(value) is str else as_text(value) for value in values]


def record_id(schema: Json, row: Row) -> str:
    """The id of a record: its primary key, joined by `/`."""
    return "/".join(as_text(row[name]) for name in as_list(schema.get("primaryKey", [])))


def columns_of(schema: Json) -> list[str]:
    """The names of a table's columns."""
    return [field["name"] for field in schema["fields"]]


def codes_of(schema: Json) -> dict[str, list[Any]]:
    """Column -> its vocabulary, for columns that have one."""
    listed = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    return {name: codes for name, codes in listed.items() if codes}


def manifest(
    edition: str, tables: Mapping[str, tuple[Json, Iterable[Row]]], gone: Mapping[str, Iterable[str]]
) -> Json:
    """The manifest of an edition, from its version, (schema, typed rows) of each table, and withdrawn ids."""
    return {
        "edition": edition,
        "tables": {
            name: {
                "columns": columns_of(schema),
                "codes": codes_of(schema),
                "rows": {record_id(schema, row): cells_of(columns_of(schema), row) for row in rows},
            }
            for name, (schema, rows) in tables.items()
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
        and all(_are_texts(ids) for ids in gone.values())
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
        and _are_texts(columns)
        and isinstance(codes, dict)
        and all(_are_texts(values, str | int | float) for values in codes.values())
        and isinstance(rows, dict)
        and all(_are_texts(cells) and len(cells) == len(columns) for cells in rows.values())
    )


def _are_texts(value: Any, kind: Any = str) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def steps_asked(
    old: Json, schemas: Mapping[str, Json], rows: Mapping[str, Mapping[str, Row]]
) -> Iterator[tuple[Step, str]]:
    """(step, why) for each kind of change since the edition of a manifest; `rows` are keyed by record id."""
    for kind, what in _changes(old, schemas, rows):
        yield KINDS[kind], what


def _changes(
    old: Json, schemas: Mapping[str, Json], rows: Mapping[str, Mapping[str, Row]]
) -> Iterator[tuple[str, str]]:
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
        for one, cells in table["rows"].items():
            if one in rows[name] and _has_changed(before, cells, rows[name][one]):
                yield "cell changed", f"{one} has changed in {name}"
                break
    for name in schemas:
        if name not in old["tables"]:
            yield "table added", f"the table {name} is new"


def _has_changed(columns: list[str], cells: list[str], row: Row) -> bool:
    """Whether a row has a different value in a column that still exists."""
    now = cells_of(columns, row)
    return now != cells and any(
        column in row and one != other for column, one, other in zip(columns, cells, now, strict=True)
    )
