"""How a cell of each Table Schema type is read.

A reader takes the text of one cell, which is not missing, and returns the value to keep, or None if the text
is not of the type. Numbers become the nearest float; an integer beyond 64 bits is `TooWide` for an integer
column, which is then read again as text (`Field.wide`).
"""

import base64
import binascii
import functools
import json
import math
import re
import sys
from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from validator import dates
from validator.dates import YEAR, Read
from validator.fields import TEMPORAL, Field, field_of
from validator.profiles import geo_profile

INTEGER = r"^[+-]?[0-9]+$"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
DIGITS = 15  # as many as a float keeps of any number
LEAST, MOST = -(2**63), 2**63 - 1  # integers that a column keeps
DASHES = "\u2010-\u2015\u2212\ufe63\uff0b\uff0d"  # a minus or plus other than the ASCII one
SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # in upper or lower case, as in the standard
YEARMONTH = rf"^{YEAR}-(0[1-9]|1[0-2])$"
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class TooWide(Exception):
    """A number with more digits than a numeric column keeps, in a field where every digit matters."""


def reader(field: Field) -> Read:
    """The function that reads a cell of a field."""
    return dates.reader(field.type, field.format) if field.type in TEMPORAL else READERS[field.type](field)


def _string(field: Field) -> Read:
    checks: dict[str, Callable[[str], bool]] = {
        "email": _is_email,
        "uri": _is_uri,
        "binary": _is_base64,
        # frictionless also accepts one in braces, without hyphens, or after urn:uuid:
        "uuid": lambda text: re.fullmatch(UUID, text) is not None,
    }
    fits = checks.get(field.format, lambda text: True)
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
    """Any other character is refused, whereas frictionless skips it."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _written(field: Field, number: str, group: str) -> re.Pattern[str]:
    """The pattern of a whole cell that holds a number, with the number in the group `number`.

    frictionless also accepts a groupChar anywhere, underscores, and the digits of other scripts.
    """
    digits = f"[0-9]+(?:{re.escape(group)}[0-9]+)*" if group else "[0-9]+"
    number = f"(?P<number>{number.replace('DIGITS', digits)})"
    # What may surround a number that is not bare: no sign or bracket before it and no minus of any form
    # after it, since bookkeepers write negative numbers that way.
    before = rf"[^\d+()\[\]{DASHES}-]*?"
    behind = rf"(?!\s*[{DASHES}-])[^\d()\[\]]*"
    return re.compile(number if field.form["bareNumber"] else before + number + behind)


def _integer(field: Field) -> Read:
    """Integers have had a groupChar since v2; frictionless does not know it, and refuses such cells."""
    group = field.form["groupChar"]
    form = _written(field, "[+-]?DIGITS", group)

    def read(text: str) -> int | str | None:
        found = form.fullmatch(text)
        if found is None:
            return None
        digits = found["number"].replace(group, "")
        if field.wide:
            return canonical_number(digits)
        value = int(digits) if len(digits.lstrip("+-0")) < 20 else MOST + 1
        if not LEAST <= value <= MOST:
            raise TooWide
        return value

    return read


def _number(field: Field) -> Read:
    """`EUR .5` is a half; frictionless drops the point together with what precedes it."""
    point, group, bare = field.form.values()
    mark = re.escape(point)
    form = _written(field, rf"[+-]?(?:DIGITS(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?", group)

    def read(text: str) -> float | str | None:
        if bare and text.lower() in SPECIAL:
            return text.lower() if field.wide else SPECIAL[text.lower()]
        found = form.fullmatch(text)
        if found is None:
            return None
        plain = found["number"].replace(group, "").replace(point, ".")
        return canonical_number(plain) if field.wide else float(plain)

    return read


def canonical_number(text: str) -> str:
    """A number with one spelling for equal values: no plus, redundant zeros or needless exponent.

    The digits are taken from the text itself, so that none is lost, however many there are.
    """
    mantissa, _, exponent = text.lower().lstrip("+").partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    power = int(exponent[:9] or 0) - len(part) if len(exponent) < 10 else 10**9
    short = digits.rstrip("0")
    power += len(digits) - len(short)
    if not short:
        return "0"
    if 0 <= power <= DIGITS:
        return sign + short + "0" * power
    if -len(short) < power < 0:
        return f"{sign}{short[:power]}.{short[power:]}"
    return f"{sign}{short}e{power}"


def _boolean(field: Field) -> Read:
    form = field.form
    return (dict.fromkeys(form["trueValues"], True) | dict.fromkeys(form["falseValues"], False)).get


def _of_form(form: str, value: Callable[[str], Any] = str) -> Callable[[Field], Read]:
    return lambda field: lambda text: value(text) if re.fullmatch(form.strip("^$"), text) else None


def _duration(field: Field) -> Read:
    return dates.duration


def _list(field: Field) -> Read:
    form = field.form
    delimiter, read_item = form["delimiter"], reader(field_of(form["itemType"]))

    def read(text: str) -> str | None:
        items = [read_item(item) for item in text.split(delimiter)]
        if None in items:
            return None
        kept = delimiter.join(f"{item:.15g}" if isinstance(item, float) else str(item) for item in items)
        return kept if kept.count(delimiter) + 1 == len(items) else text  # 1e+20, split at +

    return read


def _json(wanted: type, field: Field) -> Read:
    profile = geo_profile(field.format) if field.type == "geojson" else None

    def read(text: str) -> str | None:
        try:
            found = json.loads(text, parse_constant=_refuse, parse_float=_json_number)
            if not isinstance(found, wanted) or (profile is not None and not profile.is_valid(found)):
                return None
            kept = json.dumps(found, sort_keys=True, ensure_ascii=False)
            kept.encode()  # fails for a lone surrogate
        except (ValueError, RecursionError):
            return None
        return kept

    return read


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _json_number(text: str) -> float | int:
    value = float(text)
    if math.isinf(value):  # JSON has numbers of any size; this is the nearest that can be kept
        value = math.copysign(sys.float_info.max, value)
    return int(value) if value.is_integer() else value  # 1.0 and 1 are the same number


def _geopoint(field: Field) -> Read:
    """Two JSON numbers; frictionless also accepts `"1"` and `true` as numbers."""
    form = field.format

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
        except (ValueError, RecursionError, InvalidOperation):  # the last: an excessive exponent
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


READERS: dict[str, Callable[[Field], Read]] = {
    "string": _string,
    "any": lambda field: str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "year": _of_form(r"-?([1-9][0-9]{3,17}|0[0-9]{3})", int),
    "yearmonth": _of_form(YEARMONTH),
    "duration": _duration,
    "list": _list,
    "array": functools.partial(_json, list),
    "object": functools.partial(_json, dict),
    "geojson": functools.partial(_json, dict),
    "geopoint": _geopoint,
}
