"""Numbers as print has them: "1,000", "two", "first", "1.5 million"."""

import re

NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:st|nd|rd|th)?(?![\d])")
LANGUAGES = {"en", "fr", "de", "es", "pt", "it", "nl"}  # those whose number words text2num reads


# unit -> (unit it is converted to, factor): exact by definition
EXACT = {"mi": ("km", 1.609344), "h": ("min", 60.0), "hour": ("min", 60.0), "minute": ("min", 1.0)}


def convert(value: float, unit: str, to: str) -> float | None:
    """A value in another unit, or None where the two cannot be compared.

    >>> convert(100, "mi", "km")
    160.9344
    """
    if unit == to:
        return value
    target, factor = EXACT.get(unit, ("", 0.0))
    return value * factor if target == to else None


def numbers_in(text: str, language: str = "en") -> list[float]:
    """The numbers that can be read out of a printed phrase, in order of the text.

    Digits with or without thousands commas, number words and ordinals; a number right before a power of
    ten also counts multiplied ("1.5 million": 1.5, 1000000 and 1500000).

    >>> numbers_in("two prior phone calls")
    [2.0]
    >>> numbers_in("around 1,000 injured")
    [1000.0]
    """
    if language in LANGUAGES:
        from text_to_num import alpha2digit

        text = alpha2digit(text, language, 0)
    found: list[float] = []
    last = None
    for match in NUMBER.finditer(text):
        value = float(match[1].replace(",", "") + (match[2] or ""))
        found.append(value)
        if last and value in (1e2, 1e3, 1e6, 1e9) and text[last[1] : match.start()].strip() == "":
            found.append(last[0] * value)
        last = (value, match.end())
    return found
