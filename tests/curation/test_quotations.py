"""Quotations by their marks: what is inside, whatever print has made of them."""

import pytest

from curation.attributions import statements
from curation.quotations import quotations
from curation.speakers import Known


def parts(text: str, language: str = "en") -> list[list[str]]:
    return [[text[start:end] for start, end in one.parts] for one in quotations(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("“Curly,” he said.", "en", [["Curly,"]]),
        ('"Straight," he said.', "en", [["Straight,"]]),
        ('“Mixed," he said. "Also mixed,” she said.', "en", [["Mixed,"], ["Also mixed,"]]),
        ("‘Single,’ he said of the ministers' talks.", "en", [["Single,"]]),
        ("'We will look at every offer,' she said.", "en", [["We will look at every offer,"]]),
        ("The ministers' lunch and the mayor's boats.", "en", []),
        ("“He told me, ‘I never saw it,’” she said.", "en", [["He told me, ‘I never saw it,’"]]),
        ('"He told me, \'I never saw it,\'" she said.', "en", [["He told me, 'I never saw it,'"]]),
        ("“It goes on.\n\n“And on,” he said.", "en", [["It goes on.", "And on,"]]),
        ("“Cut by a break in the U.\n\nN. halls,” he said.", "en",
         [["Cut by a break in the U.\n\nN. halls,"]]),
        ("“Never closed.\n\nThe mayor left.", "en", [["Never closed."]]),
        ("“Never closed. The mayor left. “Closed,” he said.", "en",
         [["Never closed. The mayor left."], ["Closed,"]]),
        ("Er sagte: „Das ist gut.“ Dann ging er.", "de", [["Das ist gut."]]),
        ("Er sagte: »Das ist gut.« Dann ging er.", "de", [["Das ist gut."]]),
        ("« C’est bien », a dit le maire.", "fr", [["C’est bien"]]),
        ("市長は「これは良い」と述べた。", "ja", [["これは良い"]]),
        ("市長は「彼は『良い』と言った」と述べた。", "ja", [["彼は『良い』と言った"]]),
        ("시장은 “좋은 일”이라고 말했다.", "ko", [["좋은 일"]]),
    ],
)  # fmt: skip
def test_marks(text, language, expected):
    assert parts(text, language) == expected


KNOWN = Known()
KNOWN.add("per-vale", "Lena Vale", "Vale", "레나 베일", "ヴェール市長")
KNOWN.add("per-reed", "Omar Reed", "Reed")


def told(text: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    """(type, words, cue, person) of each proposal."""
    return [
        (
            one.quote_type,
            " … ".join(" ".join(text[start:end].split()) for start, end in one.spans),
            one.cue,
            one.speaker.person_id,
        )
        for one in statements(text, language, KNOWN)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The pier is old,” Vale said. “It will close.”",
         [("direct", "The pier is old, … It will close.", "said", "per-vale")]),
        ("“The pier is old,” Vale said. “It will close,” Reed added.",
         [("direct", "The pier is old,", "said", "per-vale"),
          ("direct", "It will close,", "added", "per-reed")]),
        ("Vale spoke. “The pier is old,” said Omar Reed, who runs the port.",
         [("direct", "The pier is old,", "said", "per-reed")]),
        ("Vale said that the pier was old.", [("indirect", "the pier was old", "said", "per-vale")]),
        ("Reed said the pier was “a sieve” and old.",
         [("mixed", "the pier was “a sieve” and old", "said", "per-reed")]),
        ("The pier will close, Vale said on Tuesday.",
         [("indirect", "The pier will close", "said", "per-vale")]),
        ("The pier is old, according to Reed.",
         [("indirect", "The pier is old", "according to", "per-reed")]),
        ("According to Reed, the pier is old.",
         [("indirect", "the pier is old", "According to", "per-reed")]),
        ("Vale praised the crew.", [("reported", "the crew", "praised", "per-vale")]),
        ("Vale condemned the dumping, saying, “It must end.”",
         [("reported", "the dumping", "condemned", "per-vale"),
          ("direct", "It must end.", "saying", "per-vale")]),
        ("Pier may close: Vale\n\nThe town is old.", [("indirect", "Pier may close", "", "per-vale")]),
        ("The claim was old. The mayor was told.", []),
    ],
)  # fmt: skip
def test_statements_with_cue_and_speaker(text, expected):
    assert told(text) == expected


def test_he_is_whoever_spoke_last():
    [one, other] = told("Reed said the pier was old. He added that it would close.")
    assert (one[3], other[3]) == ("per-reed", "per-reed")


def test_korean_and_japanese():
    assert told("레나 베일은 “부두는 낡았고 곧 닫힐 것입니다”라고 말했다.", "ko") == [
        ("direct", "부두는 낡았고 곧 닫힐 것입니다", "말했다", "per-vale")
    ]
    assert told("ヴェール市長は「桟橋は古く、近く閉鎖される」と述べた。", "ja") == [
        ("direct", "桟橋は古く、近く閉鎖される", "述べた", "per-vale")
    ]
