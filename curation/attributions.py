"""Propose statements: quotations with their cue and speaker, and clauses after verbs of speech.

A proposal is not a decision. What these patterns cannot see, such as who "the two sides" are, is left to the
person who fills in the sheet. docs/curation.md says how much they miss.
"""

import re
from dataclasses import dataclass, field

from curation.cues import UNSPACED, Cue, cues
from curation.quotations import Quotation, quotations
from curation.sentences import Sentence, rejoined, sentence_at, sentences
from curation.speakers import Known, Speaker, speaker_of
from schemas.spans import Span

REACH = 120  # characters after a quotation in which its cue may stand
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WHEN = (
    rf"(?:(?:on|late|early|earlier|last|this)\s+)*(?:{DAY}|week|month|year|today|yesterday)"
    r"(?:\s+(?:night|evening|morning|afternoon))?"
)
# what may come after a cue that follows the words spoken
BEHIND = re.compile(rf"\s*(?:{WHEN}|(?:in|to|at|during|after)\s[^,.;]{{1,50}})?\s*(?:[,.;]|$|\n)")
TOLD_BEHIND = re.compile(rf"\s+(?!that\b)(?:\w+\s?){{1,6}}(?:{WHEN})?\s*\.?\s*$")
# `…, says the port engineer`: the verb before the speaker
SUBJECT_BEHIND = re.compile(r"\s+((?!that\b)(?:[\w.’'-]+\s?){1,7})\.?$")
THAT = re.compile(rf"\s*(?:(?:{WHEN})\s*,?\s*)?(?:(?:to|in|at)\s[^,.;]{{1,50}}?\s)?that\s+", re.IGNORECASE)
TOLD = re.compile(r"\s+(?!that\b)[^,.;:]{2,70}?\s+that\s+", re.IGNORECASE)
TELLING = {"told", "tells", "telling", "informed", "assured", "warned", "warning", "asked"}
NOT_A_CUE = re.compile(
    r"\b(?:was|were|been|be|is|are|being|the|a|an|this|that|its|his|her|their|any|no|to|so|[a-z]+’s)\s+$"
)
NO_CONTENT = re.compile(r"\s*(?:for|not to be named|about|of)\b")
TOPIC = re.compile(
    r"(.{1,30}?)(?:은|는|이|가)\s|(.{1,30}?)(?:は|が)[、]?"
)  # who speaks, in Korean and Japanese
AUXILIARY = re.compile(
    r"\s+(?:has|had|have|also|later|then|would|earlier|repeatedly|not|did|has not|further|again|once|first|"
    r"however|still|will|may|might|could|can|often|stopped short of)$"
)
NEXT_CLAUSE = re.compile(r",\s+(?:and\s+|but\s+|while\s+)?|\s+(?:and|but|while)\s+|;\s*")
STOP = re.compile(r"[,.;:\n\"“”]|\s(?:who|which|in|at|on|to|after|before|during|as|when|that|from|with|by)\s")
OBJECT_LAST = {"called", "put"}


@dataclass
class Proposal:
    """A statement that the text may contain. `spans` leave out marks, cue and speaker (docs/method.md)."""

    spans: list[Span]
    quote_type: str
    speaker: Speaker
    cue: str = ""
    confidence: float = 0.5
    sentence: Span = (0, 0)
    cue_at: int = -1
    said_until: int = 0  # where the attribution ends


@dataclass
class _Text:
    """The state that the steps share."""

    text: str
    language: str
    known: Known
    sentences: list[Sentence]
    quotations: list[Quotation]
    cues: list[Cue]
    used: set[int] = field(default_factory=set)  # cues, by their start
    speakers: list[Speaker] = field(default_factory=list)
    found: list[Proposal] = field(default_factory=list)


def statements(text: str, language: str, known: Known) -> list[Proposal]:
    """The statements that a text may contain, in text order."""
    whole = rejoined(text)
    quoted = quotations(whole, language)
    outside = [
        cue
        for cue in cues(whole, 0, len(whole), language)
        if not any(start <= cue.start < end for one in quoted for start, end in one.parts)
        and not _is_noun(whole, cue)
    ]
    work = _Text(whole, language, known, sentences(text, language), quoted, outside)
    fragments: list[Quotation] = []
    waiting = list(quoted)
    for sentence in work.sentences:  # in text order, so that "he" is the last speaker
        while waiting and waiting[0].start < sentence.end:
            one = waiting.pop(0)
            if _is_whole(work, one):
                _direct(work, one)
            else:
                fragments.append(one)
        _reported(work, sentence)
    _lone_fragments(work, fragments)
    _headline(work)
    for proposal in work.found:
        _mark_mixed(work, proposal)
    return sorted(work.found, key=lambda one: (one.spans[0], one.spans[-1]))


def _is_noun(text: str, cue: Cue) -> bool:
    if cue.kind in ("noun", "source") or len(cue.words) < 2 or not cue.words.isascii():
        return False
    before = text[max(0, cue.start - 25) : cue.start]
    return NOT_A_CUE.search(before) is not None and cue.kind != "quote"


# ---- quotations --------------------------------------------------------------------------------------


def _is_whole(work: _Text, one: Quotation) -> bool:
    """Whether a quotation is at least a sentence, not a few words within a clause of the reporter's."""
    first = work.text[one.start]
    words = work.text[one.start : one.end].split()
    before = work.text[: one.start - 1].rstrip()
    ends = work.text[one.end - 1] in ".?!…,—–。" or (
        work.text[one.end + 1 : one.end + 2] == "," and len(words) > 3
    )
    if work.language in UNSPACED:
        return len(work.text[one.start : one.end]) > 12
    if work.language in ("de", "fr"):
        return first.isupper() and len(words) > 2
    leads = (
        before.endswith((",", ":", "—", "–"))
        or before[-1:] in '.?!"”’'
        or not before
        or "\n" in work.text[len(before) : one.start]
    )
    follows = _joins_last(work, one)
    return (
        (first.isupper() or not first.isalpha() or follows) and (ends or leads) and (leads or len(words) > 5)
    )


def _joins_last(work: _Text, one: Quotation) -> bool:
    """Whether a quotation continues the one before it, which an attribution interrupted."""
    last = next((p for p in reversed(work.found) if p.quote_type == "direct"), None)
    return (
        last is not None
        and last.cue_at >= 0
        and last.said_until <= one.start
        and not work.text[last.said_until : one.start - 1].strip(" ,.;:—–")
    )


def _direct(work: _Text, one: Quotation) -> None:
    sentence = sentence_at(work.sentences, one.start)
    last = next((p for p in reversed(work.found) if p.quote_type == "direct"), None)
    after = _cue_after(work, one)
    if last and _continues(work, last, one) and not (after and after[0].start not in work.used):
        last.spans += one.parts
        last.said_until = max(last.said_until, one.end + 1)
        return
    before = None if after else _cue_before(work, one, sentence)
    place = sentence.span if sentence else (one.start, one.end)
    if after or before:
        cue, subject, until = after or before or (Cue(0, 0, "", ""), "", 0)
        speaker = _speaker(work, cue, subject, sentence.start if sentence else cue.start)
        work.used.add(cue.start)
        confidence = 0.9 if one.closed else 0.6
        found = Proposal(
            [*one.parts], "direct", speaker, cue.words, confidence, place, cue.start, max(until, one.end + 1)
        )
    else:
        speaker = speaker_of("", work.known, work.speakers, work.language)
        if sentence and sentence.first and not work.speakers:
            speaker = Speaker()
        found = Proposal([*one.parts], "direct", speaker, "", 0.4, place, -1, one.end + 1)
    if found.speaker.words or found.speaker.person_id:
        work.speakers.append(found.speaker)
    work.found.append(found)


def _continues(work: _Text, last: Proposal, one: Quotation) -> bool:
    between = work.text[max(last.said_until, last.spans[-1][1] + 1) : one.start - 1]
    short = len(between) < 60 and not any(last.said_until <= cue.start < one.start for cue in work.cues)
    if "\n" in between.strip(" ") or (last.spans[-1][1] > last.cue_at >= 0 and "\n" in between):
        return not between.strip()
    gap = between.strip(" ,.;:—–\n")
    return short and (
        not gap or (last.cue_at > last.spans[-1][1] and len(gap) < 40 and "." not in between.rstrip(". "))
    )


def _cue_after(work: _Text, one: Quotation) -> tuple[Cue, str, int] | None:
    """(cue, words for the speaker, end of the attribution) for an attribution right after a quotation."""
    text, start = work.text, one.end + 1
    limit = _end_of_sentence(text, start, min(len(text), start + REACH))
    opened = next((q.start - 1 for q in work.quotations if q.start > one.end), len(text))
    found = [cue for cue in work.cues if start <= cue.start < min(limit, opened) and cue.kind != "noun"]
    if not found:
        return None
    cue = found[0]
    gap = text[start : cue.start].strip(" ,—–")
    if work.language in UNSPACED:
        sentence = sentence_at(work.sentences, one.start)
        topic = TOPIC.match(text[sentence.start : one.start]) if sentence else None
        return cue, (topic[1] or topic[2]) if topic else "", cue.end
    ended = text[one.end - 1] in ".…" and text[start : cue.start].lstrip()[:1].isupper()
    if ended or "\n" in text[start : cue.start] or len(gap.split()) > 14:
        return None
    if gap and (cue.words.endswith("ing") or cue.words.lower() == "according to"):
        return None
    if gap:
        subject = AUXILIARY.sub("", gap)
        return cue, _noun_phrase(subject), cue.end
    following = text[cue.end : limit]
    subject = STOP.split(following.lstrip(), maxsplit=1)[0] if following.strip() else ""
    until = cue.end + following.find(subject) + len(subject) if subject else cue.end
    return cue, subject.strip(), until


def _cue_before(work: _Text, one: Quotation, sentence: Sentence | None) -> tuple[Cue, str, int] | None:
    """(cue, words for the speaker, end of the quotation) for an attribution before a quotation."""
    if sentence is None:
        return None
    start = sentence.start if sentence.start < one.start - 1 else one.start
    found = [cue for cue in work.cues if start <= cue.start < one.start]
    if not found or one.start - found[-1].end > 90:
        return None
    cue = found[-1]
    return cue, _subject(work, cue, start), one.end + 1


def _end_of_sentence(text: str, start: int, limit: int) -> int:
    for match in re.finditer(r"[.?!](?=\s|$|[\"”])|\n", text[start:limit]):
        if not re.search(
            r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Gen|Sen|Rep|Gov|St)$", text[start : start + match.start()]
        ):
            return start + match.start()
    return limit


# ---- clauses -----------------------------------------------------------------------------------------


def _reported(work: _Text, sentence: Sentence) -> None:
    """Add the statements that a sentence reports wholly or partly without quotation marks."""
    here = [
        cue for cue in work.cues if sentence.start <= cue.start < sentence.end and cue.start not in work.used
    ]
    for cue in here:
        if cue.kind == "quote" or cue.start in work.used:
            continue
        following = next((one for one in work.cues if cue.end <= one.start < sentence.end), None)
        if work.language in UNSPACED:
            proposal = _unspaced(work, cue, sentence)
        elif cue.kind == "source":
            proposal = _source(work, cue, sentence)
        else:
            proposal = _clause(work, cue, sentence, following)
        if proposal and len(work.text[proposal.spans[0][0] : proposal.spans[0][1]].split()) > (
            0 if work.language in UNSPACED else 1
        ):
            work.used.add(cue.start)
            work.found.append(proposal)
            if proposal.speaker.words:
                work.speakers.append(proposal.speaker)


def _unspaced(work: _Text, cue: Cue, sentence: Sentence) -> Proposal | None:
    """Korean and Japanese: the speaker, marked as the topic, comes first; the verb ends the sentence."""
    topic = re.match(
        r"(.{1,30}?)(?:은|는|이|가)\s|(.{1,30}?)(?:は|が)[、]?", work.text[sentence.start : cue.start]
    )
    start = sentence.start + (topic.end() if topic else 0)
    if cue.kind == "source" or any(start <= q.start < cue.start for q in work.quotations):
        return None
    end = cue.start
    tail = re.search(r"(?:다고|라고|고|と)\s*$", work.text[start:end])
    end = start + tail.start() if tail and tail.group().strip() == "と" else end
    subject = (topic.group(1) or topic.group(2)) if topic else ""
    speaker = speaker_of(subject, work.known, work.speakers, work.language)
    span = _tight(work.text, start, end)
    return (
        Proposal([span], "indirect", speaker, cue.words, 0.5, sentence.span, cue.start, cue.end)
        if span
        else None
    )


def _source(work: _Text, cue: Cue, sentence: Sentence) -> Proposal | None:
    """`According to X, …` and `…, according to X`."""
    text = work.text
    if text[sentence.start : cue.start].strip(" \"'“”"):
        span = _tight(text, sentence.start, cue.start)
        subject = STOP.split(text[cue.end : sentence.end].lstrip(), maxsplit=1)[0]
    else:
        comma = text.find(",", cue.end, sentence.end)
        if comma < 0:
            return None
        subject = text[cue.end : comma].strip()
        span = _tight(text, comma + 1, sentence.end)
    speaker = speaker_of(_noun_phrase(subject), work.known, work.speakers, work.language)
    return (
        Proposal([span], "indirect", speaker, cue.words, 0.8, sentence.span, cue.start, cue.end)
        if span
        else None
    )


def _clause(work: _Text, cue: Cue, sentence: Sentence, following: Cue | None) -> Proposal | None:
    text = work.text
    end = _clause_end(work, cue, sentence, following)
    tail = text[cue.end : end]
    if cue.kind == "noun":
        span = _tight(text, cue.end, end)
        return (
            Proposal(
                [span], "indirect", Speaker(), cue.words.split()[0], 0.5, sentence.span, cue.start, cue.end
            )
            if span
            else None
        )
    if cue.kind == "figure" and not re.search(r"\bat\s+\W?(?:\w+\s+){0,2}\W?\d", tail):
        return None
    subject = _subject(work, cue, sentence.start)
    behind = BEHIND.match(text[cue.end : sentence.end]) or (
        TOLD_BEHIND.match(text[cue.end : sentence.end]) if cue.words.lower() in TELLING else None
    )
    verb_first = text[sentence.start : cue.start].rstrip().endswith(",") and SUBJECT_BEHIND.match(
        text[cue.end : sentence.end]
    )
    if verb_first and cue.kind == "clause" and not cue.words.endswith("ing"):
        span = _tight(text, _after_dateline(text, sentence.start), cue.start)
        speaker = speaker_of(verb_first[1].strip(), work.known, work.speakers, work.language)
        return (
            Proposal([span], "indirect", speaker, cue.words, 0.8, sentence.span, cue.start, cue.end)
            if span
            else None
        )
    if behind and cue.kind == "clause":
        comma = text.rfind(
            ",",
            sentence.start,
            max(sentence.start, text.rfind(subject, sentence.start, cue.start) if subject else cue.start),
        )
        if comma < 0:
            return None
        span = _tight(text, _after_dateline(text, sentence.start), comma)
        if not span or any(q.start <= span[0] < q.end or q.end == span[1] for q in work.quotations):
            return None
        speaker = speaker_of(subject, work.known, work.speakers, work.language)
        return Proposal([span], "indirect", speaker, cue.words, 0.8, sentence.span, cue.start, cue.end)
    if NO_CONTENT.match(tail):
        return None
    start, confidence = cue.end, 0.6 if cue.kind == "object" else 0.7
    that = THAT.match(tail) or (TOLD.match(tail) if cue.words.lower() in TELLING else None)
    if that and cue.kind == "clause":
        start, confidence = cue.end + that.end(), 0.9
    elif cue.words.lower() in TELLING:
        return (
            None
            if cue.words.lower() in ("told", "tells", "telling")
            else _made(work, cue, sentence, subject, start, end, 0.4)
        )
    return _made(work, cue, sentence, subject, start, end, confidence)


def _made(
    work: _Text, cue: Cue, sentence: Sentence, subject: str, start: int, end: int, confidence: float
) -> Proposal | None:
    span = _tight(work.text, start, end)
    if not span:
        return None
    speaker = _speaker(work, cue, subject, sentence.start)
    kind = "reported" if cue.kind in ("object", "figure") else "indirect"
    return Proposal([span], kind, speaker, cue.words, confidence, sentence.span, cue.start, cue.end)


def _clause_end(work: _Text, cue: Cue, sentence: Sentence, following: Cue | None) -> int:
    """The end of what a cue governs: the end of the sentence, or where the next verb of speech takes over."""
    if following is None:
        return sentence.end
    boundaries = list(NEXT_CLAUSE.finditer(work.text, cue.end, following.start))
    return boundaries[-1].start() if boundaries else sentence.end


def _subject(work: _Text, cue: Cue, start: int) -> str:
    """The words before a cue that name the speaker; none if the cue depends on an earlier verb."""
    text = work.text
    lead = text[start : cue.start]
    for one in work.quotations:  # quoted words do not name the speaker
        if start < one.end < cue.start:
            lead = text[one.end + 1 : cue.start]
    for other in work.cues:  # "Blinken said the U.S. had expressed": the U.S.
        if (
            start <= other.start < cue.start
            and other.kind == "clause"
            and len(text[other.end : cue.start]) < len(lead)
        ):
            rest = text[other.end : cue.start]
            if rest.strip() and not re.match(r"\s*,|\s+(?:and|but)\b", rest):
                lead = rest
    lead = AUXILIARY.sub("", AUXILIARY.sub("", lead.rstrip()))
    parts = re.split(r",\s+|\s+(?:and|but|while|that|as|after|who)\s+|[;:—–]\s*|\n", " " + lead)
    last = parts[-1].strip()
    if lead.rstrip().endswith(",") or (not last and len(parts) > 1):
        whole = [part.strip(" ,") for part in parts if part.strip(" ,")]
        if not whole or cue.words.lower().endswith("ing"):
            return ""
        named = [part for part in whole[1:3] if re.fullmatch(r"(?:[A-Z][\w.’'-]+\s?){2,4}", part)]
        if named and re.match(r"(?:The|A|An|Its|His|Her|Their)\b|.*\b[a-z]+$", whole[0]):
            return f"{whole[0]}, {named[0]}" if f"{whole[0]}, {named[0]}" in text else named[0]
        return _noun_phrase(whole[0])
    if not last or re.search(r"\s(?:and|but)$", lead):
        return ""
    return _noun_phrase(last)


def _speaker(work: _Text, cue: Cue, subject: str, start: int) -> Speaker:
    """Who speaks. A verb that depends on an earlier one ("echoed …, saying") has the same speaker."""
    if not subject:
        earlier = [
            one for one in work.cues if start <= one.start < cue.start and one.kind not in ("noun", "source")
        ]
        for one in earlier:
            words = _subject(work, one, start)
            if words:
                found = speaker_of(words, work.known, work.speakers, work.language)
                return Speaker(
                    "", "implicit", found.person_id, found.organization_id, found.position_id, "coreference"
                )
    return speaker_of(subject, work.known, work.speakers, work.language)


def _noun_phrase(words: str) -> str:
    """The words that name somebody, among those before a verb."""
    words = " ".join(words.strip(" ,\"“”'").split())
    if len(words.split()) <= 7:
        return words
    tail = re.search(
        r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s+(?:\S+\s+){0,5}\S+|(?:[A-Z][\w.’'-]+\s?)+)$",
        words,
    )
    return tail[0].strip() if tail else words


def _after_dateline(text: str, start: int) -> int:
    """The place after `ORRINGTON — ` or `SEOUL, Jan. 6 (Yonhap) -- `."""
    line = re.match(
        r"[A-Z][A-Z .]+(?:,[^—–]{1,25})?\s?(?:\([^)]+\)\s*)?(?:—|–|--)\s+", text[start : start + 60]
    )
    return start + (line.end() if line else 0)


def _tight(text: str, start: int, end: int) -> Span | None:
    """A span without white space, commas and the full stop at its ends; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in ",;:—–"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–.!?。"):
        if text[end - 1] == "." and re.search(r"\b(?:[A-Z]\.)+[A-Z]?\.?$", text[start:end]):
            break
        end -= 1
    inner = text[start:end]
    if (
        inner[-1:] in '"”'
        and inner.count('"') % 2 + (inner.count("“") != inner.count("”"))
        and inner[:1] not in '"“'
    ):
        end -= 1
        while end > start and text[end - 1] in ",.":
            end -= 1
    return (start, end) if start < end else None


# ---- what is left ------------------------------------------------------------------------------------


def _lone_fragments(work: _Text, fragments: list[Quotation]) -> None:
    """Add short quotations outside any reported clause: perhaps a name or a title, perhaps a statement."""
    for one in fragments:
        covered = any(start <= one.start and one.end <= end for p in work.found for start, end in p.spans)
        words = work.text[one.start : one.end].split()
        if covered or len(words) < 3:
            continue
        sentence = sentence_at(work.sentences, one.start)
        before = _cue_before(work, one, sentence)
        speaker = speaker_of(before[1] if before else "", work.known, [], work.language)
        place = sentence.span if sentence else (one.start, one.end)
        work.found.append(
            Proposal(
                [*one.parts],
                "direct" if before else "mixed",
                speaker,
                before[0].words if before else "",
                0.3,
                place,
            )
        )


def _headline(work: _Text) -> None:
    """Add a headline with the speaker after a colon: `Harbour may close: Vale`."""
    line = work.text.split("\n", 1)[0]
    content, colon, name = line.rpartition(": ")
    if colon and len(name.split()) < 4 and len(line) < 150 and len(content.split()) > 2:
        speaker = speaker_of(name.strip(), work.known, [], work.language)
        if speaker.person_id or speaker.organization_id:
            work.found.append(Proposal([(0, len(content))], "indirect", speaker, "", 0.6, (0, len(line))))


def _mark_mixed(work: _Text, one: Proposal) -> None:
    """Mark a reported clause that contains quoted words as mixed."""
    inside = [
        q for q in work.quotations for start, end in one.spans if start <= q.start - 1 and q.end <= end + 1
    ]
    if one.quote_type in ("indirect", "reported") and inside:
        one.quote_type = "mixed"
        start, end = one.spans[-1]
        if inside[-1].end >= end and work.text[inside[-1].end : inside[-1].end + 1]:
            one.spans[-1] = (
                start,
                inside[-1].end + 1,
            )  # up to the closing mark, if a full stop comes before it
