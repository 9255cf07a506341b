"""Numbers as they are printed ("1,000", "two", "first", "1.5 million"), and units that can be converted."""

import csv
import re
from functools import cache
from pathlib import Path

NUMBER = re.compile(r"(?<![A-Za-z0-9_.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:st|nd|rd|th)?(?![\d])")
LONGEST = 1000  # characters of a phrase that are read, since time grows with the square of a run of digits
LANGUAGES = {"en", "fr", "de", "es", "pt", "it", "nl"}  # languages whose number words text2num reads


# Korean, Japanese and Chinese write powers of ten as characters: 1만2천 is 12,000, 1천100 is 1,100
POWERS = {"십": 10, "十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
MYRIADS = {"만": 10_000, "万": 10_000, "萬": 10_000, "억": 100_000_000, "億": 100_000_000}
SIGNED = re.compile(
    rf"[\d,.]*[{''.join(POWERS)}{''.join(MYRIADS)}](?: ?[\d,{''.join(POWERS)}{''.join(MYRIADS)}])*"
)
# counting words before a counter, as in 세 번째 (third), and words for "first"
COUNTING = {
    "처음": 1,
    "첫": 1,
    "初めて": 1,
    "初": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "이틀": 2,
    "사흘": 3,
    "여덟": 8,
    "아홉": 9,
}
COUNTED = re.compile(rf"({'|'.join(COUNTING)})(?=\s*(번|차례|명|개|발|$|\W|째|[가-힣]))")
# halves and hours: "five and a half", "5 1/2", 5시간30분
HALF = re.compile(r"(\d+)(?: and (?:a )?half| 1/2|½| hours? and 30 minutes)|(\d+)시간 ?30분")
# "11 to 12,000": the first number shares the thousands of the second
SHARED = re.compile(r"(\d+) (?:to|or) \d+,000")
# 3.000 and 3 000 for thousands, and 99,8, as in much of Europe
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?![\d.,]\d)")
DECIMAL = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?![\d.,]\d)")
WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

# number words that text2num does not read; extend as sources need it
WORDS = {
    "en": {"once": 1, "twice": 2},
    "id": {"satu": 1, "pertama": 1, "dua": 2, "tiga": 3, "tujuh": 7, "seribu": 1000},
    "ar": {"الأول": 1, "الأولى": 1, "سبعة": 7, "ألف": 1000},
}

UNITS = Path(__file__).with_name("units.csv")  # the units that can be converted, all exact by definition


@cache
def exact() -> dict[str, tuple[str, float]]:
    """Unit -> (unit it is converted to, factor)."""
    with UNITS.open(encoding="utf-8", newline="") as file:
        return {row["unit"]: (row["converted_to"], float(row["factor"])) for row in csv.DictReader(file)}


def convert(value: float, unit: str, to: str) -> float | None:
    """A value in another unit, or None where the two cannot be compared.

    >>> convert(100, "mi", "km")
    160.9344
    """
    if unit == to:
        return value
    target, factor = exact().get(unit, ("", 0.0))
    return value * factor if target == to else None


def numbers_in(text: str, language: str = "en") -> list[float]:
    """The numbers that can be read from a printed phrase.

    These are digits with or without thousands commas, number words and ordinals. A number right before a
    power of ten is also multiplied ("1.5 million": 1.5, 1000000 and 1500000). Korean, Japanese and Chinese
    characters for powers of ten (1만2천) and Korean counting words (세 번째) are also read. All readings
    are given.

    >>> numbers_in("two prior phone calls")
    [2.0]
    >>> numbers_in("around 1,000 injured")
    [1000.0]
    """
    text = text[:LONGEST]
    if language in LANGUAGES:
        from text_to_num import alpha2digit

        text = alpha2digit(text.replace("-", " "), language, 0)
    found = [float(match[1] or match[2]) + 0.5 for match in HALF.finditer(text)]
    found += [float(match[1]) * 1000 for match in SHARED.finditer(text)]
    spaced = [match[0] for match in GROUPED.finditer(text) if language != "en" or "." not in match[0]]
    found += [float(re.sub(r"\D", "", number)) for number in spaced]
    if language != "en":
        found += [float(match[0].replace(",", ".")) for match in DECIMAL.finditer(text)]
    words = WORDS.get(language, {})
    found += [float(words[word]) for word in re.findall(r"\w+", text.lower()) if word in words]
    if language in ("ko", "ja", "zh"):
        text = text.translate(WIDE)
        found += [_signed(match[0]) for match in SIGNED.finditer(text)]
        found += [float(COUNTING[match[1]]) for match in COUNTED.finditer(text)]
    last = None
    for match in NUMBER.finditer(text):
        value = float(match[1].replace(",", "") + (match[2] or ""))
        found.append(value)
        if last and text[last[1] : match.start()].strip() == "":
            if value in (1e2, 1e3, 1e6, 1e9):
                found.append(last[0] * value)  # 1.5 million
            elif last[0] in (1e3, 1e6) and value < last[0]:
                found.append(last[0] + value)  # mil 500
        last = (value, match.end())
    return found


def _signed(digits: str) -> float:
    """`1만2천` -> 12000: each character multiplies the number before it, or one."""
    total = part = 0.0
    number = ""
    for sign in digits.replace(" ", ""):
        if sign in POWERS:
            part += float(number.strip(".,").replace(",", "") or 1) * POWERS[sign]
            number = ""
        elif sign in MYRIADS:
            part += float(number.strip(".,").replace(",", "") or (0 if part else 1))
            total += part * MYRIADS[sign]
            part, number = 0.0, ""
        else:
            number += sign
    return total + part + float(number.strip(".,").replace(",", "") or 0)
