"""The bytes of a data file as UTF-8, unpacked and decoded if necessary, never all in memory.

A packed file is unpacked into a temporary one, up to a limit, so that a small file cannot fill the disk.
"""

import codecs
import gzip
import lzma
import mmap
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

Buffer = bytes | mmap.mmap

PIECE = 1 << 20  # bytes copied at once
UNPACKED = 20_000_000_000  # bytes that any file may unpack into;
FREELY = 100_000_000  # beyond that, only up to
TIMES = 200  # times its own size: tables rarely pack better than 20 to 1

# the first bytes of files often mistaken for text
LFS = b"version https://git-lfs.github.com/spec/"
OTHERS = {
    b"PK\x03\x04": "a zip archive (an xlsx workbook is one), not text: save it as CSV",
    b"\x1f\x8b": "packed with gzip, not text: name it .gz, or say `compression`",
    b"SQLite format 3\x00": "an SQLite database, not text: save the table as CSV",
    b"PAR1": "a Parquet file, not text: save it as CSV",
    b"%PDF-": "a PDF, not text: save the table as CSV",
    b"\xd0\xcf\x11\xe0": "a workbook in the old format of Excel, not text: save it as CSV",
}

# what the unpacking modules raise for damaged or forged bytes
DAMAGED: tuple[type[Exception], ...] = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError, OverflowError, MemoryError),
    *(zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile),
)

# zip methods that unpack no more than requested; others fill the memory at once
BOUNDED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

# codecs that are listed as encodings but never used for files; some take minutes for a megabyte
NO_ENCODINGS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}


@dataclass(frozen=True)
class InMemory:
    """The text of inline data, in place of a file."""

    data: bytes


File = Path | InMemory


class Unreadable(Exception):
    """A file cannot be unpacked or decoded: the id of the rule it breaks, and what was found."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def packing(entry: dict[str, Any], path: str) -> str:
    """How a file is packed: `gz`, `zip`, or empty, from the resource or from the name of the file."""
    given = entry.get("compression")
    if given is None:
        given = next((kind for kind in ("gz", "zip") if path.lower().endswith(f".{kind}")), "")
    return "" if given == "no" else str(given)


def size(file: File) -> int:
    """The size of a file in bytes, as packed."""
    return len(file.data) if isinstance(file, InMemory) else file.stat().st_size


def encoding_of(entry: dict[str, Any]) -> str:
    """Python's name for the encoding of a resource's files; empty if Python does not know it."""
    try:
        found = codecs.lookup(str(entry.get("encoding") or "utf-8"))
    except (LookupError, ValueError):
        return ""
    # base64, zlib and the like are also codecs, but not for text
    is_text = getattr(found, "_is_text_encoding", True) and found.name.replace("_", "-") not in NO_ENCODINGS
    return found.name if is_text else ""


@contextmanager
def opened(file: File, entry: dict[str, Any]) -> Iterator[Buffer]:
    """The bytes of a resource's file, for the duration of a `with` block.

    Raises `Unreadable` if it cannot be unpacked or decoded, and `OSError`.
    """
    if isinstance(file, InMemory):
        yield file.data
        return
    packed, encoding = packing(entry, file.name), encoding_of(entry)
    with tempfile.TemporaryFile() as scratch:
        source: IO[bytes] = file.open("rb")
        with source:
            _refuse_others(source, packed)
            if packed:
                _unpack(source, scratch, packed, entry)
                source, scratch = scratch, source
            if encoding not in ("utf-8", "utf-8-sig"):
                with tempfile.TemporaryFile() as decoded:
                    _decode(source, decoded, encoding)
                    with _mapped(decoded) as data:
                        yield data
                return
            with _mapped(source) as data:
                yield data


def _refuse_others(source: IO[bytes], packed: str) -> None:
    """Report what a file really is, if that is not what its name or its descriptor says."""
    head = source.read(64)
    source.seek(0)
    if head.startswith(LFS):
        raise Unreadable("packing" if packed else "encoding", "a pointer of Git LFS: fetch the file itself")
    kind = next((kind for begin, kind in OTHERS.items() if head.startswith(begin)), "")
    if kind and not packed:
        raise Unreadable("encoding", f"it is {kind}")


@contextmanager
def _mapped(file: IO[bytes]) -> Iterator[Buffer]:
    file.flush() if file.writable() else None
    if os.fstat(file.fileno()).st_size == 0:
        yield b""  # an empty file cannot be mapped
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def release(data: Buffer, end: int) -> None:
    """Let the system have back the memory of a mapped file up to a place, where it can."""
    if isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED, 0, end - end % mmap.PAGESIZE)


def _unpack(source: IO[bytes], target: IO[bytes], packed: str, entry: dict[str, Any]) -> None:
    limit = min(UNPACKED, max(FREELY, TIMES * os.fstat(source.fileno()).st_size))
    try:
        with _packed(source, packed, entry) as stream:
            while piece := stream.read(PIECE):
                if target.tell() + len(piece) > limit:
                    raise Unreadable("packing", f"it unpacks to more than {limit} bytes")
                target.write(piece)
    except DAMAGED as error:
        raise Unreadable("packing", f"it cannot be unpacked as {packed} ({error})") from None
    target.seek(0)


@contextmanager
def _packed(source: IO[bytes], packed: str, entry: dict[str, Any]) -> Iterator[IO[bytes]]:
    if packed == "gz":
        with gzip.open(source) as stream:
            yield stream  # type: ignore[misc]
    elif packed == "zip":
        with zipfile.ZipFile(source) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            inner = entry.get("innerpath") or (names or [""])[0]
            if not names:
                raise Unreadable("packing", "the archive is empty")
            if inner not in names:
                raise Unreadable("packing", f"the archive has no file {inner!r}")
            if archive.getinfo(inner).compress_type not in BOUNDED:
                raise Unreadable("packing", "its compression method is not a common one for zip archives")
            with archive.open(inner) as stream:
                yield stream
    else:
        raise Unreadable("packing", f"the packing {packed!r} is not supported here")


def _decode(source: IO[bytes], target: IO[bytes], encoding: str) -> None:
    """Rewrite a text in another encoding as UTF-8."""
    if not encoding:
        raise Unreadable("encoding", "the encoding that the descriptor names is not known")
    source.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    at = 0
    try:
        while True:
            piece = source.read(PIECE)
            target.write(decoder.decode(piece, final=not piece).encode("utf-8"))
            at += len(piece)
            if not piece:
                return
    except (UnicodeError, ValueError) as error:
        raise Unreadable("encoding", f"after byte {at} it is not {encoding} ({error})") from None
