#!/usr/bin/env python3
"""Make an edition: set its version everywhere, keep its manifest, pack it, commit and tag it.

    python scripts/release.py VERSION [--day YYYY-MM-DD]

Refused are a work tree with changes, a version that does not fit what has changed since the last edition,
files that are not canonical, stale documents, faulty data and an empty section of the changelog; then nothing
is written. Afterwards the version is that of the next edition, with `-dev`, in a commit of its own. Nothing
is pushed or uploaded. Where git is not at hand, all is done but the commits and the tag.
Exit code 0: made; 2: refused or failed, with one sentence that says why.
"""

import argparse
import datetime
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from editions.archive import write_archive
from editions.versions import CHANGELOG, section_of, with_version
from exports.citation import in_readme
from exports.edition import Edition, read_edition
from schemas.manifest import (
    PATH,
    manifest,
    read_manifest,
    version_of,
)
from scripts.console import run_command
from scripts.docs import out_of_date
from scripts.format import canonical, write_whole
from validator.descriptor import CannotRun
from validator.messages import harmless

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Make an edition.")
    parser.add_argument("version")
    parser.add_argument("--day", type=datetime.date.fromisoformat, default=None)
    options = parser.parse_args(arguments)
    day = options.day or datetime.datetime.now(datetime.UTC).date()
    try:
        release(ROOT, options.version, day.isoformat())
    except (CannotRun, OSError) as error:
        print(f"cannot release: {harmless(str(error))}", file=sys.stderr)
        return 2
    return 0


def release(root: Path, version: str, day: str) -> None:
    """Make the edition `version` of the package in `root`. Raises `CannotRun` where something is in its way.

    All that is written is put back where a later step fails.
    """
    git = _git_at_hand(root)
    for obstacle in _obstacles(root, version, git):
        raise CannotRun(obstacle)
    edition = read_edition(root / "datapackage.json")
    changed = with_version(root, version, day)
    changed[root / PATH] = _manifest(edition, version, read_manifest(root))
    before = {path: path.read_bytes() if path.is_file() else None for path in changed}
    try:
        for path, data in changed.items():
            write_whole(path, data)
        write_documents(root)
        print(f"packed: {write_archive(root, root / 'dist')}")
    except BaseException:
        for path, old in before.items():
            path.unlink(missing_ok=True) if old is None else write_whole(path, old)
        write_documents(root)
        raise
    if git:
        _git(root, "add", "--all")
        _git(root, "commit", "--quiet", "--message", f"Edition {version}")
        _git(root, "tag", "--annotate", f"v{version}", "--message", f"Edition {version}")
        print(f"committed and tagged: v{version}")
    major, minor, patch = version_of(version) or (0, 0, 0)
    following = f"{major}.{minor}.{patch + 1}-dev"
    for path, data in with_version(root, following).items():
        write_whole(path, data)
    write_documents(root)
    if git:
        _git(
            root, "commit", "--quiet", "--all", "--message", f"On the way to {following.removesuffix('-dev')}"
        )
    print(f"the version is now {following}")


def _obstacles(root: Path, version: str, git: bool) -> Iterator[str]:
    """Why an edition cannot be made, one sentence each."""
    if not re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version):
        yield f"{version} is no version of the form 1.2.3"
    if git and _git(root, "status", "--porcelain"):
        yield "the work tree has changes: commit them first"
    if git and _git(root, "tag", "--list", f"v{version}"):
        yield f"the tag v{version} exists: an edition is never made twice"
    about = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    if about["version"] != f"{version}-dev":
        yield f"the version is {about['version']}: it must be {version}-dev before {version} is made"
    if not section_of((root / CHANGELOG).read_text(encoding="utf-8"), f"{version}-dev"):
        yield f"{CHANGELOG} says nothing under {version}-dev: tell what has changed"
    stale = canonical(root / "datapackage.json")
    if stale:
        yield f"{next(iter(stale)).name} is not canonical, or its hash is stale: run `make format`"
    for path in out_of_date(root / "datapackage.json"):
        yield f"{path.relative_to(root)} is stale: run `make docs`"
    # refuses faulty data, and a version that is too small a step
    read_edition(root / "datapackage.json")


def _manifest(edition: Edition, version: str, old: dict | None) -> bytes:
    """The manifest of the edition; ids that were in the one before, and are gone, stay known."""
    tables = {name: (t.schema, t.frame.iter_rows(named=True)) for name, t in edition.tables.items()}
    found = manifest(version, tables, {})
    gone: dict[str, set[str]] = {name: set(ids) for name, ids in (old or {}).get("gone", {}).items()}
    for name, table in (old or {}).get("tables", {}).items():
        left = found["tables"].get(name, {"rows": {}})["rows"]
        gone.setdefault(name, set()).update(set(table["rows"]) - set(left))
    found["gone"] = {name: sorted(ids) for name, ids in sorted(gone.items()) if ids}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def write_documents(root: Path) -> None:
    """Write what is made of the data into the documents and README."""
    readme = root / "README.md"
    told = in_readme(readme.read_text(encoding="utf-8"), read_edition(root / "datapackage.json"))
    write_whole(readme, told.encode())
    for path, data in out_of_date(root / "datapackage.json").items():
        write_whole(path, data)


def _git_at_hand(root: Path) -> bool:
    return shutil.which("git") is not None and (root / ".git").exists()


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise CannotRun(f"git {arguments[0]} failed ({done.stderr.strip().partition(chr(10))[0]})")
    return done.stdout.strip()


if __name__ == "__main__":
    run_command(main)
