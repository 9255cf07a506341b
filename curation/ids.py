"""New ids: readable slugs, and numbers for statements and claims. An id is never used twice."""

import re
import unicodedata
from collections.abc import Collection, Iterable

PREFIX = {
    "sources": "src",
    "people": "per",
    "organizations": "org",
    "positions": "pos",
    "events": "evt",
    "statements": "stm",
    "claims": "clm",
    "measures": "msr",
    "utterances": "utt",
    "corrections": "cor",
}
NUMBERED = {"statements", "claims"}
LEFT_OUT = {"the", "a", "an", "of", "in", "on", "at", "and", "to", "by", "for", "from"}
MOST_WORDS = 6
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
)


def slug(words: str, most: int = MOST_WORDS) -> str:
    """Words as part of an id: small Latin letters and digits, joined by hyphens.

    >>> slug("Closure of the harbour (2024)")
    'closure-harbour-2024'
    """
    plain = unicodedata.normalize("NFKD", words.translate(LETTERS))
    parts = re.findall(
        r"[a-z0-9]+", re.sub(r"['’.]", "", "".join(c for c in plain if not unicodedata.combining(c))).lower()
    )
    kept = [part for part in parts if part not in LEFT_OUT] or parts
    return "-".join(kept[:most])


def candidates(table: str, words: str) -> Iterable[str]:
    """Ids for a row, the shortest first: `per-lena-vale`, `per-lena-vale-2`, and so on."""
    stem = f"{PREFIX[table]}-{slug(words)}"
    yield stem
    for number in range(2, 1000):
        yield f"{stem}-{number}"


def next_number(used: Collection[str]) -> int:
    """The number after the highest that any id has, even one whose row is gone."""
    return 1 + max((int(one[4:]) for one in used if re.fullmatch(r"[a-z]{3}-[0-9]{4}", one)), default=0)


def numbered(table: str, number: int) -> str:
    """`stm-0012`."""
    return f"{PREFIX[table]}-{number:04}"
