"""What is made for readers: the dictionary, the rules, the picture of the tables; and how data is loaded."""

import ast
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, Package, blocks_of
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import dictionary, documents, rule_list, schema_picture
from exports.edition import Edition, read_edition
from exports.layout import GAP, Box, lay_out
from schemas import SCHEMAS
from schemas.rules import LEVELS, all_rules
from scripts import docs
from scripts.load import FIGURES, SAID, figures, load, read, said


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read_edition(ROOT / "datapackage.json")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return load()


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def process(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


# ---- documents are up to date -----------------------------------------------------------------------


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_documents_are_fresh(name: str, edition: Edition):
    assert document(name) == documents.DOCUMENTS[name](edition), (
        f"docs/{name} is out of date: run `make docs`"
    )


def test_documents_are_the_same_wherever_and_whenever_they_are_built(tmp_path: Path):
    built = []
    for zone, language, seed in (("Asia/Seoul", "C", "1"), ("America/New_York", "en_US.UTF-8", "2")):
        folder = tmp_path / seed
        options = (str(ROOT / "datapackage.json"), "--only", "docs", "--folder", str(folder))
        done = process(
            *(str(ROOT / "scripts" / "build.py"), *options),
            cwd=tmp_path,
            **{"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed},
        )
        assert done.returncode == 0, done.stderr
        built.append({path.name: path.read_bytes() for path in (folder / "docs").iterdir()})
    assert built[0] == built[1]
    assert set(built[0]) == set(documents.DOCUMENTS)


def test_the_command_writes_what_is_missing_and_names_what_is_stale(package: Package, capsys):
    assert docs.main([str(package.descriptor)]) == 0
    assert capsys.readouterr().out.count("written: ") == 3
    assert docs.main([str(package.descriptor), "--check"]) == 0
    assert capsys.readouterr().out == ""

    page = package.folder / "docs" / "rules.md"
    page.write_text("old\n", encoding="utf-8")
    assert docs.main([str(package.descriptor), "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"out of date: {page}", "run `make docs`"]
    assert page.read_text(encoding="utf-8") == "old\n"


def test_nothing_is_written_of_faulty_data(package: Package, capsys):
    package.set("people", "per-lena-vale", country="Korea")
    assert docs.main([str(package.descriptor)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "[pattern]" in line and "make validate" in line
    assert not (package.folder / "docs").exists()


# ---- links ------------------------------------------------------------------------------------------


def places(name: str) -> list[str]:
    return re.findall(r'<a id="([^"]+)"></a>', document(name))


@pytest.mark.parametrize("name", ["dictionary.md", "rules.md"])
def test_every_link_leads_somewhere(name: str):
    there = {page: set(places(page)) for page in ("dictionary.md", "rules.md")}
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]+))?\)", document(name))
    assert len(links) > 100
    for page, place in links:
        assert (ROOT / "docs" / (page or name)).is_file(), page
        assert not place or place in there[page or name], f"{page}#{place}"


@pytest.mark.parametrize("name", ["dictionary.md", "rules.md"])
def test_no_place_is_there_twice(name: str):
    assert len(set(places(name))) == len(places(name))


def test_the_pages_that_others_read_first_link_to_the_documents():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in documents.DOCUMENTS:
        assert f"(docs/{name})" in readme, name
    assert "(schema.svg)" in document("dictionary.md")


# ---- the dictionary ---------------------------------------------------------------------------------


def test_every_column_has_its_row(edition: Edition):
    rows = {cells(line)[0]: cells(line) for line in document("dictionary.md").splitlines() if line[:1] == "|"}
    for table in edition.tables.values():
        for field in table.fields:
            row = rows[f'<a id="{table.name}-{field["name"]}"></a>`{field["name"]}`']
            assert len(row) == 4
            assert row[2].replace("\\|", "|") == field["description"].replace("<", "&lt;")
            assert row[3].replace("\\|", "|").strip("`") == field["example"]
            assert ("required" in row[1]) == bool(field.get("constraints", {}).get("required"))


def test_every_value_of_a_vocabulary_has_its_definition(edition: Edition):
    page = document("dictionary.md")
    for table in edition.tables.values():
        for field in table.fields:
            if "categories" in field:
                place = f'<a id="{table.name}-{field["name"]}-values"></a>'
                lines = page.split(place)[1].split("\n\n")[1].splitlines()
                wanted = [[f"`{entry['value']}`", entry["label"]] for entry in field["categories"]]
                assert [cells(line) for line in lines[2:]] == wanted


def test_keys_are_told_with_the_tables_they_lead_to():
    claims = document("dictionary.md").split("</a>claims\n")[1].split("\n## ")[0]
    assert "- Primary key: [`claim_id`](#claims-claim_id)" in claims
    assert "- [`measure_id`](#claims-measure_id) → [`measures.measure_id`](#measures-measure_id)" in claims
    events = document("dictionary.md").split("</a>events\n")[1].split("\n## ")[0]
    assert "- [`parent_id`](#events-parent_id) → [`events.event_id`](#events-event_id)" in events
    assert "- Named by: [event_sources](#event_sources), " in events


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^stm-[0-9]{4}$", "`stm-` and four digits"),
        ("^evt-[a-z0-9]+(-[a-z0-9]+)*$", "`evt-` and words in small letters"),
        ("^[A-Z]{3}$", "three capital letters"),
        ("^[a-z]+!$", "text of the form `^[a-z]+!$`"),  # where nobody has found words, the pattern itself
    ],
)
def test_patterns_are_told_in_words(pattern: str, words: str):
    assert dictionary.form_in_words(pattern) == words


def test_no_column_of_ours_shows_a_bare_pattern():
    assert "text of the form" not in document("dictionary.md")


def test_text_in_a_schema_cannot_break_the_page(package: Package):
    def change(schema: dict) -> None:
        schema["fields"][1].update(description="a | b <img src=x> `c | <d>`", example="e|`f`")

    package.edit_json("schemas/people.schema.json", change)
    page = dictionary.text(read_edition(package.descriptor))
    [line] = [line for line in page.splitlines() if "&lt;img" in line]
    assert cells(line)[2:] == [r"a \| b &lt;img src=x> `c \| <d>`", r"`` e\|`f` ``"]


# ---- the list of rules ------------------------------------------------------------------------------


def test_every_rule_stands_under_its_level():
    page = document("rules.md")
    for level, following in pairwise([*LEVELS, ""]):
        section = page.split(f'## <a id="{level}"></a>')[1]
        section = section.split(f'## <a id="{following}"></a>')[0] if following else section
        listed = [cells(line) for line in section.splitlines() if line.startswith('| <a id="')]
        rules = [rule for rule in all_rules() if rule.level == level]
        assert [row[0] for row in listed] == [f'<a id="{rule.id}"></a>`{rule.id}`' for rule in rules]
        for row, rule in zip(listed, rules, strict=True):
            assert row[1] == rule_list.prose(rule.holds)
            assert row[2].lower() == f"{rule_list.prose(rule.remedy)}.".lower()


def test_rules_of_ours_say_where_they_look(edition: Edition):
    columns = {name: {field["name"] for field in table.fields} for name, table in edition.tables.items()}
    for rule in all_rules():
        found = rule_list.places(rule, edition)
        assert bool(found) == (rule.level in rule_list.OUR_OWN), rule.id
        for table, named in found.items():
            assert columns[table].issuperset(named), rule.id


def test_rules_of_style_are_told_from_those_of_the_standard():
    page = document("rules.md").splitlines()
    assert len([line for line in page if line.endswith("| house style |")]) == sum(
        r.house for r in all_rules()
    )


# ---- the picture ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture() -> ET.Element:
    return ET.fromstring(document("schema.svg"))


def named(picture: ET.Element, tag: str) -> list[ET.Element]:
    return picture.findall(f"{{http://www.w3.org/2000/svg}}{tag}")


Line = tuple[int, int, int, int]


def lines(picture: ET.Element) -> list[tuple[str, Line]]:
    """(colour, (left, top, right, bottom)) of each straight line of the nets."""
    found = []
    for path in named(picture, "path"):
        if path.get("fill") != "none" or path.get("stroke") == schema_picture.PAPER:
            continue
        x = y = 0
        for step, numbers in re.findall(r"([MHhV])([-\d ]+)", path.attrib["d"]):
            to = [int(number) for number in numbers.split()]
            if step == "M":
                x, y = to
                continue
            new_x = {"H": to[0], "h": x + to[0], "V": x}[step]
            new_y = to[0] if step == "V" else y
            line = (min(x, new_x), min(y, new_y), max(x, new_x), max(y, new_y))
            found.append((path.attrib["stroke"], line))
            x, y = new_x, new_y
    return found


def test_the_picture_can_be_read_aloud(picture: ET.Element):
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == "title desc"
    [title], [desc] = named(picture, "title"), named(picture, "desc")
    assert title.text == "The 14 tables and their keys"
    assert "utterances leads by occasion_id to events." in (desc.text or "")


def test_the_picture_has_every_table_and_a_dot_for_every_foreign_key(picture: ET.Element, edition: Edition):
    words = [text.text for text in named(picture, "text")]
    assert set(edition.tables) <= set(words)
    dots = [circle for circle in named(picture, "circle") if circle.get("r") == "3.6"]
    assert len(dots) == sum(len(table.foreign_keys) for table in edition.tables.values())


def test_no_line_crosses_a_box(picture: ET.Element):
    boxes = [rect for rect in named(picture, "rect") if rect.get("stroke")]
    assert len(boxes) == 14
    for box in boxes:
        left, top = int(box.attrib["x"]), int(box.attrib["y"])
        right, bottom = left + int(box.attrib["width"]), top + int(box.attrib["height"])
        for _, (x1, y1, x2, y2) in lines(picture):
            assert x2 <= left or x1 >= right or y2 <= top or y1 >= bottom, (box.attrib, (x1, y1, x2, y2))


def test_lines_to_different_tables_only_cross(picture: ET.Element):
    """They never run on top of one another, which would lead the eye to the wrong table."""
    found = lines(picture)
    for colour, (x1, y1, x2, y2) in found:
        for other, (a1, b1, a2, b2) in found:
            if colour != other and (x1 == x2) == (a1 == a2):
                same_row = abs(y1 - b1) < 3 and x1 == a1 if x1 == x2 else abs(y1 - b1) < 3
                overlap = max(x1, a1) < min(x2, a2) or (x1 == a1 and max(y1, b1) < min(y2, b2))
                assert not (same_row and overlap), (colour, other)


def test_tables_in_a_circle_are_named():
    one, other = Box("one", ("id", "other_id"), (("other", 1),)), Box("other", ("id",), (("one", 0),))
    with pytest.raises(ValueError, match="the tables one, other lead to one another in a circle"):
        lay_out([one, other])


@st.composite
def some_boxes(draw: st.DrawFn) -> list[Box]:
    """Up to seven tables, each of which leads to some of those before it."""
    boxes: list[Box] = []
    for number in range(draw(st.integers(1, 7))):
        leads = sorted(draw(st.sets(st.integers(0, number - 1), max_size=3))) if number else []
        rows = ("id", *(f"t{there}_id" for there in leads))
        boxes.append(Box(f"t{number}", rows, tuple((f"t{there}", row) for row, there in enumerate(leads, 1))))
    return boxes


@settings(max_examples=25, deadline=None)
@given(some_boxes())
def test_any_tables_can_be_laid_out(boxes: list[Box]):
    layout = lay_out(boxes)
    assert layout == lay_out(boxes)
    column = {item.name: at for at, tops in enumerate(layout.tops) for item in tops if isinstance(item, Box)}
    assert set(column) == {box.name for box in boxes}
    for box in boxes:
        for there, _ in box.leads_to:
            assert column[there] < column[box.name]
    for tops in layout.tops:
        for (upper, top), (_, next_top) in pairwise(tops.items()):
            assert next_top - top - upper.height >= GAP // 2


# ---- the snippets of the README ---------------------------------------------------------------------


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
    assert "2025-01-06" in done.stdout and "vague" in done.stdout


# ---- loading ----------------------------------------------------------------------------------------


def test_nothing_but_pandas_is_needed(tmp_path: Path):
    """Somebody who unpacked the files and has pandas can use them, from any folder."""
    code = (
        "import sys\n"
        "for name in ('pandera', 'polars', 'narwhals', 'frictionless', 'duckdb', 'ibis', 'pyarrow'):\n"
        "    sys.modules[name] = None\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from scripts.load import load, said, figures\n"
        "print(len(said(load())), len(figures(load())))\n"
    )
    done = process("-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(len(made(load()))) for made in (said, figures)]


@pytest.mark.parametrize("table", sorted(SCHEMAS))
def test_frames_are_those_of_the_whole_schema(table: str, tables: dict[str, pd.DataFrame]):
    path = ROOT / "data" / f"{table}.csv"
    pd.testing.assert_frame_equal(tables[table], read(path, table, check=True))


def test_types_are_real_ones(tables: dict[str, pd.DataFrame]):
    assert tables["events"].date_start.dtype == "datetime64[us]"
    assert tables["claims"].value.dtype == "Float64"
    assert tables["sources"].text_length.dtype == "Int64"
    assert tables["statements"].quote.dtype == "string"


def test_a_file_that_is_not_of_its_schema_is_named_in_one_sentence(package: Package):
    package.path("measures").write_text("measure_id\nmsr-boats\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"measures\.csv does not have the columns of measures: run `make"):
        load(package.folder / "data")


@pytest.mark.parametrize(
    ("table", "cell", "bad"),
    [("events", b"2024-05-14", b"14.05.2024"), ("event_participants", b",1,", b",one,")],
)
def test_a_cell_of_another_type_is_refused(package: Package, table: str, cell: bytes, bad: bytes):
    package.edit_bytes(table, lambda data: data.replace(cell, bad))
    with pytest.raises(ValueError, match=f"{table}.csv has a cell of another type: run `make validate`"):
        load(package.folder / "data")


# ---- who said what, who claimed what ----------------------------------------------------------------


def test_who_said_one_statement(tables: dict[str, pd.DataFrame]):
    rows = said(tables)
    [row] = rows[rows.statement_id == "stm-0004"].to_dict("records")
    assert row["person"] == "Antony Blinken"
    assert row["organization"] == "Department of State (United States)"
    assert row["position"] == "Secretary of State of the United States"
    assert row["position_status"] == "incumbent"
    assert row["event"] == "Joint press conference of Blinken and Cho"
    assert row["said_on"] == "2025-01-06" and row["outlet"] == "The Korea Times"
    assert row["quote_type"] == "direct" and row["quote"].startswith("The DPRK has already received")


def test_no_statement_is_lost_and_joint_speakers_have_a_row_each(tables: dict[str, pd.DataFrame]):
    rows, speakers = said(tables), tables["statement_speakers"]
    assert list(rows) == list(SAID)
    assert set(rows.statement_id) == set(tables["statements"].statement_id)
    speaking = speakers[speakers.role.isin(["speaker", "joint_speaker"])]
    silent = set(tables["statements"].statement_id) - set(speaking.statement_id)
    assert len(rows) == len(speaking) + len(silent)
    assert set(rows[rows.role.isna()].attribution) == {"absent"}


def test_an_acting_president_speaks_as_one(tables: dict[str, pd.DataFrame]):
    rows = said(tables)
    choi = rows[(rows.person == "Choi Sang-mok") & (rows.position_status == "acting")]
    assert len(choi) and set(choi.position) == {"President of South Korea"}


def test_every_claim_is_one_row_with_its_claimant_and_hedge(tables: dict[str, pd.DataFrame]):
    rows = figures(tables)
    assert list(rows) == list(FIGURES)
    assert list(rows.claim_id) == list(tables["claims"].claim_id)
    [row] = rows[rows.claim_id == "clm-0006"].to_dict("records")
    assert row["claimant"] == "National Intelligence Service (South Korea)"
    assert (row["value"], row["unit"], row["relation"]) == (100, "person", "approx")
    assert (row["hedge"], row["hedge_scope"], row["basis"]) == ("around", "own", "estimate")
    assert row["measure"] and row["outlet"] == "The Korea Times"


def test_where_nobody_is_named_no_claimant_is_made_up(tables: dict[str, pd.DataFrame]):
    rows = figures(tables)
    assert set(rows[rows.basis == "reporter"].claimant.dropna()) == set()
    assert set(rows[rows.claimant.isna()].attribution.dropna()) == {"absent", "unnamed"}


def test_joint_claimants_stand_in_one_row(tables: dict[str, pd.DataFrame]):
    assert "South Korea, Japan, United States" in set(figures(tables).claimant.dropna())


@pytest.mark.parametrize(("columns", "made"), [(SAID, said), (FIGURES, figures)])
def test_every_column_is_described_and_holds_something(columns, made, tables: dict[str, pd.DataFrame]):
    rows = made(tables)
    assert all(columns.values())
    assert not [name for name in columns if rows[name].isna().all()]
