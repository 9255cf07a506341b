"""How two wordings differ, word by word, or character by character in languages without spaces."""

import re
from difflib import SequenceMatcher

from analysis.markdown import plain as escaped

UNSPACED = {"ja", "zh", "th"}  # languages by ISO 639-1; Korean has spaces
# a number, a foreign word or one character, each with the punctuation after it
SIGN = re.compile(r"(?:[0-9０-９]+(?:[.,][0-9０-９]+)*|[A-Za-z]+|\w|\W)\W*")
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
OPENING, CLOSING = "'\"([「『《〈«", "'\")]」』》〉».,;:!?…。、，！？・ "

Step = tuple[int, int, int]


def plain(wording: str) -> str:
    """A wording without matters of house style: the shape of quotation marks, the final mark."""
    return wording.translate(STRAIGHT).rstrip(" .,;。、").strip()


def split(wording: str, language: str) -> list[str]:
    """The words or characters of a wording, including punctuation; `gap` joins them again.

    >>> split("We have reasons.", "en")
    ['We', 'have', 'reasons.']
    >>> split("12人が死亡、", "ja")
    ['12', '人', 'が', '死', '亡、']
    """
    return SIGN.findall(" ".join(wording.split())) if language in UNSPACED else wording.split()


def gap(language: str) -> str:
    """What separates two words of a language."""
    return "" if language in UNSPACED else " "


def _bare(word: str) -> str:
    """A word without case and punctuation, which do not matter."""
    return word.translate(STRAIGHT).lstrip(OPENING).rstrip(CLOSING).lower() or word


def steps(base: list[str], words: list[str]) -> list[Step]:
    """The steps from one list of words to another: (words removed, words added, words kept), in turn.

    >>> steps("we have a reason to".split(), "we have reasons to".split())
    [(0, 0, 2), (2, 1, 1), (0, 0, 0)]
    """
    found, at, to = [], 0, 0
    matcher = SequenceMatcher(None, list(map(_bare, base)), list(map(_bare, words)), autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        found.append((start - at, other - to, size))
        at, to = start + size, other + size
    return found


def marked(base: str, wording: str, language: str) -> str:
    """A wording as Markdown, with differences from `base`: added words bold, missing ones struck through.

    Words of `base` before or after a fragment are not marked.

    >>> marked("We have reason to", "we have reasons", "en")
    'we have ~~reason~~ **reasons**'
    """
    old, new = split(base, language), split(wording, language)
    found = steps(old, new)
    parts, at, to = [], 0, 0
    for number, (gone, come, same) in enumerate(found):
        at_an_end = number in (0, len(found) - 1) and not come
        missing, added = old[at : at + gone], new[to : to + come]
        at, to = at + gone + same, to + come + same
        for sign, words in (("~~", [] if at_an_end else missing), ("**", added), ("", new[to - same : to])):
            if words:
                parts.append(f"{sign}{escaped(gap(language).join(words))}{sign}")
    return gap(language).join(parts)


def differ(marked_wording: str) -> bool:
    """Whether `marked` found a difference."""
    return "**" in marked_wording or "~~" in marked_wording
