"""How two wordings differ, word by word; sign by sign in languages that put no blanks between words."""

import re
from difflib import SequenceMatcher

from analysis.markdown import plain as escaped

UNSPACED = {"ja", "zh", "th"}  # languages by ISO 639-1; Korean has blanks
# a number or a foreign word, or one sign, each with the punctuation behind it
SIGN = re.compile(r"(?:[0-9０-９]+(?:[.,][0-9０-９]+)*|[A-Za-z]+|\w|\W)\W*")
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
OPENING, CLOSING = "'\"([「『《〈«", "'\")]」』》〉».,;:!?…。、，！？・ "

Step = tuple[int, int, int]


def plain(wording: str) -> str:
    """A wording without what only style sheets decide: the shape of quotation marks, the last mark."""
    return wording.translate(STRAIGHT).rstrip(" .,;。、").strip()


def split(wording: str, language: str) -> list[str]:
    """The words of a wording, or its signs, punctuation included; `gap` joins them again.

    >>> split("We have reasons.", "en")
    ['We', 'have', 'reasons.']
    >>> split("12人が死亡、", "ja")
    ['12', '人', 'が', '死', '亡、']
    """
    return SIGN.findall(" ".join(wording.split())) if language in UNSPACED else wording.split()


def gap(language: str) -> str:
    """What stands between two words of a language."""
    return "" if language in UNSPACED else " "


def _bare(word: str) -> str:
    """A word without case and punctuation, which make no difference."""
    return word.translate(STRAIGHT).lstrip(OPENING).rstrip(CLOSING).lower() or word


def steps(base: list[str], words: list[str]) -> list[Step]:
    """The way from one list of words to another: (words that go, words that come, words that stay), in turn.

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
    """A wording as Markdown, with its differences from `base`: added words bold, missing ones struck through.

    Where a fragment begins later or ends earlier than `base`, nothing is marked.

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
    """Whether `marked` has found a difference."""
    return "**" in marked_wording or "~~" in marked_wording
