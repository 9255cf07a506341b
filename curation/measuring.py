"""Recall and precision of drafts, compared with what a person finds."""

from collections.abc import Iterable
from dataclasses import dataclass

from curation.attributions import Proposal
from curation.numbers import Number
from schemas.spans import Span


@dataclass(frozen=True)
class Found:
    """Counts: things that a person found (`wanted`), things proposed, and things in both (`hit`)."""

    wanted: int
    proposed: int
    hit: int

    @property
    def recall(self) -> float:
        """The share of what a person finds that is proposed."""
        return self.hit / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of what is proposed that a person finds."""
        return self.hit / self.proposed if self.proposed else 1.0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.wanted + other.wanted, self.proposed + other.proposed, self.hit + other.hit)


@dataclass(frozen=True)
class Wanted:
    """What a person found: its spans; who speaks, or the value and the hedge of a number."""

    spans: tuple[Span, ...]
    speaker: str = ""
    words: str = ""
    value: str = ""
    hedge: str = ""
    quoted: bool = False


def pairs(wanted: list[Wanted], proposed: list[tuple[Span, ...]]) -> list[tuple[int, int]]:
    """(index in wanted, index in proposed) of those that match, each used once, the greatest overlap first.

    Two match if they share at least half of the characters of the shorter one.
    """
    scores = []
    for i, one in enumerate(wanted):
        a = _characters(one.spans)
        for j, spans in enumerate(proposed):
            b = _characters(spans)
            shared = len(a & b)
            if shared and shared >= min(len(a), len(b)) / 2:
                scores.append((shared / len(a | b), i, j))
    found: list[tuple[int, int]] = []
    for _, i, j in sorted(scores, reverse=True):
        if i not in {a for a, _ in found} and j not in {b for _, b in found}:
            found.append((i, j))
    return found


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def measure(
    statements: list[Wanted], claims: list[Wanted], proposals: list[Proposal], numbers: list[Number]
) -> dict[str, Found]:
    """Recall and precision of quotations, of all statements, of speakers, of numbers and of hedges.

    Speakers are compared only for statements that were found. One is right if the person is or, for somebody
    unknown, if the words for the speaker are. Hedges are counted for wanted and for proposed numbers.
    """
    found = {}
    quoted = [p for p in proposals if p.quote_type in ("direct", "mixed")]
    wanted = [one for one in statements if one.quoted]
    hits = pairs(wanted, [tuple(p.spans) for p in quoted])
    found["quotations"] = Found(len(wanted), len(quoted), len(hits))
    both = pairs(statements, [tuple(p.spans) for p in proposals])
    found["statements"] = Found(len(statements), len(proposals), len(both))
    told = [(statements[i], proposals[j]) for i, j in both if statements[i].speaker or statements[i].words]
    right = [one for one, p in told if _is_speaker(one, p)]
    named = [1 for _, p in told if p.speaker.person_id or p.speaker.organization_id or p.speaker.words]
    found["speakers"] = Found(len(told), len(named), len(right))
    same = pairs(claims, [(n.span,) for n in numbers])
    found["numbers"] = Found(len(claims), len(numbers), len(same))
    hedges = [(claims[i].hedge, numbers[j].hedge) for i, j in same]
    hedged = sum(bool(one.hedge) for one in claims)
    found["hedges"] = Found(
        hedged, sum(bool(n.hedge) for n in numbers), sum(a.lower() == b.lower() != "" for a, b in hedges)
    )
    return found


def _is_speaker(one: Wanted, proposal: Proposal) -> bool:
    speaker = proposal.speaker
    if one.speaker:
        return one.speaker in (speaker.person_id, speaker.organization_id)
    return not speaker.person_id and speaker.words == one.words
