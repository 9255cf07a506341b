"""The validator: one package, level by level, all errors in one run.

`package` the descriptor and the files, `file` what is in the bytes, `cell` what Table Schema says of each
cell, `key` what it says of keys, `sense` the rules of this project, `text` those that need the sources.
A fault of one level does not stop the next: a cell that is not of its type is missing from there on.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from schemas import rules
from schemas.cells import POLARS_TYPES, type_frame
from schemas.descriptor import (
    CannotRun,
    Json,
    Resource,
    as_list,
    foreign_keys,
    is_safe,
    profile,
    read_json,
)
from schemas.reading import TextTable, read_table, write_rows
from schemas.report import Error, NotRun, Report

# cells that a spreadsheet would run: =1+1, +1, -cmd, @SUM; a plain signed number is none
FORMULA = r"^[=@\t]|^[+-][^0-9.]|^[+-]$"
STAND_INS = r"^(?i:na|n/a|nan|null|none|nil|-|\.|\?|-1|-99|-999|-9999|9999)$"
CONTROL = r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"


class Run:
    """One validation under way: the package, the tables read so far, and the report that grows."""

    def __init__(self, path: Path, texts: Path | None) -> None:
        """Read the descriptor. Raises `CannotRun` where that is impossible."""
        self.path, self.folder, self.texts = path, path.parent, texts
        self.rules = {rule.id: rule for rule in rules.all_rules()}
        self.report = Report()
        self.descriptor = read_json(path)
        self.resources: dict[str, Resource] = {}
        self.tables: dict[str, TextTable] = {}
        self.frames: dict[str, Any] = {}  # resource name -> typed narwhals frame with _line
        self.records: dict[str, dict[int, str]] = {}  # resource name -> line -> record id

    def error(
        self, rule: str, path: str, message: str, line: int = 0, record: str = "", field: str = ""
    ) -> None:
        """Add an error."""
        known = self.rules[rule]
        self.report.errors.append(Error(path, line, rule, known.level, record, field, message, known.remedy))

    def row_error(self, rule: str, name: str, line: int, message: str, field: str = "") -> None:
        """Add an error at a line of a table."""
        record = self.records.get(name, {}).get(line, "")
        self.error(rule, self.resources[name].path, message, line, record, field)

    def not_run(self, rule: str, path: str, reason: str) -> None:
        """Say that a rule was not run."""
        self.report.not_run.append(NotRun(rule, self.rules[rule].level, path, reason))

    def ran(self, name: str) -> None:
        """Count a rule that was run on a table."""
        self.report.counts[self.resources[name].path][1] += 1


def validate(path: str | Path, texts: str | Path | None = None) -> Report:
    """Validate the package of a descriptor.

    `texts` is a folder of `<source_id>.txt` files for the `text` level; without it that level is reported as
    not run. Raises `CannotRun` where the descriptor, or that folder, cannot be read.
    """
    folder = Path(texts) if texts else None
    if folder is not None and not folder.is_dir():
        raise CannotRun(f"{folder} is no folder: name one that holds the texts as <source_id>.txt")
    run = Run(Path(path), folder)
    for level in (check_package, check_files, check_cells, check_keys, check_sense, check_texts):
        level(run)
    run.report.errors.sort(key=lambda error: (rules.LEVELS.index(error.level) > 0, error))
    return run.report


# ---- package ----------------------------------------------------------------------------------------


def check_package(run: Run) -> None:
    """The descriptor against its profile, schemas, paths, bytes, hashes and versions."""
    where = run.path.name
    for fault in profile("datapackage").iter_errors(run.descriptor):
        run.error("descriptor-profile", where, f"{fault.json_path}: {_short(fault.message)}")
    listed = run.descriptor.get("resources")
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict):
            _add_resource(run, entry)
    for path in sorted(run.folder.glob("data/*.csv")):
        if path.resolve() not in {resource.file.resolve() for resource in run.resources.values()}:
            run.error("file-unlisted", f"data/{path.name}", f"not named in {where}")
    for fault in _schema_faults_between(run):
        run.error("schema-sense", where, fault)
    _check_versions(run)


def _add_resource(run: Run, entry: Json) -> None:
    name, path, where = str(entry.get("name", "")), entry.get("path"), run.path.name
    if name in run.resources:
        run.error("resource-name", where, f"two resources are called {name}")
        return
    if not is_safe(path):
        run.error("path-safe", where, f"resource {name}: path {path!r} leads out of the package")
        return
    schema = _read_schema(run, name, entry.get("schema"))
    file = run.folder / path
    if not file.is_file():
        run.error("file-missing", path, "the file does not exist")
        return
    run.report.counts[path] = [0, 0]
    _check_bytes(run, path, file, entry)
    if schema is not None:
        run.resources[name] = Resource(name, path, file, entry, schema)


def _read_schema(run: Run, name: str, given: Any) -> Json | None:
    where = run.path.name
    if isinstance(given, str):
        if not is_safe(given):
            run.error("path-safe", where, f"resource {name}: schema {given!r} leads out of the package")
            return None
        where = given
        try:
            given = read_json(run.folder / given)
        except CannotRun as fault:
            run.error("file-missing", where, str(fault))
            return None
    if not isinstance(given, dict):
        run.error("schema-profile", where, f"resource {name} has no schema")
        return None
    faults = [
        f"{fault.json_path}: {_short(fault.message)}" for fault in profile("tableschema").iter_errors(given)
    ]
    for fault in faults:
        run.error("schema-profile", where, fault)
    if faults:
        return None
    faults = list(_schema_faults(given))
    for fault in faults:
        run.error("schema-sense", where, fault)
    if not faults:
        for rule, fault in _field_faults(given):
            run.error(rule, where, fault)
    return None if faults else given


def _schema_faults(schema: Json) -> Iterator[str]:
    names = [field["name"] for field in schema["fields"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two fields are called {name}"
    keys = [("primaryKey", as_list(schema.get("primaryKey", [])))]
    keys += [("uniqueKeys", list(key)) for key in schema.get("uniqueKeys", [])]
    keys += [("foreignKeys", fields) for fields, _, _ in foreign_keys(schema)]
    for kind, key in keys:
        for name in key:
            if name not in names:
                yield f"{kind} names the field {name}, which does not exist"
    for field in schema["fields"]:
        type_ = field.get("type", "string")
        if type_ not in POLARS_TYPES:
            yield f"field {field['name']}: the type {type_} is not supported here"
        for constraint in field.get("constraints", {}):
            texts = constraint in ("pattern", "minLength", "maxLength")
            if (texts and type_ != "string") or (constraint in ("minimum", "maximum") and type_ == "string"):
                yield f"field {field['name']}: the constraint {constraint} does not suit the type {type_}"


def _field_faults(schema: Json) -> Iterator[tuple[str, str]]:
    for field in schema["fields"]:
        enum = field.get("constraints", {}).get("enum")
        defined = [c["value"] for c in field.get("categories", []) if isinstance(c, dict) and c.get("label")]
        if enum is not None and list(enum) != defined:
            odd = sorted({str(v) for v in enum} ^ {str(v) for v in defined}) or ["their order"]
            yield (
                "vocabulary-defined",
                f"field {field['name']}: enum and categories differ in {', '.join(odd)}",
            )
    yield from _example_faults(schema)


def _example_faults(schema: Json) -> Iterator[tuple[str, str]]:
    from schemas.convert import constraint_checks

    examples = {field["name"]: [str(field.get("example", ""))] for field in schema["fields"]}
    typed, failures = type_frame(pl.DataFrame(examples | {"_line": [1]}), schema)
    broken = {field for field, _, _, _ in failures}
    checks = [(field["name"], bad) for field in schema["fields"] for _, bad in constraint_checks(field)]
    bad = {str(number): expression.fill_null(False) for number, (_, expression) in enumerate(checks)}
    found = nw.from_native(typed).select(**bad).row(0) if bad else ()
    broken |= {name for (name, _), failed in zip(checks, found, strict=True) if failed}
    for field in schema["fields"]:
        if field["name"] in broken:
            yield (
                "example-fits",
                f"field {field['name']}: the example {field['example']!r} is not allowed by it",
            )


def _schema_faults_between(run: Run) -> Iterator[str]:
    for resource in run.resources.values():
        for _, target, fields in foreign_keys(resource.schema):
            other = run.resources.get(target or resource.name)
            named = {
                str(entry.get("name")) for entry in run.descriptor["resources"] if isinstance(entry, dict)
            }
            if other is None and target not in named:
                yield f"resource {resource.name}: a foreign key leads to {target}, which does not exist"
            for field in fields if other else []:
                if other and field not in other.columns:
                    yield f"resource {resource.name}: a foreign key leads to {other.name}.{field}, which does not exist"


def _check_bytes(run: Run, path: str, file: Path, entry: Json) -> None:
    data = file.read_bytes()
    if isinstance(entry.get("bytes"), int) and entry["bytes"] != len(data):
        run.error("bytes", path, f"{len(data)} bytes, the descriptor has {entry['bytes']}")
    given = entry.get("hash")
    if isinstance(given, str):
        method, _, value = given.rpartition(":")
        try:
            found = hashlib.new((method or "md5").lower(), data).hexdigest()
        except (ValueError, TypeError):
            run.error("hash", path, f"the method {method!r} of the hash is not known")
            return
        if found != value.lower():
            run.error("hash", path, f"{found[:12]}…, the descriptor has {value[:12]}…")


def _check_versions(run: Run) -> None:
    version = run.descriptor.get("version")
    if version is None:
        return
    if not re.fullmatch(SEMVER, str(version)):
        run.error("version", run.path.name, f"{version!r} is not of the form 1.2.3")
        return
    patterns = {"CITATION.cff": r"^version: *[\"']?([^\"'\s]+)", "CHANGELOG.md": r"^## *\[?([0-9][^\]\s]*)"}
    for name, pattern in patterns.items():
        file = run.folder / name
        if not file.is_file():
            run.not_run("version", name, "the file does not exist")
            continue
        found = re.search(pattern, file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if found is None or found[1] != version:
            run.error("version", name, f"{found[1] if found else 'none'}, {run.path.name} has {version}")


def _short(message: str) -> str:
    return message if len(message) < 200 else message[:200] + " …"


# ---- file -------------------------------------------------------------------------------------------


def check_files(run: Run) -> None:
    """Read the files; what reading would mend in silence is reported."""
    for name, resource in run.resources.items():
        table = read_table(resource.file.read_bytes(), resource)
        run.tables[name] = table
        run.report.counts[resource.path][0] = len(table.rows)
        places = [resource.columns.index(key) for key in resource.primary_key]
        run.records[name] = {
            line: "/".join(row[place] for place in places)
            for line, row in zip(table.lines, table.rows, strict=True)
        }
        for rule, line, field, message in table.faults:
            run.row_error(rule, name, line, message, field)
        if table.frame is None:
            run.not_run(
                "type", resource.path, "the header or the encoding does not let the cells be told apart"
            )
            continue
        _check_text_cells(run, name, table.frame)
        _check_canonical(run, name, table)
        for rule in run.rules.values():
            if rule.level == "file":
                run.ran(name)


def _check_text_cells(run: Run, name: str, frame: pl.DataFrame) -> None:
    patterns = {
        "one-line": CONTROL,
        "trimmed": r"^\s|\s$",
        "no-formula": FORMULA,
        "empty-is-missing": STAND_INS,
    }
    for field in run.resources[name].fields:
        column, closed = field["name"], "enum" in field.get("constraints", {})
        for rule, pattern in patterns.items():
            if rule == "empty-is-missing" and closed:
                continue  # a vocabulary may have a value such as `none`; any other is not one of it
            for line, cell in (
                frame.filter(pl.col(column).str.contains(pattern)).select("_line", column).rows()
            ):
                run.row_error(rule, name, line, _show(cell), column)


def _check_canonical(run: Run, name: str, table: TextTable) -> None:
    resource = run.resources[name]
    order = sort_key(resource)
    for before, row, line in zip(table.rows, table.rows[1:], table.lines[1:], strict=False):
        if order(row) < order(before):
            run.row_error("sorted", name, line, "comes before the row above it")
    if {fault[0] for fault in table.faults} & {"csv-syntax", "row-width", "blank-row"}:
        run.not_run("canonical-quoting", resource.path, "the file has rows that cannot be written back")
        return
    found = resource.file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    wanted = write_rows(table.header, table.rows)
    for line, (one, other) in enumerate(zip(found.split("\n"), wanted.split("\n"), strict=False), start=1):
        if one != other:
            run.row_error("canonical-quoting", name, line, "the line is not quoted in the canonical way")
            return


def sort_key(resource: Resource) -> Callable[[list[str]], tuple[Any, ...]]:
    """The order of rows in a file: by the primary key, integers as numbers, text by code point."""
    types = {field["name"]: field.get("type", "string") for field in resource.fields}
    places = [(resource.columns.index(key), types[key] == "integer") for key in resource.primary_key]

    def key(row: list[str]) -> tuple[Any, ...]:
        return tuple((int(row[p]) if number and row[p].isdecimal() else 0, row[p]) for p, number in places)

    return key


# ---- cell -------------------------------------------------------------------------------------------


def check_cells(run: Run) -> None:
    """Type the cells, then run the pandera schema: constraints, and the rules about one row."""
    for name, table in run.tables.items():
        if table.frame is None:
            continue
        resource = run.resources[name]
        typed, failures = type_frame(table.frame, resource.schema)
        failed = {(field, line) for field, line, _, _ in failures}
        for field, line, cell, type_ in failures:
            run.row_error("type", name, line, f"{_show(cell)} is no {type_}", field)
        for rule, field, line, cell, expected in _pandera_failures(typed, resource.schema):
            if (field, line) in failed:
                continue  # it is missing only because it has no type
            known = run.rules[rule]
            if isinstance(known, rules.RowRule):
                field, message = known.columns[0], known.found.format_map(_Row(typed, line))
            elif rule == "required":
                message = "empty"
            else:
                message = f"{_show(cell)}, expected {expected}" if expected else _show(cell)
            run.row_error(rule, name, line, message, field)
        run.frames[name] = nw.from_native(typed, eager_only=True)
        for rule in rules.row_rules(name, set(resource.columns)):
            run.ran(name)
        for field in resource.fields:
            for _ in ["type", *field.get("constraints", {})]:
                run.ran(name)


def _pandera_failures(typed: pl.DataFrame, schema: Json) -> Iterator[tuple[str, str, int, Any, str]]:
    """(rule id, field, line, cell, what was expected) for each failure that pandera reports."""
    from pandera.errors import SchemaErrors

    from schemas.convert import to_pandera

    lines = typed["_line"].to_list()
    try:
        to_pandera(schema, backend="polars").validate(typed.drop("_line"), lazy=True)
    except SchemaErrors as errors:
        seen: set[tuple[str, Any]] = set()
        for case in errors.failure_cases.to_dicts():
            rule, _, expected = str(case["check"]).partition(": ")
            rule = {"not_nullable": "required", "field_uniqueness": "unique"}.get(rule, rule)
            if case["index"] is None:
                raise AssertionError(f"pandera failed on the frame itself: {case}") from None
            if rule == "unique" and (case["column"], case["failure_case"]) not in seen:
                seen.add(
                    (case["column"], case["failure_case"])
                )  # the first of the equal ones is not at fault
                continue
            cell = case["failure_case"]
            yield rule, case["column"] or "", lines[case["index"]], "" if cell is None else cell, expected


class _Row(dict[str, Any]):
    """The cells of one line, for a message: a missing cell shows as `empty`."""

    def __init__(self, frame: pl.DataFrame, line: int) -> None:
        found = frame.row(by_predicate=pl.col("_line") == line, named=True)
        super().__init__({key: _cell(value) for key, value in found.items()})


def _cell(value: Any) -> str:
    if value is None:
        return "empty"
    return (
        f"{value:g}"
        if isinstance(value, float) and value == round(value, 6) and abs(value) < 1e15
        else str(value)
    )


def _show(cell: Any) -> str:
    """A cell for a message: short, in quotation marks, control characters spelled out."""
    text = str(cell)
    text = text if len(text) <= 80 else text[:80] + "…"
    return '"' + re.sub(CONTROL, lambda m: m[0].encode("unicode_escape").decode(), text) + '"'


# ---- key --------------------------------------------------------------------------------------------


def check_keys(run: Run) -> None:
    """Primary, alternate and foreign keys."""
    for name, frame in run.frames.items():
        resource = run.resources[name]
        native = nw.to_native(frame)
        keys = [("primary-key", resource.primary_key)] if len(resource.primary_key) > 1 else []
        keys += [("alternate-key", list(key)) for key in resource.schema.get("uniqueKeys", [])]
        for rule, key in keys:
            run.ran(name)
            again = native.drop_nulls(key).filter(~pl.struct(key).is_first_distinct())
            for row in again.iter_rows(named=True):
                shown = ", ".join(_cell(row[column]) for column in key)
                run.row_error(rule, name, row["_line"], f"({shown}) stands in a row above", key[-1])
        for fields, target, there in foreign_keys(resource.schema):
            other = target or name
            if other not in run.frames:
                run.not_run("foreign-key", resource.path, f"the table {other} was not read")
                continue
            run.ran(name)
            _check_foreign_key(run, name, native, fields, other, there)


def _check_foreign_key(
    run: Run, name: str, frame: pl.DataFrame, fields: list[str], other: str, there: list[str]
) -> None:
    keys = nw.to_native(run.frames[other]).select(there).drop_nulls().unique()
    given = frame.filter(~pl.all_horizontal(pl.col(fields).is_null()))
    for row in given.join(keys, left_on=fields, right_on=there, how="anti").iter_rows(named=True):
        shown = ", ".join(_cell(row[field]) for field in fields)
        run.row_error(
            "foreign-key", name, row["_line"], f"{shown} is not in {run.resources[other].path}", fields[0]
        )


# ---- sense ------------------------------------------------------------------------------------------


def check_sense(run: Run) -> None:
    """The rules about tables. Those about one row ran with the cells."""
    for rule in run.rules.values():
        if isinstance(rule, rules.TableRule):
            for name in _tables_checked(run, rule):
                others = rule.tables if rule.over else rule.tables[1:]
                absent = [table for table in (name, *others) if table not in run.frames]
                if absent:
                    run.not_run(rule.id, _path(run, name), f"the table {', '.join(absent)} was not read")
                    continue
                run.ran(name)
                found = rule.check(run.frames[name], *(run.frames[table] for table in others))
                for line, message in _found(found, rule):
                    run.row_error(rule.id, name, line, message, rule.field)


def _path(run: Run, name: str) -> str:
    return run.resources[name].path if name in run.resources else name


def _tables_checked(run: Run, rule: rules.TableRule) -> list[str]:
    if not rule.over:
        return [rule.tables[0]]
    return [name for name, frame in run.frames.items() if set(rule.over).issubset(frame.columns)]


def _found(found: Any, rule: rules.TableRule) -> Iterator[tuple[int, str]]:
    if isinstance(found, nw.DataFrame):
        for row in found.iter_rows(named=True):
            yield row["_line"], rule.found.format_map({key: _cell(value) for key, value in row.items()})
    else:
        yield from found


# ---- text -------------------------------------------------------------------------------------------


def check_texts(run: Run) -> None:
    """The rules that need the texts of the sources, for those at hand."""
    texts = {}
    if "sources" in run.frames:
        for row in rules.rows(run.frames["sources"], "source_id", "text_sha256"):
            source = row["source_id"]
            text, reason = _read_text(run, source)
            if text is None:
                for rule in run.rules.values():
                    if rule.level == "text":
                        run.not_run(rule.id, source, reason)
            else:
                texts[source] = text
    for rule in run.rules.values():
        if isinstance(rule, rules.TextRule):
            for name, column in rule.columns:
                if texts and name in run.frames and {"spans", column} & set(run.frames[name].columns):
                    _check_text_rule(run, rule, name, column, texts)


def _check_text_rule(run: Run, rule: rules.TextRule, name: str, column: str, texts: dict[str, str]) -> None:
    run.ran(name)
    needed = [column] if name == "sources" else [column, "spans"]
    for row in rules.rows(run.frames[name], "source_id", *needed):
        text = texts.get(row["source_id"])
        if text is None or ("spans" in needed and not _usable(row["spans"], text)):
            continue  # not at hand, or reported by spans-ordered and spans-inside-text
        for message in rule.check(row, text, column):
            run.row_error(rule.id, name, row["_line"], message, column)


def _usable(cell: str, text: str) -> bool:
    from schemas import spans

    try:
        found = spans.parse(cell)
    except ValueError:
        return False
    return spans.disorder(found) is None and found[-1][1] <= len(text)


def _read_text(run: Run, source: str) -> tuple[str | None, str]:
    """The text of a source, or None and why not."""
    if run.texts is None:
        return None, "no texts at hand: name their folder with --texts or SOURCE_TEXTS"
    try:
        return (run.texts / f"{source}.txt").read_bytes().decode("utf-8"), ""
    except FileNotFoundError:
        return None, f"{source}.txt is not in the folder of texts"
    except (OSError, UnicodeDecodeError) as error:
        return None, f"{source}.txt cannot be read ({error})"
