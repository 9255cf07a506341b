"""Rules about words: they must agree with the codes in the same row."""

import re
from functools import cache, lru_cache
from typing import Any

import polars as pl

from schemas.rules.lexicon import is_official, languages_of, spellings, words
from schemas.rules.names import may_begin_with
from schemas.rules.statements import SPEAKING
from validator.expressions import col, ex
from validator.frames import failing, look_up, present, rows
from validator.rules import Found, table_rule

BOUNDED = ["approx", "ge", "gt", "le", "lt"]
UNSPACED = ["ja", "zh"]  # languages that write words without spaces between them
HEADING = re.compile(r"([^:]{1,40}): |([\w-]+)")
PAUSE = re.compile(r"\s?[.,;:!?…”’\"')\]。、，]")  # what may mark the end of a clause
BRACKETS = re.compile(r" ?\([^)]*\)")
ABBREVIATION = re.compile(r"\(([A-Z]{2,6})\)")


@lru_cache(maxsize=10_000)
def meanings_in(printed: str, use: str, language: str) -> frozenset[str]:
    """The meanings of the printed words of one use, longest match first: "no more than", not "more than"."""
    found: set[str] = set()
    left = printed.casefold()
    for word, meanings in words(use, language).items():
        if word in left:
            found.update(meanings)
            left = left.replace(word, " ")
    return frozenset(found)


@table_rule(
    field="hedge", remedy="correct the relation or the hedge; the words are in `schemas/rules/words.csv`"
)
def hedge_says_the_relation(claims: Any, sources: Any) -> Found:
    """A hedge agrees with the relation: "at least" is not `approx`."""
    hedged = claims.select("_line", "source_id", "hedge", "hedge_scope", "relation").drop_nulls("hedge")
    hedged = hedged.filter(col("relation").is_in(BOUNDED) & (col("hedge_scope") != "ambiguous"))
    both = look_up(hedged, sources, "source_id", language="language")

    def another(hedge: str, language: str, relation: str) -> bool:
        said = meanings_in(hedge, "hedge", language)
        return bool(said) and relation not in said

    for row in failing(both, another, "hedge", "language", "relation"):
        said = " or ".join(sorted(meanings_in(row["hedge"], "hedge", row["language"])))
        yield row["_line"], f'{row["relation"]}, but "{row["hedge"]}" says {said}'


# in Japanese a hedge may be apart from its number
APART = ["ja"]


@table_rule(field="hedge", remedy="copy the hedge with the number, or say in the note where it is printed")
def hedge_stands_at_the_number(claims: Any, sources: Any) -> Found:
    """The words of a hedge are in `as_written`, or a note says where they are printed."""
    hedged = claims.select("_line", "source_id", "hedge", "as_written", "note")
    both = look_up(hedged, sources, "source_id", language="language").filter(~col("language").is_in(APART))
    there = pl.col("as_written").str.contains(pl.col("hedge"), literal=True)
    for row in rows(both, "hedge", "as_written", unless=there):
        words_ = f"{row['as_written']} {row['note'] or ''}"
        if "hedge" not in words_ and any(part not in words_ for part in row["hedge"].split("|")):
            yield row["_line"], f'"{row["hedge"]}" is not in "{row["as_written"]}"'


@cache
def _hedged(language: str) -> str:
    """The pattern of a hedge next to a number."""
    spelled = "|".join(map(re.escape, words("hedge", language)))
    word = rf"(?:{spelled})" if language in ("ko", "ja", "zh") else rf"\b(?:{spelled})\b"
    return rf"(?i){word} ?(?:an? |the )?[0-9]|[0-9](?:\S{{0,2}}| )(?:{spelled})"


def _plainly_without_hedge() -> pl.Expr:
    """True for English words in ASCII without a hedge, which polars reads as Python does."""
    ascii_ = ~pl.col("as_written").str.contains("[^ -~]")
    hedged = pl.col("as_written").str.contains(_hedged("en"))
    return (pl.col("language") == "en") & ascii_ & ~hedged


@table_rule(field="hedge", remedy="copy the hedge, and give the relation that it expresses")
def hedge_is_coded(claims: Any, sources: Any) -> Found:
    """A hedge next to a number is copied into `hedge`."""
    bare = claims.filter(~present("hedge")).select("_line", "source_id", "as_written")
    both = look_up(bare, sources, "source_id", language="language")

    def hedged(words_: str, language: str) -> bool:
        return bool(words("hedge", language)) and re.search(_hedged(language), words_) is not None

    told = both.drop_nulls(["as_written", "language"])
    for row in failing(told, hedged, "as_written", "language", unless=_plainly_without_hedge()):
        yield row["_line"], f'"{row["as_written"]}" has a hedge'


@table_rule(field="unit", remedy="correct the unit; the words are in `schemas/rules/words.csv`")
def unit_is_the_printed_one(claims: Any, sources: Any) -> Found:
    """If a unit of length, speed or time is printed, the claim has that unit."""
    claimed = claims.select("_line", "source_id", "as_written", "unit", "quantity_kind")
    claimed = claimed.filter(col("quantity_kind").is_in(["length", "speed", "duration"]))
    both = look_up(claimed, sources, "source_id", language="language")

    def another(printed: str, unit: str, language: str) -> bool:
        found = meanings_in(printed, "unit", language)
        return bool(found) and unit not in found

    # no word for a unit has a digit
    told = both.drop_nulls(["as_written", "unit"])
    told = told.with_columns(_words=col("as_written").str.replace_all("[0-9]+", "0"))
    for row in failing(told, another, "_words", "unit", "language"):
        yield row["_line"], f'{row["unit"]}, but "{row["as_written"]}"'


@table_rule(field="as_written", remedy="copy the words of the quotation, or name another statement")
def claim_in_the_quote(claims: Any, statements: Any) -> Found:
    """The words of a claim are in the quotation of its statement, if all of the statement is quoted."""
    direct = statements.filter(col("quote_type") == "direct")
    both = look_up(
        claims.select("_line", "statement_id", "as_written"), direct, "statement_id", quote="quote"
    )
    there = pl.col("quote").str.contains(pl.col("as_written"), literal=True)
    for row in rows(both, "as_written", "quote", unless=there):
        if any(part not in row["quote"] for part in row["as_written"].split("|")):
            yield row["_line"], f'"{row["as_written"]}" is not in the quote of {row["statement_id"]}'


@table_rule(field="wording", remedy="begin and end the wording with whole words")
def wording_at_words(renderings: Any, statements: Any) -> Found:
    """A wording begins and ends with a whole word of the quote."""
    spaced = statements.filter(~col("language").is_in(UNSPACED))
    both = look_up(renderings, spaced, "statement_id", quote="quote")
    among_spaces = [pl.format(" {} ", pl.col(name)) for name in ("quote", "wording")]
    sure = among_spaces[0].str.contains(among_spaces[1], literal=True) & ~pl.col("wording").str.contains(
        " … "
    )
    for row in rows(both, "wording", "quote", unless=sure):
        for part in row["wording"].split(" … "):
            if part and part in row["quote"] and not _at_words(part, row["quote"]):
                yield row["_line"], f'"{part}" cuts a word of the quote'


def _at_words(part: str, quote: str) -> bool:
    at = quote.find(part)
    while at >= 0:
        around = quote[at - 1 : at] + part[0], part[-1] + quote[at + len(part) : at + len(part) + 1]
        if not any(len(pair) == 2 and pair.isalnum() for pair in around):
            return True
        at = quote.find(part, at + 1)
    return False


@table_rule(field="wording", remedy="end the wording where the clause ends")
def wording_ends_at_a_pause(renderings: Any, statements: Any) -> Found:
    """In languages that put a mark between clauses, a wording ends at one, or at the end of the quote."""
    marked = statements.filter(~col("language").is_in(["ko", *UNSPACED]))
    both = look_up(renderings, marked, "statement_id", quote="quote")
    quote, wording = pl.col("quote"), pl.col("wording")
    sure = quote.str.ends_with(wording) | quote.str.starts_with(pl.format("{} …", wording))
    for row in rows(both, "wording", "quote", unless=sure):
        _, found, rest = row["quote"].partition(row["wording"])
        goes_on = found and not row["quote"].endswith(found)
        if goes_on and not PAUSE.match(rest) and not PAUSE.match(found[-1]):
            yield row["_line"], f'"{found}" goes on in the quote with "{rest[:40]}"'


@table_rule(field="attribution", remedy="correct the attribution; `schemas/rules/words.csv` has the pronouns")
def pronoun_is_a_pronoun(statements: Any) -> Found:
    """The attribution is `pronoun` if and only if `attributed_as` is a pronoun."""

    def other(as_: str, attribution: str, language: str) -> bool:
        known = words("pronoun", language)
        return bool(known) and (as_.casefold() in known) != (attribution == "pronoun")

    columns = ["attributed_as", "attribution", "language"]
    told = statements.select("_line", *columns).drop_nulls(columns)
    for row in failing(told, other, *columns):
        yield row["_line"], f'attribution {row["attribution"]}, attributed as "{row["attributed_as"]}"'


def _speakers(statements: Any, statement_speakers: Any, attribution: str) -> Any:
    """The speakers of the statements with this attribution, by the line of the statement."""
    named = statements.filter(col("attribution") == attribution)
    named = named.select("_line", "statement_id", "attributed_as").drop_nulls("attributed_as")
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING))
    return named.join(
        speaking.select("statement_id", "person_id", "organization_id", "basis", "role"), on="statement_id"
    )


def _forms(row: dict[str, Any]) -> set[str]:
    """What a person is called in print: the family name or native name, in each spelling."""
    native = row["name_native"] or ""
    found = {row["family_name"], native, *spellings().get(row["family_name"], [])}
    # 조 외교부장관: a family name of one syllable is printed before the office
    return (found | {f"{native[:1]} "} if native else found) - {""}


@table_rule(
    field="attributed_as",
    remedy="copy the words that name the speaker, or correct the attribution or the speaker",
)
def named_by_the_name(statements: Any, statement_speakers: Any, people: Any) -> Found:
    """A named speaker is referred to by a form of the name."""
    spoken = _speakers(statements, statement_speakers, "named").filter(col("basis") == "explicit")
    names = people.select("person_id", "family_name", "name_native").drop_nulls("family_name")
    there = pl.col("attributed_as").str.contains(pl.col("family_name"), literal=True)
    both = spoken.select("_line", "attributed_as", "person_id").join(names, on="person_id")
    for row in rows(both, unless=there):
        printed = row["attributed_as"].casefold()
        if not any(form.casefold() in printed for form in _forms(row)):
            yield row["_line"], f'"{row["attributed_as"]}" does not name {row["family_name"]}'


@table_rule(field="attribution", remedy="set the attribution to `named`, or correct the speaker")
def title_without_a_name(statements: Any, statement_speakers: Any, people: Any) -> Found:
    """A speaker referred to only by a title is not also referred to by name."""
    names = people.select("person_id", "family_name", "name_native").drop_nulls("family_name")
    spelled = pl.col("name_native").is_not_null() | pl.col("family_name").is_in(list(spellings()))
    there = pl.col("attributed_as").str.contains(pl.col("family_name"), literal=True)
    titled = _speakers(statements, statement_speakers, "title").join(names, on="person_id")
    for row in rows(titled, unless=~(spelled | there)):
        forms = "|".join(re.escape(form) for form in _forms(row))
        if re.search(rf"(?:^|[\s|/])(?:{forms})", row["attributed_as"]):
            yield row["_line"], f'"{row["attributed_as"]}" names {row["family_name"]}'


@table_rule(field="attributed_as", remedy="copy the words that name the speaker, or correct the speaker")
def body_by_its_name(statements: Any, statement_speakers: Any, organizations: Any) -> Found:
    """A named body that speaks is referred to by a form of its name."""
    spoken = _speakers(statements, statement_speakers, "named").filter(~present("person_id"))
    alone = spoken.filter((col("role") == "speaker") & (col("basis") == "explicit"))
    names = organizations.select("organization_id", "name", "name_as_written")
    for row in rows(alone.join(names, on="organization_id")):
        forms = [row["name"], BRACKETS.sub("", row["name"]), *spellings().get(row["name"], [])]
        printed = (row["name_as_written"] or "").split("|")
        forms += [form for form in printed if form] + ABBREVIATION.findall(row["name_as_written"] or "")
        if not any(form.casefold() in row["attributed_as"].casefold() for form in forms):
            yield row["_line"], f'"{row["attributed_as"]}" does not name {row["name"]}'


@table_rule(field="summary", remedy="begin with the speaker, or correct the speaker")
def summary_begins_with_the_speaker(statements: Any, statement_speakers: Any, people: Any) -> Found:
    """A summary that begins with a person begins with a party of the statement."""
    families = {row["family_name"] for row in rows(people.select("family_name"), "family_name")}
    parties = statement_speakers.select("statement_id", "person_id")
    names = people.select("person_id", "family_name").drop_nulls("family_name")
    longest = max(map(len, families), default=0)
    odd = _with_another_beginning(statements, parties, names, longest)
    told = {row["_line"]: row for row in rows(odd, unless=_surely_no_name(families))}
    if not told:
        return
    by_statement: dict[str, set[str]] = {}
    doubtful = parties.join(odd.select("statement_id"), on="statement_id", how="semi")
    for row in rows(doubtful.join(names, on="person_id")):
        by_statement.setdefault(row["statement_id"], set()).add(row["family_name"])
    for row in told.values():
        theirs = by_statement.get(row["statement_id"], set())
        heading = HEADING.match(row["summary"])
        first = re.split("[^\\w-]", row["summary"], maxsplit=1)[0]
        if first in families and first not in theirs:
            yield row["_line"], f"{first} is not a party of {row['statement_id']}"
        elif heading and heading[1] and theirs and not any(name in heading[1] for name in theirs):
            yield row["_line"], f"begins with {heading[1]}, spoken by {', '.join(sorted(theirs))}"


def _with_another_beginning(statements: Any, parties: Any, names: Any, longest: int) -> Any:
    """Statements whose summary does not begin with the plain name of a party, and whether that is a person.

    There is a row for each party. No name is longer than `longest`: a join copies texts, so it gets only as
    much of them as it needs.
    """
    beginning = col("summary").str.head(longest + 1)
    told = statements.select("_line", "statement_id", _beginning=beginning).drop_nulls("_beginning")
    plain = names.filter(col("family_name").str.contains("^[A-Za-z]+(-[A-Za-z]+)*$"))
    headings = plain.select("person_id", _heading=ex.concat_str(col("family_name"), ex.lit(":")))
    both = told.join(parties, on="statement_id", how="left").join(headings, on="person_id", how="left")
    both = both.select("_line", "_beginning", "_heading", _person=present("person_id"))
    fits = col("_beginning").str.starts_with(col("_heading")).fill_null(False)
    odd = both.filter(~fits).join(both.filter(fits).select("_line"), on="_line", how="anti")
    summaries = statements.select("_line", "statement_id", "summary")
    return odd.select("_line", "_person").join(summaries, on="_line")


def _surely_no_name(families: set[str]) -> pl.Expr:
    """True where the beginning is no name and, if a person speaks, no heading either."""
    heading = pl.col("_person") & pl.col("summary").str.contains("^[^:]{1,40}: ")
    return ~(heading | may_begin_with("summary", families))


def _countries(statements: Any, statement_speakers: Any, people: Any, organizations: Any) -> Any:
    """Statements with the countries of their speakers."""
    whose = [
        people.select(_party="person_id", country="country"),
        organizations.select(_party="organization_id", country="country"),
    ]
    party = ex.coalesce("person_id", "organization_id")
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING)).select("statement_id", _party=party)
    both = statements.select("_line", "statement_id", "language").join(speaking, on="statement_id")
    return both.join(ex.concat(whose), on="_party")


@table_rule(
    field="translated", remedy="set it to `yes` or `unknown`, or say in the note which language they spoke"
)
def foreign_words_are_translated(
    statements: Any, statement_speakers: Any, people: Any, organizations: Any
) -> Found:
    """Words not in a language of the speaker's country are translated, or the note says what they spoke."""
    plain = statements.filter(
        (col("translated") == "no") & ~col("note").str.contains("spoke").fill_null(False)
    )
    both = _countries(plain, statement_speakers, people, organizations).drop_nulls(["language", "country"])
    of_states = both.filter(col("country").is_in(list(languages_of())))
    for row in rows(of_states.filter(~is_official("language", "country"))):
        yield (
            row["_line"],
            f"not translated, but {row['_party']} of {row['country']} is quoted in {row['language']}",
        )


@table_rule(field="translated", remedy="set it to `yes`, or correct the language or the speaker")
def foreign_quotation_is_translated(
    statements: Any, statement_speakers: Any, people: Any, organizations: Any
) -> Found:
    """A quotation neither in English nor in a language of a speaker's country is translated."""
    quoted = statements.filter(present("quote") & (col("translated") != "yes") & (col("language") != "en"))
    spoken: dict[int, list[dict[str, Any]]] = {}
    for row in rows(_countries(quoted, statement_speakers, people, organizations), "language", "country"):
        spoken.setdefault(row["_line"], []).append(row)
    for line, group in spoken.items():
        own = [
            row for row in group if row["language"] in languages_of().get(row["country"], {row["language"]})
        ]
        if not own:
            yield (
                line,
                f"a quotation in {group[0]['language']}, by {group[0]['_party']} of {group[0]['country']}",
            )
