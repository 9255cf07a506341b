"""One breaking case for every rule: the smallest change to the small package that breaks it and no other.

A case is a function of the package. To add a rule, add its function in `schemas/rules/` and its case here.
"""

import json

import pytest
from conftest import Package

from schemas.rules import LEVELS, all_rules

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


def _lose_claims(package: Package) -> None:
    package.path("claims").unlink()


def _add_stray_file(package: Package) -> None:
    (package.folder / "data" / "spare.csv").write_text("a\n1\n", encoding="utf-8")


def _swap_last_lines(data: bytes) -> bytes:
    *lines, one, other = data.splitlines(keepends=True)
    return b"".join([*lines, other, one])


def _loop(package: Package) -> None:
    package.set("organizations", "org-town", parent_id="org-council")


def _joint_alone(package: Package) -> None:
    package.drop("statement_speakers", "stm-0007/2")


def _forget_the_mayor_elect(package: Package) -> None:
    rows = [row for row in package.rows("positions") if row["position_id"] != "pos-vale-mayor-elect"]
    package.write("positions", rows)


def _two_states_at_once(package: Package) -> None:
    package.set("positions", "pos-vale-mayor-elect", end="2024-03", as_of="2024-01")


def _another_source(package: Package) -> None:
    """A claim that says it is from a source whose text is not registered."""
    package.set("claims", "clm-0001", source_id="src-pier-post-2024-05")


def _text_of_another_day(package: Package) -> None:
    path = package.texts / f"{SOURCE}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("cars.", "cats."), encoding="utf-8")


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
    "no-formula": cells("claims", "clm-0001", note="=1+1"),
    "empty-is-missing": cells("claims", "clm-0001", note="NA"),
    "canonical-quoting": replaced("measures", b"Length of the closure.", b'"Length of the closure."'),
    "sorted": lambda package: package.edit_bytes("claims", _swap_last_lines),
    # cell
    "type": cells("events", "evt-visit", status_as_of="13 May 2024"),
    "required": cells("statements", "stm-0001", summary=""),
    "unique": added(
        "organizations",
        organization_id="org-un",
        name="United Nations",
        kind="intergovernmental",
        source_id=SOURCE,
        spans="0-7",
        note="Again.",
    ),
    "enum": cells("claims", "clm-0002", basis="tallied"),
    "pattern": cells("claims", "clm-0002", as_of="May 2024"),
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
    "foreign-key": cells("claims", "clm-0001", event_id="evt-nothing"),
    # sense: columns that several tables share
    "day-exists": cells("claims", "clm-0002", as_of="2024-02-30"),
    "spans-ordered": cells("events", "evt-visit", spans="20-25;10-15"),
    "spans-present": cells("events", "evt-visit", spans=""),
    "spans-inside-text": _beyond_the_text,
    "parents-form-no-loop": _loop,
    "seq-complete": cells("event_sources", "evt-ferry/3", seq="4"),
    "participant-named": added("event_participants", event_id="evt-briefing", seq="3", role="affected"),
    "position-of-same-person": cells("event_participants", "evt-talk/1", person_id="per-omar-reed"),
    "wikidata-id-unique": cells("organizations", "org-port", wikidata_id="Q1001"),
    # sense: sources, people, organizations, positions
    "text-registered-whole": cells("sources", "src-pier-post-2024-05", text_sha256=64 * "a"),
    "published-basis-fits": cells("sources", "src-pier-post-2024-05", published_basis=""),
    "inferred-date-noted": cells("sources", SOURCE, note=""),
    "accessed-after-published": cells("sources", "src-pier-post-2024-05", published="2026-01-03"),
    "name-has-its-parts": cells("people", "per-lena-vale", family_name="Wale"),
    "wikidata-id-sourced": cells("people", "per-omar-reed", note=""),
    "country-of-the-state": cells("organizations", "org-council", country=""),
    "person-is-used": added(
        "people", person_id="per-zoe-hill", name="Zoe Hill", source_id=SOURCE, spans="0-7"
    ),
    "organization-is-used": cells("organizations", "org-un", note=""),
    "position-dates-in-order": cells("positions", "pos-vale-mayor-elect", start="2024-03"),
    "position-held-as-of": cells("positions", "pos-vale-mayor", as_of="2024-01"),
    "status-basis-noted": cells("positions", "pos-vale-mayor-elect", note=""),
    "one-status-at-a-time": _two_states_at_once,
    # sense: events
    "event-dates-in-order": cells("events", "evt-crane-fall", date_end="2024-04-30"),
    "precision-fits-dates": cells("events", "evt-talk", date_end="2024-05-30"),
    "date-basis-fits": cells("events", "evt-ferry", date_basis=""),
    "date-basis-noted": cells("events", "evt-visit", note=""),
    "future-not-past": cells("events", "evt-ferry", status_as_of="2024-05-21"),
    "past-not-future": cells("events", "evt-briefing", status_as_of="2024-05-13"),
    "child-within-parent": cells("events", "evt-visit", date_end="2024-05-13"),
    "time-complete": cells("events", "evt-ferry", time_zone=""),
    "time-zone-known": cells("events", "evt-ferry", time_zone="Europe/Northport"),
    "unproven-has-statement": lambda package: package.drop("statement_events", "stm-0009"),
    "meeting-has-two-sides": lambda package: package.drop("event_participants", "evt-talk/2"),
    "participant-in-office": cells("event_participants", "evt-visit/1", position_id="pos-vale-mayor-elect"),
    "stance-explained": cells("event_sources", "evt-ferry/2", detail=""),
    # sense: statements
    "quote-fits-type": cells("statements", "stm-0004", quote="the council had promised a new pier"),
    "attributed-as-fits": cells("statements", "stm-0006", attributed_as="Port chief Omar Reed"),
    "reported-has-cue": cells("statements", "stm-0007", cue=""),
    "occasion-basis-fits": cells("statements", "stm-0001", occasion_basis=""),
    "said-before-published": cells("statements", "stm-0005", said_on="2024-05-16"),
    "said-at-its-occasion": cells("statements", "stm-0001", said_on="2024-05-13"),
    "occasion-took-place": cells("events", "evt-briefing", status="cancelled"),
    "speakers-fit-attribution": lambda package: package.drop("statement_speakers", "stm-0004"),
    "speaker-named": cells("statement_speakers", "stm-0005/1", organization_id=""),
    "joint-speakers-in-company": _joint_alone,
    "party-once": added(
        "statement_speakers",
        statement_id="stm-0001",
        seq="2",
        person_id="per-lena-vale",
        role="on_behalf_of",
        basis="inferred",
    ),
    "pronoun-is-resolved": cells("statement_speakers", "stm-0003/1", basis="explicit"),
    "speaker-in-office": cells("statement_speakers", "stm-0001/1", position_id="pos-vale-mayor-elect"),
    "parent-in-same-source": cells("statements", "stm-0005", source_id="src-pier-post-2024-05"),
    "nested-inside-parent": cells("statements", "stm-0005", spans="0-17"),
    # sense: claims
    "relation-fits-values": cells("claims", "clm-0003", value="10"),
    "bounds-ordered": cells("claims", "clm-0003", value_low="12", value_high="10"),
    "count-whole": measured("clm-0005", "msr-water", quantity_kind="count"),
    "quantity-in-range": measured("clm-0006", "msr-crates", quantity_kind="share", unit="%"),
    "unit-fits-kind": measured("clm-0004", "msr-ferry-rank", unit="boat"),
    "hedge-scope-fits": cells("claims", "clm-0001", hedge_scope="ambiguous"),
    "relation-fits-hedge": cells("claims", "clm-0002", relation="eq"),
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
    "renderings-agree-on-speakers": cells(
        "statement_speakers",
        "stm-0001/1",
        person_id="per-omar-reed",
        organization_id="org-port",
        position_id="pos-reed-chief",
    ),
    "translation-fits-language": cells("utterances", "utt-vale-boats", original_language="ko"),
    "utterance-is-rendered": added(
        "utterances", utterance_id="utt-reed-pier", gist="A pier.", original_language="en", medium="written"
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
    "measure-has-one-kind": cells("measures", "msr-crates", quantity_kind="share"),
    "unit-is-comparable": cells("measures", "msr-crates", unit="box"),
    "later-figures-dated": cells("claims", "clm-0007", as_of=""),
    # text
    "text-is-the-registered-one": _text_of_another_day,
    "text-has-its-length": _text_length,
    "quote-is-the-text": cells("statements", "stm-0006", quote="a strainer"),
    "verbatim-in-spans": cells("positions", "pos-reed-chief", title_as_written="Port Chief"),
    "verbatim-near-spans": cells("statements", "stm-0001", cue="shouts"),
    "spans-at-words": cells("events", "evt-visit", spans="1-7"),
    "quote-without-marks": _quote_with_mark,
}


@pytest.mark.parametrize("rule", CASES)
def test_breaking_case(package: Package, rule: str):
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
        "12 is above value_high 10: swap them or mend as_written"
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
    assert {entry.path for entry in report.not_run} == {SOURCE}


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
    package.set("claims", "clm-0001", note="\x1b[31mred\x1b[0m")
    [error] = package.validate().errors
    assert "\x1b" not in str(error) and "\\x1b" in str(error)


def test_a_mini_package_in_json(package: Package):
    report = package.validate().to_dict()
    assert json.loads(json.dumps(report))["valid"] is True
