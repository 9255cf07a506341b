"""Whether a text is the one registered for a source, decided by its hash."""

import hashlib

from curation.packages import Row


def sha_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as `sources.text_sha256` has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_another(text: str, source: Row | None) -> bool:
    """Whether a different text is registered for a source. False without a row or a registered text."""
    return source is not None and source["text_sha256"] not in ("", sha_of(text))
