"""The rules that every change since the last edition is recorded in `data/corrections.csv`.

The last edition's manifest (`schemas.manifest`) has the values of its rows. Where a cell now has a different
value, its corrections lead from the old value to the new one.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.manifest import PATH, Row, as_text, cells_of, read_manifest, steps_asked
from schemas.steps import STEPS, step_between, version_of
from validator.constraints import value_of
from validator.descriptor import LARGEST, CannotRun, Json, is_inside
from validator.frames import rows
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
MADE = r"^## (\S+) - [0-9]{4}-[0-9]{2}-[0-9]{2}$"  # the heading of an edition in the changelog


Found = Iterator[Finding | NotRun | Ran]


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
    now = {name: _by_id(view, name) for name in view.frames}
    corrections = list(now["corrections"].values())
    yield from _check_corrections(view, old, now, corrections)
    for name in [name for name in old["tables"] if name in now]:
        yield from _check_table(view, old, name, now[name], _since(old["edition"], corrections, name))
    for name, ids in old["gone"].items():
        for one in ids:
            if one in now.get(name, {}):
                yield _about(view, "id-not-reused", name, now[name][one], f"{one} was withdrawn")
    yield from _check_version(view, old, now)


def _about(view: View, rule: str, table: str, row: Row, message: str, field: str = "") -> Finding:
    """A finding about a row, by default about its key."""
    return Finding(rule, message, table=table, line=row["_line"], field=field or _key(view, table))


def _by_id(view: View, name: str) -> dict[str, Row]:
    key = view.schemas[name].primary_key
    return {"/".join([as_text(row[column]) for column in key]): row for row in rows(view.frames[name])}


def _key(view: View, name: str) -> str:
    return view.schemas[name].primary_key[0]


def _order(correction: Row) -> tuple[tuple[int, int, int], int]:
    """A sort key for the order in which corrections were made."""
    return version_of(correction["version"]) or (0, 0, 0), correction["_line"]


def _since(edition: str, corrections: list[Row], table: str) -> dict[str, list[Row]]:
    """Record id -> its corrections after an edition, latest first."""
    after = version_of(edition) or (0, 0, 0)
    found: dict[str, list[Row]] = {}
    for row in sorted(corrections, key=_order, reverse=True):
        if row["table"] == table and (version_of(row["version"]) or after) > after:
            found.setdefault(row["record_id"], []).append(row)
    return found


def _check_table(view: View, old: Json, name: str, now: dict[str, Row], told: dict[str, list[Row]]) -> Found:
    """Findings for values that a table no longer has and whose correction does not record the old value."""
    columns = old["tables"][name]["columns"]
    for one, cells in old["tables"][name]["rows"].items():
        corrections = told.get(one, [])
        row = now.get(one)
        if row is None and not any(correction["field"] is None for correction in corrections):
            message = f"{old['edition']} has {one}, which is gone"
            yield Finding("withdrawal-told", message, view.paths[name], record=one)
        if not corrections and row is not None and cells == cells_of(columns, row):
            continue
        for column, before in zip(columns, cells, strict=True):
            if column not in view.schemas[name].columns:
                continue
            of_cell = [correction for correction in corrections if correction["field"] == column]
            if of_cell:
                yield from _check_old(view, old, of_cell[-1], before)
            elif row is not None and as_text(row[column]) != before:
                message = f"{_shown(as_text(row[column]))}, but {old['edition']} has {_shown(before)}"
                yield _about(view, "change-told", name, row, message, column)


def _check_old(view: View, old: Json, first: Row, before: str) -> Found:
    """A finding if the first correction of a cell since the last edition has a different old value."""
    told = as_text(_typed(view, first["table"], first["field"], first["old"]))
    if told != before:
        cell = f"{first['record_id']} {first['field']}"
        message = f"old is {_shown(told)}, but {old['edition']} has {_shown(before)} at {cell}"
        yield _about(view, "correction-fits", "corrections", first, message, "old")


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
    view: View, old: Json, now: dict[str, dict[str, Row]], corrections: list[Row]
) -> Found:
    known = old["tables"].get("corrections", {"rows": {}})[
        "rows"
    ]  # those of earlier editions were checked then
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(corrections, key=_order):
        cells.setdefault((row["table"], row["record_id"], row["field"] or ""), []).append(row)
    for group in cells.values():
        for row, following in zip(group, [*group[1:], None], strict=True):
            if row["correction_id"] in known:
                continue
            if fault := _misfit(view, old, now, row, following):
                yield _about(view, "correction-fits", "corrections", row, fault, "record_id")
    for row in corrections:
        table, one = row["table"], row["record_id"]
        if row["field"] is None and one in now.get(table, {}):
            yield _about(view, "id-not-reused", table, now[table][one], f"{one} was withdrawn")


def _misfit(view: View, old: Json, now: dict[str, dict[str, Row]], row: Row, following: Row | None) -> str:
    """Why a new correction does not fit, or nothing. `following` is the next one for the same cell."""
    table, one, field, new = row["table"], row["record_id"], row["field"], row["new"]
    made, here = version_of(row["version"]), version_of(view.descriptor.get("version"))
    rows_then, gone = old["tables"].get(table, {"rows": {}})["rows"], old["gone"].get(table, [])
    if table not in now:
        return f"there is no table {table}"
    if made and here and not (version_of(old["edition"]) or made) < made <= here:
        return (
            f"{row['version']} is not a version after {old['edition']} and up to {view.descriptor['version']}"
        )
    if one not in now[table] and one not in rows_then and one not in gone:
        return f"{table} has no {one}"
    if field is None:
        if row["old"] is not None or following is not None:
            return "a withdrawal has no old value, and happens once"
        return (
            ""
            if new is None or new in now[table] or new in rows_then or new in gone
            else f"its successor {new} does not exist"
        )
    if field not in view.schemas[table].columns:
        return f"{table} has no column {field}"
    value = as_text(_typed(view, table, field, new))
    if value == as_text(_typed(view, table, field, row["old"])):
        return f"old and new are both {_shown(value)}"
    if following is not None:
        next_old = as_text(_typed(view, table, field, following["old"]))
        return (
            ""
            if next_old == value
            else f"new is {_shown(value)}, but the correction after it has {_shown(next_old)} as old"
        )
    there = as_text(now[table][one][field]) if one in now[table] else value
    return "" if there == value else f"new is {_shown(value)}, but {one} {field} is {_shown(there)}"


def _check_version(view: View, old: Json, now: dict[str, dict[str, Row]]) -> Found:
    schemas = {name: view.schemas[name].given for name in now}
    asked = max(steps_asked(old, schemas, now), key=lambda step: STEPS.index(step[0]), default=("none", ""))
    version, before = version_of(view.descriptor.get("version")), version_of(old["edition"])
    if version is None or before is None:
        return  # reported by the rule `version`
    taken = step_between(before, version)
    if STEPS.index(taken) < STEPS.index(asked[0]):
        found = f"{view.descriptor['version']} after {old['edition']}, but {asked[1]}: a {asked[0]} step"
        yield Finding("version-step", found, "datapackage.json")
