"""What changed in the schema of a table: types, constraints, codes, keys and wording."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from editions.changes import Change
from editions.tables import Table, texts
from validator.descriptor import Json
from validator.fields import FORM

LOWER = {"minimum", "exclusiveMinimum", "minLength"}
UPPER = {"maximum", "exclusiveMaximum", "maxLength"}
# properties of a field that define what a cell means -> their defaults
MEANING: Json = {"type": "string", "format": "default", "categoriesOrdered": False}
KEYS = ("primaryKey", "uniqueKeys", "foreignKeys")
Values = Iterator[tuple[str, Any, Any]]  # (property, old, new) of each difference


def schema_changes(old: Table, new: Table) -> Iterator[Change]:
    """The changes from one schema of a table to the next, except columns added or removed."""
    for name, before in old.fields.items():
        if name in new.fields:
            yield from _field_changes(new.name, name, before, new.fields[name])
    # fields added to or removed from the schema only; if the file changed too, it is a column change
    if old.readable and new.readable:
        for name in sorted(old.fields.keys() ^ new.fields.keys()):
            if (name in old.places) == (name in new.places):
                one, other = old.fields.get(name), new.fields.get(name)
                yield Change("metadata changed", new.name, "", name, "field of the schema", one, other)
    yield from _missing_value_changes(old, new)
    yield from _key_changes(old, new)
    handled = {"fields", "missingValues", *KEYS}
    for property_, one, other in differing(old.schema, new.schema, handled):
        yield Change("wording changed", new.name, aspect=property_, old=one, new=other)


def differing(old: Json, new: Json, without: set[str]) -> Values:
    """The properties that differ, with None for a missing one."""
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in without and not same(old.get(name), new.get(name)):
            yield name, old.get(name), new.get(name)


def in_both(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The names that both have, in the order of the first and in that of the second."""
    return [name for name in one if name in other], [name for name in other if name in one]


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; unlike in Python, true is not 1."""
    return written(one) == written(other)


def written(value: Any) -> str:
    """A JSON value in a normalized spelling."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _field_changes(table: str, name: str, old: Json, new: Json) -> Iterator[Change]:
    # how cells are written depends on the type, so a changed type already covers it
    alike = same(old.get("type", MEANING["type"]), new.get("type", MEANING["type"]))
    meaning = {**MEANING, **(_form(old) if alike else {})}
    for what, usual in meaning.items():
        one, other = old.get(what, usual), new.get(what, usual)
        if not same(one, other):
            yield Change("meaning changed", table, field=name, aspect=what, old=one, new=other)
    yield from _constraint_changes(table, name, constraints(old), constraints(new))
    yield from _code_changes(table, name, old, new)
    handled = {"name", "constraints", "categories", "missingValues", *meaning, *_form(old), *_form(new)}
    for property_, one, other in differing(old, new, handled):
        yield Change("wording changed", table, field=name, aspect=property_, old=one, new=other)


def _form(field: Json) -> Json:
    """The properties that define how cells of the field's type are written -> their defaults."""
    type_ = field.get("type")
    return FORM.get(type_, {}) if isinstance(type_, str) else {}


def constraints(field: Json) -> Json:
    """The constraints of a field; one that is false does not count."""
    found = field.get("constraints")
    return (
        {n: v for n, v in found.items() if v is not None and v is not False}
        if isinstance(found, dict)
        else {}
    )


def _constraint_changes(table: str, name: str, old: Json, new: Json) -> Iterator[Change]:
    for what, one, other in differing(old, new, {"enum"}):
        yield Change(_direction(what, one, other), table, field=name, aspect=what, old=one, new=other)


def _direction(what: str, old: Any, new: Any) -> str:
    """Whether a constraint became narrower or wider. A changed pattern counts as narrower, to be safe."""
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    if what not in LOWER | UPPER:
        return "narrowed"
    one, other = _ordered(old, new)
    if one == other:
        return "wording changed"  # another spelling of the same bound
    return "narrowed" if (other > one) == (what in LOWER) else "widened"


def _ordered(old: Any, new: Any) -> tuple[Any, Any]:
    """Two bounds as numbers, or else as text, which sorts dates and times of one form correctly."""
    try:
        numbers = Decimal(str(old)), Decimal(str(new))
    except InvalidOperation:
        return str(old), str(new)
    return numbers if all(number.is_finite() for number in numbers) else (str(old), str(new))


def codes(field: Json) -> dict[str, str] | None:
    """Code -> label in a field's vocabulary, its `enum` or else its `categories`; None if it has none."""
    categories, enum = field.get("categories"), constraints(field).get("enum")
    if not isinstance(categories, list) and not isinstance(enum, list):
        return None
    labels = {
        _text(one.get("value")) if isinstance(one, dict) else _text(one): _text(one.get("label", ""))
        if isinstance(one, dict)
        else ""
        for one in (categories if isinstance(categories, list) else [])
    }
    return {_text(one): labels.get(_text(one), "") for one in enum} if isinstance(enum, list) else labels


def _text(value: Any) -> str:
    return value if isinstance(value, str) else written(value)


def _code_changes(table: str, name: str, old: Json, new: Json) -> Iterator[Change]:
    before, after = codes(old), codes(new)
    if before is None and after is not None:
        yield Change("narrowed", table, field=name, aspect="vocabulary", new=list(after))
    elif before is not None and after is None:
        yield Change("widened", table, field=name, aspect="vocabulary", old=list(before))
    elif before is not None and after is not None:
        for code in before:
            if code not in after:
                yield Change("code removed", table, field=name, old=code)
        for code in after:
            if code not in before:
                yield Change("code added", table, field=name, new=code)
            elif before[code] != after[code]:
                yield Change(
                    "wording changed", table, "", name, f"label of {code}", before[code], after[code]
                )
        kept, now = in_both(before, after)
        if kept != now:
            kind = "meaning changed" if new.get("categoriesOrdered") else "wording changed"
            yield Change(kind, table, "", name, "order of codes", kept, now)


def _missing_value_changes(old: Table, new: Table) -> Iterator[Change]:
    """Cells that meant a missing value and no longer do, or the other way round."""
    before, after = old.schema.get("missingValues", [""]), new.schema.get("missingValues", [""])
    if not same(before, after):
        yield Change("meaning changed", new.name, aspect="missingValues", old=before, new=after)
    for name in old.fields:
        if name in new.fields:
            one, other = old.fields[name].get("missingValues"), new.fields[name].get("missingValues")
            if not same(one, other):
                yield Change("meaning changed", new.name, "", name, "missingValues", one, other)


def _key_changes(old: Table, new: Table) -> Iterator[Change]:
    """Keys added, removed or changed. A key over an added or removed column belongs to that change."""
    if not same(old.primary_key, new.primary_key):
        yield Change("meaning changed", new.name, "", "", "primaryKey", old.primary_key, new.primary_key)
    for property_ in ("uniqueKeys", "foreignKeys"):
        before, after = _keys(old, property_), _keys(new, property_)
        for spelled, columns in before.items():
            if spelled not in after and new.fields.keys() >= columns:
                # a join is no longer guaranteed to lose no rows
                kind = "widened" if property_ == "uniqueKeys" else "meaning changed"
                yield Change(kind, new.name, aspect=property_, old=json.loads(spelled))
        for spelled, columns in after.items():
            if spelled not in before and old.fields.keys() >= columns:
                yield Change("narrowed", new.name, aspect=property_, new=json.loads(spelled))


def _keys(table: Table, property_: str) -> dict[str, set[str]]:
    """A key in normalized spelling -> its columns."""
    found: dict[str, set[str]] = {}
    given = table.schema.get(property_)
    for key in given if isinstance(given, list) else []:
        if property_ == "uniqueKeys":
            found[written(texts(key))] = set(texts(key))
        elif isinstance(key, dict):
            given_there = key.get("reference")
            there: Json = given_there if isinstance(given_there, dict) else {}
            spelled = {
                "fields": texts(key.get("fields")),
                "resource": there.get("resource") or "",
                "there": texts(there.get("fields")),
            }
            found[written(spelled)] = set(spelled["fields"])
    return found
