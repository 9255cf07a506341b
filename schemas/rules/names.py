"""Rules about names: of people, in ids, in titles, and in attributions."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

import polars as pl

from schemas.rules.lexicon import spellings, words
from validator.expressions import col, ex
from validator.frames import batches, columns_of, look_up, present, rows
from validator.rules import Found, cell_rule, row_rule, table_rule

# in which a person named in the event's name takes part
WITH_PEOPLE = [
    "visit",
    "meeting",
    "press_conference",
    "phone_call",
    "appointment",
    "inauguration",
    "impeachment",
]
# in which a state named in the event's name takes part
WITH_STATES = ["launch", "deployment", "transfer", "policy"]
# words in a body's name that show its kind
BODIES = {
    "ministry": "[Mm]inistry|Department",
    "legislature": "National Assembly|Parliament|Congress",
    "military": "Armed [Ff]orces|Chiefs of Staff",
    "news_agency": "News Agency",
    "government": " [Aa]dministration$",
    "intelligence_service": "Intelligence",
}
IDS = {
    "src": "sources",
    "per": "people",
    "org": "organizations",
    "pos": "positions",
    "evt": "events",
    "stm": "statements",
    "clm": "claims",
    "msr": "measures",
    "utt": "utterances",
}
ID = re.compile(rf"\b(?:{'|'.join(IDS)})-[a-z0-9]+(?:-[a-z0-9]+)*")


def slug(name: str) -> str:
    """A name as part of an id: `Yoon Suk Yeol` -> `yoon-suk-yeol`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def _by_slug(names: Iterable[str]) -> tuple[dict[str, set[str]], int]:
    """Names by their form in an id, and the number of parts of the longest form."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(slug(name), set()).add(name)
    return found, max((short.count("-") + 1 for short in found), default=0)


def mentioned(texts: list[str], names: Iterable[str]) -> list[list[str]]:
    """The names found in each text, in the order of `names`."""
    place = {name: number for number, name in enumerate(names)}
    if not place:
        return [[] for _ in texts]
    found = pl.Series(texts, dtype=pl.String).str.extract_many(list(place), overlapping=True)
    return [sorted(set(named), key=place.__getitem__) for named in found.to_list()]


def may_begin_with(column: str, names: Collection[str]) -> pl.Expr:
    """True where the first word of a text may be one of the names."""
    first = pl.col(column).str.extract("^([A-Za-z0-9_-]*)").is_in(list(names))
    # a letter outside ASCII may continue the word or end it
    return first | pl.col(column).str.contains(r"^[A-Za-z0-9_-]*[^\x00-\x7f]")


@row_rule(
    "people",
    "family_name given_name name note",
    found="{name}, family name {family_name}, given name {given_name}",
    remedy="write the parts as they are in the name, or say in the note why it does not have both",
)
def name_has_its_parts() -> Any:
    """A name is the family name and the given name, in either order, or a note says why not."""
    given_first = ex.concat_str("given_name", "family_name", separator=" ")
    family_first = ex.concat_str("family_name", "given_name", separator=" ")
    whole = (col("name") == given_first) | (col("name") == family_first)
    either = present("family_name") | present("given_name")
    return ~whole.fill_null(False) & (either | ~present("note"))


@table_rule(field="person_id", remedy="build the id from the name, because that is how readers find the row")
def person_id_is_the_name(people: Any) -> Found:
    """The id of a person is the name; a suffix that tells namesakes apart may follow."""
    for row in rows(people, "person_id", "name"):
        expected = f"per-{slug(row['name'])}"
        if not f"{row['person_id']}-".startswith(f"{expected}-"):
            yield row["_line"], f"{row['person_id']} for {row['name']}, expected {expected}"


@table_rule(field="position_id", remedy="begin the id with the family name, or name the right person")
def position_id_has_the_name(positions: Any, people: Any) -> Found:
    """The id of a position begins with the family name of the person."""
    names = people.drop_nulls("family_name")
    held = positions.select("_line", "position_id", "person_id")
    for row in rows(look_up(held, names, "person_id", family="family_name")):
        expected = f"pos-{slug(row['family'])}"
        if not f"{row['position_id']}-".startswith(f"{expected}-"):
            yield row["_line"], f"{row['position_id']}, held by {row['family']}"


@table_rule(field="name_as_written", remedy="copy the name, or say in the note why it is printed differently")
def written_name_is_the_name(people: Any) -> Found:
    """One printed form of a name has the family name or the native name, or a note says why not."""
    for row in rows(people, "family_name"):
        printed, native = (row["name_as_written"] or "").casefold(), row["name_native"] or row["family_name"]
        known = [row["family_name"], native, *spellings().get(row["family_name"], [])]
        if not row["note"] and not any(name.casefold() in printed for name in known):
            yield row["_line"], f"{row['name_as_written'] or 'nothing'} for {row['name']}"


@table_rule(over="note", field="note", remedy="correct the id, or name a row that exists")
def id_in_a_note_exists(
    table: Any,
    sources: Any,
    people: Any,
    organizations: Any,
    positions: Any,
    events: Any,
    statements: Any,
    claims: Any,
    measures: Any,
    utterances: Any,
) -> Found:
    """An id named in a note exists."""
    frames = (sources, people, organizations, positions, events, statements, claims, measures, utterances)
    tables = dict(zip(IDS, frames, strict=True))
    noted = table.select("_line", "note").filter(
        col("note").str.contains(rf"(^|[^a-z])({'|'.join(IDS)})-[a-z0-9]")
    )
    named = [(row["_line"], id_) for row in rows(noted, "note") for id_ in ID.findall(row["note"])]
    for kind in {id_[:3] for _, id_ in named}:
        wanted = sorted({id_ for _, id_ in named if id_.startswith(kind)})
        key = next(name for name in columns_of(tables[kind]) if name != "_line")
        found = tables[kind].select(key).filter(col(key).is_in(wanted))
        known = {id_ for batch in batches(found) for id_ in batch[key]}
        for line, id_ in named:
            if id_ in wanted and id_ not in known:
                yield line, f"there is no {id_}"


@table_rule(field="name", remedy="add the person to event_participants, or correct the name of the event")
def person_in_the_name_takes_part(events: Any, people: Any, event_participants: Any) -> Found:
    """A person named in the name or id of a visit, talk or the like takes part in it."""
    families = dict.fromkeys(row["family_name"] for row in rows(people, "family_name"))
    place = {family: number for number, family in enumerate(families)}
    spelled, longest = _by_slug(families)
    in_name = pl.col("name").str.contains_any(list(families))
    in_id = pl.format("{}-", pl.col("event_id")).str.contains_any([f"-{short}-" for short in spelled])
    unnamed = ~(in_name | in_id)
    held = events.filter(col("kind").is_in(WITH_PEOPLE)).select("_line", "event_id", "name")
    told = list(rows(held, "event_id", "name", unless=unnamed))
    if not told:
        return
    parts = look_up(event_participants, people.drop_nulls("family_name"), "person_id", family="family_name")
    there: dict[str, set[str]] = {}
    for row in rows(parts.select("event_id", "family")):
        there.setdefault(row["event_id"], set()).add(row["family"])
    for row in told:
        named = families.keys() & set(re.findall(r"[\w-]+", row["name"]))
        parts = row["event_id"].split("-")[1:]
        for start in range(len(parts)):
            for end in range(start + 1, min(start + longest, len(parts)) + 1):
                named |= spelled.get("-".join(parts[start:end]), set())
        for family in sorted(named - there.get(row["event_id"], set()), key=place.__getitem__):
            yield row["_line"], f"{family} takes no part in {row['name']}"


@table_rule(field="name", remedy="add the state to event_participants, or correct the name of the event")
def state_in_the_name_takes_part(events: Any, organizations: Any, event_participants: Any) -> Found:
    """A state in the name of a launch, transfer or policy takes part in it, or one of its bodies does."""
    states = organizations.filter(col("kind") == "state").select("organization_id", "name")
    names = {row["name"]: row["organization_id"] for row in rows(states, "name")}
    unnamed = ~pl.col("name").str.contains_any(list(names))
    done = events.filter(col("kind").is_in(WITH_STATES)).select("_line", "event_id", "name")
    told = list(rows(done, "event_id", "name", unless=unnamed))
    if not told:
        return
    above = organizations.select("organization_id", _above="parent_id")
    parties = event_participants.select("event_id", "organization_id").drop_nulls("organization_id")
    there: dict[str, set[str | None]] = {}
    for row in rows(parties.join(above, on="organization_id")):
        there.setdefault(row["event_id"], set()).update((row["organization_id"], row["_above"]))
    for row, named in zip(told, mentioned([row["name"] for row in told], names), strict=True):
        for name in named:
            if names[name] not in there.get(row["event_id"], set()):
                yield row["_line"], f"{name} takes no part in {row['name']}"


@cell_rule("name_native", remedy="write the name in its own script, or empty the cell")
def native_name_in_its_letters(name: str) -> bool:
    """A native name is not in Latin letters."""
    return re.search(r"[A-Za-z]", name) is not None


@table_rule(field="name_native", remedy="correct the native name or the family name")
def native_name_begins_with_the_family(people: Any) -> Found:
    """A native Korean name begins with the family name."""
    named = people.select("_line", "name_native", "family_name")
    for row in rows(named, "name_native", "family_name"):
        (sign,) = words("surname", "ko").get(row["family_name"].casefold(), [""])
        if not row["name_native"].startswith(sign) and "가" <= row["name_native"][0] <= "힣":
            yield row["_line"], f"{row['name_native']} for {row['family_name']}"


@table_rule(field="country", remedy="correct the name or the country")
def country_of_the_name(organizations: Any) -> Found:
    """A body whose name includes that of a state has the country of that state."""
    bodies = list(rows(organizations.select("_line", "name", "kind", "country"), "name"))
    states = {row["name"]: row["country"] for row in bodies if row["kind"] == "state"}
    for row, names in zip(bodies, mentioned([row["name"] for row in bodies], states), strict=True):
        named = {states[name] for name in names if re.search(rf"\b{re.escape(name)}\b", row["name"])}
        if named and row["country"] not in named:
            yield row["_line"], f"{row['name']} is of {row['country']}"


@row_rule(
    "organizations", "kind name", found="a {kind} with the name {name}", remedy="correct the kind or the name"
)
def body_kind_fits_name() -> Any:
    """A body whose name says what kind it is has that kind."""
    wrong = ex.lit(False)
    for kind, pattern in BODIES.items():
        wrong = wrong | (col("name").str.contains(pattern) & (col("kind") != kind))
    return wrong


@table_rule(field="gist", remedy="begin with the speaker, or correct the renderings")
def gist_begins_with_the_speaker(
    utterances: Any, renderings: Any, statement_speakers: Any, people: Any
) -> Found:
    """If a gist begins with a person, that person speaks in most renderings."""
    families = people.select("person_id", "family_name").drop_nulls("family_name")
    known = {row["family_name"] for row in rows(families)}
    spelled, longest = _by_slug(known)
    gists = utterances.select("_line", "utterance_id", "gist")
    told = list(rows(gists, "gist", unless=_surely_without_a_name(known, spelled)))
    if not told:
        return
    parties = statement_speakers.select("statement_id", "person_id").join(families, on="person_id")
    pairs = renderings.select("utterance_id", "statement_id")
    spoken = (
        pairs.join(parties, on="statement_id").group_by("utterance_id", "family_name").agg(_with=ex.len())
    )
    all_ = pairs.group_by("utterance_id").agg(_all=ex.len())
    usual: dict[str, set[str]] = {}
    for row in rows(spoken.join(all_, on="utterance_id").filter(2 * col("_with") > col("_all"))):
        usual.setdefault(row["utterance_id"], set()).add(row["family_name"])
    for row in told:
        first = re.split(r"[^\w-]", row["gist"], maxsplit=1)[0]
        theirs = usual.get(row["utterance_id"], set())
        parts = row["utterance_id"].split("-")[1:-1]
        id_ = set().union(*(spelled.get("-".join(parts[:end]), set()) for end in range(1, longest + 1)))
        if first in known and first not in theirs:
            yield row["_line"], f"{first} does not speak in most renderings"
        elif id_ and not any(name in row["gist"] for name in id_):
            yield row["_line"], f"the id names {', '.join(sorted(id_))}, the gist does not"


def _surely_without_a_name(families: Collection[str], slugs: Collection[str]) -> pl.Expr:
    """True where neither the first word of the gist nor the beginning of the id is a name."""
    begins = pl.col("utterance_id").str.extract("^[^-]*-([^-]*)-").is_in([s.split("-")[0] for s in slugs])
    return ~(may_begin_with("gist", families) | begins.fill_null(False))


@table_rule(
    field="title",
    found="{title} is of {organization_id} here, but of {_first} in other rows",
    remedy="correct the title or the body",
)
def title_of_one_body(positions: Any) -> Any:
    """A title belongs to an office in one body only."""
    held = positions.select("_line", "title", "organization_id").drop_nulls(["title", "organization_id"])
    ends = held.group_by("title").agg(_first=col("organization_id").min(), _last=col("organization_id").max())
    return held.join(ends.filter(col("_first") != col("_last")), on="title")


@row_rule("positions", "title", found="{title}", remedy="leave the status to the column `status`")
def title_without_its_status() -> Any:
    """Our `title` names the office, whatever the status of its holder."""
    return (
        col("title")
        .str.to_lowercase()
        .str.contains(r"^(acting|suspended|former|interim|incumbent|ex)\b|[ -]elect$")
    )
