"""Register the text of a source: its hash, its length, and the place of every row based on it.

Every row of a registered text needs spans, so this too is all or nothing. A row whose words occur once in the
text gets its spans automatically. For any other, a person has to name the words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from curation.faults import BadSheet, Fault
from curation.merge import files_with
from curation.packages import Package, Row, Table, read_package
from curation.phrases import NotFound, Phrase, forms, span_of, spans_of
from curation.reading import text_of
from curation.registered import is_another, sha_of
from curation.sheets import Node, read_sheet
from curation.trial import errors_with
from exports.files import write_files
from schemas.manifest import read_manifest
from schemas.spans import Span, parse, show
from validator.descriptor import CannotRun

NAMES = {"people": "name_as_written", "organizations": "name_as_written", "positions": "title_as_written"}
ORDER = ("people", "organizations", "positions", "events", "event_sources", "statements", "claims")
REASON = "The text of the source was registered."
ABOUT = (
    "name",
    "title",
    "described_as",
    "as_written",
    "quote",
    "summary",
)  # what a row without words is called by


@dataclass
class Registered:
    """The result: how many rows have spans now, or the rows whose words somebody has to name, and why."""

    placed: int = 0
    already: bool = False
    open: list[tuple[str, str, str]] = field(default_factory=list)  # (record, what it says, why)

    def template(self) -> str:
        """A file to fill in for `--words`: a phrase, or a list of phrases, for each row that lacks one."""
        return "".join(f"# {told}\n# {why}\n{record}:\n" for record, told, why in self.open)


def register(source: str, descriptor: Path, texts: Path, words: Path | None) -> Registered:
    """Register the text `<source>.txt`.

    Raises `CannotRun`, with one sentence, if there is no such source or text, or another text is registered;
    `BadSheet` for faults in the file of words; `OSError`. In these cases, and while rows are open, nothing is
    written.
    """
    package = read_package(descriptor)
    table = package.tables["sources"]
    row = next((one for one in table.rows if one["source_id"] == source), None)
    if row is None:
        raise CannotRun(f"there is no source {source}: write an id from data/sources.csv")
    text = text_of(source, texts / "words", None)
    if is_another(text, row):
        raise CannotRun(
            f"another text is registered for {source}: its hash begins with {row['text_sha256'][:12]}"
        )
    if row["text_sha256"]:
        return Registered(already=True)
    given = read_sheet(words) if words else Node(1, entries={})
    found = Registered()
    changed = dict(_placed(package, source, text, given, found))
    _refuse_strangers(words, given, package, source)
    if found.open:
        return found
    changed["sources", source] = {"text_sha256": sha_of(text), "text_length": str(len(text))}
    corrections = list(_corrections(package, changed, source))
    for name, one in package.tables.items():
        for cells in one.rows:
            cells.update(changed.get((name, one.record(cells)), {}))
    added: dict[str, list[Row]] = {name: [] for name, _ in changed}
    files = files_with(package, added | ({"corrections": corrections} if corrections else {}))
    errors = errors_with(package, files, text, source)
    if errors:
        more = f" ({len(errors)} errors)" if len(errors) > 1 else ""
        raise CannotRun(f"with these spans the package is not valid: {errors[0]}{more}")
    read = {package.folder / one.path: one.data for one in package.tables.values()} | {
        descriptor: package.described
    }
    write_files(files, package.folder, read={path: read[path] for path in files})
    found.placed = len(changed) - 1
    return found


def _placed(
    package: Package, source: str, text: str, given: Node, found: Registered
) -> Iterator[tuple[tuple[str, str], Row]]:
    """((table, record), cells) of each row of the source that can be placed; the others are noted as open."""
    statements: dict[str, list[Span]] = {}
    for name in ORDER:
        table = package.tables.get(name)
        for row in table.rows if table else []:
            if row["source_id"] != source or table is None:
                continue
            record = table.record(row)
            try:
                spans = _spans(
                    name, row, text, given.get(record), statements.get(row.get("statement_id", ""))
                )
            except NotFound as error:
                told = next((row[column] for column in ABOUT if row.get(column)), "")
                found.open.append((record, told, f"{error.message}: {error.cure}"))
                continue
            if name == "statements":
                statements[record] = spans
            yield (name, record), {"spans": show(spans)}


def _spans(name: str, row: Row, text: str, given: Node, within: list[Span] | None) -> list[Span]:
    if row["spans"]:
        return parse(row["spans"])
    if given:
        return spans_of(
            text,
            [
                Phrase(one.text or one.get("phrase").text, _number(one), one.get("inside").text)
                for one in given.each()
            ],
        )
    if name in NAMES and row[NAMES[name]]:
        return [span for span, _ in forms(text, row[NAMES[name]].split("|"))]
    if name == "claims":
        return [span_of(text, Phrase(row["as_written"]), within)]
    if name == "event_sources" and row["described_as"]:
        return spans_of(text, [Phrase(words) for words in row["described_as"].split("|")])
    if name == "statements" and row["quote_type"] == "direct":
        return spans_of(text, [Phrase(words) for words in row["quote"].split(" … ")])
    raise NotFound("it has no words from the text that show its place", "copy the phrase that it is based on")


def _number(node: Node) -> int:
    given = node.get("occurrence").text
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _refuse_strangers(path: Path | None, given: Node, package: Package, source: str) -> None:
    """Raise `BadSheet` if words are given for rows that the source does not have."""
    mine = {
        table.record(row)
        for name in ORDER
        for table in (package.tables.get(name),)
        for row in (table.rows if table else [])
        if table and row["source_id"] == source
    }
    faults = [
        Fault(line, f"{source} has no row {record}", "write the id of one of its rows")
        for record, line in given.lines.items()
        if record not in mine
    ]
    if faults and path:
        raise BadSheet(path.name, faults)


def _corrections(package: Package, changed: Mapping[tuple[str, str], Row], source: str) -> Iterator[Row]:
    """A row of `corrections` for each value that was different in the last edition."""
    manifest = read_manifest(package.folder)
    table: Table | None = package.tables.get("corrections")
    if manifest is None or table is None:
        return
    used = package.used("corrections")
    rows = {(name, one.record(row)): row for name, one in package.tables.items() for row in one.rows}
    for (name, record), cells in changed.items():
        if record not in manifest["tables"].get(name, {}).get("rows", {}):
            continue
        for column, new in cells.items():
            if rows[name, record][column] == new:
                continue
            key = f"cor-{record}-{column}".replace("/", "-").replace("_", "-")
            key = next(one for one in (key, *(f"{key}-{n}" for n in range(2, 1000))) if one not in used)
            used.add(key)
            yield dict.fromkeys(table.schema.columns, "") | {
                "correction_id": key,
                "version": str(package.about.get("version", "")).removesuffix("-dev"),
                "table": name,
                "record_id": record,
                "field": column,
                "old": rows[name, record][column],
                "new": new,
                "reason": REASON,
                "source_id": source,
            }
