"""Which folder may import which: the validator knows nothing of the project, analysis not its forms."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"validator", "schemas", "analysis", "exports", "editions", "scripts", "curation"}
MAY_IMPORT = {
    "validator": set(),
    "schemas": {"validator"},
    "analysis": {"schemas", "validator"},
    "exports": {"analysis", "schemas", "validator"},
    "editions": {"exports", "analysis", "schemas", "validator"},
    "curation": {"exports", "analysis", "schemas", "validator"},  # of exports, only how files are written
}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_go_one_way(folder: str):
    for path in sorted((ROOT / folder).rglob("*.py")):
        others = imported(path) & OURS - {folder} - MAY_IMPORT[folder]
        assert not others, f"{path.relative_to(ROOT)} imports {others}"


def test_curation_takes_of_the_exports_only_how_files_are_written():
    for path in sorted((ROOT / "curation").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("exports"):
                assert node.module == "exports.files", path.name


def test_the_validator_names_nothing_of_this_dataset():
    tables = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("*.schema.json")}
    columns = {f"{table.removesuffix('s')}_id" for table in tables}
    for path in (ROOT / "validator").glob("*.py"):
        strings = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not strings & (columns | tables - {"sources", "people", "events"}), path.name


def test_validation_needs_neither_pandas_nor_pandera():
    """They take longer to import than all else that a validation does."""
    code = (  # main alone: a command that is run ends the process at once
        "import sys; from scripts.validate import main; assert main(['datapackage.json']) == 0\n"
        "assert not {'pandas', 'pandera', 'frictionless', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_module_has_a_name_that_says_nothing():
    for folder in OURS:
        names = {path.stem for path in (ROOT / folder).rglob("*.py")}
        assert not names & {"utils", "util", "common", "helpers", "helper", "misc"}
