"""The one canonical form of the data files, and of the descriptor, which has their bytes and hashes."""

import hashlib
import json
from pathlib import Path
from typing import Any

from exports.edition import is_one_plain_file
from schemas.descriptor import CannotRun, Resource, read_json
from schemas.levels import package
from schemas.levels.file import sort_key
from schemas.reading import read_table, write_rows
from schemas.run import Run

# faults of the package that formatting mends, or that do not stand in its way
HARMLESS = {
    *("bytes", "hash", "file-unlisted", "version", "vocabulary-defined", "example-type", "example-fits"),
    *("descriptor-version", "property-known", "path-local"),
}
MENDED = {"byte-order-mark", "line-ending", "blank-row", "canonical-quoting"}


def canonical(descriptor_path: Path) -> dict[Path, bytes]:
    """The files that are not canonical, with what they should hold.

    Raises `CannotRun` where the descriptor or a schema is broken, or a file cannot be read without loss.
    """
    files = formatted(descriptor_path)
    return {path: wanted for path, (found, wanted) in files.items() if found != wanted}


def formatted(descriptor_path: Path) -> dict[Path, tuple[bytes, bytes]]:
    """The data files and the descriptor, each with what it holds and what it should hold."""
    described = descriptor_path.read_bytes() if descriptor_path.is_file() else b""
    run = Run(descriptor_path, None)
    _list_new_tables(run.folder, run.descriptor)
    package.check(run)
    for error in run.report.errors:
        if error.rule not in HARMLESS:
            raise CannotRun(f"{error.path}: {error.message}: {error.remedy}")
    files: dict[Path, tuple[bytes, bytes]] = {}
    for resource in run.resources.values():
        if not isinstance(resource.file, Path):
            continue  # inline data is left as it is
        if not is_one_plain_file(resource):
            raise CannotRun(f"{resource.path}: not one plain CSV file in UTF-8: only such are formatted")
        found = resource.file.read_bytes()
        wanted = canonical_csv(found, resource)
        resource.descriptor["bytes"] = len(wanted)
        resource.descriptor["hash"] = f"sha256:{hashlib.sha256(wanted).hexdigest()}"
        files[resource.file] = found, wanted
    wanted = (json.dumps(run.descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return {**files, descriptor_path: (described, wanted)}


def canonical_csv(data: bytes, resource: Resource) -> bytes:
    """The canonical form of a data file's bytes. Raises `CannotRun` where a row would be lost or changed."""
    table = read_table(data, resource)
    for rule, line, message in table.faults:
        if rule not in MENDED:
            raise CannotRun(f"{resource.path}:{line}: {message}: mend the line by hand, then format again")
    rows = [[cell.strip() for cell in row] for row in table.rows]
    return write_rows(table.header, sorted(rows, key=sort_key(resource))).encode()


def _list_new_tables(folder: Path, descriptor: dict[str, Any]) -> None:
    """Add every data file that has a schema to the resources."""
    resources = descriptor.setdefault("resources", [])
    if not isinstance(resources, list):
        raise CannotRun("the resources of the descriptor are no list: write them as one")
    listed = [path for entry in resources if isinstance(entry, dict) for path in package.paths(entry)]
    for path in sorted(folder.glob("data/*.csv")):
        schema = folder / "schemas" / f"{path.stem}.schema.json"
        if f"data/{path.name}" in listed or not schema.is_file():
            continue
        about = read_json(schema)
        resources.append(
            {
                "name": path.stem,
                "path": f"data/{path.name}",
                "title": about.get("title", path.stem),
                "description": about.get("description", ""),
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
                "schema": f"schemas/{schema.name}",
            }
        )
