"""The level `text`: rules that need the texts of sources, run for the texts at hand."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from schemas import spans
from validator.frames import rows
from validator.report import Finding, NotRun, Ran
from validator.rules import Inspection, Rule, View, name_of, sentence_of

Row = dict[str, Any]

ANOTHER_COPY = "its text at hand is not the one that was coded"
# the remedy for words that are not in another copy, which is not a fault of the data
MAY_DIFFER = "look for the words in the text that was coded, from which this copy may differ"
NOT_HELD = "its text is not registered, and not in the folder of texts"


@dataclass(frozen=True, kw_only=True)
class TextRule(Rule):
    """A rule about a row and the text of its source.

    If `placed`, it checks rows with spans, against the registered text; with `any_copy`, also against another
    copy of it. Otherwise it checks rows whose spans cannot be checked, against any text, which it gets folded
    (`schemas.spans.plain`).
    """

    columns: tuple[tuple[str, str], ...]  # (table, column) pairs it checks
    check: Callable[[Row, str, str], Iterable[str]]
    placed: bool = True
    any_copy: bool = False


def text_rule(
    columns: str, *, remedy: str, placed: bool = True, any_copy: bool = False
) -> Callable[[Callable[..., Iterable[str]]], TextRule]:
    """Make a rule about the text of a source. `columns` lists `table.column` words.

    The function gets a row, the text and the column, and yields messages. For the rest, see `TextRule`.
    """

    def wrap(function: Callable[..., Iterable[str]]) -> TextRule:
        pairs = tuple((pair.split(".")[0], pair.split(".")[1]) for pair in columns.split())
        return TextRule(
            name_of(function),
            "text",
            sentence_of(function),
            remedy,
            about_tables=True,
            columns=pairs,
            check=function,
            placed=placed,
            any_copy=any_copy,
        )

    return wrap


def inspection(rules: Sequence[TextRule]) -> Inspection:
    """Run text rules on rows whose source text is at hand; report which texts are not.

    Spans hold for the registered text alone. Where another copy of it is at hand, the verbatim words of all
    its rows are looked for in that copy instead.
    """
    placed, free = ([rule for rule in rules if rule.placed == which] for which in (True, False))

    def inspect(view: View) -> Iterator[Finding | NotRun | Ran]:
        registered: dict[str, str] = {}
        copies: dict[str, str] = {}  # of registered texts, but not the same to the letter
        folded: dict[str, str] = {}
        sources = rows(view.frames["sources"], "source_id") if _has(view, "sources", "text_sha256") else ()
        for row in sources:
            source = row["source_id"]
            text, reason = _read(view, source)
            if text is not None:
                folded[source] = spans.plain(text)
                if row["text_sha256"] and sha256(text.encode()).hexdigest() == row["text_sha256"]:
                    registered[source] = text
                elif row["text_sha256"]:
                    copies[source] = text
                    bound = [rule for rule in placed if not rule.any_copy]
                    yield from (NotRun(rule.id, "text", source, ANOTHER_COPY) for rule in bound)
            elif row["text_sha256"]:
                yield from (NotRun(rule.id, "text", source, reason) for rule in rules)
            else:  # most sources: one reason for all whose text is not held
                held = view.texts is not None and (view.texts / f"{source}.txt").exists()
                yield from (NotRun(rule.id, "text", source, reason if held else NOT_HELD) for rule in free)
        for rule in rules:
            texts = folded if not rule.placed else registered | copies if rule.any_copy else registered
            for table, column in rule.columns if texts else []:
                if _has(view, table, column):
                    yield from _run(view, rule, table, column, texts, registered, copies)

    return inspect


def _has(view: View, table: str, *columns: str) -> bool:
    return table in view.schemas and {"source_id", *columns}.issubset(view.schemas[table].columns)


def _run(
    view: View,
    rule: TextRule,
    table: str,
    column: str,
    texts: dict[str, str],
    registered: dict[str, str],
    copies: dict[str, str],
) -> Iterator[Finding | NotRun | Ran]:
    needed = {"source_id", column, *({"spans"} & set(view.schemas[table].columns) if rule.placed else ())}
    for row in rows(view.frames[table], *sorted(needed)):
        text = texts.get(row["source_id"])
        if text is None or ("spans" in needed and not _fit(row["spans"], text)):
            continue  # not at hand, or reported by spans-ordered or spans-inside-text
        if not rule.placed and row["spans"] and row["source_id"] in registered:
            continue  # the rules about spans check it more closely
        remedy = MAY_DIFFER if not rule.placed and row["source_id"] in copies else ""
        for message in rule.check(row, text, column):
            yield Finding(rule.id, message, table=table, line=row["_line"], field=column, remedy=remedy)
    yield Ran(table, (rule.id,))


def _fit(cell: str, text: str) -> bool:
    if not spans.well_formed(cell):
        return False
    found = spans.parse(cell)
    return spans.disorder(found) is None and found[-1][1] <= len(text)


def _read(view: View, source: str) -> tuple[str | None, str]:
    """The text of a source, or None and why not."""
    if view.texts is None:
        return None, "no texts at hand: name their folder with --texts or SOURCE_TEXTS"
    if re.search(r"[/\\:]", source):
        return None, f"{source} cannot be the name of a file"
    try:
        return (view.texts / f"{source}.txt").read_bytes().decode("utf-8"), ""
    except FileNotFoundError:
        return None, f"{source}.txt is not in the folder of texts"
    except (OSError, ValueError) as error:  # not UTF-8, or a name with a NUL
        return None, f"{source}.txt cannot be read ({error})"
