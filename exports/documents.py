"""What is generated for readers of the schemas and rules: `make docs` keeps it in `docs/`."""

from collections.abc import Callable
from pathlib import Path

from exports import dictionary, rule_list, schema_picture
from exports.edition import Edition

DOCUMENTS: dict[str, Callable[[Edition], str]] = {
    "dictionary.md": dictionary.text,
    "rules.md": rule_list.text,
    "schema.svg": schema_picture.picture,
}


def documents(edition: Edition) -> dict[str, bytes]:
    """File name -> its bytes, for each document."""
    return {name: made(edition).encode() for name, made in DOCUMENTS.items()}


def write(edition: Edition, folder: Path) -> list[Path]:
    """Write the documents into `docs` in a folder; -> their paths."""
    made = documents(edition)
    (folder / "docs").mkdir(exist_ok=True)
    for name, data in made.items():
        (folder / "docs" / name).write_bytes(data)
    return [folder / "docs" / name for name in made]
