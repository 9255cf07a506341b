"""Another story, from an empty folder to its first valid statements, with the commands that it got."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from counting import typed_cells

TRIALS = Path(__file__).parent / "trials"
SOURCE = "src-pier-post-2024-03-14"


def run(*words: str | Path, inside: Path) -> str:
    done = subprocess.run([sys.executable, *words], cwd=inside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_story_up_to_its_first_statements(tmp_path):
    story, articles = tmp_path / "story", tmp_path / "articles"
    articles.mkdir()
    shutil.copyfile(TRIALS / "pier.txt", articles / "pier.txt")
    start = ("scripts/start.py", story, "--name", "northport-pier-2024", "--title", "The pier of Northport, 2024")
    run(*start, inside=ROOT)
    told = ("--source", SOURCE, "--published", "2024-03-14")
    run("scripts/draft.py", articles / "pier.txt", *told, inside=story)
    drafted = (articles / f"{SOURCE}.yaml").read_text(encoding="utf-8")
    filled = (TRIALS / "pier.yaml").read_text(encoding="utf-8")
    (articles / "filled.yaml").write_text(filled, encoding="utf-8")
    accepted = run("scripts/accept.py", articles / "filled.yaml", inside=story)
    assert accepted.startswith("28 rows: ") and "4 in statements" in accepted
    assert run("scripts/validate.py", "--texts", articles, inside=story).endswith("valid\n")
    drafted = re.sub(r"accessed: .*", "accessed: 2026-11-28", drafted)
    count = typed_cells(drafted, filled)
    assert f"{count} cells typed for 28 rows" in (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
