"""Find numbers with their hedge, their unit and what follows. Dates, times of day and years do not count."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from curation.cues import UNSPACED
from schemas.quantities import numbers_in
from schemas.rules.lexicon import words
from schemas.spans import Span

ONES = "one two three four five six seven eight nine ten "
ONES += "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
POWERS = "hundred thousand million billion trillion dozen"
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
WORD = f"(?:{'|'.join((ONES + ' ' + TENS + ' zero').split())})"
POWER = f"(?:{'|'.join(POWERS.split())})"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?P<money>US\$|[$€£¥₩])?(?P<number>{DIGITS}(?:[-\s]{POWER})?|\b{WORD}(?:[-\s]{WORD})?(?:[-\s]{POWER})*\b)"
    rf"(?P<share>\s?(?:%|per\s?cent\b))?|\b(?P<times>twice|half|thrice)\b|(?<!\w)a\s(?P<single>single|dozen|hundred|thousand|million)\b"
    rf"|\b(?P<rank>(?:{'|'.join(ORDINALS.split())})|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    rf"\b(?P<hedge>between)\s+\W?(?P<low>{DIGITS}|{WORD})\s+and\s+\W?(?P<high>{DIGITS}|{WORD})(?:\s{POWER})?\b|\b(?P<low2>{DIGITS})\s+to\s+(?P<high2>{DIGITS})\b",
    re.IGNORECASE,
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DATE = re.compile(
    rf"\b{MONTH}\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|–|and|to)\s*\d{{1,2}}(?!\d))?(?:,?\s+\d{{4}})?|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:\s+\d{{4}})?"
    rf"|\b{MONTH}\b\.?\s+\d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
    r"|\b\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?|\b\d{1,2}:\d{2}\b|\b(?:at|around)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:in\s+the|o[’']clock)",
    re.IGNORECASE,
)
YEAR = re.compile(r"^(?:1[89]|20|21)\d{2}$")
# words that end a noun phrase
NOUN_STOP = set(
    """
    in on at to of for with without from by and or but that which who whom when while as since after
    before into over is are was were be been has have had will would could may might can a an the
    this under against per through until because if so not than outside inside during about around it
    he she they we you said says still also more less
    """.split()  # noqa: SIM905
)
MORE = {"more", "less", "longer", "earlier", "later", "other", "new"}  # these continue a noun phrase
OUTCOME = re.compile(
    r"\s+(?:(?:have|has|had)\s+been|were|was|are|is)\s+(?:\w+ed|killed|lost|hurt|dead|held|sunk|shot)\b(?!\s+(?:to|by)\b)"
)
OF_THEM = re.compile(r"\s+of\s+(?:(?:these|those|the|her|his|their|its|our|my)\s+\w+|them|us)\b")
TIMES_OF = re.compile(
    r"\s+(?:a|per|each)\s+(?:year|month|week|day|hour)\b|\s+(?:since|before|after)\s+[\w’']+(?:\s[\w’']+){0,4}",
    re.IGNORECASE,
)
RANK_END = re.compile(
    r"[,.;:“”\"\n]|\s(?:that|who|which|and|would|will|is|was|are|were|has|had|to|from|could|can|may)\s"
)
MOST_NOUNS = 3


@dataclass(frozen=True)
class Number:
    """A number in a text: the place of its phrase, its value as printed, hedge, unit and kind."""

    span: Span
    relation: str
    value: str = ""
    low: str = ""
    high: str = ""
    hedge: str = ""
    unit: str = ""
    kind: str = "count"
    confidence: float = 0.7


@cache
def _table(use: str) -> dict[str, str]:
    with Path(__file__).with_name("numbers.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["meaning"] for row in csv.DictReader(file) if row["use"] == use}


def numbers(text: str, language: str) -> list[Number]:
    """The numbers in a text that may be claims, in text order."""
    if language in UNSPACED:
        return _eastern(text, language)
    taken = [match.span() for match in DATE.finditer(text)]
    found: list[Number] = []

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in taken)

    for match in BETWEEN.finditer(text):
        if free(*match.span()):
            low, high = match["low"] or match["low2"], match["high"] or match["high2"]
            end, unit, kind = _follows(text, match.end(), language)
            money = "$" in match[0]
            found.append(
                Number(
                    (match.start(), end),
                    "between",
                    "",
                    _value(low, language),
                    _value(high, language),
                    match["hedge"] or "",
                    "USD" if money else unit,
                    "money" if money else kind,
                    0.8,
                )
            )
            taken.append((match.start(), end))
    for word, unit in _table("vague").items():
        for match in re.finditer(rf"\b{word}\b", text, re.IGNORECASE):
            if free(*match.span()):
                end, noun, kind = _follows(text, match.end(), language)
                kind = "duration" if unit else kind
                found.append(
                    Number((match.start(), end), "vague", unit=unit or noun, kind=kind, confidence=0.5)
                )
                taken.append((match.start(), end))
    for match in NUMBER.finditer(text):
        if free(*match.span()):
            one = _rank(text, match) if match["rank"] else _one(text, match, language)
            if one and free(match.start(), match.end()):
                found.append(one)
                taken.append(one.span)
    return sorted(found, key=lambda one: one.span)


def _one(text: str, match: re.Match[str], language: str) -> Number | None:
    printed = match["number"] or match["times"] or match["single"]
    lower = printed.lower()
    before = text[max(0, match.start() - 40) : match.start()]
    after = text[match.end() : match.end() + 1]
    if (
        after.isalpha()
        or (before[-1:].isalnum() and printed[0].isdigit())
        or before.endswith(("-", "–", "/", "."))
    ):
        return None
    if YEAR.match(printed) and not match["money"] and not match["share"] and _is_year(text, match, before):
        return None
    if lower == "one" or (
        lower == "two"
        and re.search(r"\b(?:the|these|those|both|other)\s$", before, re.I)
        and re.match(r"\s(?:sides|countries|nations|allies|leaders|ministers)", text[match.end() :])
    ):
        return None
    if lower == "half" and re.match(r"\s(?:brother|sister|hour)|-", text[match.end() :]):
        return None
    end, unit, kind = _follows(text, match.end(), language)
    if lower in ("twice", "thrice"):
        unit, kind = "time", "count"
    if match["money"]:
        money = match["money"].replace("US", "")
        unit, kind, end = _table("money")[money], "money", match.end()
    if match["share"] or lower == "half":
        unit, kind, end = "%", "share", match.end() if match["share"] else end
    tail = OF_THEM.match(text, end) or OF_THEM.match(text, match.end())
    if tail:
        end, counted = tail.end(), _unit(tail[0].split()[-1].lower(), language)
        unit, kind = counted or (unit, kind)
    outcome = OUTCOME.match(text, end)
    end = outcome.end() if outcome else end
    rate = (
        TIMES_OF.match(text, end)
        if kind in ("money", "duration") or lower == "twice" or unit == "time"
        else None
    )
    end = rate.end() if rate else end
    value = (
        {"twice": "2", "thrice": "3", "half": "", "single": "1"}.get(lower)
        if lower in ("twice", "thrice", "half", "single")
        else _value(printed, language)
    )
    start, hedge, relation = _hedge(text, match.start(), language)
    if lower == "half":
        return Number((start, end), relation, "50", "", "", hedge, "%", "share", 0.4)
    if (
        not unit
        and not hedge
        and kind == "count"
        and (YEAR.match(printed) or not (match["money"] or printed[0].isdigit()))
    ):
        return Number((start, end), relation, value or "", "", "", hedge, "", kind, 0.3)
    return Number(
        (start, end), relation, value or "", "", "", hedge, unit, kind, 0.8 if hedge or unit else 0.5
    )


def _is_year(text: str, match: re.Match[str], before: str) -> bool:
    leads = re.search(
        r"\b(?:in|since|by|until|till|from|of|during|before|after|and|to|early|late|mid|for|spring|summer|autumn|fall|winter)[\s-]$",
        before,
        re.I,
    )
    return leads is not None or not re.match(r"\s[a-z]+s\b", text[match.end() :])


def _rank(text: str, match: re.Match[str]) -> Number | None:
    """An ordinal: from the word before it to the end of the comparison."""
    before = text[: match.start()]
    if match["rank"].lower() == "second" and re.search(r"\b(?:a|per|each|one)\s$", before[-10:], re.I):
        return None
    lead = re.search(r"\b(?:the|its|his|her|their|a|our|my)\s+(?:very\s+)?$", before[-12:], re.I)
    if not lead and re.match(r"[,\s]", text[match.end() :]) and not re.match(r"\s+\w", text[match.end() :]):
        return None  # "First, …"
    start = match.start() - (len(before[-12:]) - lead.start()) if lead else match.start()
    stop = RANK_END.search(text, match.end())
    end = min(stop.start() if stop else len(text), match.end() + 80)
    value = _value(match["rank"], "en")
    return Number((start, end), "eq", value, unit="rank", kind="ordinal", confidence=0.6 if lead else 0.4)


def _hedge(text: str, start: int, language: str) -> tuple[int, str, str]:
    """(start of the phrase, hedge, relation that the hedge implies) of a number."""
    before = text[:start]
    lowered = before[-40:].lower()
    for word, meanings in {
        **words("hedge", language),
        **({"within": ["le"]} if language == "en" else {}),
    }.items():
        spaced = r"\s+".join(map(re.escape, word.split()))
        match = re.search(rf"(?<![\w-])(?:an?\s+)?({spaced})\s+(?:the\s+|an?\s+)?$", lowered)
        if match:
            place = start - len(lowered) + match.start(1)
            return place, " ".join(text[place : place + len(match[1])].split()), meanings[0]
    return start, "", "eq"


def _follows(text: str, at: int, language: str) -> tuple[int, str, str]:
    """(end of the phrase, unit, kind): up to the noun that is counted, with the words before it."""
    end, unit, kind, size = at, "", "count", 0
    for match in re.finditer(r"[\s-]+(\$?[\w’'.]*\w)", text[at : at + 90]):
        gap, word = text[end : at + match.start(1)], match[1]
        lower = word.lower()
        if (
            size >= MOST_NOUNS + 1
            or "\n" in gap.strip(" ")
            or re.search(r"[,;:.?!\"”]", gap)
            or end != at + match.start()
        ):
            break
        if (lower in NOUN_STOP and lower not in MORE) or (re.match(r"\w+ly$", lower) and size):
            break
        end, size = at + match.end(1), size + 1
        found = _unit(lower, language)
        if found:
            unit, kind = found
            if kind in ("duration", "length") or unit == "person":
                longer = re.match(r"\s+(?:longer|earlier|later|ago|more|old)\b", text[end:])
                end += longer.end() if longer else 0
                break
        elif lower.endswith("s") and not lower.endswith(("'s", "’s", "ss", "us")):
            unit = unit or _singular(lower)
            break
    if not unit and size:
        last = re.findall(r"[A-Za-z]+", text[at:end])
        unit = last[-1].lower() if last else ""
    if text[at:end].endswith(("’", "'")):
        end -= 1
    return end, unit, kind


def _unit(word: str, language: str) -> tuple[str, str] | None:
    code = words("unit", language).get(word) or words("unit", language).get(word.removesuffix("s")) or [""]
    for use, kind in (("time", "duration"), ("length", "length"), ("people", "count"), ("currency", "money")):
        table = _table(use)
        meaning = table.get(word) or table.get(word.removesuffix("s"))
        if meaning:
            return code[0] or meaning, kind
    return (code[0], "count") if code[0] else None


def _singular(word: str) -> str:
    return (
        re.sub(r"ies$", "y", word)
        if word.endswith("ies")
        else re.sub(r"(?:(?<=[sxz])|(?<=[cs]h))es$|s$", "", word)
    )


def _value(printed: str, language: str) -> str:
    """The value as printed: `1.4 million` is 1.4 million, 1,000 is 1000."""
    found = numbers_in(printed, language)
    return f"{max(found):.15g}" if found else ""


EASTERN = re.compile(
    r"(?:[\d][\d,.]*\s?[십백천만억조十百千万億]*|[십백천만억조十百千万億]+)+\s?"
    r"(?P<hedge>여\s?|余り?)?(?P<unit>명|人|개|번|차례|발|년|年|km|㎞|킬로미터|キロ|시간|時間|일간|日間|주|週間|원|円|달러|ドル|%)"
)
EASTERN_UNIT = {
    "명": "person",
    "人": "person",
    "년": "year",
    "年": "year",
    "km": "km",
    "㎞": "km",
    "킬로미터": "km",
    "キロ": "km",
    "시간": "hour",
    "時間": "hour",
    "일간": "day",
    "日間": "day",
    "주": "week",
    "週間": "week",
    "%": "%",
}


def _eastern(text: str, language: str) -> list[Number]:
    """Korean and Japanese numbers with a counter. Four digits before 년 or 年 are a year: left out."""
    found = []
    for match in EASTERN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if match["unit"] in "년年" and len(digits) == 4:
            continue
        start, hedge, relation = match.start(), "", "eq"
        for word, meanings in words("hedge", language).items():
            if text[:start].rstrip().endswith(word):
                start = text[:start].rstrip().rfind(word)
                hedge, relation = word, meanings[0]
                break
        if not hedge and match["hedge"]:
            hedge, relation = match["hedge"].strip(), "gt"
        readings = numbers_in(match[0], language)
        unit = EASTERN_UNIT.get(match["unit"], "")
        kind = (
            "duration"
            if unit in ("year", "hour", "day", "week")
            else "length"
            if unit == "km"
            else "share"
            if unit == "%"
            else "count"
        )
        found.append(
            Number(
                (start, match.end()),
                relation,
                f"{max(readings):.15g}" if readings else "",
                hedge=hedge,
                unit=unit,
                kind=kind,
            )
        )
    return found
