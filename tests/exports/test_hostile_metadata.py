"""Forms are made of any valid metadata; what is no valid one, or was not all checked, gets a sentence."""

import json
import re
from pathlib import Path

import pytest
from conftest import Package

from exports.citation import citation
from exports.croissant import croissant
from exports.edition import read_edition
from exports.site import render
from schemas.validation import validate
from validator.descriptor import CannotRun

HOSTILE = "\x1b[31m\x9b</script><script>alert(1)</script> `c` =1+1 '\"\\ {{x}} 😀"


def described(package: Package, **properties) -> None:
    package.edit_json("datapackage.json", lambda about: about.update(properties))


@pytest.mark.parametrize(
    "properties",
    [
        {"licenses": [{"path": "LICENSE"}, {"path": "javascript:alert(1)"}, {"name": "CC0-1.0"}]},
        {"licenses": [{"name": "CC0-1.0", "title": HOSTILE, "path": "https://example.org/"}]},
        {"title": HOSTILE, "description": HOSTILE, "keywords": [HOSTILE]},
        {"homepage": "javascript:alert(1)"},
        {"contributors": [{"organization": "A"}, {"title": HOSTILE}]},
    ],
    ids=lambda properties: "-".join(properties),
)
def test_valid_metadata_of_any_kind(package: Package, properties: dict):
    described(package, **properties)
    edition = read_edition(package.descriptor)
    page = render(edition)
    assert "<script>alert" not in page and 'href="javascript:' not in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "".join(citation(edition).values()))
    assert json.loads(json.dumps(croissant(edition)))


def test_a_package_without_a_description(package: Package):
    package.edit_json("datapackage.json", lambda about: about.pop("description"))
    assert "<p></p>" in render(read_edition(package.descriptor))


@pytest.mark.parametrize("contributors", [["Zoe"], [None], [["Zoe"]], [5]])
def test_a_contributor_is_an_object(package: Package, contributors: list):
    """The standard: each entry MUST be an object. Its profile forgets to say so."""
    described(package, contributors=contributors)
    [error] = validate(package.descriptor).errors
    assert error.rule == "descriptor-profile" and "$.contributors[0]" in error.message


def test_nothing_is_made_of_what_could_not_be_checked(package: Package):
    def of_a_method_unknown(about: dict) -> None:
        about["resources"][0]["hash"] = "crc32:a1b2c3d4"

    package.edit_json("datapackage.json", of_a_method_unknown)
    with pytest.raises(CannotRun, match=r"hash was not run .*: nothing is made from it"):
        read_edition(Path(package.descriptor))
