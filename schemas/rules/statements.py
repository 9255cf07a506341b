"""Rules about statements and their speakers."""

import datetime
import re
from typing import Any

import polars as pl

from schemas import spans as sp
from schemas.rules.dates import starts_late
from schemas.rules.people import outside_spell, spell
from schemas.span_columns import surely_inside
from validator.expressions import col, ex
from validator.frames import failing, look_up, present, repeated, rows, without
from validator.rules import Found, row_rule, table_rule

SPEAKING = ["speaker", "joint_speaker"]
SPEECHLESS = ["launch", "deployment", "transfer", "policy", "conflict", "appointment", "vote"]
LONG = 25  # characters of a quotation that a summary may not repeat
BEGINNING = 12  # characters of it, which are sooner searched for than all


@row_rule(
    "statements",
    "quote quote_type",
    found="quote_type {quote_type}, quote {quote}",
    remedy="correct the type, or fill in or empty the quote",
)
def quote_fits_type() -> Any:
    """A direct or mixed statement has a quote; an indirect or reported one does not."""
    return col("quote_type").is_in(["direct", "mixed"]) != present("quote")


@row_rule(
    "statements",
    "quote quote_type note",
    found="{quote}",
    remedy="use `mixed` for part of a sentence, or say in the note how the quotation begins",
)
def direct_quote_is_a_sentence() -> Any:
    """A direct quotation does not begin with a lower-case letter, or a note says how it begins."""
    return (col("quote_type") == "direct") & col("quote").str.contains("^[a-z]") & ~present("note")


@row_rule(
    "statements",
    "attributed_as attribution",
    found="attribution {attribution}, attributed_as {attributed_as}",
    remedy="correct the attribution, or copy the words that name the speaker",
)
def attributed_as_fits() -> Any:
    """`attributed_as` is given if and only if the source refers to a speaker in some way."""
    return col("attribution").is_in(["named", "title", "pronoun", "unnamed"]) != present("attributed_as")


@row_rule(
    "statements", "cue quote_type", found="reported speech without a cue", remedy="copy the verb of speech"
)
def reported_has_cue() -> Any:
    """A reported statement has a cue, because only the verb makes it one."""
    return (col("quote_type") == "reported") & ~present("cue")


@row_rule(
    "statements",
    "cue attribution note",
    found="no cue, and no note says why",
    remedy="copy the verb of speech, or say in the note why there is none",
)
def missing_cue_noted() -> Any:
    """Where somebody is named but no verb of speech is copied, a note says why."""
    speaking = ["named", "title", "pronoun", "unnamed"]
    return col("attribution").is_in(speaking) & ~present("cue") & ~present("note")


@row_rule(
    "statements",
    "occasion_basis occasion_id",
    found="occasion {occasion_id}, basis {occasion_basis}",
    remedy="give both, or neither",
)
def occasion_basis_fits() -> Any:
    """`occasion_basis` is given if and only if there is an occasion."""
    return present("occasion_id") != present("occasion_basis")


@table_rule(field="said_on", remedy="correct the earlier or the later date")
def said_before_published(statements: Any, sources: Any) -> Found:
    """A statement was made no later than a day after its publication (time zones differ)."""
    said = statements.select("_line", "said_on", "source_id").drop_nulls("said_on")
    both = look_up(said, sources.drop_nulls("published"), "source_id", published="published")
    late = failing(both, lambda day, out: starts_late(day, _next_day(out)), "said_on", "published")
    for row in late:
        yield row["_line"], f"{row['said_on']}, but published {row['published']}"


def _next_day(iso: str) -> str:
    try:
        return (datetime.date.fromisoformat(iso) + datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return iso  # a year or month is compared unchanged


@table_rule(field="said_on", remedy="correct the date, or name another occasion")
def said_at_its_occasion(statements: Any, events: Any) -> Found:
    """A statement was made within the dates of its occasion."""
    said = statements.select("_line", "said_on", "occasion_id").drop_nulls("said_on")
    dated = events.drop_nulls("date_start").with_columns(col("date_end").fill_null(datetime.date.max))
    both = look_up(said, dated, "occasion_id", key="event_id", first="date_start", last="date_end")

    def elsewhen(day: str, first: datetime.date, last: datetime.date) -> bool:
        return starts_late(first.isoformat(), day) or starts_late(day, last.isoformat())

    for row in failing(both, elsewhen, "said_on", "first", "last"):
        yield row["_line"], f"{row['said_on']}, but {row['occasion_id']} was {row['first']} to {row['last']}"


@table_rule(
    field="occasion_id",
    found="{occasion_id} is {occasion_status}",
    remedy="name an event that took place, or none",
)
def occasion_took_place(statements: Any, events: Any) -> Any:
    """The occasion of a statement occurred or is ongoing."""
    status = events.select(occasion_id="event_id", occasion_status="status")
    joined = statements.select("_line", "occasion_id").join(status, on="occasion_id", how="inner")
    return joined.filter(~col("occasion_status").is_in(["occurred", "ongoing"]))


@table_rule(field="attribution", remedy="correct the attribution or the speakers")
def speakers_fit_attribution(statements: Any, statement_speakers: Any) -> Found:
    """A statement has no speaker row if its attribution is `absent`, and has one otherwise."""
    told = statements.select("_line", "statement_id", "attribution").drop_nulls(
        ["statement_id", "attribution"]
    )
    speaking = statement_speakers.filter(col("role").is_in(SPEAKING)).select("statement_id")
    absent = col("attribution") == "absent"
    for row in rows(told.filter(absent).join(speaking, on="statement_id", how="semi")):
        yield row["_line"], f"attribution {row['attribution']}, but a speaker row"
    for row in rows(without(told.filter(~absent), speaking, "statement_id")):
        yield row["_line"], f"attribution {row['attribution']}, but no speaker row"


@table_rule(field="person_id", remedy="name the party, or correct the attribution of the statement")
def speaker_named(statement_speakers: Any, statements: Any) -> Found:
    """A speaker row names no party if the statement's attribution is `unnamed`, and names one otherwise."""
    speakers = statement_speakers.drop_nulls("statement_id").with_columns(
        party=ex.coalesce("person_id", "organization_id", "position_id")
    )
    unnamed = statements.filter(col("attribution") == "unnamed").select("statement_id", unnamed="attribution")
    both = speakers.join(unnamed, on="statement_id", how="left")
    anonymous = present("unnamed") & col("role").is_in(SPEAKING).fill_null(False)
    for row in rows(both.filter(present("party") == anonymous)):
        yield row["_line"], f"{row['party']} for an unnamed speaker" if row["party"] else "no party"


@table_rule(
    field="role",
    found="a joint speaker, but there are {_joint} of them and {_alone} who speak alone",
    remedy="use `speaker` for one, `joint_speaker` for each of several",
)
def joint_speakers_in_company(statement_speakers: Any) -> Any:
    """A joint speaker is one of at least two, and nobody in the statement speaks alone."""
    roles = statement_speakers.select(
        "statement_id",
        _joint=(col("role") == "joint_speaker").cast(ex.Int64),
        _alone=(col("role") == "speaker").cast(ex.Int64),
    )
    counted = roles.drop_nulls("statement_id").group_by("statement_id").agg(ex.sum("_joint", "_alone"))
    odd = counted.filter((col("_joint") == 1) | ((col("_joint") > 1) & (col("_alone") > 0)))
    joint = statement_speakers.filter(col("role") == "joint_speaker").select("_line", "statement_id")
    return joint.join(odd, on="statement_id", how="inner")


@table_rule(field="role", found="{_party} is already there", remedy="keep one of the rows")
def party_once(statement_speakers: Any) -> Any:
    """A party has one role in a statement."""
    party = ex.coalesce("person_id", "organization_id")
    return repeated(
        statement_speakers.select("_line", "statement_id", _party=party), ["statement_id", "_party"]
    )


@table_rule(field="basis", remedy="use `coreference` or `inferred`")
def pronoun_is_resolved(statement_speakers: Any, statements: Any) -> Found:
    """A speaker referred to only by a pronoun, or not at all, is not explicit."""
    explicit = (col("basis") == "explicit") & col("role").is_in(SPEAKING)
    speakers = statement_speakers.filter(explicit).select("_line", "statement_id")
    both = look_up(speakers, statements, "statement_id", attribution="attribution")
    for row in rows(both.filter(col("attribution").is_in(["pronoun", "implicit"]))):
        yield row["_line"], f"explicit, though the attribution is {row['attribution']}"


@table_rule(field="position_id", remedy="name the position held on that day")
def speaker_in_office(statement_speakers: Any, statements: Any, positions: Any) -> Found:
    """A speaker held the position on the day of the statement."""
    speakers = statement_speakers.select("_line", "statement_id", "position_id").drop_nulls("position_id")
    dated = statements.select("statement_id", "said_on").drop_nulls("said_on")
    both = look_up(speakers, dated, "statement_id", day="said_on")
    both = look_up(both, positions, "position_id", start="start", end="end")

    def not_in_office(day: str, start: str, end: str) -> bool:
        return outside_spell(day, {"start": start, "end": end})

    for row in failing(both, not_in_office, "day", "start", "end"):
        yield row["_line"], f"{row['position_id']} was held {spell(row)}, the statement is of {row['day']}"


@table_rule(
    field="source_id",
    found="{source_id}, but {parent_id} is from {parent_source}",
    remedy="name a parent of the same source",
)
def parent_in_same_source(statements: Any) -> Any:
    """A statement and the statement it is reported in are from the same source."""
    parents = statements.select(parent_id="statement_id", parent_source="source_id")
    nested = statements.select("_line", "source_id", "parent_id").drop_nulls("parent_id")
    joined = nested.join(parents, on="parent_id", how="inner")
    return joined.filter(col("source_id") != col("parent_source"))


@table_rule(field="spans", remedy="correct the spans of either statement")
def nested_inside_parent(statements: Any) -> Found:
    """The spans of a nested statement lie within those of its parent."""
    told = statements.select("_line", "statement_id", "source_id", "parent_id", "spans").drop_nulls("spans")
    nested = told.select("_line", "source_id", "parent_id", "spans").drop_nulls("parent_id")
    both = look_up(nested, told, "parent_id", key="statement_id", parent_source="source_id", around="spans")
    same = both.filter(col("source_id") == col("parent_source"))
    for row in failing(same, sp.reach_outside, "spans", "around", unless=surely_inside("spans", "around")):
        yield row["_line"], f"{row['spans']} is not inside {row['around']} of {row['parent_id']}"


@table_rule(
    field="occasion_id",
    found="{occasion_id} is a {_kind}",
    remedy="name the talk or other occasion at which it was said",
)
def occasion_is_one_of_speech(statements: Any, events: Any) -> Any:
    """The occasion of a statement is one of speech, such as a talk or visit, not a launch, war or policy."""
    kinds = events.filter(col("kind").is_in(SPEECHLESS)).select(occasion_id="event_id", _kind="kind")
    return statements.select("_line", "occasion_id").join(kinds, on="occasion_id")


def _surely_other_words() -> pl.Expr:
    """True where neither has the other's beginning; outside ASCII, polars may lower-case unlike Python."""
    summary, quote = pl.col("summary"), pl.col("quote")
    told = summary.str.replace(r"^(?s:.*?): ", "").str.strip_chars_end(".").str.head(BEGINNING)
    quoted = quote.str.strip_chars_end(".,").str.head(BEGINNING)
    within = quote.str.to_lowercase().str.contains(told.str.to_lowercase(), literal=True)
    around = summary.str.to_lowercase().str.contains(quoted.str.to_lowercase(), literal=True)
    beyond = pl.any_horizontal(pl.col("summary", "quote").str.contains("[^\x00-\x7f\u2010-\u2027]"))
    return ~within & ~((quote.str.len_chars() > LONG) & around) & ~beyond


@table_rule(field="summary", remedy="say it in our own words")
def summary_is_no_quotation(statements: Any) -> Found:
    """A summary is in our words: neither the summary nor the quotation contains the other."""
    worded = statements.select("_line", "summary", "quote")
    for row in rows(worded, "summary", "quote", unless=_surely_other_words()):
        summary, quote = row["summary"].split(": ", 1)[-1].rstrip(".").casefold(), row["quote"].casefold()
        if summary in quote or (len(quote) > LONG and quote.rstrip(".,") in row["summary"].casefold()):
            yield row["_line"], "the words of the quotation"


@row_rule(
    "statements",
    "cue attributed_as",
    found="cue {cue}, attributed as {attributed_as}",
    remedy="copy the verb of speech, and the words for the speaker without it",
)
def cue_is_not_the_speaker() -> Any:
    """A cue is a word, and not the speaker's name."""
    return (col("cue") == col("attributed_as")).fill_null(False) | ~col("cue").str.contains(r"\w")


@table_rule(field="cue", remedy="copy only the verb of speech")
def cue_names_nobody(statements: Any, people: Any) -> Found:
    """A cue does not contain the name of a person."""
    names = {row["family_name"] for row in rows(people.select("family_name"), "family_name")}

    def named(cue: str) -> set[str]:
        return names.intersection(re.findall(r"[\w-]+", cue))

    for row in failing(statements.select("_line", "cue").drop_nulls("cue"), named, "cue"):
        yield row["_line"], f'"{row["cue"]}" has {", ".join(sorted(named(row["cue"])))}'


@table_rule(field="attributed_as", remedy="copy only the words for the speaker")
def speaker_without_the_cue(statements: Any) -> Found:
    """The words for a speaker do not end with the verb of speech."""
    named = statements.filter(col("attribution").is_in(["named", "title", "pronoun"]))
    sure = ~pl.col("attributed_as").str.ends_with(pl.format(" {}", pl.col("cue")))
    for row in rows(named.select("_line", "attributed_as", "cue"), "attributed_as", "cue", unless=sure):
        yield row["_line"], f'"{row["attributed_as"]}" ends with "{row["cue"]}"'


@table_rule(field="cue", remedy="copy the verb of speech as it is printed, or correct the language")
def cue_in_the_language(statements: Any) -> Found:
    """A row does not have a cue that is otherwise used only in another language."""
    told = statements.select("_line", "cue", "language").drop_nulls(["cue", "language"])
    told = told.with_columns(_cue=col("cue").str.to_lowercase())
    counted = told.group_by("_cue", "language").agg(_rows=ex.len())
    often = counted.filter(col("_rows") > 2).select("_cue", _other="language")
    once = counted.filter(col("_rows") == 1).select("_cue", "language")
    both = told.join(once, on=["_cue", "language"]).join(often, on="_cue")
    for row in rows(both.filter(col("language") != col("_other"))):
        yield row["_line"], f'"{row["cue"]}" is a cue in {row["_other"]}, but the row is in {row["language"]}'


@row_rule("statements", "quote", found="{quote}", remedy="leave out the outer quotation marks")
def quote_without_outer_marks() -> Any:
    """A quotation does not include its outer quotation marks."""
    return col("quote").str.contains('^[“"«「『„‘][^“”"«»「」『』„‘’]*[”"»」』“’]$')


def _surely_a_quotation() -> pl.Expr:
    """True where the halves of a quotation differ and it does not end with the speaker and cue."""
    quote, cue, speaker = pl.col("quote"), pl.col("cue"), pl.col("attributed_as").fill_null("None")
    half = quote.str.len_chars() // 2
    halves = quote.str.slice(0, half).str.strip_chars(), quote.str.slice(half).str.strip_chars()
    other = (halves[0] != halves[1]) & ~quote.str.contains(r"[\x1c-\x1f]")  # which Python also strips
    text = quote.str.strip_chars_end(".,")
    ends = [pl.format(" {} {}", speaker, cue), pl.format(" {} {}", cue, speaker)]
    return other & ~pl.any_horizontal(text.str.ends_with(end).fill_null(False) for end in ends)


@table_rule(field="quote", remedy="copy only the quotation, and only once")
def quote_is_the_quotation(statements: Any) -> Found:
    """A quotation appears only once in its cell, without the speaker and cue that follow it."""
    quoted = statements.select("_line", "quote", "attributed_as", "cue")
    for row in rows(quoted, "quote", unless=_surely_a_quotation()):
        quote = row["quote"].rstrip(".,")
        half = len(row["quote"]) // 2
        if half > 4 and row["quote"][:half].strip() == row["quote"][half:].strip():
            yield row["_line"], "the same words twice"
        elif row["cue"] and quote.endswith(
            (f" {row['attributed_as']} {row['cue']}", f" {row['cue']} {row['attributed_as']}")
        ):
            yield row["_line"], "ends with the speaker and the cue"


@table_rule(
    field="role",
    found="{_speakers} speakers who each speak alone",
    remedy="use `joint_speaker` for each, or make a separate statement for each",
)
def one_speaker_speaks_alone(statement_speakers: Any) -> Any:
    """A statement has at most one `speaker`; several are joint speakers."""
    alone = statement_speakers.filter(col("role") == "speaker").select("_line", "statement_id")
    counted = alone.group_by("statement_id").agg(_speakers=ex.len(), _first=col("_line").min())
    several = alone.join(counted.filter(col("_speakers") > 1), on="statement_id")
    return several.filter(col("_line") != col("_first"))
