"""A coding as one HTML page: the text of a source, with everything coded marked in it.

What is not coded stays unmarked, so omissions are easy to spot. The page contains the whole text, which is
not ours to publish, so it is written to a file that the user names, never into the package.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from curation.packages import Package, Row, read_package
from curation.phrases import places
from curation.reading import text_of
from curation.registered import is_another
from exports.files import bounds_of, read_file, really, write_files
from schemas.spans import Span, disorder, parse, well_formed
from validator.descriptor import CannotRun

# table -> the kind of its marks, and the columns shown for a row
KINDS = {
    "statements": ("statement", ("quote_type", "cue", "summary")),
    "claims": ("claim", ("relation", "value", "value_low", "value_high", "unit", "hedge", "basis")),
    "events": ("event", ("name", "kind", "status", "date_start", "date_end")),
    "event_sources": ("event", ("stance", "described_as", "detail")),
    "people": ("name", ("name",)),
    "organizations": ("name", ("name", "kind")),
    "positions": ("name", ("title", "status")),
}
VERBATIM = {
    "statements": ("quote",),
    "claims": ("as_written",),
    "event_sources": ("described_as",),
    "people": ("name_as_written",),
    "organizations": ("name_as_written",),
    "positions": ("title_as_written",),
}
LARGEST = 100_000_000  # bytes in a page
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
STYLE = """
body { font: 1.05rem/1.75 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1a1a1a; background: #fff }
header, footer { font: .9rem/1.5 system-ui, sans-serif; color: #444 }
.text { white-space: pre-wrap }
.statement { background: #fff3bf }
.claim { background: #d3f9d8; font-weight: 600 }
.statement.claim { background: linear-gradient(#d3f9d8 60%, #fff3bf 60%) }
.event { border-bottom: 3px solid #74a9d8 }
.name { text-decoration: underline dotted #862e9c 2px; text-underline-offset: 4px }
mark { color: inherit; background: none; cursor: help }
mark:hover, mark:focus { outline: 2px solid #333 }
dl { display: flex; gap: 1.5rem; margin: .5rem 0 } dd { display: none }
"""


@dataclass(frozen=True)
class Coded:
    """A row's place in the text, the kind of its mark, and the words shown for it."""

    span: Span
    kind: str
    told: str


def show(source: str, descriptor: Path, out: Path, texts: Path | None) -> tuple[int, int]:
    """Write the page of a source; -> (rows that are marked, rows that have no place in the text).

    Raises `CannotRun`, with one sentence, if there is no such source, no text, or the page would be inside
    the package; `OSError` if it cannot be written.
    """
    package = read_package(descriptor)
    rows = {row["source_id"]: row for row in package.tables["sources"].rows}
    if source not in rows:
        raise CannotRun(f"there is no source {source}: write an id from data/sources.csv")
    if really(out).is_relative_to(really(package.folder)):
        raise CannotRun(
            f"{out} is inside the package, which ships no articles: name a file outside with --out"
        )
    if out.is_file() and POLICY.encode() not in read_file(out, LARGEST):
        raise CannotRun(f"{out} exists and is not a page of this kind: name another file with --out")
    text = text_of(source, out, texts)
    if is_another(text, rows[source]):
        raise CannotRun(
            f"another text is registered for {source}: find the text that has the hash in data/sources.csv"
        )
    coded, lost = marks(source, package, text)
    write_files({out: page_of(source, package, text, coded, lost).encode()}, bounds_of(out.parent))
    return len({one.told for one in coded}), len(lost)


def marks(source: str, package: Package, text: str) -> tuple[list[Coded], list[str]]:
    """The marks of a source's rows, by spans or by words that occur there; and the rows without a place."""
    coded, lost = [], []
    for name, (kind, columns) in KINDS.items():
        table = package.tables.get(name)
        for row in table.rows if table else []:
            if row["source_id"] != source or table is None:
                continue
            told = f"{table.record(row)}: " + "; ".join(
                f"{column} {row[column]}" for column in columns if row[column]
            )
            if name == "statements":
                told += _speakers(package, row)
            spans = _spans(name, row, text)
            coded += [Coded(span, kind, told) for span in spans]
            if not spans:
                lost.append(told)
    return coded, lost


def _spans(name: str, row: Row, text: str) -> list[Span]:
    if row["spans"] and well_formed(row["spans"]):
        spans = parse(row["spans"])
        return spans if disorder(spans) is None and spans[-1][1] <= len(text) else []
    found = []
    for column in VERBATIM.get(name, ()):
        for words in [part for form in row[column].split("|") for part in form.split(" … ") if part]:
            found += places(text, words)[: 1 if name in ("people", "organizations", "positions") else None]
    return found if len(found) == 1 or name not in ("claims",) else []


def _speakers(package: Package, row: Row) -> str:
    names = {row_["person_id"]: row_["name"] for row_ in package.tables["people"].rows} | {
        row_["organization_id"]: row_["name"] for row_ in package.tables["organizations"].rows
    }
    parties = [
        names.get(one["person_id"] or one["organization_id"], "somebody unnamed")
        for one in package.tables["statement_speakers"].rows
        if one["statement_id"] == row["statement_id"] and one["role"] != "addressee"
    ]
    return f"; {', '.join(parties)}" if parties else ""


def page_of(source: str, package: Package, text: str, coded: list[Coded], lost: list[str]) -> str:
    """The page. Every word of the text and of the tables is escaped."""
    [row] = [row for row in package.tables["sources"].rows if row["source_id"] == source]
    title = html.escape(f"{row['title']} ({row['publisher']}, {row['published']})")
    legend = "".join(
        f'<dt><mark class="{kind}">{kind}</mark></dt><dd></dd>'
        for kind in ("statement", "claim", "event", "name")
    )
    missing = "".join(f"<li>{html.escape(one)}</li>" for one in lost)
    share = _share(text, coded)
    return (
        f'<!doctype html>\n<html lang="{html.escape(row["language"])}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"{POLICY}\n"
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1><p>{html.escape(source)}: {share:.0%} of the text is coded. "
        f"Unmarked text is not. Point at a mark to see its rows.</p><dl>{legend}</dl></header>\n"
        f'<main class="text">{"".join(_pieces(text, coded))}</main>\n'
        + (f"<footer><h2>Rows without a place in the text</h2><ul>{missing}</ul></footer>\n" if lost else "")
        + "</body>\n</html>\n"
    )


def _pieces(text: str, coded: list[Coded]) -> Iterator[str]:
    """The text, cut wherever a mark begins or ends. Each piece has the kinds and rows of all its marks."""
    cuts = sorted({0, len(text), *(place for one in coded for place in one.span)})
    begins: dict[int, list[Coded]] = {}
    for one in coded:
        begins.setdefault(one.span[0], []).append(one)
    here: list[Coded] = []
    for start, end in pairwise(cuts):
        here = [one for one in here if one.span[1] > start] + begins.get(start, [])
        words = html.escape(text[start:end])
        if not here:
            yield words
            continue
        kinds = " ".join(sorted({one.kind for one in here}))
        told = html.escape("\n".join(dict.fromkeys(one.told for one in here)), quote=True)
        yield f'<mark class="{kinds}" title="{told}" tabindex="0">{words}</mark>'


def _share(text: str, coded: list[Coded]) -> float:
    letters = {place for place, sign in enumerate(text) if not sign.isspace()}
    covered = {place for one in coded for place in range(*one.span)} & letters
    return len(covered) / max(len(letters), 1)
