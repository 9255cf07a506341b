"""The types of Table Schema, v1 and v2: what a field may say of its cells, and how their text is read.

A reader takes the text of one cell, which is not missing, and gives the value that is kept, or None where the
text is not of the type or its value cannot be kept exactly. Values that no column type serves stay text, in
one spelling for all that are equal, so that keys, `unique` and `enum` compare texts.
"""

import base64
import binascii
import functools
import importlib.util
import json
import math
import re
from collections.abc import Callable, Iterator
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from schemas import moments
from schemas.moments import YEAR, Read

Json = dict[str, Any]

INTEGER = r"^[+-]?[0-9]+$"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
EXPONENT = r"[eE].*$"
DIGITS = 15  # as many as a float keeps of any number
SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # in any case, as the standard has it
TRUE, FALSE = ["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]
YEARMONTH = rf"^{YEAR}-(0[1-9]|1[0-2])$"
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
ITEM_TYPES = ["string", "integer", "boolean", "number", "datetime", "date", "time"]

# type -> that of its column
POLARS_TYPES: dict[str, Any] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
    "time": pl.Time,
    "datetime": pl.Datetime("us"),
    "year": pl.Int64,
    **dict.fromkeys(["yearmonth", "duration", "object", "array", "list"], pl.String),
    **dict.fromkeys(["geopoint", "geojson", "any"], pl.String),
}
MOMENTS = ("date", "time", "datetime")
# type -> its formats beside the default; dates and times may also have any other, a pattern for strptime
FORMATS = {
    "string": ("email", "uri", "binary", "uuid"),
    "geopoint": ("array", "object"),
    "geojson": ("topojson",),
    **dict.fromkeys(MOMENTS, ("any",)),
}
# type -> properties with which a field says how its cells are written, and what they hold if it does not
FORM: dict[str, Json] = {
    "number": {"decimalChar": ".", "groupChar": "", "bareNumber": True},
    "integer": {"groupChar": "", "bareNumber": True},
    "boolean": {"trueValues": TRUE, "falseValues": FALSE},
    "list": {"delimiter": ",", "itemType": "string"},
}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
ORDERED = {*MOMENTS, "integer", "number", "year", "yearmonth", "duration"}
SIZED = {"string", "array", "object", "list"}


def type_of(field: Json) -> str:
    """The type of a field; one that names none is a column of text, as `string` and `any` both are."""
    return str(field.get("type", "string"))


def format_of(field: Json) -> str:
    """The format of a field; early packages of v1 write a pattern as `fmt:%d/%m/%Y`."""
    return str(field.get("format", "default")).removeprefix("fmt:")


def form_of(field: Json) -> Json:
    """How the cells of a field are written, defaults included."""
    return {name: field.get(name, default) for name, default in FORM.get(type_of(field), {}).items()}


def is_plain(field: Json) -> bool:
    """Whether the cells of a field are written in the default form of its type."""
    return format_of(field) == "default" and form_of(field) == FORM.get(type_of(field), {})


def is_text(field: Json) -> bool:
    """Whether the cells of a field are any text."""
    return type_of(field) in ("string", "any") and format_of(field) == "default"


def kind(field: Json) -> str:
    """The type of a field in a few words, for messages."""
    type_, form = type_of(field), format_of(field)
    if type_ == "list":
        return f"list of the type {form_of(field)['itemType']}"
    if form != "default":
        return form if type_ == "string" else f"{type_} of the format {form}"
    return type_ if is_plain(field) else f"{type_} in the form of this field"


def missing_values(field: Json, schema: Json) -> list[str]:
    """The texts that stand for a missing value in a field: its own, or those of its schema."""
    return values_of(field.get("missingValues", schema.get("missingValues", [""])))


def values_of(entries: Any) -> list[Any]:
    """The values of categories or missing values, each of which may be an object with a label."""
    return [entry["value"] if isinstance(entry, dict) else entry for entry in entries]


def constraints_of(type_: str) -> set[str]:
    """The names of the constraints that suit a type."""
    return (
        {"required", "unique", "enum"}
        | (BOUNDS if type_ in ORDERED else set())
        | ({"minLength", "maxLength"} if type_ in SIZED else set())
        | ({"pattern"} if type_ == "string" else set())
        | ({"jsonSchema"} if type_ in ("array", "object", "geojson") else set())
    )


def form_faults(field: Json) -> Iterator[str]:
    """What is wrong with the format and the form of a field whose type is known."""
    type_, form, format_ = type_of(field), form_of(field), format_of(field)
    if format_ != "default" and format_ not in FORMATS.get(type_, ()):
        fault = (
            moments.pattern_fault(type_, format_) if type_ in MOMENTS else f"does not suit the type {type_}"
        )
        if fault:
            yield f"the format {format_} {fault}"
    for name, default in FORM.get(type_, {}).items():
        if type(form[name]) is not type(default):
            yield f"{name} has {form[name]!r}, which cannot be used"
            return
    point, group = form.get("decimalChar", "."), form.get("groupChar", "")
    if point == "" or point == group or re.search(r"[\deE+-]", point + group):
        yield f"decimalChar {point!r} and groupChar {group!r} cannot be told apart or look like digits"
    if not set(form.get("trueValues", [])).isdisjoint(form.get("falseValues", [])):
        yield "trueValues and falseValues have a word in common"
    if form.get("delimiter") == "":
        yield "the delimiter is empty"
    if form.get("itemType", "string") not in ITEM_TYPES:
        yield f"the itemType {form['itemType']} is none of {', '.join(ITEM_TYPES)}"


# ---- readers ----------------------------------------------------------------------------------------


def reader(field: Json) -> Read:
    """The function that reads a cell of a field."""
    type_ = type_of(field)
    return moments.reader(type_, format_of(field)) if type_ in MOMENTS else READERS[type_](field)


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


def _string(field: Json) -> Read:
    checks: dict[str, Callable[[str], bool]] = {
        "email": _is_email,
        "uri": _is_uri,
        "binary": _is_base64,
        # frictionless also takes one in braces, without hyphens, or with urn:uuid: before it
        "uuid": lambda text: re.fullmatch(UUID, text) is not None,
    }
    fits = checks.get(format_of(field), lambda text: True)
    return lambda text: text if fits(text) else None


def _is_email(text: str) -> bool:
    import validators

    return bool(validators.email(text))


def _is_uri(text: str) -> bool:
    import rfc3986
    from rfc3986.exceptions import RFC3986Exception
    from rfc3986.validators import Validator

    try:
        Validator().require_presence_of("scheme").validate(rfc3986.uri_reference(text))
    except (RFC3986Exception, ValueError):
        return False
    return True


def _is_base64(text: str) -> bool:
    """Any other character is refused, where frictionless skips it."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _written(field: Json, number: str, group: str) -> re.Pattern[str]:
    """The form of a whole cell that holds a number, which is its group `number`.

    frictionless also takes a groupChar anywhere, and underscores and the digits of other scripts.
    """
    digits = f"[0-9]+(?:{re.escape(group)}[0-9]+)*" if group else "[0-9]+"
    number = f"(?P<number>{number.replace('DIGITS', digits)})"
    # what stands around a number that is not bare; a minus is always the number's own
    return re.compile(number if form_of(field)["bareNumber"] else rf"[^\d-]*?{number}\D*")


def _integer(field: Json) -> Read:
    """Integers have had a groupChar since v2; frictionless knows none, and refuses such cells."""
    group = form_of(field)["groupChar"]
    form = _written(field, "[+-]?DIGITS", group)

    def read(text: str) -> int | None:
        found = form.fullmatch(text)
        if found is None:
            return None
        digits = found["number"].replace(group, "")
        value = int(digits) if len(digits.lstrip("+-0")) < 20 else 2**63
        return value if -(2**63) <= value < 2**63 else None

    return read


def _number(field: Json) -> Read:
    """`EUR .5` is a half; frictionless drops the point with what stands before it."""
    point, group, bare = form_of(field).values()
    mark = re.escape(point)
    form = _written(field, rf"[+-]?(?:DIGITS(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?", group)

    def read(text: str) -> float | None:
        if bare and text.lower() in SPECIAL:
            return SPECIAL[text.lower()]
        found = form.fullmatch(text)
        if found is None:
            return None
        plain = found["number"].replace(group, "").replace(point, ".")
        digits = re.sub("[^0-9]", "", re.sub(EXPONENT, "", plain)).lstrip("0")
        value = float(plain) if len(digits) <= DIGITS else math.inf
        return value if math.isfinite(value) else None

    return read


def _boolean(field: Json) -> Read:
    form = form_of(field)
    return (dict.fromkeys(form["trueValues"], True) | dict.fromkeys(form["falseValues"], False)).get


def _of_form(form: str, value: Callable[[str], Any] = str) -> Callable[[Json], Read]:
    return lambda field: lambda text: value(text) if re.fullmatch(form.strip("^$"), text) else None


def _duration(field: Json) -> Read:
    return moments.duration


def _list(field: Json) -> Read:
    form = form_of(field)
    delimiter, read_item = form["delimiter"], reader({"type": form["itemType"]})

    def read(text: str) -> str | None:
        items = [read_item(item) for item in text.split(delimiter)]
        if None in items:
            return None
        kept = delimiter.join(f"{item:.15g}" if isinstance(item, float) else str(item) for item in items)
        return kept if size_of(kept, field) == len(items) else text  # 1e+20, parted by +

    return read


def _json(wanted: type, field: Json) -> Read:
    profile = _geo_profile(format_of(field)) if type_of(field) == "geojson" else None

    def read(text: str) -> str | None:
        try:
            found = json.loads(text, parse_constant=_refuse, parse_float=_json_number)
            if not isinstance(found, wanted) or (profile is not None and not profile.is_valid(found)):
                return None
            kept = json.dumps(found, sort_keys=True, ensure_ascii=False)
            kept.encode()  # fails for half a character
        except (ValueError, RecursionError):
            return None
        return kept

    return read


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _json_number(text: str) -> float | int:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is too large")
    return int(value) if value.is_integer() else value  # 1.0 and 1 are one number


@functools.cache
def _geo_profile(form: str) -> Any:
    """A validator for one of the profiles that frictionless ships; found without importing it."""
    from jsonschema.validators import validator_for

    found = importlib.util.find_spec("frictionless")
    assert found is not None and found.origin is not None
    name = "geojson" if form == "default" else form
    path = Path(found.origin).parent / "assets" / "profiles" / f"{name}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


def _geopoint(field: Json) -> Read:
    """Of two JSON numbers; frictionless also takes `"1"` and `true` for one."""
    form = format_of(field)

    def read(text: str) -> str | None:
        try:
            if form == "default":
                parts = [part.strip(" ") for part in text.split(",")]
                found: Any = [Decimal(part) for part in parts if re.fullmatch(NUMBER[1:-1], part)]
                found = found if len(found) == len(parts) else None
            else:
                found = json.loads(text, parse_int=Decimal, parse_float=Decimal)
                if form == "object" and isinstance(found, dict):
                    found = [found["lon"], found["lat"]] if set(found) == {"lon", "lat"} else None
                elif form == "object":
                    return None
        except (ValueError, RecursionError, InvalidOperation):  # the last: an exponent beyond measure
            return None
        if not isinstance(found, list) or len(found) != 2 or not all(isinstance(n, Decimal) for n in found):
            return None
        if not all(abs(number) <= most for number, most in zip(found, (180, 90), strict=True)):
            return None
        return ", ".join(_shortest(number) for number in found)

    return read


def _shortest(number: Decimal) -> str:
    if not number:
        return "0"
    short = number.normalize(Context(prec=len(number.as_tuple().digits)))
    return f"{short:f}" if short.adjusted() > -DIGITS else str(short)


READERS: dict[str, Callable[[Json], Read]] = {
    "string": _string,
    "any": lambda field: str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "year": _of_form(YEAR, int),
    "yearmonth": _of_form(YEARMONTH),
    "duration": _duration,
    "list": _list,
    "array": functools.partial(_json, list),
    "object": functools.partial(_json, dict),
    "geojson": functools.partial(_json, dict),
    "geopoint": _geopoint,
}
