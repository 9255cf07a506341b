"""Whether a cell fits its column, as far as the cell alone shows: faults to report at once."""

import re
from typing import Any

from validator.messages import did_you_mean, show


def misfit(column: dict[str, Any], cell: str) -> tuple[str, str] | None:
    """(fault, cure) of a cell; None if it fits. `column` is a field of a Table Schema."""
    name, constraints = column["name"], column.get("constraints", {})
    if cell.startswith("\0"):
        return None  # a number that is still to be assigned
    if not cell:
        if constraints.get("required") and name != "seq":
            choices = constraints.get("enum")
            return (
                f"{name} is empty",
                f"write {_listed(choices)}" if choices else f"write the {column.get('title', name).lower()}",
            )
        return None
    if "enum" in constraints and cell not in constraints["enum"]:
        return (
            f"{name} is {show(cell)}{did_you_mean(cell, constraints['enum'])}",
            f"write {_listed(constraints['enum'])}",
        )
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], cell):
        example = column.get("example") or next(iter(column.get("examples", [])), "")
        return (
            f"{name} is {show(cell)}",
            f"write it as {example}" if example else "see docs/dictionary.md for its form",
        )
    if column.get("type") in ("number", "integer") and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        return f"{name} is {show(cell)}", "write digits, with a point for decimals"
    if column.get("type") == "date" and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        return f"{name} is {show(cell)}", "write a day as 2025-01-06"
    return None


def _listed(choices: list[Any]) -> str:
    words = [str(choice) for choice in choices]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
