"""Kinds that need code of their own."""

import re

from mutations import Case, Row, add
from mutations.changes import later, set_cells

WORDS = "Only the words of the page tell."
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
HEDGES = {
    "en": {"approx": "about", "ge": "at least", "gt": "more than", "le": "up to", "lt": "under"},
    "ko": {"approx": "약", "ge": "최소", "gt": "넘는"},
    "ja": {"approx": "約", "ge": "少なくとも", "gt": "超"},
}
SPELT = {"Cho": "Jo", "Choi": "Choe", "Lee": "Yi", "Park": "Bak", "Yoon": "Yun", "Woo": "U"}


def kind(tables: str, wrong: str, unseen: str = ""):
    """Add a function as a kind: its name, with hyphens, is the id."""

    def wrap(function):
        add(function.__name__.replace("_", "-"), tables, wrong, function, unseen)
        return function

    return wrap


def families(case: Case) -> list[str]:
    """All family names."""
    return [row["family_name"] for row in case.package.tables["people"] if row["family_name"]]


def agency(case: Case) -> bool:
    """Whether the family of a source is an agency's: it has a wire among its texts."""
    return any(row["kind"] == "wire" for row in case.package.having("sources", "family", case.row["family"]))


def site(address: str) -> str:
    """An address up to its host."""
    return "/".join(address.split("/")[:3])


@kind("sources", "The address is that of the site, not of the page.")
def source_url_of_the_site(case: Case) -> bool:
    return case.row["url"].count("/") > 3 and set_cells(case, {"url": site(case.row["url"]) + "/"})


@kind("sources", "The address has the host of another source.", "Only the page tells.")
def source_url_of_another_site(case: Case) -> bool:
    here = site(case.row["url"])
    there = case.pick(site(row["url"]) for row in case.others() if row["url"] and site(row["url"]) != here)
    return bool(here) and set_cells(case, {"url": there + case.row["url"][len(here) :]})


@kind("sources", "A newspaper's own article is said to be an agency's.")
def source_kind_wire(case: Case) -> bool:
    return case.row["kind"] == "news_article" and not agency(case) and set_cells(case, {"kind": "wire"})


@kind("sources", "A reprint of an agency's text has a family of its own.")
def source_family_of_its_own(case: Case) -> bool:
    own = re.sub("[^A-Z0-9]", "", case.row["publisher"].upper()) or "OTHER"
    return agency(case) and set_cells(case, {"family": own})


@kind("sources", "A source without a registered text has the hash and length of another's.")
def source_text_of_another(case: Case) -> bool:
    other = next(row for row in case.rows if row["text_length"])
    text = {name: other[name] for name in ("text_sha256", "text_length")}
    return not case.row["text_length"] and set_cells(case, text)


@kind("people", "Two letters of the family name are swapped, in the name and in its part.")
def person_name_misspelt(case: Case) -> bool:
    old = case.row["family_name"]
    at = next((n for n in range(1, len(old) - 1) if old[n : n + 2].isalpha() and old[n] != old[n + 1]), 0)
    new = old[:at] + old[at : at + 2][::-1] + old[at + 2 :]
    return at > 0 and set_cells(case, {"family_name": new, "name": case.row["name"].replace(old, new)})


@kind("people", "The person stands there again in another spelling.")
def person_doubled_respelt(case: Case) -> bool:
    old = case.row["family_name"]
    name = case.row["name"].replace(old, SPELT.get(old, f"{old}s"))
    again = {"person_id": "per-" + name.lower().replace(" ", "-"), "name": name, "name_as_written": name}
    case.rows.append({**case.row, **again, "family_name": SPELT.get(old, f"{old}s")})
    return True


@kind("events", "The name has another day.")
def event_name_other_date(case: Case) -> bool:
    def other(found: re.Match) -> str:
        return f"{int(found[1]) % 28 + 1} {found[2]}"

    return set_cells(case, {"name": re.sub(rf"\b(\d{{1,2}}) ({MONTHS})\b", other, case.row["name"])})


@kind("events", "The name has another person.")
def event_name_other_person(case: Case) -> bool:
    there = case.pick(name for name in families(case) if re.search(rf"\b{name}\b", case.row["name"]))
    other = case.pick(name for name in families(case) if name not in case.row["name"])
    return bool(there) and set_cells(case, {"name": re.sub(rf"\b{there}\b", other, case.row["name"])})


@kind("events", "The printed date is that of another day.")
def event_date_words_other_day(case: Case) -> bool:
    words = case.row["date_as_written"]
    named = next((at for at, day in enumerate(WEEKDAYS) if day in words), None)
    if named is not None:
        return set_cells(case, {"date_as_written": words.replace(WEEKDAYS[named], WEEKDAYS[(named + 1) % 7])})
    other = re.sub(r"(?<!\d)(\d{1,2})(?!\d)", lambda day: str(int(day[1]) % 28 + 1), words, count=1)
    return set_cells(case, {"date_as_written": other})


@kind("event_sources", "The source of a fact was published a month before it or earlier.")
def event_source_too_early(case: Case) -> bool:
    start = case.look("event_id.date_start")
    if case.look("event_id.status") not in ("occurred", "attempted") or not start or case.row["spans"]:
        return False
    full = [row for row in case.package.tables["sources"] if len(row["published"]) == 10]
    early = case.pick(row["source_id"] for row in full if row["published"] < later(start, -30))
    return early is not None and set_cells(case, {"source_id": early})


def with_a_word_exchanged(case: Case, text: str, language: str) -> str:
    """A text with one word of another quotation in its language for one of its own."""
    quotes = [row["quote"] for row in case.package.having("statements", "language", language)]
    own, others = list(re.finditer(r"[^\W\d_]{3,}", text)), re.findall(r"[^\W\d_]{3,}", case.pick(quotes))
    at, by = case.pick(own), case.pick(others)
    return text[: at.start()] + by + text[at.end() :] if at and by else text


@kind("statements", "A word of the quotation is another.", WORDS)
def statement_quote_word_exchanged(case: Case) -> bool:
    return set_cells(case, {"quote": with_a_word_exchanged(case, case.row["quote"], case.row["language"])})


@kind("statements", "A word of the quotation is missing.", WORDS)
def statement_quote_word_left_out(case: Case) -> bool:
    words = case.row["quote"].split(" ")
    at = case.pick(range(1, len(words) - 1))
    return at is not None and set_cells(case, {"quote": " ".join(words[:at] + words[at + 1 :])})


@kind("statements", "Two words of the quotation are swapped.", WORDS)
def statement_quote_words_turned(case: Case) -> bool:
    words = case.row["quote"].split(" ")
    at = case.pick(range(1, len(words) - 1))
    return at is not None and set_cells(
        case, {"quote": " ".join([*words[:at], *words[at : at + 2][::-1], *words[at + 2 :]])}
    )


def with_other_speaker(case: Case, column: str) -> bool:
    """Our words begin with the name of another speaker."""
    name, colon, rest = case.row[column].partition(": ")
    other = case.pick(one for one in families(case) if one != name)
    return bool(colon) and name in families(case) and set_cells(case, {column: f"{other}: {rest}"})


@kind("statements", "The summary has another speaker.")
def statement_summary_other_speaker(case: Case) -> bool:
    return with_other_speaker(case, "summary")


@kind("utterances", "The gist has another speaker.")
def utterance_gist_other_speaker(case: Case) -> bool:
    return with_other_speaker(case, "gist")


@kind("renderings", "A word of the wording is another.")
def rendering_wording_exchanged(case: Case) -> bool:
    language = case.look("statement_id.language")
    return set_cells(case, {"wording": with_a_word_exchanged(case, case.row["wording"], language)})


@kind("statement_events", "The statement is about something that happened after it.")
def about_later_event(case: Case) -> bool:
    said = case.look("statement_id.said_on")

    def happened(row: Row) -> bool:
        return row["status"] == "occurred" and row["date_start"] > later(said, 5)

    event = case.pick(row["event_id"] for row in case.package.tables["events"] if happened(row))
    return len(said) == 10 and event is not None and set_cells(case, {"event_id": event})


@kind("claims", "Two digits of the number are swapped.")
def claim_value_turned(case: Case) -> bool:
    value = case.row["value"]
    pairs = [n for n in range(len(value) - 1) if value[n : n + 2].isdigit() and value[n] != value[n + 1]]
    at = next((n for n in pairs if value[n + 1] != "0"), None)
    if at is None:
        return False
    return set_cells(case, {"value": value[:at] + value[at : at + 2][::-1] + value[at + 2 :]})


@kind("claims", "The hedge is left out of the printed words at which it stands.")
def claim_words_without_hedge(case: Case) -> bool:
    hedge, words = case.row["hedge"], case.row["as_written"]
    return bool(hedge) and set_cells(case, {"as_written": " ".join(words.replace(hedge, "", 1).split())})


@kind("claims", "The hedge is one of another relation.")
def claim_hedge_other(case: Case) -> bool:
    hedges, own = HEDGES.get(case.look("source_id.language"), {}), case.row["relation"]
    other = case.pick(hedge for relation, hedge in hedges.items() if relation != own)
    plain = case.row["hedge"] and "|" not in case.row["hedge"] and own in hedges
    return bool(plain) and set_cells(case, {"hedge": other})
