"""Asking once what was asked before, so that hundreds of small packages that differ in a cell go fast.

A check, a key or a rule sees nothing but the rows of its tables. Where it found nothing wrong in them once,
it is not run again on the very same rows. What it found wrong is never remembered.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from editions import canonical
from schemas import texts
from validator import describe, pipeline, rule_sets
from validator.engines import Memory
from validator.frames import in_memory
from validator.report import Ran, completed

Key = Hashable | None  # None: it is not to be remembered


def remember(patched: pytest.MonkeyPatch) -> None:
    """Let the validator remember, until the patch is undone."""
    rows = Rows()

    def of_rule(rule: Any, name: str, view: Any) -> Key:
        tables = [name, *(rule.tables if rule.over else rule.tables[1:])]
        there = rows.of(*(view.frames.get(table) for table in tables))
        return there and (rule, view.paths.get(name), there)

    def of_cells(resource: Any, frame: Any, rules: Any, untyped: Any, guesses: Any) -> Key:
        known = rows.of(frame)
        return known and (
            resource.schema,
            resource.path,
            resource.name,
            tuple(rules),
            frozenset(untyped),
            known,
        )

    def of_keys(table: Any, frames: Any, tables: Any, guesses: Any) -> Key:
        names = [table.name, *(key.resource or table.name for key in table.schema.foreign_keys)]
        there = rows.of(*(frames.get(name) for name in names))
        return there and (table.path, *(tables[name].schema for name in names), there)

    def of_texts(view: Any, rule: Any, table: str, column: str, *held: Any) -> Key:
        there = rows.of(view.frames.get(table))
        names = (rule, table, column, view.schemas[table])
        return there and (*names, there, *(tuple(sorted(each.items())) for each in held))

    patched.setattr(canonical, "canonical_csv", lru_cache(maxsize=2000)(canonical.canonical_csv))
    patched.setattr(pipeline, "read_table", reading_once(pipeline.read_table))
    patched.setattr(rule_sets, "_run", remembering(rule_sets._run, of_rule))
    patched.setattr(pipeline, "check_cells", remembering(pipeline.check_cells, of_cells))
    patched.setattr(pipeline, "check_keys", remembering(pipeline.check_keys, of_keys))
    patched.setattr(texts, "_run", remembering(texts._run, of_texts))
    patched.setattr(describe, "_add_resource", describing_once(describe._add_resource))


def remembering(
    stage: Callable[..., Iterator[Any]], key_of: Callable[..., Key]
) -> Callable[..., Iterator[Any]]:
    """A stage that says again what it said of the same rows, if that was only that it ran."""
    said: dict[Hashable, list[Any]] = {}

    def run(*arguments: Any) -> Iterator[Any]:
        key = key_of(*arguments)
        if not key:
            yield from stage(*arguments)
        elif key in said:
            yield from said[key]
        else:
            found = []
            for one in stage(*arguments):
                found.append(one)
                yield one
            if all(isinstance(one, Ran) for one in found):
                said[key] = found

    return run


def describing_once(add: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Describing that knows a resource again, where its entry, its schema and its small file had no fault."""
    there: dict[Hashable, tuple[list[Any], Any, list[str], Any]] = {}
    latest: list[Any] = []

    def run(package: Any, entry: Any, place: str, asked: Any) -> Iterator[Any]:
        path, schema = entry.get("path"), entry.get("schema")
        held = [_plain_file(package.folder, part) for part in (path, schema)]
        if None in held or package.copies or isinstance(entry.get("dialect"), str):
            yield from add(package, entry, place, asked)
            return
        if not latest or latest[0] is not package:  # its resources come one after the other
            latest[:] = package, json.dumps({**package.descriptor, "resources": []})
        key = (json.dumps(entry), latest[1], id(asked), *held)
        name = entry.get("name")
        if key in there:
            found, resource, hashes, _ = there[key]
            yield from found
            file = package.folder / path
            package.resources[name] = replace(resource, parts=((path, file),), entry=entry)
            package.hashes.extend((path, file, given) for given in hashes)
            return
        found, earlier = [], len(package.hashes)
        for one in add(package, entry, place, asked):
            found.append(one)
            yield one
        if all(isinstance(one, Ran) for one in found) and name in package.resources:
            hashes = [given for _, _, given in package.hashes[earlier:]]
            there[key] = found, package.resources[name], hashes, asked  # kept, so that no other takes its id

    return run


def _plain_file(folder: Path, path: Any) -> bytes | None:
    """The bytes of a small file in a folder of the package; None where a link or anything else is met."""
    if not isinstance(path, str) or not re.fullmatch(r"[a-z]+/[a-z_]+(\.schema)?\.(csv|json)", path):
        return None
    file = folder / path
    if file.parent.is_symlink() or file.is_symlink() or not file.is_file() or file.stat().st_size > 20_000:
        return None
    try:
        return file.read_bytes()
    except OSError:
        return None


def reading_once(read: Callable[..., Any]) -> Callable[..., Any]:
    """Reading that puts the same rows into the store again, where a small file was read without a fault."""
    there: dict[Hashable, tuple[list[Any], list[pl.DataFrame]]] = {}

    def run(resource: Any, store: Any, house: bool) -> Any:
        files = [file for _, file in resource.parts if isinstance(file, Path)]
        plain = resource.inline is None and len(files) == len(resource.parts) and isinstance(store, Memory)
        if not plain or any(not file.is_file() or file.stat().st_size > 20_000 for file in files):
            return (yield from read(resource, store, house))
        key = (
            resource.name,
            resource.paths,
            resource.schema,
            resource.dialect,
            json.dumps(resource.entry),
            house,
            *(file.read_bytes() for file in files),
        )
        if key in there:
            found, pieces = there[key]
            yield from found
            for piece in pieces:
                store.add(resource.name, piece)
            return resource, set()
        found, result = completed(read(resource, store, house))
        yield from found
        if all(isinstance(one, Ran) for one in found) and result == (resource, set()):
            there[key] = found, list(store._pieces[resource.name])
        return result

    return run


class Rows:
    """What stands in a frame, as a number: that of its columns, their types and a hash of each row."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[Any, int | None]] = {}
        self.numbers: dict[Hashable, int] = {}

    def of(self, *frames: Any) -> Key:
        """None where one of the frames is missing, or no small one in memory."""
        found = tuple(map(self._one, frames))
        return None if None in found else found

    def _one(self, frame: Any) -> int | None:
        if frame is None or not in_memory(frame):
            return None
        if id(frame) not in self.known:
            table, number = frame.collect(), None
            if len(table) < 1000 and not any(isinstance(type_, pl.Object) for type_ in table.dtypes):
                short = (*table.schema.items(), *table.hash_rows(seed=1), *table.hash_rows(seed=2))
                number = self.numbers.setdefault(short, len(self.numbers) + 1)
            if len(self.known) > 500:
                self.known.clear()
            self.known[id(frame)] = frame, number  # the frame is kept, so that no other takes its id
        return self.known[id(frame)][1]
