"""Where the version and the date of an edition are written, and how they are set, all at once.

Between editions, the version is that of the next one followed by `-dev`.
"""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from schemas.steps import version_of
from validator.descriptor import CannotRun, read_json

CHANGELOG = "CHANGELOG.md"
SECTION = r"^## *(?P<version>\S+)[^\n]*\n(?P<text>.*?)(?=^## |\Z)"
ZIP_YEARS = range(1980, 2108)
# file -> the beginnings of the lines with its version and with its date
PLACES = {
    "datapackage.json": ('  "version": "', '  "created": "'),
    "CITATION.cff": ("version: ", "date-released: "),
    ".zenodo.json": ('  "version": "', '  "publication_date": "'),
    "pyproject.toml": ('version = "', "no date"),
    CHANGELOG: ("## ", "no date"),
}


def is_version(text: str) -> bool:
    """Whether a text is a version of the form 1.2.3, with nothing after it."""
    return bool(
        re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text, re.ASCII) and version_of(text)
    )


def with_version(root: Path, new: str, day: str = "") -> dict[str, bytes]:
    """The files that contain the version, with a new one, and with a new date if a day is given.

    Raises `CannotRun` if one of them cannot be read, or has no version.
    """
    old, changed = str(read_json(root / "datapackage.json").get("version")), {}
    for name, (version, dated) in PLACES.items():
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise CannotRun(f"{name} cannot be read ({error})") from None
        if not re.search(f"^{version}", text, re.MULTILINE):
            raise CannotRun(f"{name} has no line that begins with {version.strip()}: restore it from git")
        if name == CHANGELOG:
            text = _with_section(text, old, f"{new} - {day}" if day else new, bool(day))
        else:
            text = re.sub(rf'^({version})[^"\n]*', rf"\g<1>{new}", text, count=1, flags=re.MULTILINE)
            text = re.sub(rf"^({dated})[0-9-]+", rf"\g<1>{day}", text, flags=re.MULTILINE) if day else text
        changed[name] = text.encode()
    return changed


def _with_section(changelog: str, old: str, heading: str, made: bool) -> str:
    """The changelog with a new heading for the version in preparation, or a new section above an edition."""
    old_heading = rf"^## {re.escape(old)}\b[^\n]*$" if made else rf"^## {re.escape(old)}$"
    if made or re.search(old_heading, changelog, re.MULTILINE):
        return re.sub(old_heading, f"## {heading}", changelog, count=1, flags=re.MULTILINE)
    return re.sub(r"^## ", f"## {heading}\n\n## ", changelog, count=1, flags=re.MULTILINE)


def check_day(day: date, changelog: str) -> None:
    """Raise `CannotRun` if an edition cannot have that day.

    That is so if it is before an earlier edition, after tomorrow (which is today somewhere), or outside the
    years that a zip can store.
    """
    if day.year not in ZIP_YEARS:
        raise CannotRun(
            f"the day {day} is before {ZIP_YEARS[0]} or after {ZIP_YEARS[-1]}: a zip cannot store it"
        )
    for version, told in re.findall(r"^## (\S+) - (\S+)$", changelog, re.MULTILINE):
        try:
            made = date.fromisoformat(told)
        except ValueError:
            raise CannotRun(
                f"{CHANGELOG} gives {version} the date {told}, which does not exist: correct it"
            ) from None
        if day < made:
            raise CannotRun(f"the day {day} is before edition {version}, of {made}: leave out --day")
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise CannotRun(f"the day {day} is in the future: leave out --day")


def section_of(changelog: str, version: str) -> str:
    """The changelog's section for a version, without its heading; empty if there is none."""
    for found in re.finditer(SECTION, changelog, re.MULTILINE | re.DOTALL):
        if found["version"] == version:
            return found["text"].strip()
    return ""
