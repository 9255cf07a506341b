"""Accept a sheet: all of it, or nothing."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curation.faults import BadSheet, Fault
from curation.merge import Merged, files_with, merge
from curation.packages import Package, read_package
from curation.reading import text_of
from curation.rows import rows_of
from curation.sheets import Node, read_sheet
from curation.trial import errors_with
from exports.files import write_files
from validator.descriptor import CannotRun
from validator.report import Error


@dataclass
class Accepted:
    """The result: how many rows are new in each table, how many already existed, and the diff."""

    added: dict[str, int] = field(default_factory=dict)
    there: int = 0
    diff: str = ""

    def __str__(self) -> str:
        """One sentence."""
        if not self.added:
            return "nothing to add: its rows are already there"
        rows = ", ".join(f"{number} in {table}" for table, number in self.added.items())
        known = f"; {self.there} were already there" if self.there else ""
        return f"{sum(self.added.values())} rows: {rows}{known}"


def accept(
    sheet: Path,
    descriptor: Path,
    texts: Path | None = None,
    *,
    dry_run: bool = False,
    undecided_left: bool = False,
) -> Accepted:
    """Add the rows of a sheet to a package, after checking the whole package with them.

    Args:
        sheet: A draft sheet that somebody has filled in.
        descriptor: The package's `datapackage.json`.
        texts: A folder with the text as `<source_id>.txt`, used if the text is not next to the sheet.
        dry_run: Write nothing.
        undecided_left: Leave out entries that nobody has decided on, instead of reporting them.

    Raises:
        BadSheet: The sheet has faults. It lists all of them, with their lines. Nothing was written.
        CannotRun, OSError: The package, the sheet or the text cannot be read. Nothing was written.
    """
    given = read_sheet(sheet)
    package = read_package(descriptor)
    source = given.get("source").get("source_id").text
    text = text_of(source, sheet, texts, given.get("source").get("source_id").line)
    merged, faults = merged_rows(given, text, package, undecided_left=undecided_left)
    if faults:
        raise BadSheet(sheet.name, faults)
    files = files_with(package, merged.tables)
    if files:
        _refuse_errors(sheet.name, package, merged, errors_with(package, files, text, source))
    if files and not dry_run:
        read = {package.folder / table.path: table.data for table in package.tables.values()}
        read |= {package.descriptor: package.described}
        write_files(files, package.folder, read={path: read[path] for path in files})
    added = {name: len(rows) for name, rows in merged.tables.items()}
    return Accepted(added, len(merged.there), "".join(_diff(package, files)) if dry_run else "")


def merged_rows(
    sheet: Node, text: str, package: Package, *, undecided_left: bool = False
) -> tuple[Merged, list[Fault]]:
    """The rows of a sheet, sorted into new and existing ones, and all faults of the sheet."""
    rows, faults = rows_of(sheet, text, package, undecided_left=undecided_left)
    merged = merge(package, rows) if not faults else Merged()
    return merged, [*faults, *merged.faults]


def _refuse_errors(name: str, package: Package, merged: Merged, errors: list[Error]) -> None:
    """Raise `BadSheet` for errors in rows of the sheet, `CannotRun` for errors elsewhere."""
    places = {
        (package.tables[made.table].path, package.tables[made.table].record(made.cells)): made
        for made in merged.added
    }
    faults, others = [], []
    for error in errors:
        made = places.get((error.path, error.record))
        if made:
            message = f"{error.record} {error.field} [{error.rule}] {error.message}"
            faults.append(Fault(made.lines.get(error.field, made.line), message, error.remedy))
        else:
            others.append(error)
    if faults:
        raise BadSheet(name, faults)
    if others:
        more = f" ({len(others)} errors)" if len(others) > 1 else ""
        raise CannotRun(
            f"with the sheet the package is not valid: {others[0]}{more}; check that `make validate` passes"
        )


def _diff(package: Package, files: dict[Path, bytes]) -> Iterator[str]:
    """What a run would change, as a diff without context."""
    for table in package.tables.values():
        path = package.folder / table.path
        if path in files:
            old, new = (data.decode().splitlines(keepends=True) for data in (table.data, files[path]))
            yield from difflib.unified_diff(old, new, table.path, table.path, n=0)
