"""A sheet is read: YAML in which every value is text and knows its line.

Of YAML a sheet uses mappings, lists and text, no more. Anchors, aliases and tags are refused, so that a small
file stays small once it is read; a key that stands twice is refused, since one of the two would be lost.
`no`, `12` and `2025-01-06` are text like all else: what a column holds is its schema's to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from curation.faults import BadSheet, Fault
from exports.files import read_file

LARGEST = 2_000_000  # bytes of a sheet
DEEPEST = 12  # levels of mappings and lists; a sheet has six at most
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value of a sheet and the line on which it stands: text, a list, or a mapping with text for keys."""

    line: int
    text: str = ""
    items: "list[Node] | None" = None
    entries: "dict[str, Node] | None" = None
    lines: dict[str, int] = field(default_factory=dict)  # key -> its line

    def __bool__(self) -> bool:
        """Whether it holds anything."""
        return bool(self.text or self.items or self.entries)

    def get(self, key: str) -> "Node":
        """The value of a key; an empty one where it is not given."""
        return (self.entries or {}).get(key) or Node(self.lines.get(key, self.line))

    def each(self) -> "list[Node]":
        """The values of a list; one value stands for a list of one, nothing for none."""
        return self.items if self.items is not None else [self] if self else []


def read_sheet(path: Path) -> Node:
    """Read a sheet.

    Raises `BadSheet` where it is no such YAML, or no mapping; `OSError` where it cannot be read.
    """
    try:
        text = read_file(path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSheet(
            path.name, [Fault(1, f"it is not UTF-8 ({error.reason})", "save it as UTF-8")]
        ) from None
    faults: list[Fault] = []
    try:
        faults += _too_much(text)
        tree = None if faults else yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context).split())
        cure = 'put words that hold `: `, `#` or quotation marks between "…", and indent alike what is alike'
        raise BadSheet(
            path.name, [Fault(mark.line + 1 if mark else 1, f"it is no YAML ({what})", cure)]
        ) from None
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise BadSheet(path.name, [Fault(1, f"it is no YAML ({what})", "remove the character")]) from None
    if not faults and not isinstance(tree, yaml.MappingNode):
        faults = [Fault(1, "it is no sheet", "begin with `source:`, or let scripts/draft.py write one")]
    if faults or tree is None:
        raise BadSheet(path.name, faults)
    node = _node(tree, faults)
    if faults:
        raise BadSheet(path.name, faults)
    return node


def _too_much(text: str) -> list[Fault]:
    """What a sheet does not use of YAML; the first of it is enough."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return [
                Fault(line, "there is an anchor or an alias", "write the words out, between quotation marks")
            ]
        if getattr(event, "tag", None):
            return [Fault(line, "there is a tag (a word with `!`)", 'put the words between "…"')]
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return [Fault(line, f"it is nested more than {DEEPEST} levels deep", "close what was opened")]
        if isinstance(event, yaml.DocumentStartEvent) and line > 1 and event.explicit and depth:
            return [Fault(line, "a second document begins", "write one document")]
    return []


def _node(tree: yaml.Node, faults: list[Fault]) -> Node:
    line = tree.start_mark.line + 1
    if isinstance(tree, yaml.SequenceNode):
        return Node(line, items=[_node(one, faults) for one in tree.value])
    if isinstance(tree, yaml.MappingNode):
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in tree.value:
            name, at = str(key.value), key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                faults.append(Fault(at, "a key is a list or a mapping", "write a word before the colon"))
            elif name in entries:
                faults.append(
                    Fault(at, f"`{name}` stands twice (first in line {lines[name]})", "keep one of the two")
                )
            else:
                entries[name], lines[name] = _node(value, faults), at
        return Node(line, entries=entries, lines=lines)
    return Node(line, text=" ".join(str(tree.value).split()))


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes in it."""
    yield node
    for one in (*(node.items or []), *(node.entries or {}).values()):
        yield from walk(one)
