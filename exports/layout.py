"""Where boxes and lines go in a picture of tables: columns of boxes, and lines that never cross a box.

Tables stand in columns, each to the right of all that it leads to. The lines to one table are one net, which
branches: it runs down a track in the gutter between two columns, and through a column in a lane between the
boxes. Only the order within columns and gutters is to be found; the same tables always give the same one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from operator import itemgetter

HEAD, ROW, FOOT, GAP, LANE = 28, 18, 24, 22, 8
NEAR = 6  # horizontal lines of different nets that are closer than this run into one another


@dataclass(frozen=True)
class Box:
    """A table: the names of its key columns in order, and the row in which it leads to each other table."""

    name: str
    rows: tuple[str, ...]
    leads_to: tuple[tuple[str, int], ...]  # (table, row); a table that leads to itself is not among them

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return HEAD + ROW * len(self.rows) + FOOT


@dataclass(frozen=True)
class Lane:
    """The place where the net of a table passes through a column."""

    net: str
    height: int = LANE


@dataclass(frozen=True)
class Net:
    """The part of a net in one gutter: where it comes in on the left, and where it goes out on the right."""

    name: str
    enters: int
    leaves: tuple[int, ...]

    @property
    def extent(self) -> tuple[int, int]:
        """The top and the bottom of its vertical line."""
        return min(self.enters, *self.leaves), max(self.enters, *self.leaves)


Column = tuple[Box | Lane, ...]
Tops = list[dict[Box | Lane, int]]


@dataclass(frozen=True)
class Layout:
    """What is where: columns from left to right with the tops of what stands in them, then the gutters.

    A gutter lists its nets from the leftmost track to the rightmost.
    """

    tops: Tops
    gutters: list[list[Net]]
    height: int


def lay_out(boxes: Sequence[Box]) -> Layout:
    """Find a layout with few crossings and short lines. Raises `ValueError` where tables lead in a circle."""
    columns = _improved(_columns(boxes))
    tops = _settled(_tops(columns))
    gutters = [_tracks(list(nets)) for nets in _gutters(tops)]
    return Layout(tops, gutters, _height(columns))


def row_middle(top: int, row: int) -> int:
    """The height at which the line to a row of a box begins."""
    return top + HEAD + ROW * row + ROW // 2


def _columns(boxes: Sequence[Box]) -> list[Column]:
    """The boxes by column, as far right as those that lead to them allow, and the lanes between."""
    by_name = {box.name: box for box in boxes}
    depths = {name: _depth(name, by_name, ()) for name in by_name}
    for name in sorted(depths, key=lambda name: -depths[name]):
        before = [depths[box.name] - 1 for box in boxes if name in dict(box.leads_to)]
        depths[name] = min(before, default=depths[name])
    columns: list[list[Box | Lane]] = [[] for _ in range(max(depths.values(), default=0) + 1)]
    for box in boxes:
        columns[depths[box.name]].append(box)
    for name, depth in depths.items():
        last = max((depths[box.name] for box in boxes if name in dict(box.leads_to)), default=depth)
        for column in columns[depth + 1 : last]:
            column.append(Lane(name))
    return [tuple(column) for column in columns]


def _depth(name: str, boxes: dict[str, Box], under_way: tuple[str, ...]) -> int:
    if name in under_way:
        raise ValueError(f"the tables {', '.join(under_way)} lead to one another in a circle")
    return max((_depth(n, boxes, (*under_way, name)) + 1 for n, _ in boxes[name].leads_to), default=0)


def _height(columns: Sequence[Column]) -> int:
    return max(sum(item.height + GAP for item in column) for column in columns) + GAP


def _tops(columns: Sequence[Column]) -> Tops:
    """The top of everything: what is left of the height is shared out evenly within a column."""
    height, tops = _height(columns), []
    for column in columns:
        space = (height - sum(item.height for item in column)) // (len(column) + 1)
        at, places = space, {}
        for item in column:
            places[item] = at
            at += item.height + space
        tops.append(places)
    return tops


def _gutters(tops: Tops) -> Iterator[Iterator[Net]]:
    return (_nets(left, right) for left, right in pairwise(tops))


def _nets(left: dict[Box | Lane, int], right: dict[Box | Lane, int]) -> Iterator[Net]:
    for item, top in left.items():
        name = item.name if isinstance(item, Box) else item.net
        enters = row_middle(top, 0) if isinstance(item, Box) else top + LANE // 2
        leaves: list[int] = []
        for other, at in right.items():
            if isinstance(other, Lane):
                leaves += [at + LANE // 2] if other.net == name else []
            else:
                leaves += [row_middle(at, row) for table, row in other.leads_to if table == name]
        if leaves:
            yield Net(name, enters, tuple(leaves))


def _clashes(left: Net, right: Net) -> int:
    """How badly two nets cross where the one has a track to the left of the other's; 100 where they touch."""
    (top, bottom), (other_top, other_bottom) = left.extent, right.extent
    crossings = sum(other_top - NEAR < y < other_bottom + NEAR for y in left.leaves)
    crossings += top - NEAR < right.enters < bottom + NEAR
    touches = sum(abs(y - right.enters) < NEAR for y in left.leaves)
    return crossings + 100 * touches


def _cost(tops: Tops) -> float:
    """What crossings, bends and long lines come to."""
    cost = 0.0
    for gutter in _gutters(tops):
        nets = list(gutter)
        cost += sum(min(_clashes(a, b), _clashes(b, a)) for a, b in combinations(nets, 2))
        cost += sum(y != net.enters for net in nets for y in net.leaves) / 5
        cost += sum(net.extent[1] - net.extent[0] for net in nets) / 100
    return cost


def _improved(columns: list[Column]) -> list[Column]:
    """The columns in a better order: one thing at a time is moved within its column while that helps."""
    best, helped = _cost(_tops(columns)), True
    while helped:
        helped = False
        for place, column in enumerate(columns):
            for tried in list(_moves(column)):
                changed = [*columns[:place], tried, *columns[place + 1 :]]
                cost = _cost(_tops(changed))
                if cost < best - 1e-9:
                    best, helped, columns = cost, True, changed
    return columns


def _moves(column: Column) -> Iterator[Column]:
    for item in column:
        others = tuple(other for other in column if other is not item)
        for place in range(len(column)):
            yield (*others[:place], item, *others[place:])


def _settled(tops: Tops) -> Tops:
    """The tops after each thing has been moved up or down a little, while that straightens lines."""
    best, helped = _cost(tops), True
    while helped:
        helped = False
        for place, column in enumerate(tops):
            for item in column:
                moved = [{**tops[place], item: tops[place][item] + step} for step in range(-GAP, GAP + 1)]
                tried = [[*tops[:place], places, *tops[place + 1 :]] for places in moved if _apart(places)]
                cost, changed = min(((_cost(each), each) for each in tried), key=itemgetter(0))
                if cost < best - 1e-9:
                    best, helped, tops = cost, True, changed
    return tops


def _apart(column: dict[Box | Lane, int]) -> bool:
    """Whether all things in a column keep their distance and their order."""
    return min(column.values()) >= GAP // 2 and all(
        column[lower] - column[upper] - upper.height >= GAP // 2 for upper, lower in pairwise(column)
    )


def _tracks(nets: list[Net]) -> list[Net]:
    """The nets of a gutter from left to right, so that they cross as little as can be."""
    # the cheapest order of each set of nets, from small sets to large ones
    best: dict[frozenset[Net], tuple[int, tuple[Net, ...]]] = {frozenset(): (0, ())}
    for _ in nets:
        longer: dict[frozenset[Net], tuple[int, tuple[Net, ...]]] = {}
        for used, (cost, order) in best.items():
            for net in nets:
                if net in used:
                    continue
                key, total = used | {net}, cost + sum(_clashes(other, net) for other in order)
                if key not in longer or total < longer[key][0]:
                    longer[key] = (total, (*order, net))
        best = longer
    [(_, order)] = best.values()
    return list(order)
