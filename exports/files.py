"""Read files within limits, and write them whole or not at all. Imports nothing from the project.

Data is written to a temporary file next to its target, synced, and then renamed to the target. So a run that
fails, or is killed, leaves every file either as it was or complete.
"""

import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed
    fcntl = None  # type: ignore[assignment]

UNFINISHED = ".unfinished"  # the end of a temporary file's name


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file.

    Raises `OSError`, with one sentence, if there is no such file, or it has more than `most` bytes. A pipe or
    a device is never read.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(f"{path} is not a regular file")
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise OSError(_sentence(path, "read", error)) from None
    if len(data) > most:
        raise OSError(f"{path} has more than {most} bytes")
    return data


def outdated(files: Mapping[Path, bytes]) -> list[Path]:
    """The files that do not contain these bytes."""
    return [path for path, data in files.items() if _bytes_of(path) != data]


def write_files(
    files: Mapping[Path, bytes], inside: Path, *, read: Mapping[Path, bytes | None] | None = None
) -> list[Path]:
    """Write files, each whole or not at all; -> those that did not contain these bytes before.

    All of them are prepared before the first is put in place. A file keeps its mode. Temporary files that a
    killed run has left in the same folders are removed.

    Args:
        files: Path -> bytes.
        inside: A folder that no path may leave, not even through a link.
        read: Path -> what was read there, or None if there was no file. A file that has changed since is not
            overwritten. If two runs write to one folder at once, the second notices as well.

    Raises:
        OSError: Something cannot be written. One sentence says which file, and why.
    """
    targets = {path: _target(path, inside) for path in files}
    for folder in {target.parent for target in targets.values()}:
        remove_leftovers(folder)
    changed = outdated(files)
    temporary = {path: _beside(targets[path]) for path in changed}
    path = inside
    try:
        with ExitStack() as opened:
            for path in changed:
                targets[path].parent.mkdir(parents=True, exist_ok=True)
                _fill(opened.enter_context(temporary[path].open("xb")), files[path])
                if targets[path].exists():
                    temporary[path].chmod(stat.S_IMODE(targets[path].stat().st_mode))
            opened.enter_context(_alone(inside))
            for path, known in (read or {}).items():
                if path in temporary and _bytes_of(path) != known:
                    raise OSError(f"{path} was changed by somebody else in the meantime: nothing was written")
            if not fcntl:
                opened.close()  # Windows cannot rename an open file
            for path in changed:
                os.replace(temporary[path], targets[path])
    except OSError as error:
        raise OSError(_sentence(path, "written", error)) from None
    finally:
        for left in temporary.values():
            with suppress(OSError):
                left.unlink(missing_ok=True)
    _sync({targets[path].parent for path in changed})
    return changed


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that killed runs have left in a folder, but not those of a current run."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError), path.open("rb") as file:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def bounds_of(folder: Path) -> Path:
    """The folder that files written to `folder`, as named by a user, may not leave.

    It is the current one if `folder` is relative to it, because a link there may come from somebody else.
    """
    return folder if folder.is_absolute() or ".." in folder.parts else Path()


def really(path: Path) -> Path:
    """The real path, with links followed. Unlike with `Path.resolve`, circular links are not an error."""
    return Path(os.path.realpath(path))


def _target(path: Path, inside: Path) -> Path:
    """The real path of a file. Raises `OSError` if it is outside a folder, or not a regular file."""
    target, bounds = really(path), really(inside)
    if not target.is_relative_to(bounds):
        raise OSError(f"{path} is outside {bounds}: nothing was written")
    if target.exists() and not target.is_file():
        raise OSError(f"{path} is not a regular file: nothing was written")
    return target


def _beside(target: Path) -> Path:
    """An unused name for a temporary file next to a target."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}{UNFINISHED}")


def _fill(file: IO[bytes], data: bytes) -> None:
    if fcntl:  # the lock distinguishes the file of a current run from one that a killed run has left
        fcntl.flock(file, fcntl.LOCK_EX)
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs from writing to a folder, if the system can lock folders, as Linux and macOS can."""
    handle = None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _sync(folders: Iterable[Path]) -> None:
    """Sync the new names to disk as well, if the system can sync a folder."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _sentence(path: Path, done: str, error: Exception) -> str:
    reason = getattr(error, "strerror", None)
    return f"{path} cannot be {done} ({reason})" if reason else str(error)
