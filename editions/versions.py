"""Where the version and the date of an edition stand, and how they are set, all at once.

Between editions the version is that of the next one with `-dev` behind it.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

from validator.descriptor import CannotRun, read_json

CHANGELOG = "CHANGELOG.md"
SECTION = r"^## *(?P<version>\S+)[^\n]*\n(?P<text>.*?)(?=^## |\Z)"


def _json(version_key: str, date_key: str, date_form: str) -> Callable[[str, str, str, str], str]:
    def set_both(text: str, old: str, new: str, day: str) -> str:
        found = json.loads(text)
        found[version_key] = new
        if day:
            found[date_key] = date_form.format(day)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    return set_both


def _lines(version: str, date: str = "") -> Callable[[str, str, str, str], str]:
    """Of a file with the version, and perhaps the date, in a line that begins as told."""

    def set_both(text: str, old: str, new: str, day: str) -> str:
        quote = '"' if version.endswith('"') else ""
        text = re.sub(rf"^{re.escape(version)}.*$", f"{version}{new}{quote}", text, flags=re.MULTILINE)
        return re.sub(rf"^{date}.*$", f"{date}{day}", text, flags=re.MULTILINE) if date and day else text

    return set_both


def _changelog(text: str, old: str, new: str, day: str) -> str:
    heading = f"## {new} - {day}" if day else f"## {new}"
    if day or re.search(rf"^## {re.escape(old)}$", text, re.MULTILINE):
        return re.sub(rf"^## {re.escape(old)}\b[^\n]*$", heading, text, count=1, flags=re.MULTILINE)
    return re.sub(r"^## ", f"{heading}\n\n## ", text, count=1, flags=re.MULTILINE)


# file -> what sets the version and, where a day is given, the date; .zenodo.json and CITATION.cff have both
PLACES: dict[str, Callable[[str, str, str, str], str]] = {
    "datapackage.json": _json("version", "created", "{}T00:00:00+00:00"),
    "CITATION.cff": _lines("version: ", "date-released: "),
    ".zenodo.json": _json("version", "publication_date", "{}"),
    "pyproject.toml": _lines('version = "'),
    CHANGELOG: _changelog,
}


def with_version(root: Path, new: str, day: str = "") -> dict[str, bytes]:
    """The files in which the version stands, with another one, and with the date where a day is given.

    Raises `CannotRun` where one of them cannot be read.
    """
    old, changed = str(read_json(root / "datapackage.json").get("version")), {}
    for name, set_both in PLACES.items():
        try:
            text = (root / name).read_text(encoding="utf-8")
            changed[name] = set_both(text, old, new, day).encode()
        except (OSError, ValueError) as error:
            raise CannotRun(f"{name} cannot be read ({error}): see that it is as git has it") from None
    return changed


def last_day(changelog: str) -> str:
    """The day of the last edition, `2026-11-24`; nothing where there is none."""
    return max(re.findall(r"^## \S+ - ([0-9]{4}-[0-9]{2}-[0-9]{2})$", changelog, re.MULTILINE), default="")


def section_of(changelog: str, version: str) -> str:
    """What the changelog says of a version, without its heading; nothing where there is no such section."""
    for found in re.finditer(SECTION, changelog, re.MULTILINE | re.DOTALL):
        if found["version"] == version:
            return found["text"].strip()
    return ""
