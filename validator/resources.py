"""A resource that can be read as a table: its files, its schema and its dialect."""

from dataclasses import dataclass
from typing import Any

from validator.descriptor import Json
from validator.dialect import PLAIN, Dialect
from validator.fields import TableSchema
from validator.file_bytes import File
from validator.inline import InlineRows


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A table of a package.

    `parts` are the path (as given in the descriptor, for messages) and the file of each part, each with its
    own header; `inline` are its rows if they are in the descriptor. `described` is False if it has no schema,
    so that its fields are those of the header. `entry` is its part of the descriptor.
    """

    name: str
    parts: tuple[tuple[str, File], ...]
    entry: Json
    schema: TableSchema
    dialect: Dialect = PLAIN
    described: bool = True
    inline: InlineRows | None = None

    @property
    def path(self) -> str:
        """The path of its first file."""
        return self.parts[0][0]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its files."""
        return tuple(path for path, _ in self.parts)


def paths_of(entry: Json) -> list[Any]:
    """The paths of a resource; its descriptor may have one, a list, or none.

    Early packages called the path `url`.
    """
    path = entry.get("path")
    if path is None and "data" not in entry:
        path = entry.get("url")
    return path if isinstance(path, list) else [] if path is None else [path]
