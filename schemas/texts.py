"""The level `text`: rules that need the texts of the sources, run for those at hand."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import spans
from validator.frames import rows
from validator.report import Finding, NotRun, Ran
from validator.rules import Inspection, Rule, View, name_of, sentence_of

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TextRule(Rule):
    """A rule about a row and the text of its source."""

    columns: tuple[tuple[str, str], ...]  # (table, column) pairs it looks at
    check: Callable[[Row, str, str], Iterable[str]]


def text_rule(columns: str, *, remedy: str) -> Callable[[Callable[..., Iterable[str]]], TextRule]:
    """Make a rule about the text of a source. `columns` is words of the form `table.column`.

    The function gets a row, the text and the column, and yields what was found.
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
        )

    return wrap


def inspection(rules: Sequence[TextRule]) -> Inspection:
    """Run text rules on the rows whose source's text is at hand; say which texts are not."""

    def inspect(view: View) -> Iterator[Finding | NotRun | Ran]:
        texts: dict[str, str] = {}
        if _has(view, "sources", "text_sha256"):
            for row in rows(view.frames["sources"], "source_id", "text_sha256"):
                text, reason = _read(view, row["source_id"])
                if text is not None:
                    texts[row["source_id"]] = text
                    continue
                yield from (NotRun(rule.id, "text", row["source_id"], reason) for rule in rules)
        for rule in rules if texts else []:
            for table, column in rule.columns:
                if _has(view, table, column):
                    yield from _run(view, rule, table, column, texts)

    return inspect


def _has(view: View, table: str, *columns: str) -> bool:
    return table in view.schemas and {"source_id", *columns}.issubset(view.schemas[table].columns)


def _run(
    view: View, rule: TextRule, table: str, column: str, texts: dict[str, str]
) -> Iterator[Finding | NotRun | Ran]:
    needed = {"source_id", column, *({"spans"} & set(view.schemas[table].columns))}
    for row in rows(view.frames[table], *sorted(needed)):
        text = texts.get(row["source_id"])
        if text is None or ("spans" in needed and not _fit(row["spans"], text)):
            continue  # not at hand, or a matter of spans-ordered and spans-inside-text
        for message in rule.check(row, text, column):
            yield Finding(rule.id, message, table=table, line=row["_line"], field=column)
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
