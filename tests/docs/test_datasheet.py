"""The datasheet: every figure in it is counted again from the data, and no other stands there."""

import re

from conftest import ROOT

from analysis.speakers import SPEAKING
from scripts.load import load

TEXT = (ROOT / "docs" / "datasheet.md").read_text(encoding="utf-8")
PROSE = " ".join(TEXT.split())
TABLES = load()
FIRST = "src-korea-times-2025-01-06"
# corrections grow with each edition, and are told of without a figure
COUNTED = {name: table for name, table in TABLES.items() if name != "corrections"}

sources, statements, claims = TABLES["sources"], TABLES["statements"], TABLES["claims"]
kinds = statements.quote_type.value_counts()
languages = sources.language.value_counts()
people, bodies = TABLES["people"], TABLES["organizations"]


def speakers():
    """The speakers of statements, each with the country of the person or else of the body."""
    found = TABLES["statement_speakers"]
    found = found[found.role.isin(SPEAKING)]
    found = found.merge(people[["person_id", "country"]], on="person_id", how="left")
    found = found.merge(
        bodies[["organization_id", "country"]], on="organization_id", how="left", suffixes=("", "_of_body")
    )
    return found.assign(country=found.country.fillna(found.country_of_body))


spoken = speakers()
by_country = spoken.groupby("country").statement_id.nunique()
blinken = spoken[spoken.person_id == "per-antony-blinken"].statement_id.nunique()

SAID = [
    f"Of the statements {kinds['direct']} are direct quotations, {kinds['mixed']} quotations in part, "
    f"{kinds['indirect']} indirect and {kinds['reported']} a mere verb of speech",
    f"Of the claims {(claims.relation == 'vague').sum()} are vague words without a value, and "
    f"{(claims.basis == 'reporter').sum()} are the reporter's own",
    f"of {sources.family.nunique()} families (newsrooms with their reprints), in {len(languages)} languages: "
    f"{languages['en']} in English, {languages['ko']} in Korean, {languages['ja']} in Japanese, "
    f"{len(sources) - languages[['en', 'ko', 'ja']].sum()} in others",
    f"from October 2016 to September 2025; {sources.published.isna().sum()} have no date",
    f"Of the events {TABLES['events'].date_start.isna().sum()} have no date",
    f"Of the sources {(sources.extent == 'opening').sum()} could be read only from their beginning and "
    f"{(sources.extent == 'excerpt').sum()} in an excerpt",
    f"Of the statements {(statements.attribution == 'unnamed').sum()} have a speaker who is not identified, "
    f"{(statements.attribution == 'absent').sum()} none at all",
    f"Blinken speaks in {blinken} of the {len(statements)} statements",
    f"Parties of the United States speak in {by_country['USA']} and those of South Korea in "
    f"{by_country['KOR']}, those of North Korea in {by_country['PRK']} and of Russia in {by_country['RUS']}",
    f"Of the statements {(statements.translated == 'yes').sum()} are in another language than the speaker's, "
    f"and of {(statements.translated == 'unknown').sum()} it is not known",
    f"Those of {(sources.published_basis == 'inferred').sum()} sources are inferred",
    f"(`hedge_scope` = `ambiguous`, {(claims.hedge_scope == 'ambiguous').sum()} claims)",
    f"published words of {len(people)} people",
    f"{sources.byline.notna().sum()} sources keep their by-line",
    f"at most {statements.quote.dropna().str.split().str.len().max()} words long",
]


def test_every_table_is_counted():
    rows = re.findall(r"^\| (\w+) \| (\d+) \| (\d*) ?\|$", TEXT, re.MULTILINE)
    wanted = []
    for name, table in COUNTED.items():
        first = (table.source_id == FIRST).sum() if "source_id" in table else ""
        wanted.append((name, str(len(table)), str(first)))
    assert sorted(rows) == sorted(wanted)


def test_every_sentence_with_a_figure_is_true():
    assert [sentence for sentence in SAID if sentence not in PROSE] == []


def test_no_figure_stands_there_that_is_not_counted():
    rest = re.sub(r"^\|.*$", "", TEXT, flags=re.MULTILINE)
    rest = " ".join(rest.split())
    for sentence in SAID:
        rest = rest.replace(sentence, "")
    # what is left: the dates of visit and article, the day of access, the book, the licence, our name
    for known in [
        "5 and 6 January 2025",
        "6 January 2025",
        "24 November 2026",
        "(2021)",
        "CC-BY-4.0",
        "seoul-2025",
    ]:
        rest = rest.replace(known, "")
    assert re.findall(r"\d+", rest) == []


def test_what_it_says_of_dates_texts_and_spans():
    assert sources.published.dropna().str[:7].agg(["min", "max"]).tolist() == ["2016-10", "2025-09"]
    [day] = set(sources.accessed.dropna().dt.date.astype(str))
    assert (day, sources.accessed.isna().sum()) == ("2026-11-24", 1)
    assert set(sources[sources.text_sha256.notna()].source_id) == {FIRST}
    assert set(sources[sources.url.isna()].source_id) == {FIRST}
    for name, table in COUNTED.items():
        if "spans" in table:
            assert set(table[table.spans.notna()].source_id) == {FIRST}, name


def test_its_links_lead_somewhere():
    for link in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / "docs" / link).is_file(), link
