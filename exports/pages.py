"""Handwritten pages with some generated parts: figures, addresses, the citation.

In `exports/templates/datasheet.md.in` a figure is written as `{statements}`. In other pages a generated part
is between marks, or where a pattern of words finds it. `make docs` updates all of them.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from analysis.composition import composition
from exports import citation, documents, snippets, where
from exports.edition import Edition
from exports.figures import frames
from exports.files import read_file
from exports.markdown import NOTICE
from schemas.rules import all_rules
from validator.descriptor import CannotRun

LARGEST = 10_000_000  # bytes in a page
README, CITATION, DESCRIPTOR = "README.md", "CITATION.cff", "datapackage.json"
ISSUES = ".github/ISSUE_TEMPLATE/config.yml"
DATASHEET, TEMPLATE = "docs/datasheet.md", "exports/templates/datasheet.md.in"
# files that pages are made from, apart from the pages themselves
MADE_OF = (where.FILE, TEMPLATE, README, CITATION, ISSUES)

# page -> its part between marks: (mark at the beginning, mark at the end, function that makes the part)
ADDRESSES: dict[str, tuple[str, str, Callable[[where.Where], str]]] = {
    README: ("<!-- where it lives: where.toml -->\n", "<!-- end of where it lives -->", where.in_readme),
    CITATION: ("# where it lives: where.toml\n", "# end of where it lives", where.in_citation),
    ISSUES: ("# where it lives: where.toml\n", "# end of where it lives", where.in_issues),
}
WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
WORDS += " seventeen eighteen nineteen"


def files(edition: Edition) -> dict[str, bytes]:
    """Path -> bytes for each page in the folder of the package.

    Raises `CannotRun` if a page has lost a mark, or a template names an unknown figure.
    """
    lives, found = where.read_where(edition.folder), dict[str, bytes]()
    if lives is not None:
        edition = replace(edition, descriptor=where.in_descriptor(edition.descriptor, lives))
        described = json.dumps(edition.descriptor, ensure_ascii=False, indent=2) + "\n"
        found[DESCRIPTOR] = described.encode()
        for path, (begin, end, made) in ADDRESSES.items():
            if (text := _text(edition.folder / path)) is not None:
                found[path] = between(text, begin, end, made(lives), path).encode()
    readme = found[README].decode() if README in found else _text(edition.folder / README)
    if readme is not None and citation.FROM in readme:
        found[README] = citation.in_readme(_counted(readme, edition), edition, found.get(CITATION)).encode()
    if (template := _text(edition.folder / TEMPLATE)) is not None:
        found[DATASHEET] = datasheet(template, edition, lives or where.Where()).encode()
    return found


def all_documents(edition: Edition) -> dict[str, bytes]:
    """Path -> bytes for everything that `make docs` updates: in our own package, snippets as well."""
    ours = edition.folder.resolve() == Path(__file__).resolve().parents[1]
    return {
        **documents.files(edition),
        **files(edition),
        **(snippets.files(edition.folder) if ours else {}),
    }


def between(text: str, begin: str, end: str, part: str, path: str) -> str:
    """The text with a new part between its marks. Raises `CannotRun` if it has no marks."""
    before, mark, rest = text.partition(begin)
    _, last, after = rest.partition(end)
    if not mark or not last:
        raise CannotRun(f"{path} has no place for its addresses: add {begin.strip()} and {end}")
    return before + begin + part + end + after


def datasheet(template: str, edition: Edition, lives: where.Where) -> str:
    """The datasheet, with its figures. Raises `CannotRun` if the template names an unknown one."""
    figures = {**composition(frames(edition)), "where": where.in_datasheet(lives)}

    def figure(match: re.Match[str]) -> str:
        name = match[1]
        if name not in figures and "." not in name:  # a code that no row has counts as 0
            raise CannotRun(f"{TEMPLATE} names the figure {name}, which does not exist: correct it")
        return figures.get(name, "0")

    head, _, rest = template.partition("\n\n")
    notice = NOTICE.format(f"page in `{TEMPLATE}`")
    return f"{head}\n\n{notice}\n\n" + re.sub(r"\{([A-Za-z_.]+)\}", figure, rest)


def _counted(readme: str, edition: Edition) -> str:
    """README with its numbers of tables and rules."""
    tables = number_word(len(edition.tables)).capitalize()
    readme = re.sub(r"\w+(?= plain CSV tables)", tables, readme)
    return re.sub(r"\d+(?= rules, all errors in one run)", str(len(all_rules())), readme)


def number_word(number: int) -> str:
    """A number as written in prose: sixteen, 20."""
    return WORDS.split()[number] if number < len(WORDS.split()) else str(number)


def _text(path: Path) -> str | None:
    """A page, or None if there is none. Raises `CannotRun` if it is not UTF-8."""
    if not path.exists():
        return None
    try:
        return read_file(path, LARGEST).decode()
    except ValueError:
        raise CannotRun(f"{path.name} is not UTF-8: save it as UTF-8") from None
