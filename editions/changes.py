"""One change from an edition to the next."""

from dataclasses import dataclass
from typing import Any

from schemas.steps import KINDS, Step


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        kind: One of `schemas.steps.KINDS`.
        table: The table; empty for the package itself.
        record: The record id: the cells of the primary key joined by `/`. Empty if the change is not about a
            row, or the row has no key.
        field: The column; empty if the change is not about one.
        aspect: The part of the descriptor, the schema or the field: `licenses`, `primaryKey`, `minimum`.
        old: The old value: the text of a cell, the non-empty cells of a removed row (column -> text), a code,
            or a JSON value; None if there was none.
        new: The new value, likewise.
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
