"""`SHA256SUMS`: the hash of every file of an edition, beside them in its zip."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from exports.files import read_file
from validator.descriptor import is_inside, is_safe

SUMS = "SHA256SUMS"
LARGEST = 1_000_000  # bytes of that file


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` of some files, as `sha256sum --check` takes it."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    ).encode()


def changed_files(folder: Path) -> list[tuple[str, str]]:
    """(path, why) of each file of an unpacked edition that is not as its `SHA256SUMS` has it.

    None where there is no such file: the folder is no unpacked edition.
    """
    if not (folder / SUMS).exists():
        return []
    try:
        lines = read_file(folder / SUMS, LARGEST).decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [(SUMS, str(error))]
    found = []
    for number, line in enumerate(lines, start=1):
        known = re.fullmatch("([0-9a-f]{64})  (.+)", line)
        if not known:
            found.append((SUMS, f"line {number} is not a hash and a path"))
        elif why := _change(folder, known[2], known[1]):
            found.append((known[2], why))
    return found


def _change(folder: Path, path: str, digest: str) -> str:
    """Why a file is not the one of that hash; nothing where it is."""
    if not is_safe(path) or not is_inside(folder, path):
        return "it leads out of the package"
    if not (folder / path).is_file():
        return "it is missing"
    with (folder / path).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if found == digest else f"its SHA-256 is {found[:12]}…, not {digest[:12]}…"
