"""analysis/words.py: how two wordings differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.words import differ, marked, plain, split, steps


def test_differing_words_are_marked():
    base = "The harbour is already losing boats and crates."
    assert marked(base, "The harbour has already lost boats and crates", "en") == (
        "The harbour ~~is~~ **has** already ~~losing~~ **lost** boats and crates"
    )


def test_a_fragment_is_not_marked_where_it_begins_later_or_ends_earlier():
    assert marked("Now we have reason to believe it", "we have reason", "en") == "we have reason"


@pytest.mark.parametrize(
    "wording",
    ["“The harbour's boats,", "the Harbour’s boats.", "The [harbour's] boats"],
)
def test_case_and_punctuation_are_no_difference_and_stay_as_printed(wording: str):
    printed = " ".join(wording.split()).replace("[", r"\[").replace("]", r"\]")  # as Markdown shows them
    assert marked("The harbour’s boats,", wording, "en") == printed


def test_where_nothing_agrees_all_is_marked():
    assert marked("boats and crates", "a pier", "en") == "~~boats and crates~~ **a pier**"


def test_without_a_wording_there_is_nothing_to_mark():
    assert marked("boats", "", "en") == "" and not differ(marked("boats", "", "en"))


def test_japanese_and_chinese_are_compared_sign_by_sign():
    assert marked("ロシアが衛星技術を共有する。", "ロシアは衛星技術を提供する", "ja") == (
        "ロシア~~が~~**は**衛星技術を~~共有~~**提供**する"
    )


def test_a_number_is_one_sign():
    assert marked("1,100人が死亡", "1,000人が死亡", "ja") == "~~1,100~~**1,000**人が死亡"


def test_korean_has_blanks_between_its_words():
    assert split("북한에 위성 기술을", "ko") == ["북한에", "위성", "기술을"]


def test_steps_go_from_one_list_of_words_to_the_other():
    """(words that go, words that come, words that stay), in turn; the page draws its marks by them."""
    assert steps(["we", "have", "a", "reason"], ["we", "have", "reasons", "now"]) == [(0, 0, 2), (2, 2, 0)]


words = st.lists(st.sampled_from(["boats", "and", "crates", "Boats,", "lost"]))


@given(words, words)
def test_steps_use_every_word_of_both_lists_once(base: list[str], other: list[str]):
    found = steps(base, other)
    assert sum(gone + same for gone, _, same in found) == len(base)
    assert sum(come + same for _, come, same in found) == len(other)


@given(st.text(), st.sampled_from(["ja", "en"]))
def test_no_sign_of_a_wording_is_lost(wording: str, language: str):
    assert "".join(split(wording, language)).replace(" ", "") == "".join(wording.split())


def test_a_plain_wording_has_no_style_of_an_outlet():
    assert plain("The harbour’s “boats”,") == 'The harbour\'s "boats"'
