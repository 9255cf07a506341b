"""Raise the version in preparation, everywhere at once, when changes require a greater step than planned."""

import tempfile
from dataclasses import replace
from pathlib import Path

from analysis.tables import read_rows
from editions.canonical import canonical
from editions.release import staged, undo_unfinished
from editions.versions import is_version, with_version
from exports import pages
from exports.edition import Edition, read_edition
from exports.files import outdated, write_files
from schemas.manifest import columns_of, read_manifest, rows_of, steps_asked
from schemas.steps import STEPS, next_version, version_of
from validator.csv_reading import write_rows
from validator.descriptor import CannotRun, read_json

CORRECTIONS = "data/corrections.csv"


def bump(root: Path, version: str) -> tuple[list[Path], str]:
    """Make `version`, with `-dev`, the version in preparation of the package in `root`.

    -> the files written, and the lower version that would be enough, if there is one. Corrections meant for
    the version in preparation so far move to this one. `version` may also be given with `-dev`.

    Raises `CannotRun` or `OSError` if `version` is not later than that one, or the package would not be valid
    with it; then nothing is written.
    """
    undo_unfinished(root)
    version = version.removesuffix("-dev")
    descriptor = read_json(root / "datapackage.json")
    under_way = str(descriptor.get("version"))
    if not is_version(version):
        raise CannotRun(f"{version} is not a version of the form 1.2.3")
    if not under_way.endswith("-dev") or (version_of(under_way) or (0,)) > (version_of(version) or (0,)):
        raise CannotRun(f"the version is {under_way}: it can only be raised, and only between editions")
    with tempfile.TemporaryDirectory() as scratch:
        stage = Path(scratch)
        _write(stage, staged(Edition(root, descriptor, {})))
        made = with_version(stage, f"{version}-dev")
        if (stage / CORRECTIONS).is_file():
            made[CORRECTIONS] = _corrections(stage, version)
        _write(stage, made)
        for path, data in canonical(stage / "datapackage.json").items():
            made[str(path.relative_to(stage))] = data
        _write(stage, made)
        edition = read_edition(stage / "datapackage.json")
        made |= pages.all_documents(replace(edition, descriptor=read_json(stage / "datapackage.json")))
    files = {root / path: data for path, data in made.items()}
    changed = outdated(files)
    write_files(files, root)
    enough = max(version_of(under_way) or (0, 0, 0), _lowest(edition))
    return changed, ".".join(map(str, enough)) if enough < (version_of(version) or enough) else ""


def _lowest(edition: Edition) -> tuple[int, int, int]:
    """The lowest version that the changes since the last edition allow; 0.0.0 if there is none."""
    old = read_manifest(edition.folder)
    if old is None:
        return 0, 0, 0
    schemas = {name: table.schema for name, table in edition.tables.items()}
    now = {
        name: rows_of(columns_of(table.schema), table.primary_key, table.frame)
        for name, table in edition.tables.items()
    }
    step = STEPS[max((STEPS.index(step) for step, _ in steps_asked(old, schemas, now)), default=0)]
    last = ".".join(map(str, version_of(old["edition"]) or (0, 0, 0)))
    return version_of(next_version(last, step)) or (0, 0, 0)


def _corrections(folder: Path, version: str) -> bytes:
    """The corrections, with a new version in those that are in no edition yet."""
    try:
        header, rows = read_rows(folder / CORRECTIONS)
    except ValueError as error:
        raise CannotRun(str(error).replace(f"{folder}/", "")) from None
    if "version" not in header or (manifest := read_manifest(folder)) is None:
        return (folder / CORRECTIONS).read_bytes()
    at, last = header.index("version"), version_of(manifest["edition"]) or (0, 0, 0)
    for row in rows:
        if (version_of(row[at]) or last) > last:
            row[at] = version
    return write_rows(header, rows).encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    write_files({folder / path: data for path, data in files.items()}, folder)
