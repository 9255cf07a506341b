"""Try out what would be written: run the validator on a copy of the package that contains it."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from curation.packages import Package
from schemas.validation import validate
from validator.report import Error

BESIDE = ("CITATION.cff", "CHANGELOG.md", ".zenodo.json", "data/last-edition.json")  # files that rules read


def errors_with(package: Package, files: Mapping[Path, bytes], text: str, source: str) -> list[Error]:
    """The errors of the package if its files held these bytes, with the text of one source available."""
    with tempfile.TemporaryDirectory(prefix="trial-") as name:
        folder = Path(name) / "package"
        texts = Path(name) / "texts"
        texts.mkdir()
        (texts / f"{source}.txt").write_bytes(text.encode())
        listed = [entry[key] for entry in package.about["resources"] for key in ("path", "schema")]
        for path in (package.descriptor.name, *listed, *BESIDE):
            found = package.folder / path
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if found in files:
                target.write_bytes(files[found])
            elif found.is_file():
                shutil.copyfile(found, target)
        # rows may come before the version is raised: `make validate` then says to which
        return validate(folder / package.descriptor.name, texts, skip=("version-step",)).errors
