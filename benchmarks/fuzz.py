"""Fuzz the validator, guided by coverage, until the time is up or something is found.

    python benchmarks/fuzz.py [--target reader|descriptor] [--corpus FOLDER] [SECONDS]

`reader` reads arbitrary bytes in several dialects; `descriptor` validates a package whose descriptor or
schema is arbitrary bytes or mutated JSON. Any exception other than `CannotRun` is a finding: the input is
written to `build/fuzz/`, one line says how to reproduce it, and the exit code is 1. Without a target both run
in turn.

It needs atheris, which is not pinned because it has no wheels for Windows: `pip install atheris`.
"""

import argparse
import copy
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BUILD = ROOT / "build" / "fuzz"
OWN = "schemas"  # the package whose branches are counted

DIALECTS: list[dict[str, Any]] = [
    {},
    {"delimiter": ";", "quoteChar": "'"},
    {"delimiter": "\t", "quoteChar": "", "escapeChar": "\\"},
    {"doubleQuote": False, "skipInitialSpace": True},
    {"header": False, "nullSequence": "NA"},
    {"headerRows": [1, 2], "headerJoin": "", "commentChar": "#"},
    {"commentRows": [1, 3], "caseSensitiveHeader": False},
]
FORMS: list[dict[str, Any]] = [{}, {"compression": "gz"}, {"compression": "zip"}, {"encoding": "utf-16"}]
MATCHES = ["exact", "equal", "subset", "superset", "partial"]
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "a", "type": "string", "constraints": {"required": True, "maxLength": 9}},
        {"name": "b", "type": "integer", "constraints": {"minimum": 0}},
    ],
    "primaryKey": ["a"],
    "foreignKeys": [{"fields": ["a"], "reference": {"resource": "", "fields": ["a"]}}],
}
PACKAGE: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "fuzz",
    "version": "1.2.3",
    "resources": [
        {"name": "t", "path": "t.csv", "schema": "t.json", "dialect": {"delimiter": ","}},
        {"name": "u", "data": [["x"], [1]], "schema": {"fields": [{"name": "x", "type": "number"}]}},
    ],
}
FILES = {
    "t.csv": b"a,b\nx,1\ny,2\n",
    "t.json": json.dumps(SCHEMA).encode(),
    "datapackage.json": json.dumps(PACKAGE).encode(),
}
WORDS: list[Any] = [
    *("", "a", "b", "t", "t.csv", "t.json", "date", "any", "%Y", "list", "duration", "geojson", "(", "1"),
    *(None, True, 0, -1, 1.5, 10**30, [], {}, [""], ["a"], [[]], {"value": "a"}, "http://a/b", "NA", "email"),
]
NAMES = [
    *("type", "format", "constraints", "missingValues", "enum", "minimum", "pattern", "categories", "fields"),
    *("uniqueKeys", "fieldsMatch", "decimalChar", "groupChar", "bareNumber", "trueValues", "itemType"),
    *("encoding", "dialect", "path", "data", "schema", "bytes", "hash", "profile", "delimiter", "unique"),
    *("jsonSchema", "exclusiveMinimum", "maxLength", "foreignKeys", "reference", "resource", "innerpath"),
]


def read(data: bytes) -> None:
    """Read the bytes as the file of a table, except the first two, which choose the dialect and the form."""
    from validator.csv_reading import read_table
    from validator.descriptor import Resource
    from validator.file_bytes import Unreadable, opened

    if len(data) < 2:
        return
    dialect, form = DIALECTS[data[0] % len(DIALECTS)], FORMS[data[1] % len(FORMS)]
    schema = SCHEMA | {"fieldsMatch": MATCHES[data[1] // len(FORMS) % len(MATCHES)]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        file.write_bytes(data[2:])
        try:
            with opened(file, form) as content:
                table = read_table(content, Resource("t", "t.csv", file, form, schema, dialect))
        except Unreadable:
            return
    assert len(table.rows) == len(table.lines)


def validate_bytes(data: bytes) -> None:
    """Validate a package with these bytes, or JSON mutated by them, as its descriptor or schema."""
    from schemas.validation import validate
    from validator.descriptor import CannotRun

    if not data:
        return
    name = ("datapackage.json", "t.json")[data[0] % 2]
    with tempfile.TemporaryDirectory() as folder:
        for other, content in FILES.items():
            (Path(folder) / other).write_bytes(content)
        (Path(folder) / name).write_bytes(data[1:] if data[0] % 8 < 2 else _mutated(FILES[name], data[1:]))
        try:
            validate(Path(folder) / "datapackage.json", standard=data[0] % 16 < 8)
        except CannotRun:
            return


def _mutated(content: bytes, data: bytes) -> bytes:
    """A JSON text with some values changed: four bytes say which, how, and into what."""
    found = json.loads(content)
    for at in range(0, min(len(data) - 3, 32), 4):
        where, how, what, name = data[at : at + 4]
        ways = _ways(found)
        if not ways:
            break
        parent, key = ways[where % len(ways)]
        value = copy.deepcopy(WORDS[what % len(WORDS)])
        if how % 4 == 0:
            parent[key] = value
        elif how % 4 == 1 and isinstance(parent[key], dict):
            parent[key][NAMES[name % len(NAMES)]] = value
        elif how % 4 == 2 and isinstance(parent[key], list):
            parent[key].append(value)
        else:
            del parent[key]
    return json.dumps(found).encode()


def _ways(value: Any) -> list[tuple[Any, Any]]:
    """(parent, key) of each value inside a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, child in list(pairs) for found in [(value, key), *_ways(child)]]


TARGETS = {"reader": read, "descriptor": validate_bytes}


def once(target: str, data: bytes) -> bool:
    """Whether a target survives an input; if not, the input is kept, with a line that reproduces it."""
    try:
        TARGETS[target](data)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a polars panic is not an Exception
        BUILD.mkdir(parents=True, exist_ok=True)
        kept = BUILD / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
        kept.write_bytes(data)
        traceback.print_exc()
        print(f"FOUND: python benchmarks/fuzz.py --target {target} --input {kept.relative_to(ROOT)}")
        return False
    return True


def seeds() -> list[bytes]:
    """The initial inputs."""
    chosen = random.Random(1)
    texts = [
        b"a,b\nx,1\n",
        b'a;b\n"x;",2\n',
        b'A,B\r\n"x""y",\n\n#c\nz\n',
        b"\xef\xbb\xbfa\tb\n\xff\t1\n",
        b"",
    ]
    whole = [bytes([number, number]) + text for number in range(20) for text in texts]
    return whole + [bytes(chosen.randrange(256) for _ in range(chosen.randrange(40))) for _ in range(40)]


def run(target: str, seconds: int, corpus: Path) -> None:
    """Fuzz one target; ends the process, with exit code 1 after a finding."""
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("cannot fuzz: install atheris first, with pip install atheris (Linux and macOS)")
    with atheris.instrument_imports(include=[OWN]):
        import schemas.validation  # noqa: F401
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)

    def one(data: bytes) -> None:
        if not once(target, data):
            raise SystemExit(1)

    options = [f"-max_total_time={seconds}", "-max_len=400", "-timeout=30", "-rss_limit_mb=4000"]
    options += [f"-artifact_prefix={BUILD}/{target}-", "-verbosity=0", "-print_final_stats=1"]
    BUILD.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seconds", nargs="?", type=int, default=60, help="for each target")
    parser.add_argument("--target", choices=sorted(TARGETS))
    parser.add_argument("--input", type=Path, help="run the target on this file only")
    parser.add_argument("--corpus", type=Path, default=BUILD / "corpus", help="where inputs are kept")
    given = parser.parse_args()
    if given.input:
        return 0 if once(given.target or "reader", given.input.read_bytes()) else 1
    if given.target:
        run(given.target, given.seconds, given.corpus / given.target)
        return 0
    more = [str(given.seconds), "--corpus", str(given.corpus)]
    # each in its own process, which libFuzzer ends when the time is up
    ended = [
        subprocess.run([sys.executable, __file__, "--target", target, *more], check=False).returncode
        for target in TARGETS
    ]
    return 1 if any(ended) else 0


if __name__ == "__main__":
    sys.exit(main())
