"""Regular expressions as SQLite's GLOB, as far as it goes.

Stock SQLite has no regular expressions. GLOB knows literal characters, classes such as `[a-z]`, and `*` for
any characters. So the beginning of a pattern is taken over, up to the first group, alternative, or piece
that may be missing or repeated at will; `*` stands for all the rest. What GLOB asks for is thus never more
than the pattern does: it is the same where the whole could be taken over, else less.
"""

import re

PIECE = re.compile(
    r"(?:(?P<class>\[\^?[^\]\\\[]+\])|(?P<literal>[\w :;,/@%=-]|\\[^\w\s]))"
    r"(?P<times>\{(?P<least>[0-9]+)(?P<more>,[0-9]*)?\}|[?*+])?",
    re.ASCII,
)
GROUP = re.compile(r"\\.|\[\^?\]?[^\]]*\]|\((?:\\.|\[\^?\]?[^\]]*\]|[^()\\\[])*\)", re.DOTALL)


def glob_of(pattern: str) -> str | None:
    """The GLOB that everything fits that fits a pattern as a whole; None where there is no telling."""
    rest = pattern.removeprefix("^")
    rest = rest[:-1] if rest.endswith("$") and not rest.endswith(r"\$") else rest
    if _has_alternatives(rest):
        return None
    made = ""
    while rest:
        piece = PIECE.match(rest)
        if not piece:
            break
        one = piece["class"] or _literal(piece["literal"])
        times, least = piece["times"], int(piece["least"] or 0)
        if times is None:
            made += one
        elif times == "+":
            made += one
            break
        else:
            made += one * least
            if not least or piece["more"]:
                break
        rest = rest[piece.end() :]
    whole = made if not rest else f"{made}*"
    return None if whole in ("", "*") else whole


def _literal(text: str) -> str:
    character = text[-1]
    return f"[{character}]" if character in "*?[" else character


def _has_alternatives(pattern: str) -> bool:
    """Whether there is a `|` outside all groups, or one that cannot be told from it."""
    before = ""
    while before != pattern:
        before, pattern = pattern, GROUP.sub("", pattern)
    return "|" in pattern
