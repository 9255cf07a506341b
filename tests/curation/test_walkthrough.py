"""docs/curation.md is run: every command, with the output that it shows, on a copy of the package."""

import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from counting import filled_cells, typed_cells

DOCUMENT = "docs/curation.md"
TRIALS = Path(__file__).parent / "trials"
SOURCE = "src-evening-page-2025-01-06"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A curator's home with the article, and the current folder in a copy of the package."""
    folder = tmp_path / "package"
    for name in ("data", "schemas"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__", "rules")
        )
    for name in ("datapackage.json", "CITATION.cff", "CHANGELOG.md", ".zenodo.json"):
        shutil.copyfile(ROOT / name, folder / name)
    (tmp_path / "articles").mkdir()
    shutil.copyfile(TRIALS / "visit.txt", tmp_path / "articles" / "visit.txt")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_TEXTS", raising=False)
    return tmp_path


def run(line: str, home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command of the document prints, with the curator's home as `~`."""
    _, script, *arguments = shlex.split(line)
    main = runpy.run_path(str(ROOT / script))["main"]
    main([argument.replace("~", str(home)) for argument in arguments])
    printed = capsys.readouterr()
    return (printed.out + printed.err).replace(str(home), "~")


def shows(expected: str, printed: str) -> bool:
    """Whether the output is the one shown, in which a line with `…` stands for any others."""
    pattern = ".*".join(re.escape(part) for part in re.split(r"^…\n", expected, flags=re.MULTILINE))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def with_slips(filled: str) -> str:
    """The sheet as somebody may type it: a word changed, a cue that is not there, a name misspelled."""
    slips = [
        ('["It was cold', '["It was warm'),
        ("attributed_as: Jung\n  cue: said", "attributed_as: Jung\n  cue: cried"),
    ]
    slips.append(("{person_id: per-antony-blinken,", "{person_id: per-anthony-blinken,"))
    for right, wrong in slips:
        assert right in filled
        filled = filled.replace(right, wrong, 1)
    return filled


def test_the_walk_through(home, capsys):
    text = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+ ?\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    filled = (TRIALS / "visit.yaml").read_text(encoding="utf-8")
    articles, ran = home / "articles", 0
    printed = diff = ""
    for kind, block in blocks:
        if kind == "sh":
            printed = "".join(run(line, home, capsys) for line in block.splitlines())
            diff = printed if "--dry-run" in block else diff
            ran += len(block.splitlines())
        elif kind == "text":
            assert shows(block, printed), printed
        elif kind == "yaml draft":
            drafted = (articles / f"{SOURCE}.yaml").read_text(encoding="utf-8")
            assert block in drafted
            (articles / "filled.yaml").write_text(filled, encoding="utf-8")
            (articles / "slips.yaml").write_text(with_slips(filled), encoding="utf-8")
        elif kind == "yaml filled":
            assert block in filled
    assert ran == 6
    assert "concert" in (articles / "visit.html").read_text(encoding="utf-8")
    drafted = re.sub(r"accessed: .*", "accessed: 2026-11-28", drafted)
    assert (typed_cells(drafted, filled), filled_cells(diff)) == (76, 269)
    prose = " ".join(text.split())
    assert "filling in 269 cells" in prose and "In the sheet it was 76" in prose
