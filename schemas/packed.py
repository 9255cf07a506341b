"""Checks that an unpacked edition is unchanged: each file against its hash in `SHA256SUMS`."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

from validator.descriptor import is_inside, is_safe
from validator.report import Finding, NotRun, Ran
from validator.rules import Rule, View

SUMS = "SHA256SUMS"
LINE = re.compile("([0-9a-f]{64})  (.+)")  # hash and path
LARGEST = 1_000_000  # bytes of SHA256SUMS
MOST = 2_000_000_000  # bytes of all files that it lists

RULE = Rule(
    "file-as-packed",
    "package",
    "In an unpacked edition, `SHA256SUMS` lists its files, and each one listed is there and has its hash.",
    "unpack the zip again, or remove SHA256SUMS from a copy that you want to edit",
)


def inspect(view: View) -> Iterator[Finding | NotRun | Ran]:
    """Compare the files of an unpacked edition with `SHA256SUMS`."""
    if not (view.folder / SUMS).exists():
        if _is_unpacked(view.folder):
            yield NotRun(RULE.id, RULE.level, SUMS, "no SHA256SUMS in an unpacked edition")
        return
    yield Ran("", (RULE.id,), path=SUMS)
    for path, why in chain(changed_files(view.folder), unlisted_files(view.folder, view.paths.values())):
        yield Finding(RULE.id, why, path)


def _is_unpacked(folder: Path) -> bool:
    """Whether a folder looks like an unpacked edition: its README says how to check the hashes."""
    readme = folder / "README.md"
    if not is_inside(folder, readme.name) or not readme.is_file():
        return False
    with readme.open("rb") as file:
        return f"sha256sum --check --quiet {SUMS}".encode() in file.read(LARGEST)


def changed_files(folder: Path) -> Iterator[tuple[str, str]]:
    """(path, why) of each file of an unpacked edition that does not match its `SHA256SUMS`."""
    lines, met, left = _lines(folder), set[str](), MOST
    if lines is None:
        yield SUMS, f"it is not a file of at most {LARGEST} bytes in the package"
        return
    for number, line in enumerate(lines, start=1):
        known = LINE.fullmatch(line)
        if not known or known[2] in met:
            yield SUMS, f"line {number} is not the hash and path of a further file"
            continue
        met.add(known[2])
        if not is_safe(known[2]) or not is_inside(folder, known[2]):
            yield known[2], "it leads out of the package"
        elif not (folder / known[2]).is_file():
            yield known[2], "it is missing"
        elif (left := left - (folder / known[2]).stat().st_size) < 0:
            yield (
                known[2],
                f"it and the files listed above it have more than {MOST} bytes, and were not checked",
            )
            return
        elif why := _change(folder / known[2], known[1]):
            yield known[2], why


def unlisted_files(folder: Path, tables: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """(path, why) of each file that `SHA256SUMS` should list and does not.

    These are the descriptor, the files of the `tables`, and those next to listed files of the same kind, such
    as another module in `validator`. Readers may add anything to the top folder, and folders of
    their own, such as `.venv` and `wheels`.
    """
    listed = {known[2] for known in map(LINE.fullmatch, _lines(folder) or []) if known}
    needed = {path for path in ("datapackage.json", *tables) if (folder / path).is_file()}
    kinds: dict[PurePosixPath, set[str]] = {}
    for entry in map(PurePosixPath, listed):
        if entry.parent.name and is_safe(str(entry)):
            kinds.setdefault(entry.parent, set()).add(entry.suffix)
    for parent, suffixes in kinds.items():
        if is_inside(folder, str(parent)) and (folder / parent).is_dir():
            names = [path.name for path in (folder / parent).iterdir() if path.suffix in suffixes]
            needed |= {f"{parent}/{name}" for name in names if not name.startswith(".")}
    for path in sorted(needed - listed) if listed else []:
        yield path, f"{SUMS} does not list it"


def _lines(folder: Path) -> list[str] | None:
    """The lines of `SHA256SUMS`; None if it is not a file of at most `LARGEST` bytes in the package."""
    path = folder / SUMS
    if not is_inside(folder, SUMS) or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    return path.read_bytes().decode(errors="replace").splitlines()


def _change(path: Path, digest: str) -> str:
    """Why a file does not have that hash; nothing if it does."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return "" if found == digest else f"its SHA-256 is {found[:12]}…, not {digest[:12]}…"
