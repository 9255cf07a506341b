"""What analysis/ may import: the units and spans of schemas/, and no way of showing what it computes."""

import ast
from pathlib import Path

import pytest
from conftest import ROOT

from analysis.speakers import SPEAKING
from schemas.rules import statements

MODULES = sorted((ROOT / "analysis").glob("*.py"))
OURS = {path.parent.name for path in ROOT.glob("*/*.py")}


def imported(path: Path) -> set[str]:
    """The modules of this project that a file imports."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module]
    return {name for name in names if name.partition(".")[0] in OURS}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_analysis_imports_nothing_that_shows_it(path: Path):
    elsewhere = {name for name in imported(path) if not name.startswith("analysis.")}
    assert elsewhere <= {"schemas.spans", "validator.messages"}


def test_schemas_import_nothing_of_analysis():
    for path in (ROOT / "schemas").rglob("*.py"):
        assert not {name for name in imported(path) if name.startswith("analysis")}, path


def test_the_rules_have_the_same_roles_of_speakers():
    """Two lists, since schemas/ imports nothing of analysis/ and analysis.speakers needs pandas alone."""
    assert statements.SPEAKING == SPEAKING
