"""Two people fill in a sheet for one text, each alone; then the sheets are compared."""

import pytest
from desk import Desk, held

from scripts.agreement import main


@pytest.fixture
def desk(package, tmp_path) -> Desk:
    return Desk(package, tmp_path / "desk")


def compare(desk: Desk, other: str) -> int:
    path = desk.folder / "other.yaml"
    path.write_text(other, encoding="utf-8")
    return main([str(desk.sheet), str(path), "--descriptor", str(desk.package.descriptor)])


def test_agreement_of_two_sheets(desk, capsys):
    before = held(desk.package.folder)
    sheet = desk.sheet.read_text(encoding="utf-8")
    other = sheet.replace("cue: told", "cue: she told").replace("relation: ge", "relation: gt")
    assert compare(desk, other) == 0
    printed = capsys.readouterr().out
    assert "| statements | 3 | 3 | 3 | 1.00" in printed
    assert "| statements.cue | 3 | 2 |" in printed and "| claims.relation | 1 | 0 |" in printed
    assert "| statement_speakers | 3 | 3 | 3 |" in printed, (
        "somebody whom both know from the package, or both add"
    )
    assert "- statements.cue: s2 told / s2 she told" in printed
    assert held(desk.package.folder) == before


def test_a_sheet_with_faults_and_one_of_another_source(desk, capsys):
    sheet = desk.sheet.read_text(encoding="utf-8")
    assert compare(desk, sheet.replace("cue: told", "cue: shouted")) == 2
    assert 'cue "shouted" is not in or near the words' in capsys.readouterr().err
    assert compare(desk, sheet.replace("src-pier-post-2024-05-16", "src-another")) == 2
    assert "the sheet is about src-another, not src-pier-post-2024-05-16" in capsys.readouterr().err
