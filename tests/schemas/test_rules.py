"""One breaking case for every rule: the smallest change to the small package that breaks it and no other.

A case is a function of the package. To add a rule, add its function in `schemas/rules/` and its case here.
"""

import json

import pytest
from conftest import Package

from schemas.rules import all_rules
from validator.rules import LEVELS

SOURCE = "src-harbour-news-2024-05-14"


def cells(table: str, key: str, **values: str):
    """A case that changes cells of one row."""
    return lambda package: package.set(table, key, **values)


def added(table: str, /, **values: str):
    """A case that adds a row."""
    return lambda package: package.add(table, **values)


def measured(claim: str, measure: str, **values: str):
    """A case that changes cells of a claim and of its measure alike."""

    def change(package: Package) -> None:
        package.set("claims", claim, **values)
        package.set("measures", measure, **values)

    return change


def both(*changes):
    """A case that makes several changes."""

    def change(package: Package) -> None:
        for one in changes:
            one(package)

    return change


def beside(statement: str, organization: str, role: str):
    """A case that adds a party to a statement."""
    who = {"statement_id": statement, "seq": "2", "organization_id": organization, "role": role}
    return added("statement_speakers", **who, basis="inferred")


def replaced(table: str, old: bytes, new: bytes):
    """A case that changes bytes of a file, behind the back of the formatter."""

    def change(data: bytes) -> bytes:
        assert old in data, f"{old!r} is not in {table}.csv"
        return data.replace(old, new, 1)

    return lambda package: package.edit_bytes(table, change)


def schema(table: str, field: str, **changes):
    """A case that changes properties of a field in a schema."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == field]
        entry.update(changes)

    return lambda package: package.edit_json(f"schemas/{table}.schema.json", change)


def constraint(table: str, field: str, example, **constraints):
    """A case that adds constraints to a field, and an example that they allow."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == field]
        entry["example"] = example
        entry.setdefault("constraints", {}).update(constraints)

    return lambda package: package.edit_json(f"schemas/{table}.schema.json", change)


def descriptor(change):
    """A case that changes the descriptor."""
    return lambda package: package.edit_json("datapackage.json", change)


def _second_resource_of_that_name(found: dict) -> None:
    found["resources"].append({**found["resources"][0]})


def _changed_since_it_was_packed(package: Package) -> None:
    (package.folder / "SHA256SUMS").write_text(f"{'0' * 64}  datapackage.json\n", encoding="utf-8")


def _lose_claims(package: Package) -> None:
    package.path("claims").unlink()


def _add_stray_file(package: Package) -> None:
    (package.folder / "data" / "spare.csv").write_text("a\n1\n", encoding="utf-8")


def _swap_last_lines(data: bytes) -> bytes:
    *lines, one, other = data.splitlines(keepends=True)
    return b"".join([*lines, other, one])


def _loop(package: Package) -> None:
    package.set("events", "evt-talk", parent_id="evt-closure")
    package.set("events", "evt-closure", parent_id="evt-talk")


def _joint_alone(package: Package) -> None:
    package.drop("statement_speakers", "stm-0007/2")


def _forget_the_mayor_elect(package: Package) -> None:
    rows = [row for row in package.rows("positions") if row["position_id"] != "pos-vale-mayor-elect"]
    package.write("positions", rows)


def _two_states_at_once(package: Package) -> None:
    package.set("positions", "pos-vale-mayor-elect", end="2024-03", as_of="2024-01")


def _another_source(package: Package) -> None:
    """A claim that says it is from a source whose text is not registered."""
    package.set("claims", "clm-0001", source_id="src-pier-post-2024-05", spans="")


def _text_of_another_day(package: Package) -> None:
    path = package.texts / f"{SOURCE}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("cars.", "cats."), encoding="utf-8")


def _no_raft(package: Package) -> None:
    """The text of a source that is not registered tells of something else."""
    (package.texts / "src-pier-post-2024-05.txt").write_text("A boat is to sail.", encoding="utf-8")


def _text_length(package: Package) -> None:
    length = int(package.rows("sources")[0]["text_length"])
    package.set("sources", SOURCE, text_length=str(length - 1))


def _quote_with_mark(package: Package) -> None:
    """Both spans of the direct statement moved onto the mark before them, and the quote with them."""
    row = next(row for row in package.rows("statements") if row["statement_id"] == "stm-0003")
    first, second = row["spans"].split(";")
    start, end = first.split("-")
    package.set("statements", "stm-0003", spans=f"{int(start) - 1}-{end};{second}", quote="“" + row["quote"])


def _beyond_the_text(package: Package) -> None:
    length = int(package.rows("sources")[0]["text_length"])
    package.set("events", "evt-visit", spans=f"{length - 2}-{length + 1}")


def _packed_in_name_only(package: Package) -> None:
    package.path("claims").rename(package.folder / "data" / "claims.csv.gz")
    package.edit_json(
        "datapackage.json",
        lambda found: next(e for e in found["resources"] if e["name"] == "claims").update(
            path="data/claims.csv.gz"
        ),
    )


def _harbour_master(package: Package) -> None:
    """A second office of the mayor, in which she makes one of her statements."""
    package.add(
        "positions",
        position_id="pos-vale-harbour-master",
        person_id="per-lena-vale",
        organization_id="org-town",
        title="Harbour master",
        title_as_written="Harbour master",
        status="incumbent",
        status_basis="stated",
        as_of="2024-05",
        source_id="src-pier-post-2024-05",
    )
    package.set("statement_speakers", "stm-0002/1", position_id="pos-vale-harbour-master")


# in a source without a text, a statement of nobody and a claim of the reporter; a third rendering
UNTOLD = {
    "source_id": "src-pier-post-2024-05",
    "quote_type": "direct",
    "attribution": "absent",
    "language": "en",
    "translated": "no",
    "note": "Made up.",
}
PLEA = {**UNTOLD, "quote": "Mend it.", "summary": "A plea."}
HANGUL = {
    **UNTOLD,
    "attribution": "implicit",
    "language": "ko",
    "translated": "unknown",
    "note": "In Korean.",
}
CRATES = {
    "source_id": "src-pier-post-2024-05",
    "measure_id": "msr-crates",
    "quantity_kind": "count",
    "relation": "eq",
    "value": "120",
    "unit": "crate",
    "polarity": "affirmed",
    "as_written": "120 crates",
    "hedge_scope": "none",
    "basis": "reporter",
}
ASCRIBED = {**CRATES, "statement_id": "stm-0010", "basis": "accusation"}
GULL = {
    "source_id": "src-gull",
    "title": "Gulls",
    "publisher": "Gull",
    "url": "https://example.org/gulls",
    "title_basis": "printed",
    "copy": "own_site",
    "language": "en",
    "kind": "news_article",
    "family": "GULL",
    "extent": "opening",
    "accessed": "2026-01-02",
}
STORM = added(
    "events",
    event_id="evt-storm",
    name="A storm",
    kind="other",
    status="occurred",
    status_as_of="2024-05-14",
    date_precision="unknown",
    source_id=SOURCE,
    spans="0-7",
)
SOUTHPORT = added(
    "organizations",
    organization_id="org-southport",
    name="Southport",
    kind="state",
    country="IRL",
    source_id="src-pier-post-2024-05",
    note="Made up.",
)
THIRD_RENDERING = added(
    "renderings",
    utterance_id="utt-vale-closure",
    statement_id="stm-0003",
    wording="The U. N. inspectors were told of 50 boats.",
)


def since_edition(change, version: str = "0.9.0", manifest=lambda found: None):
    """A case after an edition: what it held is kept, then the package is changed."""

    def break_(package: Package) -> None:
        package.keep_edition(version, manifest)
        change(package)

    return break_


CORRECTION = {
    "correction_id": "cor-one",
    "version": "1.2.3",
    "table": "claims",
    "field": "note",
    "old": "Once.",
    "reason": "A slip.",
}

CASES = {
    # package
    "descriptor-profile": descriptor(lambda found: found.update(keywords="news")),
    "descriptor-version": descriptor(lambda found: found.pop("$schema")),
    "property-known": descriptor(lambda found: found.update(keyword=["news"])),
    "form-supported": descriptor(lambda found: found["resources"][0].update(format="xlsx")),
    "path-local": descriptor(lambda found: found["resources"][0].update(schema="https://example.org/a.json")),
    "schema-present": descriptor(lambda found: found["resources"][-1].pop("schema")),
    "schema-profile": schema("claims", "note", type="text"),
    "schema-sense": lambda package: package.edit_json(
        "schemas/claims.schema.json", lambda found: found.update(uniqueKeys=[["nothing"]])
    ),
    "rule-set-known": descriptor(lambda found: found.update({"validator:ruleSet": "quoted-new"})),
    "table-as-defined": schema("claims", "note", type="any"),
    "resource-name": descriptor(_second_resource_of_that_name),
    "path-safe": descriptor(lambda found: found["resources"][0].update(schema="../sources.schema.json")),
    "file-missing": _lose_claims,
    "file-unlisted": _add_stray_file,
    "bytes": descriptor(lambda found: found["resources"][0].update(bytes=1)),
    "hash": descriptor(lambda found: found["resources"][0].update(hash="sha256:" + 64 * "0")),
    "version": descriptor(lambda found: found.update(version="1.2.4")),
    "vocabulary-defined": schema("claims", "basis", categories=[{"value": "tally", "label": "A count."}]),
    "example-type": schema("claims", "value", example="many"),
    "example-fits": schema("claims", "as_of", example="May 2024"),
    "file-as-packed": _changed_since_it_was_packed,
    "manifest-readable": lambda package: (package.folder / "data" / "last-edition.json").write_text("{}"),
    "change-told": since_edition(cells("claims", "clm-0001", note="Another note.")),
    "withdrawal-told": since_edition(lambda package: package.drop("statement_events", "stm-0001")),
    "id-not-reused": since_edition(
        lambda package: None, manifest=lambda found: found["gone"].update(claims=["clm-0001"])
    ),
    "correction-fits": since_edition(added("corrections", **CORRECTION, record_id="clm-9999")),
    "version-step": since_edition(
        lambda package: None, "1.2.2", lambda found: found["tables"]["claims"]["rows"].pop("clm-0001")
    ),
    # file
    "packing": _packed_in_name_only,
    "encoding": lambda package: package.edit_bytes("claims", lambda data: data + b"\xff\n"),
    "byte-order-mark": lambda package: package.edit_bytes("claims", lambda data: b"\xef\xbb\xbf" + data),
    "line-ending": lambda package: package.edit_bytes("claims", lambda data: data.replace(b"\n", b"\r\n")),
    "csv-syntax": lambda package: package.edit_bytes("claims", lambda data: data + b'"open\n'),
    "header": replaced("claims", b"polarity", b"polarty"),
    "row-width": lambda package: package.edit_bytes("claims", lambda data: data[:-1] + b",\n"),
    "blank-row": lambda package: package.edit_bytes("claims", lambda data: data + b"\n"),
    "one-line": cells("claims", "clm-0001", note="Two\nlines."),
    "trimmed": replaced("measures", b"Length of the closure", b" Length of the closure"),
    "no-formula": cells("claims", "clm-0001", note="=1+1 is a sum."),
    "empty-is-missing": cells("sources", "src-pier-post-2024-05", byline="nil"),
    "canonical-quoting": replaced("measures", b"Length of the closure.", b'"Length of the closure."'),
    "sorted": lambda package: package.edit_bytes("claims", _swap_last_lines),
    # cell
    "type": cells("events", "evt-visit", status_as_of="13 May 2024"),
    "required": cells("statements", "stm-0001", summary=""),
    "unique": added(
        "organizations",
        organization_id="org-un",
        name="Union",
        kind="intergovernmental",
        source_id=SOURCE,
        spans="0-7",
        note="Again.",
    ),
    "enum": cells("claims", "clm-0002", basis="tallied"),
    "pattern": constraint("measures", "subject", "Leaks", pattern="[A-Za-z]{1,19}( [a-z]+)?"),
    "minimum": cells("sources", "src-pier-post-2024-05", accessed="2024-12-31"),
    "maximum": constraint("claims", "value", "10", maximum=119),
    "min-length": constraint("people", "name", "Zoe Hillary", minLength=10),
    "max-length": constraint("measures", "subject", "Leaks", maxLength=21),
    # key
    "primary-key": lambda package: package.edit_bytes(
        "statement_events", lambda data: data + data.splitlines(keepends=True)[-1]
    ),
    "alternate-key": lambda package: package.edit_json(
        "schemas/claims.schema.json", lambda found: found.update(uniqueKeys=[["source_id", "polarity"]])
    ),
    "foreign-key": cells("event_participants", "evt-talk/1", source_id="src-nothing"),
    # sense: characters
    "characters-composed": cells("claims", "clm-0001", note="A cafe\u0301."),
    "characters-visible": cells("claims", "clm-0001", note="On\u200bce."),
    "text-decoded-once": cells("claims", "clm-0001", note="Itâ€™s once."),
    "no-markup": cells("claims", "clm-0001", note="Once &amp; twice."),
    "word-in-one-script": cells("claims", "clm-0001", note="V\u0430le alone."),
    "spaces-folded": cells("claims", "clm-0001", note="Two  blanks."),
    "no-placeholder": cells("claims", "clm-0001", note="TODO: say why."),
    "our-words-in-latin-letters": cells("events", "evt-crane-fall", name="Fall of a 크레인"),
    "sentence-is-whole": cells("claims", "clm-0001", note="Once"),
    "brackets-closed": cells("claims", "clm-0001", note="Once (or twice."),
    "no-escapes": cells("claims", "clm-0001", note="A caf\\u00e9."),
    "no-word-twice": cells("claims", "clm-0001", note="Once and and once."),
    "no-capitals-only": cells("claims", "clm-0001", note="ALL OF IT IS LOST."),
    "notes-in-english": cells("claims", "clm-0001", note="항구가 위험하다."),
    "forms-parted-by-bars": cells("people", "per-lena-vale", name_as_written="Lena Vale|Vale|Vale"),
    # sense: codes
    "country-exists": cells("events", "evt-briefing", country="XXA"),
    "language-exists": cells(
        "utterances", "utt-vale-closure", original_language="xx", note="In a made-up language."
    ),
    "time-zone-of-the-country": cells("events", "evt-ferry", country="KOR"),
    "quote-in-its-script": cells(
        "statements", "stm-0006", language="ko", translated="yes", note="He spoke Korean."
    ),
    "title-in-its-script": cells("sources", "src-pier-post-2024-05", title="항구가 위험하다"),
    "words-in-the-sources-script": cells("event_sources", "evt-ferry/3", described_as="뗏목"),
    "language-of-the-source": cells("statements", "stm-0009", language="fr"),
    # sense: rows that stand twice
    "name-once": added(
        "organizations",
        organization_id="org-un-again",
        name="United Nations",
        kind="intergovernmental",
        source_id=SOURCE,
        spans="0-7",
        note="Again.",
    ),
    "address-once": added(
        "sources",
        source_id="src-pier-post-2024-05-again",
        title="Harbour in want",
        publisher="Pier Post",
        published="2024-05",
        published_basis="stated",
        url="https://example.org/harbour",
        title_basis="printed",
        copy="own_site",
        language="en",
        kind="news_article",
        family="PP",
        extent="opening",
        accessed="2026-01-02",
        note="Again.",
    ),
    "definition-once": cells(
        "measures", "msr-crates", definition="Leaks in the harbour wall.", subject="Leaks"
    ),
    "gist-once": cells("utterances", "utt-vale-boats", gist="Vale: the harbour may close."),
    "quote-once": both(
        added("statements", **UNTOLD, statement_id="stm-0010", quote="Mend it.", summary="A plea."),
        added("statements", **UNTOLD, statement_id="stm-0011", quote="Mend it.", summary="A call."),
    ),
    "statement-once": both(
        added(
            "statements", **{**UNTOLD, "quote_type": "indirect"}, statement_id="stm-0010", summary="A plea."
        ),
        added(
            "statements", **{**UNTOLD, "quote_type": "indirect"}, statement_id="stm-0011", summary="A plea."
        ),
    ),
    "claim-once": both(
        added("claims", **CRATES, claim_id="clm-0008"),
        added("claims", **CRATES, claim_id="clm-0009"),
    ),
    "claim-has-its-own-spans": added(
        "claims",
        **{**CRATES, "source_id": SOURCE, "as_written": "120 crate"},
        claim_id="clm-0008",
        spans="593-603",
    ),
    "description-once": added(
        "event_sources",
        event_id="evt-ferry",
        seq="4",
        source_id="src-pier-post-2024-05",
        stance="contradicts",
        described_as="raft",
        detail="A raft again.",
    ),
    "position-once": added(
        "positions",
        position_id="pos-reed-port-chief",
        person_id="per-omar-reed",
        organization_id="org-port",
        title="Chief",
        title_as_written="Chief",
        status="incumbent",
        status_basis="stated",
        as_of="2024-05",
        source_id="src-pier-post-2024-05",
    ),
    "participant-once": added(
        "event_participants",
        event_id="evt-briefing",
        seq="3",
        person_id="per-omar-reed",
        organization_id="org-port",
        position_id="pos-reed-chief",
        role="participant",
    ),
    # sense: spans, links, days
    "day-exists": cells("claims", "clm-0002", as_of="2024-02-30"),
    "spans-ordered": cells("events", "evt-visit", spans="20-25;10-15"),
    "spans-present": cells("events", "evt-visit", spans=""),
    "spans-inside-text": _beyond_the_text,
    "parents-form-no-loop": _loop,
    "seq-complete": cells("event_sources", "evt-ferry/3", seq="4"),
    "spans-need-a-text": cells("event_sources", "evt-ferry/3", spans="0-9"),
    "claim-spans-as-long-as-its-words": cells("claims", "clm-0006", spans="588-603"),
    "quote-spans-as-long-as-its-words": both(
        cells("sources", "src-pier-post-2024-05", text_sha256=64 * "a", text_length="500"),
        cells("event_sources", "evt-ferry/3", spans="0-9"),
        added("statements", **PLEA, statement_id="stm-0010", spans="0-99"),
    ),
    "claim-is-about-its-statements-event": cells("claims", "clm-0001", event_id="evt-ferry"),
    "measure-is-about-one-event": both(
        added("statement_events", statement_id="stm-0003", event_id="evt-visit"),
        cells("claims", "clm-0007", event_id="evt-visit"),
    ),
    "renderings-are-about-one-event": THIRD_RENDERING,
    "statement-is-about-an-event": cells("statements", "stm-0008", note=""),
    "event-is-used": both(
        STORM,
        added(
            "event_participants", event_id="evt-storm", seq="1", organization_id="org-port", role="affected"
        ),
    ),
    "measure-has-a-unit-of-its-claims": both(
        cells("claims", "clm-0006", quantity_kind="duration", unit="h"),
        cells("measures", "msr-crates", quantity_kind="duration", unit="min"),
    ),
    "nested-statement-has-a-parent": cells("statements", "stm-0005", parent_id=""),
    "mention-stands-once": cells("event_sources", "evt-ferry/1", spans="486-519", described_as="on May 20"),
    "accessed-by-today": cells("sources", "src-pier-post-2024-05", accessed="2999-01-01"),
    "source-id-has-the-date": cells("sources", "src-pier-post-2024-05", published="2024-06"),
    "address-has-the-date": cells(
        "sources",
        "src-pier-post-2024-05",
        published="2024-05-14",
        url="https://example.org/2024/05/20/harbour",
    ),
    "status-as-of-publication": cells("events", "evt-crane-fall", status_as_of="2024-05-15"),
    "as-of-before-publication": cells("claims", "clm-0002", as_of="2024-06"),
    "event-has-the-date-of-its-name": cells("events", "evt-crane-fall", name="Fall of a crane on 2 May 2024"),
    "printed-date-is-the-events": cells(
        "events", "evt-crane-fall", date_start="2024-05-02", date_end="2024-05-02"
    ),
    "printed-hour-is-the-events": cells("events", "evt-ferry", time_local="13:00"),
    "date-basis-fits-words": cells("events", "evt-crane-fall", date_basis="stated"),
    "described-day-is-the-events": cells(
        "event_sources", "evt-ferry/3", described_as="raft of May 30", stance="refines"
    ),
    "said-on-the-day-of-its-occasion": cells("statements", "stm-0002", said_on="2024-05"),
    "renderings-agree-on-the-day": cells(
        "statements",
        "stm-0002",
        occasion_id="",
        occasion_basis="",
        said_on="2024-05-13",
        note="The day before.",
    ),
    "said-near-its-publication": cells("statements", "stm-0009", said_on="2024-03-14"),
    "claims-of-a-statement-hold-at-once": both(
        added(
            "statements", **UNTOLD, statement_id="stm-0010", quote="Of 120 crates 12 leak.", summary="A plea."
        ),
        added("claims", **ASCRIBED, claim_id="clm-0008", as_of="2024-05"),
        added(
            "claims",
            **{**ASCRIBED, "measure_id": "msr-leaks", "unit": "leak", "as_written": "12 leak", "value": "12"},
            claim_id="clm-0009",
            as_of="2024-04",
        ),
    ),
    "claim-holds-on-the-day-of-its-event": cells(
        "claims", "clm-0004", event_id="evt-crane-fall", as_of="2024-05-02"
    ),
    # sense: parties
    "participant-named": added("event_participants", event_id="evt-briefing", seq="3", role="affected"),
    "position-of-same-person": cells("event_participants", "evt-visit/1", person_id="per-omar-reed"),
    "holder-names-a-position": cells("event_participants", "evt-visit/1", position_id=""),
    "position-of-same-body": cells("event_participants", "evt-visit/1", organization_id="org-council"),
    "one-position-a-day": _harbour_master,
    "role-fits-status": cells("event_participants", "evt-closure/1", role="actor"),
    "talk-has-participants": cells("event_participants", "evt-talk/1", role="actor"),
    "addressee-is-talked-to": beside("stm-0001", "org-council", "addressee"),
    "speaker-takes-part": beside("stm-0001", "org-un", "on_behalf_of"),
    "basis-fits-attribution": cells("statement_speakers", "stm-0001/1", basis="inferred"),
    "usual-party-is-there": both(
        THIRD_RENDERING,
        added("statement_events", statement_id="stm-0003", event_id="evt-closure"),
        beside("stm-0001", "org-council", "on_behalf_of"),
        beside("stm-0002", "org-council", "on_behalf_of"),
    ),
    "wikidata-id-unique": cells("organizations", "org-port", wikidata_id="Q1001"),
    # sense: sources, people, organizations, positions
    "text-registered-whole": cells("sources", "src-pier-post-2024-05", text_sha256=64 * "a"),
    "published-basis-fits": cells("sources", "src-pier-post-2024-05", published_basis=""),
    "inferred-date-noted": cells("sources", SOURCE, note=""),
    "accessed-after-published": added(
        "sources", **{**GULL, "published": "2026-01-03", "published_basis": "stated"}, note="Made up."
    ),
    "name-has-its-parts": cells("people", "per-lena-vale", given_name="Lina"),
    "wikidata-id-sourced": cells("people", "per-omar-reed", note=""),
    "country-of-the-state": cells("organizations", "org-council", country=""),
    "person-is-used": added(
        "people",
        person_id="per-zoe-hill",
        name="Zoe Hill",
        family_name="Hill",
        given_name="Zoe",
        name_as_written="Zoe Hill",
        country="GBR",
        source_id="src-pier-post-2024-05",
    ),
    "organization-is-used": cells("organizations", "org-un", note=""),
    "position-dates-in-order": cells(
        "positions", "pos-vale-mayor-elect", start="2024-03", start_source_id="src-pier-post-2024-05"
    ),
    "position-held-as-of": cells("positions", "pos-vale-mayor", as_of="2024-01"),
    "status-basis-noted": cells("positions", "pos-vale-mayor", status_basis="inferred"),
    "one-status-at-a-time": _two_states_at_once,
    "spell-dates-have-sources": cells("positions", "pos-vale-mayor", start_source_id=""),
    "rank-is-printed": cells("positions", "pos-reed-chief", title="Deputy Chief"),
    "title-is-printed-or-noted": cells("positions", "pos-reed-chief", title_as_written=""),
    "person-is-printed": cells("people", "per-omar-reed", name_as_written=""),
    "person-has-a-country": cells("people", "per-lena-vale", country=""),
    "body-in-the-country-of-its-parent": cells("organizations", "org-council", country="IRL"),
    "body-belongs-to-a-state": cells("organizations", "org-council", parent_id=""),
    "parent-is-a-state-or-its-body": both(
        SOUTHPORT, cells("organizations", "org-southport", parent_id="org-council", country="GBR")
    ),
    "person-of-the-country-of-the-body": cells("people", "per-omar-reed", country="IRL"),
    "title-names-the-country": both(
        SOUTHPORT, cells("positions", "pos-reed-chief", title="Chief of Southport")
    ),
    "status-fits-title": cells("positions", "pos-reed-chief", status="acting"),
    "wire-is-an-agencys": cells("sources", "src-pier-post-2024-05", kind="wire"),
    "text-of-an-agency-is-wire": cells("sources", "src-pier-post-2024-05", family="AFP"),
    "family-is-the-credited-agency": cells("sources", "src-pier-post-2024-05", publisher="Pier Post (AFP)"),
    "date-basis-fits-note": cells("sources", "src-pier-post-2024-05", note="Date from the address."),
    "spell-fits-status": cells(
        "positions", "pos-reed-chief", status="former", status_basis="inferred", note="He left."
    ),
    "address-is-a-page": cells("sources", "src-pier-post-2024-05", url="https://example.org/"),
    "read-source-can-be-found": cells("sources", "src-pier-post-2024-05", url=""),
    "title-basis-fits-title": cells("sources", "src-pier-post-2024-05", title="(no headline)"),
    "address-is-no-redirection": cells(
        "sources", "src-pier-post-2024-05", url="https://example.org/?to=https://example.com/harbour"
    ),
    "own-site-is-nobody-elses": cells(
        "sources", SOURCE, url="https://www.example.org/harbour-closes", copy="reprint"
    ),
    "unread-source-says-so": cells("sources", "src-pier-post-2024-05", accessed="", note="In need."),
    "date-of-the-id-is-told": cells("sources", "src-pier-post-2024-05", published="", published_basis=""),
    "title-is-not-the-publisher": cells("sources", "src-pier-post-2024-05", title="Pier Post"),
    "official-text-has-no-byline": cells(
        "sources", "src-pier-post-2024-05", kind="transcript", byline="A. Gull"
    ),
    "byline-has-names-alone": cells("sources", "src-pier-post-2024-05", byline="By A. Gull"),
    "source-is-used": added("sources", **GULL),
    # sense: names
    "person-id-is-the-name": cells("people", "per-omar-reed", name="Omer Reed", given_name="Omer"),
    "position-id-has-the-name": added(
        "positions",
        position_id="pos-pilot",
        person_id="per-omar-reed",
        organization_id="org-port",
        title="Pilot",
        title_as_written="Pilot",
        status="incumbent",
        status_basis="stated",
        as_of="2024-05",
        source_id="src-pier-post-2024-05",
    ),
    "written-name-is-the-name": cells("people", "per-lena-vale", name_as_written="Lena"),
    "id-in-a-note-exists": cells("claims", "clm-0001", note="As clm-9999."),
    "person-in-the-name-takes-part": cells("events", "evt-visit", name="Visit of Reed to the harbour"),
    "state-in-the-name-takes-part": both(
        SOUTHPORT, cells("events", "evt-closure", name="Closure by Southport")
    ),
    "native-name-in-its-letters": cells("people", "per-omar-reed", name_native="Reed"),
    "native-name-begins-with-the-family": added(
        "people",
        person_id="per-kim-jin",
        name="Kim Jin",
        family_name="Kim",
        given_name="Jin",
        name_native="박진",
        name_as_written="Kim Jin",
        source_id="src-pier-post-2024-05",
        note="Made up.",
    ),
    "country-of-the-name": added(
        "organizations",
        organization_id="org-northport-club",
        name="Northport Club",
        kind="other",
        country="IRL",
        source_id="src-pier-post-2024-05",
        note="Made up.",
    ),
    "body-kind-fits-name": cells("organizations", "org-port", name="Ministry of the Port"),
    "gist-begins-with-the-speaker": cells(
        "utterances", "utt-vale-boats", gist="Reed to Vale: about 40 boats are lost."
    ),
    "title-of-one-body": added(
        "positions",
        position_id="pos-reed-mayor",
        person_id="per-omar-reed",
        organization_id="org-port",
        title="Mayor",
        title_as_written="Mayor",
        status="incumbent",
        status_basis="stated",
        as_of="2024-05",
        source_id="src-pier-post-2024-05",
    ),
    "title-without-its-status": cells("positions", "pos-reed-chief", title="Acting chief"),
    # sense: events
    "end-fits-status": cells("events", "evt-visit", date_end="2024-05-15"),
    "scheduled-has-a-day": cells(
        "events",
        "evt-ferry",
        date_start="",
        date_end="",
        date_precision="unknown",
        date_basis="",
        time_local="",
        time_zone="",
        time_as_written="",
    ),
    "talk-or-act-lasts-a-day": cells("events", "evt-talk", date_precision="day", date_end="2024-05-02"),
    "talk-or-act-does-not-go-on": cells("events", "evt-talk", status="ongoing"),
    "event-has-a-participant": cells("events", "evt-ferry", note=""),
    "description-is-not-the-detail": cells(
        "event_sources", "evt-ferry/3", described_as="A raft.", detail="A raft."
    ),
    "supporting-hour-is-the-events": cells(
        "event_sources", "evt-ferry/3", described_as="raft at 3 p.m.", stance="supports"
    ),
    "source-is-not-before-the-event": both(
        cells("sources", "src-pier-post-2024-05", published="2024-05-01"),
        added(
            "event_sources",
            event_id="evt-visit",
            seq="1",
            source_id="src-pier-post-2024-05",
            stance="supports",
            described_as="a visit",
        ),
    ),
    "past-event-has-an-end": cells("events", "evt-crane-fall", status="attempted", date_end=""),
    "place-in-one-country": both(
        cells("events", "evt-briefing", place="Northport, town hall"),
        cells("events", "evt-crane-fall", place="Northport", country="IRL"),
    ),
    "place-has-a-country": cells("events", "evt-closure", place="Northport"),
    "kind-fits-name": cells("events", "evt-crane-fall", name="Meeting of cranes"),
    "event-dates-in-order": cells("events", "evt-crane-fall", date_end="2024-04-30"),
    "precision-fits-dates": cells("events", "evt-talk", date_end="2024-05-30"),
    "date-basis-fits": cells("events", "evt-ferry", date_basis=""),
    "date-basis-noted": cells("events", "evt-visit", note=""),
    "future-not-past": cells(
        "events",
        "evt-closure",
        status="intended",
        date_start="2024-05-01",
        date_end="2024-05-31",
        date_precision="month",
        date_basis="inferred",
        note="Some day in May.",
    ),
    "past-not-future": cells("events", "evt-talk", date_start="2024-06-01", date_end="2024-06-30"),
    "child-within-parent": cells("events", "evt-visit", date_end="2024-05-13"),
    "time-complete": cells("events", "evt-ferry", time_zone=""),
    "time-zone-known": cells("events", "evt-ferry", time_zone="Europe/Northport"),
    "unproven-has-statement": both(
        lambda package: package.drop("statement_events", "stm-0009"),
        cells("statements", "stm-0009", note="It is about a crane."),
        cells("events", "evt-crane-fall", note=""),
        added(
            "event_participants",
            event_id="evt-crane-fall",
            seq="1",
            organization_id="org-port",
            role="affected",
        ),
        added(
            "event_sources",
            event_id="evt-crane-fall",
            seq="1",
            source_id="src-pier-post-2024-05",
            stance="supports",
            described_as="a crane",
        ),
    ),
    "meeting-has-two-sides": both(
        lambda package: package.drop("event_participants", "evt-talk/2"),
        cells("events", "evt-talk", name="Talk of the mayor"),
    ),
    "participant-in-office": cells("event_participants", "evt-visit/1", position_id="pos-vale-mayor-elect"),
    "stance-explained": cells("event_sources", "evt-ferry/2", detail=""),
    # sense: statements
    "quote-fits-type": cells("statements", "stm-0004", quote="the council had promised a new pier"),
    "attributed-as-fits": cells("statements", "stm-0006", attributed_as="Port chief Omar Reed"),
    "reported-has-cue": cells("statements", "stm-0007", cue="", note="No verb is printed."),
    "occasion-basis-fits": cells("statements", "stm-0001", occasion_basis=""),
    "said-before-published": cells("statements", "stm-0005", said_on="2024-05-16"),
    "said-at-its-occasion": cells("statements", "stm-0004", said_on="2024-05-13"),
    "occasion-took-place": cells("events", "evt-briefing", status="cancelled"),
    "speakers-fit-attribution": lambda package: package.drop("statement_speakers", "stm-0004"),
    "speaker-named": cells("statement_speakers", "stm-0005/1", organization_id=""),
    "joint-speakers-in-company": _joint_alone,
    "party-once": added(
        "statement_speakers",
        statement_id="stm-0001",
        seq="2",
        person_id="per-lena-vale",
        organization_id="org-town",
        position_id="pos-vale-mayor",
        role="on_behalf_of",
        basis="inferred",
    ),
    "pronoun-is-resolved": cells("statement_speakers", "stm-0003/1", basis="explicit"),
    "speaker-in-office": both(
        *(
            cells("statement_speakers", f"stm-{number}/1", position_id="pos-vale-mayor-elect")
            for number in ("0001", "0002", "0003", "0007")
        )
    ),
    "parent-in-same-source": cells("statements", "stm-0005", source_id="src-pier-post-2024-05", spans=""),
    "nested-inside-parent": cells("statements", "stm-0005", spans="0-17"),
    "direct-quote-is-a-sentence": both(
        added(
            "statements",
            **{**UNTOLD, "note": ""},
            statement_id="stm-0010",
            quote="mend it.",
            summary="A plea.",
        ),
        added("statement_events", statement_id="stm-0010", event_id="evt-closure"),
    ),
    "missing-cue-noted": cells("statements", "stm-0004", cue=""),
    "occasion-is-one-of-speech": both(
        STORM,
        cells("events", "evt-storm", kind="conflict"),
        added(
            "event_participants", event_id="evt-storm", seq="1", organization_id="org-port", role="affected"
        ),
        cells("statements", "stm-0004", occasion_id="evt-storm"),
    ),
    "summary-is-no-quotation": cells("statements", "stm-0006", summary="A sieve."),
    "cue-is-not-the-speaker": cells("statements", "stm-0005", cue="the council"),
    "cue-names-nobody": cells("statements", "stm-0002", cue="Vale suggested"),
    "speaker-without-the-cue": cells("statements", "stm-0002", attributed_as="Mayor Lena Vale suggested"),
    "cue-in-the-language": both(
        added("statements", **PLEA, statement_id="stm-0010", cue="said"),
        added(
            "statements",
            **{**PLEA, "language": "fr", "note": "In French.", "summary": "A call.", "quote": "Au secours."},
            statement_id="stm-0011",
            cue="said",
        ),
    ),
    "quote-without-outer-marks": added(
        "statements", **{**PLEA, "quote": "“Mend it.”"}, statement_id="stm-0010"
    ),
    "quote-is-the-quotation": added(
        "statements", **{**PLEA, "quote": "Mend it. Mend it."}, statement_id="stm-0010"
    ),
    "one-speaker-speaks-alone": beside("stm-0005", "org-port", "speaker"),
    # sense: words
    "hedge-says-the-relation": cells("claims", "clm-0002", relation="ge"),
    "hedge-stands-at-the-number": cells("claims", "clm-0002", as_written="40 boats", spans="115-123"),
    "hedge-is-coded": cells("claims", "clm-0002", hedge="", hedge_scope="none", relation="eq"),
    "unit-is-the-printed-one": measured("clm-0005", "msr-water", unit="km"),
    "claim-in-the-quote": both(
        added("statements", **UNTOLD, statement_id="stm-0010", quote="Mend it.", summary="A plea."),
        added("claims", **ASCRIBED, claim_id="clm-0008"),
    ),
    "wording-ends-at-a-pause": cells("renderings", "utt-vale-boats/stm-0003", wording="About 40 boats"),
    "wording-at-words": cells("renderings", "utt-vale-boats/stm-0003", wording="bout 40 boats are lost,"),
    "pronoun-is-a-pronoun": cells("statements", "stm-0003", attribution="title"),
    "named-by-the-name": cells("statements", "stm-0002", attributed_as="Mayor"),
    "title-without-a-name": cells("statements", "stm-0001", attribution="title"),
    "body-by-its-name": both(
        cells("statements", "stm-0005", attribution="named"),
        cells("statement_speakers", "stm-0005/1", organization_id="org-port"),
    ),
    "summary-begins-with-the-speaker": cells(
        "statements", "stm-0001", summary="Reed: the harbour may close."
    ),
    "foreign-words-are-translated": cells("statements", "stm-0005", language="fr", note="In French."),
    "foreign-quotation-is-translated": both(
        added("statements", **HANGUL, statement_id="stm-0010", quote="고쳐 주세요.", summary="A plea."),
        added(
            "statement_speakers",
            statement_id="stm-0010",
            seq="1",
            organization_id="org-council",
            role="speaker",
            basis="inferred",
        ),
    ),
    # sense: claims
    "relation-fits-values": cells("claims", "clm-0003", value="10"),
    "bounds-ordered": cells("claims", "clm-0003", value_low="12", value_high="10"),
    "count-whole": measured("clm-0005", "msr-water", quantity_kind="count"),
    "quantity-in-range": measured("clm-0006", "msr-crates", quantity_kind="share", unit="%"),
    "unit-fits-kind": measured("clm-0004", "msr-ferry-rank", unit="boat"),
    "hedge-scope-fits": cells("claims", "clm-0001", hedge_scope="ambiguous", note="Unclear."),
    "relation-fits-hedge": cells("claims", "clm-0002", relation="eq"),
    "distant-hedge-stands-apart": cells(
        "claims", "clm-0002", hedge_scope="ambiguous", relation="eq", note="Unclear."
    ),
    "distant-hedge-noted": cells("claims", "clm-0002", hedge_scope="ambiguous", relation="eq"),
    "basis-fits-kind": cells("claims", "clm-0003", basis="record"),
    "vague-words-have-no-number": cells("claims", "clm-0006", relation="vague", value=""),
    "summary-has-the-numbers": cells("statements", "stm-0007", summary="Both welcome 120 plans."),
    "denied-number-is-plain": both(
        cells("claims", "clm-0002", polarity="denied"),
        cells("claim_links", "clm-0002/clm-0007", relation="denies"),
    ),
    "claimant-known": cells("claims", "clm-0003", statement_id=""),
    "denied-by-somebody": cells("claims", "clm-0004", polarity="denied"),
    "claim-in-its-statements-source": _another_source,
    "claim-inside-statement": cells("claims", "clm-0003", statement_id="stm-0006"),
    "value-is-printed": cells("claims", "clm-0002", value="41"),
    # sense: utterances, renderings, measures
    "family-names-a-newsroom": cells("sources", SOURCE, family="OWN"),
    "accessed-or-noted": cells("sources", "src-pier-post-2024-05", accessed=""),
    "wording-is-quoted": cells("renderings", "utt-vale-boats/stm-0003", wording="About 41 boats"),
    "renderings-agree-on-occasion": cells("utterances", "utt-vale-boats", occasion_id="evt-visit"),
    "renderings-agree-on-speakers": both(
        THIRD_RENDERING,
        added("statement_events", statement_id="stm-0003", event_id="evt-closure"),
        cells("statements", "stm-0001", attribution="implicit", attributed_as=""),
        cells(
            "statement_speakers",
            "stm-0001/1",
            person_id="per-omar-reed",
            organization_id="org-port",
            position_id="pos-reed-chief",
            basis="coreference",
        ),
    ),
    "translation-fits-language": cells(
        "utterances", "utt-vale-boats", original_language="ko", note="She spoke Korean."
    ),
    "wordings-do-not-overlap": both(
        added(
            "renderings",
            utterance_id="utt-vale-closure",
            statement_id="stm-0003",
            wording="40 boats are lost,",
        ),
        added("statement_events", statement_id="stm-0003", event_id="evt-closure"),
    ),
    "talk-is-spoken": cells("utterances", "utt-vale-boats", medium="written"),
    "speech-has-an-occasion": both(
        added(
            "utterances",
            utterance_id="utt-leaks",
            gist="There are leaks.",
            original_language="en",
            medium="spoken",
        ),
        added("renderings", utterance_id="utt-leaks", statement_id="stm-0008"),
    ),
    "original-language-is-the-speakers": cells("utterances", "utt-vale-closure", original_language="fr"),
    "utterance-is-rendered": added(
        "utterances",
        utterance_id="utt-pier",
        gist="A pier is promised.",
        original_language="en",
        medium="written",
    ),
    "measure-is-claimed": added(
        "measures",
        measure_id="msr-piers",
        definition="Piers.",
        subject="Piers",
        tally="stock",
        quantity_kind="count",
        unit="pier",
    ),
    "period-in-order": cells("measures", "msr-leaks", period_start="2024-05", period_end="2024-04"),
    "years-of-the-definition-in-the-period": cells(
        "measures", "msr-leaks", period_start="2024", definition="Leaks in the harbour wall in 2023."
    ),
    "definition-names-the-subject": cells("measures", "msr-leaks", subject="Gulls"),
    "linked-claims-are-of-one-measure": cells("claim_links", "clm-0002/clm-0007", claim_id="clm-0006"),
    "link-fits-its-claims": cells("claim_links", "clm-0002/clm-0007", relation="repeats"),
    "link-is-told-by-its-claim": cells("claim_links", "clm-0002/clm-0007", source_id="src-pier-post-2024-05"),
    "denied-number-is-linked": cells("claims", "clm-0001", polarity="denied"),
    "hedge-is-not-the-number": cells("claims", "clm-0002", hedge="About 40 boats"),
    "measure-has-one-kind": cells("measures", "msr-crates", quantity_kind="share"),
    "unit-is-comparable": cells("claims", "clm-0007", unit="ship"),
    "later-figures-dated": cells("claims", "clm-0007", as_of=""),
    # text
    "text-is-the-registered-one": _text_of_another_day,
    "text-has-its-length": _text_length,
    "quote-is-the-text": cells("statements", "stm-0006", quote="a strainer"),
    "verbatim-in-spans": cells("positions", "pos-reed-chief", title_as_written="Port Chief"),
    "verbatim-near-spans": cells("statements", "stm-0001", cue="shouts"),
    "spans-at-words": cells("events", "evt-visit", spans="1-7"),
    "quote-without-marks": _quote_with_mark,
    "verbatim-in-text": _no_raft,
}


@pytest.mark.parametrize("rule", CASES)
def test_breaking_case(package: Package, rule: str):
    if rule != "verbatim-in-text":  # the words of the cases are in no text of a source without spans
        (package.texts / "src-pier-post-2024-05.txt").unlink()
    CASES[rule](package)
    found = {error.rule for error in package.validate().errors}
    assert found == {rule}


def test_the_small_package_is_valid_and_everything_ran(package: Package):
    report = package.validate()
    assert [str(error) for error in report.errors] == []
    assert report.not_run == []
    ran = {rule for count in report.counts.values() for rule in count.rules}
    table_rules = {rule.id for rule in all_rules() if rule.level in ("sense", "text")}
    assert table_rules - ran == set()


def test_a_term_is_a_range_from_the_day_of_publication(package: Package):
    """Of "by May 20" only the end is printed."""
    package.set("events", "evt-ferry", date_start="2024-05-14", date_precision="range")
    assert "printed-date-is-the-events" not in {error.rule for error in package.validate().errors}
    package.set("events", "evt-ferry", date_start="2024-05-13")
    assert "printed-date-is-the-events" in {error.rule for error in package.validate().errors}


def test_a_month_to_come_may_be_that_of_the_event(package: Package):
    package.set("events", "evt-ferry", date_start="2024-06-01", date_end="2024-06-30", date_precision="month")
    package.set("claims", "clm-0002", as_of="2024-06", event_id="evt-ferry")
    assert "as-of-before-publication" not in {error.rule for error in package.validate().errors}


def test_every_rule_has_its_case():
    assert set(CASES) == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule):
    assert rule.level in LEVELS
    assert rule.holds.endswith(".") and rule.holds[0] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ`"
    assert rule.remedy and not rule.remedy.endswith(".")


def test_an_error_names_place_finding_and_cure(package: Package):
    package.set("claims", "clm-0003", value_low="12", value_high="10")
    [error] = package.validate().errors
    assert str(error) == (
        "data/claims.csv:4 clm-0003 value_low [bounds-ordered] "
        "12 is above value_high 10: swap them or correct as_written"
    )


def test_all_errors_come_in_one_run(package: Package):
    """Faults of different levels and tables do not hide one another."""
    package.set("claims", "clm-0001", relation="equal", value="two")
    package.set("events", "evt-ferry", time_zone="Europe/Northport")
    package.set("statements", "stm-0001", cue="shouts", parent_id="stm-9999")
    found = {error.rule for error in package.validate().errors}
    assert {"type", "enum", "time-zone-known", "verbatim-near-spans", "foreign-key"} <= found


def test_a_cell_without_type_is_missing_from_there_on(package: Package):
    package.set("events", "evt-ferry", date_start="20 May")
    rules = [(error.rule, error.field) for error in package.validate().errors]
    assert ("type", "date_start") in rules
    assert ("required", "date_start") not in rules


def test_what_was_not_run_is_said(package: Package):
    from schemas.validation import validate

    report = validate(package.descriptor)
    assert report.valid
    text_rules = {rule.id for rule in all_rules() if rule.level == "text"}
    assert {entry.rule for entry in report.not_run} == text_rules
    assert {entry.path for entry in report.not_run} == {SOURCE, "src-pier-post-2024-05"}


def test_a_header_that_does_not_fit_leaves_the_rest_not_run(package: Package):
    package.edit_bytes("claims", lambda data: data.replace(b"polarity", b"polarty", 1))
    report = package.validate()
    assert {entry.rule for entry in report.not_run} >= {
        "type",
        "enum",
        "foreign-key",
        "claim-inside-statement",
    }


def test_messages_show_no_control_characters(package: Package):
    package.set("claims", "clm-0001", note="Red \x1b7and blue.")
    [error] = package.validate().errors
    assert "\x1b" not in str(error) and "\\x1b" in str(error)


def test_a_mini_package_in_json(package: Package):
    report = package.validate().to_dict()
    assert json.loads(json.dumps(report))["valid"] is True
