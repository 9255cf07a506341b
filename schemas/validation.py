"""The validator: one package, level by level, all errors in one run.

    >>> from schemas.validation import validate
    >>> report = validate("datapackage.json")
    >>> report.valid
    True
    >>> for error in report.errors:
    ...     print(error.path, error.line, error.rule, error.message)

A fault of one level does not stop the next: a cell that is not of its type is missing from there on.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from schemas.descriptor import CannotRun
from schemas.levels import cell, edition, file, key, package, sense, text
from schemas.report import Report
from schemas.run import Run

LEVELS = {"package": package, "file": file, "cell": cell, "key": key, "sense": sense, "text": text}
LEVELS |= {"edition": edition}  # rules of the level `package` that look at the tables


def validate(
    path: str | Path,
    texts: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    standard: bool = False,
    engine: str = "",
    progress: Callable[[str], None] = lambda level: None,
) -> Report:
    """Validate the package of a descriptor.

    Args:
        path: The descriptor, usually called `datapackage.json`. Nothing outside its folder is read.
        texts: A folder of `<source_id>.txt` files for the `text` level; without it that level is reported
            as not run.
        only: Ids of rules; all others are left out, which the report says.
        skip: Ids of rules that are left out.
        standard: Leave out all rules of house style, which ask for more than the standard does.
        engine: Where the tables are kept and the rules run: `polars`, in memory; `duckdb`, for packages
            larger than it; or any address that `ibis.connect` takes. Empty: the first that suits.
        progress: Called with the name of each level before it begins.

    Returns:
        A `schemas.report.Report` with all errors, what was not run and why, and how much was looked at.

    Raises:
        CannotRun: The descriptor, or the folder of texts, cannot be read; a rule or an engine does not exist.
    """
    folder = Path(texts) if texts else None
    if folder is not None and not folder.is_dir():
        raise CannotRun(f"{folder} is no folder: name one that holds the texts as <source_id>.txt")
    run = Run(Path(path), folder, only, skip, standard, engine)
    try:
        for name, level in LEVELS.items():
            progress(name)
            if level is sense:
                run.keep_own_tables()
            if level not in (sense, text, edition) or run.has_own_tables():
                level.check(run)
        run.say_what_was_left_out()
        return run.finish()
    finally:
        run.close()
