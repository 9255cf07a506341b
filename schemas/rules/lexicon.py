"""The words and codes that rules look up: small tables in this folder.

- `words.csv`: use, language (empty: any), word, meaning. Uses: `hedge` (the relations it may express),
  `pronoun`, `placeholder`, `unit` (the code of the unit), `month` and `weekday` (their numbers), `today`,
  `name` (the family name or body that is spelled this way), `agency` (names, by family).
- `countries.csv`: ISO 3166-1 codes (alpha-3), official languages (CLDR) and time zones (IANA).
- `languages.csv`: ISO 639-1 codes, names in English, scripts (ISO 15924), empty where there are several.
"""

import csv
from functools import cache
from pathlib import Path

from validator.expressions import Expr, col, ex

Rows = list[dict[str, str]]


def _read(name: str) -> Rows:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words(use: str, language: str = "") -> dict[str, list[str]]:
    """Word -> its meanings, longest word first, for the words of one use in one language."""
    found = [row for row in _words() if (row["use"], row["language"]) == (use, language)]
    return {
        row["word"]: row["meaning"].split("|") for row in sorted(found, key=lambda row: -len(row["word"]))
    }


@cache
def _words() -> Rows:
    return _read("words.csv")


@cache
def spellings() -> dict[str, list[str]]:
    """Name -> its other spellings, in any language."""
    found: dict[str, list[str]] = {}
    for row in _words():
        if row["use"] == "name":
            found.setdefault(row["meaning"], []).append(row["word"])
    return found


@cache
def languages_of() -> dict[str, frozenset[str]]:
    """Country -> its official languages."""
    return {row["country"]: frozenset(row["languages"].split("|")) for row in _read("countries.csv")}


def is_official(language: str, country: str) -> Expr:
    """True where the language in one column is an official one of the country in another."""
    pairs = [f"{state} {word}" for state, known in languages_of().items() for word in known]
    both = ex.concat_str(col(country).cast(ex.String), col(language).cast(ex.String), separator=" ")
    return both.is_in(pairs)


@cache
def zones_of() -> dict[str, frozenset[str]]:
    """Country -> its time zones."""
    return {row["country"]: frozenset(row["time_zones"].split("|")) for row in _read("countries.csv")}


@cache
def script_of() -> dict[str, str]:
    """Language -> its script, empty where it has several."""
    return {row["language"]: row["script"] for row in _read("languages.csv")}


@cache
def names_of_languages() -> dict[str, str]:
    """Language -> its name in English."""
    return {row["language"]: row["name"] for row in _read("languages.csv")}
