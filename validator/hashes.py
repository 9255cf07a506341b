"""Whether a file has the hash that its descriptor says. This is checked while its rows are read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from validator.report import Finding, NotRun

Expected = tuple[str, Path, str]  # path in the package, the file, its hash as in the descriptor


def check_hash(expected: Expected) -> list[Finding | NotRun]:
    """Compare the hash of a file with the one expected, which is MD5 if it names no method."""
    return list(_faults(*expected))


def _faults(path: str, file: Path, given: str) -> Iterator[Finding | NotRun]:
    method, _, value = given.rpartition(":")
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, method.lower() or "md5").hexdigest()
    except (ValueError, TypeError):
        yield NotRun("hash", "package", path, f"the hash method {method!r} is not known here", False)
        return
    if found != value.lower():
        yield Finding("hash", f"{found[:12]}…, the descriptor has {value[:12]}…", path)
