"""Write a synthetic package shaped like ours: 16 tables, N statements, valid under every rule.

    python benchmarks/generate.py N FOLDER

Words and names are made up, and the same in every run. One source in four registers a text (which does not
exist, as if nobody had kept a copy), so that spans are checked; rows of the other sources have no spans.
There are no corrections, since there was no earlier edition. The schemas are ours with one exception: numbers
of statements and claims may have more than four digits.
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
NOUNS = """
harbour ferry pier storm council mayor boat crane market bridge river valley garden station school museum
theatre library road tunnel island lamp engine barrel basket ladder copper silver timber stone
"""
WORDS = f"""{NOUNS}
green narrow early quiet broad steady former recent lower upper common plain opened closed moved built mended
counted found named told carried near beside after before with without along toward
"""
SYLLABLES = pl.Series(
    ["ba", "be", "bo", "da", "de", "do", "ka", "ke", "ko", "la", "le", "lo", "ma", "me", "mo", "na"]
)
DIGITS = 4  # digits of a statement's number in our own schemas
PER_SOURCE, REGISTERED = 100, 4  # statements per source; one source in this many has a text
PLACE, LENGTH = 200, 20_100  # code points of a statement, and of a text
# of twenty statements in a row
ATTRIBUTIONS = [
    "named",
    "pronoun",
    "title",
    "named",
    "unnamed",
    "named",
    "absent",
    "implicit",
    *["named"] * 12,
]
# for a measure: its kind, its unit, how that is printed, how the number is known
KINDS = ["count", "length", "duration", "share", "money"]
UNITS = ["person", "km", "day", "%", "USD"]
PRINTED = ["people", "km", "days", "percent", "dollars"]
BASES = ["tally", "record", "estimate", "tally", "estimate"]
# for a claim: its relation, and the hedge that expresses it
RELATIONS = ["eq", "approx", "ge", "between", "vague"]
HEDGES = [None, "about", "at least", None, None]
EVENTS = ["visit", "meeting", "press_conference", "launch", "vote"]
WAYS = ["direct", "indirect", "mixed", "reported"]

Table = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Write a synthetic package of N statements.")
    parser.add_argument("number", type=int, metavar="N", help="a multiple of 1,000")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    if options.number < 1000 or options.number % 1000:
        parser.error("N is a multiple of 1,000")
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
        text = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        text = text.replace(f"[0-9]{{{DIGITS}}}$", f"[0-9]{{{DIGITS},{digits}}}$")
        (folder / "schemas" / f"{name}.schema.json").write_text(text, encoding="utf-8")
        schema = json.loads(text)
        made = pl.DataFrame(tables.get(name, {}))
        empty = [field["name"] for field in schema["fields"] if field["name"] not in made.columns]
        made = made.with_columns(pl.lit(None, pl.String).alias(column) for column in empty)
        made = made.select(field["name"] for field in schema["fields"]).sort(schema["primaryKey"])
        path = folder / "data" / f"{name}.csv"
        made.write_csv(path)
        data = path.read_bytes()
        resource.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return descriptor


class Maker:
    """The columns of each table. Row numbers are numpy arrays that begin at 0, cells polars columns.

    A source reports two events and has a hundred statements. Every ten in a row share a speaker, and every
    other ten were made at the first event. Every other statement quotes somebody who gives a number.
    """

    def __init__(self, number: int, digits: int) -> None:
        self.digits, self.random = digits, np.random.default_rng(2025)
        size = {"stm": 1, "clm": 2, "src": 100, "per": 100, "org": 200, "evt": 50, "msr": 20, "utt": 20}
        self.size = {kind: number // share for kind, share in size.items()}
        self.figures = self.claimed()
        self.opening = self.words(number // 2, 10)  # length of a quotation, which ends with the number

    def tables(self) -> dict[str, Table]:
        """Table name -> its columns."""
        made = [self.sources, self.people, self.organizations, self.positions, self.events]
        made += [self.event_sources, self.event_participants, self.statements, self.statement_speakers]
        made += [self.statement_events, self.claims, self.claim_links, self.measures, self.utterances]
        return {make.__name__: make() for make in [*made, self.renderings]}

    def all(self, kind: str) -> Any:
        """The numbers of all rows of a kind."""
        return np.arange(self.size[kind])

    def ids(self, kind: str, numbers: Any) -> pl.Series:
        """Ids of a kind."""
        if kind == "per":
            return lower("per-{}-{}", self.given(numbers), self.family(numbers))
        counted = kind in ("stm", "clm")
        text = pl.Series(numbers + counted).cast(pl.String).str.zfill(self.digits if counted else 7)
        return form(f"{kind}-{{}}", text)

    def words(self, rows: int, number: int, end: str = "") -> pl.Series:
        """`number` words for each row, the first capitalized, with a comma in the middle."""
        known = pl.Series(WORDS.split())
        steps = self.random.integers(1, len(known), (number, rows), dtype=np.int32)  # no word is repeated
        parts = [known.gather(one) for one in steps.cumsum(axis=0) % len(known)]
        parts[0] = parts[0].str.to_titlecase()
        parts[(number - 1) // 2] += ","
        return pl.select(pl.concat_str(parts, separator=" ") + end).to_series()

    def evidence(self, sources: Any, spans: pl.Series) -> Table:
        """`source_id` and `spans`, the latter only where the source registers a text."""
        return {
            "source_id": self.ids("src", sources),
            "spans": where(sources % REGISTERED == 0, spans, None),
        }

    def published(self, sources: Any) -> pl.Series:
        """The day of publication."""
        return days("2024-01-01", sources % 300)

    def sources(self) -> Table:
        """One source for every hundred statements."""
        rows = self.all("src")
        registered = rows % REGISTERED == 0
        hashes = [hashlib.sha256(str(row).encode()).hexdigest() for row in rows]
        return {
            "source_id": self.ids("src", rows),
            "title": self.words(len(rows), 8),
            "title_basis": same("printed", rows),
            "publisher": where(rows % 2 == 0, "Harbour News", "Pier Post"),
            "published": self.published(rows),
            "published_basis": same("stated", rows),
            "url": form("https://example.org/{}/{}", self.published(rows), pl.Series(rows)),
            "copy": same("own_site", rows),
            "language": same("en", rows),
            "kind": same("news_article", rows),
            "family": where(rows % 2 == 0, "HARBOUR", "PIER"),
            "extent": same("full", rows),
            "accessed": days("2025-02-01", rows % 200),
            "text_sha256": where(registered, pl.Series(hashes), None),
            "text_length": where(registered, str(LENGTH), None),
        }

    def family(self, people: Any) -> pl.Series:
        """The family names of people."""
        return made_up(people)

    def given(self, people: Any) -> pl.Series:
        """Their given names; people who share a family name have different ones."""
        return SYLLABLES.gather((people + people // 65536) % 16).str.to_titlecase() + "ra"

    def people(self) -> Table:
        """Each holds one position."""
        rows = self.all("per")
        given, family = self.given(rows), self.family(rows)
        return {
            "person_id": self.ids("per", rows),
            "name": given + " " + family,
            "family_name": family,
            "given_name": given,
            "name_as_written": family + "|" + given,
            "country": same("USA", rows),
            "wikidata_id": form("Q{}", pl.Series(rows + 1)),
            **self.evidence(rows % self.size["src"], span(rows * 0, 12)),
            "note": same("The id stands on a page of the encyclopedia.", rows),
        }

    def state(self, bodies: Any) -> pl.Series:
        """The name of the state that bodies belong to."""
        return made_up(bodies // 10 * 10) + "land"

    def organizations(self) -> Table:
        """In every ten, the first is a state and the others are parts of it."""
        rows = self.all("org")
        state = rows % 10 == 0
        office = pl.Series(["Ministry", "Office"]).gather(rows % 2)
        return {
            "organization_id": self.ids("org", rows),
            "name": where(state, self.state(rows), form("{} of {}ton", office, made_up(rows))),
            "kind": where(state, "state", office.str.to_lowercase()),
            "country": same("USA", rows),
            "parent_id": where(state, None, self.ids("org", rows // 10 * 10)),
            **self.evidence(rows % self.size["src"], span(rows * 0, 12)),
        }

    def position_ids(self, people: Any, acting: Any = False) -> pl.Series:
        """The position that people hold, or held in an acting capacity."""
        ids = lower("pos-{}-{}", self.family(people), self.given(people))
        return where(np.broadcast_to(acting, len(people)), ids + "-acting", ids)

    def positions(self) -> Table:
        """One for each person; one person in five previously held the office in an acting capacity."""
        people = np.concatenate([self.all("per"), self.all("per")[::5]])
        acting = np.arange(len(people)) >= self.size["per"]
        source, body = people % self.size["src"], people % self.size["org"]
        title = form("Minister of {}ton in {}", made_up(body), self.state(body))
        return {
            "position_id": self.position_ids(people, acting),
            "person_id": self.ids("per", people),
            "organization_id": self.ids("org", body),
            "title": title,
            "title_as_written": where(acting, form("Acting {}", title), title),
            "status": where(acting, "acting", "incumbent"),
            "status_basis": same("stated", people),
            "as_of": where(acting, "2018-03", self.published(source)),
            "start": where(acting, "2018", days("2019-01-01", people % 100)),
            "start_source_id": self.ids("src", source),
            "end": where(acting, days("2019-01-01", people % 100), None),
            "end_source_id": where(acting, self.ids("src", source), None),
            **self.evidence(source, span(people * 0, 12)),
        }

    def event_day(self, events: Any) -> pl.Series:
        """The first day of events: some weeks before the sources that report them."""
        return days("2023-12-12", events // 10 * 5 % 300 + events % 10)

    def events(self) -> Table:
        """In every ten, the first lasts and contains the others; the last is alleged."""
        rows = self.all("evt")
        lasts, timed, source = rows % 10 == 0, rows % 3 == 1, rows // 2
        one, other = (self.family(self.participants(rows, side)) for side in (0, 1))
        state, thing = self.state(self.participants(rows, 0) % self.size["org"]), self.words(len(rows), 2)
        kind = np.array([0, 3, 1, 4, 2, 3, 0, 4, 1, 3])[rows % 10]
        names = [one + "'s visit", form("Meeting of {} and {}", one, other), same("Press conference", rows)]
        names += [form("Launch of a boat of {}", state), form("Vote of the {}", thing.str.to_lowercase())]
        place = made_up(rows) + "ton"
        return {
            "event_id": self.ids("evt", rows),
            "name": form("{} in {}", choose(kind, names), place),
            "kind": choose(kind, EVENTS),
            "status": choose(rows % 10, ["ongoing", *["occurred"] * 8, "alleged"]),
            "status_as_of": self.published(source),
            "date_start": self.event_day(rows),
            "date_end": where(lasts, None, self.event_day(rows)),
            "date_precision": same("day", rows),
            "date_basis": same("stated", rows),
            "date_as_written": self.event_day(rows).str.to_date().dt.to_string("%B %-d, %Y"),
            "time_local": where(timed, "12:00", None),
            "time_zone": where(timed, "Asia/Seoul", None),
            "time_as_written": where(timed, "around noon", None),
            "place": place,
            "country": same("KOR", rows),
            "parent_id": where(lasts, None, self.ids("evt", rows // 10 * 10)),
            **self.evidence(source, span(rows * 0, 60)),
            "note": where(rows % 10 == 9, "Told by the reporter alone.", None),
        }

    def event_sources(self) -> Table:
        """Two for each event."""
        rows = np.arange(2 * self.size["evt"])
        refines = rows % 2 == 1
        spans = where(refines, "100-125;130-160", "200-260")
        later = rows // 20 * 5 + rows * 3 % 5  # sources published after the event
        return {
            "event_id": self.ids("evt", rows // 2),
            "seq": rows % 2 + 1,
            **self.evidence(later, spans),
            "stance": where(refines, "refines", "supports"),
            "described_as": self.words(len(rows), 4),
            "detail": where(refines, self.words(len(rows), 8, "."), None),
        }

    def participants(self, events: Any, side: Any) -> Any:
        """The person on one of the two sides of each event."""
        return (2 * events + side) % self.size["per"]

    def party(self, people: Any, named: Any) -> Table:
        """A person in a position, or nobody."""
        return {
            "person_id": where(named, self.ids("per", people), None),
            "organization_id": where(named, self.ids("org", people % self.size["org"]), None),
            "position_id": where(named, self.position_ids(people), None),
        }

    def event_participants(self) -> Table:
        """Two for each event."""
        rows = np.arange(2 * self.size["evt"])
        return {
            "event_id": self.ids("evt", rows // 2),
            "seq": rows % 2 + 1,
            **self.party(self.participants(rows // 2, rows % 2), rows >= 0),
            "role": where(rows % 2 == 0, "host", "participant"),
        }

    def event_of(self, statements: Any) -> Any:
        """The event at which statements may have been made: the first of their source, a talk or a visit."""
        return statements // PER_SOURCE * 2

    def speaker(self, statements: Any, side: Any = 0) -> Any:
        """The speaker, or second speaker of a joint statement: a participant in the event."""
        return self.participants(self.event_of(statements), (statements // 40 + side) % 2)

    def start(self, statements: Any) -> Any:
        """The offset at which a statement begins, which varies between sources."""
        return statements % PER_SOURCE * PLACE + (statements * 2654435761 >> 8) % 40

    def statements(self) -> Table:
        """In groups of ten with one speaker, the second reported within the first."""
        rows = self.all("stm")
        way, nested, occasioned = rows % 4, rows % 10 == 1, rows // 10 % 2 == 0
        quoted = way % 2 == 0
        first, last = (cells.gather(rows // 2) for cells in (self.opening, self.figures["as_written"]))
        start, middle = self.start(rows - nested) + 2 * nested, first.str.len_chars().to_numpy()
        length = middle + 5 + last.str.len_chars().to_numpy()
        halves = form("{};{}", span(start, middle), span(start + middle + 5, length - middle - 5))
        whole = span(start, np.where(quoted, length, np.where(nested, 15, 45 + rows // 7 % 15)))
        spoken = choose(rows % 20, ATTRIBUTIONS)
        one, other = (self.family(self.speaker(rows, side)) for side in (0, 1))
        named = where(rows % 20 == 5, form("{} and {}", one, other), one)
        called = {"named": named, "pronoun": "he", "title": "the minister", "unnamed": "officials"}
        names = [where(spoken == attribution, cell, None) for attribution, cell in called.items()]
        said = self.words(len(rows), 12, ".")
        return {
            "statement_id": self.ids("stm", rows),
            **self.evidence(rows // PER_SOURCE, where(way == 0, halves, whole)),
            "quote_type": choose(way, WAYS),
            "quote": where(quoted, form("{} … {}", first, last), None),
            "summary": where(spoken == "named", form("{}: {}", one, said), said),
            "attribution": spoken,
            "attributed_as": pl.select(pl.coalesce(names)).to_series(),
            "cue": same("said", rows),
            "occasion_id": where(occasioned, self.ids("evt", self.event_of(rows)), None),
            "occasion_basis": where(occasioned, "stated", None),
            "said_on": where(occasioned, self.event_day(self.event_of(rows)), None),
            "language": same("en", rows),
            "translated": same("no", rows),
            "parent_id": where(nested, self.ids("stm", rows - 1), None),
            "note": where(rows % 50 == 7, "The text gives no year.", None),
        }

    def statement_speakers(self) -> Table:
        """One speaker per statement, two for one in twenty, none where the attribution is absent."""
        rows = self.all("stm")
        rows = np.repeat(rows, np.where(rows % 20 == 6, 0, np.where(rows % 20 == 5, 2, 1)))
        again = np.append(False, rows[1:] == rows[:-1]).astype(int)
        return {
            "statement_id": self.ids("stm", rows),
            "seq": again + 1,
            **self.party(self.speaker(rows, again), rows % 20 != 4),
            "role": where(rows % 20 == 5, "joint_speaker", "speaker"),
            "basis": where(np.isin(rows % 20, [1, 7]), "coreference", "explicit"),
        }

    def statement_events(self) -> Table:
        """An event for each statement: that of the measure, or the second of the source."""
        rows = self.all("stm")
        events = np.where(rows % 2 == 0, self.measured(rows // 2), rows // PER_SOURCE * 2 + 1)
        return {"statement_id": self.ids("stm", rows), "event_id": self.ids("evt", events)}

    def measured(self, claims: Any) -> Any:
        """The event that a claim's measure is about."""
        return claims % self.size["msr"] % self.size["evt"]

    def claimed(self) -> Table:
        """The numbers of claims, and how they are printed."""
        rows = self.all("clm")
        measure = rows % self.size["msr"]
        way, value = self.random.integers(0, 5, len(rows)), self.random.integers(2, 5000, len(rows))
        repeated = measure % 4 == 0  # the same figure each time, never dated
        way, value = np.where(repeated, 0, way), np.where(repeated, measure % 4000 + 2, value)
        value = np.where(measure % 5 == 3, value % 99 + 1, value)  # shares
        shown = pl.Series([f"{one:,}" for one in range(5002)])
        one, next_ = shown.gather(value), shown.gather(value + 1)
        number = choose(
            way, [one, "about " + one, "at least " + one, form("{} to {}", one, next_), same("many", rows)]
        )
        nouns = pl.Series(NOUNS.split())
        thing = nouns.gather(self.random.integers(0, len(nouns), len(rows)))
        text = pl.Series(value).cast(pl.String)
        return {
            "relation": choose(way, RELATIONS),
            "value": where(way < 3, text, None),
            "value_low": where(way == 3, text, None),
            "value_high": where(way == 3, pl.Series(value + 1).cast(pl.String), None),
            "as_written": form("{} {} {}", number, choose(measure % 5, PRINTED), thing),
            "hedge": choose(way, HEDGES),
            "hedge_scope": where(np.isin(way, [1, 2]), "own", "none"),
        }

    def claims(self) -> Table:
        """One for every other statement; ten share a measure."""
        rows = self.all("clm")
        said, measure = rows * 2, rows % self.size["msr"]
        start = self.start(said) + self.opening.str.len_chars().to_numpy() + 5
        about = self.ids("evt", self.measured(rows))
        return {
            "claim_id": self.ids("clm", rows),
            **self.evidence(said // PER_SOURCE, span(start, self.figures["as_written"].str.len_chars())),
            "statement_id": self.ids("stm", said),
            "event_id": where(measure % 3 == 0, about, None),
            "measure_id": self.ids("msr", measure),
            "quantity_kind": choose(measure % 5, KINDS),
            "unit": choose(measure % 5, UNITS),
            "polarity": same("affirmed", rows),
            **self.figures,
            "basis": choose(measure % 5, BASES),
            "as_of": where(measure % 4 == 0, None, self.published(said // PER_SOURCE)),
        }

    def claim_links(self) -> Table:
        """A figure that stays the same repeats the one before."""
        rows = self.all("clm")[self.size["msr"] :]
        rows = rows[rows % self.size["msr"] % 4 == 0]
        return {
            "claim_id": self.ids("clm", rows),
            "other_id": self.ids("clm", rows - self.size["msr"]),
            "relation": same("repeats", rows),
        }

    def measures(self) -> Table:
        """One for every ten claims."""
        rows = self.all("msr")
        subject = self.words(len(rows), 3)
        return {
            "measure_id": self.ids("msr", rows),
            "definition": form("{} among {}", subject, self.words(len(rows), 8, ".").str.to_lowercase()),
            "subject": subject,
            "outcome": self.words(len(rows), 2).str.to_lowercase(),
            "tally": same("total", rows),
            "quantity_kind": choose(rows % 5, KINDS),
            "unit": choose(rows % 5, UNITS),
        }

    def utterances(self) -> Table:
        """One for every twenty statements."""
        rows = self.all("utt")
        return {
            "utterance_id": self.ids("utt", rows),
            "gist": self.words(len(rows), 8, "."),
            "occasion_id": self.ids("evt", self.event_of(rows * 20)),
            "original_language": same("en", rows),
            "medium": same("spoken", rows),
        }

    def renderings(self) -> Table:
        """Two statements on one occasion by one speaker: one quoted in full, one in part."""
        rows = np.arange(2 * self.size["utt"])
        statements = rows // 2 * 20 + rows % 2 * 2
        return {
            "utterance_id": self.ids("utt", rows // 2),
            "statement_id": self.ids("stm", statements),
            "wording": self.opening.gather(statements // 2),
        }


def form(text: str, *cells: pl.Series) -> pl.Series:
    """A column of a text with cells filled in."""
    return pl.select(pl.format(text, *cells)).to_series()


def lower(text: str, *cells: pl.Series) -> pl.Series:
    """The same in lower case."""
    return form(text, *cells).str.to_lowercase()


def span(start: Any, length: Any) -> pl.Series:
    """Cells with one span each."""
    return form("{}-{}", pl.Series(start), pl.Series(start + length))


def made_up(numbers: Any) -> pl.Series:
    """Names of four syllables; there are 65,536 different ones."""
    mixed = numbers * 40503 % 65536
    parts = [SYLLABLES.gather(mixed // 16**place % 16) for place in range(4)]
    return pl.select(pl.concat_str(parts)).to_series().str.to_titlecase()


def choose(which: Any, among: list[Any]) -> pl.Series:
    """For each row, a cell from one of some columns, or one of some texts."""
    if all(one is None or isinstance(one, str) for one in among):
        return pl.Series(among, dtype=pl.String).gather(which)
    chosen: Any = pl
    for number, cells in enumerate(among):
        chosen = chosen.when(pl.Series(which == number)).then(cells)
    return pl.select(chosen).to_series()


def where(condition: Any, then: Any, otherwise: Any) -> pl.Series:
    """A column of one cell or another."""
    one, other = (c if isinstance(c, pl.Series) else pl.lit(c, pl.String) for c in (then, otherwise))
    return pl.select(pl.when(pl.Series(condition)).then(one).otherwise(other)).to_series()


def same(cell: str, rows: Any) -> pl.Series:
    """The same cell in each row."""
    return pl.repeat(cell, len(rows), eager=True)


def days(first: str, later: Any) -> pl.Series:
    """Days, the given numbers of days after the first."""
    start = pl.lit(first).str.to_date()
    later = pl.duration(days=pl.lit(pl.Series(later)))
    return pl.select((start + later).dt.to_string("%Y-%m-%d")).to_series()


if __name__ == "__main__":
    sys.exit(main())
