"""Whether the text at hand is the one that is registered for a source: asked by its hash, and asked here."""

import hashlib

from curation.packages import Row


def sha_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as `sources.text_sha256` has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_another(text: str, source: Row | None) -> bool:
    """Whether another text is registered for a source; without a row, or a registered text, none is."""
    return source is not None and source["text_sha256"] not in ("", sha_of(text))
