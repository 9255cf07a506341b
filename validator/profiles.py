"""The standard's JSON Schema profiles, and the JSON Schemas in a package.

Both are compiled by jsonschema-rs. Rust's regular expressions run in time linear in the text, so no pattern
can hang a validation, and nothing is fetched from the network.
"""

import datetime
import importlib.util
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from validator.descriptor import CannotRun, Json, read_json

LONGEST = 200  # characters of a message, which might quote half the descriptor
LINEAR = jsonschema_rs.RegexOptions()
VERSIONS = ("1.0", "2.0")


def _is_moment(text: str) -> bool:
    """As in RFC 3339, 5.6: letters may be lower case, and second 60 is a leap second."""
    found = re.fullmatch(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}):([0-9]{2})(\.[0-9]+)?(.+)?", text
    )
    if found is None or not re.fullmatch(r"[Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9]", found[5] or ""):
        return False
    datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}")  # raises `ValueError`
    return int(found[3]) <= 60


def _is_email(text: str) -> bool:
    word = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    part = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    form = rf"(?=[^@]{{1,64}}@){word}(\.{word})*@({part}\.)+[A-Za-z]{{2,63}}"
    return len(text) < 255 and re.fullmatch(form, text) is not None


def _quietly(test: Callable[[str], bool]) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        try:
            return test(text)
        except ValueError:
            return False

    return holds


FORMATS = {"date-time": _quietly(_is_moment), "email": _is_email}


@cache
def profile(name: str, version: str = "2.0", without: tuple[str, ...] = ()) -> Any:
    """A compiled validator for one of the standard's own profiles, read from dplib-py.

    `name` is `datapackage`, `dataresource`, `tabledialect` or `tableschema`; the properties in `without` may
    be anything, since they are checked separately.
    """
    found = profile_json(name, version)
    properties = {**found["properties"], **{property_: {} for property_ in without}}
    return jsonschema_rs.Draft7Validator(
        {**found, "properties": properties}, formats=FORMATS, validate_formats=True, offline=True
    )


@cache
def profile_json(name: str, version: str = "2.0") -> Json:
    """A profile, read from its file without importing dplib, which takes 0.2 s."""
    spec = importlib.util.find_spec("dplib")
    if spec is None or spec.origin is None:
        raise CannotRun("the Python package dplib-py is not installed: run `make setup`")
    return read_json(Path(spec.origin).parent / "profiles" / version / f"{name}.json")


def profile_faults(validator: Any, given: Any, place: str = "$") -> Iterator[tuple[str, list[str | int]]]:
    """The faults of a descriptor by a profile: (`$.resources[0].name: …`, the path of the fault).

    If a value fits none of several alternatives, the fault is that of the alternative for its own type.
    """
    if not validator.is_valid(given):
        for error in validator.iter_errors(given):
            yield from _faults(error, place)


def _faults(error: Any, place: str) -> Iterator[tuple[str, list[str | int]]]:
    branches = error.kind.context if error.kind.name in ("oneOf", "anyOf") else None
    if branches and len(branches) > 2:  # of several, each is equally likely
        best = min(branches, key=lambda branch: (any(map(_is_about_type, branch)), len(branch)))
        own = [one for one in best if not _is_about_type(one)]
        if own and len(own) == len(best):
            for one in own:
                yield from _faults(one, place)
            return
    path = list(error.instance_path)
    yield f"{place}{json_path(path)}: {shortened(error.message)}", path


def _is_about_type(error: Any) -> bool:
    return bool(error.instance_path) and error.instance_path[-1] == "type"


def json_path(parts: list[str | int]) -> str:
    """`["resources", 0, "name"]` -> `.resources[0].name`."""
    return "".join(
        f"[{part}]"
        if isinstance(part, int)
        else f".{part}"
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part)
        else f"[{part!r}]"
        for part in parts
    )


def shortened(message: str) -> str:
    """A message, cut if it quotes too much of the descriptor."""
    return message if len(message) < LONGEST else message[:LONGEST] + " …"


def json_schema(schema: Any) -> Callable[[Any], bool]:
    """A test of whether a value fits one of the package's own JSON Schemas.

    Raises `ValueError` if the schema is invalid, refers to something outside it, or has a pattern that cannot
    be run in linear time.
    """
    if not isinstance(schema, dict):
        raise ValueError(f"{schema!r} is not a JSON Schema")
    try:
        jsonschema_rs.meta.validate(schema)
        validator = jsonschema_rs.validator_for(
            schema, validate_formats=False, pattern_options=LINEAR, offline=True
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as fault:
        message = str(getattr(fault, "message", fault)).splitlines()[0]
        elsewhere = re.match(r"Resource '(.+?)' is not present", message)
        raise ValueError(f"{elsewhere[1]} is not in it" if elsewhere else message) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None

    def fits(value: Any) -> bool:
        try:
            return bool(validator.is_valid(value))
        except (RecursionError, ValueError):  # a schema that refers to itself endlessly
            return False

    return fits


@cache
def geo_profile(name: str) -> Any:
    """A validator for GeoJSON (`default`) or `topojson`, from the profiles that frictionless ships.

    A position may have an altitude (RFC 7946, 3.1.1), which that profile omits.
    """
    spec = importlib.util.find_spec("frictionless")
    if spec is None or spec.origin is None:
        raise CannotRun("the Python package frictionless is not installed: run `make setup`")
    folder = Path(spec.origin).parent / "assets" / "profiles"
    schema = read_json(folder / f"{'geojson' if name == 'default' else name}.json")
    return jsonschema_rs.validator_for(
        _with_altitude(schema), formats=FORMATS, validate_formats=True, pattern_options=LINEAR, offline=True
    )


def _with_altitude(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_altitude(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _with_altitude(value) for name, value in schema.items()}
    number = {"type": "number"}
    if found.get("items") == [number, number] and found.get("additionalItems") is False:
        return {**found, "items": [number, number, number]}
    return found
