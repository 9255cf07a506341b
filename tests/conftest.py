"""A small package of our own making, and a copy of it that a test may break."""

import csv
import gc
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # the workers of pytest share the cores as it is

import pandas as pd
import polars as pl
import pytest
from remembering import remember

from analysis.tables import Tables
from editions import canonical as canonical_form
from exports.edition import Edition, read_edition
from schemas.manifest import PATH, manifest
from schemas.validation import validate
from scripts.format import canonical
from scripts.load import load
from validator.checks import checks_of, failing
from validator.descriptor import CannotRun
from validator.fields import TableSchema, parse_schema
from validator.frames import repeated, rows
from validator.keys import unique_keys
from validator.report import Report
from validator.rules import Rule
from validator.schema_checks import check_schema

ROOT = Path(__file__).parents[1]
MINI = ROOT / "tests" / "mini"
MANIFESTS: dict[tuple[str | bytes, ...], str] = {}  # version and files of a package -> its manifest


class Package:
    """A copy of the small package in a folder of its own. Edits keep it canonical, hashes and all."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.texts = folder, folder / "texts"
        self.descriptor = folder / "datapackage.json"
        if folder.exists():
            return
        shutil.copytree(MINI / "data", folder / "data")
        shutil.copytree(MINI / "texts", folder / "texts")
        (folder / "schemas").mkdir()
        for schema in (ROOT / "schemas").glob("*.schema.json"):
            shutil.copy(schema, folder / "schemas")
        about = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
        self.descriptor.write_text(
            json.dumps({**about, "version": "1.2.3", "resources": []}), encoding="utf-8"
        )
        (folder / "CITATION.cff").write_text("version: 1.2.3\n", encoding="utf-8")
        (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 - 2026-01-02\n", encoding="utf-8")
        self.seal()

    def path(self, table: str) -> Path:
        return self.folder / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def set(self, table: str, key: str, **cells: str) -> None:
        """Change cells of the row whose key, joined by `/`, is given."""
        rows, schema = self.rows(table), self.read_json(f"schemas/{table}.schema.json")
        names = [schema["primaryKey"]] if isinstance(schema["primaryKey"], str) else schema["primaryKey"]
        [row] = [row for row in rows if "/".join(row[name] for name in names) == key]
        unknown = set(cells) - set(row)
        assert not unknown, f"{table} has no column {unknown}"
        row.update(cells)
        self.write(table, rows)

    def add(self, table: str, /, **cells: str) -> None:
        names = self.path(table).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert set(cells) <= set(names), f"{table} has no column {set(cells) - set(names)}"
        self.write(table, [*self.rows(table), {name: cells.get(name, "") for name in names}])

    def drop(self, table: str, key: str) -> None:
        self.write(table, [r for r in self.rows(table) if not "/".join(r.values()).startswith(key + "/")])

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        self.seal_one(table)

    def read_json(self, path: str) -> dict:
        return json.loads((self.folder / path).read_text(encoding="utf-8"))

    def edit_json(self, path: str, change) -> None:
        found = self.read_json(path)
        change(found)
        (self.folder / path).write_text(json.dumps(found), encoding="utf-8")

    def follows_no_rule_set(self) -> None:
        """Make it a package that is checked by the standard alone."""
        self.edit_json("datapackage.json", lambda found: found.pop("validator:ruleSet"))

    def edit_bytes(self, table: str, change) -> None:
        """Change the bytes of a file and only the hash beside it, so that the fault itself is what is met."""
        path = self.path(table)
        path.write_bytes(change(path.read_bytes()))
        self.rehash(table)

    def rehash(self, table: str) -> None:
        data = self.path(table).read_bytes()

        def write(descriptor: dict) -> None:
            [entry] = [entry for entry in descriptor["resources"] if entry["name"] == table]
            entry.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")

        self.edit_json("datapackage.json", write)

    def seal(self) -> None:
        """Sort, quote and hash, as `make format` does; only hash where it refuses a broken schema."""
        try:
            for path, data in canonical(self.descriptor).items():
                path.write_bytes(data)
        except CannotRun:
            for path in self.folder.glob("data/*.csv"):
                self.rehash(path.stem)

    def seal_one(self, table: str) -> None:
        """Seal a package of which only this table has changed."""
        schema, path = self.folder / "schemas" / f"{table}.schema.json", self.path(table)
        if not schema.is_file() or schema.read_text(encoding="utf-8") != own_schema(table):
            self.seal()
            return
        wanted = canonical_form.canonical_csv(
            path.read_bytes(), parse_schema(json.loads(own_schema(table))), path.name
        )
        path.write_bytes(wanted)
        self.rehash(table)

    def keep_edition(self, version: str = "0.9.0", change=lambda found: None) -> None:
        """Write down what the package holds as its last edition."""
        files = [self.descriptor, *sorted(self.folder.glob("*/*.csv")), *sorted(self.folder.glob("*/*.json"))]
        key = version, *(part for file in files for part in (file.name, file.read_bytes()))
        if key not in MANIFESTS:
            edition = read_edition(self.descriptor)
            tables = {name: (t.schema, t.frame) for name, t in edition.tables.items()}
            MANIFESTS[key] = json.dumps(manifest(version, tables, {}))
        found = json.loads(MANIFESTS[key])
        change(found)
        (self.folder / PATH).write_text(json.dumps(found), encoding="utf-8")

    def validate(self) -> Report:
        return validate(self.descriptor, self.texts)


@cache
def own_schema(table: str) -> str:
    """The schema of a table of this dataset, as JSON."""
    return (ROOT / "schemas" / f"{table}.schema.json").read_text(encoding="utf-8")


def blocks_of(document: str) -> list[tuple[str, str]]:
    """(language, code) of each fenced block of a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def failing_cells(
    typed: pl.DataFrame, schema: dict | TableSchema, rules: Sequence[Rule] = ()
) -> set[tuple[str, str, int]]:
    """(rule, field, line) of each cell that the validator finds wrong in a typed frame."""
    parsed = schema if isinstance(schema, TableSchema) else parse_schema(schema)
    frame: Any = typed.lazy()
    found = {
        (check.rule, parsed.name_of(check.columns[0]), line)
        for check, batches in failing(frame, checks_of(parsed, rules))
        for batch in cast(Any, batches)
        for line in batch["_line"]
    }
    for rule, key in unique_keys(parsed):
        found |= {(rule, parsed.name_of(key[-1]), row["_line"]) for row in rows(repeated(frame, list(key)))}
    return found


def schema_faults(schema: dict) -> list[tuple[str, str]]:
    """(rule, message) of each fault of a schema."""
    return [(found.rule, found.message) for found in check_schema(schema, "x.json")]


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The real package as its exports see it."""
    return read_edition(ROOT / "datapackage.json")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small package that is made once, to be copied."""
    return Package(tmp_path_factory.mktemp("sealed") / "package").folder


@pytest.fixture(scope="session")
def contents(sealed: Path) -> dict[Path, bytes]:
    """Its files: they are sooner written than copied."""
    files = [path for path in sealed.rglob("*") if path.is_file()]
    return {path.relative_to(sealed): path.read_bytes() for path in files}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties are left to `make test-long`."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")


def pytest_collection_finish() -> None:
    """What is imported by then stays until the end: it need not be searched for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def remembered() -> Iterator[None]:
    """Let all tests share what the validator found right in the very same rows."""
    with pytest.MonkeyPatch.context() as patched:
        remember(patched)
        yield


@pytest.fixture
def package(tmp_path: Path, contents: dict[Path, bytes]) -> Package:
    folder = tmp_path / "package"
    for inner in {path.parent for path in contents}:
        (folder / inner).mkdir(parents=True, exist_ok=True)
    for path, data in contents.items():
        (folder / path).write_bytes(data)
    return Package(folder)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The typed frames of the real package."""
    return load()


@pytest.fixture(scope="session")
def mini() -> Tables:
    """The typed frames of the small package."""
    return load(MINI / "data")


def edited(tables: Tables, table: str, key: str, **cells: Any) -> Tables:
    """The tables with other cells in the row of an id; None makes a cell missing."""
    frame = tables[table].copy()
    for name, cell in cells.items():
        frame.loc[frame.iloc[:, 0] == key, name] = cell
    return {**tables, table: frame}


def extended(tables: Tables, table: str, like: int = -1, **cells: Any) -> Tables:
    """The tables with one more row: that at the place `like` with other cells."""
    frame = tables[table]
    row = pd.DataFrame([{**frame.iloc[like].to_dict(), **cells}]).astype(frame.dtypes)
    return {**tables, table: pd.concat([frame, row], ignore_index=True)}


@pytest.fixture(scope="session")
def texts() -> Path | None:
    """The folder of the real texts, where there is one."""
    folder = os.environ.get("SOURCE_TEXTS")
    return Path(folder) if folder else None


# Cells that programs like to take for something else than text.
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "{=1}",
    "https://example.org/?a=1&b=<2>",
    "0012",
    "1e5",
    "2024-05-14",
    "TRUE",
    "_x000D_ and _x0041_",
    "'single' \"double\" `back` \\ %s ? ; -- '); DROP TABLE people; --",
    "two\nlines\n\nand\ta tab",
    "<script>alert('x')</script> & ]]>",
    "👩‍👩‍👧 \U0001f600 e\u0301 \u00e9",
    "\u202eright to left\u202c \u200f\u05d0\u05d1 \u0627\u0644",
    "two  spaces",
    "x" * 32_000,
]


@pytest.fixture
def hostile(package: Package, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A package that is valid but for house style and the form of its ids: a person for each of the texts."""

    def loosen(schema: dict[str, Any]) -> None:
        for field in schema["fields"]:
            if field["name"] == "person_id":
                field["constraints"].pop("pattern", None)

    for table in ("people", "positions", "event_participants", "statement_speakers"):
        package.edit_json(f"schemas/{table}.schema.json", loosen)
    rows = package.rows("people")
    bare = {**rows[0], "family_name": "", "given_name": "", "name_as_written": ""}
    rows += [
        {**bare, "person_id": f"per-\"{number}' é", "name": text, "note": text}
        for number, text in enumerate(HOSTILE)
    ]
    package.write("people", rows)
    # a column in which all have years alone is read as numbers by mlcroissant
    package.set("measures", "msr-ferry-rank", period_start="2020-01")
    package.follows_no_rule_set()
    monkeypatch.setattr("exports.edition.validate", lambda path: validate(path, standard=True))
    return read_edition(package.descriptor)
