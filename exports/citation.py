"""How to cite this edition, one row of it, and the article it is based on: text, BibTeX, RIS and CSL-JSON.

`CITATION.cff` names the authors and the works it is based on; `datapackage.json` has title, version and date.
No identifier is made up: every form has a DOI as soon as `CITATION.cff` has one.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from exports.edition import Edition
from exports.files import read_file
from exports.markdown import plain
from validator.descriptor import CannotRun
from validator.messages import harmless

NO_EDITION = "This is a state between editions: do not cite or deposit it."
NO_DOI = (
    "There is no DOI yet. The first deposit gives one (Zenodo reads `.zenodo.json`); it goes into "
    "`CITATION.cff` as `doi`, and from there into every form of the citation."
)
# type of a work in CITATION.cff -> its types in BibTeX, RIS and CSL
KINDS = {
    "dataset": ("misc", "DATA", "dataset"),
    "newspaper-article": ("article", "NEWS", "article-newspaper"),
    "article": ("article", "JOUR", "article-journal"),
}
OTHER = ("misc", "GEN", "document")
LARGEST = 200_000  # bytes in CITATION.cff
# in English, whatever the locale
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
MONTHS += ["October", "November", "December"]
# characters that are special in TeX -> what prints them
ESCAPES = {character: f"\\{character}" for character in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# the marks in README around what `in_readme` writes
FROM, TO = "<!-- citation: scripts/cite.py --readme -->\n", "<!-- end of citation -->"


@dataclass(frozen=True)
class Author:
    """A person with family and given name, or a body whose name is in `family`."""

    family: str
    given: str = ""
    is_person: bool = False

    def __str__(self) -> str:
        """`Lee, Hyo-jin`."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Work:
    """A work to cite. Empty texts and an empty `date` are unknown."""

    key: str
    kind: str  # as in KINDS
    title: str
    authors: list[Author]
    date: tuple[int, ...]  # year, month, day, or only the first of these
    journal: str = ""
    version: str = ""
    language: str = ""
    doi: str = ""
    url: str = ""
    row: str = ""  # the one that is cited, if it is not the whole work


def in_words(edition: Edition) -> list[str]:
    """This edition and the works it is based on, each as one line of text."""
    return [_text(work) for work in works(edition)]


def citation(edition: Edition) -> dict[str, str]:
    """Form (`text`, `bibtex`, `ris`, `csl_json`) -> this edition and the works it is based on, in that form.

    Raises `CannotRun` if `CITATION.cff` cannot be read.
    """
    return _forms(works(edition))


def _forms(cited: list[Work]) -> dict[str, str]:
    return {
        "text": "\n\n".join(map(_text, cited)) + "\n",
        "bibtex": "\n".join(_bibtex(work) for work in cited),
        "ris": "\n".join(_ris(work) for work in cited),
        "csl_json": json.dumps([_csl(work) for work in cited], ensure_ascii=False, indent=2) + "\n",
    }


def record(edition: Edition, row: str) -> dict[str, str]:
    """Form -> one row of this edition, and the source that the row names, in that form.

    The row is given by its id, or in a link table by TABLE/KEY (`event_sources/evt-korea-visit/1`). Raises
    `CannotRun` if there is no such row.
    """
    found = _rows(edition)
    if row not in found:
        raise CannotRun(f"there is no row {row}: give its id, or TABLE/KEY in a link table")
    dataset, *references = works(edition)
    name = _line(row)
    cited = [replace(dataset, key=re.sub(r"[^\w.-]", "-", f"{dataset.key}-{name}"), row=name)]
    if source := _source(edition, found[row].get("source_id", "")):
        # one that CITATION.cff has too is cited as it says
        cited += [next((one for one in references if one.title == source.title), source)]
    return _forms(cited)


def _source(edition: Edition, source_id: str) -> Work | None:
    """The source of a row as `sources` describes it; None if the row names none."""
    sources = edition.tables["sources"].rows if source_id and "sources" in edition.tables else []
    for row in sources:
        about = {name: _line(cell) for name, cell in row.items()}
        if row.get("source_id") == source_id:
            publisher, writers = about.get("publisher", ""), about.get("byline", "").split("|")
            return Work(
                key=re.sub(r"[^\w.-]", "-", about["source_id"]),
                kind="newspaper-article" if about.get("kind") in ("news_article", "wire") else "",
                title=about.get("title", ""),
                authors=[Author(one) for one in (writers if any(writers) else [publisher]) if one],
                date=_date(about.get("published", "")),
                journal=publisher,
                language=about.get("language", ""),
                url=about.get("url", ""),
            )
    return None


def files(edition: Edition) -> dict[str, bytes]:
    """`citation.txt`, `.bib`, `.ris` and `.json`, with their bytes."""
    forms = citation(edition)
    contents = {
        "txt": "\n".join([*_notice(edition), forms["text"], *_advice(edition)]),
        "bib": forms["bibtex"],
        "ris": forms["ris"],
        "json": forms["csl_json"],
    }
    return {f"citation.{end}": content.encode() for end, content in contents.items()}


def in_readme(text: str, edition: Edition, cff: bytes | None = None) -> str:
    """README with the citation of this edition between its marks. Raises `CannotRun` if it has no marks.

    `cff`: the new content of `CITATION.cff`, if it is about to change.
    """
    before, mark, rest = text.partition(FROM)
    _, end, after = rest.partition(TO)
    if not mark or not end:
        raise CannotRun(f"README has no place for the citation: add {FROM.strip()} and {TO.strip()}")
    quoted = "\n>\n".join(f"> {_text(_escaped(work))}" for work in works(edition, cff))
    return before + mark + "\n".join([*_notice(edition), f"{quoted}\n", *_advice(edition)]) + end + after


def _escaped(work: Work) -> Work:
    """The work escaped for Markdown, so that none of it acts as markup."""
    authors = [replace(one, family=plain(one.family), given=plain(one.given)) for one in work.authors]
    title, journal, version = map(plain, (work.title, work.journal, work.version))
    doi, url = _address_part(work.doi), _address_part(work.url)
    return replace(work, authors=authors, title=title, journal=journal, version=version, doi=doi, url=url)


def _address_part(text: str) -> str:
    """An address without characters that would end it in Markdown or BibTeX."""
    return quote(text, safe=":/?#@!$&'()+,;=%~")


def works(edition: Edition, cff: bytes | None = None) -> list[Work]:
    """This edition, then the references in `CITATION.cff`, whose content may be passed as `cff`."""
    about = _parsed(cff) if cff is not None else _cff(edition.folder / "CITATION.cff")
    name = edition.descriptor["name"]
    authors = _authors(about) or [
        Author(_line(one.get("title", ""))) for one in edition.descriptor.get("contributors", [])
    ]
    dataset = Work(
        key=name,
        kind="dataset",
        title=_line(edition.descriptor["title"]),
        authors=authors,
        date=edition.created.timetuple()[:3],
        version=_line(edition.version),
        doi=_line(about.get("doi", "")),
        url=_line(edition.descriptor.get("homepage") or about.get("url") or ""),
    )
    references = [one for one in _list(about.get("references")) if isinstance(one, dict)]
    return [dataset, *(_reference(f"{name}-source-{n}", one) for n, one in enumerate(references, 1))]


def _cff(file: Path) -> dict[str, Any]:
    """The content of `CITATION.cff`, with all scalars as text; empty if there is no such file."""
    return _parsed(read_file(file, LARGEST)) if file.exists() else {}


class _Loader(yaml.BaseLoader):
    """YAML without aliases, a few lines of which can expand to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


@cache
def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = yaml.load(data.decode(), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" (line {place.line + 1})" if place else ""
        raise CannotRun(f"CITATION.cff is not YAML in UTF-8, without aliases{where}: correct it") from None
    if not isinstance(found, dict):
        raise CannotRun("CITATION.cff has no fields: write it in the Citation File Format")
    return found


def _reference(key: str, about: dict[str, Any]) -> Work:
    languages = _list(about.get("languages"))
    return Work(
        key=key,
        kind=_line(about.get("type", "")),
        title=_line(about.get("title", "")),
        authors=_authors(about),
        date=_date(_line(about.get("date-published", ""))),
        journal=_line(about.get("journal", "")),
        language=_line(languages[0]) if languages else "",
        doi=_line(about.get("doi", "")),
        url=_line(about.get("url", "")),
    )


def _date(text: str) -> tuple[int, ...]:
    """`2025-01` as (2025, 1); empty if it is not a year, a month or a day."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
        return tuple(map(int, text.split("-")))
    except ValueError:
        return ()


def _authors(about: dict[str, Any]) -> list[Author]:
    found = []
    for one in _list(about.get("authors")):
        names = {name: _line(value) for name, value in one.items()} if isinstance(one, dict) else {}
        if "family-names" in names:
            found.append(Author(names["family-names"], names.get("given-names", ""), is_person=True))
        elif "name" in names:
            found.append(Author(names["name"]))
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: Any) -> str:
    """A text as one line that is safe for a terminal; empty if it is not text."""
    return harmless(" ".join(value.split())) if isinstance(value, str) else ""


def _notice(edition: Edition) -> list[str]:
    """A warning, as in `_advice`, if this is a state between two editions."""
    return [f"{NO_EDITION} If you must refer to it, give the commit as well.\n"] * edition.under_way


def _advice(edition: Edition) -> list[str]:
    """Advice: how to cite a row, and where the DOI will go. Each sentence ends with a newline."""
    dataset, *others = works(edition)
    example = next((row for row in _rows(edition) if row.startswith("clm-")), "its id")
    name = f"{edition.descriptor['name']}, version {edition.version}"
    advice = [
        f'For one row, name the edition and the id of the row: "{name}, {example}". '
        "`.venv/bin/python scripts/cite.py ID` prints this, and the row's own source to cite with it."
    ]
    if others:
        advice.append("Cite both the data and the article it is based on.")
    return [f"{sentence}\n" for sentence in advice + ([] if dataset.doi else [NO_DOI])]


def _rows(edition: Edition) -> dict[str, dict[str, str]]:
    """Each row by its name: its id, or in a link table TABLE/KEY."""
    return {
        "/".join(([] if len(key) == 1 else [name]) + [row[field] for field in key]): row
        for name, table in edition.tables.items()
        for key in [table.primary_key]
        for row in table.rows
    }


def _text(work: Work) -> str:
    """The work as one line of text."""
    who, when, title = _and([str(author) for author in work.authors]), "", work.title
    if work.date:
        year, *rest = work.date
        when = " ".join([*map(str, rest[1:]), *(MONTHS[month - 1] for month in rest[:1]), str(year)])
    if work.kind == "dataset":
        title = f"{title} (version {work.version}) [Data set]{', ' * bool(work.row)}{work.row}"
        when = str(work.date[0])
    head = " ".join(part for part in (who, f"({when})" if when else "") if part)
    journal = "" if work.journal == who else work.journal
    return " ".join(f"{part}." for part in (head, title, journal) if part) + _address(work)


def _address(work: Work) -> str:
    address = f"https://doi.org/{work.doi}" if work.doi else work.url
    return f" {address}" if address else ""


def _and(names: list[str]) -> str:
    return " and ".join(part for part in ("; ".join(names[:-1]), "".join(names[-1:])) if part)


def _bibtex(work: Work) -> str:
    note = [f"Data set, version {work.version}"] if work.kind == "dataset" else []
    year, month, day = map(str, (*work.date, "", "", "")[:3])
    fields = {
        # braces keep a body's name together, and a title's capitals
        "author": " and ".join(_bibtex_name(author) for author in work.authors),
        "title": f"{{{_plain(work.title)}}}",
        "journal": _plain(work.journal),
        "year": year,
        "month": month,
        "day": day,
        "note": _plain(", ".join([*note, *filter(None, [work.row])])),
        "language": _plain(work.language),
        "doi": _address_part(work.doi),
        "url": _address_part(work.url),
    }
    kind = KINDS.get(work.kind, OTHER)[0]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}")]
    return f"@{kind}{{{work.key},\n{''.join(lines)}}}\n"


def _bibtex_name(author: Author) -> str:
    name = _plain(str(author))
    return name if author.is_person else f"{{{name}}}"


def _plain(text: str) -> str:
    """Text with everything special in TeX escaped."""
    return "".join(ESCAPES.get(character, character) for character in text)


def _ris(work: Work) -> str:
    tags = [("TY", KINDS.get(work.kind, OTHER)[1]), ("ID", work.key)]
    tags += [("AU", str(author)) for author in work.authors]
    tags += [("TI", work.title), ("T2", work.journal)]
    if work.date:
        tags += [("PY", str(work.date[0])), ("DA", "/".join(f"{part:02}" for part in work.date))]
    tags += [("ET", work.version), ("LA", work.language), ("DO", work.doi), ("UR", work.url)]
    tags += [("N1", work.row)]
    return "".join(f"{tag}  - {value}\n" for tag, value in tags if value) + "ER  - \n"


def _csl(work: Work) -> dict[str, Any]:
    names = [
        {"family": author.family, "given": author.given} if author.is_person else {"literal": author.family}
        for author in work.authors
    ]
    issued = {"date-parts": [list(work.date)]} if work.date else {}
    item = {
        "id": work.key,
        "type": KINDS.get(work.kind, OTHER)[2],
        "title": work.title,
        "author": names,
        "issued": issued,
        "container-title": work.journal,
        "version": work.version,
        "language": work.language,
        "DOI": work.doi,
        "URL": work.url,
        "note": work.row,
    }
    return {name: value for name, value in item.items() if value}
