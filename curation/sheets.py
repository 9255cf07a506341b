"""Read a sheet: YAML in which every value is text and knows its line.

A sheet uses only YAML's mappings, lists and text. Anchors, aliases and tags are refused, so that a small file
cannot grow when it is read. A duplicate key is refused, because one of the two values would be lost. `no`,
`12` and `2025-01-06` are text like everything else: the schema of a column decides what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from curation.faults import BadSheet, Fault
from exports.files import read_file

LARGEST = 2_000_000  # bytes in a sheet
DEEPEST = 12  # levels of mappings and lists; a sheet has six at most
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value in a sheet and its line: text, a list, or a mapping whose keys are text."""

    line: int
    text: str = ""
    items: "list[Node] | None" = None
    entries: "dict[str, Node] | None" = None
    lines: dict[str, int] = field(default_factory=dict)  # key -> its line

    def __bool__(self) -> bool:
        """Whether it contains anything."""
        return bool(self.text or self.items or self.entries)

    def get(self, key: str) -> "Node":
        """The value of a key; an empty node if it is not given."""
        return (self.entries or {}).get(key) or Node(self.lines.get(key, self.line))

    def each(self) -> "list[Node]":
        """The values of a list. A single value counts as a list of one, an empty one as an empty list."""
        return self.items if self.items is not None else [self] if self else []


def read_sheet(path: Path) -> Node:
    """Read a sheet.

    Raises `BadSheet` if it is not such YAML, or not a mapping; `OSError` if it cannot be read.
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
        cure = 'put words that contain `: `, `#` or quotation marks in "…", and align entries of one level'
        raise BadSheet(
            path.name, [Fault(mark.line + 1 if mark else 1, f"it is not YAML ({what})", cure)]
        ) from None
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        raise BadSheet(path.name, [Fault(1, f"it is not YAML ({what})", "remove the character")]) from None
    if not faults and not isinstance(tree, yaml.MappingNode):
        faults = [Fault(1, "it is not a sheet", "begin with `source:`, or have scripts/draft.py write one")]
    if faults or tree is None:
        raise BadSheet(path.name, faults)
    node = _node(tree, faults)
    if faults:
        raise BadSheet(path.name, faults)
    return node


def _too_much(text: str) -> list[Fault]:
    """The first use of YAML that a sheet does not allow."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return [Fault(line, "there is an anchor or an alias", "write the words out, in quotation marks")]
        if getattr(event, "tag", None):
            return [Fault(line, "there is a tag (a word with `!`)", 'put the words in "…"')]
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return [
                Fault(
                    line, f"it is nested more than {DEEPEST} levels deep", "remove levels, or close brackets"
                )
            ]
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
                    Fault(at, f"`{name}` occurs twice (first in line {lines[name]})", "keep one of the two")
                )
            else:
                entries[name], lines[name] = _node(value, faults), at
        return Node(line, entries=entries, lines=lines)
    return Node(line, text=" ".join(str(tree.value).split()))


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes inside it."""
    yield node
    for one in (*(node.items or []), *(node.entries or {}).values()):
        yield from walk(one)
