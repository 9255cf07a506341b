"""A hostile package: it gets a report or one clear sentence, in bounded time, and never steers anything.

Nothing outside its folder is read, nothing is fetched, and no message acts on a terminal, a log of GitHub
Actions or a spreadsheet. The second half is a fuzz, the same one in every run: whatever came of it has a
test of its own in the first.
"""

import copy
import functools
import gzip
import io
import json
import socket
import string
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from conftest import Package
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from schemas import spans
from schemas.rules.dates import starts_late
from schemas.rules.people import overlaps
from schemas.validation import validate
from scripts import validate as command
from scripts.printing import FORMATS
from validator.csv_reading import read_table
from validator.descriptor import CannotRun, read_json
from validator.fields import parse_schema
from validator.messages import harmless
from validator.report import Report

gz = functools.partial(gzip.compress, mtime=0)  # the same bytes in every run

SOURCE = "src-harbour-news-2024-05-14"


def rules(report: Report) -> set[str]:
    return {error.rule for error in report.errors}


def resource(package: Package, table: str, **changes: Any) -> None:
    """Change properties of a resource."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["resources"] if entry["name"] == table]
        entry.update(changes)

    package.edit_json("datapackage.json", change)


def field(package: Package, table: str, name: str, **changes: Any) -> None:
    """Change properties of a field in a schema."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == name]
        entry.update(changes)

    package.edit_json(f"schemas/{table}.schema.json", change)


# ---- nothing outside the folder, nothing from the network -------------------------------------------


def test_a_file_that_is_a_link_out_of_the_package_is_not_read(package: Package, tmp_path: Path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(package.path("people").read_bytes().replace(b"Omar", b"Oscar"))
    package.path("people").unlink()
    package.path("people").symlink_to(secret)
    report = package.validate()
    assert [(error.rule, error.path) for error in report.errors if error.level == "package"] == [
        ("path-safe", "datapackage.json")
    ]
    assert "Oscar" not in json.dumps(report.to_dict())


def test_a_folder_that_is_a_link_out_of_the_package_is_not_read(package: Package, tmp_path: Path):
    package.path("people").rename(tmp_path / "people.csv")
    (package.folder / "more").symlink_to(tmp_path)
    resource(package, "people", path="more/people.csv")
    assert "path-safe" in rules(package.validate())


def test_a_schema_that_is_a_link_out_of_the_package_is_not_read(package: Package, tmp_path: Path):
    schema = package.folder / "schemas" / "people.schema.json"
    schema.rename(tmp_path / "secret.json")
    schema.symlink_to(tmp_path / "secret.json")
    [error] = [error for error in package.validate().errors if error.level == "package"]
    assert error.rule == "path-safe" and "schemas/people.schema.json" in error.message


@pytest.mark.parametrize("name", ["CITATION.cff", "CHANGELOG.md", ".zenodo.json"])
def test_a_version_is_not_read_through_a_link_out_of_the_package(package: Package, tmp_path: Path, name: str):
    (tmp_path / "secret").write_text("version: secret\n## 5ecret\n", encoding="utf-8")
    (package.folder / name).unlink(missing_ok=True)
    (package.folder / name).symlink_to(tmp_path / "secret")
    [error] = package.validate().errors
    assert (error.rule, error.path) == ("path-safe", name)
    assert "ecret" not in str(error)


def test_a_link_within_the_package_is_followed(package: Package):
    (package.folder / "store").mkdir()
    package.path("people").rename(package.folder / "store" / "1")
    package.path("people").symlink_to(Path("..") / "store" / "1")
    assert package.validate().errors == []


def test_a_package_may_itself_be_reached_by_a_link(package: Package, tmp_path: Path):
    (tmp_path / "link").symlink_to(package.folder)
    assert validate(tmp_path / "link" / "datapackage.json", package.texts).errors == []


def test_links_in_a_circle_are_missing_files(package: Package):
    package.path("people").unlink()
    package.path("people").symlink_to(package.path("people"))
    (package.folder / "data" / "more.csv").symlink_to("more.csv")
    assert {"file-missing", "file-unlisted"} <= rules(package.validate())


def test_a_source_id_leads_to_no_text_outside_the_folder_of_texts(package: Package, tmp_path: Path):
    (package.folder / "secret.txt").write_text("nobody may read this", encoding="utf-8")
    path = package.path("sources")
    path.write_bytes(path.read_bytes().replace(SOURCE.encode(), b"../secret"))
    package.seal()
    report = package.validate()
    assert ("../secret", "../secret cannot be the name of a file") in {
        (e.path, e.reason) for e in report.not_run
    }
    assert not [error for error in report.errors if error.level == "text"]


@pytest.mark.parametrize("property_", ["path", "schema"])
@pytest.mark.parametrize(
    "url",
    ["http://localhost:9/people", "https://example.org/a", "ftp://a/b", "file:///etc/passwd", "//host/a"],
)
def test_an_address_is_refused_and_never_fetched(
    package: Package, property_: str, url: str, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    resource(package, "people", **{property_: url})
    report = package.validate()
    found = [error for error in report.errors if error.rule in ("path-safe", "path-local")]
    assert len(found) == 1 and url in found[0].message
    assert "type" in {entry.rule for entry in report.not_run if entry.path == "resource people"}
    # the standard allows addresses of the network, no others
    standard = validate(package.descriptor, standard=True)
    assert (
        ("path-safe" in rules(standard))
        == (found[0].rule == "path-safe")
        == (url.split(":")[0] not in ("http", "https", "ftp"))
    )


def test_schemas_of_the_standard_are_not_fetched_either(package: Package, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    package.edit_json(
        "datapackage.json", lambda found: found.update({"$schema": "http://example.org/a.json"})
    )
    package.edit_json(
        "schemas/people.schema.json", lambda found: found.update({"$ref": "http://example.org/b.json"})
    )
    report = package.validate()
    assert {"descriptor-version", "schema-profile"} & rules(report) == {"descriptor-version"}
    assert [e.reason for e in report.not_run if e.rule == "descriptor-profile"] == [
        "only the standard was checked: nothing is fetched for the profile http://example.org/a.json"
    ]


# ---- too much of something --------------------------------------------------------------------------


def test_a_cell_of_over_ten_million_characters_is_named(package: Package):
    package.edit_bytes("people", lambda data: data.replace(b"Omar Reed,", 10_000_001 * b"a" + b",", 1))
    [error] = [error for error in package.validate().errors if error.rule == "csv-syntax"]
    assert (error.path, error.line) == ("data/people.csv", 3)
    assert "field limit (10000000)" in error.message


def test_a_cell_of_nearly_ten_million_characters_is_shown_short(package: Package):
    package.edit_bytes("people", lambda data: data.replace(b"per-omar-reed,", 9_000_000 * b"a" + b",", 1))
    assert max(len(str(error)) for error in package.validate().errors) < 2000


def test_a_line_of_fifty_megabytes(package: Package):
    package.edit_bytes("people", lambda data: 50_000_000 * b"a")
    assert {"csv-syntax", "header", "line-ending"} <= rules(package.validate())


def test_a_line_of_twenty_million_columns(package: Package):
    package.edit_bytes("people", lambda data: 20_000_000 * b"," + b"\n")
    [error] = [error for error in package.validate().errors if error.rule == "header"]
    assert "missing person_id, name" in error.message and len(error.message) < 1001


def test_a_header_of_a_hundred_thousand_columns(package: Package):
    header = ",".join(f"column{number}" for number in range(100_000)).encode()
    package.edit_bytes("people", lambda data: header + b"\n" + 99_999 * b"," + b"\n")
    [error] = [error for error in package.validate().errors if error.rule == "header"]
    assert error.message.endswith("column9 and 99990 more") or "99990 more" in error.message


def test_a_million_blank_lines_are_not_read_to_the_end(package: Package, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("validator.csv_reading.MOST_FAULTS", 1000)
    package.edit_bytes("people", lambda data: data + 100_000 * b"\n")
    report = package.validate()
    assert len(report.errors) == 1001 and {"blank-row", "csv-syntax"} <= rules(report)


DIGITS = 5000 * "9"  # more than Python turns into a number


@pytest.mark.parametrize(
    ("table", "key", "column", "rule"),
    [
        ("event_participants", "evt-talk/1", "seq", "type"),
        ("sources", SOURCE, "text_length", "type"),
        ("claims", "clm-0002", "value", "value-is-printed"),
        ("claims", "clm-0002", "as_of", "pattern"),
        ("events", "evt-visit", "date_start", "type"),
    ],
)
def test_a_number_of_thousands_of_digits_is_no_value(package: Package, table, key, column, rule: str):
    package.set(table, key, **{column: DIGITS})
    assert (rule, column) in {(error.rule, error.field) for error in package.validate().errors}


@pytest.mark.parametrize(
    "cell", [f"{DIGITS}-{DIGITS}", f"1-{DIGITS}", f"{DIGITS}-1", f"1-2;{DIGITS}-{DIGITS}"]
)
def test_spans_of_thousands_of_digits_are_refused(package: Package, cell: str):
    package.set("events", "evt-visit", spans=cell)
    found = {error.rule for error in package.validate().errors if error.field == "spans"}
    assert found & {"spans-ordered", "spans-inside-text"}


def test_a_span_keeps_its_order_however_long_its_number():
    assert spans.parse(f"{20 * '0'}7-12") == [(7, 12)]
    assert spans.parse(f"1-{DIGITS}")[0][1] > 10**17


@pytest.mark.parametrize("printed", [DIGITS, 300_000 * "1", 20_000 * "one ", 50_000 * "1,", 50_000 * "1 "])
def test_printed_numbers_of_any_length(package: Package, printed: str):
    package.set("claims", "clm-0002", as_written=printed.strip())
    assert package.validate().errors


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (900 * '{"a":' + "1" + 900 * "}", "nested more than 100 levels"),
        (100_000 * '{"a":', "cannot be read"),
        ('{"a": ' + 101 * "[" + 101 * "]" + "}", "nested more than 100 levels"),
        ('{"bytes": ' + 5000 * "9" + "}", "a number that cannot be used"),
        ('{"bytes": NaN}', "a number that cannot be used"),
        ('{"title": "\\ud800"}', "half of a \\u pair"),
        ('{"\\udfff": 1}', "half of a \\u pair"),
        ('{"a": "' + 20_000_000 * "a" + '"}', "is longer than 20000000 bytes"),
    ],
    ids=["deep", "deeper", "lists", "long number", "NaN", "half a character", "half a name", "long"],
)
def test_json_that_no_descriptor_needs(package: Package, text: str, says: str, capsys):
    package.descriptor.write_text(text, encoding="utf-8")
    assert command.main([str(package.descriptor)]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("levels", [99, 100])
def test_a_hundred_levels_are_too_many(tmp_path: Path, levels: int):
    path = tmp_path / "a.json"
    path.write_text(levels * '{"a":' + "1" + levels * "}", encoding="utf-8")
    if levels == 99:
        assert read_json(path)
    else:
        with pytest.raises(CannotRun, match="nested"):
            read_json(path)


@pytest.mark.parametrize("text", [900 * '{"a":' + "1" + 900 * "}", '{"fields": ' + 5000 * "9" + "}"])
def test_a_schema_that_no_table_needs(package: Package, text: str):
    (package.folder / "schemas" / "people.schema.json").write_text(text, encoding="utf-8")
    assert "schema-profile" in rules(package.validate())


@pytest.mark.long
def test_ten_thousand_resources(package: Package):
    package.edit_json(
        "datapackage.json",
        lambda found: found.update(resources=[{"name": f"r{n}", "path": "x"} for n in range(10_000)]),
    )
    assert len(package.validate().errors) >= 10_000


# ---- packed files ------------------------------------------------------------------------------------


def zipped(content: bytes, name: str = "boats.csv", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def bomb(kind: str) -> bytes:
    """Gigabytes of empty lines in a few megabytes, or in less."""
    piece = 50_000_000 * b"\n"
    if kind == "gz":
        return 60 * gz(piece)
    if kind == "bz2":
        return zipped(2 * piece, method=zipfile.ZIP_BZIP2)
    return zipped(16 * piece)


def packed(folder: Path, content: bytes, suffix: str = "zip", **properties: Any) -> Report:
    """The report on a package of one table, packed so."""
    (folder / f"boats.csv.{suffix}").write_bytes(content)
    schema = {"fields": [{"name": "boat"}, {"name": "crew"}]}
    entry = {"name": "boats", "path": f"boats.csv.{suffix}", "schema": schema} | properties
    (folder / "datapackage.json").write_text(json.dumps({"name": "harbour", "resources": [entry]}))
    return validate(folder / "datapackage.json", standard=True)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["gz", "zip", "bz2"])
def test_a_bomb_ends_with_one_error_and_leaves_nothing(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    content = bomb(kind)
    assert len(content) < 4_000_000
    [error] = packed(tmp_path, content, "gz" if kind == "gz" else "zip").errors
    assert error.rule == "packing"
    assert ("its compression method" if kind == "bz2" else "it unpacks to more than") in error.message
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize("name", ["../../boats.csv", "/etc/boats.csv", "C:\\boats.csv", "a\nb", "\x1b[31m"])
def test_the_name_of_a_packed_file_leads_nowhere(tmp_path: Path, name: str):
    (tmp_path / "package").mkdir()
    assert packed(tmp_path / "package", zipped(b"boat,crew\nann,4\n", name)).errors == []
    assert [path.name for path in tmp_path.rglob("*.csv")] == []


@pytest.mark.parametrize("inner", ["../../etc/passwd", "\0", {"a": 1}, ["boats.csv"], 5])
def test_an_inner_path_leads_nowhere(tmp_path: Path, inner: Any):
    report = packed(tmp_path, zipped(b"boat,crew\nann,4\n"), innerpath=inner)
    assert "packing" in rules(report) or "descriptor-profile" in rules(report)


def spoiled(*changes: tuple[bytes, int, bytes], name: str = "boats.csv") -> bytes:
    """An archive with bytes changed at an offset from a signature."""
    content = bytearray(zipped(b"boat,crew\nann,4\n", name, zipfile.ZIP_STORED))
    for sign, offset, new in changes:
        at = content.index(sign) + offset
        content[at : at + len(new)] = new
    return bytes(content)


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (spoiled((LOCAL, 6, b"\1"), (CENTRAL, 8, b"\1")), "is encrypted"),
        (spoiled((LOCAL, 8, b"\x63"), (CENTRAL, 10, b"\x63")), "its compression method"),
        (spoiled((END, 12, b"\xfe\xff\xff\x7f")), "cannot be unpacked as zip"),  # a list of 2 GB
        (spoiled((CENTRAL, 46, b"\xff"), name="é.csv"), "cannot be unpacked as zip"),
        (spoiled((CENTRAL, 42, b"\xff\xff\xff\x7f")), "cannot be unpacked as zip"),
        (spoiled((LOCAL, 30, b"x")), "cannot be unpacked as zip"),
    ],
    ids=["encrypted", "method", "long list", "name", "offset", "two names"],
)
def test_a_made_up_archive_gets_one_error(tmp_path: Path, content: bytes, says: str):
    [error] = packed(tmp_path, content).errors
    assert error.rule == "packing" and says in error.message


def test_an_archive_may_claim_a_billion_entries(tmp_path: Path):
    """Their number is not believed."""
    list_at = spoiled().index(CENTRAL)
    size = spoiled().index(END) - list_at
    far = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 10**9, 10**9, size, list_at)
    far += struct.pack("<4sLQL", b"PK\6\7", 0, list_at + size, 1)
    end = struct.pack("<4sHHHHLLH", END, 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    assert packed(tmp_path, spoiled()[: list_at + size] + far + end).errors == []


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(gz(gz(b"boat,crew\n")), "gz"), (zipped(zipped(b"boat,crew\n")), "zip")],
)
def test_what_is_packed_twice_is_unpacked_once(tmp_path: Path, content: bytes, suffix: str):
    assert rules(packed(tmp_path, content, suffix)) <= {"encoding", "header", "csv-syntax"}


# ---- names -------------------------------------------------------------------------------------------

ODD_NAMES = [
    *("a'b", 'a"b', "a`b", "a]b", "a;DROP TABLE table_0;--", "../x", "a\0b", "a\nb", "a\\b", "a%sb", "{a}"),
    *("$a", "a b", " ", "\t", "select", "rowid", "CREW", "a\u202eb", 10_000 * "a"),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_names_that_another_would_act_on(tmp_path: Path, name: str):
    """As the names of a table, of a field, and in keys: the same is found in memory and in an engine."""
    schema = {
        "fields": [
            {"name": name, "type": "string", "constraints": {"enum": ["y"], "minLength": 3}},
            {"name": "crew", "type": "integer", "constraints": {"minimum": 2}},
        ],
        "primaryKey": [name, "crew"],
        "uniqueKeys": [[name]],
        "foreignKeys": [{"fields": [name], "reference": {"resource": "boats", "fields": ["boat"]}}],
    }
    other = {"name": "boats", "data": [["boat"], ["y"]], "schema": {"fields": [{"name": "boat"}]}}
    rows_ = [[name, "crew"], ["x", 1], ["x", 1]]
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "harbour", "resources": [{"name": name, "data": rows_, "schema": schema}, other]})
    )
    found = [
        sorted(
            (error.rule, error.line) for error in validate(tmp_path / "datapackage.json", engine=one).errors
        )
        for one in ("polars", "duckdb")
    ]
    assert found[0] == found[1]
    expected = {"enum", "min-length", "minimum", "primary-key", "alternate-key", "foreign-key"}
    assert expected <= {rule for rule, _ in found[0]}


def test_ten_thousand_paths(package: Package):
    resource(package, "people", path=[f"{number}.csv" for number in range(10_000)])
    report = package.validate()
    assert len([error for error in report.errors if error.rule == "file-missing"]) == 10_000


@pytest.mark.long
def test_three_hundred_files_of_one_table(tmp_path: Path):
    (tmp_path / "boats.csv").write_bytes(b"boat,crew\nann,4\n")
    schema = {"fields": [{"name": "boat"}, {"name": "crew", "type": "integer"}], "primaryKey": "boat"}
    entry = {"name": "boats", "path": 300 * ["boats.csv"], "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "harbour", "resources": [entry]}))
    for one in ("polars", "duckdb"):
        report = validate(tmp_path / "datapackage.json", standard=True, engine=one)
        assert [error.rule for error in report.errors] == 299 * ["unique"]


# ---- lines and rows that would multiply ------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("cell", [b"a", b"a,"])
def test_a_line_of_three_hundred_megabytes(package: Package, cell: bytes):
    package.edit_bytes("people", lambda data: data + (300_000_000 // len(cell)) * cell)
    [error] = [error for error in package.validate().errors if error.rule == "csv-syntax"]
    assert error.message == "a line of more than 100000000 bytes"


def fill(package: Package, table: str, number: int, cells: Any) -> None:
    """A table of so many rows, each like the first but for some cells."""
    names = list(package.rows(table)[0])
    first = package.rows(table)[0]
    lines = [",".join(names)]
    lines += [",".join({**first, **cells(at)}.values()) for at in range(number)]
    package.edit_bytes(table, lambda data: "\n".join([*lines, ""]).encode())


MANY = 200_000  # squared, more than memory holds


@pytest.mark.long
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_join_that_would_explode(package: Package, engine: str):
    """All speak in one statement, which renders all utterances: nobody meets everybody."""
    [statement] = {row["statement_id"] for row in package.rows("renderings")[:1]}
    same = {"statement_id": statement, "note": ""}
    fill(
        package,
        "statement_speakers",
        MANY,
        lambda at: same | {"seq": str(at + 1), "person_id": f"per-{at}", "role": "joint_speaker"},
    )
    fill(package, "renderings", MANY, lambda at: {"statement_id": statement, "utterance_id": f"utt-{at}"})
    report = validate(package.descriptor, engine=engine, only=["foreign-key", *ABOUT_SPEAKERS])
    assert sum(error.rule == "foreign-key" for error in report.errors) == 2 * MANY
    assert not {entry.rule for entry in report.not_run} & set(ABOUT_SPEAKERS)


ABOUT_SPEAKERS = ["renderings-agree-on-speakers", "later-figures-dated", "joint-speakers-in-company"]


def test_a_key_repeated_in_both_tables_does_not_multiply(package: Package):
    number = 100_000
    same = {"statement_id": package.rows("statements")[0]["statement_id"]}
    fill(package, "statements", number, lambda at: same)
    fill(package, "statement_speakers", number, lambda at: same | {"seq": str(at + 1)})
    report = validate(package.descriptor, only=["foreign-key"])
    assert report.errors and "data/statement_speakers.csv" not in {error.path for error in report.errors}


def test_speakers_and_claims_of_one_statement_do_not_multiply(package: Package):
    number = 20_000
    statement = package.rows("claims")[0]["statement_id"]
    fill(
        package,
        "statement_speakers",
        number,
        lambda at: {"statement_id": statement, "seq": str(at + 1), "person_id": f"per-{at}"},
    )
    same = {"statement_id": statement, "as_of": "", "note": ""}
    fill(package, "claims", number, lambda at: same | {"claim_id": f"clm-{at}", "value": str(at)})
    report = validate(package.descriptor, only=["later-figures-dated"])
    assert len(report.errors) == number


def month(number: int) -> str:
    return f"{1000 + number // 12}-{number % 12 + 1:02}"


@pytest.mark.parametrize(
    ("cells", "errors"),
    [
        (lambda at: {"start": "", "end": ""}, 19_999),
        (lambda at: {"start": month(at), "end": month(at + 1)}, 0),
        (lambda at: {"start": "2024-05-01", "end": "2024-05-01"}, 0),
    ],
    ids=["all overlap", "one after the other", "a day each"],
)
def test_twenty_thousand_positions_of_one_person(package: Package, cells: Any, errors: int):
    status = ["incumbent", "acting"]
    fill(
        package,
        "positions",
        20_000,
        lambda at: {"position_id": f"pos-{at}", "status": status[at % 2], "as_of": "", **cells(at)},
    )
    report = validate(package.descriptor, only=["one-status-at-a-time"])
    assert len(report.errors) == errors


@examples(200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "2023", "2024", "2024-01", "2024-02", "2024-01-15", "2024-02-01"]),
            st.sampled_from(["", "2023", "2024", "2024-01", "2024-02", "2024-01-15", "2024-02-01"]),
            st.sampled_from(["acting", "incumbent", "elect"]),
        ),
        max_size=8,
    )
)
def test_spells_overlap_as_they_do_when_each_is_compared_with_each(spells_: list):
    group = [
        {"_line": line, "start": start or None, "end": end or None, "status": status}
        for line, (start, end, status) in enumerate(spells_)
    ]

    def before(one: dict, other: dict) -> bool:
        return bool(one["end"] and other["start"] and not starts_late(one["end"], other["start"]))

    expected = {
        row["_line"]
        for row in group
        for other in group[: row["_line"]]
        if row["status"] != other["status"] and not before(row, other) and not before(other, row)
    }
    found = list(overlaps(group))
    assert {row["_line"] for row, _ in found} == expected and len(found) == len(expected)
    for row, other in found:
        assert other["_line"] < row["_line"] and other["status"] != row["status"]
        assert not before(row, other) and not before(other, row)


# ---- what a message may do --------------------------------------------------------------------------


def test_a_nul_is_named_in_a_cell_a_header_and_a_path(package: Package):
    package.edit_bytes("people", lambda data: data.replace(b"Omar Reed,", b"Omar\0Reed,", 1))
    package.edit_bytes("claims", lambda data: data.replace(b"polarity", b"polar\0ity", 1))
    resource(package, "events", path="data/\0.csv")
    report = package.validate()
    assert {"one-line", "header", "file-missing"} <= rules(report)
    assert "\0" not in "".join(map(str, report.errors))


EVIL = "\x1b[31m\r\n::error::x\n##[error]\u202e\u2028::y"


def spoil_everything(package: Package) -> None:
    """Put what a terminal or a log would act on wherever a message may quote it."""
    package.set("claims", "clm-0001", note=EVIL, statement_id=EVIL)
    package.set("events", "evt-visit", kind="::error::k", time_as_written="##[error]t")
    quoted = EVIL.replace('"', "").encode()
    package.edit_bytes("people", lambda data: data.replace(b"per-omar-reed", b'"' + quoted + b'"', 1))
    path = package.path("sources")
    path.write_bytes(path.read_bytes().replace(SOURCE.encode(), b'"' + quoted + b'"', 1))
    package.edit_bytes("measures", lambda data: b'"' + quoted + b'",' + data)

    def change(found: dict) -> None:
        found["resources"].append({"name": EVIL, "path": EVIL, EVIL: 1, "schema": EVIL})
        found["resources"].append({"name": "::error::", "path": "::stop-commands::x.csv", "schema": {}})
        found.update({"version": EVIL, EVIL: EVIL})

    package.edit_json("datapackage.json", change)
    (package.folder / "::stop-commands::x.csv").write_bytes(b"a\n")
    field(package, "renderings", "wording", example=EVIL, **{EVIL: 1})


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_form_of_the_report_steers_a_terminal_or_a_log(package: Package, form: str):
    spoil_everything(package)
    printed = FORMATS[form](package.validate())
    own = [line for line in printed.splitlines() if line.startswith("::error file=")]
    assert bool(own) == (form == "github")
    for line in printed.split("\n"):
        assert harmless(line) == line or line in own, "no control character, no command"


def test_a_sentence_on_the_error_stream_does_not_either(tmp_path: Path, capsys):
    assert command.main([str(tmp_path / "a\x1b[31m\n::error::x"), "--only", "hash"]) == 2
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1 and "\x1b" not in printed


def test_harmless_spells_out_what_would_act():
    assert harmless("::error::x") == "\\x3a:error::x"
    assert harmless("  ::error::x") == "\\x20 ::error::x"
    assert harmless("a ##[error]x") == "a \\x23#[error]x"
    assert harmless("\ud800\x1b\n") == "\\ud800\\x1b\\n"
    assert harmless("12:30::40 #5") == "12:30::40 #5"
    assert harmless("abcdef", 3) == "abc…"


# ---- a fuzz of the reader ---------------------------------------------------------------------------

FUZZ = examples(300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
TABLE = parse_schema(
    {"fields": [{"name": "a"}, {"name": "b", "type": "integer"}], "primaryKey": "a"},
)
PIECES = [
    b"a,b\n",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"1",
    b"x",
    b" ",
    "é한".encode(),
]
BYTES = st.one_of(
    st.binary(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=3)), max_size=20).map(b"".join),
)


@FUZZ
@given(BYTES, st.booleans())
def test_any_bytes_can_be_read(data: bytes, headed: bool):
    table = read_table(b"a,b\n" + data if headed else data, TABLE)
    assert len(table.rows) == len(table.lines)
    assert table.header == TABLE.columns or table.faults, "nothing is left unread in silence"


BOATS = {
    "name": "boats",
    "fields": [
        {"name": "boat", "type": "string", "constraints": {"pattern": "[a-z]+", "maxLength": 9}},
        {"name": "crew", "type": "integer", "constraints": {"required": True, "minimum": 0}},
        {"name": "length", "type": "number", "constraints": {"maximum": 99.5}, "example": "7.5"},
        {"name": "built", "type": "date", "constraints": {"minimum": "1900-01-01"}},
        {"name": "afloat", "type": "boolean", "constraints": {"enum": [True, False]}},
        {
            "name": "kind",
            "constraints": {"enum": ["ketch", "smack"]},
            "categories": [{"value": "ketch", "label": "Two masts."}, {"value": "smack", "label": "One."}],
        },
        {"name": "tender", "type": "string"},
    ],
    "missingValues": [""],
    "primaryKey": ["boat"],
    "uniqueKeys": [["crew", "length"]],
    "foreignKeys": [{"fields": "tender", "reference": {"resource": "", "fields": "boat"}}],
}
TRIPS = {
    "name": "trips",
    "fields": [{"name": "boat"}, {"name": "seq", "type": "integer"}],
    "primaryKey": ["boat", "seq"],
    "foreignKeys": [{"fields": ["boat"], "reference": {"resource": "boats", "fields": ["boat"]}}],
}
HARBOUR = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "harbour",
    "title": "A harbour",
    "version": "1.2.3",
    "licenses": [{"name": "CC-BY-4.0"}],
    "contributors": [{"title": "Somebody", "email": "a@example.org"}],
    "resources": [
        {"name": "boats", "path": "boats.csv", "schema": "boats.json", "bytes": 94, "hash": "sha256:0"},
        {"name": "trips", "path": "trips.csv", "schema": TRIPS, "dialect": {"delimiter": ","}},
    ],
}
FILES = {
    "boats.csv": b"boat,crew,length,built,afloat,kind,tender\nann,4,7.5,1950-01-02,true,ketch,\n"
    b"bea,2,,,,smack,ann\n",
    "trips.csv": b"boat,seq\nann,1\nann,2\n",
    "boats.json": json.dumps(BOATS).encode(),
    "datapackage.json": json.dumps(HARBOUR).encode(),
    "CHANGELOG.md": b"## 1.2.3\n",
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package so small that many examples can be tried, each of which rewrites one of its files."""
    folder = tmp_path_factory.mktemp("harbour")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def test_the_package_of_the_fuzz_is_sound(harbour: Path):
    assert rules(validate(harbour / "datapackage.json")) == {"hash"}


def check(folder: Path, name: str, content: bytes) -> None:
    """With another content of one file there is a report in every form, or one clear sentence."""
    (folder / name).write_bytes(content)
    try:
        report = validate(folder / "datapackage.json")
        for form in FORMATS.values():
            assert form(report).encode("utf-8")
    except CannotRun as error:
        assert str(error)
    finally:
        (folder / name).write_bytes(FILES[name])


@FUZZ
@given(data=st.data())
def test_any_bytes_get_a_report(harbour: Path, data: st.DataObject):
    """Bytes in the place of others somewhere in a file, run through every level."""
    name = data.draw(st.sampled_from(sorted(FILES)))
    whole = FILES[name]
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(begin + 20, len(whole))))
    check(harbour, name, whole[:begin] + data.draw(BYTES) + whole[end:])


# ---- a fuzz of the descriptor and the schemas -------------------------------------------------------

ODD = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        10**400,
        -(10**30),
        2**63,
        1e308,
        "",
        " ",
        "\0",
        "..",
        "a" * 300,
        [],
        {},
    ),
    *([[]], [None], [{}], {"": ""}, "::error::", "\x1b[31m", "=1+1", "(", "a{99999999999}", "(?x) #"),
    *(
        "2024-02-30",
        "0000-00-00",
        "integer",
        "number",
        "date",
        "boolean",
        "any",
        "people",
        "person_id",
        ["person_id"],
    ),
    *("data/people.csv", "schemas/people.schema.json", "sha256:0", "shake_128:00", "http://a/b", "1.2.3"),
]
VALUES = st.one_of(
    st.sampled_from(ODD),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)
PROPERTIES = (
    *("name", "path", "schema", "type", "format", "title", "constraints", "enum", "pattern", "minimum"),
    *("maximum", "minLength", "maxLength", "required", "unique", "fields", "primaryKey", "uniqueKeys"),
    *("foreignKeys", "reference", "resource", "missingValues", "categories", "example", "bytes", "hash"),
    *("dialect", "encoding", "resources", "version", "$schema", "contributors", "sources", "licenses"),
)
NAMES = st.one_of(
    st.sampled_from(PROPERTIES),
    st.text(string.printable, max_size=5),
)


def places(value: Any, way: tuple = ()) -> list[tuple]:
    """The way to each value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(found for key, child in inner for found in places(child, (*way, key)))]


def mutate(found: Any, data: st.DataObject) -> Any:
    """Some values in the place of others, some taken away, some put in."""
    found = copy.deepcopy(found)
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(places(found)[1:] or [()]))
        if not way:
            return data.draw(VALUES)
        at = found
        for key in way[:-1]:
            at = at[key]
        action = data.draw(st.sampled_from(["change", "change", "add", "drop", "repeat"]))
        if action == "change":
            at[way[-1]] = data.draw(VALUES)
        elif action == "drop":
            del at[way[-1]]
        elif action == "repeat" and isinstance(at, list):
            at.append(copy.deepcopy(at[way[-1]]))
        elif isinstance(at, dict):
            at[data.draw(NAMES)] = data.draw(VALUES)
    return found


@FUZZ
@given(data=st.data())
def test_any_descriptor_gets_a_report_or_a_sentence(harbour: Path, data: st.DataObject):
    check(harbour, "datapackage.json", json.dumps(mutate(HARBOUR, data)).encode())


@FUZZ
@given(data=st.data())
def test_any_schema_gets_a_report(harbour: Path, data: st.DataObject):
    check(harbour, "boats.json", json.dumps(mutate(BOATS, data)).encode())


@pytest.mark.parametrize("begin", [b"\x1f\x8b\x08", b"x\x01", b"x\xda", b"(\xb5\x2f\xfd"])
def test_rows_that_look_packed_are_not_unpacked(begin: bytes):
    """polars would, so that a few bytes could fill the memory."""
    packed_rows = zlib.compress(b"ann,4\n", level=0) if begin == b"x\x01" else begin
    table = read_table(b"a,b\n" + packed_rows, TABLE)
    assert table.rows != [["ann", "4"]] and table.faults
    assert read_table(b"a,b\nx^,4\n", TABLE).rows == [["x^", "4"]]


@pytest.mark.parametrize("more", [{}, {"data": []}])
def test_a_list_of_no_paths(harbour: Path, more: dict):
    resources = [{"name": "boats", "path": [], "schema": BOATS} | more]
    check(harbour, "datapackage.json", json.dumps({**HARBOUR, "resources": resources}).encode())


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("boat", {"constraints": {"pattern": "a{99999999999}"}}),
        ("boat", {"constraints": {"minLength": 10**400}}),
        ("boat", {"constraints": {"maxLength": 10**400}}),
        ("length", {"categories": None}),
        ("length", {"categories": 5}),
        ("built", {"categories": [{}]}),
        ("afloat", {"categories": True}),
    ],
)
def test_what_the_fuzz_found_in_fields(harbour: Path, name: str, changes: dict):
    fields = [{**entry, **changes} if entry["name"] == name else entry for entry in BOATS["fields"]]
    check(harbour, "boats.json", json.dumps({**BOATS, "fields": fields}).encode())
