"""Rules: what must hold in a package, one small function per rule.

A rule's id is its function's name with hyphens; its docstring is the sentence that must hold; its decorator
has what was found and how to correct it. There are three kinds of function:

- `@row_rule`: returns an expression (`validator.expressions`) that is true for a bad row. It also runs in
  pandera schemas.
- `@cell_rule`: gets a cell that is not missing and says whether it is bad. It also runs in pandera schemas.
- `@table_rule`: gets the frames named by its parameters, of which the first is the table being checked, and
  returns its bad rows, or yields `(line, what was found)` pairs. Frames are lazy and have a column `_line`
  (see `validator.frames`).

Each decorator returns the rule itself, so that `rules_of(module)` lists the rules of a module. What none of
the three can express is an `Inspection`: a function that sees the whole package and yields findings for rules
that are only declared.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from validator.descriptor import Json
from validator.expressions import Expr, Frame
from validator.fields import TableSchema
from validator.report import Finding, NotRun, Ran

# what every bad cell matches: a pattern, a function, or one of two; empty if any cell may be bad
Among = str | Callable[[pl.Expr], pl.Expr] | tuple[str, Callable[[pl.Expr], pl.Expr]]

LEVELS = ("package", "file", "cell", "key", "sense", "text")
PROPERTY = "validator:ruleSet"  # property of a descriptor: the name of the rule set that the package follows


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule as shown to a reader."""

    id: str
    level: str
    holds: str  # one sentence: what must hold
    remedy: str  # one sentence without a full stop: how to correct it
    house: bool = False  # whether it is house style, which the standard does not require
    about_tables: bool = False  # whether it is about tables of a rule set


@dataclass(frozen=True, eq=False, kw_only=True)
class RowRule(Rule):
    """A rule about one row: `bad()` is an expression that is true where the rule is broken."""

    tables: tuple[str, ...]  # empty: each table of the rule set that has the columns
    columns: tuple[str, ...]  # the columns it needs; the first is the one to correct
    found: str  # what was found, with the row's columns in braces
    bad: Callable[[], Expr]

    def fits(self, table: str, columns: Iterable[str]) -> bool:
        """Whether the rule applies to a table of that name with those columns."""
        return (not self.tables or table in self.tables) and set(self.columns).issubset(columns)


@dataclass(frozen=True, eq=False, kw_only=True)
class CellRule(Rule):
    """A rule about one cell: `bad(cell)` is True if the rule is broken."""

    columns: tuple[str, ...]  # in any table of the rule set
    bad: Callable[[Any], bool]
    among: Among  # what every bad cell matches


@dataclass(frozen=True, eq=False, kw_only=True)
class TableRule(Rule):
    """A rule about a table, possibly together with others."""

    over: tuple[str, ...]  # columns: it checks, separately, every table that has them
    tables: tuple[str, ...]  # the tables it reads; without `over`, the first is the one checked
    field: str
    found: str
    check: Callable[..., Any]
    named: bool = False  # whether the function takes the name of the checked table as `table`


@dataclass(frozen=True, kw_only=True)
class View:
    """A package as rules see it: its folder, its descriptor, and the tables of the rule set as read."""

    folder: Path
    descriptor: Json
    frames: Mapping[str, Frame]
    schemas: Mapping[str, TableSchema]
    paths: Mapping[str, str]  # of each table that the descriptor lists, including any that could not be read
    texts: Path | None


Found = Iterator[tuple[int, str]]  # (line, what was found), for a rule about a table
Inspection = Callable[[View], Iterator[Finding | NotRun | Ran]]


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """Rules about tables with known names and columns, which a descriptor selects by the name of the set.

    `tables` are the schemas that define the tables; `inspections` enforce the rules that are only declared.
    """

    name: str
    rules: tuple[Rule, ...]
    tables: Mapping[str, Json] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()


def name_of(function: Callable[..., Any]) -> str:
    """The id of a rule: its function's name with hyphens."""
    return function.__name__.replace("_", "-")


def sentence_of(function: Callable[..., Any]) -> str:
    """The function's docstring as one line; read from its source if Python runs without docstrings."""
    text = function.__doc__
    if text is None:
        [node] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else ""
    return " ".join((text or "").split())


def row_rule(
    tables: str, columns: str, *, found: str, remedy: str
) -> Callable[[Callable[[], Expr]], RowRule]:
    """Make a rule about one row. `tables` and `columns` are words; "*" means any table."""

    def wrap(function: Callable[[], Expr]) -> RowRule:
        return RowRule(
            name_of(function),
            "sense",
            sentence_of(function),
            remedy,
            about_tables=True,
            tables=() if tables == "*" else tuple(tables.split()),
            columns=tuple(columns.split()),
            found=found,
            bad=function,
        )

    return wrap


def cell_rule(columns: str, *, remedy: str, among: Among = "") -> Callable[[Callable[[Any], bool]], CellRule]:
    """Make a rule about the cells of the named columns, in any table.

    `among` is a polars regular expression that every bad cell matches, or a function that turns a column into
    an expression that is true for every bad cell, or both, if one of them is enough. Only the cells selected
    by it are passed to the rule.
    """

    def wrap(function: Callable[[Any], bool]) -> CellRule:
        return CellRule(
            name_of(function),
            "sense",
            sentence_of(function),
            remedy,
            about_tables=True,
            columns=tuple(columns.split()),
            bad=function,
            among=among,
        )

    return wrap


def table_rule(
    *, field: str, found: str = "", remedy: str, over: str = ""
) -> Callable[[Callable[..., Any]], TableRule]:
    """Make a rule about a table; the function's parameters name the tables it reads.

    With `over`, which names columns, it checks every table that has these columns; the table is the first
    parameter, whatever its name. A keyword-only parameter `table` gets the name of the table.
    """

    def wrap(function: Callable[..., Any]) -> TableRule:
        code = function.__code__  # `inspect.signature` takes a hundred times as long
        frames, also = code.co_varnames[: code.co_argcount], code.co_varnames[code.co_argcount :]
        return TableRule(
            name_of(function),
            "sense",
            sentence_of(function),
            remedy,
            about_tables=True,
            over=tuple(over.split()),
            tables=tuple(frames[1 if over else 0 :]),
            field=field,
            found=found,
            check=function,
            named="table" in also[: code.co_kwonlyargcount],
        )

    return wrap


def rules_of(*modules: ModuleType) -> Iterator[Rule]:
    """The rules that modules define, in their order."""
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Rule))
