"""The validator, with the rule set of this dataset.

>>> from schemas.validation import validate
>>> report = validate("datapackage.json")
>>> report.valid
True
>>> for error in report.errors:
...     print(error.path, error.line, error.rule, error.message)
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from schemas.rules import rule_set
from validator import pipeline
from validator.descriptor import CannotRun
from validator.report import Report

__all__ = ["Report", "validate"]


def validate(
    path: str | Path,
    texts: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    standard: bool = False,
    house: bool = False,
    engine: str = "",
    copies: Mapping[str, Path] | None = None,
    progress: Callable[[str], None] = lambda level: None,
) -> Report:
    """Validate the package of a descriptor: ours or any other.

    Args:
        path: The descriptor, usually called `datapackage.json`. Nothing outside its folder is read.
        texts: A folder of `<source_id>.txt` files for the `text` level; without it that level is reported
            as not run.
        only: Ids of rules; all others are left out, which the report says.
        skip: Ids of rules that are left out.
        standard: Leave out all rules of house style, which go beyond the standard.
        house: Run them also on a package that does not name our rule set.
        engine: Where tables are kept and rules run: `polars`, in memory; `duckdb`, for packages larger than
            memory; `pyspark://MASTER`. Empty: the first that suits.
        copies: Address -> a file to read in its place, since nothing is fetched.
        progress: Called with the name of each level before it starts.

    Returns:
        A `Report` with all errors, what was not run and why, and how much was checked.

    Raises:
        CannotRun: The descriptor or the folder of texts cannot be read, or a rule or engine does not exist.
    """
    folder = Path(texts) if texts else None
    if folder is not None and not folder.is_dir():
        raise CannotRun(f"{folder} is not a folder: name one that holds the texts as <source_id>.txt")
    return pipeline.validate(
        path,
        [rule_set()],
        texts=folder,
        only=only,
        skip=skip,
        standard=standard,
        house=house,
        engine=engine,
        copies=copies,
        progress=progress,
    )
