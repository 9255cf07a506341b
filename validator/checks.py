"""Checks: what the cells of a table must satisfy, each as one expression or one function.

A check exists once. `failing` evaluates it directly on a frame of any kind; `validator.pandera_schemas` turns
the same objects into pandera checks. A cell that is missing or not of its type does not fail a check.
"""

import datetime
import operator
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import ModuleType
from typing import Any, cast

import polars as pl

from validator.constraints import bad_for, value_of
from validator.expressions import Expr, Frame, col, ex, words
from validator.fields import Field, TableSchema
from validator.frames import batches, distinct, in_memory
from validator.rules import Among, CellRule, RowRule, Rule

Bad = Expr | Callable[[Any], bool]
Failed = tuple["Check", Iterator[pl.DataFrame] | str]  # the failing rows, or why it could not be run

# constraint -> what is true for a bad cell and the bound
ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.lt,
    "maximum": operator.gt,
    "exclusiveMinimum": operator.le,
    "exclusiveMaximum": operator.ge,
}
# constraint -> the id of its rule and what is expected
EXPECTED = {
    "minimum": ("minimum", "{} or more"),
    "maximum": ("maximum", "{} or less"),
    "exclusiveMinimum": ("minimum", "more than {}"),
    "exclusiveMaximum": ("maximum", "less than {}"),
    "minLength": ("min-length", "at least {} characters or items"),
    "maxLength": ("max-length", "at most {} characters or items"),
    "jsonSchema": ("pattern", "what the JSON Schema of the field allows"),
    "pattern": ("pattern", "text of the form {}"),
    "enum": ("enum", "one of {}"),
}
LONGEST = 2**31  # characters; no cell has more, and polars cannot compare lengths beyond its own integers
AT_ONCE = 500  # checks in one query
FEW = 1_000  # cells, below which a search would take longer than a test of each
VALUES = 1_000  # the most that an engine query lists
# A pattern that means the same everywhere. Engines differ in what \d, \w and \s match, in the syntax they
# accept, and in how often a part may be repeated.
PORTABLE = re.compile(
    r"(?:[A-Za-z0-9 _,;:/@#%=<>!'\"-]|\\[.\\/+*?()\[\]{}|^$-]|[.*+?|^$]|\((?:\?:)?(?!\?)|\)"
    r"|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}|\[\^?(?:[A-Za-z0-9 _.,;:/@#%+*=<>!'\"()^-]|\\[.\\/\[\]^-])+\])*"
)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A requirement on a table: the id of its rule, what is expected, and what is true for a bad cell or row.

    `bad` is an expression for the kind of frame it runs on (`validator.expressions`), or a Python test of a
    cell. `columns` are the columns it reads; the first is the one to correct. `found`, for a rule about rows,
    says what was found, with columns in braces. `portable`: whether every engine evaluates it as polars does.
    `among`: what every bad cell matches (`validator.rules`).
    """

    rule: str
    expected: str
    columns: tuple[str, ...]
    bad: Bad
    found: str = ""
    portable: bool = True
    among: Among = ""


def checks_of(schema: TableSchema, rules: Sequence[Rule] = ()) -> list[Check]:
    """The checks of a table: its constraints, and the rules about its cells and rows.

    Keys (`unique`, `primaryKey` and the like) are left to `validator.keys`.
    """
    return _checks_of(schema, tuple(rules), words())


@lru_cache(maxsize=128)
def _checks_of(schema: TableSchema, rules: tuple[Rule, ...], spoken: ModuleType) -> list[Check]:
    checks: list[Check] = []
    columns = schema.columns
    for field in schema.fields:
        name = (field.column,)
        if field.constraints.get("required") or field.column in schema.primary_key:
            checks.append(Check("required", "a value", name, col(field.column).is_null()))
        checks += constraint_checks(field)
        if field.is_text:  # rules check text
            of_cells = (rule for rule in rules if isinstance(rule, CellRule) and field.column in rule.columns)
            checks += [Check(rule.id, rule.holds, name, rule.bad, among=rule.among) for rule in of_cells]
    for rule in rules:
        if isinstance(rule, RowRule) and rule.fits(schema.name, columns):
            checks.append(Check(rule.id, rule.holds, rule.columns, rule.bad(), rule.found))
    return checks


def constraint_checks(field: Field) -> list[Check]:
    """A check for each constraint of a field except `required`, `unique` and unsupported ones."""
    return _of_constraints(field, words())


@lru_cache(maxsize=1024)
def _of_constraints(field: Field, spoken: ModuleType) -> list[Check]:
    return list(_each_constraint(field))


def _each_constraint(field: Field) -> Iterator[Check]:
    for name, value in field.constraints.items():
        if name in EXPECTED and name != "enum" and (bad := _bad(name, value, field)) is not None:
            rule, expected = EXPECTED[name]
            portable = name != "pattern" or (PORTABLE.fullmatch(value) is not None and "--" not in value)
            yield Check(rule, expected.format(value), (field.column,), bad, portable=portable)
    if field.vocabulary:
        listed, cell = [_typed(value, field) for value in field.vocabulary], col(field.column)
        bad = ~(cell.cast(ex.Datetime("us")) if field.type == "date" else cell).is_in(listed)
        expected = f"one of {', '.join(map(str, field.vocabulary))}"
        yield Check("enum", expected, (field.column,), bad, portable=len(listed) <= VALUES)


def _bad(constraint: str, value: Any, field: Field) -> Any:
    """What is true for a cell that breaks a constraint; None if the constraint is not supported here."""
    cell = col(field.column)
    if constraint == "pattern":
        if pattern_fault(value):
            return None
        # `$` also matches before a final line break, hence the second condition
        return ~(cell.str.contains(rf"^(?:{value})$") & ~cell.str.ends_with("\n"))
    if constraint in ORDER and field.type not in ("time", "duration") and not field.wide:
        bad = ORDER[constraint](cell, _typed(value, field))
        return bad | cell.is_nan() if field.type == "number" else bad  # NaN is outside all bounds
    if constraint in ("minLength", "maxLength") and field.type == "string":
        length, limit = cell.str.len_chars(), min(value, LONGEST)
        return length < limit if constraint == "minLength" else length > limit
    try:
        return bad_for(constraint, value, field)
    except ValueError:
        return None  # an unusable JSON Schema


def _typed(value: Any, field: Field) -> Any:
    """A constraint's value in the type of the cells; descriptors may give numbers and dates as text."""
    typed = value_of(value, field)
    if field.type == "date":  # pandas does not compare a date with its datetime64
        return datetime.datetime.combine(typed, datetime.time())
    return typed


@cache
def pattern_fault(pattern: str) -> str:
    """Why a pattern cannot be used here; nothing if it can.

    polars evaluates it, by itself and in the context of its use. A pattern that Python reads differently is
    not used, because nobody can say which reading is meant. Character categories (`p{Lu}` after a backslash),
    which Python does not know, follow XML Schema, as the standard does.
    """
    forms = (pattern, rf"^(?:{pattern})$")
    try:
        pl.select(pl.lit("").str.contains(pl.lit(form)).alias(form) for form in forms)
    except pl.exceptions.ComputeError as error:
        return str(error).partition("\n")[0]
    if re.search(r"\\[pP]\{", pattern):
        return ""
    # only a flag, as in (?i), means something else within parentheses
    differing = forms if "(?" in pattern else forms[:1]
    return next((fault for form in differing if (fault := _python_fault(form))), "")


def is_regular_expression(pattern: str) -> bool:
    """Whether polars or Python can read it, both alone and in parentheses, which rules out `a)|(b`."""
    if not pattern_fault(pattern):
        return True
    faults = [_python_fault(pattern), _python_fault(rf"(?:{pattern})")]
    return all(not fault or fault.startswith("it is read") for fault in faults) or "(?" in pattern


def _python_fault(pattern: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # for what will be read differently
            re.compile(pattern)
    except FutureWarning as fault:
        return f"it is read in two ways: {fault}"
    except (re.error, OverflowError, RecursionError) as fault:
        return str(fault)
    return ""


def failing(frame: Frame, checks: Sequence[Check]) -> Iterator[Failed]:
    """Each check that fails, with the failing rows in batches, or the reason why it could not be run."""
    expressions = [check for check in checks if _is_evaluated(check, frame)]
    for at in range(0, len(expressions), AT_ONCE):
        yield from _failing_expressions(frame, expressions[at : at + AT_ONCE])
    by_column: dict[str, list[Check]] = {}
    for check in checks:
        if not _is_evaluated(check, frame):
            by_column.setdefault(check.columns[0], []).append(check)
    if in_memory(frame):
        yield from _failing_in_memory(frame, by_column)
        return
    for column, tests in by_column.items():
        yield from _failing_tests(frame, column, tests)


def _failing_in_memory(frame: pl.LazyFrame, by_column: Mapping[str, Sequence[Check]]) -> Iterator[Failed]:
    """Python tests. One query for all of them finds the cells that any of them may find bad."""
    asked = {column: _among(column, *checks) for column, checks in by_column.items()}
    query = [pl.col(column).filter(among).unique().implode() for column, among in asked.items()]
    found = frame.select(query).collect() if query else pl.DataFrame()
    for column, checks in by_column.items():
        doubtful = found[column].item().to_frame(column)
        for check in checks:
            assert callable(check.bad)
            cells = doubtful if len(doubtful) < FEW else doubtful.filter(_among(column, check))
            if values := [cell for cell in cells[:, 0] if check.bad(cell)]:
                yield check, batches(frame.filter(pl.col(column).is_in(values)))


def _is_evaluated(check: Check, frame: Frame) -> bool:
    return not callable(check.bad) and (check.portable or in_memory(frame))


def _failing_expressions(frame: Frame, checks: Sequence[Check]) -> Iterator[Failed]:
    """One query for all checks; if an engine cannot answer it, one for each."""
    try:
        found = _any_bad(frame, checks)
    except Exception as unfit:
        if len(checks) == 1:
            yield checks[0], str(unfit).partition("\n")[0]
        else:
            for check in checks:
                yield from _failing_expressions(frame, [check])
        return
    for check, bad in zip(checks, found, strict=True):
        if bad:
            yield check, batches(frame.filter(cast(Expr, check.bad)))


def _any_bad(frame: Frame, checks: Sequence[Check]) -> tuple[Any, ...]:
    asked = {str(n): check.bad.fill_null(False).any() for n, check in enumerate(checks)}  # type: ignore[union-attr]
    [row] = next(batches(frame.select(**asked))).rows()
    return row


def _failing_tests(frame: Frame, column: str, checks: Sequence[Check]) -> Iterator[Failed]:
    """In an engine, Python tests, and patterns that only polars reads correctly: each distinct cell once."""
    wrong: dict[Check, list[Any]] = {check: [] for check in checks}
    for batch in distinct(frame, column, _among(column, *checks)):
        for check in checks:
            if not callable(check.bad):
                wrong[check] += _broken(batch, check.bad)
                continue
            wrong[check] += filter(check.bad, batch.filter(_among(column, check))[:, 0])
    for check, values in wrong.items() if any(wrong.values()) else ():
        for at in range(0, len(values), VALUES):
            yield check, batches(frame.filter(col(column).is_in(values[at : at + VALUES])))


def _among(column: str, *checks: Check) -> pl.Expr:
    """True for every cell that one of the checks may find bad. All patterns are searched in one pass."""
    if not all(check.among for check in checks):
        return pl.col(column).is_not_null()
    cells = pl.col(column).cast(pl.String)  # codes are kept as categories
    asked = [one for check in checks for one in _each(check.among)]
    patterns = "|".join(f"(?:{one})" for one in asked if isinstance(one, str))
    others = [cells.is_not_null() & one(cells) for one in asked if callable(one)]
    return pl.any_horizontal(*others, *([cells.str.contains(patterns)] if patterns else []))


def _each(among: Among) -> tuple[Any, ...]:
    return among if isinstance(among, tuple) else (among,)


def _broken(cells: pl.DataFrame, bad: Expr) -> list[Any]:
    found: pl.DataFrame = ex.from_native(cells).filter(bad.fill_null(False)).to_native()
    return found[:, 0].to_list()
