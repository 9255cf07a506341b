"""Write a synthetic package in the shape of ours: 15 tables, N statements, valid under every rule.

    python benchmarks/generate.py N FOLDER

The words are made up and the same in every run. One source in four registers a text (which does not exist,
as if nobody had kept a copy), so that spans are checked; rows of the other sources have none. The schemas are
ours but for one thing: numbers of statements and claims may have more than four digits.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
WORDS = [
    "harbour",
    "ferry",
    "pier",
    "storm",
    "council",
    "mayor",
    "boat",
    "crane",
    "market",
    "bridge",
    "river",
    "valley",
    "garden",
    "station",
    "school",
    "museum",
    "theatre",
    "library",
    "road",
    "tunnel",
    "island",
    "lamp",
    "engine",
    "barrel",
    "basket",
    "ladder",
    "copper",
    "silver",
    "timber",
    "stone",
    "green",
    "narrow",
    "early",
    "quiet",
    "broad",
    "steady",
    "former",
    "recent",
    "lower",
    "upper",
    "common",
    "plain",
    "opened",
    "closed",
    "moved",
    "built",
    "mended",
    "counted",
    "found",
    "named",
    "told",
    "carried",
    "under",
    "over",
    "near",
    "beside",
    "after",
    "before",
    "with",
    "without",
    "along",
    "toward",
]
NAMES = ["Vale", "Reed", "Hill", "Moor", "Lund", "Sand", "Bram", "Cole", "Dorn", "Etta", "Falk", "Gren"]
DIGITS = 4  # of a statement's number in our own schemas
PER_SOURCE, REGISTERED, LENGTH = 100, 4, 10_000  # statements of a source; one source in four; code points

Table = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write a synthetic package of N statements.")
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    if options.number < 200:
        parser.error("N is at least 200")
    generate(options.number, options.folder)
    return 0


def generate(number: int, folder: Path) -> Path:
    """Write the package; -> the path of its descriptor."""
    digits = max(DIGITS, len(str(number)))
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "schemas").mkdir(exist_ok=True)
    about = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    about.update(name="synthetic", title=f"Synthetic package of {number} statements", version="1.0.0")
    tables = Maker(number, digits).tables()
    for resource in about["resources"]:
        name = resource["name"]
        schema = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        schema = schema.replace(f"[0-9]{{{DIGITS}}}$", f"[0-9]{{{DIGITS},{digits}}}$")
        (folder / "schemas" / f"{name}.schema.json").write_text(schema, encoding="utf-8")
        columns = [field["name"] for field in json.loads(schema)["fields"]]
        made = tables.get(name, {})  # nothing has been corrected
        height = max((len(cells) for cells in made.values() if hasattr(cells, "__len__")), default=0)
        empty = pl.repeat(None, height, dtype=pl.String, eager=True)
        frame = pl.DataFrame([pl.Series(c, made.get(c, empty), strict=False) for c in columns])
        path = folder / "data" / f"{name}.csv"
        frame.write_csv(path)
        data = path.read_bytes()
        resource.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return descriptor


class Maker:
    """The columns of each table. Row numbers are numpy arrays, cells polars columns."""

    def __init__(self, number: int, digits: int) -> None:
        self.digits, self.random = digits, np.random.default_rng(2025)
        self.size = {
            "stm": number,
            "clm": number // 2,
            "src": -(-number // PER_SOURCE),
            "per": max(20, number // 100),
            "org": max(10, number // 200),
            "evt": max(20, number // 50),
            "msr": max(10, number // 20),
            "utt": number // 20,
        }

    def tables(self) -> dict[str, Table]:
        """Table name -> its columns."""
        made = [self.sources, self.people, self.organizations, self.positions, self.events]
        made += [self.event_sources, self.event_participants, self.statements, self.statement_speakers]
        made += [self.statement_events, self.claims, self.measures, self.utterances, self.renderings]
        return {make.__name__: make() for make in made}

    def ids(self, kind: str, numbers: Any) -> pl.Series:
        """Ids of a kind, for numbers that begin at 0."""
        digits = self.digits if kind in ("stm", "clm") else 7
        first = 1 if kind in ("stm", "clm") else 0
        text = (pl.Series(numbers) + first).cast(pl.String).str.zfill(digits)
        return pl.select(pl.format(f"{kind}-{{}}", text)).to_series()

    def all(self, kind: str) -> Any:
        """The numbers of all rows of a kind."""
        return np.arange(self.size[kind])

    def words(self, rows: int, number: int) -> pl.Series:
        """A sentence for each row, a comma in its middle."""
        chosen = self.random.integers(0, len(WORDS), (number, rows), dtype=np.int16)
        known = pl.Series(WORDS)
        parts = [known.gather(one) for one in chosen]
        parts[number // 2] = parts[number // 2] + ","
        sentence = pl.select(pl.concat_str(parts, separator=" ")).to_series()
        return pl.select(sentence.str.slice(0, 1).str.to_uppercase() + sentence.str.slice(1)).to_series()

    def evidence(self, sources: Any, starts: Any, lengths: Any, split: Any = False) -> Table:
        """`source_id` and `spans`, these only where the source registers a text; two where `split`."""
        start, end = pl.Series(starts), pl.Series(starts + lengths)
        halves = pl.format("{}-{};{}-{}", start, start + 25, start + 30, end)
        whole, registered = pl.format("{}-{}", start, end), pl.Series(sources % REGISTERED == 0)
        cells = pl.when(registered).then(
            pl.when(pl.Series(np.broadcast_to(split, len(sources)))).then(halves).otherwise(whole)
        )
        return {"source_id": self.ids("src", sources), "spans": pl.select(cells).to_series()}

    def sources(self) -> Table:
        """One source for so many statements."""
        rows = self.all("src")
        registered = rows % REGISTERED == 0
        hashes = [
            hashlib.sha256(str(row).encode()).hexdigest() if row % REGISTERED == 0 else None for row in rows
        ]
        return {
            "source_id": self.ids("src", rows),
            "title": self.words(len(rows), 8),
            "title_basis": same("printed", rows),
            "publisher": where(rows % 2 == 0, "Harbour News", "Pier Post"),
            "published": days("2024-01-01", rows % 300),
            "published_basis": same("stated", rows),
            "url": pl.select(pl.format("https://example.org/{}", pl.Series(rows))).to_series(),
            "copy": same("own_site", rows),
            "language": same("en", rows),
            "kind": same("news_article", rows),
            "family": where(rows % 2 == 0, "HARBOUR", "PIER"),
            "extent": same("full", rows),
            "accessed": days("2025-02-01", rows % 200),
            "text_sha256": hashes,
            "text_length": where(registered, str(LENGTH), None),
        }

    def people(self) -> Table:
        """Each holds one position."""
        rows = self.all("per")
        names = pl.Series(NAMES)
        given, family = names.gather(rows % len(NAMES)), names.gather(rows // len(NAMES) % len(NAMES))
        return {
            "person_id": self.ids("per", rows),
            "name": given + " " + family,
            "family_name": family,
            "given_name": given,
            "name_as_written": family + "|" + given,
            "country": same("KOR", rows),
            "wikidata_id": pl.select(pl.format("Q{}", pl.Series(rows + 1))).to_series(),
            **self.evidence(rows % self.size["src"], rows * 0, 12),
            "note": same("The id stands on a page of the encyclopedia.", rows),
        }

    def organizations(self) -> Table:
        """Some are part of the one before."""
        rows = self.all("org")
        return {
            "organization_id": self.ids("org", rows),
            "name": self.words(len(rows), 3),
            "kind": where(rows % 2 == 0, "ministry", "office"),
            "country": same("KOR", rows),
            "parent_id": where(rows % 5 == 1, self.ids("org", rows - 1), None),
            **self.evidence(rows % self.size["src"], rows * 0, 12),
        }

    def positions(self) -> Table:
        """One for each person."""
        rows = self.all("per")
        return {
            "position_id": self.ids("pos", rows),
            "person_id": self.ids("per", rows),
            "organization_id": self.ids("org", rows % self.size["org"]),
            "title": self.words(len(rows), 3),
            "status": same("incumbent", rows),
            "status_basis": same("stated", rows),
            "as_of": same("2024-01-01", rows),
            "start": days("2019-01-01", rows % 100),
            **self.evidence(rows % self.size["src"], rows * 0, 12),
        }

    def event_day(self, events: Any) -> pl.Series:
        """The first day of events."""
        return days("2020-01-01", events // 10 % 100 * 10 + events % 10)

    def events(self) -> Table:
        """Ten by ten: the first lasts and holds the others; the last is alleged."""
        rows = self.all("evt")
        lasts, timed = rows % 10 == 0, rows % 3 == 1
        kinds = pl.Series(["visit", "press_conference", "meeting", "launch", "vote"])
        return {
            "event_id": self.ids("evt", rows),
            "name": self.words(len(rows), 5),
            "kind": kinds.gather(rows % 5),
            "status": where(rows % 10 == 9, "alleged", "occurred"),
            "status_as_of": same("2024-06-01", rows),
            "date_start": self.event_day(rows),
            "date_end": where(lasts, None, self.event_day(rows)),
            "date_precision": same("day", rows),
            "date_basis": same("stated", rows),
            "date_as_written": same("that day", rows),
            "time_local": where(timed, "12:00", None),
            "time_zone": where(timed, "Asia/Seoul", None),
            "time_as_written": where(timed, "around noon", None),
            "place": self.words(len(rows), 2),
            "country": same("KOR", rows),
            "parent_id": where(lasts, None, self.ids("evt", rows - rows % 10)),
            **self.evidence(rows % self.size["src"], rows * 0, 60),
            "note": where(rows % 10 == 9, "Told by the reporter alone.", None),
        }

    def event_sources(self) -> Table:
        """Two for each event."""
        rows = np.arange(2 * self.size["evt"])
        refines = rows % 2 == 1
        return {
            "event_id": self.ids("evt", rows // 2),
            "seq": rows % 2 + 1,
            **self.evidence(rows * 3 % self.size["src"], rows * 0, 60, split=refines),
            "stance": where(refines, "refines", "supports"),
            "described_as": self.words(len(rows), 4),
            "detail": where(refines, self.words(len(rows), 8), None),
        }

    def party(self, people: Any, named: Any) -> Table:
        """A person in a position, or nobody."""
        return {
            "person_id": where(named, self.ids("per", people), None),
            "organization_id": where(named, self.ids("org", people % self.size["org"]), None),
            "position_id": where(named, self.ids("pos", people), None),
        }

    def event_participants(self) -> Table:
        """Two for each event."""
        rows = np.arange(2 * self.size["evt"])
        return {
            "event_id": self.ids("evt", rows // 2),
            "seq": rows % 2 + 1,
            **self.party(rows % self.size["per"], rows >= 0),
            "role": where(rows % 2 == 0, "host", "participant"),
        }

    def occasion(self, statements: Any) -> Any:
        """Ten statements in a row share an occasion, which is no alleged event."""
        events = statements // 10 * 3 % self.size["evt"]
        return np.where(events % 10 == 9, events - 1, events)

    def statements(self) -> Table:
        """In tens: one occasion, one speaker, the second reported within the first."""
        rows = self.all("stm")
        kind = rows % 4  # 0 direct, 1 indirect, 2 mixed, 3 reported
        nested, occasioned = rows % 10 == 1, rows // 10 % 2 == 0
        start = self.start(rows - nested) + np.where(nested, 2, 0)
        first, second = self.quotes()
        quote: Any = pl.when(pl.Series(kind == 0)).then(first)
        quote = quote.when(pl.Series(kind == 2)).then(pl.format("{} … {}", first, second))
        anonymous = np.isin(rows % 20, [6, 7])
        return {
            "statement_id": self.ids("stm", rows),
            **self.evidence(
                rows // PER_SOURCE, start, np.where(nested, 15, 45 + rows // 7 % 15), (kind == 0) & ~nested
            ),
            "quote_type": pl.Series(["direct", "indirect", "mixed", "reported"]).gather(kind),
            "quote": pl.select(quote).to_series(),
            "summary": self.words(len(rows), 12),
            "attribution": pl.Series(self.attributions()).gather(rows % 20),
            "attributed_as": where(anonymous, None, "the mayor of the island"),
            "cue": same("said", rows),
            "occasion_id": where(occasioned, self.ids("evt", self.occasion(rows)), None),
            "occasion_basis": where(occasioned, "stated", None),
            "said_on": where(occasioned, self.event_day(self.occasion(rows)), None),
            "language": same("en", rows),
            "translated": same("no", rows),
            "parent_id": where(nested, self.ids("stm", rows - 1), None),
            "note": where(rows % 50 == 7, "The text gives no year.", None),
        }

    def start(self, statements: Any) -> Any:
        """Where a statement's words begin: not at the same place in every source."""
        return statements % PER_SOURCE * 100 + (statements * 2654435761 >> 8) % 40

    def quotes(self) -> tuple[pl.Series, pl.Series]:
        """The two halves of each statement's quotation, the same each time they are asked for."""
        before, self.random = self.random, np.random.default_rng(2026)
        halves = self.words(self.size["stm"], 10), self.words(self.size["stm"], 6)
        self.random = before
        return halves

    def attributions(self) -> list[str]:
        """Of twenty statements in a row."""
        return ["named", "pronoun", "title", "named", "unnamed", "named", "absent", "implicit"] + [
            "named"
        ] * 12

    def statement_speakers(self) -> Table:
        """One speaker for each statement, two for one in twenty, none where the attribution is absent."""
        rows = self.all("stm")
        rows = np.repeat(rows, np.where(rows % 20 == 6, 0, np.where(rows % 20 == 5, 2, 1)))
        again = np.append(False, rows[1:] == rows[:-1]).astype(int)
        basis = np.where(np.isin(rows % 20, [1, 7]), "coreference", "explicit")
        return {
            "statement_id": self.ids("stm", rows),
            "seq": again + 1,
            **self.party((rows // 10 * 7 + again) % self.size["per"], rows % 20 != 4),
            "role": where(rows % 20 == 5, "joint_speaker", "speaker"),
            "basis": pl.Series(basis),
        }

    def statement_events(self) -> Table:
        """One event for every other statement."""
        rows = self.all("stm")[::2]
        return {
            "statement_id": self.ids("stm", rows),
            "event_id": self.ids("evt", rows * 13 % self.size["evt"]),
        }

    def claims(self) -> Table:
        """One for every other statement."""
        rows = self.all("clm")
        said, measure = rows * 2, rows % self.size["msr"]
        way = self.random.integers(0, 5, len(rows))  # 0 eq, 1 approx, 2 ge, 3 between, 4 vague
        value = self.random.integers(2, 5000, len(rows))
        repeated = measure % 4 == 0  # the same figure each time, and never dated
        way, value = np.where(repeated, 0, way), np.where(repeated, measure % 4000 + 2, value)
        value = np.where(measure % 5 == 3, value % 99 + 1, value)  # shares
        hedge = pl.Series([None, "about", "at least", None, None], dtype=pl.String).gather(way)
        shown = pl.Series([f"{one:,}" for one in range(5002)])
        printed: Any = pl.when(pl.Series(way == 4)).then(pl.lit("many"))
        printed = printed.when(pl.Series(way == 3)).then(
            pl.format("{} to {}", shown.gather(value), shown.gather(value + 1))
        )
        printed = printed.otherwise(shown.gather(value))
        things = pl.Series(WORDS)
        one, other = (things.gather(self.random.integers(0, len(WORDS), len(rows))) for _ in range(2))
        return {
            "claim_id": self.ids("clm", rows),
            **self.evidence(said // PER_SOURCE, self.start(said), 20),
            "statement_id": self.ids("stm", said),
            "event_id": where(rows % 3 == 0, self.ids("evt", rows % self.size["evt"]), None),
            "measure_id": self.ids("msr", measure),
            "quantity_kind": pl.Series(KINDS).gather(measure % 5),
            "relation": pl.Series(["eq", "approx", "ge", "between", "vague"]).gather(way),
            "value": where(way < 3, pl.Series(value).cast(pl.String), None),
            "value_low": where(way == 3, pl.Series(value).cast(pl.String), None),
            "value_high": where(way == 3, pl.Series(value + 1).cast(pl.String), None),
            "unit": pl.Series(UNITS).gather(measure % 5),
            "polarity": same("affirmed", rows),
            "as_written": pl.select(pl.format("{} {} {}", printed, one, other)).to_series(),
            "hedge": hedge,
            "hedge_scope": where(np.isin(way, [1, 2]), "own", "none"),
            "basis": where(rows % 2 == 0, "estimate", "tally"),
            "as_of": where(repeated, None, days("2023-01-01", rows % 300)),
        }

    def measures(self) -> Table:
        """Ten claims measure the same."""
        rows = self.all("msr")
        return {
            "measure_id": self.ids("msr", rows),
            "definition": self.words(len(rows), 8),
            "subject": self.words(len(rows), 3),
            "tally": same("total", rows),
            "quantity_kind": pl.Series(KINDS).gather(rows % 5),
            "unit": pl.Series(UNITS).gather(rows % 5),
        }

    def utterances(self) -> Table:
        """One for twenty statements."""
        rows = self.all("utt")
        return {
            "utterance_id": self.ids("utt", rows),
            "gist": self.words(len(rows), 8),
            "occasion_id": self.ids("evt", self.occasion(rows * 20)),
            "original_language": same("en", rows),
            "medium": same("spoken", rows),
        }

    def renderings(self) -> Table:
        """Two statements on one occasion by one speaker: one quoted whole, one in part."""
        rows = np.arange(2 * self.size["utt"])
        statements = rows // 2 * 20 + rows % 2 * 2
        return {
            "utterance_id": self.ids("utt", rows // 2),
            "statement_id": self.ids("stm", statements),
            "wording": self.quotes()[0].gather(statements),
        }


KINDS = ["count", "length", "duration", "share", "money"]
UNITS = ["person", "km", "day", "%", "USD"]


def where(condition: Any, then: Any, otherwise: Any) -> pl.Series:
    """A column of one cell or another."""
    one, other = (cell if isinstance(cell, pl.Series) else pl.lit(cell) for cell in (then, otherwise))
    return pl.select(pl.when(pl.Series(condition)).then(one).otherwise(other).cast(pl.String)).to_series()


def same(cell: str, rows: Any) -> pl.Series:
    """The same cell in each row."""
    return pl.repeat(cell, len(rows), eager=True)


def days(first: str, later: Any) -> pl.Series:
    """Days, so many after the first."""
    start = pl.lit(first).str.to_date()
    return pl.select(
        (start + pl.duration(days=pl.lit(pl.Series(later)))).dt.to_string("%Y-%m-%d")
    ).to_series()


if __name__ == "__main__":
    sys.exit(main())
