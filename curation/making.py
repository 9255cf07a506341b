"""The state while a sheet is turned into rows, and the steps that all of its entries share.

Statements and claims have no numbers yet: until `merge` assigns them, their rows have labels, which begin
with `LABEL`. A fault is noted and the work goes on, so that all faults are reported at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from curation.faults import Fault
from curation.layout import SECTIONS, Section
from curation.packages import Package, Row
from curation.phrases import Phrase
from curation.references import Register, resolve
from curation.sheets import Node
from curation.vocabulary import misfit
from validator.messages import did_you_mean

LABEL = "\0"  # the beginning of a label, which a number will replace
TAKEN = {"yes": True, "true": True, "no": False, "false": False}


@dataclass
class Made:
    """A row made from a sheet: its cells, and the line of the sheet for each of them."""

    table: str
    cells: Row
    line: int
    lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Making:
    """What is needed to make rows, and what has been made so far."""

    package: Package
    text: str
    source: str = ""
    language: str = ""
    published: str = ""
    registered: bool = False
    rows: list[Made] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: dict[str, Register] = field(default_factory=dict)
    undecided_left: bool = False  # whether to leave out entries that nobody has decided on
    families: dict[str, str] = field(default_factory=dict)  # id of a person -> family name

    def fault(self, line: int, message: str, cure: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, message, cure))


def check_keys(making: Making, node: Node, allowed: list[str], where: str) -> None:
    """Note the keys that are not allowed, and which key was probably meant."""
    for key, line in node.lines.items():
        if key not in allowed:
            shown = ", ".join(allowed)
            making.fault(line, f"{where} has no `{key}`{did_you_mean(key, allowed)}", f"use {shown}")


def taken(making: Making, section: Node, name: str) -> Iterator[Node]:
    """The entries of a section that somebody decided to take, after a check of their keys."""
    if section.text or section.entries is not None:
        making.fault(section.line, f"`{name}` is not a list", "begin each entry with `- `")
        return
    columns = [column["name"] for column in fields(making, SECTIONS[name])]
    for entry in section.items or []:
        if entry.entries is None:
            making.fault(entry.line, f"an entry of `{name}` has no columns", "write `column: value`")
            continue
        if _decision(making, entry, name):
            check_keys(making, entry, SECTIONS[name].keys(columns), f"an entry of `{name}`")
            yield entry


def _decision(making: Making, entry: Node, name: str) -> bool:
    """Whether an entry is taken. Without `take` it is; if nobody has decided on it, that is a fault."""
    if "take" not in (entry.entries or {}):
        return True
    decided = entry.get("take").text.lower()
    if decided not in TAKEN and not (making.undecided_left and not decided):
        line = entry.lines["take"]
        making.fault(line, f"nobody has decided on this entry of `{name}`", "write `take: yes` or `take: no`")
    return TAKEN.get(decided, False)


def taken_again(section: Node) -> Iterator[Node]:
    """The claims of a statement that were taken; faults of the others have been noted."""
    for entry in section.items or []:
        if entry.entries is None:
            continue
        if "take" not in entry.entries or TAKEN.get(entry.get("take").text.lower()):
            yield entry


def fields(making: Making, section: Section) -> list[dict]:
    """The fields of the table of a section."""
    table = making.package.tables.get(section.table)
    return table.fields if table else []


def phrases_in(making: Making, node: Node) -> list[Phrase]:
    """The phrases of a value: one or a list, each words or `{phrase: …, occurrence: 2, inside: …}`."""
    found = []
    for one in node.each():
        if one.entries is None:
            found.append(Phrase(one.text))
            continue
        check_keys(making, one, ["phrase", "occurrence", "inside"], "a phrase")
        number = one.get("occurrence")
        if number and not (number.text.isascii() and number.text.isdigit() and int(number.text[:9]) > 0):
            making.fault(number.line, f'the occurrence is "{number.text}"', "write 1, 2, 3 …")
        else:
            found.append(
                Phrase(
                    one.get("phrase").text, int(number.text[:9] or 0) if number else 0, one.get("inside").text
                )
            )
    return [phrase for phrase in found if phrase.words]


def parts_of(making: Making, entry: Node, name: str) -> list[Node]:
    """The entries inside another one: one mapping, or a list of them."""
    given = entry.get(name)
    parts = [given] if given.entries is not None else given.items or []
    for part in parts:
        if part.entries is None:
            making.fault(part.line, f"an entry of `{name}` has no columns", "write {column: value, …}")
    return [part for part in parts if part.entries is not None]


def part_row(making: Making, name: str, entry: Node, keys: Row) -> Row:
    """Make the row of an entry inside another one; `keys` are the cells that come from that one."""
    section = SECTIONS[name]
    columns = list(making.package.tables[section.table].schema.columns)
    check_keys(making, entry, section.keys(columns), f"an entry of `{name}`")
    cells = {column: entry.get(column).text for column in columns} | keys
    refer(making, section.table, cells, entry, set(keys))
    if cells.get("position_id"):
        for column, known in _holder(making, cells["position_id"]).items():
            cells[column] = cells[column] or known
    add_row(making, section.table, cells, entry)
    return cells


def _holder(making: Making, position: str) -> Row:
    """Who holds a position, and in which body: a row that names the position must name these as well."""
    rows = [made.cells for made in making.rows if made.table == "positions"] + making.package.tables[
        "positions"
    ].rows
    row = next((one for one in rows if one["position_id"] == position), {})
    return {column: row[column] for column in ("person_id", "organization_id") if row}


def refer(making: Making, table: str, cells: Row, entry: Node, made: set[str] | None = None) -> None:
    """Replace the references of a row with ids."""
    schema = making.package.tables[table].schema
    own = {schema.primary_key[0]} if len(schema.primary_key) == 1 else set()
    for key in schema.foreign_keys:
        column, to = key.fields[0], key.resource or table
        if (
            column in own | (made or set())
            or not cells[column]
            or column == "source_id"
            or to not in making.known
        ):
            continue
        if to == "measures" and cells[column] in making.known[to].called:
            continue
        cells[column] = resolved(making, to, Node(entry.get(column).line, cells[column]))


def resolved(making: Making, table: str, node: Node) -> str:
    """The id that a value refers to; if there is none or more than one, note a fault and return nothing."""
    found, wrong, cure = resolve(making.known[table], table, node.text)
    if wrong:
        making.fault(node.line, wrong, cure)
    return found


def add_row(making: Making, table: str, cells: Row, entry: Node) -> None:
    """Add a row, and note each cell that by itself does not fit the schema."""
    making.rows.append(Made(table, cells, entry.line, dict(entry.lines)))
    before = len(making.faults)
    for column in making.package.tables[table].fields:
        name = column["name"]
        wrong = misfit(column, cells[name])
        line = entry.lines.get(name, entry.line)
        if wrong and (cells[name] or not _is_told(making.faults[:before], line, name, entry)):
            making.faults.append(Fault(line, *wrong))


def _is_told(faults: list[Fault], line: int, name: str, entry: Node) -> bool:
    """Whether an empty cell is already explained: its line has a fault, or its column is misspelt."""
    misspelt = any(did_you_mean(key, [name]) for key in entry.lines if key != name)
    return misspelt or any(fault.line == line for fault in faults)
