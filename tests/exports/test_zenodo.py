"""What Zenodo reads of a deposit, `.zenodo.json`, keeps the rules that Zenodo publishes.

No package that is looked after ships the schema of these files, so that its rules stand here in our words.
"""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
import yaml
from conftest import ROOT, Package

from exports.citation import citation
from exports.edition import read_edition
from validator.descriptor import read_json

ZENODO = read_json(ROOT / ".zenodo.json")
CFF = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

# After "Zenodo Legacy Deposit Schema v1.0.0" (zenodo.org/schemas/deposits/records/legacyrecord.json) and the
# deposit metadata on developers.zenodo.org, which has version, language and the tags besides: what a deposit
# needs, and the values that it may have. Of fields and relations only those that we could use are here.
REQUIRED = {"upload_type", "publication_date", "title", "creators", "description", "access_right"}
TEXTS = {"title", "description", "publication_date", "version", "license", "language", "notes"}
UPLOADS = {"publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson"}
UPLOADS |= {"physicalobject", "other"}
ACCESS = {"open", "embargoed", "restricted", "closed"}
RELATIONS = {"isDerivedFrom", "isAlternateIdentifier", "isDocumentedBy", "cites", "references"}
TAGS = {"a", "b", "blockquote", "br", "code", "div", "em", "i", "li", "ol", "p", "pre", "strong", "ul"}


def zenodo_faults(found: dict) -> list[str]:
    """The fields that break Zenodo's rules."""
    faults = sorted(REQUIRED - set(found))
    faults += [name for name in sorted(TEXTS & set(found)) if not _is_text(found[name])]
    known = REQUIRED | TEXTS | {"keywords", "references", "related_identifiers"}
    faults += sorted(set(found) - known)
    checks = {
        "upload_type": lambda value: value in UPLOADS,
        "access_right": lambda value: value in ACCESS,
        # by the SPDX id in small letters; an open deposit must have one
        "license": lambda value: value == "cc-by-4.0",
        "publication_date": lambda value: date.fromisoformat(value).isoformat() == value,
        "language": lambda value: re.fullmatch("[a-z]{3}", value),  # ISO 639-2 or 639-3
        "keywords": lambda value: all(map(_is_text, value)) and len(set(value)) == len(value),
        "references": lambda value: all(map(_is_text, value)),
        "creators": lambda value: value and all(_is_creator(one) for one in value),
        "related_identifiers": lambda value: all(one["relation"] in RELATIONS for one in value),
        "description": _is_allowed_html,
        "notes": _is_allowed_html,
    }
    faults += [name for name, check in checks.items() if name in found and not check(found[name])]
    return faults + (["license"] if found.get("access_right") == "open" and "license" not in found else [])


def _is_text(value) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_creator(one: dict) -> bool:
    return _is_text(one.get("name")) and set(one) <= {"name", "affiliation", "orcid", "gnd"}


def _is_allowed_html(text: str) -> bool:
    """Whether it uses only tags that Zenodo keeps, and closes each."""
    opened: list[str] = []
    seen: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.add(tag)
            opened.append(tag)

        def handle_endtag(self, tag):
            if opened[-1:] == [tag]:
                opened.pop()

    Reader().feed(text)
    return seen <= TAGS and opened == []


def test_the_file_for_zenodo_keeps_its_rules():
    assert zenodo_faults(ZENODO) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("upload_type", "data"),
        ("access_right", "free"),
        ("license", "CC BY"),
        ("publication_date", "24 November 2026"),
        ("language", "en"),
        ("creators", [{"family": "Lee"}]),
        ("creators", []),
        ("description", "<script>x</script>"),
        ("notes", "<p>open"),
        ("related_identifiers", [{"identifier": "https://example.org", "relation": "from"}]),
        ("rating", 5),
    ],
)
def test_those_rules_can_fail(field: str, value):
    try:
        assert zenodo_faults({**ZENODO, field: value}) == [field]
    except ValueError:
        assert field == "publication_date"


def test_the_file_for_zenodo_says_what_the_others_say():
    edition = read_edition(ROOT / "datapackage.json")
    assert ZENODO["title"] == CFF["title"]
    assert ZENODO["upload_type"] == CFF["type"]
    assert [one["name"] for one in ZENODO["creators"]] == [one["name"] for one in CFF["authors"]]
    assert ZENODO["license"].upper() == CFF["license"] == edition.descriptor["licenses"][0]["name"]
    # the article has no address that is known, so that it is named and not linked
    assert ZENODO["references"] == citation(edition)["text"].strip().split("\n\n")[1:]
    assert "related_identifiers" not in ZENODO and "doi" not in ZENODO


def test_the_validator_looks_at_the_version_for_zenodo_too(package: Package):
    assert package.validate().valid  # there need be no such file
    (package.folder / ".zenodo.json").write_text('{"version": "1.2.2"}', encoding="utf-8")
    [error] = package.validate().errors
    assert (error.rule, error.path) == ("version", ".zenodo.json")
    assert "1.2.2, datapackage.json has 1.2.3" in str(error)
