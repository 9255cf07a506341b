"""The zip of an edition: the same bytes from the same files, wherever and whenever it is made.

It is self-contained: it can be read, checked and rebuilt with nothing else. So it includes the project, and a
README of its own (`archive_readme`).

The files are stored, not compressed, because compressors differ from one release to the next. Their order,
times and permissions are fixed; the time is the one given in the descriptor.
"""

import io
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

from editions.archive_readme import readme
from editions.project_files import commit_of, project_files
from editions.sums import sums_of
from editions.versions import ZIP_YEARS
from exports.edition import Edition, read_edition
from exports.files import bounds_of, write_files
from exports.forms import FORMS
from schemas.manifest import PATH
from schemas.packed import SUMS
from validator.descriptor import CannotRun, is_inside

# from the project's folder, unchanged
FILES = ["README.md", "LICENSE", "LICENSE-CODE", "CITATION.cff", "CHANGELOG.md", "datapackage.json"]
FILES += [PATH]
DOCUMENTS = ["dictionary.md", "rules.md", "method.md", "datasheet.md", "findings.md", "exports.md"]
DOCUMENTS += ["validator.md", "recipes.md", "recipes/casualties.svg", "recipes/network.svg"]
# forms that are built
BUILT = ["sqlite", "parquet", "excel", "site", "citation", "croissant", "schema-org", "datasette"]
NO_EDITION = "not-an-edition"  # in the name of what is packed between editions


def write_archive(root: Path, folder: Path) -> Path:
    """Write the zip of the package in `root`, with `SHA256SUMS` next to it; -> its path.

    Raises `CannotRun` as `archive` does, and if the package is not valid; `OSError` if nothing can be
    written.
    """
    made = archive(read_edition(root / "datapackage.json"), project_files(root), commit_of(root))
    write_files({folder / name: data for name, data in made.items()}, bounds_of(folder))
    return folder / next(iter(made))


def archive(edition: Edition, project: Mapping[str, bytes], commit: str = "") -> dict[str, bytes]:
    """The zip of an edition, and `SHA256SUMS` with its hash: file name -> bytes.

    `project` has the other files of the project, by path. A state between two editions names its `commit`;
    an edition does not, since it is packed before its commit exists. Raises `CannotRun` if a file is missing,
    or if frictionless refuses the unpacked zip.
    """
    name = f"{edition.descriptor['name']}-{edition.version}"
    name += f"-{NO_EDITION}" if edition.under_way else ""
    files = {**project, **source_files(edition)}
    for form in BUILT:
        files |= FORMS[form](edition)
    files["README.md"] = readme(edition, files, commit)
    files[SUMS] = sums_of(files)
    data = _zip({f"{name}/{path}": found for path, found in files.items()}, edition)
    _prove(data, name)
    packed = {f"{name}.zip": data}
    return {**packed, SUMS: sums_of(packed)}


def source_files(edition: Edition) -> dict[str, bytes]:
    """The files of an edition. Raises `CannotRun` if one is missing, or is a link out of the package."""
    folder, files = edition.folder, dict[str, bytes]()
    parts = [entry[part] for entry in edition.descriptor["resources"] for part in ("path", "schema")]
    named = [part for part in parts if isinstance(part, str)]  # a schema may be in the descriptor itself
    for path in [*FILES, *(f"docs/{name}" for name in DOCUMENTS), *named]:
        if not is_inside(folder, path):
            raise CannotRun(f"{path} is a link out of the package: put the file itself there")
        if (folder / path).is_file():
            files[path] = (folder / path).read_bytes()
        elif path != PATH:  # the manifest, which does not exist before the first edition
            raise CannotRun(f"{path} does not exist: an edition needs it")
    return files


def _zip(files: dict[str, bytes], edition: Edition) -> bytes:
    if edition.created.year not in ZIP_YEARS:
        raise CannotRun(
            f"created in datapackage.json is {edition.created.date()}, which a zip cannot store: "
            f"write a day from {ZIP_YEARS[0]} to {ZIP_YEARS[-1]}"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, edition.created.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix, wherever it is made
            archive.writestr(entry, data)
    return out.getvalue()


def _prove(data: bytes, name: str) -> None:
    """Unpack the zip and check it with frictionless. Raises `CannotRun` if that finds a fault."""
    from frictionless import system, validate

    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # from frictionless itself
        zipfile.ZipFile(io.BytesIO(data)).extractall(scratch)
        with system.use_context(trusted=False):
            report = validate(str(Path(scratch) / name / "datapackage.json"))
    if not report.valid:
        raise CannotRun(f"frictionless refuses the unpacked zip: {report.flatten(['type', 'note'])[:1]}")
