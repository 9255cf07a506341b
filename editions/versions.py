"""Where the version and the date of an edition stand, and how they are set, all at once.

Between editions the version is that of the next one with `-dev` behind it.
"""

import re
from pathlib import Path

from validator.descriptor import CannotRun, read_json

CHANGELOG = "CHANGELOG.md"
SECTION = r"^## *(?P<version>\S+)[^\n]*\n(?P<text>.*?)(?=^## |\Z)"
# file -> the beginning of the line with its version, and of that with its date
PLACES = {
    "datapackage.json": ('  "version": "', '  "created": "'),
    "CITATION.cff": ("version: ", "date-released: "),
    ".zenodo.json": ('  "version": "', '  "publication_date": "'),
    "pyproject.toml": ('version = "', "no date"),
    CHANGELOG: ("## ", "no date"),
}


def with_version(root: Path, new: str, day: str = "") -> dict[str, bytes]:
    """The files in which the version stands, with another one, and with the date where a day is given.

    Raises `CannotRun` where one of them cannot be read, or has no version.
    """
    old, changed = str(read_json(root / "datapackage.json").get("version")), {}
    for name, (version, date) in PLACES.items():
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise CannotRun(f"{name} cannot be read ({error})") from None
        if not re.search(f"^{version}", text, re.MULTILINE):
            raise CannotRun(f"{name} has no line that begins with {version.strip()}: write it as git has it")
        if name == CHANGELOG:
            text = _with_section(text, old, f"{new} - {day}" if day else new, bool(day))
        else:
            text = re.sub(rf'^({version})[^"\n]*', rf"\g<1>{new}", text, count=1, flags=re.MULTILINE)
            text = re.sub(rf"^({date})[0-9-]+", rf"\g<1>{day}", text, flags=re.MULTILINE) if day else text
        changed[name] = text.encode()
    return changed


def _with_section(changelog: str, old: str, heading: str, made: bool) -> str:
    """The changelog with another heading for the version under way, or a new one above an edition."""
    old_heading = rf"^## {re.escape(old)}\b[^\n]*$" if made else rf"^## {re.escape(old)}$"
    if made or re.search(old_heading, changelog, re.MULTILINE):
        return re.sub(old_heading, f"## {heading}", changelog, count=1, flags=re.MULTILINE)
    return re.sub(r"^## ", f"## {heading}\n\n## ", changelog, count=1, flags=re.MULTILINE)


def last_day(changelog: str) -> str:
    """The day of the last edition, `2026-11-24`; nothing where there is none."""
    return max(re.findall(r"^## \S+ - ([0-9]{4}-[0-9]{2}-[0-9]{2})$", changelog, re.MULTILINE), default="")


def section_of(changelog: str, version: str) -> str:
    """What the changelog says of a version, without its heading; nothing where there is no such section."""
    for found in re.finditer(SECTION, changelog, re.MULTILINE | re.DOTALL):
        if found["version"] == version:
            return found["text"].strip()
    return ""
