"""The snippets of the README run, and print what they show."""

import ast
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, blocks_of


def test_every_python_snippet_runs_and_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.chdir(ROOT)
    blocks = blocks_of("README.md")
    pythons = [at for at, (language, _) in enumerate(blocks) if language == "python"]
    assert len(pythons) == 5
    for at in pythons:
        code = ast.parse(blocks[at][1])
        namespace: dict = {}
        last = code.body[-1]
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(code.body[:-1], []), "README.md", "exec"), namespace)
        result = eval(compile(ast.Expression(last.value), "README.md", "eval"), namespace)
        printed = capsys.readouterr().out
        if blocks[at + 1][0] == "":
            assert printed == blocks[at + 1][1]
        else:
            assert len(str(result)) > 100  # which also makes DuckDB run its query


def test_the_r_snippet_runs():
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: no Rscript is on the PATH")
    [code] = [code for language, code in blocks_of("README.md") if language == "r"]
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "around" in done.stdout and re.search(r'"20\d\d-\d\d-\d\d"', done.stdout)
