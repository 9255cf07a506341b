"""Kinds that any column may suffer: signs, words and forms that nobody wrote on purpose."""

import datetime
import re
import unicodedata
from collections.abc import Callable

from mutations import Case, Change, add
from mutations.changes import set_cells

# columns in our words, and columns in the source's own, of each table
OURS = {
    "sources": "publisher note",
    "people": "name note",
    "organizations": "name note",
    "positions": "title note",
    "events": "name place note",
    "event_sources": "detail",
    "statements": "summary note",
    "claims": "measured note",
    "measures": "definition note",
    "utterances": "gist note",
    "corrections": "reason",
}
THEIRS = {
    "sources": "title byline",
    "people": "name_native name_as_written",
    "organizations": "name_as_written",
    "positions": "title_as_written",
    "events": "date_as_written time_as_written",
    "event_sources": "described_as",
    "statements": "quote attributed_as cue",
    "claims": "as_written hedge",
    "renderings": "wording",
}
TEXTS = {table: f"{OURS.get(table, '')} {THEIRS.get(table, '')}" for table in {**OURS, **THEIRS}}
NOTES = {table: names.split()[-1] for table, names in OURS.items()}
DATES = {
    "sources": "published accessed",
    "positions": "as_of start end",
    "events": "status_as_of date_start date_end",
    "statements": "said_on",
    "claims": "as_of",
}
CODES = {
    "sources": "published_basis kind extent copy title_basis",
    "organizations": "kind",
    "positions": "status status_basis",
    "events": "kind status date_precision date_basis",
    "event_sources": "stance",
    "event_participants": "role",
    "statements": "quote_type attribution occasion_basis translated",
    "statement_speakers": "role basis",
    "claims": "quantity_kind relation polarity hedge_scope basis",
    "measures": "quantity_kind tally",
    "utterances": "medium",
}
KEYS = {
    "people": "source_id",
    "organizations": "parent_id source_id",
    "positions": "person_id organization_id source_id",
    "events": "parent_id source_id",
    "event_sources": "event_id source_id",
    "event_participants": "person_id organization_id position_id",
    "statements": "source_id occasion_id parent_id",
    "statement_speakers": "person_id organization_id position_id",
    "statement_events": "statement_id event_id",
    "claims": "source_id statement_id event_id measure_id",
    "utterances": "occasion_id",
    "renderings": "utterance_id statement_id",
}
REQUIRED = {
    "sources": "title publisher language family",
    "people": "name",
    "organizations": "name kind",
    "positions": "title as_of",
    "events": "name status_as_of",
    "statements": "summary language",
    "claims": "as_written unit",
    "measures": "definition",
    "utterances": "gist",
}
FORMS = {
    "people": "name_as_written",
    "organizations": "name_as_written",
    "positions": "title_as_written",
    "events": "date_as_written",
    "sources": "byline",
}
VALUES = {"claims": "value value_low value_high"}
IDS = {table: f"{table.rstrip('s')}_id" for table in OURS if table not in ("people", "event_sources")}

New = Callable[[Case, str], str | None]  # a cell that is not empty -> what stands there instead, if anything

PLACEHOLDERS = ["TBD", "TODO", "XXX", "tbc", "(to be added)", "unknown", "n.a.", "???", "test", "Lorem ipsum"]
ERRORS = ["#REF!", "#NAME?", "#VALUE!", "#DIV/0!"]
REMARKS = ["[check]", "(sic)", "[?]", "<<<"]
HOMOGLYPHS = dict(zip("aeopcyxBHKMOPCTX", "аеорсухВНКМОРСТХ", strict=True))  # Latin: Cyrillic
ENTITIES = {"&": "&amp;", "'": "&#39;", '"': "&quot;", "’": "&rsquo;", " ": "&nbsp;", ">": "&gt;"}
BOLD = {chr(97 + n): chr(0x1D41A + n) for n in range(26)}
WIDE = {chr(n): chr(n + 0xFEE0) for n in (*range(48, 58), *range(65, 91), *range(97, 123))}
LIGATURES = {"fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}
ID = r"\b(?:src|per|org|pos|evt|stm|clm|msr|utt)-[a-z0-9-]*[a-z0-9]"


def put_in(sign: str) -> New:
    """A sign within a word."""

    def new(case: Case, text: str) -> str | None:
        at = case.pick(found.start() for found in re.finditer(r"(?<=\w)(?=\w)", text))
        return text[:at] + sign + text[at:] if at else None

    return new


def one(pattern: str, of: Callable[[Case, str], str]) -> New:
    """One of the places that fit a pattern is another."""

    def new(case: Case, text: str) -> str | None:
        found = case.pick(re.finditer(pattern, text))
        return text[: found.start()] + of(case, found[0]) + text[found.end() :] if found else None

    return new


def exchange(signs: dict[str, str], around: str = "{}") -> New:
    """One sign is another; `around` is a pattern with braces for it."""
    either = "|".join(map(re.escape, signs))
    return one(around.format(f"(?:{either})"), lambda case, sign: signs[sign])


def whole(new: Callable[[str], str | None]) -> New:
    """All of the text is another."""
    return lambda case, text: new(text)


def decoded_twice(text: str) -> str | None:
    """Text read as Windows-1252 though it is UTF-8."""
    return None if text.isascii() else text.encode().decode("cp1252", errors="ignore")


def counted(iso: str) -> str | None:
    """A date as a spreadsheet counts it."""
    full = len(iso) == 10
    return str((datetime.date.fromisoformat(iso) - datetime.date(1899, 12, 30)).days) if full else None


def cut(case: Case, text: str) -> str | None:
    """The text up to within one of its words."""
    word = case.pick(found for found in re.finditer(r"\w{4,}", text[:-1]) if found.start() > 8)
    return text[: word.start() + 2] if word else None


def of_another_column(case: Case, code: str) -> str:
    """A code of another column of the row."""
    others = {case.row.get(name, "") for name in CODES[case.table].split()} - {code, ""}
    return case.pick(sorted(others)) or "quote"


def korean(case: Case, text: str) -> str:
    """A quotation of a Korean page."""
    quotes = [row["quote"] for row in case.package.having("statements", "language", "ko") if row["quote"]]
    return case.pick(quotes)


def of_another_row(case: Case, note: str) -> str | None:
    """The note of another row."""
    return case.pick(row["note"] for row in case.others() if row.get("note"))


def lose_a_letter(case: Case, word: str) -> str:
    """A word without one of its inner letters."""
    at = case.rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


IN_LATIN = "(?<=[A-Za-z]){}(?=[A-Za-z])"
SIGNS: list[tuple[str, dict[str, str], str, New]] = [
    (
        "signs-decomposed",
        TEXTS,
        "The text is not in Unicode's composed form.",
        whole(lambda t: unicodedata.normalize("NFD", t)),
    ),
    ("sign-zero-width-space", TEXTS, "A zero-width space stands in a word.", put_in("\u200b")),
    ("sign-byte-order-mark", TEXTS, "A byte order mark stands in a word.", put_in("\ufeff")),
    ("sign-soft-hyphen", TEXTS, "A soft hyphen stands in a word.", put_in("\u00ad")),
    ("sign-private", TEXTS, "A character of private use stands in a word.", put_in("\ue00f")),
    ("sign-direction-mark", TEXTS, "A mark of direction stands in a word.", put_in("\u202e")),
    ("sign-stray-accent", TEXTS, "An accent stands on a letter that has none.", put_in("\u0301")),
    ("sign-replaced", TEXTS, "U+FFFD stands for a character.", one(r"\w", lambda case, sign: "\ufffd")),
    (
        "signs-lost",
        TEXTS,
        "Question marks stand for what is not ASCII.",
        whole(lambda t: re.sub(r"[^\x00-\x7f]", "?", t)),
    ),
    ("signs-decoded-twice", TEXTS, "UTF-8 was read as Windows-1252.", whole(decoded_twice)),
    ("sign-no-break-space", TEXTS, "A no-break space stands for a space.", exchange({" ": "\u00a0"})),
    ("sign-two-spaces", TEXTS, "Two spaces stand for one.", exchange({" ": "  "})),
    ("sign-line-break", TEXTS, "A line break stands in the cell.", exchange({" ": "\n"})),
    ("sign-entity", TEXTS, "An HTML entity stands for a character.", exchange(ENTITIES)),
    ("sign-tag", TEXTS, "HTML tags stand around a word.", one(r"\w+", lambda case, word: f"<b>{word}</b>")),
    ("sign-homoglyph", TEXTS, "A Cyrillic letter stands in a Latin word.", exchange(HOMOGLYPHS, IN_LATIN)),
    ("sign-full-width", TEXTS, "A full-width letter stands in a Latin word.", exchange(WIDE, IN_LATIN)),
    ("sign-bold", TEXTS, "A mathematical letter stands in a Latin word.", exchange(BOLD, IN_LATIN)),
    ("sign-ligature", TEXTS, "A ligature out of a PDF stands for two letters.", exchange(LIGATURES)),
    (
        "sign-escape",
        TEXTS,
        "A backslash escape stands for a character.",
        one(r"[^\x00-\x7f]", lambda case, sign: f"\\u{ord(sign):04x}"),
    ),
    ("sign-percent", TEXTS, "Spaces are escaped as in an address.", whole(lambda t: t.replace(" ", "%20"))),
    (
        "word-placeholder",
        OURS,
        "A placeholder stands for our words.",
        lambda case, text: case.pick(PLACEHOLDERS),
    ),
    (
        "word-placeholder-verbatim",
        THEIRS,
        "A placeholder stands for the source's words.",
        lambda case, text: case.pick(PLACEHOLDERS),
    ),
    ("word-for-missing", TEXTS, "A word stands for a missing value.", whole(lambda text: "null")),
    (
        "word-spreadsheet-error",
        TEXTS,
        "The error of a spreadsheet stands there.",
        lambda case, text: case.pick(ERRORS),
    ),
    (
        "word-list-notation",
        TEXTS,
        "The text is written as a list in a program.",
        whole(lambda text: f"['{text}']"),
    ),
    (
        "word-markdown",
        TEXTS,
        "Markdown stands in the text.",
        one(r"\w{4,}", lambda case, word: f"**{word}**"),
    ),
    (
        "word-of-the-curator",
        TEXTS,
        "A remark of the curator to themselves stands there.",
        lambda case, text: f"{text} {case.pick(REMARKS)}",
    ),
    (
        "word-doubled",
        OURS,
        "A word of ours stands twice.",
        one(r"\b[a-z]{3,}\b", lambda case, word: f"{word} {word}"),
    ),
    ("word-cut", OURS, "Our words break off within a word.", cut),
    ("word-cut-verbatim", THEIRS, "The source's words break off within a word.", cut),
    ("words-in-capitals", OURS, "Our words are in capitals.", whole(lambda t: t.upper() * (" " in t))),
    ("words-of-another-language", OURS, "Words of a Korean page stand for our English ones.", korean),
    (
        "note-names-no-row",
        NOTES,
        "The note names an id that does not exist.",
        one(ID, lambda case, id_: f"{id_}9" if id_[-1].isdigit() else f"{id_}s"),
    ),
    ("forms-by-comma", FORMS, "Several forms are joined by a comma.", whole(lambda t: t.replace("|", ", "))),
    ("forms-with-blanks", FORMS, "Blanks stand around the bar.", whole(lambda t: t.replace("|", " | "))),
    ("forms-with-nothing", FORMS, "A form is empty.", whole(lambda text: f"{text}|")),
    ("forms-twice", FORMS, "A form stands twice.", whole(lambda text: f"{text}|{text.split('|')[0]}")),
    ("date-counted", DATES, "A date is the number of a day, as spreadsheets have it.", whole(counted)),
    (
        "date-american",
        DATES,
        "A date has the American form.",
        whole(lambda d: f"{d[5:7]}/{d[8:]}/{d[:4]}" if len(d) == 10 else None),
    ),
    ("date-of-no-day", DATES, "A day does not exist.", one("-[0-9]{2}$", lambda case, day: "-32")),
    ("code-in-capitals", CODES, "A code begins with a capital letter.", whole(str.capitalize)),
    ("code-of-another-column", CODES, "A code is one of another column.", of_another_column),
    ("key-misspelt", KEYS, "A key names no row, for want of a letter.", whole(lambda key: key[:-1])),
    ("cell-required-empty", REQUIRED, "A required cell is empty.", whole(lambda text: " ")),
    ("number-grouped", VALUES, "A number has a comma for thousands.", one("(?=...$)", lambda case, no: ",")),
    ("id-with-underscores", IDS, "An id has another form.", whole(lambda key: key.replace("-", "_"))),
]


def cells(columns: dict[str, str], new: New) -> Change:
    """A change: one of the columns, by chance, that is not empty and that `new` has something else for."""

    def change(case: Case) -> bool:
        names = [name for name in columns[case.table].split() if case.row.get(name)]
        found = [(name, new(case, case.row[name])) for name in names]
        cell = case.pick((name, text) for name, text in found if text and text != case.row[name])
        return cell is not None and set_cells(case, dict([cell]))

    return change


for id_, columns, wrong, new in SIGNS:
    add(id_, " ".join(columns), wrong, cells(columns, new))
add(
    "word-misspelt",
    " ".join(OURS),
    "A letter is missing in a word of ours.",
    cells(OURS, one(r"(?<![\w-])[a-z]{6,}(?![\w-])", lose_a_letter)),
    "It takes a list of all English words, and of all names.",
)
add(
    "note-of-another-row",
    " ".join(table for table, name in NOTES.items() if name == "note"),
    "The note is that of another row.",
    cells(NOTES, of_another_row),
    "A note is free text about a page.",
)

NEEDED = {"sources": "published_basis", "positions": "status_basis", "events": "date_basis"}


def needed_note_lost(case: Case) -> bool:
    """The note that tells how something was worked out, or where it is from, is gone."""
    worked_out = case.row[NEEDED[case.table]] in ("inferred", "external")
    return worked_out and set_cells(case, {"note": ""})


add(
    "note-needed-lost", " ".join(NEEDED), "A note that says how something is known is gone.", needed_note_lost
)
