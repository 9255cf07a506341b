"""The rules: what must hold in the data, one small function each.

A rule's id is its function's name with hyphens, its sentence the function's docstring; what was found,
how to mend it, and the tables it looks at stand beside it. Four kinds:

- `@row_rule`: the function returns an expression (narwhals) that is true of a bad row. It runs as a
  pandera check, for pandas users too.
- `@cell_rule`: the function gets a cell that is not missing and tells whether it is bad. It runs as a pandera
  check too.
- `@table_rule`: the function gets the frames named by its parameters, the first being the table that is
  checked, and returns the bad rows of it, or yields `(line, what was found)` pairs. Frames are lazy, and
  carry `_line` (see `schemas.frames`).
- `@text_rule`: the function gets a row and the text of its source, and yields what was found.

Faults that are met while reading (`file`), typing (`cell`) or resolving keys (`key`) are only declared,
by `declare`, since other modules find them.
"""

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals as nw

Found = Iterator[tuple[int, str]]  # (line, what was found), of a rule about a table
LEVELS = ("package", "file", "cell", "key", "sense", "text")


@dataclass(frozen=True)
class Rule:
    """A rule as a reader meets it."""

    id: str
    level: str
    holds: str  # one sentence: what must hold
    remedy: str  # one sentence without a full stop: how to mend it
    house: bool = False  # whether it is our own style, which the standard does not ask for


@dataclass(frozen=True, kw_only=True)
class RowRule(Rule):
    """A rule about one row: `bad()` is an expression that is true where it is broken."""

    tables: tuple[str, ...]  # empty: each of our own tables that has the columns
    columns: tuple[str, ...]  # the columns it needs, the first being the one to mend
    found: str  # what was found, with the row's columns in braces
    bad: Callable[[], nw.Expr]

    def fits(self, table: str, columns: set[str]) -> bool:
        """Whether the rule looks at a table of that name with those columns."""
        return table in (self.tables or own_tables()) and columns.issuperset(self.columns)


@dataclass(frozen=True, kw_only=True)
class CellRule(Rule):
    """A rule about one cell: `bad(cell)` is True where it is broken."""

    columns: tuple[str, ...]  # in any of our own tables
    bad: Callable[[Any], bool]


@dataclass(frozen=True, kw_only=True)
class TableRule(Rule):
    """A rule about a table and others beside it."""

    over: tuple[str, ...]  # columns: it checks every table that has them, once for each
    tables: tuple[str, ...]  # the tables it reads; without `over`, the first is the one that is checked
    field: str
    found: str
    check: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class TextRule(Rule):
    """A rule about a row and the text of its source."""

    columns: tuple[tuple[str, str], ...]  # (table, column) pairs it looks at
    check: Callable[..., Iterable[str]]


RULES: dict[str, Rule] = {}
MODULES = ["faults", "characters", "codes", "duplicates", "evidence", "links", "dates", "parties", "people"]
MODULES += ["sources", "names", "events", "statements", "words", "claims", "utterances", "texts"]
_MODULE_OF: dict[str, str] = {}  # rule -> the last part of the name of its module


def _register(rule: Rule, module: str = "faults") -> None:
    if rule.id in RULES:
        raise ValueError(f"two rules have the id {rule.id}")
    RULES[rule.id] = rule
    _MODULE_OF[rule.id] = module.rpartition(".")[2]


def _name(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", "-")


def _sentence(function: Callable[..., Any]) -> str:
    return " ".join((function.__doc__ or "").split())


def declare(id_: str, level: str, holds: str, remedy: str, *, house: bool = False) -> None:
    """Declare a rule that is enforced where the fault is met; `house` where only our style asks for it."""
    _register(Rule(id_, level, holds, remedy, house))


def row_rule(
    tables: str, columns: str, *, found: str, remedy: str
) -> Callable[[Callable[[], nw.Expr]], Callable[[], nw.Expr]]:
    """Register a rule about one row. `tables` and `columns` are words; `tables` "*" is any table."""

    def wrap(function: Callable[[], nw.Expr]) -> Callable[[], nw.Expr]:
        names = () if tables == "*" else tuple(tables.split())
        _register(
            RowRule(
                _name(function),
                "sense",
                _sentence(function),
                remedy,
                tables=names,
                columns=tuple(columns.split()),
                found=found,
                bad=function,
            ),
            function.__module__,
        )
        return function

    return wrap


def cell_rule(columns: str, *, remedy: str) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
    """Register a rule about the cells of columns, named by words, in whatever table they stand."""

    def wrap(function: Callable[[Any], bool]) -> Callable[[Any], bool]:
        names = tuple(columns.split())
        _register(
            CellRule(_name(function), "sense", _sentence(function), remedy, columns=names, bad=function),
            function.__module__,
        )
        return function

    return wrap


def table_rule(
    *, field: str, found: str = "", remedy: str, over: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a rule about a table; its parameters name the tables it reads.

    With `over`, words that name columns, it checks every table that has these columns, which it gets as its
    first parameter, whatever that is called.
    """

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        names = tuple(inspect.signature(function).parameters)[1 if over else 0 :]
        _register(
            TableRule(
                _name(function),
                "sense",
                _sentence(function),
                remedy,
                over=tuple(over.split()),
                tables=names,
                field=field,
                found=found,
                check=function,
            ),
            function.__module__,
        )
        return function

    return wrap


def text_rule(columns: str, *, remedy: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a rule about the text of a source. `columns` is words of the form `table.column`."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        pairs = tuple((pair.split(".")[0], pair.split(".")[1]) for pair in columns.split())
        _register(
            TextRule(_name(function), "text", _sentence(function), remedy, columns=pairs, check=function),
            function.__module__,
        )
        return function

    return wrap


def row_rules(table: str, columns: set[str]) -> list[RowRule]:
    """The row rules that look at a table."""
    return [rule for rule in all_rules() if isinstance(rule, RowRule) and rule.fits(table, columns)]


def cell_rules(table: str, column: str) -> list[CellRule]:
    """The cell rules that look at a column of a table."""
    if table not in own_tables():
        return []
    return [rule for rule in all_rules() if isinstance(rule, CellRule) and column in rule.columns]


@cache
def own_tables() -> frozenset[str]:
    """The tables that the rules of the levels `sense` and `text` are about, which are ours."""
    from schemas import SCHEMAS

    return frozenset(SCHEMAS)


def is_own(schema: dict[str, Any], name: str) -> bool:
    """Whether a table is the one of ours that has this name, and no other that happens to be called so.

    It has the same primary key, most of our columns, and each of them with the type and the vocabulary that
    it has with us.
    """
    if name not in own_tables():
        return False
    own = _own_schema(name)
    theirs = {field["name"]: field for field in schema["fields"]}
    shared = [(field, theirs[field["name"]]) for field in own["fields"] if field["name"] in theirs]
    return (
        _key(schema) == _key(own)
        and 4 * len(shared) >= 3 * len(own["fields"])
        and all(_reading(field) == _reading(other) for field, other in shared)
    )


@cache
def _own_schema(name: str) -> dict[str, Any]:
    from schemas import FOLDER
    from schemas.descriptor import read_json

    return read_json(FOLDER / f"{name}.schema.json")


def _key(schema: dict[str, Any]) -> list[str]:
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _reading(field: dict[str, Any]) -> tuple[Any, ...]:
    """What a rule takes for granted of a column: its type, its form and its vocabulary."""
    vocabulary = field.get("constraints", {}).get("enum") or []
    return field.get("type", "string"), field.get("format", "default"), sorted(map(str, vocabulary))


@cache
def all_rules() -> list[Rule]:
    """Every rule, by level, then in the order of the modules, whichever of them was imported first."""
    for module in MODULES:
        importlib.import_module(f"schemas.rules.{module}")

    def place(rule: Rule) -> tuple[int, int]:
        return LEVELS.index(rule.level), MODULES.index(_MODULE_OF[rule.id])

    return sorted(RULES.values(), key=place)
