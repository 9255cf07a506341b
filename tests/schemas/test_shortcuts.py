"""What rules pass at once for whole columns is what they pass row by row."""

import re
from typing import Any

import polars as pl
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from schemas import spans
from schemas.rules import characters, codes, evidence, links, measures, names, rule_set, statements, words
from schemas.rules.lexicon import _words
from schemas.rules.lexicon import words as words_of
from validator import frames
from validator.checks import Check, _among
from validator.rules import CellRule, TableRule

EXAMPLES = examples(100)
PARTS = [
    "Vale",
    "vale",
    "Kim",
    "Kim Reed",
    "Vale-Reed",
    "about",
    "5",
    "boats",
    "boat",
    "…",
    " … ",
    " ",
    " ",
    " ",
]
PARTS += [": ", ".", ",", "’", "é", "ß", "İ", "said", "\x1c", "\n", "-", "김", "the"]
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join)
MAYBE = st.one_of(st.none(), TEXTS)
PLACES = st.one_of(
    st.none(),
    st.just("x"),
    st.just(f"1-{10**20}"),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=2).map(spans.show),
)
ROW = st.fixed_dictionaries(
    {
        "summary": TEXTS,
        "quote": st.one_of(MAYBE, st.sampled_from(["Vale said boats", "Vale said, boats", "Vale … boats"])),
        "cue": st.sampled_from([None, "said", "Vale said"]),
        "attributed_as": MAYBE,
        "attribution": st.sampled_from(["named", "title"]),
        "language": st.sampled_from(["en", "ko", "fr"]),
        "spans": PLACES,
        "source_id": st.sampled_from(["src-a", "src-b"]),
        "parent_id": st.sampled_from([None, "0"]),
        "as_written": TEXTS,
        "wording": st.one_of(MAYBE, st.sampled_from(["Vale", "Vale said", "boats"])),
        "definition": st.one_of(TEXTS, st.sampled_from(["boats of 2024", "boats of 2025", "boats of 12024"])),
        "subject": MAYBE,
        "period_start": st.sampled_from([None, "2025-01-01"]),
        "person_id": st.sampled_from(["per-0", "per-1", "per-2"]),
        "gist": st.one_of(
            MAYBE, st.sampled_from(["Vale said.", "Yoon: boats.", "Yoon’s boats", "Valé said."])
        ),
        "utterance_id": st.sampled_from(["utt-vale-boats", "utt-kim-reed-boats", "utt-vale", "utt-the-vale"]),
        "event_id": st.sampled_from(["evt-vale-kim", "evt-talk", "evt-the-kim-reed", "evt-valentine"]),
        "name": st.one_of(TEXTS, st.sampled_from(["the boats", "Vale boats"])),
        "kind": st.sampled_from(["visit", "launch", "state"]),
        "organization_id": st.sampled_from([None, "org-0", "org-1"]),
    }
)
RULES = [
    words.hedge_is_coded,
    words.wording_at_words,
    words.wording_ends_at_a_pause,
    words.named_by_the_name,
    words.title_without_a_name,
    words.summary_begins_with_the_speaker,
    statements.summary_is_no_quotation,
    statements.quote_is_the_quotation,
    codes.quote_in_its_script,
    codes.words_in_the_sources_script,
    evidence.claim_spans_as_long_as_its_words,
    evidence.quote_spans_as_long_as_its_words,
    links.nested_statement_has_a_parent,
    measures.definition_names_the_subject,
    measures.years_of_the_definition_in_the_period,
    names.gist_begins_with_the_speaker,
    names.person_in_the_name_takes_part,
    names.state_in_the_name_takes_part,
]
TABLES = ["statements", "claims", "renderings", "measures", "utterances", "events", "event_participants"]
SAME = {
    "quote_type": "direct",
    "basis": "explicit",
    "role": "speaker",
    "hedge": None,
    "period_end": None,
}
CELL = st.one_of(
    st.sampled_from([*PARTS, *words_of("placeholder"), "TODO", "  ", "(", "]", '"', "?", "&", "|", "[sic]"]),
    st.characters(exclude_categories=["Cs"]),
    st.characters(min_codepoint=0x80, max_codepoint=0x36F),
    st.sampled_from(
        ["3-5", "5-3", "3-3", "03-5", f"1-{10**20}", f"{10**20}-1", "3-5;7-9", "3-5;4-9", "-3-5", "+5-3"]
    ),
)


def found(rule: TableRule, drawn: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """What a rule finds in small tables, each of which has all columns of the rows."""
    columns = {name: pl.Series([row[name] for row in drawn], dtype=pl.String) for name in drawn[0]}
    columns |= {name: pl.Series([cell] * len(drawn), dtype=pl.String) for name, cell in SAME.items()}
    ids = [str(number) for number in range(len(drawn))]
    table = pl.DataFrame({"_line": range(len(drawn)), "statement_id": ids, **columns})
    made = dict.fromkeys(TABLES, table)
    made["statement_speakers"] = pl.concat([table, table.with_columns(person_id=pl.lit("per-1"))])
    made["people"] = pl.DataFrame(
        {
            "person_id": ["per-0", "per-1", "per-2", "per-3"],
            "family_name": ["Vale", "Kim Reed", "Yoon", "Valé"],
            "name_native": [None, None, "김", None],
        }
    )
    made["organizations"] = pl.DataFrame(
        {
            "organization_id": ["org-0", "org-1"],
            "name": ["Vale", "the"],
            "kind": ["state", "state"],
            "parent_id": [None, "org-0"],
        }
    )
    made["sources"] = pl.DataFrame({"source_id": ["src-a", "src-b"], "language": ["en", "ko"]})
    read = ("claims", *rule.tables) if rule.over else rule.tables
    return sorted(rule.check(*(made[name].lazy() for name in read)))


def row_by_row(patch: pytest.MonkeyPatch) -> None:
    """Take all shortcuts away."""
    for module in (words, statements, codes, evidence, measures, names):
        patch.setattr(module, "rows", lambda frame, *needed, unless=None: frames.rows(frame, *needed))
    patch.setattr(
        words, "failing", lambda frame, bad, *needed, unless=None: frames.failing(frame, bad, *needed)
    )
    patch.setattr(words, "_with_another_beginning", lambda told, *others: told)
    well_formed = pl.col("spans").str.contains(links.WELL_FORMED)
    patch.setattr(links, "overlapping", lambda placed: placed.filter(well_formed).collect())


@pytest.mark.property
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_the_same_row_by_row(rule: TableRule):
    @EXAMPLES
    @given(drawn=st.lists(ROW, min_size=1, max_size=5))
    def hold(drawn: list[dict[str, Any]]) -> None:
        shortly = found(rule, drawn)
        with pytest.MonkeyPatch.context() as patch:
            row_by_row(patch)
            assert shortly == found(rule, drawn)

    hold()


def test_no_word_for_a_unit_has_a_digit():
    """A rule looks at printed units without their numbers."""
    assert not [word for word in _words() if word["use"] == "unit" and re.search("[0-9]", word["word"])]


@EXAMPLES
@given(st.lists(st.lists(CELL, min_size=1, max_size=6).map("".join), min_size=50, max_size=50))
def test_every_bad_cell_is_among_those_that_a_rule_is_asked_about(cells: list[str]):
    column = pl.DataFrame({"cell": cells})
    for rule in rule_set().rules:
        if isinstance(rule, CellRule) and rule.among:
            check = Check(rule.id, "", ("cell",), rule.bad, among=rule.among)
            asked = set(column.filter(_among("cell", check))["cell"])
            assert not [cell for cell in cells if cell not in asked and rule.bad(cell)], rule.id


@EXAMPLES
@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, unique=True, max_size=6))
def test_names_are_found_in_texts(texts: list[str], known: list[str]):
    assert names.mentioned(texts, known) == [[name for name in known if name in text] for text in texts]


def test_a_ligature_is_found_by_the_validator_too():
    bad = "of\ufb01cial"
    assert characters.word_in_one_script.bad(bad)
    assert pl.Series([bad]).str.contains(characters.word_in_one_script.among).all()
