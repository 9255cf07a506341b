"""The real package: it passes, and what is made from the schemas agrees with them."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
import yaml
from conftest import ROOT, Package, blocks_of

from schemas import SCHEMAS
from schemas.rules import all_rules, rule_set
from schemas.validation import validate
from scripts.format import canonical
from validator.descriptor import read_json
from validator.profiles import profile
from validator.rules import CellRule, RowRule

DESCRIPTOR = read_json(ROOT / "datapackage.json")
TABLES = [entry["name"] for entry in DESCRIPTOR["resources"]]


def table_schema(table: str) -> dict:
    return read_json(ROOT / "schemas" / f"{table}.schema.json")


def test_the_package_is_valid():
    report = validate(ROOT / "datapackage.json")
    assert [str(error) for error in report.errors] == []


def test_every_row_stands_in_the_text_of_its_source(texts: Path | None):
    if texts is None:
        pytest.skip("set SOURCE_TEXTS to the folder that holds the texts of the sources")
    report = validate(ROOT / "datapackage.json", texts)
    assert [str(error) for error in report.errors] == []
    # but for the sources whose text nobody has: what is not looked at is told
    registered = {"text-is-the-registered-one", "verbatim-in-spans", "quote-is-the-text"}
    assert not registered & {entry.rule for entry in report.not_run}


def test_stock_frictionless_passes_it_without_a_network(tmp_path: Path):
    """In a process of its own, in which no socket can be opened."""
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise OSError('no network in this test')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "import frictionless\n"
        "report = frictionless.validate(sys.argv[1])\n"
        "print(report.to_summary())\n"
        "sys.exit(not report.valid)\n"
    )
    command = [sys.executable, "-c", code, str(ROOT / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_descriptor_and_schemas_fit_the_profiles_of_the_standard():
    assert profile("datapackage").is_valid(DESCRIPTOR)
    for table in TABLES:
        assert profile("tableschema").is_valid(table_schema(table)), table


def test_files_are_canonical():
    assert canonical(ROOT / "datapackage.json") == {}


def test_every_table_has_its_schema_its_file_and_its_entry():
    assert set(TABLES) == set(SCHEMAS) == {path.stem for path in (ROOT / "data").glob("*.csv")}


@pytest.mark.parametrize("table", TABLES)
def test_every_field_is_described(table: str):
    schema = table_schema(table)
    assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert schema["missingValues"] == [""] and schema["primaryKey"]
    for field in schema["fields"]:
        assert {"name", "title", "type", "description", "example"} <= set(field), field["name"]
        for category in field.get("categories", []):
            assert category["label"].endswith("."), f"{field['name']}: {category['value']}"
        assert ("enum" in field.get("constraints", {})) == ("categories" in field), field["name"]


@pytest.mark.parametrize("table", TABLES)
def test_pandas_schema_says_what_the_table_schema_says(table: str):
    """Nothing drifts: names, order, emptiness, types and checks come from the one definition."""
    made, schema = SCHEMAS[table], table_schema(table)
    assert list(made.columns) == [field["name"] for field in schema["fields"]]
    assert made.strict and made.ordered
    types = {"string": "string", "integer": "Int64", "number": "Float64", "date": "datetime64"}
    for field in schema["fields"]:
        column, constraints = made.columns[field["name"]], field.get("constraints", {})
        assert str(column.dtype).startswith(types[field["type"]])
        stated = {check.error.partition(":")[0] for check in column.checks}
        asked = {name for name in constraints if constraints[name] is not False}
        assert asked & {"required", "enum", "pattern", "minimum", "maximum"} <= stated


@pytest.mark.parametrize("table", TABLES)
def test_any_way_of_reading_with_pandas_gives_the_same_frame(table: str):
    """What `read_csv` guesses is taken back; what it was told is kept."""
    path = ROOT / "data" / f"{table}.csv"
    guessed = SCHEMAS[table].validate(pd.read_csv(path))
    told = SCHEMAS[table].validate(pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]))
    pd.testing.assert_frame_equal(guessed, told)
    assert len(guessed) == len(path.read_text(encoding="utf-8").splitlines()) - 1


def test_pandas_types_are_real_ones():
    events = SCHEMAS["events"].validate(pd.read_csv(ROOT / "data" / "events.csv"))
    assert str(events.dtypes["date_start"]) == "datetime64[us]"
    sources = SCHEMAS["sources"].validate(pd.read_csv(ROOT / "data" / "sources.csv"))
    assert str(sources.dtypes["text_length"]) == "Int64"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "date_start", "01/02/2020"),
        ("events", "date_start", "2020-13-45"),
        ("claims", "value", "1,000"),
        ("claims", "value", "infinite"),
        ("event_sources", "seq", "1.7"),
        ("event_sources", "seq", "١"),
    ],
)
def test_what_is_not_of_its_type_is_refused_not_bent(table: str, column: str, value: str):
    frame = pd.read_csv(ROOT / "data" / f"{table}.csv", dtype=str)
    frame.loc[0, column] = value
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        SCHEMAS[table].validate(frame, lazy=True)
    assert value in set(caught.value.failure_cases["failure_case"])


def test_dates_before_1678_are_dates():
    frame = pd.read_csv(ROOT / "data" / "events.csv")
    frame.loc[0, ["date_start", "date_end"]] = "1066-10-14"
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        SCHEMAS["events"].validate(frame, lazy=True)
    assert {str(check).partition(":")[0] for check in caught.value.failure_cases["check"]} == {"minimum"}


def test_another_copy_of_a_text_is_named_once_and_its_words_are_looked_for(package: Package):
    """Its spans are reported as not run: nothing is wrong with the data."""
    path = package.texts / "src-harbour-news-2024-05-14.txt"
    path.write_text("A copy begins in another way. " + path.read_text(encoding="utf-8"), encoding="utf-8")
    report = package.validate()
    [error] = report.errors
    assert error.rule == "text-is-the-registered-one" and "not the text that was coded" in error.message
    left = {entry.rule for entry in report.not_run if entry.path == path.stem}
    assert {"spans-at-words", "quote-is-the-text", "verbatim-in-spans"} <= left
    quote = next(row["quote"] for row in package.rows("statements") if row["quote_type"] == "direct")
    path.write_text(path.read_text(encoding="utf-8").replace(quote[:20], "Otherwise"), encoding="utf-8")
    errors = package.validate().errors
    assert {error.rule for error in errors} == {"text-is-the-registered-one", "verbatim-in-text"}
    assert all("this copy may differ" in error.remedy for error in errors if error.rule == "verbatim-in-text")


def test_pandas_and_the_validator_find_the_same(package: Package):
    """The rules about one row run for pandas users exactly as in the validator."""
    package.set("claims", "clm-0001", relation="between", hedge_scope="own", as_of="2024-02-30", unit="boat")
    package.set("claims", "clm-0002", quantity_kind="number", measure_id="boats", spans="9-3")
    errors = [error for error in package.validate().errors if error.path == "data/claims.csv"]
    of_pandera = {rule.id for rule in rule_set().rules if isinstance(rule, CellRule | RowRule)}
    expected = {
        (error.rule, error.field, error.line - 2)
        for error in errors
        if error.level == "cell" or error.rule in of_pandera
    }
    frame = pd.read_csv(package.path("claims"))
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        SCHEMAS["claims"].validate(frame, lazy=True)
    cases = caught.value.failure_cases
    places = zip(cases["check"], cases["column"], cases["index"], strict=True)
    assert {(str(check).partition(":")[0], field, line) for check, field, line in places} == expected
    assert {rule for rule, _, _ in expected} >= {
        "relation-fits-values",
        "day-exists",
        "spans-ordered",
        "enum",
    }


def test_one_wrong_cell_is_one_failure_case():
    """It makes its column text, but leaves every other cell of it, and every rule on it, as they were."""
    frame = pd.read_csv(ROOT / "data" / "claims.csv", dtype={"value": object})
    frame.loc[5, "value"] = "x"
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        SCHEMAS["claims"].validate(frame, lazy=True)
    [case] = caught.value.failure_cases.to_dict("records")
    assert (case["column"], case["index"], case["failure_case"]) == ("value", 5, "x")
    assert case["check"].startswith("type: ")


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_every_table_passes_its_pandera_schema(table: str):
    SCHEMAS[table].validate(pd.read_csv(ROOT / "data" / f"{table}.csv"), lazy=True)


def test_an_unknown_table_is_named():
    with pytest.raises(KeyError, match="no table 'quotes'; there are claim_links, claims, "):
        SCHEMAS["quotes"]


# ---- what the documents say -------------------------------------------------------------------------


def test_the_findings_print_what_they_show(monkeypatch: pytest.MonkeyPatch, capsys):
    """Each snippet is followed by its output; the last needs the names of those before it."""
    monkeypatch.chdir(ROOT)
    namespace: dict = {}
    printed = ""
    for language, code in blocks_of("docs/findings.md"):
        if language == "python":
            exec(code, namespace)
            printed = capsys.readouterr().out
        else:
            assert printed == code


def test_the_readme_counts_the_rules():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(all_rules())} rules" in text
    own = [rule for rule in all_rules() if rule.level not in ("cell", "key")]
    assert len(own) >= 35, "rules beyond Table Schema"


def test_version_and_date_are_the_same_everywhere():
    version, day = DESCRIPTOR["version"], DESCRIPTOR["created"][:10]
    text = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md")}
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == version
    assert f"(version {version})" in text["README.md"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], str(citation["date-released"])) == (version, day)
    zenodo = read_json(ROOT / ".zenodo.json")
    assert (zenodo["version"], zenodo["publication_date"]) == (version, day)
    # between editions the section has no date yet
    heading = f"## {version}" if version.endswith("-dev") else f"## {version} - {day}"
    assert re.findall(r"^## .*$", text["CHANGELOG.md"], re.MULTILINE)[0] == heading


def test_no_text_of_a_source_is_shipped(texts: Path | None):
    """No file but the data quotes the sources, and there no cell holds more than a statement."""
    if texts is None:
        pytest.skip("set SOURCE_TEXTS to the folder that holds the texts of the sources")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    sentence = re.compile(r"[^.“”\"]{90,}")
    for source in sorted(texts.glob("*.txt")):
        pieces = [piece.strip() for piece in sentence.findall(" ".join(source.read_text("utf-8").split()))]
        for name in files.stdout.splitlines():
            if name.startswith(("data/", "tests/codings/")):  # quotations, each with its speaker
                continue
            text = " ".join((ROOT / name).read_text(encoding="utf-8", errors="replace").split())
            assert not [piece for piece in pieces if piece in text], name


def test_descriptor_properties_that_readers_rely_on():
    assert DESCRIPTOR["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    wanted = {
        "name",
        "id",
        "title",
        "description",
        "version",
        "created",
        "keywords",
        "licenses",
        "contributors",
    }
    assert wanted | {"sources", "resources"} <= set(DESCRIPTOR)
    assert json.dumps(DESCRIPTOR).find("fieldsMatch") == -1
    for entry in DESCRIPTOR["resources"]:
        assert {"path", "schema", "encoding", "mediatype", "bytes", "hash", "dialect"} <= set(entry)
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", entry["hash"])
