"""The layout of a sheet: its sections, and what an entry of each may contain.

An entry has the columns of its table, under the same names, so the dictionary explains both. Unlike the
table, a sheet has words of the text instead of offsets, nests the rows that belong to an entry inside it, and
leaves out what can be worked out:

- `words`: the phrase, or list of phrases, that the row is based on; `forms`: the forms of a name;
- `id`: an id of the curator's choice, or a label to refer to; without it one is made;
- `speakers`, `about`, `renders`, `claims` of a statement, `participants` of an event, `measure` of a claim:
  rows of other tables that belong to it;
- `take`: `yes` or `no`; empty in a proposal until somebody decides.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A section: its table, extra keys, columns that are worked out (`made`), and nested sections."""

    table: str
    own: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    nested: dict[str, str] = field(default_factory=dict)  # key -> the section of its entries
    named_by: str = ""  # the column that ids are made from

    def keys(self, columns: list[str]) -> list[str]:
        """The keys of an entry, in a readable order."""
        given = [name for name in columns if name not in self.made]
        return [*sorted(self.own), *given, *self.nested, "take"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SECTIONS = {
    "source": Section("sources", _words("register"), _words("text_sha256 text_length")),
    "people": Section(
        "people", _words("id forms"), _words("person_id name_as_written source_id spans"), named_by="name"
    ),
    "organizations": Section(
        "organizations",
        _words("id forms words"),
        _words("organization_id name_as_written source_id spans"),
        named_by="name",
    ),
    "positions": Section(
        "positions", _words("id words"), _words("position_id source_id spans"), named_by="title"
    ),
    "events": Section(
        "events",
        _words("id words"),
        _words("event_id source_id spans"),
        {"participants": "participants"},
        named_by="name",
    ),
    "event_sources": Section("event_sources", _words("words"), _words("seq source_id spans")),
    "utterances": Section("utterances", _words("id"), _words("utterance_id"), named_by="gist"),
    "measures": Section("measures", _words("id"), _words("measure_id"), named_by="subject"),
    "statements": Section(
        "statements",
        _words("id words"),
        _words("statement_id source_id spans"),
        {"speakers": "speakers", "about": "about", "renders": "renders", "claims": "claims"},
    ),
    "claims": Section(
        "claims",
        _words("id words"),
        _words("claim_id source_id spans as_written statement_id"),
        {"measure": "measures"},
    ),
    "claim_links": Section("claim_links"),
    # nested inside an entry
    "participants": Section("event_participants", frozenset(), _words("event_id seq")),
    "speakers": Section("statement_speakers", frozenset(), _words("statement_id seq")),
    "renders": Section("renderings", frozenset(), _words("statement_id")),
    "about": Section("statement_events", frozenset(), _words("statement_id")),
}
HANGING = {"participants", "speakers", "renders", "about"}
TOP = [name for name in SECTIONS if name not in HANGING]
