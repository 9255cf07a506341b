"""The rules that every change since the last edition is recorded in `data/corrections.csv`.

The last edition's manifest (`schemas.manifest`) has the values of its rows. Where a cell now has a different
value, its corrections lead from the old value to the new one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from schemas.manifest import PATH, as_text, changed, read_manifest, rows_of, steps_asked
from schemas.steps import STEPS, next_version, step_between, version_of
from validator.constraints import value_of
from validator.csv_reading import write_rows
from validator.descriptor import LARGEST, CannotRun, Json, is_inside
from validator.frames import batches, rows
from validator.messages import show
from validator.report import Finding, NotRun, Ran
from validator.rules import Rule, View

RULES = (
    Rule(
        "manifest-readable",
        "package",
        "The manifest of the last edition can be read.",
        "copy the file from the last edition",
        house=True,
        about_tables=True,
    ),
    Rule(
        "change-told",
        "package",
        "A value changed since the last edition has a row in corrections with the old and the new value.",
        "add the row to data/corrections.csv, or put the value back",
        house=True,
        about_tables=True,
    ),
    Rule(
        "withdrawal-told",
        "package",
        "Every id of the last edition is still there, or its withdrawal is recorded in corrections.",
        "add a row with an empty field to data/corrections.csv, or put the row back",
        house=True,
        about_tables=True,
    ),
    Rule(
        "id-not-reused",
        "package",
        "A withdrawn id is not used again.",
        "give the row another id",
        house=True,
        about_tables=True,
    ),
    Rule(
        "correction-fits",
        "package",
        "A correction names a table, column and record that exist, the value that the last edition had "
        "there, and the value there now.",
        "correct this row",
        house=True,
        about_tables=True,
    ),
    Rule(
        "version-step",
        "package",
        "The version is as far above that of the last edition as the changes require.",
        "raise the version: major for removals, minor for additions, patch for corrections",
        house=True,
        about_tables=True,
    ),
)
LONGEST = 2000  # characters of a row for corrections that a remedy shows
MADE = r"^## (\S+) - [0-9]{4}-[0-9]{2}-[0-9]{2}$"  # the heading of an edition in the changelog


Found = Iterator[Finding | NotRun | Ran]
Row = dict[str, Any]  # of the table corrections


@dataclass(frozen=True, slots=True)
class Now:
    """A table as it is now: its columns, its rows as text, and their lines, by record id."""

    columns: list[str]
    rows: dict[str, list[str]]
    lines: dict[str, int]

    def cell(self, record: str, column: str) -> str:
        """One value as text."""
        return self.rows[record][self.columns.index(column)]


def inspect(view: View) -> Found:
    """Compare the tables with the manifest of the last edition.

    A package with neither a manifest nor a correction is before its first edition, so nothing can differ.
    """
    try:
        old = read_manifest(view.folder)
    except CannotRun as fault:
        yield Finding("manifest-readable", str(fault), PATH)
        return
    where = str(view.descriptor.get("name", ""))
    if "corrections" not in view.frames:
        for rule in RULES:
            yield NotRun(rule.id, rule.level, where, "there is no table corrections")
        return
    yield Ran("corrections", [rule.id for rule in RULES])
    if old is None:
        if next(rows(view.frames["corrections"]), None) or _was_an_edition(view.folder):
            yield Finding(
                "manifest-readable", "the file does not exist, although there has been an edition", PATH
            )
        return
    now = {name: _now(view, name) for name in view.frames}
    corrections = sorted(rows(view.frames["corrections"]), key=_order)
    used = {row["correction_id"] for row in corrections}
    gone = {(row["table"], row["record_id"]) for row in corrections if row["field"] is None}
    gone |= {(name, one) for name, ids in old["gone"].items() for one in ids}
    yield from _check_corrections(view, old, now, corrections, gone)
    told = _since(old["edition"], corrections)
    for name in [name for name in old["tables"] if name in now]:
        yield from _check_table(view, old, name, now[name], told.get(name, {}), used)
    yield from _check_reuse(view, old, now, gone)
    yield from _check_version(view, old, now)


def _about(
    view: View, rule: str, table: str, line: int, message: str, field: str = "", remedy: str = ""
) -> Finding:
    """A finding about a row, by default about its key."""
    field = field or _key(view, table)
    return Finding(rule, message, table=table, line=line, field=field, remedy=remedy)


def _now(view: View, name: str) -> Now:
    schema = view.schemas[name]
    made = Now(schema.columns, {}, {})
    for batch in batches(view.frames[name]):
        some = rows_of(made.columns, schema.primary_key, batch)
        made.rows.update(some)
        made.lines.update(zip(some, batch["_line"].to_list(), strict=True))
    return made


def _key(view: View, name: str) -> str:
    return view.schemas[name].primary_key[0]


def _order(correction: Row) -> tuple[tuple[int, int, int], int]:
    """A sort key for the order in which corrections were made."""
    return version_of(correction["version"]) or (0, 0, 0), correction["_line"]


def _since(edition: str, corrections: list[Row]) -> dict[str, dict[str, list[Row]]]:
    """Table -> record id -> its corrections after an edition, latest first."""
    after = version_of(edition) or (0, 0, 0)
    found: dict[str, dict[str, list[Row]]] = {}
    for row in reversed(corrections):
        if (version_of(row["version"]) or after) > after:
            found.setdefault(row["table"], {}).setdefault(row["record_id"], []).append(row)
    return found


def _check_table(
    view: View, old: Json, name: str, now: Now, told: dict[str, list[Row]], used: set[str]
) -> Found:
    """Findings for values that a table no longer has and whose correction does not record the old value."""
    table = old["tables"][name]
    touched = set(changed(table, now.columns, now.rows)) | set(told)
    for one in table["rows"]:
        corrections = told.get(one, [])
        if one not in now.rows:
            if not any(correction["field"] is None for correction in corrections):
                message, remedy = f"{old['edition']} has {one}, which is gone", _to_add(view, used, name, one)
                remedy = remedy and f"{remedy}, or put the row back"
                yield Finding("withdrawal-told", message, view.paths[name], record=one, remedy=remedy)
            continue
        if one not in touched:
            continue
        for column, before in zip(table["columns"], table["rows"][one], strict=True):
            if column not in now.columns:
                continue
            of_cell = [correction for correction in corrections if correction["field"] == column]
            if of_cell:
                yield from _check_old(view, old, of_cell[-1], before)
            elif (here := now.cell(one, column)) != before:
                message = f"{_shown(here)}, but {old['edition']} has {_shown(before)}"
                remedy = _to_add(view, used, name, one, column, before, here)
                remedy = remedy and f"{remedy}, or put the value back"
                yield _about(view, "change-told", name, now.lines[one], message, column, remedy)


def _to_add(
    view: View, used: set[str], table: str, record: str, field: str = "", old: str = "", new: str = ""
) -> str:
    """`add … to data/corrections.csv`: the row that records a change, complete but for its reason.

    Empty if the version under way cannot be read, or the row is too long to be shown. The id given to the row
    is added to those that are `used`.
    """
    version = version_of(view.descriptor.get("version"))
    if version is None:
        return ""
    linked = len(view.schemas[table].primary_key) > 1
    words = "-".join([table] * linked + [record] + [field] * bool(field)).lower()
    wanted = f"cor-{re.sub('[^a-z0-9]+', '-', words).strip('-')}"
    name = next(one for one in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if one not in used)
    values = {
        "correction_id": name,
        "version": ".".join(map(str, version)),
        "table": table,
        "record_id": record,
        "field": field,
        "old": old,
        "new": new,
        "reason": "REASON",
    }
    row = write_rows([values.get(column, "") for column in view.schemas["corrections"].columns], [])
    if len(row) > LONGEST:
        return ""
    used.add(name)
    return f"add `{row.removesuffix(chr(10))}` to data/corrections.csv"


def _check_old(view: View, old: Json, first: Row, before: str) -> Found:
    """A finding if the first correction of a cell since the last edition has a different old value."""
    told = as_text(_typed(view, first["table"], first["field"], first["old"]))
    if told != before:
        cell = f"{first['record_id']} {first['field']}"
        message = f"old is {_shown(told)}, but {old['edition']} has {_shown(before)} at {cell}"
        yield _about(view, "correction-fits", "corrections", first["_line"], message, "old")


def _shown(text: str) -> str:
    """A value in a message."""
    return show(text) if text else "nothing"


def _was_an_edition(folder: Path) -> bool:
    """Whether the changelog has a dated edition, 1.0.0 or later, below the version in progress."""
    path = folder / "CHANGELOG.md"
    if not is_inside(folder, path.name) or not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as stream:
        headings = re.findall(r"^## .*$", stream.read(LARGEST), re.MULTILINE)
    made = [found[1] for found in (re.fullmatch(MADE, heading) for heading in headings[1:]) if found]
    return any((version_of(one) or (0,)) >= (1, 0, 0) for one in made)


def _typed(view: View, table: str, field: str, text: str | None) -> Any:
    """A value in a correction as its column holds it: 1.50 is 1.5."""
    value = None if text is None else value_of(text, view.schemas[table].by_column[field])
    return text if value is None else value


def _check_corrections(
    view: View,
    old: Json,
    now: dict[str, Now],
    corrections: list[Row],
    gone: set[tuple[str, str]],
) -> Found:
    """Findings for new corrections, in their order. `gone`: the table and id of each record withdrawn."""
    # those of earlier editions were checked then
    known = old["tables"].get("corrections", {"rows": {}})["rows"]
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in corrections:
        cells.setdefault((row["table"], row["record_id"], row["field"] or ""), []).append(row)
    for group in cells.values():
        for row, following in zip(group, [*group[1:], None], strict=True):
            if row["correction_id"] in known:
                continue
            if fault := _misfit(view, old, now, row, following, gone):
                field, message, remedy = fault
                yield _about(view, "correction-fits", "corrections", row["_line"], message, field, remedy)


def _check_reuse(view: View, old: Json, now: dict[str, Now], gone: set[tuple[str, str]]) -> Found:
    """Findings for rows with the id of a withdrawn one. In a numbered group, the id is a number."""
    highest: dict[str, dict[str, int]] = {}
    for table, one in sorted(gone):
        if table not in now or one not in now[table].rows:
            continue
        message, field, remedy = f"{one} was withdrawn", "", ""
        if view.schemas[table].primary_key[1:] == ("seq",):
            if table not in highest:
                withdrawn = [record for name, record in gone if name == table]
                then = old["tables"].get(table, {"rows": {}})["rows"]
                highest[table] = _highest([*now[table].rows, *then, *withdrawn])
            last = highest[table].get(one.rpartition("/")[0], 0)
            field, remedy = "seq", f"take the number after the highest ever used ({last})"
        yield _about(view, "id-not-reused", table, now[table].lines[one], message, field, remedy)


def _highest(records: list[str]) -> dict[str, int]:
    """Group -> the highest number in it, from record ids such as `evt-visit/2`."""
    found: dict[str, int] = {}
    for known in (re.fullmatch("(.+)/([0-9]{1,9})", record) for record in records):
        if known:
            found[known[1]] = max(found.get(known[1], 0), int(known[2]))
    return found


def _misfit(
    view: View,
    old: Json,
    now: dict[str, Now],
    row: Row,
    following: Row | None,
    withdrawn: set[tuple[str, str]],
) -> tuple[str, str, str] | None:
    """Why a new correction does not fit: (column at fault, message, remedy, which may be empty).

    `following` is the next correction of the same cell.
    """
    table, one, field, new = row["table"], row["record_id"], row["field"], row["new"]
    made, here = version_of(row["version"]), version_of(view.descriptor.get("version"))
    rows_then, gone = old["tables"].get(table, {"rows": {}})["rows"], old["gone"].get(table, [])
    if table not in now:
        return "table", f"there is no table {table}", ""
    if made and here and made != here:
        return (
            "version",
            f"{row['version']} is not the version under way",
            f"write {'.'.join(map(str, here))}",
        )
    if made and made <= (version_of(old["edition"]) or (0, 0, 0)):
        return "version", f"{row['version']} is not later than {old['edition']}", "raise the version first"
    if one not in now[table].rows and one not in rows_then and one not in gone:
        return "record_id", f"{table} has no {one}", ""
    if field is None:
        if row["old"] is not None:
            return "old", "a withdrawal has no old value", "leave `old` empty"
        if following is not None:
            return "record_id", f"{one} is withdrawn twice", "remove one of the two rows"
        if new is None or new in now[table].rows or new in rows_then or new in gone:
            return None
        return "new", f"its successor {new} does not exist", ""
    if field not in view.schemas[table].columns:
        return "field", f"{table} has no column {field}", ""
    if one not in now[table].rows and (table, one) in withdrawn:
        return "record_id", f"{one} is withdrawn", "remove this row: the record is withdrawn"
    value = as_text(_typed(view, table, field, new))
    if value == as_text(_typed(view, table, field, row["old"])):
        return "new", f"old and new are both {_shown(value)}", ""
    if following is not None:
        next_old = as_text(_typed(view, table, field, following["old"]))
        message = f"new is {_shown(value)}, but the correction after it has {_shown(next_old)} as old"
        return None if next_old == value else ("new", message, "")
    there = now[table].cell(one, field) if one in now[table].rows else value
    if there == value:
        return None
    message = f"new is {_shown(value)}, but {one} {field} is {_shown(there)}"
    return "new", message, f"change `new` here, or put the value in {table} back"


def _check_version(view: View, old: Json, now: dict[str, Now]) -> Found:
    schemas = {name: view.schemas[name].given for name in now}
    steps = steps_asked(old, schemas, {name: table.rows for name, table in now.items()})
    asked = max(steps, key=lambda step: STEPS.index(step[0]), default=("none", ""))
    version, before = version_of(view.descriptor.get("version")), version_of(old["edition"])
    if version is None or before is None:
        return  # reported by the rule `version`
    taken = step_between(before, version)
    if STEPS.index(taken) < STEPS.index(asked[0]):
        here, needed = str(view.descriptor["version"]), next_version(".".join(map(str, before)), asked[0])
        found = f"{here} is too low after {old['edition']}, because {asked[1]} (a {asked[0]} step)"
        raised = f"run `make bump VERSION={needed}`" if here.endswith("-dev") else f"raise it to {needed}"
        yield Finding("version-step", found, "datapackage.json", remedy=raised)
