"""`SHA256SUMS`: the hash of every file of an edition, stored in its zip. `schemas.packed` reads it."""

import hashlib
from collections.abc import Mapping


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` of some files, in the format of `sha256sum --check`."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())
    ).encode()
