"""What a release overwrites is kept until the release is complete, so that it can be undone.

A copy of each file, and where the repository stood, lie in a folder beside them. Where that folder is found
at the start of a run, the run before was killed. Putting back takes renames alone, which a full disk allows.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exports.files import write_files
from validator.descriptor import CannotRun, read_json

KEPT = ".unfinished-release"
COPIES = f"{KEPT}/files"
STATE = f"{KEPT}/state.json"  # written last, and removed first: without it, nothing was overwritten


def keep(root: Path, *versions: Mapping[str, bytes], **state: str) -> None:
    """Keep a copy of the files in `root` that are to be overwritten, and whatever else is to be known.

    `versions`: path -> bytes, of all that is to be written there, one after the other.
    """
    paths = dict.fromkeys(path for version in versions for path in version)
    before = {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}
    write_files({root / COPIES / path: data for path, data in before.items()}, root)
    for path in before:
        shutil.copymode(root / path, root / COPIES / path)
    ours = {path: [_hash(one[path]) for one in (before, *versions) if path in one] for path in paths}
    told = json.dumps({**state, "hashes": ours, "new": sorted(paths.keys() - before.keys())}, indent=1)
    write_files({root / STATE: told.encode()}, root)


def kept(root: Path) -> dict[str, Any] | None:
    """What `keep` was told; None where no release is unfinished."""
    if not (root / STATE).is_file():
        forget(root)  # what is there was not complete when the run was killed
        return None
    return read_json(root / STATE)


def put_back(root: Path) -> None:
    """Put back every file as it was, if it is not so already.

    Raises `CannotRun`, before anything is put back, where a file holds what no release has written.
    """
    state = read_json(root / STATE)
    for path, ours in state["hashes"].items():
        if (root / path).is_file() and _hash((root / path).read_bytes()) not in ours:
            raise CannotRun(f"{path} was changed after a release that was not finished: see {COPIES}")
    for path in state["hashes"]:
        if (root / COPIES / path).is_file():
            os.replace(root / COPIES / path, os.path.realpath(root / path))
    for path in state["new"]:
        (root / path).unlink(missing_ok=True)


def forget(root: Path) -> None:
    """Remove what was kept. Raises `CannotRun` where that is not possible."""
    try:
        (root / STATE).unlink(missing_ok=True)
        if (root / KEPT).exists():
            shutil.rmtree(root / KEPT)
    except OSError as error:
        raise CannotRun(f"{KEPT} cannot be removed ({error.strerror}): remove it by hand") from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
