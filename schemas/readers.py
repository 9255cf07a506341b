"""How a cell of each type of Table Schema is read.

A reader takes the text of one cell, which is not missing, and gives the value that is kept, or None where the
text is not of the type or its value cannot be kept exactly.
"""

import base64
import binascii
import functools
import importlib.util
import json
import math
import re
from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from schemas import moments
from schemas.moments import YEAR, Read
from schemas.types import MOMENTS, Json, form_of, format_of, type_of

INTEGER = r"^[+-]?[0-9]+$"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
EXPONENT = r"[eE].*$"
DIGITS = 15  # as many as a float keeps of any number
SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # in any case, as the standard has it
YEARMONTH = rf"^{YEAR}-(0[1-9]|1[0-2])$"
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def reader(field: Json) -> Read:
    """The function that reads a cell of a field."""
    type_ = type_of(field)
    return moments.reader(type_, format_of(field)) if type_ in MOMENTS else READERS[type_](field)


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
        return kept if kept.count(delimiter) + 1 == len(items) else text  # 1e+20, parted by +

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
