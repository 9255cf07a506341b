"""Load the tables with real types, and join them as they are mostly wanted. Needs pandas and nothing else.

    >>> from scripts.load import figures, load, said
    >>> tables = load()
    >>> tables["events"].date_start.dt.year
    >>> said(tables)     # who said what, when, as what
    >>> figures(tables)  # who claimed which number, how surely

Run it in the folder of the package. Dates are dates, integers may be missing, text is text, and a missing
cell is missing. Dates that may be a year or a month alone (`published`, `said_on`, `as_of`) are text.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "schemas"

Tables = dict[str, pd.DataFrame]

# type of a column in its schema -> its type in pandas; dates are read apart
TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string"}
SPEAKING = ["speaker", "joint_speaker"]
LARGEST = 100_000_000  # bytes of a file

# the columns of `said` and `figures`, in order, and what they hold
SAID = {
    "statement_id": "the statement: one attribution in one source",
    "person": "name of the person who speaks; missing where a body speaks, or somebody unnamed",
    "organization": "name of the body that speaks, or in whose name the person does",
    "position": "the office in which the person speaks",
    "position_status": "how the office is held at that time: incumbent, acting, suspended, elect, former",
    "role": "speaker or joint_speaker; missing where the source tells no speaker",
    "attribution": "how the source names the speaker: named, title, pronoun, implicit, unnamed, absent",
    "attributed_as": "the source's words for the speaker",
    "said_on": "when it was said: a year, a month or a day, as precise as it is known",
    "event": "the occasion at which it was said",
    "quote_type": "direct, mixed, indirect or reported",
    "quote": "the source's words, where it quotes",
    "summary": "what was said, in our words",
    "language": "language of the source",
    "outlet": "publisher of the source",
    "published": "when the source was published: a year, a month or a day",
    "source_id": "the source",
}
FIGURES = {
    "claim_id": "the claim: one number, or a word that stands for one",
    "claimant": "names of those who claim it; missing where none is named, or where it is the reporter's own",
    "attribution": "how the source names the claimant; missing where the number is the reporter's own",
    "measure_id": "what is measured: claims that share it can be compared",
    "measure": "its definition",
    "relation": "how the true number stands to the printed one: eq, approx, ge, gt, le, lt, between, vague",
    "value": "the number as printed",
    "value_low": "the lower one of a range",
    "value_high": "the upper one of a range",
    "unit": "its unit, as printed",
    "hedge": "the word that weakens or bounds the number, verbatim",
    "hedge_scope": "what the hedge covers: own, shared, ambiguous, none",
    "polarity": "affirmed, or denied by the claimant",
    "basis": "what the number rests on, as told; `reporter` for the reporter's own",
    "as_written": "the number in the source's words",
    "as_of": "when it is said to hold: a year, a month or a day",
    "said_on": "when it was said",
    "event": "the event that it is about",
    "outlet": "publisher of the source",
    "published": "when the source was published",
    "source_id": "the source",
    "statement_id": "the statement that makes the claim",
}


def load(folder: str | Path = ROOT / "data", *, check: bool = False) -> Tables:
    """Table name -> typed frame, for every table of the package that has a file in `folder`.

    Raises `ValueError`, with one sentence, where a file is no CSV in UTF-8, a row has more or fewer cells
    than the header, the columns are not those of its schema, or a cell is of another type. With `check`,
    which needs `requirements.txt`, each frame is held against its whole schema: raises
    `pandera.errors.SchemaErrors` with all cells at fault.
    """
    names = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))
    there = [name for name in names if (Path(folder) / f"{name}.csv").is_file()]
    return {name: read(Path(folder) / f"{name}.csv", name, check=check) for name in there}


def read(path: str | Path, table: str, *, check: bool = False) -> pd.DataFrame:
    """One file as the typed frame of a table. Raises as `load` does."""
    frame = read_text(path)
    schema = json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    types = {field["name"]: field["type"] for field in schema["fields"]}
    if list(frame) != list(types):
        raise ValueError(f"{path} does not have the columns of {table}: run `make validate`")
    if check:
        return _checked(frame, table)
    try:
        frame = frame.astype({name: TYPES[type_] for name, type_ in types.items()})
        for name in [name for name, type_ in types.items() if type_ == "date"]:
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d").astype("datetime64[us]")
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{path} has a cell of another type: run `make validate` ({error})") from None
    return frame


def read_text(path: str | Path) -> pd.DataFrame:
    """One file with all cells as text, the empty ones missing. Raises `ValueError` or `OSError`.

    Unlike `pandas.read_csv` it neither shifts nor fills rows that are longer or shorter than the header.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is not a file: check its name")
    if Path(path).stat().st_size > LARGEST:
        raise ValueError(f"{path} has more than {LARGEST} bytes")
    with open(path, encoding="utf-8", newline="") as file:
        lines, rows = csv.reader(file, strict=True), []
        try:
            header = next(lines, [])
            for row in lines:
                if len(row) != len(header):
                    raise ValueError(f"{len(row)} cells where the header has {len(header)}")
                rows.append([cell or None for cell in row])
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not UTF-8: save it as such") from None
        except (ValueError, csv.Error) as error:
            raise ValueError(f"{path}:{lines.line_num}: {error}: run `make validate`") from None
    return pd.DataFrame(rows, columns=header, dtype="string")


def _checked(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    try:
        from schemas import SCHEMAS as WHOLE  # which needs pandera
    except ImportError as error:
        raise ImportError(f"check=True needs the whole project, not the zip alone ({error})") from None

    typed: Any = WHOLE[table].validate(frame, lazy=True)
    return pd.DataFrame(typed)


def said(tables: Tables) -> pd.DataFrame:
    """Who said what, when, as what: one row for each statement and speaker, with the columns of `SAID`.

    Joint speakers have a row each. A statement whose source tells no speaker has one row without any, so none
    is lost. Those spoken to, or spoken for, are in `statement_speakers` alone.
    """
    speakers = tables["statement_speakers"][tables["statement_speakers"].role.isin(SPEAKING)]
    rows = tables["statements"].merge(speakers, on="statement_id", how="left")
    rows = _look_up(rows, "person_id", tables["people"], name="person")
    rows = _look_up(rows, "organization_id", tables["organizations"], name="organization")
    rows = _look_up(rows, "position_id", tables["positions"], title="position", status="position_status")
    rows = _look_up(rows, "occasion_id", tables["events"], name="event")
    rows = _look_up(rows, "source_id", tables["sources"], publisher="outlet", published="published")
    return rows[list(SAID)]


def figures(tables: Tables) -> pd.DataFrame:
    """Who claimed which number, how surely: one row for each claim, with the columns of `FIGURES`."""
    who = said(tables).assign(claimant=lambda rows: rows.person.fillna(rows.organization))
    who = who.dropna(subset="claimant").groupby("statement_id").claimant.agg(", ".join).reset_index()
    rows = _look_up(tables["claims"], "statement_id", who, claimant="claimant")
    rows = _look_up(rows, "statement_id", tables["statements"], attribution="attribution", said_on="said_on")
    rows = _look_up(rows, "measure_id", tables["measures"], definition="measure")
    rows = _look_up(rows, "event_id", tables["events"], name="event")
    rows = _look_up(rows, "source_id", tables["sources"], publisher="outlet", published="published")
    return rows[list(FIGURES)]


def _look_up(rows: pd.DataFrame, by: str, table: pd.DataFrame, **names: str) -> pd.DataFrame:
    """The rows with columns of the table whose first column, its key, they name in `by`; missing if none."""
    found = table.rename(columns={table.columns[0]: by})[[by, *names]].rename(columns=names)
    return rows.merge(found, on=by, how="left", validate="many_to_one")
