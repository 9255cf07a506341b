"""Rules about characters: invisible ones, leftovers of a wrong decoding, and words that are not ours."""

import re
import unicodedata
from itertools import pairwise

import polars as pl

from schemas.rules.lexicon import words
from validator.frames import BATCH
from validator.rules import cell_rule

# columns of words, by whose words they hold; `title`, `name` and `unit` may hold either
VERBATIM = "name_native name_as_written title_as_written byline date_as_written time_as_written described_as"
VERBATIM += " quote attributed_as cue as_written hedge wording"
OURS = "summary gist definition measured subject outcome area detail reason place note"
NAMES = "name family_name given_name title publisher unit"
ALL = f"{VERBATIM} {OURS} {NAMES} url"
SENTENCES = "summary gist definition detail reason note"

# These patterns are compiled when they are first needed, which is seldom: hardly a cell is ever suspicious.

# zero-width and filler characters, direction and byte order marks, private use, the replacement character;
# the joiners that some scripts need are wrong only after a letter of a script that does not need them
UNSEEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffd\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    "|(?:^|[ -\u024f\u1100-\u11ff\u3000-\u9fff\uac00-\ud7a3])[\u200c\u200d]"
)
# bytes of UTF-8 that were read as Windows-1252: a leading byte and those that follow it. Dots, dashes and
# quotation marks may follow a letter in any text
QUIET = "\u0080-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™šœžŸ"
FOLLOWS = f"[{QUIET}…‘’“”–—›]"
TWICE = f"[ÂÃ]{FOLLOWS}|(?:[\u00c2-\u00df][{QUIET}]){{2}}|[\u00e0-\u00ef][{QUIET}]{FOLLOWS}|ð{FOLLOWS}{{3}}"
MARKUP = (
    r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
    r"|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--"
)
# letters that look Latin, next to a Latin letter; the unit signs µ and Ω do not count
LATIN = "A-Za-z\u00c0-\u024f"
ALIKE = "\u0370-\u03a8\u03aa-\u03bb\u03bd-\u058f\u10a0-\u10ff\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a"
MIXED = f"[{LATIN}][{ALIKE}]|[{ALIKE}][{LATIN}]|[\ufb00-\ufb06\U0001d400-\U0001d7ff]"
ACCENT = "[\u0300-\u036f]"  # one that is part of no letter, once a text is composed
SPACES = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
# what each of these begins with or holds
RARE = (
    "[\u0080-\u00a0\u00adÂÃð\u034f\u0370-\u058f\u061c\u10a0-\u11ff\u13a0-\u13ff\u1680\u17b4\u17b5\u180b-\u180e"
    "\u2000-\u200f\u202f\u205f-\u206f\u3000\u3164\ufeff\uff21-\uff3a\uff41-\uff5a\uffa0\ufff0-\uffff\ue000-\uf8ff"
    f"\U000e0000-\U0010ffff]|[\u00c2-\u00ef][{QUIET}]"
)
UNDONE = (
    r"\b(?:TBD|TBC|TODO|FIXME|XXX|[Ll]orem ipsum)\b"
    r"|#(?:REF|NAME|VALUE|DIV|N/A)|\[(?:check|sic|\?)\]|\(sic\)|<<<|\?\?"
    r"|[^\W\d_]\?[^\W\d_]"  # a letter lost in a conversion
)
ESCAPED = r"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%(?:20|[C-F][0-9A-F]%)|\*\*|^\['|\b__\w|\]\(https?:"
# does not end like a sentence, or begins with a lower-case letter
UNFINISHED = r'[^.?!")]$|[^.?]"$|[^.]\)$|^[")]?$|^[a-z]'
PAIRS = {"(": ")", "[": "]", "{": "}"}
OTHER_BLANKS = r"[^\S ]|  |[\x1c-\x1f]"  # anything but a single space between words
LONGEST = 20  # characters; no placeholder has more
# what a text in the form NFC may be made of: Latin letters, marks, Chinese characters and Korean syllables
COMPOSED = "\x00-\u02ff\u2010-\u2027\u4e00-\u9fff\uac00-\ud7a3"
FOREIGN = "[\u0370-\u1cff\u2c00-\u2fef\u3040-\uabff\uac00-\ud7ff\uf900-\ufdff\ufe70-\uffee]"


# a listed word with letters of which case folding makes other ones, or a telltale mark
UNFILLED = (
    rf"^[()\[\]<>*]*(?i:{'|'.join(map(re.escape, words('placeholder')))})[()\[\]<>*]*$"
    "|[\u00df\u0130\u0149\u01f0\u1e96-\u1e9a\u1e9e\ufb00-\ufb06]"
    r"|TBD|TBC|TODO|FIXME|XXX|orem ipsum|#[RNVD]|\[[cs?]|\(sic|<<<|\?[^ ]"
)


@cell_rule(ALL, remedy="write it in the form NFC", among=f"[^{COMPOSED}]")
def characters_composed(cell: str) -> bool:
    """A letter and its accents form one character (NFC), and no accent stands alone."""
    return not unicodedata.is_normalized("NFC", cell) or (
        not cell.isascii() and re.search(ACCENT, cell) is not None
    )


@cell_rule(ALL, remedy="remove the invisible character", among=RARE)
def characters_visible(cell: str) -> bool:
    """No cell holds zero-width, private or replacement characters."""
    return not cell.isascii() and re.search(UNSEEN, cell) is not None


@cell_rule(ALL, remedy="copy the words again, from a page read as UTF-8", among=RARE)
def text_decoded_once(cell: str) -> bool:
    """No cell holds UTF-8 text that was decoded as another encoding."""
    return not cell.isascii() and re.search(TWICE, cell) is not None


@cell_rule(ALL, remedy="write the character itself, without tags", among="[&<]")
def no_markup(cell: str) -> bool:
    """No cell holds HTML entities or tags."""
    return ("&" in cell or "<" in cell) and re.search(MARKUP, cell) is not None


@cell_rule(
    f"{VERBATIM} {OURS} {NAMES}",
    remedy="write the character itself, and plain text",
    among=r"\\|%|\*\*|^\[|__|\]\(",
)
def no_escapes(cell: str) -> bool:
    """No cell holds character escapes, Markdown, or a list in code syntax."""
    return re.search(ESCAPED, cell) is not None


@cell_rule(ALL, remedy="retype the word in Latin letters", among=MIXED)
def word_in_one_script(cell: str) -> bool:
    """A Latin word has no ligatures, and no Greek, full-width or other letters that only look Latin."""
    return not cell.isascii() and re.search(MIXED, cell) is not None


@cell_rule(f"{VERBATIM} {OURS} {NAMES}", remedy="use one plain space", among=f"  |{RARE}")
def spaces_folded(cell: str) -> bool:
    """Words are separated by single plain spaces."""
    return "  " in cell or (not cell.isascii() and re.search(SPACES, cell) is not None)


@cell_rule(f"{VERBATIM} {OURS} {NAMES}", remedy="fill in what is known, or empty the cell", among=UNFILLED)
def no_placeholder(cell: str) -> bool:
    """No cell holds a placeholder for something still to be filled in."""
    short = len(cell) < LONGEST and cell.strip("()[]<>*").casefold() in words("placeholder")
    return short or re.search(UNDONE, cell) is not None


@cell_rule(
    "summary gist definition measured name family_name given_name place",
    remedy="write it in English",
    among=FOREIGN,
)
def our_words_in_latin_letters(cell: str) -> bool:
    """Our own names and summaries are in Latin letters."""
    return not cell.isascii() and re.search(FOREIGN, cell) is not None


@cell_rule(SENTENCES, remedy="finish the sentence", among=UNFINISHED)
def sentence_is_whole(cell: str) -> bool:
    """Our sentences end with a full stop or the like, and do not begin with a lower-case letter."""
    return not cell.endswith((".", "?", "!", '."', '?"', ".)")) or (cell[0].islower() and cell[0].isascii())


@cell_rule(SENTENCES, remedy="close the bracket or the quotation mark", among=r'[()\[\]{}"]')
def brackets_closed(cell: str) -> bool:
    """Brackets and quotation marks in our own text come in pairs."""
    return any(cell.count(opened) != cell.count(closed) for opened, closed in PAIRS.items()) or (
        cell.count('"') % 2 == 1
    )


def _repeating(cell: pl.Expr) -> pl.Expr:
    """True where a word repeats the one before it, with a single space between them."""
    return cell.map_batches(_twice, pl.Boolean)


def _twice(cells: pl.Series) -> pl.Series:
    places = range(0, max(len(cells), 1), BATCH)  # some at a time, since splitting takes much memory
    return pl.concat([_repeats(cells[at : at + BATCH].to_frame("cell")) for at in places])


def _repeats(cells: pl.DataFrame) -> pl.Series:
    words_ = cells.select(word=pl.col("cell").str.split(" ")).with_row_index("row").explode("word")
    twice = words_.filter(pl.col("word") == pl.col("word").shift())["row"]
    return pl.int_range(len(cells), dtype=pl.UInt32, eager=True).is_in(twice.implode())


@cell_rule(SENTENCES, remedy="write the word once", among=(OTHER_BLANKS, _repeating))
def no_word_twice(cell: str) -> bool:
    """No word of our own text occurs twice in a row."""
    words_ = cell.split()
    return any(one == next_ and len(one) > 2 and one.isalpha() for one, next_ in pairwise(words_))


@cell_rule(f"{SENTENCES} name place", remedy="use lower case", among="^[^a-z]*$")
def no_capitals_only(cell: str) -> bool:
    """Our own text is not all in capitals."""
    return cell.isupper() and " " in cell and len(cell) > 10


@cell_rule(
    "note detail",
    remedy="write it in English; it may quote a few words of the source",
    among=FOREIGN,
)
def notes_in_english(cell: str) -> bool:
    """Our notes are in English, apart from the words they quote."""
    if cell.isascii():
        return False
    return 2 * len(re.findall(FOREIGN, cell)) > sum(map(str.isalpha, cell))


@cell_rule(
    "name_as_written title_as_written date_as_written time_as_written attributed_as cue hedge",
    remedy="join the forms with a bar, each once",
    among=r"\|",
)
def forms_parted_by_bars(cell: str) -> bool:
    """Several forms are separated by bars, without spaces, and each appears once."""
    if "|" not in cell:
        return False
    forms = cell.split("|")
    return len(set(forms)) < len(forms) or any(form != form.strip() or not form for form in forms)
