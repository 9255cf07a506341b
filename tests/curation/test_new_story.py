"""Another story, from an empty folder to its first valid statements, with the commands that it got."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from counting import typed_cells

from schemas.validation import validate
from scripts.accept import main as accept
from scripts.start import main as start

TRIALS = Path(__file__).parent / "trials"
SOURCE = "src-pier-post-2024-03-14"


def test_a_new_story_up_to_its_first_statements(tmp_path, capsys):
    story, articles = tmp_path / "story", tmp_path / "articles"
    articles.mkdir()
    shutil.copyfile(TRIALS / "pier.txt", articles / "pier.txt")
    assert start([str(story), "--name", "northport-pier-2024", "--title", "The pier of Northport, 2024"]) == 0

    # its own copy of the command drafts: all that it imports has come along
    words = ("--source", SOURCE, "--published", "2024-03-14")
    draft = [sys.executable, "scripts/draft.py", articles / "pier.txt", *words]
    done = subprocess.run(draft, cwd=story, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    drafted = (articles / f"{SOURCE}.yaml").read_text(encoding="utf-8")
    filled = (TRIALS / "pier.yaml").read_text(encoding="utf-8")
    (articles / "filled.yaml").write_text(filled, encoding="utf-8")
    assert accept([str(articles / "filled.yaml"), "--descriptor", str(story / "datapackage.json")]) == 0
    accepted = capsys.readouterr().out.splitlines()[-1]
    assert accepted.startswith("28 rows: ") and "4 in statements" in accepted
    assert validate(story / "datapackage.json", articles).valid
    drafted = re.sub(r"accessed: .*", "accessed: 2026-11-28", drafted)
    count = typed_cells(drafted, filled)
    assert f"{count} cells typed for 28 rows" in (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
