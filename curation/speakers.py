"""Who speaks: look up the words for a speaker among the people, bodies and offices already known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from schemas.rules.lexicon import words

PRONOUNS = {"he", "she", "they", "it", "we", "i", "er", "sie", "il", "elle", "그", "그는", "彼", "彼女"}
UNNAMED = re.compile(
    r"\b(?:officials?|sources?|lawmakers|experts?|analysts?|critics|unions|observers|residents|witness(?:es)?|"
    r"spokes(?:man|woman|person|people)|drivers?|diplomats?|aides?|people)\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"^(?:the|a|an|its|his|her|their|der|die|das|le|la)\s", re.IGNORECASE)
LEFT_OUT = {"the", "of", "and", "a", "an", "south", "north", "korean", "korea", "state", "united", "states"}
FEMALE, MALE = {"she", "her", "elle", "sie"}, {"he", "his", "him", "il", "er"}


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as far as is known. All ids are empty if it is nobody known."""

    words: str = ""
    attribution: str = "absent"
    person_id: str = ""
    organization_id: str = ""
    position_id: str = ""
    basis: str = "explicit"


@dataclass
class Known:
    """Everybody known. `forms`: a form of a name -> an id; `offices`: position -> (words, person, body)."""

    forms: dict[str, str] = field(default_factory=dict)
    offices: dict[str, tuple[frozenset[str], str, str]] = field(default_factory=dict)

    def add(self, id_: str, *forms: str) -> None:
        """Make somebody known by forms of the name."""
        for form in forms:
            if form.strip():
                self.forms.setdefault(" ".join(form.split()), id_)  # blanks may be of any kind

    def office(self, position: str, title: str, person: str, body: str) -> None:
        """Make an office known by the words of its title."""
        kept = frozenset(re.findall(r"\w+", title.lower())) - LEFT_OUT
        if kept:
            self.offices[position] = kept, person, body

    def found_in(self, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """(start, end, id) of every known name between two places; longer forms take precedence."""
        taken: list[tuple[int, int, str]] = []
        for match in _names(tuple(sorted(self.forms, key=len, reverse=True))).finditer(text, start, end):
            taken.append((match.start(), match.end(), self.forms[" ".join(match[0].split())]))
        return taken


@cache
def _names(forms: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


def known_of(rows: Mapping[str, Iterable[Mapping[str, str]]]) -> Known:
    """Everybody in the tables `people`, `organizations` and `positions`, given as rows of text."""
    known = Known()
    people = list(rows.get("people", ()))
    families: dict[str, int] = {}
    for row in people:
        families[row["family_name"]] = families.get(row["family_name"], 0) + 1
    for row in people:
        known.add(row["person_id"], row["name"], *row["name_as_written"].split("|"))
        if families[row["family_name"]] == 1:
            known.add(row["person_id"], row["family_name"])
    for row in rows.get("organizations", ()):
        known.add(row["organization_id"], row["name"].split(" (")[0], *row["name_as_written"].split("|"))
    for row in rows.get("positions", ()):
        if row["status"] in ("incumbent", "acting", "elect", "suspended"):
            title = row["title_as_written"].replace("|", " ") or row["title"]
            known.office(row["position_id"], title, row["person_id"], row["organization_id"])
    return known


def speaker_of(given: str, known: Known, before: "list[Speaker]", language: str) -> Speaker:
    """The speaker that the words name. `before` are the speakers so far, the latest one last."""
    given = " ".join(given.split())
    if not given:
        last = _last_person(before, "")
        return Speaker("", "implicit", last.person_id, last.organization_id, last.position_id, "coreference")
    plain = given.lower()
    if plain in PRONOUNS or plain in words("pronoun", language):
        last = _last_person(before, plain)
        return Speaker(
            given, "pronoun", last.person_id, last.organization_id, last.position_id, "coreference"
        )
    people = [
        (start, id_)
        for start, end, id_ in known.found_in(given, 0, len(given))
        if id_.startswith("per-") and not re.match(r"['’]s?\b", given[end:])
    ]
    if people:
        person = people[-1][1]
        office = [(position, body) for position, (_, one, body) in known.offices.items() if one == person]
        position, body = office[0] if len(office) == 1 else _fitting(given, known, person)
        return Speaker(given, "named", person, body, position, "explicit")
    holder = _holder(plain, known)
    if holder and TITLED.match(given):
        position, person, body = holder
        return Speaker(given, "title", person, body, position, "coreference")
    bodies = [
        (end - start, id_)
        for start, end, id_ in known.found_in(given, 0, len(given))
        if id_.startswith("org-")
    ]
    whole = [id_ for size, id_ in bodies if size >= 0.7 * len(re.sub(r"^(the|The)\s", "", given))]
    if whole:
        return Speaker(given, "named", "", whole[0], "", "explicit")
    inside = re.sub(r"^(?:The|A|An|Its|His|Her|Their)\s", "", given)
    if re.search(r"\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*$", inside) and not UNNAMED.search(inside.split()[-1]):
        return Speaker(given, "named")
    return Speaker(given, "unnamed" if UNNAMED.search(given) or not TITLED.match(given) else "title")


def _last_person(before: "list[Speaker]", pronoun: str) -> Speaker:
    for one in reversed(before[-4:]):
        if one.attribution in ("named", "title", "pronoun", "unnamed") and (
            one.person_id or pronoun not in FEMALE | MALE
        ):
            return one
        if one.attribution in ("named", "unnamed", "title") and not one.organization_id:
            return Speaker()  # the last speaker is not known yet
    return Speaker()


def _fitting(given: str, known: Known, person: str) -> tuple[str, str]:
    """(position, body) of the one office that the words name, among those of a person."""
    told = set(re.findall(r"\w+", given.lower()))
    fitting = [
        (p, body) for p, (title, one, body) in known.offices.items() if one == person and title <= told
    ]
    return fitting[0] if len(fitting) == 1 else ("", "")


def _holder(plain: str, known: Known) -> tuple[str, str, str] | None:
    """(position, person, body) if the words are the title of only one person: "the foreign minister"."""
    told = frozenset(re.findall(r"\w+", plain)) - LEFT_OUT
    fitting = {
        person: (position, person, body)
        for position, (title, person, body) in known.offices.items()
        if told and told <= title
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None
