"""One change from an edition to the next, and the version step that each kind of change requires."""

from dataclasses import dataclass
from typing import Any

from schemas.manifest import STEPS, Step

__all__ = ["KINDS", "STEPS", "Change", "Step"]

# kind -> step: the one place that says what a version means
KINDS: dict[str, Step] = {
    # something goes away or changes its meaning
    "table removed": "major",
    "table unreadable": "major",  # its file is missing, or no CSV any more
    "file renamed": "major",
    "column removed": "major",
    "row removed": "major",
    "code removed": "major",
    "meaning changed": "major",  # a type, a format, a key, the form of a file, the name of the package
    "narrowed": "major",  # a constraint that allows less, or other values, than before
    # something comes in
    "table added": "minor",
    "table readable": "minor",
    "column added": "minor",
    "row added": "minor",
    "correction added": "patch",  # which is what a patch adds
    "doubled row added": "minor",  # a further row with a key that is there already
    "code added": "minor",
    "widened": "minor",  # a constraint that allows more than before
    # something is mended
    "cell changed": "patch",
    "doubled row removed": "patch",  # its key is still there
    "columns reordered": "patch",
    "file rewritten": "patch",  # the same cells in other bytes: order of rows, quoting, ends of lines
    "file changed": "patch",  # a file whose cells are not compared
    "wording changed": "patch",  # titles, descriptions, labels, examples
    "metadata changed": "patch",
    # what every edition has of its own
    "stamp changed": "none",  # version and time of the descriptor
}


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        kind: One of `KINDS`.
        table: The table; empty for the package itself.
        record: The record id, the cells of the primary key joined by `/`; empty where it is about no row,
            or about a row without a key.
        field: The column; empty where it is about none.
        aspect: What of the descriptor, the schema or the field it is: `licenses`, `primaryKey`, `minimum`.
        old: What stood there: the text of a cell, the not empty cells of a removed row (column -> text), a
            code, a value of JSON; None where there was nothing.
        new: What stands there now.
    """

    kind: str
    table: str = ""
    record: str = ""
    field: str = ""
    aspect: str = ""
    old: Any = None
    new: Any = None

    @property
    def step(self) -> Step:
        """The version step that this change by itself requires."""
        return KINDS[self.kind]
