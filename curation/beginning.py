"""An empty package of the same kind, for another story."""

import hashlib
import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

from curation.packages import as_json
from curation.vendored import ROOT, code_files
from exports.files import bounds_of, really, write_files
from schemas.rules import NAME
from validator.csv_reading import write_rows
from validator.descriptor import CannotRun, read_json
from validator.rules import PROPERTY

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEMPLATES = Path(__file__).with_name("new_package")
COPIED = ["LICENSE", "LICENSE-CODE", "docs/dictionary.md", "docs/curation.md"]
COPIED += ["requirements.txt", "requirements-all.txt", "requirements-uv.txt"]
HARMLESS = {".git"}  # what a folder may hold already
DESCRIPTION = (
    "Who said what, what happened, and which numbers were claimed by whom, coded from news texts. "
    "Statements and figures are what somebody is reported to have said, not facts."
)
LONGEST = 200  # characters in a title
SHOWN = 4  # files that a message names


def begin(folder: Path, name: str, title: str) -> list[Path]:
    """Write an empty package into a folder; -> its files.

    Raises `CannotRun`, with one sentence, if the name is not a slug, the title is unsuitable, or the folder
    is in use or belongs to another package; `OSError` if it cannot be written. Then nothing is written.
    """
    if not SLUG.fullmatch(name) or len(name) > 80:
        raise CannotRun(
            f'the name "{name}" is not a slug: use small letters and digits, with words joined by hyphens'
        )
    if not title.strip() or len(title) > LONGEST or not title.isprintable():
        raise CannotRun(f"the title is empty, longer than {LONGEST} characters, or has more than one line")
    _refuse_taken(folder)
    files = {folder / path: data for path, data in _files(name, " ".join(title.split())).items()}
    return write_files(files, bounds_of(folder), read=dict.fromkeys(files))


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file: name a new folder, or an empty one")
    inside = next((up for up in really(folder).parents if (up / "datapackage.json").exists()), None)
    if inside:
        raise CannotRun(f"{folder} is inside the package {inside}: name a folder outside it")
    if (folder / "datapackage.json").exists():
        raise CannotRun(f"{folder} already holds a package: name a new folder, or an empty one")
    there = (
        sorted(path.name for path in folder.iterdir() if path.name not in HARMLESS) if folder.exists() else []
    )
    if there:
        listed = ", ".join(there[:SHOWN]) + (f" and {len(there) - SHOWN} more" if len(there) > SHOWN else "")
        raise CannotRun(f"{folder} is not empty (it holds {listed}): name a new folder, or an empty one")


def _files(name: str, title: str) -> dict[str, bytes]:
    files = code_files()
    files |= {path: (ROOT / path).read_bytes() for path in COPIED if (ROOT / path).is_file()}
    words = {"name": name, "title": title, "quoted_title": json.dumps(title, ensure_ascii=False)}
    for template in sorted(TEMPLATES.iterdir()):
        name_ = template.name.removesuffix(".in")
        target = ".gitignore" if name_ == "gitignore" else name_
        text = template.read_text(encoding="utf-8")
        files[target] = (text if target == "Makefile" else Template(text).substitute(words)).encode()
    tables = {path: _header(path) for path in sorted(ROOT.glob("schemas/*.schema.json"))}
    headers = {path.name.removesuffix(".schema.json"): data for path, data in tables.items()}
    files |= {f"data/{table}.csv": data for table, data in headers.items()}
    files["datapackage.json"] = as_json(_descriptor(name, title, headers))
    return files


def _header(schema: Path) -> bytes:
    return write_rows([field["name"] for field in read_json(schema)["fields"]], []).encode()


def _descriptor(name: str, title: str, headers: dict[str, bytes]) -> dict[str, Any]:
    """A descriptor with the same resources as ours, but empty."""
    ours = read_json(ROOT / "datapackage.json")
    resources = [
        {
            **entry,
            "bytes": len(headers[entry["name"]]),
            "hash": f"sha256:{hashlib.sha256(headers[entry['name']]).hexdigest()}",
        }
        for entry in ours["resources"]
        if entry["name"] in headers
    ]
    return {
        "$schema": ours["$schema"],
        "name": name,
        PROPERTY: NAME,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "title": title,
        "description": DESCRIPTION,
        "version": "0.1.0-dev",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "licenses": ours["licenses"],
        "contributors": [{"title": f"{name} contributors", "roles": ["creator", "dataCurator"]}],
        "resources": resources,
    }
