"""Level `package`, last part: what has changed since the last edition is told in `data/corrections.csv`.

The last edition's manifest (`schemas.manifest`) has the hash of each of its rows. A row that has another hash
now must have that one again once the new values of its corrections are put back to the old ones.
"""

import re
from typing import Any

from schemas.constraints import value_of
from schemas.descriptor import LARGEST, CannotRun, Json, is_inside
from schemas.frames import rows
from schemas.manifest import PATH, RULES, Row, as_text, read_manifest, record_id, row_hash, steps_asked
from schemas.run import Run
from schemas.steps import STEPS, step_between, version_of

MADE = r"^## (\S+) - [0-9]{4}-[0-9]{2}-[0-9]{2}$"  # the heading of an edition in the changelog


def check(run: Run) -> None:
    """Compare the tables with the manifest of the last edition.

    A package that has neither it nor a correction is on the way to its first edition: nothing can differ.
    """
    try:
        old = read_manifest(run.folder)
    except CannotRun as fault:
        run.error("manifest-readable", PATH, str(fault))
        return
    if "corrections" not in run.frames:
        for rule in RULES:
            run.not_run(rule, run.path.name, "there is no table corrections")
        return
    for rule in RULES:
        run.ran(rule, "corrections")
    if old is None:
        if next(rows(run.frames["corrections"]), None) or _was_an_edition(run):
            run.error("manifest-readable", PATH, "the file does not exist, though there was an edition")
        return
    now = {name: _by_id(run, name) for name in run.frames}
    corrections = list(now["corrections"].values())
    _check_corrections(run, old, now, corrections)
    for name, table in old["tables"].items():
        if name in now and set(table["columns"]) <= set(run.resources[name].columns):
            _check_table(run, name, table, now[name], _since(old["edition"], corrections, name))
    for name, ids in old["gone"].items():
        for one in ids:
            if one in now.get(name, {}):
                run.row_error(
                    "id-not-reused", name, now[name][one]["_line"], f"{one} was withdrawn", _key(run, name)
                )
    _check_version(run, old, now)


def _by_id(run: Run, name: str) -> dict[str, Row]:
    schema = run.resources[name].schema
    return {record_id(schema, row): row for row in rows(run.frames[name])}


def _key(run: Run, name: str) -> str:
    return run.resources[name].primary_key[0]


def _order(correction: Row) -> tuple[tuple[int, int, int], int]:
    """In which order corrections were made."""
    return version_of(correction["version"]) or (0, 0, 0), correction["_line"]


def _since(edition: str, corrections: list[Row], table: str) -> dict[str, list[Row]]:
    """Record id -> its corrections after an edition, the last of them first."""
    after = version_of(edition) or (0, 0, 0)
    found: dict[str, list[Row]] = {}
    for row in sorted(corrections, key=_order, reverse=True):
        if row["table"] == table and (version_of(row["version"]) or after) > after:
            found.setdefault(row["record_id"], []).append(row)
    return found


def _check_table(run: Run, name: str, table: Json, now: dict[str, Row], told: dict[str, list[Row]]) -> None:
    path = run.resources[name].path
    for one, hashed in table["rows"].items():
        if one not in now:
            if not any(row["field"] is None for row in told.get(one, [])):
                run.error("withdrawal-told", path, "the last edition had it", record=one)
            continue
        before: dict[str, Any] = dict(now[one])
        for row in told.get(one, []):
            if row["field"] in before:
                before[row["field"]] = _typed(run, name, row["field"], row["old"])
        if row_hash(table["columns"], before) != hashed:
            run.row_error(
                "change-told", name, now[one]["_line"], f"{one} is another than in the last edition"
            )


def _was_an_edition(run: Run) -> bool:
    """Whether the changelog has an edition from 1.0.0 on, with its day, below the version under way."""
    path = run.folder / "CHANGELOG.md"
    if not is_inside(run.folder, path.name) or not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as stream:
        headings = re.findall(r"^## .*$", stream.read(LARGEST), re.MULTILINE)
    made = [found[1] for found in (re.fullmatch(MADE, heading) for heading in headings[1:]) if found]
    return any((version_of(one) or (0,)) >= (1, 0, 0) for one in made)


def _typed(run: Run, table: str, field: str, text: str | None) -> Any:
    """A value in a correction as the cells of its column have it: 1.50 is 1.5."""
    [found] = [one for one in run.resources[table].fields if one["name"] == field]
    value = None if text is None else value_of(text, found)
    return text if value is None else value


def _check_corrections(run: Run, old: Json, now: dict[str, dict[str, Row]], corrections: list[Row]) -> None:
    known = old["tables"].get("corrections", {"rows": {}})["rows"]  # of earlier editions: they were checked
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(corrections, key=_order):
        cells.setdefault((row["table"], row["record_id"], row["field"] or ""), []).append(row)
    for group in cells.values():
        for row, following in zip(group, [*group[1:], None], strict=True):
            if row["correction_id"] in known:
                continue
            fault = _misfit(run, old, now, row, following)
            if fault:
                run.row_error("correction-fits", "corrections", row["_line"], fault, "record_id")
    for row in corrections:
        table, one = row["table"], row["record_id"]
        if row["field"] is None and one in now.get(table, {}):
            line = now[table][one]["_line"]
            run.row_error("id-not-reused", table, line, f"{one} was withdrawn", _key(run, table))


def _misfit(run: Run, old: Json, now: dict[str, dict[str, Row]], row: Row, following: Row | None) -> str:
    """Why a new correction does not fit; nothing where it does. `following` is one of the same cell."""
    table, one, field, new = row["table"], row["record_id"], row["field"], row["new"]
    made, here = version_of(row["version"]), version_of(run.descriptor.get("version"))
    held = old["tables"].get(table, {"rows": {}})["rows"].keys() | set(old["gone"].get(table, []))
    if table not in now:
        return f"there is no table {table}"
    if made and here and not (version_of(old["edition"]) or made) < made <= here:
        return f"{row['version']} is no version after {old['edition']}, up to {run.descriptor['version']}"
    if one not in now[table] and one not in held:
        return f"{table} has no {one}"
    if field is None:
        if row["old"] is not None or following is not None:
            return "a withdrawal has no old value, and happens once"
        return (
            "" if new is None or new in now[table] or new in held else f"its successor {new} does not exist"
        )
    if field not in run.resources[table].columns:
        return f"{table} has no column {field}"
    value = as_text(_typed(run, table, field, new))
    if value == as_text(_typed(run, table, field, row["old"])):
        return "the old value is the new one"
    if following is not None:
        next_old = as_text(_typed(run, table, field, following["old"]))
        return "" if next_old == value else f"the correction after it mends {next_old or 'nothing'}"
    there = as_text(now[table][one][field]) if one in now[table] else value
    return "" if there == value else f"{one} has {there or 'nothing'} there, not the new value"


def _check_version(run: Run, old: Json, now: dict[str, dict[str, Row]]) -> None:
    schemas = {name: run.resources[name].schema for name in now}
    asked = max(steps_asked(old, schemas, now), key=lambda step: STEPS.index(step[0]), default=("none", ""))
    version, before = version_of(run.descriptor.get("version")), version_of(old["edition"])
    if version is None or before is None:
        return  # a matter of `version`
    taken = step_between(before, version)
    if STEPS.index(taken) < STEPS.index(asked[0]):
        found = f"{run.descriptor['version']} after {old['edition']}, but {asked[1]}: a {asked[0]} step"
        run.error("version-step", run.path.name, found)
