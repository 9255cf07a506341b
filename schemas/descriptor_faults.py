"""What is wrong with a descriptor, beyond what a reader of it would notice.

The standard's profile lets much pass that other tools stumble over, and much that is not heeded here; both
are named, so that nothing passes for checked that was not.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import FormatChecker

from schemas.descriptor import Json, profile
from schemas.dialect import KNOWN as OF_DIALECT

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
# How files are read here. A descriptor that says otherwise would make other tools read them in another way.
READ_AS = {"type": "table"}
# The properties that are heeded. Any other is a slip, or would be heeded by other tools only.
OF_RESOURCE = {
    *("name", "path", "title", "description", "homepage", "sources", "licenses"),
    *("mediatype", "bytes", "hash", "dialect", "schema", "$schema", "format", "encoding", "compression", "innerpath", *READ_AS),
}

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(text: Any) -> bool:
    return not isinstance(text, str) or (
        re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}", text) is not None
        and datetime.datetime.fromisoformat(text) is not None
    )


@FORMATS.checks("email")
def _is_email(text: Any) -> bool:
    word = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    part = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    form = rf"(?=[^@]{{1,64}}@){word}(\.{word})*@({part}\.)+[A-Za-z]{{2,63}}"
    return not isinstance(text, str) or (len(text) < 255 and re.fullmatch(form, text) is not None)


def descriptor_faults(descriptor: Json) -> Iterator[str]:
    """What is wrong with the descriptor as a whole, one sentence each."""
    standard = profile("datapackage").evolve(format_checker=FORMATS)
    for fault in standard.iter_errors(descriptor):
        yield f"{fault.json_path}: {short(fault.message)}"
    if descriptor.get("$schema") != STANDARD:
        yield f"$['$schema']: expected {STANDARD}; without it the package is taken for one of version 1"
    known = standard.schema["properties"]
    for name in unheeded(descriptor, known):
        yield f"$.{name}: no property of a package"
    contributors = descriptor.get("contributors")
    for entry in contributors if isinstance(contributors, list) else []:
        for name in unheeded(entry, known["contributors"]["items"]["properties"]):
            yield f"$.contributors: {name} is no property of a contributor"


def resource_faults(entry: Json) -> Iterator[str]:
    """What is wrong with the entry of a resource, its path and schema aside."""
    dialect = entry["dialect"] if isinstance(entry.get("dialect"), dict) else {}
    for name in [*unheeded(entry, OF_RESOURCE), *unheeded(dialect, OF_DIALECT)]:
        yield f"the property {name} is not supported here"
    for given, wanted in ((entry, READ_AS),):
        for name, value in wanted.items():
            if name in given and given[name] != value:
                yield f"{name} {given[name]!r} is not supported here, only {value!r}"


def unheeded(given: Any, known: Iterable[str]) -> list[str]:
    """The properties that are not known; one from elsewhere is let pass by its colon, as in `dc:spatial`."""
    if not isinstance(given, dict):
        return []  # a matter of the profile
    return sorted(name for name in given if name not in known and ":" not in name)


def short(message: str) -> str:
    """A message of the profile, cut where it quotes half the descriptor."""
    return message if len(message) < 200 else message[:200] + " …"
