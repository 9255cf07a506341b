"""Compare the validator with frictionless on other people's packages.

    python benchmarks/foreign.py FOLDER-OR-ARCHIVE …

Every descriptor in the folders and archives (for instance source distributions) is validated by frictionless
and by this validator with `--standard`, both without a network. The output is a Markdown table with the kinds
of errors and their counts. Exit code 0: both ran everywhere, and whatever frictionless refuses is refused
here or reported as not run; 1: otherwise.
"""

import argparse
import json
import logging
import socket
import sys
import tarfile
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that the script finds the schemas

from schemas.validation import validate
from validator.descriptor import CannotRun
from validator.report import HOUSE

TABLE_LEVELS = {"file", "cell", "key"}  # a rule among these that is not run leaves the verdict open


@dataclass(frozen=True)
class Verdict:
    """What one validator says about a package: a verdict, and its errors by kind."""

    word: str  # valid, valid in part (something was not run), refused, breaks down
    kinds: str = ""

    def __str__(self) -> str:
        """The cell of the table."""
        return f"{self.word}: {self.kinds}" if self.kinds else self.word


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Compare with frictionless on other people's packages.")
    parser.add_argument("places", nargs="+", type=Path, metavar="FOLDER-OR-ARCHIVE")
    options = parser.parse_args(arguments)
    _cut_the_network()
    print("| from | descriptor | frictionless | here | |\n| --- | --- | --- | --- | --- |")
    bad = 0
    for place in options.places:
        with tempfile.TemporaryDirectory() as scratch:
            folder = place if place.is_dir() else _unpack(place, Path(scratch))
            for path in descriptors(folder):
                theirs, ours = by_frictionless(path), by_us(path)
                remark = judge(theirs.word, ours.word)
                bad += remark in ("WRONGLY PASSED", "CRASH")
                if not remark and "file-missing" in ours.kinds:
                    remark = "files not shipped"
                cells = (_name(place), _shown(path, folder), theirs, ours, remark)
                print("|", " | ".join(map(str, cells)), "|", flush=True)
    return int(bad > 0)


def _name(place: Path) -> str:
    return place.name.removesuffix(".tar.gz").removesuffix(".zip")


def _shown(path: Path, folder: Path) -> str:
    """The path of a descriptor, without the top folder of a distribution."""
    parts = path.relative_to(folder).parts
    return "/".join(parts[1:] if len(parts) > 1 and len(list(folder.iterdir())) == 1 else parts)


def judge(theirs: str, ours: str) -> str:
    """How the two verdicts compare, in a few words; empty if they agree."""
    if ours == "breaks down":
        return "CRASH"
    if theirs in ("refused", "breaks down"):
        return {"valid": "WRONGLY PASSED", "valid in part": "not run here"}.get(ours, "")
    return "refused here only" if ours == "refused" else ""


def descriptors(folder: Path) -> Iterator[Path]:
    """The descriptors below a folder: files with that name, and JSON files that list resources."""
    for path in sorted(folder.rglob("*.json")):
        if path.is_file() and ("datapackage" in path.name.lower() or _lists_resources(path)):
            yield path


def _lists_resources(path: Path) -> bool:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    listed = found.get("resources") if isinstance(found, dict) else None
    return isinstance(listed, list) and any(isinstance(one, dict) and "path" in one for one in listed)


def by_frictionless(path: Path) -> Verdict:
    """What frictionless says."""
    import frictionless

    try:
        report = frictionless.validate(str(path), type="package")
    except Exception as error:  # whatever happened, it is not a verdict
        return Verdict("breaks down", type(error).__name__)
    kinds = [error.type for error in report.errors]
    kinds += [error.type for task in report.tasks for error in task.errors]
    return Verdict("valid" if report.valid else "refused", counted(kinds))


def by_us(path: Path) -> Verdict:
    """What this validator says."""
    try:
        report = validate(path, standard=True)
    except CannotRun as error:
        return Verdict("refused", str(error).replace(str(path), path.name))
    except Exception as error:
        return Verdict("breaks down", f"{type(error).__name__} {error}"[:200].replace("\n", " "))
    if not report.valid:
        return Verdict("refused", counted(error.rule for error in report.errors))
    reasons = {e.reason for e in report.not_run if e.level in TABLE_LEVELS and e.reason != HOUSE}
    return Verdict("valid in part" if reasons else "valid", "; ".join(sorted(reasons)))


def counted(kinds: Iterable[str]) -> str:
    """Kinds of errors, with the number of each."""
    return ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(kinds).items()))


def _unpack(archive: Path, folder: Path) -> Path:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
    else:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    return folder


def _cut_the_network() -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no network here")

    for name in ("create_connection", "getaddrinfo"):
        setattr(socket, name, refuse)
    warnings.simplefilter("ignore")
    logging.disable()


if __name__ == "__main__":
    sys.exit(main())
