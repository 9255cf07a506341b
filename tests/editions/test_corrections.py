"""What has changed since the last edition is told in `data/corrections.csv`."""

import polars as pl
import pytest
from conftest import Package

from schemas.manifest import PATH, rows_of
from schemas.steps import step_between, version_of
from validator.messages import show

# ---- corrections --------------------------------------------------------------------------------------

CORRECTION = {
    "correction_id": "cor-clm-0001-note",
    "version": "1.2.3",
    "table": "claims",
    "record_id": "clm-0001",
    "field": "note",
    "reason": "A slip.",
}


def note_of(package: Package) -> str:
    return next(row["note"] for row in package.rows("claims") if row["claim_id"] == "clm-0001")


def found(package: Package) -> set[str]:
    return {error.rule for error in package.validate().errors}


def test_a_change_that_is_told_is_right(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    assert found(package) == {"change-told"}
    package.add("corrections", **CORRECTION, old=old, new="Another note.")
    assert found(package) == set()


def test_a_wrong_old_value_is_reported_at_the_correction(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old="Something else.", new="Another note.")
    [error] = package.validate().errors
    assert (error.rule, error.path, error.field) == ("correction-fits", "data/corrections.csv", "old")
    assert error.message == f'old is "Something else.", but 0.9.0 has {shown(old)} at clm-0001 note'


def shown(cell: str) -> str:
    return show(cell) if cell else "nothing"


def test_a_change_that_is_not_told_is_named_by_column_with_both_values(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    [error] = package.validate().errors
    assert (error.rule, error.path, error.record, error.field) == (
        "change-told",
        "data/claims.csv",
        "clm-0001",
        "note",
    )
    assert error.message == f'"Another note.", but 0.9.0 has {shown(old)}'


def test_what_has_changed_is_named_beside_a_column_that_went_away(package: Package):
    """Columns that a table still has are compared, whatever else it had."""

    def had_one_more(found: dict) -> None:
        claims = found["tables"]["claims"]
        claims["columns"].append("measured")
        claims["rows"] = {one: [*cells, "tons"] for one, cells in claims["rows"].items()}

    package.keep_edition("0.9.0", had_one_more)
    package.set("claims", "clm-0001", note="Another note.")
    assert found(package) == {"change-told"}


def test_a_value_of_a_withdrawn_row_is_not_corrected(package: Package):
    package.keep_edition()
    package.drop("statement_events", "stm-0001")
    told = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure"}
    package.add("corrections", **{**told, "field": "", "correction_id": "cor-withdrawn"})
    package.add("corrections", **{**told, "field": "event_id", "old": "evt-visit", "new": "evt-storm"})
    [error] = package.validate().errors
    assert (error.rule, error.message) == ("correction-fits", "stm-0001/evt-closure is withdrawn")
    assert error.remedy == "remove this row: the record is withdrawn"


def test_a_change_is_told_with_the_new_value(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old=old, new="Yet another note.")
    [error] = package.validate().errors
    assert (error.rule, error.field) == ("correction-fits", "new")
    assert error.remedy == "change `new` here, or put the value in claims back"


def test_the_remedy_has_the_row_to_paste(package: Package):
    """With the version under way, quoted as CSV, on one line, under an id that is not used yet."""
    package.keep_edition(change=lambda found: found["tables"]["corrections"]["rows"].clear())
    old = note_of(package)
    package.set("claims", "clm-0001", note="Two\nlines, and more.")
    package.drop("statement_events", "stm-0001")
    package.add("corrections", **{**CORRECTION, "field": "hedge"}, old="x", new="")
    remedies = {error.rule: error.remedy for error in package.validate().errors}
    line = f'cor-clm-0001-note-2,1.2.3,claims,clm-0001,note,{old},"Two\\nlines, and more.",REASON,'
    assert remedies["change-told"] == f"add `{line}` to data/corrections.csv, or put the value back"
    line = "cor-statement-events-stm-0001-evt-closure,1.2.3,statement_events,stm-0001/evt-closure,,,,REASON,"
    assert remedies["withdrawal-told"] == f"add `{line}` to data/corrections.csv, or put the row back"


def test_a_row_too_long_for_a_message_is_not_shown_in_part(package: Package):
    package.keep_edition()
    package.set("claims", "clm-0001", note="word " * 500 + "end")
    [error] = [error for error in package.validate().errors if error.rule == "change-told"]
    assert error.remedy == "add the row to data/corrections.csv, or put the value back"


def test_a_value_may_be_corrected_twice(package: Package):
    package.keep_edition()
    old = note_of(package)
    package.set("claims", "clm-0001", note="A third note.")
    package.add("corrections", **CORRECTION, old=old, new="A second note.")
    second = {**CORRECTION, "correction_id": "cor-clm-0001-note-2"}
    package.add("corrections", **second, old="A second note.", new="A third note.")
    assert found(package) == set()


def test_corrections_of_earlier_editions_explain_nothing_now(package: Package):
    package.keep_edition("1.2.2")
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **{**CORRECTION, "version": "1.2.2"}, old=old, new="Another note.")
    assert "change-told" in found(package)


def test_a_number_is_compared_as_a_number(package: Package):
    for value in (40.0, 40):
        frame = pl.DataFrame({"claim_id": ["clm-1"], "value": [value]})
        assert rows_of(["value"], ["claim_id"], frame) == {"clm-1": ["40"]}
    package.keep_edition()
    package.set("claims", "clm-0002", value="40.0")
    assert "change-told" not in found(package)


def test_a_row_is_withdrawn_with_a_reason(package: Package):
    package.keep_edition()
    package.drop("statement_events", "stm-0001")
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal)
    assert found(package) == set()


def test_a_withdrawn_id_is_not_used_again(package: Package):
    package.keep_edition()
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal)
    assert [error.rule for error in package.validate().errors] == ["id-not-reused"]


def test_an_id_withdrawn_in_two_records_is_reported_once(package: Package):
    """In corrections and in the manifest, which has the withdrawn ids of all editions."""
    known = {**CORRECTION, "version": "0.9.0", "table": "event_sources", "record_id": "evt-ferry/2"}
    package.keep_edition(change=lambda found: found["gone"].update(event_sources=["evt-ferry/2"]))
    package.add("corrections", **{**known, "version": "1.2.3", "field": ""})
    [error] = package.validate().errors
    assert (error.rule, error.record, error.field) == ("id-not-reused", "evt-ferry/2", "seq")
    assert error.remedy == "take the number after the highest ever used (3)"


def test_a_successor_exists(package: Package):
    package.keep_edition()
    package.drop("statement_events", "stm-0001")
    withdrawal = {**CORRECTION, "table": "statement_events", "record_id": "stm-0001/evt-closure", "field": ""}
    package.add("corrections", **withdrawal, new="stm-0001/evt-nothing")
    assert found(package) == {"correction-fits"}


def test_what_is_added_needs_no_correction_but_a_version(package: Package):
    package.keep_edition("1.2.2")
    package.add("statement_events", statement_id="stm-0003", event_id="evt-visit")
    [error] = package.validate().errors
    assert (error.rule, error.remedy) == ("version-step", "raise it to 1.3.0")
    assert error.message == (
        "1.2.3 is too low after 1.2.2, because stm-0003/evt-visit is new in statement_events (a minor step)"
    )


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "1.0.1-dev", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.9", "2.0.0", "major"),
        ("2.0.0", "1.9.9", "none"),
    ],
)
def test_steps_between_versions(old: str, new: str, step: str):
    assert step_between(version_of(old), version_of(new)) == step


@pytest.mark.parametrize(
    "spoilt",
    [
        "{",
        "[]",
        "{}",
        '{"edition": "1.0.0", "tables": {"a": {"columns": [[]], "codes": {}, "rows": {}}}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {"a": {"columns": [], "codes": {"b": 1}, "rows": {}}}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {"a": {"columns": [], "codes": {}, "rows": {"b": "c"}}}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {"a": {"columns": ["b"], "codes": {}, "rows": {"c": []}}},'
        ' "gone": {}}',
        '{"edition": "one", "tables": {}, "gone": {}}',
        '{"edition": "1.0.0", "tables": {}, "gone": {"claims": [[]]}}',
    ],
)
def test_a_manifest_that_is_none_is_named(package: Package, spoilt: str):
    (package.folder / PATH).write_text(spoilt, encoding="utf-8")
    assert found(package) == {"manifest-readable"}


def test_a_code_may_be_a_number_or_a_truth_value(package: Package):
    package.keep_edition(
        change=lambda old: old["tables"]["claims"]["codes"].update(sure=[True, False, 1, 0.5])
    )
    assert "manifest-readable" not in found(package)


def test_corrections_need_what_the_last_edition_held(package: Package):
    package.add("corrections", **CORRECTION, old="", new=note_of(package))
    assert found(package) == {"manifest-readable"}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"version": "0.5.0"}, "version"),
        ({"version": "1.2.2"}, "version"),
        ({"version": "9.9.9"}, "version"),
        ({"new": "Something else.", "old": "Something else."}, "new"),
        ({"record_id": "clm-9999"}, "record_id"),
        ({"field": "nothing"}, "field"),
        ({"table": "letters"}, "table"),
        ({"field": "", "record_id": "clm-9999", "old": ""}, "record_id"),
        ({"field": "", "record_id": "clm-9998", "old": "junk"}, "old"),
    ],
)
def test_a_correction_that_cannot_be_is_named_at_the_column_at_fault(
    package: Package, changes: dict, column: str
):
    package.keep_edition(change=lambda found: found["gone"].update(claims=["clm-9998"]))
    old = note_of(package)
    package.set("claims", "clm-0001", note="Another note.")
    package.add("corrections", **CORRECTION, old=old, new="Another note.")
    assert found(package) == set()
    wrong = {
        **CORRECTION,
        "correction_id": "cor-wrong",
        "record_id": "clm-0002",
        "old": "a",
        "new": "",
        **changes,
    }
    package.add("corrections", **wrong)
    errors = [error for error in package.validate().errors if error.rule == "correction-fits"]
    assert column in {error.field for error in errors}
    said = {(error.message, error.remedy) for error in errors}
    assert (
        column != "version" or (f"{changes['version']} is not the version under way", "write 1.2.3") in said
    )


def test_a_number_may_be_spelled_as_it_is_in_the_file(package: Package):
    package.keep_edition()
    [row] = [row for row in package.rows("claims") if row["claim_id"] == "clm-0002"]
    package.set("claims", "clm-0002", value="40.50")
    told = {**CORRECTION, "record_id": "clm-0002", "field": "value", "old": row["value"], "new": "40.50"}
    package.add("corrections", **told)
    assert not found(package) & {"correction-fits", "change-told"}


# ---- numbers within a group ---------------------------------------------------------------------------


def without(package: Package, table: str, record: str) -> None:
    """Take a row of a link table away."""
    package.write(table, [row for row in package.rows(table) if "/".join([*row.values()][:2]) != record])


def withdraw(package: Package, table: str, record: str) -> None:
    package.add("corrections", **{**CORRECTION, "table": table, "record_id": record, "field": ""})


def test_a_row_in_the_middle_is_withdrawn_and_its_number_stays_free(package: Package):
    package.keep_edition()
    without(package, "event_sources", "evt-ferry/2")
    assert found(package) == {"seq-complete", "withdrawal-told"}
    withdraw(package, "event_sources", "evt-ferry/2")
    assert found(package) == set()


def test_the_next_row_of_a_group_takes_the_number_after_the_withdrawn_one(package: Package):
    package.keep_edition()
    [last] = [row for row in package.rows("event_sources") if row["event_id"] + row["seq"] == "evt-ferry3"]
    without(package, "event_sources", "evt-ferry/3")
    withdraw(package, "event_sources", "evt-ferry/3")
    package.add("event_sources", **{**last, "seq": "4"})
    assert found(package) == set()


def test_a_withdrawal_explains_a_gap_in_its_own_table_alone(package: Package):
    package.keep_edition()
    without(package, "event_sources", "evt-ferry/2")
    withdraw(package, "event_participants", "evt-ferry/2")
    assert "seq-complete" in found(package)


def test_a_correction_of_a_value_explains_no_gap(package: Package):
    package.keep_edition()
    without(package, "event_sources", "evt-ferry/2")
    package.add(
        "corrections",
        **{**CORRECTION, "table": "event_sources", "record_id": "evt-ferry/2", "field": "detail", "old": "x"},
    )
    assert "seq-complete" in found(package)
