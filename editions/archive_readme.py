"""README of an unpacked edition: how to read and check it with nothing but its own folder.

It begins with `archive_readme.md.in`. The rest are sections of the project's README, so that nothing is
worded twice.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from exports.about import about
from exports.edition import Edition
from exports.markdown import code, table
from schemas.manifest import PATH

TEMPLATE = Path(__file__).with_name("archive_readme.md.in")
INSTEAD = {"Two commands", "In this folder"}  # sections of the project's README that the head replaces
TRIED = ["3.11.7", "3.12.1", "3.13.0"]  # Python versions with which somebody has followed it
# packages that `scripts/validate.py` imports, or whose files it reads
CHECKER = ["polars", "narwhals", "jsonschema-rs", "dplib-py", "text2num", "semver"]
NOTICE = """
> **This is not an edition.** It was packed on the way to {edition}{commit}, for a trial.
> Rows, ids and meanings may still change, and nobody will keep it. Do not cite or deposit it.
"""


def readme(edition: Edition, files: Mapping[str, bytes], commit: str = "") -> bytes:
    """README of the zip of an edition; `files` are those of the project in it.

    `commit` is that of a state between two editions, if it is known.
    """
    told, day, notice = about(edition), edition.created.date().isoformat(), ""
    if edition.under_way:
        notice = NOTICE.format(
            edition=edition.version.partition("-")[0], commit=f" (commit {commit})" if commit else ""
        )
    text = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        told,
        since=f"under way since the edition of {day}" if edition.under_way else f"data as of {day}",
        licence=f"Data under {told['licence']}, code under MIT",
        notice=notice,
        last=_last(files),
        pythons="3.11 or later",
        tried=_listed(TRIED),
        checker=_listed([code(name) for name in CHECKER]),
        checker_plain=" ".join(CHECKER),
        packages=_packages(files),
        sections="\n\n".join(_sections(files["README.md"].decode())),
    )
    return text.encode()


def _last(files: Mapping[str, bytes]) -> str:
    """What `data/last-edition.json` is, if there has been an edition."""
    if PATH not in files:
        return ""
    last = json.loads(files[PATH]).get("edition", "")
    return f"; [{PATH}]({PATH}) has the rows of the last edition ({last}), against which changes are checked"


def _sections(project: str) -> list[str]:
    """The sections of the project's README that also hold for an unpacked edition."""
    parts = re.split(r"^(?=## )", project, flags=re.MULTILINE)[1:]
    return [part.strip("\n") for part in parts if part.splitlines()[0][3:] not in INSTEAD] + [""]


def _packages(files: Mapping[str, bytes]) -> str:
    """A table of the packages that the requirements name, with their pinned versions."""
    named = "".join(files.get(f"requirements{which}.in", b"").decode() for which in ("", "-all"))
    pinned = files.get("requirements-all.txt", b"").decode()
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)", named, re.MULTILINE)
    versions = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", pinned, re.MULTILINE))
    rows = [(code(name), versions.get(name.lower().replace("_", "-"), "")) for name in names]
    return table(["package", "version"], rows)


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
