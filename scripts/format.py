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

from schemas.descriptor import CannotRun, Resource, is_safe, read_json


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
    for path, data in changes.items():
        print(f"{'not canonical' if options.check else 'written'}: {path}")
        if not options.check:
            _write(path, data)
    if options.check and changes:
        print("run `make format`")
    return int(options.check and bool(changes))


def canonical(descriptor_path: Path) -> dict[Path, bytes]:
    """The files that are not canonical, with what they should hold.

    Raises `CannotRun` where a file cannot be read without loss, so that nothing is ever half written.
    """
    folder, descriptor = descriptor_path.parent, read_json(descriptor_path)
    _list_new_tables(folder, descriptor)
    changes: dict[Path, bytes] = {}
    for entry in descriptor["resources"]:
        path = folder / entry["path"]
        found = path.read_bytes()
        wanted = canonical_csv(found, entry, folder)
        entry["bytes"] = len(wanted)
        entry["hash"] = f"sha256:{hashlib.sha256(wanted).hexdigest()}"
        if wanted != found:
            changes[path] = wanted
    wanted = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    if wanted != descriptor_path.read_bytes():
        changes[descriptor_path] = wanted
    return changes


def canonical_csv(data: bytes, entry: dict[str, Any], folder: Path) -> bytes:
    """The canonical form of a data file's bytes. Raises `CannotRun` where a row would be lost or changed."""
    from schemas.levels.file import sort_key
    from schemas.reading import read_table, write_rows

    if not is_safe(entry["path"]) or not is_safe(entry["schema"]):
        raise CannotRun(f"resource {entry['name']}: its path leads out of the package: use a relative one")
    schema = read_json(folder / entry["schema"])
    resource = Resource(entry["name"], entry["path"], folder / entry["path"], entry, schema)
    table = read_table(data, resource)
    mended = {"byte-order-mark", "line-ending", "blank-row"}
    for rule, line, message in table.faults:
        if rule not in mended:
            raise CannotRun(f"{entry['path']}:{line}: {message}: mend the line by hand, then format again")
    rows = [[cell.strip() for cell in row] for row in table.rows]
    return write_rows(table.header, sorted(rows, key=sort_key(resource))).encode()


def _list_new_tables(folder: Path, descriptor: dict[str, Any]) -> None:
    """List every data file that has a schema, and refuse a listed one that is not there."""
    listed = {entry["path"] for entry in descriptor["resources"]}
    for path in sorted(folder.glob("data/*.csv")):
        schema = folder / "schemas" / f"{path.stem}.schema.json"
        if f"data/{path.name}" in listed or not schema.is_file():
            continue
        about = read_json(schema)
        descriptor["resources"].append(
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
    for entry in descriptor["resources"]:
        if not (folder / entry["path"]).is_file():
            raise CannotRun(f"{entry['path']} does not exist: add it, or drop its entry from the descriptor")


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.chmod(name, path.stat().st_mode & 0o777)
    os.replace(name, path)


if __name__ == "__main__":
    sys.exit(main())
