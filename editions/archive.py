"""The zip of an edition: the same bytes from the same files, wherever and whenever it is made.

The files are stored, not compressed: compressors differ from one release to the next. Their order, times and
permissions are fixed; the time is the one that the descriptor gives.
"""

import hashlib
import io
import tempfile
import warnings
import zipfile
from pathlib import Path

from exports.edition import Edition, read_edition
from schemas.manifest import PATH
from scripts.build import STEPS
from validator.descriptor import CannotRun

# of the project's folder, as they are
FILES = ["README.md", "LICENSE", "LICENSE-CODE", "CITATION.cff", "CHANGELOG.md", "datapackage.json"]
FILES += [PATH]
# load.py and what it imports
CODE = ["scripts/load.py", "schemas/quantities.py"]
CODE += [f"analysis/{name}.py" for name in ("__init__", "tables", "speakers", "figures")]
DOCUMENTS = [
    "dictionary.md",
    "rules.md",
    "schema.svg",
    "method.md",
    "datasheet.md",
    "findings.md",
    "exports.md",
]
# of what is built
BUILT = ["sqlite", "parquet", "excel", "site"]
SUMS = "SHA256SUMS"


def write_archive(root: Path, folder: Path) -> Path:
    """Write the zip of the package in `root`, and `SHA256SUMS` beside it; -> its path.

    Raises `CannotRun` where the package is not valid, or frictionless refuses it once it is unpacked.
    """
    edition = read_edition(root / "datapackage.json")
    name = f"{edition.descriptor['name']}-{edition.version}"
    files = _files(edition, root)
    files[SUMS] = "".join(f"{_sum(data)}  {path}\n" for path, data in sorted(files.items())).encode()
    data = _zip({f"{name}/{path}": found for path, found in files.items()}, edition)
    _prove(data, name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.zip"
    path.write_bytes(data)
    (folder / SUMS).write_text(f"{_sum(data)}  {path.name}\n", encoding="utf-8")
    return path


def _files(edition: Edition, root: Path) -> dict[str, bytes]:
    """Path in the zip -> its bytes."""
    paths = [*FILES, *CODE, *(f"docs/{name}" for name in DOCUMENTS)]
    for entry in edition.descriptor["resources"]:
        paths += [entry["path"], entry["schema"]]
    files = {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}
    missing = sorted(
        set(paths) - set(files) - {PATH}
    )  # of which the first edition has none before it is made
    if missing:
        raise CannotRun(f"{missing[0]} does not exist: an edition needs it")
    with tempfile.TemporaryDirectory() as scratch:
        for step in BUILT:
            for path in STEPS[step](edition, Path(scratch)):
                files[path.relative_to(scratch).as_posix()] = path.read_bytes()
    return files


def _zip(files: dict[str, bytes], edition: Edition) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, edition.created.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, wherever it is made
            archive.writestr(entry, data)
    return out.getvalue()


def _prove(data: bytes, name: str) -> None:
    """Unpack the zip and let frictionless look at it. Raises `CannotRun` where it finds a fault."""
    from frictionless import system, validate

    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of frictionless's own making
        zipfile.ZipFile(io.BytesIO(data)).extractall(scratch)
        with system.use_context(trusted=False):
            report = validate(str(Path(scratch) / name / "datapackage.json"))
    if not report.valid:
        raise CannotRun(f"frictionless refuses the unpacked zip: {report.flatten(['type', 'note'])[:1]}")


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
