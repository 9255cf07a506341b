"""Packages of other people: of both versions of the standard, in another style than ours, not only tables."""

import hashlib
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_hostile import FUZZ, mutate

from schemas.rules import all_rules
from schemas.validation import validate
from scripts import validate as command
from scripts.printing import FORMATS
from validator.descriptor import CannotRun
from validator.report import HOUSE, Report
from validator.standard_rules import RULES

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
BOATS = {"fields": [{"name": "boat", "type": "string"}, {"name": "crew", "type": "integer"}]}
ROWS = "boat,crew\nann,4\nbea,2\n"


def boats(**properties: Any) -> dict:
    """A resource of boats, with other properties."""
    return {"name": "boats", "path": "boats.csv", "schema": BOATS} | properties


def inline(data: Any, **properties: Any) -> dict:
    """A resource of boats whose rows stand in the descriptor."""
    return {"name": "boats", "data": data, "schema": BOATS} | properties


class Harbour:
    """A package in a folder, of version 1 unless it says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.descriptor = folder, folder / "datapackage.json"
        self.write("boats.csv", ROWS)

    def write(self, path: str, content: str | bytes) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / path).write_bytes(data)

    def describe(self, *resources: dict, **properties: Any) -> None:
        self.write("datapackage.json", json.dumps({"name": "harbour", "resources": resources} | properties))

    def validate(self, standard: bool = True) -> Report:
        return validate(self.descriptor, standard=standard, house=not standard)

    def theirs(self) -> bool:
        """Whether frictionless finds it valid."""
        return bool(frictionless.validate(str(self.descriptor)).valid)


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    return Harbour(tmp_path)


def rules(report: Report) -> set[str]:
    return {error.rule for error in report.errors}


def reasons(report: Report, path: str) -> set[str]:
    return {entry.reason for entry in report.not_run if entry.path == path and entry.reason != HOUSE}


# ---- the version of the standard ----------------------------------------------------------------------


def test_a_package_of_version_1(harbour: Harbour):
    harbour.describe(
        boats(profile="tabular-data-resource"),
        profile="tabular-data-package",
        contributors=[{"title": "Zoe", "role": "author"}],
    )
    assert rules(harbour.validate()) == set()
    assert rules(harbour.validate(standard=False)) == {"descriptor-version"}
    assert "type" in harbour.validate().counts["boats.csv"].rules


@pytest.mark.parametrize("address", ["https://datapackage.org/profiles/1.0/datapackage.json", None])
def test_each_version_has_its_own_profile(harbour: Harbour, address: str | None):
    """Names may have capitals from version 2 on, where contributors need no title."""
    said = {"$schema": address} if address else {}
    harbour.describe(boats(), name="The Harbour", contributors=[{"path": "https://example.org"}], **said)
    found = [error.message for error in harbour.validate().errors]
    assert len(found) == 2 and all(message.startswith("$.") for message in found)
    harbour.describe(
        boats(), name="The Harbour", contributors=[{"path": "https://example.org"}], **{"$schema": V2}
    )
    assert rules(harbour.validate()) == set()


def test_a_schema_has_the_version_of_its_package_or_its_own(harbour: Harbour):
    """In version 1 a foreign key names its resource, be it by an empty name."""
    key = {"fields": "boat", "reference": {"fields": "boat"}}
    harbour.describe(boats(schema={**BOATS, "foreignKeys": [key]}))
    assert rules(harbour.validate()) == {"schema-profile"}
    own = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"}
    harbour.write("boats.json", json.dumps({**own, **BOATS, "foreignKeys": [key]}))
    harbour.describe(boats(schema="boats.json"))
    assert rules(harbour.validate()) == set()


@pytest.mark.parametrize(
    ("entry", "properties"),
    [
        (boats(), {"profile": "tabular-data-package"}),
        (boats(schema=None, profile="tabular-data-resource"), {}),
        (boats(missingValues=["-"]), {}),
        (boats(), {"fields": []}),
        (boats(), {"version": 5}),
        (boats(licenses=[{}]), {}),
    ],
)
def test_what_the_words_of_version_1_ask_for(harbour: Harbour, entry: dict, properties: dict):
    harbour.describe({name: value for name, value in entry.items() if value is not None}, **properties)
    assert "descriptor-profile" in rules(harbour.validate())
    assert not harbour.theirs()


@pytest.mark.parametrize("property_", ["$schema", "profile"])
def test_the_profile_of_somebody_else_is_said_not_to_be_checked(harbour: Harbour, property_: str):
    address = "https://example.org/ships.json"
    harbour.describe(boats(**{property_: address}), **{property_: address})
    report = harbour.validate()
    assert report.valid
    said = [entry.path for entry in report.not_run if entry.reason.endswith(address)]
    assert said == ["datapackage.json", "resource boats"]


# ---- house style --------------------------------------------------------------------------------------


def in_another_style(harbour: Harbour) -> None:
    harbour.write("boats.csv", b'\xef\xbb\xbfboat,crew,note\r\n"bea",2,=1+1\r\n ann ,4,NA\r\ncy,5,"a\nb"\r\n')
    schema = {
        "fields": [*BOATS["fields"], {"name": "note", "type": "string", "example": "x", "unit": "word"}],
        "primaryKey": "boat",
        "made_by": "hand",
    }
    harbour.describe(
        boats(schema=schema, dialect={"delimiter": ",", "note": "plain"}, owner="Zoe"),
        version="first",
        owner="Zoe",
    )


def test_what_only_our_style_asks_for_can_be_left_out(harbour: Harbour):
    in_another_style(harbour)
    assert harbour.theirs()
    report = harbour.validate(standard=False)
    style = {rule.id for rule in all_rules() if rule.house}
    assert rules(report) <= style
    assert rules(report) >= {
        *("byte-order-mark", "line-ending", "canonical-quoting", "sorted", "trimmed", "one-line"),
        *("no-formula", "empty-is-missing", "version", "descriptor-version", "property-known"),
    }
    assert harbour.validate().errors == []


def test_house_style_is_one_line_of_the_report(harbour: Harbour, capsys: pytest.CaptureFixture[str]):
    in_another_style(harbour)
    number = sum(rule.house for rule in RULES)
    assert command.main([str(harbour.descriptor), "--standard"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "house" in line] == [
        f"not run: {number} rules on datapackage.json (house style, left out on request)"
    ]
    assert command.main([str(harbour.descriptor), "--house"]) == 1
    lines = capsys.readouterr().out.splitlines()
    errors = len(harbour.validate(standard=False).errors)
    assert lines[-2:] == [
        f"{errors} errors of house style, beyond what the standard requires: --standard leaves them out",
        f"{errors} errors",
    ]


def test_the_list_of_rules_tells_house_style(capsys: pytest.CaptureFixture[str]):
    command.main(["--rules"])
    told = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.endswith("House style.")]
    assert told == [rule.id for rule in all_rules() if rule.house]


@pytest.mark.parametrize(
    "properties",
    [
        {"encoding": "utf-88"},
        {"dialect": {"delimiter": ";"}},
        {"dialect": {"commentRows": [2]}},
        {"compression": "zip"},
        {"format": "xlsx"},
        {"path": ["boats.csv", "boats.csv"]},
    ],
)
def test_what_would_change_the_rows_is_never_passed_over(harbour: Harbour, properties: dict):
    """Here the form is refused, or rows are read in it; with the rule left out they are not run."""
    harbour.describe(boats(**properties))
    report = harbour.validate()
    assert not report.valid or report.counts["boats.csv"].rows != 2
    if "form-supported" in rules(report):
        again = validate(harbour.descriptor, standard=True, skip=["form-supported"])
        assert not again.errors and "type" in {e.rule for e in again.not_run if e.path == "resource boats"}


def test_a_dialect_may_stand_in_a_file(harbour: Harbour):
    harbour.write("plain.json", json.dumps({"delimiter": ","}))
    harbour.describe(boats(dialect="plain.json"))
    assert harbour.validate().valid
    harbour.write("plain.json", json.dumps({"delimiter": 5}))
    assert "descriptor-profile" in rules(harbour.validate())
    harbour.describe(boats(dialect="nothing.json"))
    assert rules(harbour.validate()) == {"file-missing"}
    harbour.describe(boats(dialect="../plain.json"))
    assert rules(harbour.validate()) == {"path-safe"}


@pytest.mark.parametrize(
    "more", [{"mediatype": "text/csv; charset=utf-8"}, {"format": "csv"}, {"schema": BOATS}]
)
def test_a_table_may_have_any_name(harbour: Harbour, more: dict):
    harbour.write("boats.txt", ROWS)
    harbour.describe({"name": "boats", "path": "boats.txt"} | more)
    assert harbour.validate().counts["boats.txt"].rows == 2


# ---- what is no table ---------------------------------------------------------------------------------


def test_of_what_is_no_table_the_file_is_checked(harbour: Harbour):
    data = b"%PDF-1.7\n"
    harbour.write("map.pdf", data)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    chart = {"name": "map", "path": "map.pdf", "mediatype": "application/pdf", "bytes": 9, "hash": digest}
    harbour.describe(boats(), chart)
    report = harbour.validate()
    assert report.valid
    assert reasons(report, "resource map") == {"it is not a table: it has no schema and is not CSV"}
    assert {"type", "csv-syntax", "primary-key"} <= {
        e.rule for e in report.not_run if e.path == "resource map"
    }
    harbour.describe(boats(), {**chart, "bytes": 8, "hash": "sha256:0"})
    assert rules(harbour.validate()) == {"bytes", "hash"}
    harbour.describe(boats(), {**chart, "path": "chart.pdf"})
    assert rules(harbour.validate()) == {"file-missing"}


def test_what_is_at_an_address_is_not_fetched_but_allowed(harbour: Harbour):
    harbour.describe(boats(path="https://example.org/boats.csv", dialect={"delimiter": ";"}))
    report = harbour.validate()
    assert not report.errors and report.partial and not report.valid
    assert reasons(harbour.validate(), "resource boats") == {"it is at an address, and nothing is fetched"}
    assert rules(harbour.validate(standard=False)) == {"path-local", "descriptor-version"}


MOMENTS = {
    "1985-04-12T23:20:50.52Z": True,
    "1996-12-19t16:39:57-08:00": True,  # "may alternatively be lower case"
    "1990-12-31T23:59:60Z": True,  # a leap second
    "1985-04-12T23:20:50": False,  # "full-time = partial-time time-offset"
    "1985-04-12T23:20:50+0100": False,
    "1985-04-12T24:00:00Z": False,
    "1985-02-30T00:00:00Z": False,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_created_is_a_moment_of_rfc_3339(harbour: Harbour, moment: str):
    """The standard: it MUST conform to the string formats for datetime as described in RFC 3339."""
    harbour.describe(boats(), created=moment)
    assert harbour.validate().valid == MOMENTS[moment]


@pytest.mark.parametrize("hash_", ["crc32:a1b2c3d4", "sha512/256:0", "shake_128:0"])
def test_a_hash_of_a_method_that_is_not_known_is_not_run(harbour: Harbour, hash_: str):
    """The standard allows any: "Other algorithms can be indicated by prefixing the hash's value"."""
    harbour.describe(boats(hash=hash_))
    report = harbour.validate()
    assert not report.errors and report.partial
    assert [entry.rule for entry in report.not_run if not entry.excused] == ["hash"]


def test_csv_without_a_schema(harbour: Harbour):
    harbour.describe({"name": "boats", "path": "boats.csv"})
    report = harbour.validate()
    assert report.valid and report.counts["boats.csv"].rows == 2
    assert {"encoding", "csv-syntax", "header"} <= report.counts["boats.csv"].rules
    assert "type" not in report.counts["boats.csv"].rules
    assert reasons(report, "boats.csv") == {"it has no schema, so its columns are any text"}
    assert "schema-present" in rules(harbour.validate(standard=False))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("boat,crew\nann\n", "row-width"),
        ("boat,crew\n\nann,4\n", "blank-row"),
        ("boat,boat\nann,4\n", "header"),
        ("boat,\nann,4\n", "header"),
        ("", "header"),
        (b"boat,crew\n\xe9,4\n", "encoding"),
        ('boat,crew\n"ann,4\n', "csv-syntax"),
        ('"boat,crew\n', "header"),
    ],
)
def test_csv_without_a_schema_has_faults_all_the_same(harbour: Harbour, content: str | bytes, rule: str):
    harbour.write("boats.csv", content)
    harbour.describe({"name": "boats", "path": "boats.csv"})
    assert rule in rules(harbour.validate())


def test_a_list_of_one_path(harbour: Harbour):
    harbour.describe(boats(path=["boats.csv"], bytes=len(ROWS)))
    report = harbour.validate()
    assert report.valid and report.counts["boats.csv"].rows == 2
    harbour.describe(boats(path=["boats.csv"], bytes=1))
    assert rules(harbour.validate()) == {"bytes"}


def test_every_file_of_a_list_is_checked_to_be_there_and_inside(harbour: Harbour):
    harbour.describe(boats(path=["boats.csv", "more.csv", "../x.csv"]))
    assert {"file-missing", "path-safe"} <= rules(harbour.validate())


# ---- rows in the descriptor ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        [["boat", "crew"], ["ann", 4], ["bea", None]],
        [{"boat": "ann", "crew": 4}, {"boat": "bea"}],
        [{"boat": "ann", "crew": "4"}],
        [{"boat": "ann"}],
    ],
)
def test_inline_rows_are_checked_like_those_of_a_file(harbour: Harbour, data: list):
    harbour.describe(inline(data))
    report = harbour.validate()
    assert report.errors == [] and harbour.theirs()
    [(path, count)] = report.counts.items()
    assert path == "datapackage.json ($.resources[0].data)"
    assert count.rows >= 1 and "type" in count.rules


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ([["boat", "crew"], ["ann", "many"]], "type"),
        ([["boat", "crew"], ["ann", True]], "type"),
        ([["boat", "crew"], [5, 4]], "type"),
        ([["boat", "crew"], ["ann"]], "row-width"),
        ([["boat"], ["ann"]], "header"),
        ([["boat", "crew"], {"boat": "ann"}], "type"),
        ({"boat": "ann"}, "type"),
    ],
)
def test_faults_of_inline_rows(harbour: Harbour, data: Any, rule: str):
    harbour.describe(inline(data))
    assert rule in rules(harbour.validate())
    assert not harbour.theirs()


def test_a_property_of_an_inline_row_that_the_schema_has_not_is_a_fault(harbour: Harbour):
    """frictionless, which takes the properties from the first row, leaves it out in silence."""
    harbour.describe(inline([{"boat": "ann"}, {"crew": 2, "boat": "bea", "sail": 3}]))
    assert harbour.theirs()
    [error] = harbour.validate().errors
    assert (error.rule, error.message) == ("header", "unknown sail")


def test_inline_text_is_csv(harbour: Harbour):
    harbour.describe(inline(ROWS, format="csv"))
    assert harbour.validate().valid
    harbour.describe(inline(ROWS + "cy,x\n", format="csv"))
    assert rules(harbour.validate()) == {"type"}


def test_inline_data_that_is_no_table(harbour: Harbour):
    harbour.describe({"name": "sizes", "data": {"boats": 2}})
    report = harbour.validate()
    assert report.valid
    assert reasons(report, "resource sizes") == {"inline data without a schema is not checked"}


# ---- tables that are called like ours -----------------------------------------------------------------

TEXT, DAY, NUMBER = ({"type": type_} for type_ in ("string", "date", "integer"))
NAMESAKES = {
    "events": (
        {"event_id": NUMBER, "start": DAY, "end": DAY, "as_of": DAY, "spans": NUMBER, "time_zone": NUMBER},
        "event_id,start,end,as_of,spans,time_zone\n1,2024-02-02,2024-01-01,2024-01-01,5,9\n",
    ),
    "people": (
        {"person_id": TEXT, "name": TEXT, "family_name": TEXT, "given_name": TEXT, "wikidata_id": TEXT},
        "person_id,name,family_name,given_name,wikidata_id\na,Zoe Hill,Other,Person,Q1\nb,Z,Y,X,Q1\n",
    ),
    "sources": (
        {"source_id": TEXT, "text_sha256": TEXT, "spans": TEXT, "published": TEXT, "seq": NUMBER},
        "source_id,text_sha256,spans,published,seq\nx,0,9-3,first week,7\n",
    ),
    "organizations": (
        {"organization_id": TEXT, "parent_id": TEXT, "seq": TEXT},
        "organization_id,parent_id,seq\na,a,x\n",
    ),
    "claims": ({"as_of": TEXT, "spans": TEXT}, "as_of,spans\n2024-02-30,9-3\n"),
}


def namesake(harbour: Harbour, name: str) -> dict:
    fields, content = NAMESAKES[name]
    harbour.write(f"{name}.csv", content)
    schema = {"fields": [{"name": column, **about} for column, about in fields.items()]}
    return {
        "name": name,
        "path": f"{name}.csv",
        "schema": {**schema, "primaryKey": next(iter(fields))} if name != "claims" else schema,
    }


@pytest.mark.parametrize("names", [*([name] for name in NAMESAKES), list(NAMESAKES)])
def test_a_table_that_is_called_like_one_of_ours_is_not_judged_by_our_rules(
    harbour: Harbour, names: list[str], tmp_path: Path
):
    harbour.describe(*(namesake(harbour, name) for name in names), **{"$schema": V2})
    (tmp_path / "x.txt").write_text("A text.", encoding="utf-8")
    report = validate(harbour.descriptor, tmp_path)
    assert report.valid
    about_ours = {rule.id for rule in all_rules() if rule.level in ("sense", "text")}
    assert not about_ours & {rule for count in report.counts.values() for rule in count.rules}
    assert validate(harbour.descriptor, tmp_path, only=["bounds-ordered"]).valid, "a rule that is known"


def test_a_table_with_our_columns_and_another_vocabulary_is_not_ours(package, tmp_path: Path):
    """In the midst of our tables: those that are ours are judged on."""

    def change(found: dict) -> None:
        [entry] = [entry for entry in found["fields"] if entry["name"] == "kind"]
        entry["constraints"]["enum"].append("regatta")
        entry["categories"].append({"value": "regatta", "label": "A race."})

    package.edit_json("schemas/events.schema.json", change)
    package.set("events", "evt-ferry", time_zone="Europe/Northport")  # which breaks a rule about our table
    package.set("claims", "clm-0003", value_low="12", value_high="10")
    report = package.validate()
    assert rules(report) == {"bounds-ordered", "table-as-defined"}
    assert "the table events was not read as one of the rule set" in {
        entry.reason for entry in report.not_run
    }
    assert "event-dates-in-order" in {entry.rule for entry in report.not_run}


# ---- a fuzz of such packages --------------------------------------------------------------------------

ALL_FORMS = {
    "profile": "data-package",
    "name": "harbour",
    "contributors": [{"title": "Zoe", "role": "author"}],
    "resources": [
        boats(profile="tabular-data-resource", dialect="plain.json", encoding="utf-8", format="csv"),
        {"name": "bare", "path": ["boats.csv"], "mediatype": "text/csv", "dialect": {"delimiter": ","}},
        inline([["boat", "crew"], ["ann", 4]], name="rows"),
        inline([{"boat": "ann", "crew": 4}], name="objects"),
        {"name": "map", "path": "plain.json", "bytes": 18, "hash": "md5:0"},
        {"name": "far", "path": "https://example.org/boats.csv", "schema": "https://example.org/boats.json"},
    ],
}


@FUZZ
@given(data=st.data())
def test_any_descriptor_of_these_forms_gets_a_report_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    harbour = Harbour(tmp_path_factory.mktemp("forms"))
    harbour.write("plain.json", '{"delimiter": ","}')
    harbour.write("datapackage.json", json.dumps(mutate(ALL_FORMS, data)))
    for standard in (True, False):
        try:
            report = harbour.validate(standard)
        except CannotRun as error:
            assert str(error)
        else:
            assert all(form(report).encode("utf-8") for form in FORMATS.values())


def test_the_package_of_the_fuzz_is_sound(harbour: Harbour):
    harbour.write("plain.json", '{"delimiter": ","}')
    harbour.write("datapackage.json", json.dumps(ALL_FORMS))
    assert rules(harbour.validate()) == {"hash"}


@pytest.mark.parametrize("more", [{}, {"pattern": "[a-z]+"}, {"minLength": 2}])
@pytest.mark.parametrize("home", ["oslo", "rome"])
def test_a_vocabulary_may_be_a_foreign_key(harbour: Harbour, more: dict, home: str):
    """Its column is kept as categories, unless more is asked of its cells; the column it leads to is not."""
    harbour.write("ports.csv", "port\nbari\noslo\n")
    harbour.write("boats.csv", f"boat,home\nann,oslo\nbea,{home}\ncid,\n")
    ports = {"fields": [{"name": "port", "type": "string"}], "primaryKey": "port"}
    of_boats = {
        "fields": [
            {"name": "boat", "type": "string"},
            {"name": "home", "type": "string", "constraints": {"enum": ["oslo", "rome"], **more}},
        ],
        "foreignKeys": [{"fields": "home", "reference": {"resource": "ports", "fields": "port"}}],
    }
    harbour.describe(boats(schema=of_boats), boats(name="ports", path="ports.csv", schema=ports))
    found = [(error.rule, error.line) for error in harbour.validate().errors]
    assert found == [("foreign-key", 3)] * (home == "rome")
    assert harbour.theirs() == (not found)
