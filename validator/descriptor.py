"""Reading a descriptor, and what it says about itself: paths, addresses, versions, profiles.

Source of the terms: Data Package, v1 and v2 (https://datapackage.org).
"""

import json
import os
import re
from pathlib import Path
from typing import Any

Json = dict[str, Any]


LARGEST = 20_000_000  # bytes of a descriptor or a schema, and
DEEPEST = 100  # levels of nesting; real descriptors have far fewer of both
NESTED = (dict, list)


class CannotRun(Exception):
    """Nothing can be checked, and why: one clear sentence for the user, exit code 2."""


def read_json(path: Path) -> Json:
    """The JSON object in a file.

    Raises `CannotRun` if the file is missing, is not UTF-8 JSON, or does not hold an object.
    """
    try:
        if path.exists() and not path.is_file():
            raise CannotRun(f"{path} is not a file: check its name")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CannotRun(f"{path} does not exist: check its name") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL, which no file can have
        raise CannotRun(f"{path} cannot be read ({error}): save it as a UTF-8 text file") from None
    return parse_json(data, str(path))


def parse_json(data: bytes, path: str) -> Json:
    """The JSON object in the bytes of a file, as `read_json` returns it; the path is for messages."""
    if data.startswith(b"PK\x03\x04"):
        raise CannotRun(f"{path} is a zip archive: unpack it, and name the datapackage.json in it")
    if len(data) > LARGEST:
        raise CannotRun(f"{path} is longer than {LARGEST} bytes: put the data into files of their own")
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, RecursionError) as error:
        raise CannotRun(f"{path} cannot be read ({error}): save it as a UTF-8 text file") from None
    except json.JSONDecodeError as error:
        raise CannotRun(f"{path}:{error.lineno}: not JSON ({error.msg}): correct the file") from None
    except ValueError as error:  # a number of thousands of digits, NaN
        raise CannotRun(f"{path} has a number that cannot be used ({error}): correct the file") from None
    if not isinstance(found, dict):
        raise CannotRun(f"{path} is not a JSON object: a descriptor begins with {{")
    if _is_deep(found):
        raise CannotRun(f"{path} is nested more than {DEEPEST} levels deep: correct the file")
    if b"\\u" in data and re.search(r"[\ud800-\udfff]", json.dumps(found, ensure_ascii=False)):
        raise CannotRun(f"{path} has half of a \\u pair, which is not a character: write both halves")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_deep(value: Any) -> bool:
    """Whether a value is nested too deeply for a recursive function."""
    level = [value] if isinstance(value, NESTED) else []
    for _ in range(DEEPEST - 1):
        level = [
            child
            for one in level
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, NESTED)
        ]
    return any(level)


def as_list(value: str | list[str]) -> list[str]:
    """A key as a list: descriptors may give one name or a list of names."""
    return [value] if isinstance(value, str) else list(value)


def is_safe(path: str) -> bool:
    """Whether a path in the descriptor stays inside the package's folder, as Data Package v2 requires."""
    return (
        path != ""
        and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path)
        and not path.startswith(("/", "\\", "~"))
        and ".." not in re.split(r"[/\\]", path)
    )


def is_inside(folder: Path, path: str) -> bool:
    """Whether a path that `is_safe` still points into the folder once symbolic links are followed."""
    try:
        return Path(os.path.realpath(folder / path)).is_relative_to(os.path.realpath(folder))
    except ValueError:  # a name with a NUL, which no file can have
        return True


def is_address(path: str) -> bool:
    """Whether a path is an address on the network, which the standard allows. Addresses are never fetched."""
    return re.match(r"(?:https?|ftps?)://", path, re.IGNORECASE) is not None


# `$schema` of a descriptor, of a resource, a schema or a dialect; the other host is that of late version 1
PROFILES = (
    r"https?://(?:datapackage\.org/profiles/([12])\.\d+|specs\.frictionlessdata\.io/schemas)/[a-z-]+\.json"
)
VERSIONS = ("1.0", "2.0")


def version_of(part: Json, inherited: str = "1.0") -> str:
    """The version of the standard that a descriptor, or part of one, says it follows.

    Without a `$schema`, a part has the version of the whole, and the whole has 1.0. A third party's profile
    extends version 2, which introduced such profiles.
    """
    given = part.get("$schema")
    if given is None:
        return inherited
    known = re.fullmatch(PROFILES, given) if isinstance(given, str) else None
    return "1.0" if known and known[1] != "2" else "2.0"


def other_profile(part: Json, names: tuple[str, ...] = ()) -> str:
    """The third party's profile that a descriptor or part of one follows, or nothing.

    `names` are the standard's own short names for the version 1 property `profile`.
    """
    schema, profile_ = part.get("$schema"), part.get("profile")
    if isinstance(schema, str) and not re.fullmatch(PROFILES, schema):
        return schema
    if isinstance(profile_, str) and profile_ not in ("", *names) and not re.fullmatch(PROFILES, profile_):
        return profile_
    return ""
