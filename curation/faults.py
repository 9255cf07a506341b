"""The faults of a sheet, each with its line and how to fix it."""

from dataclasses import dataclass

from validator.descriptor import CannotRun


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a sheet. `line` counts the lines of the sheet from 1; `cure` says how to fix it."""

    line: int
    message: str
    cure: str

    def __str__(self) -> str:
        """`12: quote_type is "drect": write direct, mixed, indirect or reported`."""
        return f"{self.line}: {self.message}: {self.cure}"


class BadSheet(CannotRun):
    """A sheet that cannot be accepted, with all of its faults. Nothing was written."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        """`name` is that of the sheet's file."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{name}:{fault}" for fault in self.faults))
