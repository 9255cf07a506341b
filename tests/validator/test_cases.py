"""Packages that people had trouble with, each with what is right (`cases/*/expected.txt`).

They are small packages of our own making, after public reports. The standard alone is asked for.
"""

from pathlib import Path

import pytest

from schemas.validation import validate
from scripts import validate as command
from validator.descriptor import CannotRun

CASES = Path(__file__).with_name("cases")
VALID = ["01", "05", "07", "10", "11", "13", "15", "38", "40", "44"]
# case -> rule, line and field of each error, and words of its message
REFUSED = {
    "02": [("blank-row", 3, "", "blank"), ("blank-row", 5, "", "blank")],
    "03": [("max-length", 2, "n", "a\\r\\nb")],
    "06": [("required", 1, "n", "empty")],
    "09": [
        ("schema-profile", 0, "", "example"),
        ("schema-profile", 0, "", "example"),
        ("type", 3, "ok", '"maybe" is not a boolean'),
    ],
    "16": [("schema-sense", 0, "", "label 'A'"), ("schema-sense", 0, "", "value 1 appears twice")],
    "19": [("type", line, "t", "is not a number") for line in (2, 3, 4)],
    "21": [("header", 1, "", "NFC and NFD"), ("foreign-key", 2, "ref", "NFC and NFD")],
    "23": [("header", 1, "", "n<U+00A0>")],
    "25": [("header", 1, "", "column 1 has no name")],
    "27": [("csv-syntax", 1, "", "two carriage returns")],
    "29": [("encoding", 1, "", "a zip archive (an xlsx workbook is one), not text")],
    "30": [("packing", 1, "", "Git LFS: fetch the file")],
    "33": [("descriptor-profile", 0, "", "leave out ./")],
    "39": [("pattern", 2, "x", "the JSON Schema of the field")],
    "41": [("schema-sense", 0, "", "a foreign key into another package, which the standard does not allow")],
}


@pytest.mark.parametrize("case", VALID)
def test_what_is_valid_is_valid(case: str):
    report = validate(CASES / case / "datapackage.json", standard=True)
    assert report.errors == [] and report.valid


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_named(case: str):
    errors = validate(CASES / case / "datapackage.json", standard=True).errors
    expected = sorted(REFUSED[case])
    found = sorted((error.rule, error.line, error.field, error.message) for error in errors)
    assert [place[:3] for place in found] == [place[:3] for place in expected]
    for (*_, message), (*_, words) in zip(found, expected, strict=True):
        assert words in message


def test_a_zipped_package_is_to_be_unpacked():
    with pytest.raises(CannotRun, match="is a zip archive: unpack it"):
        validate(CASES / "31" / "p.zip")


def test_a_schema_at_an_address_leaves_a_package_valid_in_part(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    """A copy of it can be named, since nothing is fetched."""
    descriptor = str(CASES / "37" / "datapackage.json")
    assert command.main([descriptor, "--standard"]) == 2
    assert capsys.readouterr().out.splitlines()[-1].startswith("valid in part")
    copy = tmp_path / "t.schema.json"
    copy.write_text('{"fields": [{"name": "id", "type": "integer"}, {"name": "n", "type": "string"}]}')
    named = f"https://example.org/t.schema.json={copy}"
    assert command.main([descriptor, "--standard", "--copy", named]) == 0
    copy.write_text('{"fields": [{"name": "id", "type": "integer"}, {"name": "n", "type": "integer"}]}')
    assert command.main([descriptor, "--standard", "--copy", named]) == 1


def test_every_case_is_tried():
    assert {path.name for path in CASES.iterdir()} == {*VALID, *REFUSED, "31", "37"}
