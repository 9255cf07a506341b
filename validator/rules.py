"""Rules: what must hold in a package, one small function each.

A rule's id is its function's name with hyphens; its sentence, what was found and how to correct it stand
beside it. There are three kinds of function:

- `@row_rule`: returns an expression (`validator.expressions`) that is true of a bad row. It runs in pandera
  schemas too.
- `@cell_rule`: gets a cell that is not missing and says whether it is bad. It runs in pandera schemas too.
- `@table_rule`: gets the frames named by its parameters, the first being the table that is checked, and
  returns the bad rows of it, or yields `(line, what was found)` pairs. Frames are lazy and have a column
  `_line` (see `validator.frames`).

Each decorator returns the rule itself, so that `rules_of(module)` lists the rules of a module. What none of
the three can express is an `Inspection`: a function that sees the whole package and yields findings of rules
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

Among = str | Callable[[pl.Expr], pl.Expr]  # nothing where any cell may be bad

LEVELS = ("package", "file", "cell", "key", "sense", "text")
PROPERTY = "validator:ruleSet"  # of a descriptor: the name of the rule set that its package follows


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule as a reader meets it."""

    id: str
    level: str
    holds: str  # one sentence: what must hold
    remedy: str  # one sentence without a full stop: how to correct it
    house: bool = False  # whether it is house style, which the standard does not ask for
    about_tables: bool = False  # whether it is about tables of a rule set


@dataclass(frozen=True, eq=False, kw_only=True)
class RowRule(Rule):
    """A rule about one row: `bad()` is an expression that is true where it is broken."""

    tables: tuple[str, ...]  # empty: each table of the rule set that has the columns
    columns: tuple[str, ...]  # the columns it needs, the first being the one to correct
    found: str  # what was found, with the row's columns in braces
    bad: Callable[[], Expr]

    def fits(self, table: str, columns: Iterable[str]) -> bool:
        """Whether the rule is about a table of that name with those columns."""
        return (not self.tables or table in self.tables) and set(self.columns).issubset(columns)


@dataclass(frozen=True, eq=False, kw_only=True)
class CellRule(Rule):
    """A rule about one cell: `bad(cell)` is True where it is broken."""

    columns: tuple[str, ...]  # in any table of the rule set
    bad: Callable[[Any], bool]
    among: Among  # what every bad cell matches


@dataclass(frozen=True, eq=False, kw_only=True)
class TableRule(Rule):
    """A rule about a table and others beside it."""

    over: tuple[str, ...]  # columns: it checks every table that has them, once for each
    tables: tuple[str, ...]  # the tables it reads; without `over`, the first is the one that is checked
    field: str
    found: str
    check: Callable[..., Any]
    named: bool = False  # whether the check is told which table it checks, as `table`


@dataclass(frozen=True, kw_only=True)
class View:
    """A package as rules see it: its folder, its descriptor, and the tables of the rule set, as read."""

    folder: Path
    descriptor: Json
    frames: Mapping[str, Frame]
    schemas: Mapping[str, TableSchema]
    paths: Mapping[str, str]  # of each table that the descriptor lists, also of one that could not be read
    texts: Path | None


Found = Iterator[tuple[int, str]]  # (line, what was found), of a rule about a table
Inspection = Callable[[View], Iterator[Finding | NotRun | Ran]]


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """Rules about tables of known names and columns, which a descriptor asks for by the name of the set.

    `tables` are the schemas that define the tables; `inspections` enforce the declared rules among `rules`.
    """

    name: str
    rules: tuple[Rule, ...]
    tables: Mapping[str, Json] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()


def name_of(function: Callable[..., Any]) -> str:
    """The id of a rule: its function's name with hyphens."""
    return function.__name__.replace("_", "-")


def sentence_of(function: Callable[..., Any]) -> str:
    """The function's docstring as one line; read from its source where Python runs without docstrings."""
    text = function.__doc__
    if text is None:
        [node] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else ""
    return " ".join((text or "").split())


def row_rule(
    tables: str, columns: str, *, found: str, remedy: str
) -> Callable[[Callable[[], Expr]], RowRule]:
    """Make a rule about one row. `tables` and `columns` are words; `tables` "*" is any table."""

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
    """Make a rule about the cells of columns, named by words, in whatever table they stand.

    `among` is a regular expression, as polars reads them, that every bad cell matches, or a function that
    makes of a column an expression that is true of every bad cell: the rule is asked about those cells alone.
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

    With `over`, words that name columns, it checks every table that has these columns, which it gets as its
    first parameter, whatever that is called. A parameter `table`, by keyword alone, is the name of the table.
    """

    def wrap(function: Callable[..., Any]) -> TableRule:
        parameters = inspect.signature(function).parameters
        frames = [name for name, one in parameters.items() if one.kind is not one.KEYWORD_ONLY]
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
            named="table" in parameters and "table" not in frames,
        )

    return wrap


def rules_of(*modules: ModuleType) -> Iterator[Rule]:
    """The rules that modules define, in their order."""
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Rule))
