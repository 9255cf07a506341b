"""How commands end."""

import ast
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from scripts.console import command, run_command
from validator.descriptor import CannotRun

SCRIPTS = [
    path for path in sorted((ROOT / "scripts").glob("*.py")) if "run_command(main)" in path.read_text("utf-8")
]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (CannotRun("no \x1b[31mdata"), "cannot test: no \\x1b[31mdata\n"),
        (OSError("a.csv is not a regular file"), "cannot test: a.csv is not a regular file\n"),
        (MemoryError(), "cannot test: it needs more memory than there is\n"),
    ],
)
def test_what_stops_a_command_is_one_sentence(fault: BaseException, says: str, capsys):
    @command("test")
    def main(arguments: list[str] | None = None) -> int:
        raise fault

    assert main() == 2
    assert capsys.readouterr() == ("", says)


def test_an_interrupt_is_one_line(capsys, monkeypatch):
    def main() -> int:
        raise KeyboardInterrupt

    codes = []
    monkeypatch.setattr("os._exit", codes.append)
    run_command(main)
    assert codes == [130]
    assert capsys.readouterr() == ("", "interrupted\n")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_script_heeds_a_stop_before_it_loads_anything_else(path: Path):
    modules = []
    for node in ast.parse(path.read_bytes()).body:
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module] if isinstance(node, ast.ImportFrom) else []
    first = next(name for name in modules if name.split(".")[0] not in sys.stdlib_module_names)
    assert first == "scripts.console"  # which loads little, and has a stop heeded
