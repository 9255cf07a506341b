"""The validator: one package, level by level, all errors in one run.

A fault of one level does not stop the next: a cell that is not of its type is missing from there on.
"""

from pathlib import Path

from schemas import rules
from schemas.descriptor import CannotRun
from schemas.levels import cell, file, key, package, sense, text
from schemas.report import Report
from schemas.run import Run


def validate(path: str | Path, texts: str | Path | None = None) -> Report:
    """Validate the package of a descriptor.

    `texts` is a folder of `<source_id>.txt` files for the `text` level; without it that level is reported as
    not run. Raises `CannotRun` where the descriptor, or that folder, cannot be read.
    """
    folder = Path(texts) if texts else None
    if folder is not None and not folder.is_dir():
        raise CannotRun(f"{folder} is no folder: name one that holds the texts as <source_id>.txt")
    run = Run(Path(path), folder)
    for level in (package, file, cell, key, sense, text):
        level.check(run)
    run.report.errors.sort(key=lambda error: (rules.LEVELS.index(error.level) > 0, error))
    return run.report
