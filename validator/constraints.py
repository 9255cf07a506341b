"""Tests of kept values against the constraints of a field that have no column expression."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from validator import dates
from validator.fields import NUMERIC, Field, field_of
from validator.profiles import json_schema
from validator.readers import TooWide, reader


def value_of(given: Any, field: Field) -> Any:
    """The value of a constraint in the type of the field's cells, or None if it is not of that type.

    A descriptor may give it as a JSON value or as the text of a cell.
    """
    type_ = field.type
    if type_ == "boolean" or isinstance(given, bool):
        return given if type_ == "boolean" and isinstance(given, bool) else None
    if isinstance(given, str):
        return _read(given, field)
    if isinstance(given, int | float) and type_ in NUMERIC:
        return _read(str(given), replace(field_of(type_), wide=field.wide))
    if isinstance(given, list) and type_ == "list":
        return reader(field)(field.form["delimiter"].join(map(str, given)))
    if isinstance(given, list | dict) and type_ == "geopoint":
        as_json = replace(field, format="array" if isinstance(given, list) else "object")
        return reader(as_json)(json.dumps(given))
    if isinstance(given, list | dict) and type_ in ("array", "object", "geojson"):
        return reader(field)(json.dumps(given))
    return None


def _read(text: str, field: Field) -> Any:
    try:
        value = reader(field)(text)
    except TooWide:
        exact = reader(replace(field, wide=True))(text)
        return float(exact)  # beyond everything the column keeps, but comparable with it
    return None if value != value else value  # nothing compares with NaN


def bad_for(constraint: str, value: Any, field: Field) -> Callable[[Any], bool]:
    """A test of a kept value: true if it breaks a constraint that has no column expression.

    These constraints are bounds of times and durations, lengths of values with items, and `jsonSchema`.
    """
    if constraint in ("minLength", "maxLength"):
        return lambda kept: (size_of(kept, field) - value) * (1 if constraint == "maxLength" else -1) > 0
    if constraint == "jsonSchema":
        fits = json_schema(value)
        return lambda kept: not fits(json.loads(kept))
    bound, exclusive = value_of(value, field), constraint.startswith("exclusive")
    lower = constraint.lower().endswith("minimum")
    if field.wide:
        limit = Decimal(str(bound))
        return lambda kept: _beyond(Decimal(kept), limit, lower) or (exclusive and Decimal(kept) == limit)
    if field.type == "duration":
        return lambda kept: not dates.is_longer(*((kept, bound) if lower else (bound, kept)), not exclusive)
    return lambda kept: _beyond(kept, bound, lower) or (exclusive and kept == bound)


def _beyond(value: Any, bound: Any, lower: bool) -> bool:
    return bool(value < bound if lower else value > bound)


def size_of(text: str, field: Field) -> int:
    """How many items a kept array, object or list has."""
    if field.type == "list":
        return text.count(field.form["delimiter"]) + 1
    return len(json.loads(text))
