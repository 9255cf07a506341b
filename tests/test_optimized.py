"""Python without docstrings and assertions (`-OO`, `PYTHONOPTIMIZE=2`) makes the same and finds the same."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Package

from exports.edition import read_edition
from exports.forms import FORMS
from schemas.rules import all_rules

PROGRAM = """
import hashlib, json, sys
from pathlib import Path
from exports.edition import read_edition
from exports.forms import FORMS
from schemas.rules import all_rules
from schemas.validation import validate

assert not __debug__, "an assertion was run"
right, wrong, texts, *forms = sys.argv[1:]
edition = read_edition(Path(right))
files = {path: data for name in forms for path, data in FORMS[name](edition).items()}
made = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
rules = [[rule.id, rule.holds] for rule in all_rules()]
print(json.dumps([made, rules, validate(wrong, texts).to_dict()]))
"""


ALL = pytest.param(list(FORMS), marks=pytest.mark.long)


@pytest.mark.parametrize("forms", [["docs", "citation"], ALL], ids=["documents", "all"])
def test_without_docstrings_all_is_made_and_found_as_with_them(package: Package, sealed: Path, forms):
    package.set("claims", "clm-0001", relation="equal", value="two")
    package.set("events", "evt-ferry", time_zone="Europe/Northport")
    package.set("statements", "stm-0001", cue="shouts", parent_id="stm-9999")
    edition = read_edition(sealed / "datapackage.json")
    files = {path: data for name in forms for path, data in FORMS[name](edition).items()}
    places = [str(path) for path in (sealed / "datapackage.json", package.descriptor, package.texts)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *places, *forms],
        cwd=ROOT,
        env={**os.environ, "PYTHONOPTIMIZE": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made, rules, found = json.loads(done.stdout)
    assert made == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert rules == [[rule.id, rule.holds] for rule in all_rules()]
    assert found == json.loads(json.dumps(package.validate().to_dict()))
    assert len(found["errors"]) > 4
