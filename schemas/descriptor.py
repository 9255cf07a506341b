"""The descriptor, `datapackage.json`, and the schemas it points to.

Source of the terms: Data Package v2 and Table Schema v2 (https://datapackage.org).
"""

import importlib.util
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]


LARGEST = 20_000_000  # bytes of a descriptor or a schema, and
DEEPEST = 100  # levels of nesting: any that people write have far fewer of both


class CannotRun(Exception):
    """Something without which nothing can be checked: one clear sentence for the user, exit code 2."""


def read_json(path: Path) -> Json:
    """The JSON object in a file.

    Raises `CannotRun` where the file is missing, is not UTF-8 JSON, or holds no object.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise CannotRun(f"{path} is longer than {LARGEST} bytes: put the data into files of their own")
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except FileNotFoundError:
        raise CannotRun(f"{path} does not exist: check its name") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise CannotRun(f"{path} cannot be read ({error}): save it as a UTF-8 text file") from None
    except json.JSONDecodeError as error:
        raise CannotRun(f"{path}:{error.lineno}: not JSON ({error.msg}): mend the file") from None
    except ValueError as error:  # a number of thousands of digits, NaN
        raise CannotRun(f"{path} has a number that cannot be used ({error}): mend the file") from None
    if not isinstance(found, dict):
        raise CannotRun(f"{path} holds no JSON object: a descriptor begins with {{")
    if _is_deep(found):
        raise CannotRun(f"{path} is nested more than {DEEPEST} levels deep: mend the file")
    if b"\\u" in data and re.search(r"[\ud800-\udfff]", json.dumps(found, ensure_ascii=False)):
        raise CannotRun(f"{path} has half of a \\u pair, which is no character: write both halves")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _is_deep(value: Any) -> bool:
    """Whether a value is nested so deep that a function that calls itself could not follow."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for one in level
            if isinstance(one, dict | list)
            for child in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


@dataclass(frozen=True)
class Resource:
    """One resource of a package: its descriptor, its schema, and the file that holds its rows."""

    name: str
    path: str  # as the descriptor gives it, for messages
    file: Path
    descriptor: Json
    schema: Json
    more: tuple[tuple[str, Path], ...] = ()  # path and file of each part after the first

    @property
    def paths(self) -> list[str]:
        """The paths of its files, as the descriptor gives them."""
        return [self.path, *(path for path, _ in self.more)]

    @property
    def files(self) -> list[Path]:
        """Its files. Each has a header of its own."""
        return [self.file, *(file for _, file in self.more)]

    @property
    def fields(self) -> list[Json]:
        """The schema's fields, in order."""
        return list(self.schema["fields"])

    @property
    def columns(self) -> list[str]:
        """The names of the fields, in order."""
        return [field["name"] for field in self.fields]

    @property
    def primary_key(self) -> list[str]:
        """The names of the fields that make up the primary key; none where there is no key."""
        return as_list(self.schema.get("primaryKey", []))


def as_list(value: str | list[str]) -> list[str]:
    """Keys may be one name or a list of names; a list is easier to work with."""
    return [value] if isinstance(value, str) else list(value)


def foreign_keys(schema: Json) -> list[tuple[list[str], str | None, list[str]]]:
    """(fields, resource or None for the table itself, fields there) of each foreign key."""
    return [
        (
            as_list(key["fields"]),
            key["reference"].get("resource") or None,
            as_list(key["reference"]["fields"]),
        )
        for key in schema.get("foreignKeys", [])
    ]


def is_safe(path: str) -> bool:
    """Whether a path of the descriptor stays inside the package's folder, as Data Package v2 demands."""
    return (
        path != ""
        and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path)
        and not path.startswith(("/", "\\", "~"))
        and ".." not in re.split(r"[/\\]", path)
    )


def is_inside(folder: Path, path: str) -> bool:
    """Whether a path that `is_safe` still leads into the folder once symbolic links are followed."""
    try:
        return Path(os.path.realpath(folder / path)).is_relative_to(os.path.realpath(folder))
    except ValueError:  # a name with a NUL, which no file can have
        return True


@cache
def profile(name: str) -> Any:
    """A compiled validator for one of the standard's own JSON Schema profiles (2.0), read from dplib-py.

    `name` is `datapackage` or `tableschema`. Found without importing dplib, which would cost 0.2 s.
    """
    from jsonschema import Draft7Validator

    folder = Path(str((importlib.util.find_spec("dplib") or _missing("dplib-py")).origin)).parent
    return Draft7Validator(read_json(folder / "profiles" / "2.0" / f"{name}.json"))


def _missing(package: str) -> Any:
    raise CannotRun(f"the Python package {package} is not installed: run `make setup`")
