"""Rules about codes of countries, languages and time zones, and about the scripts of languages."""

import re
from typing import Any

import polars as pl

from schemas.rules.lexicon import languages_of, names_of_languages, script_of, zones_of
from validator.expressions import col
from validator.frames import columns_of, failing, look_up, rows
from validator.messages import cell_text
from validator.rules import Found, cell_rule, table_rule

# letters of each script; words in a language have at least one letter of its script
OF = {
    "Latn": r"A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Kore": r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Jpan": r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d",
    "Hans": r"\u3005-\u3007\u3400-\u9fff",
    "Arab": r"\u0600-\u06ff\ufb50-\ufefc",
    "Cyrl": r"\u0400-\u052f",
}
FOREIGN = {"Latn": r"[^\W\d_]"}  # any language may have a few Latin letters, as in units
FOREIGN |= {script: r"[A-Za-z]{4}|[^\W\d_A-Za-z]" for script in OF if script != "Latn"}
VERBATIM = [
    "attributed_as",
    "cue",
    "as_written",
    "hedge",
    "described_as",
    "date_as_written",
    "time_as_written",
]
VERBATIM += ["name_as_written", "title_as_written"]


@cell_rule("country", remedy="use a code of ISO 3166-1 alpha-3, such as KOR")
def country_exists(code: str) -> bool:
    """A country code is in ISO 3166-1."""
    return code not in languages_of()


@cell_rule("language original_language", remedy="use a code of ISO 639-1, such as ko")
def language_exists(code: str) -> bool:
    """A language code is in ISO 639-1."""
    return code not in script_of()


@table_rule(field="time_zone", remedy="name the time zone of the place, or correct the country")
def time_zone_of_the_country(events: Any) -> Found:
    """The time zone of an event is one of its country."""

    def elsewhere(zone: str, country: str) -> bool:
        return country in zones_of() and zone not in zones_of()[country]

    timed = events.drop_nulls(["time_zone", "country"])
    for row in failing(timed, elsewhere, "time_zone", "country"):
        yield row["_line"], f"{row['time_zone']} is not a time zone of {row['country']}"


def foreign(words: str, language: str) -> bool:
    """Whether words have no letter of their language; never so for a language with several scripts."""
    script = script_of().get(language, "")
    if script not in OF or (script == "Latn" and words.isascii()):
        return False
    return re.search(FOREIGN[script], words) is not None and not re.search(f"[{OF[script]}]", words)


def _latin(language: str, *names: str) -> pl.Expr:
    """True where the language uses Latin letters and each cell is missing or has one."""
    at_home = pl.col(language).is_in([one for one, script in script_of().items() if script == "Latn"])
    return at_home & pl.all_horizontal(
        pl.col(name).str.contains("[A-Za-z]").fill_null(True) for name in names
    )


@table_rule(field="quote", remedy="correct the language or the quote")
def quote_in_its_script(statements: Any) -> Found:
    """A quotation is in the script of its language."""
    quoted = statements.select("_line", "quote", "language")
    for row in rows(quoted, "quote", "language", unless=_latin("language", "quote")):
        if foreign(row["quote"], row["language"]):
            yield row["_line"], f"{cell_text(row['quote'])}, language {row['language']}"


@table_rule(field="title", remedy="correct the language or the title")
def title_in_its_script(sources: Any) -> Found:
    """A title is in the script of the source's language, unless it is our own description in brackets."""
    titled = sources.select("_line", "title", "language")
    for row in rows(titled, "title", "language", unless=_latin("language", "title")):
        if foreign(row["title"], row["language"]) and "(" not in row["title"]:
            yield row["_line"], f"{cell_text(row['title'])}, language {row['language']}"


@table_rule(
    over="source_id", field="source_id", remedy="copy the words of the source, or name another source"
)
def words_in_the_sources_script(evidence: Any, sources: Any) -> Found:
    """Words copied from a source are in the script of its language."""
    names = [name for name in VERBATIM if name in columns_of(evidence)]
    if not names:
        return
    both = look_up(evidence.select("_line", "source_id", *names), sources, "source_id", _language="language")
    for row in rows(both, "_language", unless=_latin("_language", *names)):
        wrong = [name for name in names if row[name] and foreign(row[name], row["_language"])]
        if wrong:
            yield row["_line"], f"{' and '.join(wrong)} not in the script of {row['_language']}"


@table_rule(field="language", remedy="correct the language, or name in the note the language of the text")
def language_of_the_source(statements: Any, sources: Any) -> Found:
    """A statement is in the language of its source, or its note names the language it is in."""
    said = statements.select("_line", "source_id", "language", "note").drop_nulls("language")
    both = look_up(said, sources, "source_id", _language="language")
    for row in rows(both.filter(col("language") != col("_language"))):
        name = names_of_languages().get(row["language"])
        if not name or name not in (row["note"] or ""):
            yield row["_line"], f"{row['language']}, but {row['source_id']} is in {row['_language']}"
