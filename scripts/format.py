"""Write the data files in their one canonical form, and their bytes and hashes into the descriptor.

    python scripts/format.py [datapackage.json] [--check]

Cells are trimmed, rows sorted by primary key, quoted only where needed, lines end with LF. Every
`data/<table>.csv` with a `schemas/<table>.schema.json` is listed as a resource. What is already canonical
stays as it is. A file that cannot be read without loss is left alone and named. `--check` writes nothing.
Exit code 0: all canonical now; 1: `--check` found something to do; 2: a file could not be read.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from scripts.console import run_command
from validator.csv_reading import read_table, write_rows
from validator.describe import Package, describe
from validator.descriptor import CannotRun, read_json
from validator.dialect import Dialect
from validator.fields import TableSchema
from validator.file_bytes import encoding_of, packing
from validator.report import Finding
from validator.resources import Resource, paths_of
from validator.standard_rules import RULES
from validator.tables import sort_key

# faults of the package that formatting mends, or that do not stand in its way
HARMLESS = {
    *("bytes", "hash", "file-unlisted", "version", "vocabulary-defined", "example-type", "example-fits"),
    *("descriptor-version", "property-known", "path-local"),
}
MENDED = {"byte-order-mark", "line-ending", "blank-row", "canonical-quoting"}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write data files and descriptor in their canonical form.")
    parser.add_argument("descriptor", nargs="?", default="datapackage.json")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would be written")
    options = parser.parse_args(arguments)
    try:
        changes = canonical(Path(options.descriptor))
    except CannotRun as error:
        print(f"cannot format: {error}", file=sys.stderr)
        return 2
    try:
        for path, data in changes.items():
            if not options.check:
                write_whole(path, data)
            print(f"{'not canonical' if options.check else 'written'}: {path}")
    except CannotRun as error:
        print(f"cannot format: {error}", file=sys.stderr)
        return 2
    if options.check and changes:
        print("run `make format`")
    return int(options.check and bool(changes))


def canonical(descriptor_path: Path) -> dict[Path, bytes]:
    """The files that are not canonical, with what they should hold.

    Raises `CannotRun` where the descriptor or a schema is broken, or a file cannot be read without loss, so
    that nothing is ever half written.
    """
    descriptor = read_json(descriptor_path)
    _list_new_tables(descriptor_path.parent, descriptor)
    package = _described(descriptor_path, descriptor)
    changes: dict[Path, bytes] = {}
    for resource in package.resources.values():
        [(path, file), *more] = resource.parts
        if resource.inline or not isinstance(file, Path):
            continue  # inline data is left as it is
        if more or not _is_plain(resource):
            raise CannotRun(f"{path}: not one plain CSV file in UTF-8: only such are formatted")
        found = file.read_bytes()
        wanted = canonical_csv(found, resource.schema, path)
        resource.entry["bytes"] = len(wanted)
        resource.entry["hash"] = f"sha256:{hashlib.sha256(wanted).hexdigest()}"
        if wanted != found:
            changes[file] = wanted
    wanted = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    if wanted != descriptor_path.read_bytes():
        changes[descriptor_path] = wanted
    return changes


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


def _is_plain(resource: Resource) -> bool:
    return (
        not packing(resource.entry, resource.path)
        and encoding_of(resource.entry) == "utf-8"
        and resource.dialect == Dialect()
    )


def canonical_csv(data: bytes, schema: TableSchema, path: str) -> bytes:
    """The canonical form of a data file's bytes. Raises `CannotRun` where a row would be lost or changed."""
    table = read_table(data, schema)
    for rule, line, message in table.faults:
        if rule not in MENDED:
            raise CannotRun(f"{path}:{line}: {message}: correct the line by hand, then format again")
    rows = [[cell.strip() for cell in row] for row in table.rows]
    return write_rows(table.header, sorted(rows, key=sort_key(schema))).encode()


def _list_new_tables(folder: Path, descriptor: dict[str, Any]) -> None:
    """Add every data file that has a schema to the resources."""
    resources = descriptor.setdefault("resources", [])
    if not isinstance(resources, list):
        raise CannotRun("the resources of the descriptor are no list: write them as one")
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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises `CannotRun` where the system does not let it be written."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(name, path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise CannotRun(f"{path} cannot be written ({error.strerror}): it is as it was") from None


if __name__ == "__main__":
    run_command(main)
