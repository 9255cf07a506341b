"""Verbs of speech, and expressions that replace them: "said", "according to".

`cues.csv` lists them by language, each with a kind: `clause`, followed by a clause, with or without "that";
`object`, followed by an object that sums up what was said; `quote`, used only with quotations; `source`,
followed by the speaker; `noun`, a noun followed by the clause, with nobody named; `figure`, followed by "at"
and a number.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNSPACED = {"ko", "ja", "zh"}


@dataclass(frozen=True)
class Cue:
    """A cue in a text: its place, its words, and its kind."""

    start: int
    end: int
    words: str
    kind: str


@cache
def lexicon(language: str) -> dict[str, str]:
    """Cue -> its kind, in a language."""
    with Path(__file__).with_name("cues.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["kind"] for row in csv.DictReader(file) if row["language"] == language}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted(lexicon(language), key=len, reverse=True)
    joined = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words) or r"(?!)"
    return re.compile(
        joined if language in UNSPACED else rf"(?<![\w’'-])(?:{joined})(?![\w’'-])", re.IGNORECASE
    )


def cues(text: str, start: int, end: int, language: str) -> list[Cue]:
    """The cues between two places of a text, in order."""
    kinds = lexicon(language)
    found = []
    for match in _pattern(language).finditer(text, start, end):
        words = " ".join(match[0].split())
        found.append(Cue(match.start(), match.end(), words, kinds[words.lower()]))
    return found
