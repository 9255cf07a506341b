"""Reading the coding of one source: the rows that one coder, working independently, made from it.

A coding may come from anybody. So each file is checked before it is used: it must be a table with the columns
that are compared, and not larger than what people code by hand.
"""

from pathlib import Path

from analysis.pairing import Row, Rows
from analysis.tables import read_rows
from schemas.spans import parse, well_formed

Coding = dict[str, Rows]  # table name -> its rows in the source

# tables with spans: their key, and the column that names their rows
COVERING = {
    "people": ("person_id", "name"),
    "organizations": ("organization_id", "name"),
    "positions": ("position_id", "position_id"),
    "events": ("event_id", "event_id"),
    "event_sources": ("", "described_as"),
    "statements": ("statement_id", "statement_id"),
    "claims": ("claim_id", "claim_id"),
}
# link tables, and the columns of what they link; a party is a person, or else a body
LINKING = {
    "statement_speakers": ["statement_id", "party_id"],
    "statement_events": ["statement_id", "event_id"],
    "event_participants": ["event_id", "party_id"],
    "claim_links": ["claim_id", "other_id"],
}
NEEDED = ["people", "organizations", "statements", "statement_speakers", "claims", "events"]
PARTY = {"person_id", "organization_id", "role"}
ALSO = {"claims": {"statement_id", "measure_id"}, "measures": {"measure_id"}}  # columns that are looked up

LARGEST = 100_000_000  # bytes of a file
MOST_ROWS, MOST_CHARACTERS = 5_000, 500_000  # rows of a table, and characters that its spans cover


def read_coding(folder: Path, source: str) -> Coding:
    """The rows of a source, from a package or a folder of CSV files.

    Rows that rest on another source are left out, as are references to an office that only another source
    gives. Raises `ValueError`, with one sentence, if a table in `NEEDED` is missing (others may be), or if a
    file cannot be a coder's: it is not CSV, lacks a column, or has spans that no text can have.
    """
    data = folder / "data" if (folder / "datapackage.json").is_file() else folder
    coding: Coding = {}
    for name in (*COVERING, *LINKING, "measures"):
        path = data / f"{name}.csv"
        if name in NEEDED or path.is_file():
            rows = _rows(path, _columns(name))
            if name in COVERING:
                _check_extent(path, rows)
            coding[name] = [row for row in rows if row.get("source_id") in (None, "", source)]
    known = [row for row in coding.get("positions", []) if row.get("status_basis") != "external"]
    if "positions" in coding:
        _forget(coding, {row["position_id"] for row in coding["positions"] if row not in known})
        coding["positions"] = known
    if "measures" in coding:  # a package also has those of other sources
        used = {row["measure_id"] for row in coding["claims"]}
        measures = {row["measure_id"]: row for row in coding["measures"]}
        coding["measures"] = [row for id_, row in measures.items() if id_ in used]
    return coding


def _forget(coding: Coding, positions: set[str]) -> None:
    """Empty the cells that name one of these positions."""
    naming: list[Row] = [row for name, rows in coding.items() if name != "positions" for row in rows]
    for row in naming:
        if row.get("position_id") in positions:
            row["position_id"] = ""


def _columns(table: str) -> set[str]:
    """The columns that a table must have."""
    columns = {"source_id", "spans", *COVERING[table]} - {""} if table in COVERING else set[str]()
    linked = set(LINKING.get(table, []))
    if "party_id" in linked:
        linked = (linked - {"party_id"}) | PARTY
    return columns | linked | ALSO.get(table, set())


def _rows(path: Path, columns: set[str]) -> Rows:
    if not path.exists():
        raise ValueError(f"{path} does not exist: name the folders of two codings")
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError(f"{path} is not a file of at most {LARGEST} bytes")
    header, rows = read_rows(path)
    for column in sorted(columns - set(header)):
        raise ValueError(f"{path} has no column {column}")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _check_extent(path: Path, rows: Rows) -> None:
    """Raises `ValueError` if there is more than people code by hand, or a span is malformed."""
    covered = 0
    for number, row in enumerate(rows, start=1):
        cell = row["spans"] or "0-1"
        spans = parse(cell) if well_formed(cell) else [(0, 0)]
        covered += sum(end - start for start, end in spans)
        if min(end - start for start, end in spans) < 1 or covered > MOST_CHARACTERS or number > MOST_ROWS:
            raise ValueError(f"{path}: row {number} is beyond what two coders code ({cell[:80]})")
