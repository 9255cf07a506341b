"""The files of a package in a folder, a zip, or a revision of git.

They are read into memory one by one, by name. Nothing is unpacked to disk or fetched, and no work tree is
touched. Anything but a regular file inside the package, such as a symbolic link, counts as missing.
"""

import lzma
import os
import stat
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from validator.descriptor import CannotRun, is_inside, is_safe

DESCRIPTOR = "datapackage.json"
LARGEST = 50_000_000  # bytes in all files that are read from a package, unpacked
MOST_FILES = 100_000  # in a zip
MOST_CELLS = 5_000_000  # in all tables of a package
# zip methods that unpack only as much as requested; others may fill the memory at once
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# exceptions raised by unreadable files and damaged archives
BROKEN = (
    *(OSError, EOFError, ValueError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
)

# (path, most bytes to read) -> the bytes, cut to that number, or None if there is no such file
Fetch = Callable[[str, int], bytes | None]


class Files:
    """The files of one package, by path relative to its descriptor."""

    def __init__(self, place: str, descriptor: str, fetch: Fetch) -> None:
        """`place` is the user's name for it; `descriptor` is the name of the descriptor file."""
        self.place, self.descriptor = place, descriptor
        self._fetch, self._left, self._cells = fetch, LARGEST, MOST_CELLS

    def count(self, cells: int) -> None:
        """Count cells. Raises `CannotRun` if there are more than `MOST_CELLS` in total."""
        self._cells -= cells
        if self._cells < 0:
            raise CannotRun(
                f"{self.place} has more than {MOST_CELLS} cells, too many to compare: name another"
            )

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if the package has no such file.

        Raises `CannotRun` if it cannot be read, or if more than `LARGEST` bytes have been read in total.
        """
        if not is_safe(path) or "\0" in path:
            return None
        try:
            data = self._fetch(path, self._left + 1)
        except BROKEN as error:
            raise CannotRun(f"{self.place}: {path} cannot be read ({error}): look at the file") from None
        if data is None:
            return None
        self._left -= len(data)
        if self._left < 0:
            raise CannotRun(f"{self.place} has more than {LARGEST} bytes, too many to compare: name another")
        return data


@contextmanager
def opened_place(place: str) -> Iterator[Files]:
    """The files of the package at a place, for the duration of a `with` block.

    A place is a folder, a descriptor, a zip, or a revision of the git repository in the current folder. Files
    and folders come first. Raises `CannotRun` if it is none of these.
    """
    path = Path(place)
    if not place:
        raise CannotRun("a place has an empty name: name a folder, a descriptor, a zip or a revision")
    if path.is_dir():
        yield Files(place, DESCRIPTOR, _in_folder(path))
    elif path.is_file() and zipfile.is_zipfile(path):
        with _opened_zip(path) as archive:
            top = _top(place, archive)
            yield Files(place, DESCRIPTOR, lambda name, most: _in_zip(archive, top + name, most))
    elif path.is_file() and path.suffix == ".json":
        yield Files(place, path.name, _in_folder(path.parent))
    elif path.exists():
        raise CannotRun(f"{place} is not a folder, a descriptor or a zip: name one of these")
    else:
        commit = _commit(place)
        yield Files(place, DESCRIPTOR, lambda name, most: _in_commit(commit, name, most))


def _in_folder(folder: Path) -> Fetch:
    def fetch(path: str, most: int) -> bytes | None:
        if not is_inside(folder, path) or not (folder / path).is_file():
            return None
        with (folder / path).open("rb") as file:
            return file.read(most)

    return fetch


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise CannotRun(f"{path} cannot be read as a zip ({error}): download it again") from None
    with archive:
        if len(archive.filelist) > MOST_FILES:
            raise CannotRun(f"{path} has more than {MOST_FILES} files: name the zip of one package")
        yield archive


def _top(place: str, archive: zipfile.ZipFile) -> str:
    """The folder in the archive that holds the descriptor: the root, or the only top folder that has one."""
    names = archive.namelist()
    if DESCRIPTOR in names:
        return ""
    found = sorted({name for name in names if name.count("/") == 1 and name.endswith(f"/{DESCRIPTOR}")})
    if len(found) != 1:
        many = "several top folders with" if found else "no"
        raise CannotRun(f"{place} has {many} {DESCRIPTOR}: name the zip of one package")
    return found[0].removesuffix(DESCRIPTOR)


def _in_zip(archive: zipfile.ZipFile, name: str, most: int) -> bytes | None:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or kind not in (0, stat.S_IFREG):
        return None
    if entry.compress_type not in BOUNDED:
        raise ValueError("its compression method is not one that zips commonly use")
    with archive.open(entry) as stream:
        return stream.read(most)


def _commit(revision: str) -> str:
    """The hash of the commit that a revision names."""
    why = "a revision does not begin with -"
    if not revision.startswith("-"):
        with _git("rev-parse", "--verify", f"{revision}^{{commit}}") as process:
            told, fault = process.communicate()
        if process.returncode == 0:
            return told.decode().strip()
        why = next(iter(fault.decode(errors="replace").splitlines()), "git said no more")
    raise CannotRun(
        f"{revision} is neither a file nor a folder here, nor a revision of git ({why}): check its name"
    )


def _in_commit(commit: str, path: str, most: int) -> bytes | None:
    """The raw bytes of a file as committed, relative to the current folder; for a link, its target."""
    with _git("cat-file", "blob", f"{commit}:./{path}") as process:
        stream: IO[bytes] = process.stdout  # type: ignore[assignment]  # it is a pipe
        data = stream.read(most)
        if len(data) == most:
            process.kill()
            return data
        process.communicate()
    return data if process.returncode == 0 else None


def _git(*arguments: str) -> subprocess.Popen[bytes]:
    """A git process that only reads what is stored locally. Raises `CannotRun` if there is no git."""
    try:
        return subprocess.Popen(
            ["git", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"},
        )
    except OSError as error:
        raise CannotRun(
            f"git cannot be run ({error.strerror}), so no revision can be read: install it"
        ) from None
