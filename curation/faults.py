"""What is wrong with a sheet: each fault with its line and its cure."""

from dataclasses import dataclass

from validator.descriptor import CannotRun


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a sheet. `line` is the sheet's own, from 1."""

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
