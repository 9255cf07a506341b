"""scripts/diff.py: what changed between two editions, and which version step it requires."""

import json
import os
import random
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import marko
import pytest
from conftest import ROOT, Package

from editions import package_files
from editions.differences import Differences, differences, reasons, required_step
from editions.schema_changes import schema_changes
from editions.snapshot import read_package
from editions.tables import Table
from schemas.steps import KINDS, next_version
from scripts import diff
from validator.descriptor import CannotRun


@pytest.fixture
def old(package: Package) -> Path:
    """The folder of the edition before; a test changes `package`, which is the one after."""
    return Path(shutil.copytree(package.folder, package.folder.parent / "old"))


def compared(old: Path, package: Package) -> Differences:
    return differences(read_package(str(old)), read_package(str(package.folder)))


def told(found: Differences) -> list[tuple]:
    """(kind, then whatever is not empty: table, record, field, aspect, old, new) of each change."""
    parts = ("table", "record", "field", "aspect", "old", "new")
    return [
        (change.kind, *(getattr(change, part) for part in parts if getattr(change, part) not in ("", None)))
        for change in found.changes
    ]


def field_of(schema: dict, name: str) -> dict:
    [field] = [field for field in schema["fields"] if field["name"] == name]
    return field


# ---- rows and cells ---------------------------------------------------------------------------------


def test_two_copies_do_not_differ(old: Path, package: Package):
    found = compared(old, package)
    assert (found.changes, found.faults, required_step(found), reasons(found)) == ([], [], "none", [])


def test_a_cell_changed_is_a_patch(old: Path, package: Package):
    package.set("claims", "clm-0003", value_high="13")
    found = compared(old, package)
    assert told(found) == [("cell changed", "claims", "clm-0003", "value_high", "12", "13")]
    assert required_step(found) == "patch"
    assert reasons(found) == ["claims: cell changed: clm-0003 value_high"]


def test_another_spelling_of_a_number_is_a_change_since_the_file_is_cited(old: Path, package: Package):
    package.set("claims", "clm-0005", value="1.50")
    assert told(compared(old, package)) == [("cell changed", "claims", "clm-0005", "value", "1.5", "1.50")]


def test_a_row_added_is_minor_and_shows_its_cells(old: Path, package: Package):
    package.add("people", person_id="per-new", name="New")
    found = compared(old, package)
    assert [(c.kind, c.record, c.new) for c in found.changes] == [
        ("row added", "per-new", {"person_id": "per-new", "name": "New"})
    ]
    assert required_step(found) == "minor"


def test_a_row_removed_is_major_since_its_id_goes_away(old: Path, package: Package):
    package.drop("claims", "clm-0004")
    found = compared(old, package)
    assert [(c.kind, c.record, c.old["as_written"]) for c in found.changes] == [
        ("row removed", "clm-0004", "the first since 2020")
    ]
    assert required_step(found) == "major"


def test_a_key_of_several_columns_is_joined_as_in_the_validator(old: Path, package: Package):
    package.write(
        "statement_events", [r for r in package.rows("statement_events") if r["statement_id"] != "stm-0002"]
    )
    assert [c.record for c in compared(old, package).changes] == ["stm-0002/evt-closure"]


def test_rows_with_one_key_are_named_and_none_is_lost(old: Path, package: Package):
    rows = package.rows("claims")
    package.write("claims", [*rows, {**rows[0], "note": "again"}, rows[1]])
    found = compared(old, package)
    assert [(c.kind, c.record, c.new.get("note")) for c in found.changes] == [
        ("doubled row added", "clm-0001", "again"),
        ("doubled row added", "clm-0002", None),
    ]
    assert found.faults == [
        "new claims: 2 rows share the key clm-0001",
        "new claims: 2 rows share the key clm-0002",
    ]


def test_of_two_rows_with_one_key_one_goes_and_the_id_stays(old: Path, package: Package):
    rows = package.rows("claims")
    package.write("claims", [*rows, {**rows[0], "note": "again"}])
    found = differences(read_package(str(package.folder)), read_package(str(old)))
    assert [(c.kind, c.record) for c in found.changes] == [("doubled row removed", "clm-0001")]
    assert required_step(found) == "patch"


def test_rows_without_a_key_are_compared_whole(old: Path, package: Package):
    rows = package.rows("claims")
    package.write("claims", [*rows, {**rows[0], "claim_id": "", "note": "who am I"}])
    found = compared(old, package)
    assert [(c.kind, c.record, c.new["note"]) for c in found.changes] == [("row added", "", "who am I")]
    assert found.faults == ["new claims: 1 of 8 rows have no key and are compared whole"]


def test_the_same_rows_in_other_bytes_are_told(old: Path, package: Package):
    """Their order, quoting, ends of lines: whoever compares hashes meets it."""
    package.edit_bytes("people", lambda data: data.replace(b"\n", b"\r\n"))
    found = compared(old, package)
    assert told(found) == [("file rewritten", "people")]
    assert required_step(found) == "patch"


# ---- tables and columns -----------------------------------------------------------------------------


def change_entry(package: Package, table: str, **properties) -> None:
    """Set properties of a resource, or take them away with None."""

    def change(about: dict) -> None:
        [entry] = [entry for entry in about["resources"] if entry["name"] == table]
        entry.update(properties)
        for name in [name for name, value in properties.items() if value is None]:
            del entry[name]

    package.edit_json("datapackage.json", change)


def test_a_table_that_comes_is_minor_and_one_that_goes_is_major(old: Path, package: Package):
    package.edit_json(
        "datapackage.json",
        lambda a: a.update(resources=[e for e in a["resources"] if e["name"] != "measures"]),
    )
    found = compared(old, package)
    assert told(found) == [("table removed", "measures")]
    assert required_step(found) == "major"
    back = differences(read_package(str(package.folder)), read_package(str(old)))
    assert told(back) == [("table added", "measures")]
    assert required_step(back) == "minor"


def test_a_column_that_comes_is_minor_and_its_cells_are_not_told_one_by_one(old: Path, package: Package):
    package.edit_json(
        "schemas/people.schema.json", lambda s: s["fields"].append({"name": "nick", "type": "string"})
    )
    package.write("people", [{**row, "nick": "Nick"} for row in package.rows("people")])
    found = compared(old, package)
    assert told(found) == [("column added", "people", "nick")]
    assert required_step(found) == "minor"
    back = differences(read_package(str(package.folder)), read_package(str(old)))
    assert told(back) == [("column removed", "people", "nick")]
    assert required_step(back) == "major"


def test_another_order_of_columns_is_no_other_cell(old: Path, package: Package):
    package.edit_json("schemas/people.schema.json", lambda s: s["fields"].reverse())
    package.write("people", [dict(reversed(row.items())) for row in package.rows("people")])
    assert [c.kind for c in compared(old, package).changes] == ["columns reordered"]


def test_a_file_of_another_name_is_major(old: Path, package: Package):
    package.path("people").rename(package.folder / "data" / "persons.csv")
    change_entry(package, "people", path="data/persons.csv")
    found = compared(old, package)
    assert told(found) == [("file renamed", "people", "path", ["data/people.csv"], ["data/persons.csv"])]
    assert required_step(found) == "major"


# ---- schemas ----------------------------------------------------------------------------------------


def field_changes(old: dict, new: dict) -> list[tuple[str, str]]:
    """(kind, aspect) of what changed in the only field of a schema."""
    tables = [Table("boats", {}, {"fields": [{"name": "length", **field}]}) for field in (old, new)]
    return [(change.kind, change.aspect) for change in schema_changes(*tables)]


@pytest.mark.parametrize(
    ("old", "new", "change", "step"),
    [
        ({"type": "number"}, {"type": "string"}, ("meaning changed", "type"), "major"),
        ({"type": "date"}, {"type": "date", "format": "%d"}, ("meaning changed", "format"), "major"),
        (
            {"type": "number"},
            {"type": "number", "decimalChar": ","},
            ("meaning changed", "decimalChar"),
            "major",
        ),
        ({}, {"missingValues": ["?"]}, ("meaning changed", "missingValues"), "major"),
        ({}, {"title": "Length"}, ("wording changed", "title"), "patch"),
        ({}, {"description": "From bow to stern."}, ("wording changed", "description"), "patch"),
        ({}, {"example": "7"}, ("wording changed", "example"), "patch"),
    ],
)
def test_what_a_field_says(old: dict, new: dict, change: tuple[str, str], step: str):
    assert field_changes(old, new) == [change]
    assert KINDS[change[0]] == step


def test_a_default_may_be_stated_or_not():
    assert field_changes({}, {"type": "string", "format": "default", "constraints": {"unique": False}}) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "kind"),
    [
        ("required", None, True, "narrowed"),
        ("required", True, False, "widened"),
        ("minimum", None, 5, "narrowed"),
        ("minimum", 9, 10, "narrowed"),
        ("minimum", 1, 0, "widened"),
        ("minimum", "1", 1, "wording changed"),
        ("maximum", "2024-01-31", "2024-02-01", "widened"),
        ("maximum", 10, 9, "narrowed"),
        ("minLength", 2, None, "widened"),
        ("pattern", None, "^boat$", "narrowed"),
        ("pattern", "^a+$", "^(aa|b)$", "narrowed"),
    ],
)
def test_what_a_constraint_allows(name: str, before, after, kind: str):
    """Which of two patterns allows more nobody can tell, so another pattern counts as narrower."""
    assert field_changes({"constraints": {name: before}}, {"constraints": {name: after}}) == [(kind, name)]


def test_a_vocabulary_where_there_was_none_is_a_constraint():
    assert field_changes({}, {"constraints": {"enum": ["a"]}}) == [("narrowed", "vocabulary")]
    assert field_changes({"categories": ["a"]}, {}) == [("widened", "vocabulary")]


def test_codes_that_come_go_or_get_another_label(old: Path, package: Package):
    def change(schema: dict) -> None:
        field = field_of(schema, "quantity_kind")
        field["categories"][0]["label"] = "How many."
        field["categories"][-1] = {"value": "mass", "label": "A weight."}
        field["constraints"]["enum"][-1] = "mass"

    package.edit_json("schemas/claims.schema.json", change)
    found = compared(old, package)
    assert told(found) == [
        ("code removed", "claims", "quantity_kind", "money"),
        (
            "wording changed",
            *("claims", "quantity_kind", "label of count", "A number of things or people.", "How many."),
        ),
        ("code added", "claims", "quantity_kind", "mass"),
    ]
    assert reasons(found) == ["claims: code removed: quantity_kind money"]


def test_keys(old: Path, package: Package):
    """A foreign key more forbids what was allowed; a primary key is what ids are made of."""

    def change(schema: dict) -> None:
        schema["primaryKey"] = ["claim_id", "source_id"]
        schema["uniqueKeys"] = [["spans", "source_id"]]
        schema["foreignKeys"][0]["reference"]["resource"] = "people"

    package.edit_json("schemas/claims.schema.json", change)
    found = [c for c in compared(old, package).changes if not c.record]
    assert [(c.kind, c.aspect) for c in found] == [
        ("meaning changed", "primaryKey"),
        ("narrowed", "uniqueKeys"),
        ("meaning changed", "foreignKeys"),
        ("narrowed", "foreignKeys"),
    ]


def test_a_title_of_a_table_is_wording(old: Path, package: Package):
    package.edit_json("schemas/claims.schema.json", lambda s: s.update(title="Figures"))
    change_entry(package, "sources", description="Texts.")
    found = compared(old, package)
    assert {(c.kind, c.table, c.aspect) for c in found.changes} == {
        ("wording changed", "claims", "title"),
        ("wording changed", "sources", "description"),
    }
    assert required_step(found) == "patch"


# ---- metadata ---------------------------------------------------------------------------------------


def test_metadata_is_a_patch_and_the_stamp_of_an_edition_requires_nothing(old: Path, package: Package):
    package.edit_json("datapackage.json", lambda about: about.update(version="1.2.4", created="2026-01-01"))
    found = compared(old, package)
    assert [(c.kind, c.aspect) for c in found.changes] == [
        ("stamp changed", "version"),
        ("stamp changed", "created"),
    ]
    assert required_step(found) == "none"
    package.edit_json("datapackage.json", lambda about: about.update(keywords=["boats"]))
    assert required_step(compared(old, package)) == "patch"


def test_the_name_of_the_package_is_an_id(old: Path, package: Package):
    package.edit_json("datapackage.json", lambda about: about.update(id="urn:uuid:another"))
    assert required_step(compared(old, package)) == "major"


def test_a_default_that_is_stated_changes_nothing_for_a_reader(old: Path, package: Package):
    change_entry(package, "sources", dialect=None)
    assert [(c.kind, c.aspect) for c in compared(old, package).changes] == [("metadata changed", "dialect")]
    change_entry(package, "sources", dialect={"delimiter": ";"})
    assert ("meaning changed", "dialect") in [(c.kind, c.aspect) for c in compared(old, package).changes]


# ---- steps and versions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "step", "next_"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("1.3.0-dev", "minor", "1.3.0"),
        ("1.3.0-dev", "major", "2.0.0"),
    ],
)
def test_the_next_version(version: str, step, next_: str):
    assert next_version(version, step) == next_


def test_a_version_that_is_none_has_no_next():
    with pytest.raises(ValueError):
        next_version("first", "patch")


# ---- places -----------------------------------------------------------------------------------------


def zipped(folder: Path, path: Path, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, top + file.relative_to(folder).as_posix())
    return path


def test_folders_descriptors_and_zips_are_the_same_package(old: Path, tmp_path: Path):
    here = read_package(str(old))
    plain, below = zipped(old, tmp_path / "a.zip"), zipped(old, tmp_path / "b.zip", "package-1.2.3/")
    for place in (old / "datapackage.json", plain, below):
        there = read_package(str(place))
        assert (there.tables, there.descriptor) == (here.tables, here.descriptor), place


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def repository(package: Package, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A repository with the tag v1, and one commit more that corrects a cell; it is the current folder."""
    git(package.folder, "init", "--quiet", "--initial-branch", "main")
    git(package.folder, "add", ".")
    git(package.folder, "commit", "--quiet", "-m", "One")
    git(package.folder, "tag", "v1")
    package.set("claims", "clm-0003", value_high="13")
    git(package.folder, "commit", "--quiet", "-a", "-m", "Two")
    monkeypatch.chdir(package.folder)
    return package


def test_revisions_are_read_as_committed(repository: Package):
    found = differences(read_package("v1"), read_package("HEAD"))
    assert told(found) == [("cell changed", "claims", "clm-0003", "value_high", "12", "13")]


def test_the_work_tree_is_not_touched(repository: Package):
    repository.set("claims", "clm-0003", value_high="14")
    before = git(repository.folder, "status", "--porcelain")
    found = differences(read_package("v1"), read_package("."))
    assert [(c.old, c.new) for c in found.changes] == [("12", "14")]
    assert git(repository.folder, "status", "--porcelain") == before


def test_a_revision_is_seen_from_the_current_folder(repository: Package, monkeypatch: pytest.MonkeyPatch):
    below = repository.folder / "editions" / "next"
    below.mkdir(parents=True)
    for name in ("data", "schemas", "datapackage.json"):
        shutil.move(str(repository.folder / name), below / name)
    git(repository.folder, "add", "--all")
    git(repository.folder, "commit", "--quiet", "-m", "Moved")
    monkeypatch.chdir(below)
    assert differences(read_package("HEAD"), read_package(".")).changes == []


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("v9", "v9 is neither a file nor a folder here, nor a revision of git"),
        ("--output=x", "a revision does not begin with -"),
        ("", "a place has an empty name"),
        ("data", "data has no datapackage.json"),
        ("CHANGELOG.md", "CHANGELOG.md is not a folder, a descriptor or a zip"),
        ("HEAD:data", "neither a file nor a folder here"),
    ],
)
def test_a_place_that_is_none_is_one_sentence(repository: Package, place: str, why: str):
    with pytest.raises(CannotRun, match=why):
        read_package(place)


def test_without_git_a_revision_is_one_sentence(repository: Package, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(CannotRun, match="git cannot be run"):
        read_package("v1")


def test_outside_a_repository_a_revision_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotRun, match="not a git repository"):
        read_package("v1")


# ---- hostile and broken packages --------------------------------------------------------------------


def test_nothing_outside_a_zip_or_folder_is_read(old: Path, tmp_path: Path):
    (tmp_path / "secret.csv").write_text("a\nsecret\n", encoding="utf-8")
    for path in ("../secret.csv", str(tmp_path / "secret.csv"), "data/../../secret.csv", "link.csv"):
        change_entry(Package(old), "sources", path=path)
        (old / "link.csv").unlink(missing_ok=True)
        (old / "link.csv").symlink_to(tmp_path / "secret.csv")
        snapshot = read_package(str(old))
        assert snapshot.faults == [f"sources: {path} is missing"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(old / "datapackage.json", "datapackage.json")
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../secret.csv")
    assert "sources: link.csv is missing" in read_package(str(tmp_path / "a.zip")).faults


def test_a_zip_that_unpacks_to_too_much_is_refused(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (old / "data" / "claims.csv").write_bytes(b"0" * 3_000_000)
    monkeypatch.setattr(package_files, "LARGEST", 1_000_000)
    with pytest.raises(CannotRun, match="has more than 1000000 bytes"):
        read_package(str(zipped(old, tmp_path / "a.zip")))


def test_a_zip_of_several_packages_or_none_is_refused(old: Path, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a/datapackage.json", "{}")
        archive.writestr("b/datapackage.json", "{}")
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("a/b/datapackage.json", "{}")
    for name in ("two.zip", "none.zip"):
        with pytest.raises(CannotRun, match="name the zip of one package"):
            read_package(str(tmp_path / name))


def test_what_cannot_be_read_is_told_and_the_rest_compared(old: Path, package: Package):
    package.path("people").unlink()
    package.path("claims").write_bytes(b'claim_id,value\nclm-0001,"5\n')
    package.path("measures").write_bytes(package.path("measures").read_bytes() + b"msr-new,\xff\n")
    (package.folder / "schemas" / "events.schema.json").write_text("{", encoding="utf-8")
    package.path("utterances").write_text("", encoding="utf-8")
    found = compared(old, package)
    kinds = {(c.kind, c.table) for c in found.changes}
    assert kinds >= {
        ("table unreadable", "people"),
        ("row added", "measures"),
        ("table unreadable", "claims"),
    }
    faults = "\n".join(found.faults)
    assert "new claims: its rows cannot be read (line 2: unexpected end of data)" in faults
    assert "new people: data/people.csv is missing" in faults
    assert "new events: its schema cannot be read" in faults


def test_no_descriptor_however_strange_ends_in_a_traceback(old: Path, tmp_path: Path):
    """Any value of descriptor and schemas may be of any type: it is compared, or refused in a sentence."""
    dice = random.Random(1)
    values = [None, True, 0, -1.5, "", "x", [], {}, [[]], [None, {"name": 3}], {"name": "a"}, "../x", ["a"]]

    def spoil(value):
        """One place of a value, anywhere within, becomes something else."""
        if dice.random() < 0.15 or not isinstance(value, dict | list) or not value:
            return dice.choice(values)
        key = dice.choice(list(value) if isinstance(value, dict) else range(len(value)))
        copy = value.copy()
        copy[key] = spoil(value[key])
        return copy

    whole = read_package(str(old))
    files = ["datapackage.json", "schemas/claims.schema.json", "schemas/events.schema.json"]
    sound = {name: json.loads((old / name).read_text(encoding="utf-8")) for name in files}
    for _ in range(60):
        for name, content in sound.items():
            for _ in range(3):
                content = spoil(content)
            (old / name).write_text(json.dumps(content), encoding="utf-8")
        try:
            spoiled = read_package(str(old))
        except CannotRun:
            continue
        for found in (differences(whole, spoiled), differences(spoiled, whole)):
            for form in diff.FORMATS.values():
                form(found)


HOSTILE = "\x1b[31m|`a`|\n<img src=x>| **b** [c](https://example.org) @d \\| ::error::\u202e"


def test_a_terminal_does_not_act_on_cells(old: Path, package: Package, capsys):
    package.set("claims", "clm-0001", note=HOSTILE)
    assert diff.main([str(old), str(package.folder)]) == 1
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\u202e" not in shown and "\\x1b[31m" in shown


def test_a_page_does_not_act_on_cells(old: Path, package: Package, capsys):
    package.set("claims", "clm-0001", note=HOSTILE)
    assert diff.main([str(old), str(package.folder), "--format", "markdown"]) == 1
    page = marko.Markdown(extensions=["gfm"]).convert(capsys.readouterr().out)
    row = page[page.index("<tbody>") :]
    assert row.count("<td>") == 6, "the row has no cell more than its header"
    for mark in ("<img", "<strong>", "<a ", "<em>"):
        assert mark not in row


# ---- the command ------------------------------------------------------------------------------------


def test_the_text_for_people(old: Path, package: Package, capsys, monkeypatch: pytest.MonkeyPatch):
    package.set("claims", "clm-0003", value_high="13", note="Read again.")
    package.add("people", person_id="per-new", name="New")
    monkeypatch.chdir(old.parent)
    assert diff.main(["old", "package"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "old: old, version 1.2.3",
        "new: package, version 1.2.3",
        "",
        "claims: cell changed 2",
        "people: row added 1",
        "",
        "claims",
        '  cell changed: clm-0003 value_high: "12" -> "13"',
        '  cell changed: clm-0003 note: empty -> "Read again."',
        "people",
        '  row added: per-new: "person_id=per-new, name=New"',
        "",
        "a minor step is required, to 1.3.0 or higher:",
        "  people: row added: per-new",
    ]


def test_of_long_texts_the_place_where_they_differ_is_shown(old: Path, package: Package, capsys):
    long = "The harbour stays closed, the ferry does not sail, and nobody knows for how long this will last."
    for folder, end in ((old, "So the mayor."), (package.folder, "So the pilot.")):
        Package(folder).set("claims", "clm-0001", note=f"{long} {end}")
    diff.main([str(old), str(package.folder)])
    shown = capsys.readouterr().out
    assert 'will last. So the mayor." -> "…' in shown and 'will last. So the pilot."' in shown


def test_large_differences_are_cut_for_people_and_whole_in_json(old: Path, package: Package, capsys):
    rows = package.rows("claims")
    package.write("claims", [*rows, *({**rows[0], "claim_id": f"clm-1{n:03}"} for n in range(150))])
    assert diff.main([str(old), str(package.folder)]) == 1
    shown = capsys.readouterr().out
    assert shown.count("  row added: clm-1") == 100
    assert "… and 50 more changes" in shown
    assert diff.main([str(old), str(package.folder), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert len(found["changes"]) == 150
    assert (found["step"], found["next"], found["changes"][0]["kind"]) == ("minor", "1.3.0", "row added")
    assert found["changes"][0]["step"] == "minor"


def test_exit_codes(old: Path, package: Package, capsys):
    assert diff.main([str(old), str(package.folder)]) == 0
    assert "no differences" in capsys.readouterr().out
    package.set("claims", "clm-0003", value_high="13")
    assert diff.main([str(old), str(package.folder)]) == 1
    capsys.readouterr()
    assert diff.main([str(old), "nowhere"]) == 2
    said = capsys.readouterr()
    assert (
        said.out == ""
        and said.err.startswith("cannot compare: nowhere is neither")
        and said.err.count("\n") == 1
    )


def test_the_same_packages_give_the_same_bytes_wherever_they_are_compared(old: Path, package: Package):
    """Whatever the language, the time zone or the order of sets."""
    package.set("claims", "clm-0003", value_high="13", unit="café")
    package.edit_json("schemas/people.schema.json", lambda s: s["fields"].pop())
    command = [sys.executable, str(ROOT / "scripts" / "diff.py"), "old", "package", "--format", "json"]
    shown = []
    for zone, seed in (("Asia/Seoul", "1"), ("America/New_York", "2")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, cwd=old.parent, env=env, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        shown.append(done.stdout)
    assert shown[0] == shown[1] and "café".encode() in shown[0]
