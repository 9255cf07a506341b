"""What changed between two editions, and the version step that it requires.

Rows are identified by their record id, and cells are compared as text: 1.50 to 1.5 is a change, because it is
the CSV that is cited. No library is used for the rows. csv-diff takes one key column, drops rows with a
duplicate key and fails on an empty table. daff gives a marked-up table that would have to be parsed.
datacompy gives the rows that contain a change, not the cells, and pairs duplicate keys by their order. None
of them compares schemas.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from editions.changes import Change
from editions.schema_changes import differing, in_both, schema_changes
from editions.snapshot import Snapshot
from editions.tables import Table, texts
from schemas.steps import STEPS, Step

STAMPS = {"version", "created"}
NAMES = {"id", "name"}
Row = list[str]
SHOWN = 5  # places of one kind of change in a reason


@dataclass(frozen=True)
class Differences:
    """What changed from `old` to `new`: first the package itself, then table by table, then row by row.

    If a whole table or column was added or removed, its rows or cells are not listed one by one.
    """

    old: Snapshot
    new: Snapshot
    changes: list[Change]

    @property
    def faults(self) -> list[str]:
        """What could not be compared, or not by its key, one sentence each."""
        found = []
        for which, snapshot in (("old", self.old), ("new", self.new)):
            found += [f"{which} {fault}" for fault in snapshot.faults]
        return found


def differences(old: Snapshot, new: Snapshot) -> Differences:
    """Compare two packages: metadata, schemas, rows and files of tables; documents and code are left out."""
    changes = list(_metadata_changes(old, new))
    for name in [*old.tables, *(name for name in new.tables if name not in old.tables)]:
        if name not in new.tables:
            changes.append(Change("table removed", name))
        elif name not in old.tables:
            changes.append(Change("table added", name))
        else:
            changes += _table_changes(old.tables[name], new.tables[name])
    return Differences(old, new, changes)


def required_step(found: Differences) -> Step:
    """The least version step that covers all changes: the largest that any of them requires.

    A changed description may change the meaning. Only people can judge that, and then choose a larger step.
    """
    return max((change.step for change in found.changes), key=STEPS.index, default="none")


def reasons(found: Differences) -> list[str]:
    """Why a smaller step is not enough, one sentence for each table and kind of change."""
    step = required_step(found)
    places: dict[tuple[str, str], list[str]] = {}
    for change in found.changes:
        if change.step == step != "none":
            place = " ".join(part for part in (change.record, change.field, change.aspect) if part)
            code = (change.old or change.new) if change.kind.startswith("code") else ""
            places.setdefault((change.table, change.kind), []).append(f"{place} {code}".strip())
    sentences = []
    for (table, kind), all_ in places.items():
        named = [place for place in all_ if place]
        shown = ", ".join(named[:SHOWN]) + f" and {len(named) - SHOWN} more" * (len(named) > SHOWN)
        sentences.append(f"{table or 'package'}: {kind}" + f": {shown}" * bool(named))
    return sentences


def _metadata_changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    for property_, one, other in differing(old.descriptor, new.descriptor, {"resources"}):
        stamp = "stamp changed" if property_ in STAMPS else "metadata changed"
        # citations and the names of archives depend on these
        kind = "meaning changed" if property_ in NAMES else stamp
        yield Change(kind, aspect=property_, old=one, new=other)
    kept, now = in_both(old.tables, new.tables)
    if kept != now:
        yield Change("metadata changed", aspect="order of tables", old=kept, new=now)


def _table_changes(old: Table, new: Table) -> Iterator[Change]:
    yield from _entry_changes(old, new)
    yield from schema_changes(old, new)
    if old.readable != new.readable:
        yield Change("table readable" if new.readable else "table unreadable", new.name)
        return
    found = [*_column_changes(old, new), *_row_changes(old, new)]
    yield from found
    if old.digest != new.digest and not found:
        yield Change("file rewritten" if new.readable else "file changed", new.name)


def _entry_changes(old: Table, new: Table) -> Iterator[Change]:
    """Changes in a table's entry in the descriptor, except bytes and hash, which follow from the file."""
    one, other = texts(old.entry.get("path")), texts(new.entry.get("path"))
    if one != other:
        yield Change("file renamed", new.name, aspect="path", old=one, new=other)
    for part, one, other in differing(old.form, new.form, set()):
        yield Change("meaning changed", new.name, aspect=part, old=one, new=other)
    handled = {"name", "path", "bytes", "hash", "data"}
    handled |= {part for part in old.form if old.form[part] != new.form[part]}
    for property_, one, other in differing(old.entry, new.entry, handled):
        kind = "wording changed" if property_ in ("title", "description") else "metadata changed"
        if property_ != "schema" or isinstance(one, str) or isinstance(other, str):
            yield Change(kind, new.name, aspect=property_, old=one, new=other)


def _column_changes(old: Table, new: Table) -> Iterator[Change]:
    before, after = (dict.fromkeys(table.columns if table.readable else table.fields) for table in (old, new))
    for name in before:
        if name not in after:
            yield Change("column removed", new.name, field=name)
    for name in after:
        if name not in before:
            yield Change("column added", new.name, field=name)
    kept, now = in_both(before, after)
    if kept != now:
        yield Change("columns reordered", new.name, old=kept, new=now)


def _row_changes(old: Table, new: Table) -> Iterator[Change]:
    """Rows added, removed and changed, in the order of their ids; only cells of columns that both have."""
    _, shared = in_both(old.places, new.places)
    here, there = ([table.places[name] for name in shared] for table in (old, new))
    key = next((k for k in (new.primary_key, old.primary_key) if k and set(k) <= set(shared)), [])
    before, after = old.records(key), new.records(key)
    for record in sorted(before.keys() | after.keys()):
        olds, news = before.get(record, []), after.get(record, [])
        if record and len(olds) == len(news) == 1:
            for name, one, other in zip(shared, here, there, strict=True):
                if olds[0][one] != news[0][other]:
                    yield Change("cell changed", new.name, record, name, "", olds[0][one], news[0][other])
            continue
        # rows without a unique key are compared whole
        doubled = "doubled " if record and olds and news else ""
        for row in _beyond(olds, here, news, there):
            yield Change(f"{doubled}row removed", new.name, record, old=_cells(old, row))
        for row in _beyond(news, there, olds, here):
            what = "correction" if new.name == "corrections" and not doubled else f"{doubled}row"
            yield Change(f"{what} added", new.name, record, new=_cells(new, row))


def _beyond(rows: list[Row], here: list[int], others: list[Row], there: list[int]) -> Iterator[Row]:
    """The rows that the others lack, or have fewer times; `here` and `there` index the cells to compare."""
    left = Counter(tuple(row[place] for place in there) for row in others)
    for row in rows:
        cells = tuple(row[place] for place in here)
        if left[cells]:
            left[cells] -= 1
        else:
            yield row


def _cells(table: Table, row: Row) -> dict[str, str]:
    return {name: cell for name, cell in zip(table.columns, row, strict=True) if cell}
