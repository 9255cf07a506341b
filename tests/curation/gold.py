"""The texts with what a person finds in them, and what the drafts make of these."""

import csv
from pathlib import Path

import yaml

from curation.attributions import statements
from curation.measuring import Found, Wanted, measure
from curation.numbers import numbers
from curation.sentences import rejoined
from curation.speakers import Known, known_of
from schemas.spans import Span, find, parse

ROOT = Path(__file__).parents[2]
TEXTS = Path(__file__).parent / "texts"
FIRST = "src-korea-times-2025-01-06"


def measured(text: str, known: Known, told: list[Wanted], claims: list[Wanted]) -> dict[str, Found]:
    """Recall and precision of the drafts on a text."""
    return measure(told, claims, statements(text, "en", known), numbers(rejoined(text), "en"))


def ours(name: str) -> dict[str, Found]:
    """The figures for a text of our own: `second` or `third`."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    gold = yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    known, ids = Known(), {"": ""}
    for person in gold["people"]:
        ids[person["name"]] = key = f"per-{person['name']}"
        known.add(key, person["name"], person["family_name"])
        if "title" in person:
            known.office(f"pos-{key}", person["title"], key, "")

    def places(words: list[str]) -> tuple[Span, ...]:
        found: list[Span] = []
        for one in words:
            after = found[-1][1] if found else 0
            start, end = find(text[after:], one)[0]
            found.append((after + start, after + end))
        return tuple(found)

    told = [
        Wanted(places(one["words"]), ids[one["speaker"]], one.get("as", ""), quoted=True)
        for one in gold["quotations"]
    ]
    told += [Wanted(places(one["words"])) for one in gold["reports"]]
    claims = [Wanted(places([one["words"]]), hedge=one["hedge"]) for one in gold["numbers"]]
    return measured(text, known, told, claims)


def first(folder: Path) -> dict[str, Found]:
    """The figures for the first source, against the package; only what its own rows name is known."""
    names = ("people", "organizations", "positions", "statements", "claims")
    rows = {name: [row for row in _rows(name) if row["source_id"] == FIRST] for name in names}
    speaks = {
        row["statement_id"]: row["person_id"] or row["organization_id"]
        for row in reversed(_rows("statement_speakers"))
        if row["role"] in ("speaker", "joint_speaker")
    }
    told = [
        Wanted(
            tuple(parse(row["spans"])),
            speaks.get(row["statement_id"], ""),
            row["attributed_as"],
            quoted=row["quote_type"] in ("direct", "mixed"),
        )
        for row in rows["statements"]
    ]
    claims = [Wanted(tuple(parse(row["spans"])), hedge=row["hedge"]) for row in rows["claims"]]
    text = (folder / f"{FIRST}.txt").read_text(encoding="utf-8")
    return measured(text, known_of({name: rows[name] for name in names[:3]}), told, claims)


def _rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
