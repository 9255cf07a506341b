"""Keep what a release overwrites until it is complete, so that it can be undone.

A folder in the package keeps a copy of each file, and the state of the repository. If a run finds that folder
when it starts, the run before was killed. Putting files back needs only renames, which work on a full disk.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from exports.files import write_files
from validator.descriptor import CannotRun, read_json

KEPT = ".unfinished-release"
COPIES = f"{KEPT}/files"
STATE = f"{KEPT}/state.json"  # written last, and removed first: without it, nothing was overwritten


def keep(root: Path, *versions: Mapping[str, bytes], **state: str) -> None:
    """Keep a copy of the files in `root` that will be overwritten, and the given state.

    `versions`: path -> bytes, for everything that will be written there, one after the other.
    """
    paths = dict.fromkeys(path for version in versions for path in version)
    before = {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}
    write_files({root / COPIES / path: data for path, data in before.items()}, root)
    for path in before:
        shutil.copymode(root / path, root / COPIES / path)
    ours = {path: [_hash(one[path]) for one in (before, *versions) if path in one] for path in paths}
    new = sorted(paths.keys() - before.keys())
    folders = {str(parent) for path in new for parent in Path(path).parents if not (root / parent).exists()}
    told = {**state, "hashes": ours, "new": new, "folders": sorted(folders, reverse=True)}
    write_files({root / STATE: json.dumps(told, indent=1).encode()}, root)


def kept(root: Path) -> dict[str, Any] | None:
    """The state that `keep` recorded; None if no release is unfinished."""
    if not (root / STATE).is_file():
        forget(root)  # the copies were not complete when the run was killed
        return None
    return read_json(root / STATE)


def put_back(root: Path) -> None:
    """Put back every file as it was, if it has changed, and remove the folders that were made for new files.

    Raises `CannotRun`, before anything is put back, if a file has content that no release wrote.
    """
    state = read_json(root / STATE)
    for path, ours in state["hashes"].items():
        if (root / path).is_file() and _hash((root / path).read_bytes()) not in ours:
            raise CannotRun(
                f"{path} was changed after a release that was not finished: copy your changes elsewhere, put "
                f"the file back as the release left it, or as it was before ({COPIES}/{path}), and run the "
                "command again"
            )
    for path in state["hashes"]:
        if (root / COPIES / path).is_file():
            os.replace(root / COPIES / path, os.path.realpath(root / path))
    for path in state["new"]:
        (root / path).unlink(missing_ok=True)
    for folder in state.get("folders", []):
        with suppress(OSError):  # somebody has put something else there
            (root / folder).rmdir()


def forget(root: Path) -> None:
    """Remove what was kept. Raises `CannotRun` if that is not possible."""
    try:
        (root / STATE).unlink(missing_ok=True)
        if (root / KEPT).exists():
            shutil.rmtree(root / KEPT)
    except OSError as error:
        raise CannotRun(f"{KEPT} cannot be removed ({error.strerror}): remove it by hand") from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
