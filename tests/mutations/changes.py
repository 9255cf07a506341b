"""The kinds of `kinds.csv`, and the words in which their changes are told.

`change` is one or more of the verbs below, joined by `&`, each with its arguments. `when` are conditions, all
of which must hold: `column` (not empty), `!column` (empty), `column=a|b`, `column!=a`, `column~pattern`. A
column may be one of the row that a key leads to (`source_id.language`). `{column}` in a text is its cell,
`{column[:7]}` a part of it, `{column+3}` the date three days later.
"""

import csv
import datetime
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mutations import Case, Change, Row, add

# signs that a text in a language must have
SCRIPTS = {"ko": "가-힣", "ja": "ぁ-ヿ一-鿿", "zh": "一-鿿", "ar": "؀-ۿ"}
PARTY = ("person_id", "organization_id", "position_id")
VERBS: dict[str, Callable[..., bool]] = {}


def verb(function: Callable[..., bool]) -> Callable[..., bool]:
    """Register a verb: it gets the case and its arguments, and says whether it found a way."""
    VERBS[function.__name__.rstrip("_")] = function
    return function


def set_cells(case: Case, cells: Row) -> bool:
    """Set cells of the row; whether one of them is another now."""
    before = dict(case.row)
    case.row.update(cells)
    return case.row != before


def fill(case: Case, text: str) -> str:
    """A text with the row's cells for what stands in braces."""

    def cell(found: re.Match[str]) -> str:
        value = case.look(found["column"])
        if found["days"]:
            return later(value, int(found["days"]))
        start, end = (int(one) if one else None for one in (found["start"], found["end"]))
        return value[start:end]

    part = r"\[(?P<start>-?\d*):(?P<end>-?\d*)\]"
    return re.sub(rf"\{{(?P<column>[a-z][a-z0-9_.]*)(?:{part}|(?P<days>[+-]\d+))?\}}", cell, text)


def holds(case: Case, condition: str) -> bool:
    """Whether a condition holds for the row."""
    column, sign, wanted = re.fullmatch(r"(!?[a-z0-9_.]+)(!=|=|~)?(.*)", condition).groups()
    cell = case.look(column.lstrip("!"))
    if sign == "~":
        return re.search(fill(case, wanted), cell) is not None
    if sign:
        return (cell in wanted.split("|")) == (sign == "=")
    return bool(cell) != column.startswith("!")


def trait(case: Case, row: Row, path: str) -> Any:
    """What rows are compared by: a cell, `script:` of a language, or the `voices` of a statement."""
    if path == "voices":
        return case.package.voices(row)
    kind, colon, column = path.rpartition(":")
    cell = case.look(column, row)
    return SCRIPTS.get(cell, "A-Z") if colon and kind == "script" else cell


def fit(case: Case, words: tuple[str, ...]) -> list[Row]:
    """The other rows that fit: `same column`, `other column`, and so on."""
    pairs = list(zip(words[::2], words[1::2], strict=True))
    mine = [trait(case, case.row, path) for _, path in pairs]

    def fits(row: Row) -> bool:
        for (word, path), own in zip(pairs, mine, strict=True):
            theirs = trait(case, row, path)
            apart = own.isdisjoint(theirs) if path == "voices" else own != theirs
            if (theirs != own) if word == "same" else not apart:
                return False
        return True

    return [row for row in case.others() if fits(row)]


def later(iso: str, days: int) -> str:
    """A full date some days later or earlier; any other text as it is."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", iso):
        return iso
    return (datetime.date.fromisoformat(iso) + datetime.timedelta(days)).isoformat()


def as_text(number: float) -> str:
    """A number without a point where it is whole."""
    return f"{number:.10g}"


def on_text(case: Case, column: str, new: Callable[[str], str]) -> bool:
    """Set a cell that is not empty to what a function makes of it."""
    return bool(case.row[column]) and set_cells(case, {column: new(case.row[column])})


@verb
def put(case: Case, column: str, *text: str) -> bool:
    """A cell is a text."""
    return set_cells(case, {column: fill(case, " ".join(text))})


@verb
def empty(case: Case, *columns: str) -> bool:
    """Cells, of which the first is not empty, are empty."""
    return bool(case.row[columns[0]]) and set_cells(case, dict.fromkeys(columns, ""))


@verb
def code(case: Case, column: str, *pairs: str) -> bool:
    """A cell is another, by pairs of old and new."""
    to, cell = dict(pair.split(">") for pair in pairs), case.row[column]
    return set_cells(case, {column: to.get(cell, cell)})


@verb
def swap(case: Case, one: str, other: str) -> bool:
    """Two cells change places."""
    return set_cells(case, {one: case.row[other], other: case.row[one]})


@verb
def days(case: Case, column: str, number: str, *more: str) -> bool:
    """Dates are some days later or earlier."""
    return set_cells(case, {name: later(case.row[name], int(number)) for name in (column, *more)})


@verb
def years(case: Case, column: str, number: str, *more: str) -> bool:
    """Dates are some years later or earlier."""

    def moved(iso: str) -> str:
        return f"{int(iso[:4]) + int(number)}{iso[4:]}".replace("-02-29", "-02-28") if iso else ""

    return set_cells(case, {name: moved(case.row[name]) for name in (column, *more)})


@verb
def turn(case: Case, *columns: str) -> bool:
    """The month of dates is their day and the reverse, where that gives a date."""

    def turned(iso: str) -> str:
        return f"{iso[:4]}-{iso[8:]}-{iso[5:7]}" if len(iso) == 10 and int(iso[8:]) <= 12 else iso

    return set_cells(case, {name: turned(case.row[name]) for name in columns})


@verb
def hours(case: Case, column: str, number: str) -> bool:
    """A time of day is some hours later."""
    return on_text(case, column, lambda time: f"{(int(time[:2]) + int(number)) % 24:02}{time[2:]}")


@verb
def times(case: Case, column: str, factor: str) -> bool:
    """A number is so many times itself."""
    return on_text(case, column, lambda number: as_text(float(number) * float(factor)))


@verb
def plus(case: Case, column: str, more: str) -> bool:
    """A number is greater by so much."""
    return on_text(case, column, lambda number: as_text(float(number) + float(more)))


@verb
def number(case: Case, column: str) -> bool:
    """One number in a text is another."""

    def other(found: re.Match[str]) -> str:
        grown = int(found[0].replace(",", "")) + case.rng.randrange(1, 4)
        return f"{grown:,}" if "," in found[0] else str(grown).zfill(len(found[0]))

    one = r"(?<![\w.,])\d+(,\d{3})*(?![\w.]\d)"
    return on_text(case, column, lambda text: re.sub(one, other, text, count=1))


@verb
def negate(case: Case, column: str) -> bool:
    """An English text says the contrary."""
    auxiliary = r"\b(is|are|was|were|has|have|will|would|may|might|can)\b(?! not)"
    return on_text(case, column, lambda text: re.sub(auxiliary, r"\1 not", text, count=1))


@verb
def cut(case: Case, column: str) -> bool:
    """A text ends after two thirds of its words."""
    words = case.row[column].split(" ")
    return len(words) > 5 and set_cells(case, {column: " ".join(words[: len(words) * 2 // 3])})


@verb
def replace(case: Case, column: str, *pairs: str) -> bool:
    """One of some words in a text is another; `_` stands for a space."""
    by = dict(pair.replace("_", " ").split(">") for pair in pairs)
    either = "|".join(re.escape(old) if old.startswith(" ") else rf"\b{re.escape(old)}\b" for old in by)
    return on_text(case, column, lambda text: re.sub(either, lambda found: by[found[0]], text, count=1))


@verb
def spans(case: Case, further: str) -> bool:
    """All places in the text are so many characters further on."""

    def moved(at: re.Match[str]) -> str:
        return str(int(at[0]) + int(further))

    return on_text(case, "spans", lambda text: re.sub(r"\d+", moved, text))


@verb
def take(case: Case, *words: str) -> bool:
    """Cells that are not empty are those of another row that fits, each another than it was."""
    columns = itertools.takewhile(lambda word: word not in ("same", "other"), words)
    return all(case.row[name] for name in columns) and get(case, *words)


@verb
def get(case: Case, *words: str) -> bool:
    """Cells are those of another row that fits, none of them empty, each another than it was."""
    columns = list(itertools.takewhile(lambda word: word not in ("same", "other"), words))
    keys = case.package.keys[case.table]
    taken = {tuple(row[key] for key in keys) for row in case.rows}

    def free(row: Row) -> bool:
        key = tuple((row if name in columns else case.row)[name] for name in keys)
        return set(columns).isdisjoint(keys) or key not in taken

    rows = fit(case, words[len(columns) :])
    other = case.pick(r for r in rows if all(r[c] not in ("", case.row[c]) for c in columns) and free(r))
    return other is not None and set_cells(case, {name: other[name] for name in columns})


@verb
def point(case: Case, column: str, *words: str) -> bool:
    """A cell is the key of another row of the table that fits, but none of what the row is in already."""
    key = case.package.keys[case.table][0]
    above, at = set(), case.row
    while at[column] and at[column] not in above:
        above.add(at[column])
        at = case.package.having(case.table, key, at[column])[0]
    other = case.pick(row[key] for row in fit(case, words) if row[key] not in above)
    return other is not None and set_cells(case, {column: other})


@verb
def double(case: Case) -> bool:
    """The row stands there again under the next free id or number; later verbs are about the second one."""
    case.row = dict(case.row)
    *group, name = case.package.keys[case.table]
    prefix = case.row[name].rpartition("-")[0]
    if name == "seq":
        case.row[name] = str(max(int(row[name]) for row in case.group()) + 1)
    elif not group and prefix in ("stm", "clm"):
        case.row[name] = f"{prefix}-{max(int(row[name][4:]) for row in case.rows) + 1:04}"
    elif not group:
        case.row[name] += "-second"
    case.rows.append(case.row)
    return True


@verb
def drop(case: Case) -> bool:
    """The row is gone, and what is numbered is numbered anew."""
    case.rows.remove(case.row)
    if "seq" in case.row:
        case.renumber()
    return True


@verb
def move(case: Case) -> bool:
    """The row belongs to another group, in which it is the last; both are numbered anew."""
    name = case.package.keys[case.table][0]
    other = case.pick(row[name] for row in case.others() if row[name] != case.row[name])
    case.rows.remove(case.row)
    last = max(at for at, row in enumerate(case.rows) if row[name] == other)
    case.rows.insert(last + 1, {**case.row, name: other})
    case.renumber()
    return True


@verb
def party(case: Case) -> bool:
    """The whole party is that of another row, office and all, and none that the group has."""
    taken = {row["person_id"] or row["organization_id"] for row in case.group()} | {""}
    rows = [row for row in case.others() if (row["person_id"] or row["organization_id"]) not in taken]
    other = case.pick(rows)
    return other is not None and set_cells(case, {name: other[name] for name in PARTY})


@verb
def spell(case: Case) -> bool:
    """The position is another of the same person."""
    now, held = case.row["position_id"], case.package.having("positions", "person_id", case.row["person_id"])
    other = case.pick(row["position_id"] for row in held if row["position_id"] != now)
    return bool(now) and other is not None and set_cells(case, {"position_id": other})


def change_of(told: str, when: str) -> Change:
    """The change that a row of `kinds.csv` tells of."""
    steps = [step.split(" ") for step in told.split(" & ")]
    conditions = when.split()

    def change(case: Case) -> bool:
        if not all(holds(case, condition) for condition in conditions):
            return False
        return all(VERBS[name](case, *arguments) or name == "put" for name, *arguments in steps)

    return change


with Path(__file__).with_name("kinds.csv").open(encoding="utf-8", newline="") as file:
    for line in csv.DictReader(file):
        add(line["id"], line["table"], line["wrong"], change_of(line["change"], line["when"]), line["unseen"])
