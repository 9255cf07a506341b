"""The documents generated from schemas and rules, which `make docs` writes to `docs/`."""

from collections.abc import Callable

from exports import dictionary, rule_list
from exports.edition import Edition

DOCUMENTS: dict[str, Callable[[Edition], str]] = {
    "dictionary.md": dictionary.text,
    "rules.md": rule_list.text,
}


def files(edition: Edition) -> dict[str, bytes]:
    """The documents, in `docs`."""
    return {f"docs/{name}": made(edition).encode() for name, made in DOCUMENTS.items()}
