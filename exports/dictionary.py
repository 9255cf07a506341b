"""The data dictionary, for readers: `docs/dictionary.md`. Its content comes from the schemas."""

import re
from collections.abc import Mapping

from exports import rule_list
from exports.columns import vocabulary
from exports.edition import Edition, Table
from exports.markdown import NOTICE, anchor, code, place, prose, table
from exports.rule_list import Places
from schemas.rules import all_rules
from validator.descriptor import Json, as_list

INTRODUCTION = """\
Every table, every column, and every value of a vocabulary. The [rules](rules.md) say what else must hold.

An empty cell means that a value is missing; nothing else does. A column that is not **required** may be
empty. Columns whose meaning says **verbatim** hold the source's own characters; the others are in our words.
A column with an arrow (→) holds a key of that table."""

DIAGRAM = """\
PK marks a column of the primary key, FK one that holds a key of another table. A line goes from any number of
rows to one row (`||`), or to one or none (`o|`), and is labelled with the column."""

TYPES = {"string": "text", "integer": "whole number", "number": "number", "date": "full date"}
BOUNDS = {
    "minimum": "from {}",
    "maximum": "up to {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
}


def text(edition: Edition) -> str:
    """The page: a section per table (`#claims`), a row per column (`#claims-relation`), then vocabularies."""
    tables = edition.tables.values()
    contents = [f"- [{table.name}](#{table.name}): {_first_sentence(table.description)}" for table in tables]
    parts = ["# Dictionary", NOTICE.format("schemas"), INTRODUCTION]
    parts += [f"## {place('tables')}Tables", "\n".join(contents), DIAGRAM, diagram(edition)]
    places = {rule.id: rule_list.places(rule, edition) for rule in all_rules()}
    return "\n\n".join([*parts, *(_section(table, edition, places) for table in tables)]) + "\n"


def diagram(edition: Edition) -> str:
    """The tables with their key columns, and the foreign keys between them, as a Mermaid diagram."""
    lines = ["erDiagram"]
    for about in edition.tables.values():
        lines.append(f"    {_word(about.name)} {{")
        foreign = {name for fields, _, _ in about.foreign_keys for name in fields}
        for field in about.fields:
            keys = ["PK"] * (field["name"] in about.primary_key) + ["FK"] * (field["name"] in foreign)
            if keys:
                lines.append(
                    f"        {_word(field.get('type', 'string'))} {_word(field['name'])} {', '.join(keys)}"
                )
        lines.append("    }")
    for about in edition.tables.values():
        required = {f["name"] for f in about.fields if f.get("constraints", {}).get("required")}
        required |= set(about.primary_key)
        for fields, there, _ in about.foreign_keys:
            end = "||" if required.issuperset(fields) else "o|"
            lines.append(f"    {_word(about.name)} }}o--{end} {_word(there)} : {_word('_'.join(fields))}")
    return "\n".join(["```mermaid", *lines, "```"])


def _word(name: str) -> str:
    """A name that Mermaid accepts."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


def _section(about: Table, edition: Edition, places: Mapping[str, Places]) -> str:
    head = ["column", "holds", "meaning and example"]
    rows = [_row(about, field) for field in about.fields]
    parts = [f"## {place(about.name)}{about.name}", f"**{prose(about.title)}.** {prose(about.description)}"]
    parts += ["\n".join(_facts(about, edition, places)), table(head, rows)]
    for field in about.fields:
        if vocabulary(field):
            parts += _vocabulary(about, field)
    return "\n\n".join(parts)


def _first_sentence(text: str) -> str:
    return prose(re.split(r"(?<=\.) ", text)[0])


def _facts(about: Table, edition: Edition, places: Mapping[str, Places]) -> list[str]:
    """File, keys, the tables it refers to and those that refer to it, and its rules, one line each."""
    [path] = [entry["path"] for entry in edition.descriptor["resources"] if entry["name"] == about.name]
    lines = [f"- File: {code(path)}"]
    lines += [f"- Primary key: {_columns(about, key)}" for key in [about.primary_key] if key]
    unique = map(as_list, about.schema.get("uniqueKeys", []))
    lines += [f"- Unique together: {_columns(about, key)}" for key in unique]
    for fields, there, key in about.foreign_keys:
        lines.append(f"- {_columns(about, fields)} → {_columns(edition.tables[there], key, there)}")
    from_ = [t.name for t in edition.tables.values() if about.name in {f[1] for f in t.foreign_keys}]
    others = [name for name in from_ if name != about.name]
    if others:
        lines.append(f"- Referred to by: {', '.join(f'[{name}](#{name})' for name in others)}")
    # a rule is listed under the tables in which it finds errors, not those in which it looks things up
    rules = [id_ for id_, found in places.items() if found.get(about.name)]
    if rules:
        lines.append(f"- Rules: {', '.join(f'[{id_}](rules.md#{id_})' for id_ in rules)}")
    return lines


def _columns(of: Table, names: list[str], prefix: str = "") -> str:
    dot = f"{prefix}." if prefix else ""
    return ", ".join(f"[{code(dot + name)}](#{anchor(f'{of.name}-{name}')})" for name in names)


def _row(about: Table, field: Json) -> list[str]:
    name = field["name"]
    return [
        f"{place(f'{about.name}-{name}')}{code(name)}",
        "; ".join(_holds(about, field)),
        "<br>".join([prose(field.get("description", "")), *_example(field)]),
    ]


def _example(field: Json) -> list[str]:
    return [code(str(field["example"]))] if "example" in field else []


def _holds(about: Table, field: Json) -> list[str]:
    """Type and constraints of a column, in words."""
    name, constraints = field["name"], field.get("constraints", {})
    leads_to = [there for fields, there, _ in about.foreign_keys if name in fields]
    if leads_to:
        words = [f"→ [{there}](#{there})" for there in leads_to]
    elif vocabulary(field):
        words = [f"one of [{len(vocabulary(field))} values](#{anchor(_values(about, field))})"]
    elif "pattern" in constraints:
        words = ["text, as in the example"]
    else:
        type_ = str(field.get("type", "string"))
        words = [TYPES.get(type_, type_)]
    words += ["required"] * bool(constraints.get("required"))
    words += ["unique"] * bool(constraints.get("unique"))
    words += [BOUNDS[name].format(bound) for name, bound in constraints.items() if name in BOUNDS]
    return words


def _vocabulary(about: Table, field: Json) -> list[str]:
    rows = [[code(value), prose(label)] for value, label in vocabulary(field)]
    head = f"{place(_values(about, field))}Values of {_columns(about, [field['name']])}:"
    return [head, table(["value", "meaning"], rows)]


def _values(about: Table, field: Json) -> str:
    return f"{about.name}-{field['name']}-values"
