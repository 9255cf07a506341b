"""Level `package`, last part: what has changed since the last edition is told in `data/corrections.csv`.

The last edition's manifest (`schemas.manifest`) has the hash of each of its rows. A row that has another hash
now must have that one again once the new values of its corrections are put back to the old ones.
"""

from typing import Any

from schemas.descriptor import CannotRun, Json
from schemas.frames import rows
from schemas.manifest import (
    PATH,
    RULES,
    STEPS,
    Row,
    as_text,
    read_manifest,
    record_id,
    row_hash,
    step_between,
    steps_asked,
    version_of,
)
from schemas.run import Run


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
        if next(rows(run.frames["corrections"]), None):
            run.error("manifest-readable", PATH, "there are corrections of an edition, but not what it held")
        return
    now = {name: _by_id(run, name) for name in run.frames}
    corrections = list(now["corrections"].values())
    _check_corrections(run, now, corrections)
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
                before[row["field"]] = row["old"]
        if row_hash(table["columns"], before) != hashed:
            run.row_error(
                "change-told", name, now[one]["_line"], f"{one} is another than in the last edition"
            )


def _check_corrections(run: Run, now: dict[str, dict[str, Row]], corrections: list[Row]) -> None:
    last: dict[tuple[str, ...], Row] = {}
    for row in sorted(corrections, key=_order):
        last[row["table"], row["record_id"], row["field"] or ""] = row
    for row in corrections:
        fault = _misfit(run, now, row, last[row["table"], row["record_id"], row["field"] or ""] is row)
        if fault:
            run.row_error("correction-fits", "corrections", row["_line"], fault, "record_id")
        if row["field"] is None and row["record_id"] in now.get(row["table"], {}):
            line = now[row["table"]][row["record_id"]]["_line"]
            run.row_error(
                "id-not-reused",
                row["table"],
                line,
                f"{row['record_id']} was withdrawn",
                _key(run, row["table"]),
            )


def _misfit(run: Run, now: dict[str, dict[str, Row]], row: Row, is_last: bool) -> str:
    """Why a correction does not fit the tables; nothing where it does."""
    table, one, field = row["table"], row["record_id"], row["field"]
    if table not in now:
        return f"there is no table {table}"
    if field is None:
        return (
            ""
            if row["new"] is None or row["new"] in now[table]
            else f"its successor {row['new']} does not exist"
        )
    if field not in run.resources[table].columns:
        return f"{table} has no column {field}"
    if one in now[table] and is_last and as_text(now[table][one][field]) != as_text(row["new"]):
        return f"{one} has {as_text(now[table][one][field]) or 'nothing'} there, not the new value"
    withdrawn = any(
        r["table"] == table and r["record_id"] == one and r["field"] is None
        for r in now["corrections"].values()
    )
    return "" if one in now[table] or withdrawn else f"{table} has no {one}"


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
