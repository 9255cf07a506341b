"""What the constraints of a field ask of a kept value, where a column cannot be asked for it directly."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from schemas import moments
from schemas.readers import reader
from schemas.types import Json, form_of, type_of


def value_of(given: Any, field: Json) -> Any:
    """The value of a constraint as the field's cells have it, or None where it is not of their type.

    A descriptor may give it as JSON has it, or as the text of a cell.
    """
    type_ = type_of(field)
    if type_ == "boolean" or isinstance(given, bool):
        return given if type_ == "boolean" and isinstance(given, bool) else None
    if isinstance(given, str):
        value = reader(field)(given)
        return None if value != value else value  # nothing is compared with NaN
    if isinstance(given, int | float) and type_ in ("integer", "number", "year"):
        return reader({"type": type_})(str(given))
    if isinstance(given, list) and type_ == "list":
        return reader(field)(form_of(field)["delimiter"].join(map(str, given)))
    if isinstance(given, list | dict) and type_ == "geopoint":
        return reader({**field, "format": "array" if isinstance(given, list) else "object"})(
            json.dumps(given)
        )
    if isinstance(given, list | dict) and type_ in ("array", "object", "geojson"):
        return reader(field)(json.dumps(given))
    return None


def bad_for(constraint: str, value: Any, field: Json) -> Callable[[Any], bool]:
    """A test for a kept value that is true where a constraint is broken which no column can be asked for.

    These are the bounds of times and durations, the lengths of what has items, and `jsonSchema`.
    """
    if constraint in ("minLength", "maxLength"):
        return lambda kept: (size_of(kept, field) - value) * (1 if constraint == "maxLength" else -1) > 0
    if constraint == "jsonSchema":
        fits = json_schema(value)
        return lambda kept: not fits(json.loads(kept))
    bound, exclusive = value_of(value, field), constraint.startswith("exclusive")
    lower = constraint.lower().endswith("minimum")
    if type_of(field) == "duration":
        return lambda kept: not moments.is_longer(*((kept, bound) if lower else (bound, kept)), not exclusive)
    return lambda kept: (kept < bound if lower else kept > bound) or (exclusive and kept == bound)


def json_schema(schema: Json) -> Callable[[Any], bool]:
    """A test whether a value fits a JSON Schema. Nothing is fetched from the network.

    Raises `ValueError` where the schema is none, or refers to what is not in it.
    """
    from jsonschema import SchemaError
    from jsonschema.validators import Draft202012Validator, validator_for
    from jsonschema_specifications import REGISTRY
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    if not isinstance(schema, dict):
        raise ValueError(f"{schema!r} is no JSON Schema")
    draft: Any = validator_for(schema, default=Draft202012Validator)
    root = REGISTRY.resolver_with_root(DRAFT202012.create_resource({**schema, "$id": "urn:the-schema"}))
    try:
        draft.check_schema(schema, format_checker=draft.FORMAT_CHECKER)
        for reference in _references(schema):
            root.lookup(reference)
    except Unresolvable as fault:
        raise ValueError(f"{fault.ref} is not in it") from None
    except (SchemaError, RecursionError) as fault:
        raise ValueError(str(getattr(fault, "message", fault))) from None
    validator = draft(schema, registry=REGISTRY)

    def fits(value: Any) -> bool:
        try:
            return bool(validator.is_valid(value))
        except RecursionError:  # a schema that refers to itself without end
            return False

    return fits


def _references(schema: Any) -> Iterator[str]:
    for name, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if name in ("$ref", "$dynamicRef", "$recursiveRef") and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from _references(value)


def size_of(text: str, field: Json) -> int:
    """How many items a kept array, object or list has."""
    if type_of(field) == "list":
        return text.count(form_of(field)["delimiter"]) + 1
    return len(json.loads(text))
