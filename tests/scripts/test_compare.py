"""scripts/compare.py: what it prints, what it writes, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
from conftest import ROOT, Package

from scripts import compare


def test_the_command_prints_and_writes(tmp_path: Path, capsys, package: Package):
    data, out = str(package.folder / "data"), tmp_path / "out"
    assert compare.main(["measure", "msr-leaks", "--data", data, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "10 to 12 leak" in printed
    assert (out / "msr-leaks.md").read_text(encoding="utf-8") in printed
    assert list(pd.read_csv(out / "msr-leaks.csv").claim_id) == ["clm-0003"]
    assert compare.main(["all", "--data", data, "--out", str(out)]) == 0
    assert {path.stem for path in out.glob("*.md")} >= {"conflicts", "utt-vale-boats", "msr-water"}


def test_an_unknown_id_is_answered_with_those_there_are(capsys, package: Package):
    assert compare.main(["utterance", "utt-x", "--data", str(package.folder / "data")]) == 2
    assert "utt-vale-boats" in capsys.readouterr().err


def test_a_folder_without_the_tables_is_named(tmp_path: Path, capsys):
    assert compare.main(["conflicts", "--data", str(tmp_path)]) == 2
    assert "has no table of this package" in capsys.readouterr().err


def test_it_runs_as_a_script_from_anywhere(tmp_path: Path):
    command = [sys.executable, str(ROOT / "scripts" / "compare.py"), "conflicts", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith("# Conflicts")
