"""What the last edition held, in a file that is small enough to be committed: `data/last-edition.json`.

It has, for each table, the columns, the codes of the vocabularies, and for each record id the hash of its
row; and the ids that are gone, of all editions. So changes can be told, and their corrections proven, without
the history of the repository.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from validator.descriptor import CannotRun, Json, as_list, read_json

PATH = "data/last-edition.json"
HASH = 16  # hexadecimal digits of a row's hash: enough that no two of some thousand rows share one by chance

Row = Mapping[str, Any]


def as_text(value: Any) -> str:
    """A typed value as the CSV has it: nothing for a missing one, no point in a whole number."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def row_hash(columns: Iterable[str], row: Row) -> str:
    """The hash of a row's values in some columns."""
    values = [row.get(column) for column in columns]
    cells = "\x1f".join([value if type(value) is str else as_text(value) for value in values])
    return hashlib.sha256(cells.encode()).hexdigest()[:HASH]


def record_id(schema: Json, row: Row) -> str:
    """The id of a record: its primary key, joined by `/`."""
    return "/".join(as_text(row[name]) for name in as_list(schema.get("primaryKey", [])))


def columns_of(schema: Json) -> list[str]:
    """The names of a table's columns."""
    return [field["name"] for field in schema["fields"]]


def codes_of(schema: Json) -> dict[str, list[Any]]:
    """Column -> its vocabulary, for those that have one."""
    listed = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    return {name: codes for name, codes in listed.items() if codes}


def manifest(
    edition: str, tables: Mapping[str, tuple[Json, Iterable[Row]]], gone: Mapping[str, Iterable[str]]
) -> Json:
    """The manifest of an edition: its version, (schema, typed rows) of each table, ids that are gone."""
    return {
        "edition": edition,
        "tables": {
            name: {
                "columns": columns_of(schema),
                "codes": codes_of(schema),
                "rows": {record_id(schema, row): row_hash(columns_of(schema), row) for row in rows},
            }
            for name, (schema, rows) in tables.items()
        },
        "gone": {name: sorted(ids) for name, ids in sorted(gone.items()) if ids},
    }


def read_manifest(folder: Path) -> Json | None:
    """The manifest in a package's folder; None where there is none. Raises `CannotRun` where it is none."""
    path = folder / PATH
    if not path.is_file():
        return None
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
        raise CannotRun(f"{PATH} is no manifest of an edition: take it from the last edition")
    return found


def _is_table(table: Any) -> bool:
    if not isinstance(table, dict):
        return False
    codes, rows = table.get("codes"), table.get("rows")
    return (
        _are_texts(table.get("columns"))
        and isinstance(codes, dict)
        and all(_are_texts(values, str | int | float) for values in codes.values())
        and isinstance(rows, dict)
        and _are_texts(list(rows.values()))
    )


def _are_texts(value: Any, kind: Any = str) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def version_of(text: Any) -> tuple[int, int, int] | None:
    """`"1.2.3"` or `"1.2.3-dev"` -> (1, 2, 3), else None."""
    parts = str(text).removesuffix("-dev").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


Step = Literal["none", "patch", "minor", "major"]
STEPS: list[Step] = ["none", "patch", "minor", "major"]  # in ascending order


def step_between(old: tuple[int, int, int], new: tuple[int, int, int]) -> Step:
    """The step from one version to another: which of its three numbers is the first that is greater."""
    if new <= old:
        return "none"
    return "major" if new[0] > old[0] else "minor" if new[1] > old[1] else "patch"


def steps_asked(
    old: Json, schemas: Mapping[str, Json], rows: Mapping[str, Mapping[str, Row]]
) -> Iterator[tuple[Step, str]]:
    """(step, why) for each kind of change since the edition of a manifest; `rows` are by record id."""
    for name, table in old["tables"].items():
        if name not in schemas:
            yield "major", f"the table {name} is gone"
            continue
        now = columns_of(schemas[name])
        gone = [column for column in table["columns"] if column not in now]
        if gone:
            yield "major", f"{name}: the column {gone[0]} is gone"
        if set(now) - set(table["columns"]):
            yield "minor", f"{name}: the column {next(c for c in now if c not in table['columns'])} is new"
        for column, codes in table["codes"].items():
            listed = codes_of(schemas[name]).get(column, codes)
            if set(codes) - set(listed):
                yield "major", f"{name}.{column}: the code {sorted(set(codes) - set(listed))[0]} is gone"
            if set(listed) - set(codes):
                yield "minor", f"{name}.{column}: the code {sorted(set(listed) - set(codes))[0]} is new"
        lost = [one for one in table["rows"] if one not in rows[name]]
        if lost:
            yield "major", f"{name}: {lost[0]} is gone"
        added = [one for one in rows[name] if one not in table["rows"]]
        if added:  # a correction is what a patch adds
            yield "patch" if name == "corrections" else "minor", f"{name}: {added[0]} is new"
        if not gone:
            for one, hashed in table["rows"].items():
                if one in rows[name] and row_hash(table["columns"], rows[name][one]) != hashed:
                    yield "patch", f"{name}: {one} has changed"
                    break
    for name in schemas:
        if name not in old["tables"]:
            yield "minor", f"the table {name} is new"
