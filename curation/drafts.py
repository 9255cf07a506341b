"""Write a draft sheet: what an article may contain, as proposals for a person to decide on."""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curation import ids
from curation.attributions import Proposal, statements
from curation.dates import Date, dates
from curation.names import Name, parted, unknown_names
from curation.numbers import Number, numbers
from curation.offices import office_of
from curation.packages import Package, read_package
from curation.phrases import places
from curation.reading import ID, read_article
from curation.registered import is_another
from curation.sentences import Sentence, rejoined, sentence_at, sentences
from curation.speakers import known_of
from exports.files import bounds_of, really, write_files
from schemas.rules.lexicon import languages_of
from schemas.spans import Span, fold
from validator.descriptor import CannotRun
from validator.messages import CONTROL

LANGUAGE = re.compile("[a-z]{2,3}")
MOST = 150_000  # characters in an article; more than any newspaper prints
LONGEST = 2_000  # characters in a sentence; anything longer is a table, or not text at all
HEAD = """\
# Draft of {source}: proposals, each with its confidence (1 is highest) and its sentence.
# Decide on each: `take: yes` or `take: no`. Correct what is wrong, fill in empty cells, add what is missing.
# An entry has the columns of its table (docs/dictionary.md). `words` and `forms` are phrases of the text,
# which scripts/accept.py turns into spans and verbatim cells. docs/curation.md explains the rest.
"""
STOPWORDS = {
    "de": {"der", "die", "das", "und", "nicht", "ist", "mit", "den", "ein", "eine", "von"},
    "fr": {"le", "la", "les", "et", "des", "une", "est", "dans", "que", "pour", "du"},
    "es": {"el", "los", "las", "una", "por", "con", "del", "que", "y", "para"},
    "en": {"the", "and", "of", "to", "in", "that", "is", "was", "on", "for"},
}
PLAIN = re.compile(r"[A-Za-z0-9À-ž][\w À-ž./()’-]*")
# characters that YAML does not allow (chapter 5.1), or that an editor would act on: written as escapes
UNPRINTED = re.compile(rf"{CONTROL}|[\ufeff\ufffe\uffff]")


@dataclass
class Draft:
    """Everything found in a text, before it is written to a sheet."""

    source: str
    text: str
    language: str
    published: str
    sentences: list[Sentence]
    statements: list[Proposal]
    numbers: list[Number]
    dates: list[Date]
    names: list[Name]
    offices: dict[str, str] = field(default_factory=dict)  # name -> words for the office
    keys: dict[str, str] = field(default_factory=dict)  # name -> the id proposed for it
    lines: list[str] = field(default_factory=list)


def draft(
    path: Path, source: str, descriptor: Path, published: str, language: str, folder: Path | None
) -> list[Path]:
    """Write a draft sheet for an article, and its text, as `<source>.yaml` and `<source>.txt`.

    Raises `CannotRun`, with one sentence, if the article cannot be read, the id belongs to another source, or
    the sheet exists; `OSError` if a file cannot be written. Then nothing is written.
    """
    if not ID.fullmatch(source):
        raise CannotRun(f'the id "{source}" is not that of a source: write it as src-outlet-2025-01-06')
    if published and not _is_day(published):
        raise CannotRun(f'the day of publication is "{published}": write it as 2025-01-06')
    if language and not LANGUAGE.fullmatch(language):
        raise CannotRun(f"the language is {language!r}: write it as an ISO 639-1 code, such as en")
    package = read_package(descriptor)
    text = read_article(path)
    if len(text) > MOST:
        raise CannotRun(f"{path} has more than {MOST:,} characters: save only the article")
    there = next((row for row in package.tables["sources"].rows if row["source_id"] == source), None)
    if is_another(text, there):
        raise CannotRun(f"{source} exists with another registered text: give this source another id")
    place = folder if folder is not None else path.parent
    if really(place).is_relative_to(really(descriptor.parent)):
        raise CannotRun(
            f"{place} is inside the package, which ships no articles: name a folder outside with --out"
        )
    sheet, copy = place / f"{source}.yaml", place / f"{source}.txt"
    if sheet.exists():
        raise CannotRun(
            f"{sheet} exists and may contain somebody's work: move it, or name another folder with --out"
        )
    if copy.exists() and copy.read_bytes() != text.encode():
        raise CannotRun(f"{copy} exists with another text: move it, or name another folder with --out")
    language = (there["language"] if there else language) or guess_language(text)
    found = propose(text, source, package, there["published"] if there else published, language)
    written = sheet_of(found, package, known_source=there is not None)
    bounds = bounds_of(folder) if folder is not None else place
    return write_files({sheet: written.encode(), copy: text.encode()}, bounds, read={sheet: None, copy: None})


def propose(text: str, source: str, package: Package, published: str, language: str) -> Draft:
    """Everything that a text may contain. New people and bodies go by the ids proposed for them.

    Raises `CannotRun` if a sentence is too long to be one.
    """
    parts = sentences(text, language)
    if any(one.end - one.start > LONGEST for one in parts):
        raise CannotRun(f"the text has a sentence of more than {LONGEST:,} characters: save only the article")
    rows = {name: table.rows for name, table in package.tables.items()}
    known = known_of(rows)
    whole = rejoined(text)
    new = unknown_names(whole, known)
    found = Draft(
        source,
        text,
        language,
        published,
        parts,
        [],
        numbers(whole, language),
        dates(whole, language, published),
        new,
    )
    for name in new:
        table = "organizations" if name.is_body else "people"
        used = package.used(table) | set(found.keys.values())
        key = next(one for one in ids.candidates(table, name.forms[0]) if one not in used)
        found.keys[name.forms[0]] = key
        known.add(key, *name.forms)
        title = "" if name.is_body else office_of(whole, name.forms[0])
        if title:
            found.offices[name.forms[0]] = title
            known.office(_position(name, title), title, key, "")
    found.statements = statements(text, language, known)
    return found


def guess_language(text: str) -> str:
    """The language of a text, judged by its letters and its commonest words."""
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if re.search("[\uac00-\ud7a3]", text):
        return "ko"
    told = re.findall(r"[^\W\d_]+", text.lower())
    return max(STOPWORDS, key=lambda one: (sum(word in STOPWORDS[one] for word in told), one == "en"))


# ---- the sheet ---------------------------------------------------------------------------------------


def sheet_of(found: Draft, package: Package, *, known_source: bool) -> str:
    """The draft as YAML."""
    lines = found.lines = [HEAD.format(source=found.source).rstrip("\n")]
    _source(found, known_source)
    for title, entries in (
        ("people", (_person(found, name) for name in found.names if not name.is_body)),
        ("organizations", (_body(found, name) for name in found.names if name.is_body)),
        ("positions", (_office(found, name) for name in found.names if name.forms[0] in found.offices)),
        ("events", (_event(found, date) for date in _distinct(found.dates, found.text))),
    ):
        lines.append(f"{title}:")
        lines += [line for entry in entries for line in entry]
    nested: dict[int, list[Number]] = {}
    free = []
    for number in found.numbers:
        holders = [i for i, one in enumerate(found.statements) if _inside(number.span, one.spans)]
        if holders:
            nested.setdefault(min(holders, key=lambda i: _size(found.statements[i])), []).append(number)
        else:
            free.append(number)
    lines.append("statements:")
    for place, one in enumerate(found.statements):
        lines += _statement(found, package, one, place + 1, nested.get(place, []))
    lines.append("claims:")
    lines += [line for one in free for line in _claim(found, one, None, "")]
    return "\n".join(lines) + "\n"


def _source(found: Draft, known: bool) -> None:
    title = fold(found.text.strip().split("\n", 1)[0])[:200]
    byline = re.search(r"^(?:By|by|BY)\s+((?:[A-ZÀ-Þ][\w.’'-]+\s?){2,4})$", found.text, re.MULTILINE)
    cells = {"source_id": found.source}
    if not known:
        cells |= {
            "title": title,
            "title_basis": "printed",
            "publisher": "",
            "byline": fold(byline[1]) if byline else "",
            "published": found.published,
            "published_basis": "stated" if found.published else "",
            "url": "",
            "copy": "unknown",
            "language": found.language,
            "kind": "news_article",
            "family": "",
            "extent": "full",
            "accessed": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "register": "yes",
            "note": "",
        }
    found.lines.append("source:")
    found.lines += [f"  {name}: {_scalar(cell)}".rstrip() for name, cell in cells.items()]


def _entry(found: Draft, place: int, confidence: float, lines: list[str], indent: str = "") -> Iterator[str]:
    """The lines of a proposal: its sentence as a comment, an empty `take`, then its cells."""
    sentence = sentence_at(found.sentences, place)
    shown = _printed(fold(found.text[sentence.start : sentence.end])) if sentence else ""
    yield f"{indent}# {confidence:.1f}  {shown if len(shown) < 300 else shown[:300] + '…'}"
    yield f"{indent}- take:"
    yield from (f"{indent}  {line}".rstrip() for line in lines)


def _person(found: Draft, name: Name) -> Iterator[str]:
    family, given = parted(name)
    words = name.forms[0].split()
    cells = [
        f"id: {found.keys[name.forms[0]]}",
        f"forms: {_list(name.forms)}",
        f"name: {_scalar(name.forms[0])}",
        f"family_name: {_scalar(family)}",
        f"given_name: {_scalar(given)}",
        "country:",
    ]
    yield from _entry(found, found.text.find(words[0]), name.confidence, cells)


def _body(found: Draft, name: Name) -> Iterator[str]:
    cells = [
        f"id: {found.keys[name.forms[0]]}",
        f"forms: {_list(name.forms)}",
        f"name: {_scalar(name.forms[0])}",
        "kind:",
        "country:",
    ]
    yield from _entry(found, _first(found.text, name.forms[0]), name.confidence, cells)


def _office(found: Draft, name: Name) -> Iterator[str]:
    title = found.offices[name.forms[0]]
    cells = [
        f"id: {_position(name, title)}",
        f"person_id: {found.keys[name.forms[0]]}",
        "organization_id:",
        f"title: {_scalar(title[:1].upper() + title[1:])}",
        f"title_as_written: {_scalar(title)}",
        "status: incumbent",
        "status_basis: stated",
    ]
    yield from _entry(found, _first(found.text, name.forms[0]), 0.7, cells)


def _position(name: Name, title: str) -> str:
    return f"pos-{ids.slug(parted(name)[0])}-{ids.slug(title)}"


def _event(found: Draft, date: Date) -> Iterator[str]:
    words = _phrase(found.text, date.span, None)
    later = date.start > found.published if date.start and found.published else False
    cells = [
        f"words: [{words}]",
        "name:",
        "kind:",
        f"status: {'scheduled' if later else 'occurred'}",
        f"date_start: {date.start}",
        f"date_end: {date.end}",
        f"date_precision: {date.precision}",
        f"date_basis: {date.basis}",
        f"date_as_written: {_scalar(fold(found.text[slice(*date.span)]))}",
        "participants: []",
        "note:",
    ]
    yield from _entry(found, date.span[0], 0.4, cells)


def _distinct(found: list[Date], text: str) -> list[Date]:
    """Each day once, in its most detailed wording."""
    best: dict[tuple[str, str], Date] = {}
    for date in found:
        key = (date.start or fold(text[slice(*date.span)]), date.end)
        if key not in best or len(text[slice(*date.span)]) > len(text[slice(*best[key].span)]):
            best[key] = best.get(key, date) if key in best and best[key].precision == "day" else date
    return sorted(best.values(), key=lambda one: one.span)


def _statement(
    found: Draft, package: Package, one: Proposal, number: int, inner: list[Number]
) -> Iterator[str]:
    speaker = one.speaker
    words = [_phrase(found.text, span, None) for span in one.spans]
    named = speaker.words if speaker.attribution not in ("implicit", "absent") else ""
    cells = [
        f"id: s{number}",
        f"words: [{', '.join(words)}]",
        f"quote_type: {one.quote_type}",
        "summary:",
        f"attribution: {speaker.attribution}",
        f"attributed_as: {_scalar(named)}",
        f"cue: {_scalar(one.cue)}",
        "occasion_id:",
        "occasion_basis:",
        f"said_on: {_said_on(found, one)}",
        f"translated: {_translated(found, package, speaker.person_id)}",
        "about: []",
    ]
    if speaker.attribution != "absent":
        parts = {
            "person_id": speaker.person_id,
            "organization_id": speaker.organization_id,
            "position_id": speaker.position_id,
            "role": "speaker",
            "basis": speaker.basis,
        }
        cells += [
            "speakers:",
            f"- {{{', '.join(f'{name}: {_scalar(cell)}' for name, cell in parts.items() if cell)}}}",
        ]
    cells.append("note:")
    if inner:
        cells.append("claims:")
        for claim in inner:
            cells += _claim(found, claim, one.spans, _said_on(found, one))
    yield from _entry(found, one.spans[0][0], one.confidence, cells)


def _claim(found: Draft, one: Number, within: list[Span] | None, said_on: str) -> Iterator[str]:
    cells = [
        f"words: {_phrase(found.text, one.span, within)}",
        f"hedge: {_scalar(one.hedge)}",
        f"quantity_kind: {one.kind}",
        f"relation: {one.relation}",
    ]
    cells += (
        [f"value_low: {one.low}", f"value_high: {one.high}"]
        if one.relation == "between"
        else [f"value: {one.value}"]
        if one.value
        else []
    )
    cells += [
        f"unit: {_scalar(one.unit)}",
        f"basis: {'reporter' if within is None else 'unspecified'}",
        "event_id:",
        f"as_of: {said_on or found.published}",
        "measure: {definition: , subject: , outcome: , tally: }",
        "note:",
    ]
    yield from _entry(found, one.span[0], one.confidence, cells)


# ---- cells -------------------------------------------------------------------------------------------


def _said_on(found: Draft, one: Proposal) -> str:
    """The day that the sentence gives next to an attribution."""
    start, end = one.sentence
    near = [
        d
        for d in found.dates
        if start <= d.span[0] < end and d.precision == "day" and not _inside(d.span, one.spans)
    ]
    past = [d for d in near if d.start <= (found.published or "9")]
    return past[0].start if len({d.start for d in past}) == 1 else ""


def _translated(found: Draft, package: Package, person: str) -> str:
    row = next((row for row in package.tables["people"].rows if row["person_id"] == person), None)
    spoken = languages_of().get(row["country"]) if row else None
    return "unknown" if not spoken else '"no"' if found.language in spoken else "yes"


def _phrase(text: str, span: Span, within: list[Span] | None) -> str:
    """A phrase of the text, with the number of its occurrence if there are several."""
    start, end = span
    words = fold(text[start:end])
    found = places(text, words, within)
    if len(found) > 1 and span in found:
        return f"{{phrase: {_scalar(words)}, occurrence: {found.index(span) + 1}}}"
    return _scalar(words)


def _inside(span: Span, spans: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _size(one: Proposal) -> int:
    return sum(end - start for start, end in one.spans)


def _first(text: str, words: str) -> int:
    found = places(text, words)
    return found[0][0] if found else 0


def _list(words: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_scalar, words))}]"


def _scalar(words: str) -> str:
    """Words as YAML: unchanged if that is safe, otherwise in quotation marks."""
    if not words or (
        PLAIN.fullmatch(words) and not words.endswith(" ") and words.lower() not in ("yes", "no", "null")
    ):
        return words
    return _printed(json.dumps(words, ensure_ascii=False))


def _printed(words: str) -> str:
    return UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def _is_day(iso: str) -> bool:
    try:
        return len(iso) == 10 and bool(datetime.date.fromisoformat(iso))
    except ValueError:
        return False
