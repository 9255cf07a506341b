"""What versions mean: the step that each kind of change requires, and the version that results."""

from functools import lru_cache
from typing import Any, Literal

from semver import Version

Step = Literal["none", "patch", "minor", "major"]
STEPS: list[Step] = ["none", "patch", "minor", "major"]  # in ascending order

# kind of change -> step; defined here only
KINDS: dict[str, Step] = {
    # something goes away or changes its meaning
    "table removed": "major",
    "table unreadable": "major",  # its file is missing or no longer CSV
    "file renamed": "major",
    "column removed": "major",
    "row removed": "major",
    "code removed": "major",
    "meaning changed": "major",  # a type, a format, a key, the form of a file, the name of the package
    "narrowed": "major",  # a constraint that allows fewer or different values than before
    # something comes in
    "table added": "minor",
    "table readable": "minor",
    "column added": "minor",
    "row added": "minor",
    "correction added": "patch",  # the rows that a patch adds
    "doubled row added": "minor",  # another row with an existing key
    "code added": "minor",
    "widened": "minor",  # a constraint that allows more than before
    # something is corrected
    "cell changed": "patch",
    "doubled row removed": "patch",  # its key remains
    "columns reordered": "patch",
    "file rewritten": "patch",  # the same cells in other bytes: order of rows, quoting, line endings
    "file changed": "patch",  # a file whose cells are not compared
    "wording changed": "patch",  # titles, descriptions, labels, examples
    "metadata changed": "patch",
    # different in every edition
    "stamp changed": "none",  # version and time of the descriptor
}


def version_of(text: Any) -> tuple[int, int, int] | None:
    """`"1.2.3"` or `"1.2.3-dev"` -> (1, 2, 3), else None."""
    return _numbers(str(text))


@lru_cache(maxsize=100)  # hundreds of corrections share a version
def _numbers(text: str) -> tuple[int, int, int] | None:
    parts = text.removesuffix("-dev").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def step_between(old: tuple[int, int, int], new: tuple[int, int, int]) -> Step:
    """The step from one version to another: the first of its three numbers that is greater."""
    if new <= old:
        return "none"
    return "major" if new[0] > old[0] else "minor" if new[1] > old[1] else "patch"


def next_version(version: str, step: Step) -> str:
    """The lowest version that is this step above another, by SemVer.

    A pre-release becomes that release if the step is no larger: 1.1.0-dev and minor give 1.1.0.
    Raises `ValueError` if `version` is not of the form 1.2.3.
    """
    parsed = Version.parse(version)
    return str(parsed if step == "none" else parsed.next_version(step))
