"""Names in a text that are not in the tables: people and bodies."""

import re
from dataclasses import dataclass

from curation.speakers import Known
from schemas.spans import fold

WORD = r"(?:[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*|[A-Z]\.)"
NAME = re.compile(rf"(?<![\w’'-]){WORD}(?:[ \t]+{WORD}){{1,3}}(?![\w-])")
BODY = re.compile(
    r"\b(?:Ministry|Department|Council|Agency|Authority|Assembly|Parliament|Senate|Congress|Court|Committee|Commission|"
    r"Union|Association|University|Institute|Hospital|Bank|Company|Corporation|Party|Office|Bureau|Service|Force|Forces|"
    r"Army|Navy|Board|House|Embassy|Police|Times|Post|Herald|News|Group|Center|Centre|Foundation|Club)\b"
)
NOT_NAMES = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|North|South|East|West|Street|Road|Bay|Island|Sea|River|Station|Room|Head|County|"
    r"Captain|Minister|President|Secretary|Chief|Mayor|Commissioner|Engineer|Professor|General|Acting|Prime|Foreign|Deputy|"
    r"State|Dr|Mr|Mrs|Ms|The|A|An|In|On|At|By|But|And|When|While|After|Before|His|Her|Its|Their|Our|My|This|That|It|If|"
    r"For|Two|Three|Not|Opposition|Western|Dinner|According|Since|Now|Today|Yet|Even|Still)\b\.?"
)
SPEECH = re.compile(r"[^\w\n]*(?:said|told|added|says|who|which)\b|,\s+(?:who|the|a|an)\b")


@dataclass(frozen=True)
class Name:
    """A name that is in no table: its forms, and whether it looks like the name of a body."""

    forms: tuple[str, ...]
    is_body: bool
    confidence: float


def unknown_names(text: str, known: Known) -> list[Name]:
    """Unknown names of two or more words, in text order; a form that also occurs alone is included."""
    found: dict[str, Name] = {}
    taken = known.found_in(text, 0, len(text))
    for match in NAME.finditer(text):
        start, name = _without_titles(match)
        if not name or any(a < start + len(name) and start < b for a, b, _ in taken):
            continue
        if text[: match.start()].count("\n") == 0 and "\n" in text[:300]:
            continue  # a headline may capitalize every word
        if BODY.search(name):
            found.setdefault(name, Name((name,), True, 0.6))
            continue
        words = name.split()
        if len(words) < 2 or len(words) > 3 or name in found or NOT_NAMES.fullmatch(words[-1]):
            continue
        last = words[-1]
        first_alone = re.search(
            rf"(?<![\w-]){re.escape(words[0])}(?![\w’'-]|\s[A-ZÀ-Þ])", text[match.end() :]
        )
        alone = re.search(
            rf"(?<![\w-])(?<!{re.escape(words[-2])} ){re.escape(last)}(?![\w-])", text[match.end() :]
        )
        short = last if alone else words[0] if first_alone and len(words) == 2 else ""
        spoke = SPEECH.match(text[match.end() :]) is not None
        forms = (name, short) if short else (name,)
        found[name] = Name(forms, False, 0.8 if short or spoke else 0.5)
    return list(found.values())


def parted(name: Name) -> tuple[str, str]:
    """(family name, given name). The family name is the word that occurs alone elsewhere, else the last one.

    In a Korean name, whose given name is two syllables joined by a hyphen, the family name comes first.
    """
    words = name.forms[0].split()
    korean = len(words) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", words[1])
    if len(words) == 2 and (korean or name.forms[-1] == words[0]):
        return words[0], words[1]
    return words[-1], " ".join(words[:-1])


def _without_titles(match: re.Match[str]) -> tuple[int, str]:
    """A name without the words before it: an office, a weekday, the first word of a sentence."""
    words = list(re.finditer(r"\S+", match[0]))
    while words and NOT_NAMES.fullmatch(words[0][0]):
        words.pop(0)
    if not words or (len(words) < 2 and not BODY.search(match[0])):
        return match.start(), ""
    if any(len(word[0]) == 2 for word in words[:1]) or "\n" in match[0]:
        return match.start(), ""  # "so did I. Not once"
    name = fold(match[0][words[0].start() :])
    return match.start() + words[0].start(), re.sub(r"[’']s$", "", name)
