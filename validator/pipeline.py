"""Validate a package: describe, read, type, check cells, keys, rules, report. Each row goes through once.

Each stage takes what it needs and yields findings; a fault in one does not stop the next. A cell that is not
of its type counts as missing from then on.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl

from validator import standard_rules
from validator.cells import check_cells
from validator.describe import Package, describe
from validator.descriptor import CannotRun, read_json
from validator.engines import Memory, Store, engine_for
from validator.expressions import Frame, in_words_of_narwhals
from validator.file_bytes import size
from validator.frames import batches, is_repeated, last_of_equals
from validator.hashes import check_hash
from validator.keys import check_keys
from validator.messages import Guesses, did_you_mean, show
from validator.parallel import begun, results
from validator.report import (
    HOUSE,
    HOUSE_OF_OTHERS,
    ON_REQUEST,
    Collector,
    Finding,
    NotRun,
    Ran,
    Report,
    completed,
)
from validator.resources import Resource
from validator.rule_sets import check_rule_set
from validator.rules import PROPERTY, Rule, RuleSet, View
from validator.tables import Untyped, read_table

AT_ONCE = 3  # tables or rules; two leave a core idle now and then, and four take more memory
SMALL = 50_000_000  # bytes of CSV up to which polars does not have to stream


def validate(
    path: str | Path,
    rule_sets: Iterable[RuleSet] = (),
    *,
    texts: Path | None = None,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    standard: bool = False,
    house: bool = False,
    engine: str = "",
    copies: Mapping[str, Path] | None = None,
    progress: Callable[[str], None] = lambda level: None,
) -> Report:
    """Validate the package of a descriptor.

    Args:
        path: The descriptor, usually called `datapackage.json`. Nothing outside its folder is read.
        rule_sets: The rule sets that a package may name in its property `validator:ruleSet`.
        texts: A folder of texts, for rules that need them.
        only: Ids of rules; all others are left out, which the report says.
        skip: Ids of rules that are left out.
        standard: Leave out all rules of house style, which go beyond the standard.
        house: Run them also on a package that does not name a rule set.
        engine: Where tables are kept and rules run: `polars`, in memory; `duckdb`, for packages larger than
            memory; `pyspark://MASTER`. Empty: the first that suits.
        copies: Address -> a file to read in its place, since nothing is fetched.
        progress: Called with the name of each level before it starts.

    Raises:
        CannotRun: The descriptor cannot be read, or a rule or engine does not exist.
    """
    path, guesses = Path(path), Guesses()
    descriptor, sets = read_json(path), {one.name: one for one in rule_sets}
    asked = sets.get(str(descriptor.get(PROPERTY, "")))
    rules = {rule.id: rule for rule in (*standard_rules.RULES, *(asked.rules if asked else ()))}
    known = set(rules) | {rule.id for one in sets.values() for rule in one.rules}
    house_left_out = HOUSE if standard else "" if house or PROPERTY in descriptor else HOUSE_OF_OTHERS
    left_out = _left_out(rules, known, set(only), set(skip), house_left_out)
    collector = Collector(rules, left_out, path.name)
    affinity: Any = os.environ.get("POLARS_ENGINE_AFFINITY", "auto")

    progress("package")
    package: Package = collector.add(describe(path, asked, descriptor, copies))
    bytes_ = sum(size(file) for resource in package.resources.values() for _, file in resource.parts)
    store = engine_for(engine, bytes_)
    memory = isinstance(store, Memory)
    threads = AT_ONCE if memory and pl.thread_pool_size() > 1 else 0
    if memory and bytes_ < SMALL:
        pl.Config.set_engine_affinity("in-memory")  # its queries take half as long there
    try:
        with in_words_of_narwhals(not memory):
            progress("file")
            hashes = results(check_hash, package.hashes, min(threads, 1))
            tables, untyped = _read(package, store, collector, not house_left_out, threads)
            for found in hashes:
                collector.add(found)
            frames = {name: store.table(name) for name in tables}
            progress("cell")
            run = [rule for rule in (asked.rules if asked else ()) if rule.id not in left_out]
            cells = (check_cells(t, frames[name], run, untyped[name], guesses) for name, t in tables.items())
            keys = (check_keys(table, frames, tables, guesses) for table in tables.values())
            # their messages are made one by one, so that the guesses in them, which are limited, do not vary
            stages = results(begun, chain(cells, keys), threads)
            for stage in islice(stages, len(tables)):
                collector.add(stage)
            progress("key")
            doubtful = set()
            for name, stage in zip(tables, stages, strict=True):
                checked = list(stage)
                collector.add(checked)
                if not all(isinstance(one, Ran) for one in checked):
                    doubtful.add(name)
            progress("sense")
            if asked:
                view = _view(package, tables, frames, doubtful, texts)
                collector.add(check_rule_set(asked, run, view, threads))
            else:
                collector.add(_unknown_rule_set(package, sets))
            collector.add(_not_looked_at(package, tables, rules))
            return collector.finish(
                lambda name, lines: _record_ids(tables.get(name), frames.get(name), lines)
            )
    finally:
        store.close()
        pl.Config.set_engine_affinity(affinity)


def _left_out(
    rules: Mapping[str, Rule], known: set[str], only: set[str], skip: set[str], house: str
) -> dict[str, str]:
    """Id of a rule -> why it is left out."""
    for rule in sorted((only | skip) - known):
        guess = did_you_mean(rule, known)
        raise CannotRun(f"there is no rule {rule}{guess}: `scripts/validate.py --rules` lists them")
    left_out = {rule.id: house for rule in rules.values() if rule.house and house}
    asked = (rules.keys() - only if only else set()) | (skip & rules.keys())
    return left_out | dict.fromkeys(asked, ON_REQUEST)


def _read(
    package: Package, store: Store, collector: Collector, house: bool, threads: int
) -> tuple[dict[str, Resource], dict[str, Untyped]]:
    """The tables that could be read, and their untyped cells."""
    tables, untyped = {}, {}
    for name, resource in package.resources.items():
        collector.knows(name, resource.paths, described=resource.described)
    stages = (read_table(resource, store, house) for resource in package.resources.values())
    for name, (found, result) in zip(package.resources, results(completed, stages, threads), strict=True):
        collector.add(found)
        if result is not None:
            tables[name], untyped[name] = result
    return tables, untyped


def _view(
    package: Package,
    tables: Mapping[str, Resource],
    frames: Mapping[str, Frame],
    doubtful: set[str],
    texts: Path | None,
) -> View:
    """The tables of the rule set. Of rows that share a primary key, only the last is included.

    `doubtful` are the tables with a fault in a key.
    """
    seen = {}
    for name in (name for name, table in tables.items() if table.schema.name):
        key = list(tables[name].schema.primary_key)
        again = key and name in doubtful and is_repeated(frames[name], key)
        seen[name] = last_of_equals(frames[name], key) if again else frames[name]
    schemas = {name: tables[name].schema for name in seen}
    paths = {name: resource.path for name, resource in package.resources.items()}
    return View(
        folder=package.folder,
        descriptor=package.descriptor,
        frames=seen,
        schemas=schemas,
        paths=paths,
        texts=texts,
    )


def _unknown_rule_set(package: Package, sets: Mapping[str, RuleSet]) -> Iterator[Finding]:
    if package.rule_set:
        guess = did_you_mean(package.rule_set, sets)
        message = f"there is no rule set {show(package.rule_set)}{guess}"
        yield Finding("rule-set-known", message, package.path.name)


def _not_looked_at(
    package: Package, tables: Mapping[str, Resource], rules: Mapping[str, Rule]
) -> Iterator[NotRun]:
    """Report the rules about files and cells that were not run on resources whose rows could not be read."""
    for _, entry in package.listed:
        name = str(entry.get("name"))
        levels: tuple[str, ...] = ("file", "cell", "key")
        reason, excused = package.no_tables.get(name, ("its file or its schema cannot be used", True))
        path = f"resource {name}"
        if name in tables:
            if tables[name].described:
                continue
            levels, path = ("cell", "key"), tables[name].path
            reason, excused = "it has no schema, so its columns are any text", True
        elif name in package.resources:
            levels, path = ("cell", "key"), package.resources[name].path
            reason = "because of the header or the encoding, its cells cannot be told apart"
        for rule in rules.values():
            if rule.level in levels:
                yield NotRun(rule.id, rule.level, path, reason, excused)


def _record_ids(table: Resource | None, frame: Frame | None, lines: set[int]) -> dict[int, str]:
    """Line -> id of the record that begins there: its primary key, joined by `/`."""
    if table is None or frame is None or not table.schema.primary_key:
        return {}
    key, wanted = list(table.schema.primary_key), pl.Series(sorted(lines))
    found: dict[int, str] = {}
    for batch in batches(frame.select("_line", *key)):
        some = batch.filter(pl.col("_line").is_in(wanted.implode()))
        ids = some.select(pl.concat_str(pl.col(key).cast(pl.String).fill_null(""), separator="/"))
        found.update(zip(some["_line"].to_list(), ids.to_series().to_list(), strict=True))
    return found
