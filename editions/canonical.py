"""The canonical form of the data files, and of the descriptor, which records their sizes and hashes."""

import hashlib
import json
from pathlib import Path
from typing import Any

from exports.edition import is_one_plain_file
from validator.csv_reading import read_table, write_rows
from validator.describe import Package, describe
from validator.descriptor import CannotRun, read_json
from validator.fields import TableSchema
from validator.report import Finding
from validator.resources import paths_of
from validator.standard_rules import RULES
from validator.tables import sort_key

# faults of the package that formatting corrects, or that do not prevent it
HARMLESS = {
    *("bytes", "hash", "file-unlisted", "version", "vocabulary-defined", "example-type", "example-fits"),
    *("descriptor-version", "property-known", "path-local"),
}
CORRECTED = {"byte-order-mark", "line-ending", "blank-row", "canonical-quoting"}


def canonical(descriptor_path: Path) -> dict[Path, bytes]:
    """The files that are not canonical, with their canonical content.

    Raises `CannotRun` if the descriptor or a schema is broken, or a file cannot be read without loss.
    """
    files = formatted(descriptor_path)
    return {path: wanted for path, (found, wanted) in files.items() if found != wanted}


def formatted(descriptor_path: Path) -> dict[Path, tuple[bytes, bytes]]:
    """The data files and the descriptor, each with its actual and its canonical content."""
    described = descriptor_path.read_bytes() if descriptor_path.is_file() else b""
    descriptor = read_json(descriptor_path)
    _list_new_tables(descriptor_path.parent, descriptor)
    package = _described(descriptor_path, descriptor)
    files: dict[Path, tuple[bytes, bytes]] = {}
    for resource in package.resources.values():
        path, file = resource.parts[0]
        if resource.inline is not None or not isinstance(file, Path):
            continue  # inline data is left as it is
        if not is_one_plain_file(resource):
            raise CannotRun(f"{path}: not a plain CSV file in UTF-8: only such files are formatted")
        found = file.read_bytes()
        wanted = canonical_csv(found, resource.schema, path)
        resource.entry["bytes"] = len(wanted)
        resource.entry["hash"] = f"sha256:{hashlib.sha256(wanted).hexdigest()}"
        files[file] = found, wanted
    wanted = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return {**files, descriptor_path: (described, wanted)}


def _described(path: Path, descriptor: dict[str, Any]) -> Package:
    """The package, unless it has a fault that formatting cannot correct."""
    remedies = {rule.id: rule.remedy for rule in RULES}
    stage = describe(path, descriptor=descriptor)
    while True:
        try:
            found = next(stage)
        except StopIteration as end:
            package: Package = end.value
            return package
        if isinstance(found, Finding) and found.rule not in HARMLESS:
            raise CannotRun(f"{found.path}: {found.message}: {remedies[found.rule]}")


def canonical_csv(data: bytes, schema: TableSchema, path: str) -> bytes:
    """The canonical form of a data file's bytes. Raises `CannotRun` if a row would be lost or changed."""
    table = read_table(data, schema)
    for rule, line, message in table.faults:
        if rule not in CORRECTED:
            raise CannotRun(f"{path}:{line}: {message}: correct the line by hand, then format again")
    rows = [[cell.strip() for cell in row] for row in table.rows]
    return write_rows(table.header, sorted(rows, key=sort_key(schema))).encode()


def _list_new_tables(folder: Path, descriptor: dict[str, Any]) -> None:
    """Add every data file that has a schema to the resources."""
    resources = descriptor.setdefault("resources", [])
    if not isinstance(resources, list):
        raise CannotRun("the resources of the descriptor are not a list: write them as one")
    listed = [path for entry in resources if isinstance(entry, dict) for path in paths_of(entry)]
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
