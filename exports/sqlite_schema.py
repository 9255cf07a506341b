"""The tables of a package as SQL for SQLite: types, keys and constraints from their schemas.

Dates are text, as usual in SQLite, and digits in text columns are not turned into numbers. CHECK constraints
cover the type of every other column, that no text is empty, vocabularies, bounds, lengths, and that days
exist. SQLite has no regular expressions, so only the validator checks patterns and the rules beyond the
schemas.
"""

import re
from collections.abc import Iterator
from typing import Any

from exports.columns import Kind, kinds
from exports.edition import Table
from validator.descriptor import Json, as_list

TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "date": "TEXT",
    "boolean": "INTEGER",  # 0 or 1
}


def create_table(table: Table) -> str:
    """The CREATE TABLE statement, with the descriptions as comments."""
    kind = kinds(table)
    entries = [(_column(field, kind[field["name"]], table), _line(field)) for field in table.fields]
    entries += [(clause, "") for clause in _keys(table)]
    lines = [f"CREATE TABLE {quoted(table.name)} ( -- {_one_line(table.description)}"]
    for number, (entry, comment) in enumerate(entries, start=1):
        lines += [f"  -- {comment}"] * bool(comment)
        lines.append(f"  {entry}{',' if number < len(entries) else ''}")
    return "\n".join([*lines, ")"])


def create_indexes(table: Table) -> list[str]:
    """A CREATE INDEX statement for each foreign key that the primary key does not begin with."""
    return [
        f"CREATE INDEX {quoted('_'.join([table.name, *fields]))} ON {quoted(table.name)} ({_names(fields)})"
        for fields, _, _ in table.foreign_keys
        if table.primary_key[: len(fields)] != fields
    ]


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def _column(field: Json, kind: Kind, table: Table) -> str:
    constraints = field.get("constraints", {})
    parts = [quoted(field["name"]), TYPES[kind]]
    if constraints.get("required") or field["name"] in table.primary_key:
        parts.append("NOT NULL")
    if constraints.get("unique") and table.primary_key != [field["name"]]:
        parts.append("UNIQUE")
    checks = " AND ".join(_checks(quoted(field["name"]), kind, constraints))
    return " ".join([*parts, *([f"CHECK ({checks})"] if checks else [])])


def _checks(name: str, kind: Kind, constraints: Json) -> Iterator[str]:
    """Conditions that are true for a valid cell, and null for a missing one."""
    if "enum" in constraints:
        yield f"{name} IN ({', '.join(_literal(value, kind) for value in constraints['enum'])})"
    if kind == "date":
        yield f"{name} IS date({name}, '+0 days')"  # turns 30 February into 2 March
    elif kind != "text":
        yield f"typeof({name}) IN ('{TYPES[kind].lower()}', 'null')"
    elif "enum" not in constraints:
        yield f"{name} <> ''"
    for bound, sign in (("minimum", ">="), ("maximum", "<=")):
        if bound in constraints:
            yield f"{name} {sign} {_literal(constraints[bound], kind)}"
    for bound, sign in (("minLength", ">="), ("maxLength", "<=")):
        if bound in constraints:
            yield f"length({name}) {sign} {int(constraints[bound])}"


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"PRIMARY KEY ({_names(table.primary_key)})"
    for key in table.schema.get("uniqueKeys", []):
        yield f"UNIQUE ({_names(as_list(key))})"
    for fields, other, there in table.foreign_keys:
        yield f"FOREIGN KEY ({_names(fields)}) REFERENCES {quoted(other)} ({_names(there)})"


def _names(fields: list[str]) -> str:
    return ", ".join(quoted(field) for field in fields)


def _literal(value: Any, kind: Kind) -> str:
    if kind in ("text", "date"):
        return _text(str(value))
    return repr(int(value)) if kind == "integer" else repr(float(value))


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _line(field: Json) -> str:
    return _one_line(str(field.get("description", "")))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
