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
