"""Read an article from UTF-8 text, or from a saved HTML page."""

import re
from pathlib import Path

from curation.faults import BadSheet, Fault
from exports.files import read_file
from validator.descriptor import CannotRun

LARGEST = 5_000_000  # bytes in an article or a page
LEAST = 20  # words in an article
ID = re.compile(r"src-[a-z0-9]+(-[a-z0-9]+)*")
MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b", re.I | re.S)


def read_article(path: Path) -> str:
    """The text of an article.

    Raises `CannotRun`, with one sentence, if the file is empty, is not UTF-8, or is a page without a text;
    `OSError` if it cannot be read.
    """
    data = read_file(path, LARGEST)
    if not data.strip():
        raise CannotRun(f"{path} is empty: save the article into it")
    if b"\0" in data:
        raise CannotRun(f"{path} is UTF-16 or not text at all: save it as UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_page(path, data.decode("latin-1")):
            return _article_of(path, data)  # a page declares its encoding
        raise CannotRun(
            f"{path} is not UTF-8 (byte {error.start} is {data[error.start]:#x}): save it as UTF-8"
        ) from None
    if _is_page(path, text):
        return _article_of(path, text)
    if "\ufffd" in text:
        raise CannotRun(f"{path} contains characters left by a wrong encoding: save it again, as UTF-8")
    return text


def _is_page(path: Path, text: str) -> bool:
    return (
        path.suffix.lower() in (".html", ".htm", ".xhtml")
        or MARKUP.match(text.removeprefix("\ufeff")) is not None
    )


def _article_of(path: Path, page: str | bytes) -> str:
    from trafilatura import extract  # takes half a second, so only pages import it

    text = extract(
        page, include_comments=False, include_tables=False, favor_precision=True, deduplicate=False
    )
    if not text or len(text.split()) < LEAST:
        raise CannotRun(f"{path} is a page in which no article was found: save the article as text")
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def text_of(source: str, beside: Path, texts: Path | None, line: int = 1) -> str:
    """The text of a source: `<source_id>.txt` next to a file, or else in the folder of texts.

    Raises `BadSheet` if the id, given on `line` of that file, is not the id of a source; `CannotRun` if there
    is no such text, or it is not UTF-8.
    """
    if not ID.fullmatch(source):
        cure = "write it as src-outlet-2025-01-06"
        raise BadSheet(beside.name, [Fault(line, f'source_id is "{source}"', cure)])
    for folder in (beside.parent, texts):
        path = folder / f"{source}.txt" if folder is not None else None
        if path is not None and path.is_file():
            try:
                return read_file(path, LARGEST).decode("utf-8")
            except UnicodeDecodeError:
                raise CannotRun(f"{path} is not UTF-8: save it as UTF-8") from None
    raise CannotRun(
        f"there is no {source}.txt in {beside.parent}: put it there, or name its folder with --texts"
    )
