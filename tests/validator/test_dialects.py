"""How files are read: each property of a dialect, encodings, packed files, tables in several files.

A manual in tests. Where frictionless reads a file as the standard says, its rows and its verdict are compared
with ours; where it does not, the test says why ours are other ones.
"""

import functools
import gc
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from test_foreign import Harbour, boats, inline, rules

from validator.describe import describe as describe_package
from validator.engines import Memory
from validator.report import Collector
from validator.standard_rules import RULES
from validator.tables import read_table

gz = functools.partial(gzip.compress, mtime=0)  # the same bytes in every run

TEXTS = {"fields": [{"name": "boat", "type": "string"}, {"name": "crew", "type": "string"}]}
NUMBERS = {"fields": [{"name": "boat", "type": "string"}, {"name": "crew", "type": "integer"}]}
PLAIN = "boat,crew\nann,4\n"
ANN, BEA = ("ann", "4"), ("bea", "2")
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # of frictionless
Rows = list[tuple[Any, ...]]


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    return Harbour(tmp_path)


def fields(*names: str, **properties: Any) -> dict:
    return {"fields": [{"name": name, "type": "string"} for name in names], **properties}


def ours(harbour: Harbour) -> Rows:
    """The rows of the first table, typed; a missing cell is None."""
    rules = {rule.id: rule for rule in RULES}
    collector, store = Collector(rules, {}, "datapackage.json"), Memory()
    package = collector.add(describe_package(harbour.descriptor))
    resource = next(iter(package.resources.values()))
    collector.add(read_table(resource, store, house=False))
    return store.table(resource.name).collect().drop("_line").rows()


def theirs(harbour: Harbour) -> Rows:
    """The rows that frictionless reads of it."""
    with frictionless.Package(str(harbour.descriptor)).resources[0] as resource:
        return [tuple(row.values()) for row in resource.row_stream]  # type: ignore[attr-defined]


def they_refuse(harbour: Harbour) -> bool:
    """Whether frictionless finds it invalid, or cannot read it at all."""
    try:
        theirs(harbour)
        return not harbour.theirs()
    except (frictionless.FrictionlessException, ValueError):
        return True
    finally:
        gc.collect()  # of the files that it leaves open, while the warning is not heeded


def errors(harbour: Harbour) -> list[tuple[str, str, int]]:
    return [(error.rule, error.path, error.line) for error in harbour.validate().errors]


def describe(harbour: Harbour, content: str | bytes, dialect: Any = None, **properties: Any) -> None:
    path = properties.setdefault("path", "boats.csv")
    harbour.write(path, content)
    given = {} if dialect is None else {"dialect": dialect}
    harbour.describe(boats(**{"schema": TEXTS} | given | properties))


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


# ---- each property of a dialect -----------------------------------------------------------------------

AS_FRICTIONLESS = {
    "the default": ({}, PLAIN, [ANN]),
    "delimiter": ({"delimiter": ";"}, "boat;crew\nann;4\n", [ANN]),
    "delimiter in a quoted cell": ({"delimiter": "|"}, 'boat|crew\n"a|b"|4\n', [("a|b", "4")]),
    "quoteChar": ({"quoteChar": "'"}, "boat,crew\n'a,b',4\n", [("a,b", "4")]),
    "quoteChar doubled": ({"quoteChar": "'"}, "boat,crew\n'a''b',4\n", [("a'b", "4")]),
    "doubleQuote": ({"doubleQuote": True}, 'boat,crew\n"a ""b""",4\n', [('a "b"', "4")]),
    "escapeChar": ({"escapeChar": "\\"}, "boat,crew\na\\,b,4\n", [("a,b", "4")]),
    "escapeChar in quotation marks": ({"escapeChar": "|"}, 'boat,crew\n"a |"b",4\n', [('a "b', "4")]),
    # by default they are doubled, whatever else there is
    "escapeChar beside doubled marks": ({"escapeChar": "\\"}, 'boat,crew\n"a ""b",4\n', [('a "b', "4")]),
    "escapeChar alone": (
        {"escapeChar": "\\", "doubleQuote": False},
        'boat,crew\n"a \\"b",4\n',
        [('a "b', "4")],
    ),
    "skipInitialSpace": ({"skipInitialSpace": True}, 'boat, crew\nann, "4, 5"\n', [("ann", "4, 5")]),
    "skipInitialSpace not": ({"skipInitialSpace": False}, "boat,crew\nann, 4\n", [("ann", " 4")]),
    "header": ({"header": False}, "ann,4\nbea,2\n", [ANN, BEA]),
    "headerRows of one later row": ({"headerRows": [2]}, "All boats\nboat,crew\nann,4\n", [ANN]),
    "headerRows of none": ({"headerRows": []}, "ann,4\n", [ANN]),
    "commentRows": ({"commentRows": [2, 4]}, "boat,crew\nx\nann,4\nx,y,z\nbea,2\n", [ANN, BEA]),
    "commentRows before the header": ({"commentRows": [1]}, "All boats\nboat,crew\nann,4\n", [ANN]),
    # rows are counted in the file, with all comments
    "commentRows and headerRows": (
        {"commentRows": [1, 3], "headerRows": [2]},
        "All boats\nboat,crew\nx\nann,4\n",
        [ANN],
    ),
    "commentChar": ({"commentChar": "#"}, "boat,crew\n# x\nann,4\n#,y,z\nbea,2\n", [ANN, BEA]),
    "commentChar of two": ({"commentChar": "//"}, "boat,crew\n// x\nann,4\n", [ANN]),
    "commentChar before the header": ({"commentChar": "#"}, "# x\nboat,crew\nann,4\n", [ANN]),
    "commentChar and headerRows": (
        {"commentChar": "#", "headerRows": [2]},
        "# x\nboat,crew\nann,4\n",
        [ANN],
    ),
    "lineTerminator": ({"lineTerminator": "\r\n"}, "boat,crew\r\nann,4\r\n", [ANN]),
    "a line break in a cell": ({"delimiter": ";"}, 'boat;crew\n"a\nb";4\n', [("a\nb", "4")]),
}


@pytest.mark.parametrize("name", AS_FRICTIONLESS)
def test_rows_are_those_of_frictionless(harbour: Harbour, name: str):
    dialect, content, rows = AS_FRICTIONLESS[name]
    describe(harbour, content, dialect)
    assert ours(harbour) == theirs(harbour) == rows
    assert errors(harbour) == [] and harbour.theirs()


TWO, THREE = fields("boat-name", "crew-size"), {"headerRows": [1, 2], "headerJoin": "-"}
OTHERWISE = {
    # version 1 allows no quotation marks at all; frictionless cannot read such a file
    "quoteChar of none": ({"quoteChar": ""}, 'boat,crew\n"ann",4\n', TEXTS, [('"ann"', "4")]),
    "quoteChar of none, escaped": (
        {"quoteChar": "", "escapeChar": "\\"},
        'boat,crew\n"a\\,b,4\n',
        TEXTS,
        [('"a,b', "4")],
    ),
    # frictionless does not heed it
    "nullSequence": ({"nullSequence": "\\N"}, "boat,crew\nann,\\N\n", TEXTS, [("ann", None)]),
    "nullSequence where an empty cell is none": (
        {"nullSequence": "\\N"},
        "boat,crew\nann,\\N\n,4\n",
        fields("boat", "crew", missingValues=["-"]),
        [("ann", None), ("", "4")],
    ),
    # in any order: frictionless takes the last in the list for the last in the file
    "headerRows in any order": (
        {"headerRows": [2, 1]},
        "boat,crew\nname,size\nann,4\n",
        fields("boat name", "crew size"),
        [ANN],
    ),
    # the standard has the example; frictionless leaves the second without its upper half
    "headerRows of which one is short": (
        {"headerRows": [1, 2]},
        "fruit\nid,name\nann,4\n",
        fields("fruit id", "fruit name"),
        [ANN],
    ),
    # frictionless joins an empty cell too, and leaves out one like that above it
    "headerRows with an empty cell": (THREE, "boat,\nname,size\nann,4\n", fields("boat-name", "size"), [ANN]),
    "headerRows that are alike": (THREE, "boat,crew\nboat,x\nann,4\n", fields("boat-boat", "crew-x"), [ANN]),
    # a cell in quotation marks does not begin with the sign, nor does one after a blank
    "commentChar in quotation marks": (
        {"commentChar": "#"},
        'boat,crew\n"# x",4\n',
        TEXTS,
        [("# x", "4")],
    ),
    "commentChar after a blank": (
        {"commentChar": "#", "skipInitialSpace": True},
        "boat,crew\n # x,4\n",
        TEXTS,
        [("# x", "4")],
    ),
    # a comment need be no CSV; frictionless reads no row of this
    "commentChar before an odd quotation mark": (
        {"commentChar": "#"},
        'boat,crew\n#,"x\nann,4\n',
        TEXTS,
        [ANN],
    ),
    # of version 1; frictionless does not heed it
    "caseSensitiveHeader": ({"caseSensitiveHeader": False}, "Boat,CREW\nann,4\n", TEXTS, [ANN]),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_rows_are_those_of_the_standard(harbour: Harbour, name: str):
    dialect, content, schema, rows = OTHERWISE[name]
    describe(harbour, content, dialect, schema=schema)
    assert ours(harbour) == rows
    assert errors(harbour) == []
    assert they_refuse(harbour) or theirs(harbour) != rows, "move it to the cases above"


def test_case_is_not_folded_where_it_tells_two_columns(harbour: Harbour):
    describe(harbour, "Boat,boat\nann,4\n", {"caseSensitiveHeader": False}, schema=fields("Boat", "boat"))
    assert ours(harbour) == theirs(harbour) == [ANN]


@pytest.mark.parametrize("dialect", [{"headerRows": [1, 2]}, THREE])
def test_a_header_of_two_rows(harbour: Harbour, dialect: dict):
    join = dialect.get("headerJoin", " ")
    describe(
        harbour,
        "boat,crew\nname,size\nann,4\n",
        dialect,
        schema=fields(f"boat{join}name", f"crew{join}size"),
    )
    assert ours(harbour) == theirs(harbour) == [ANN]
    assert errors(harbour) == []


FAULTS = {
    # frictionless reads them as doubled unless there is an escapeChar
    "doubled marks where none may be": ({"doubleQuote": False}, 'boat,crew\n"a ""b",4\n', "csv-syntax", 2),
    "another delimiter": ({"delimiter": ";"}, PLAIN, "header", 1),
    "no header": ({}, "ann,4\n", "header", 1),
    "a header too many": ({"header": False}, "ann\nbea,2\n", "row-width", 1),
    "a header that is a comment": ({"headerRows": [1, 2], "commentRows": [2]}, PLAIN + "x,y\n", "header", 3),
    "case": ({}, "Boat,CREW\nann,4\n", "header", 1),  # frictionless folds no case either
    "an error after comments": ({"commentChar": "#"}, "# x\n# x\nboat,crew\n# x\nann\n", "row-width", 5),
    "a row after the last comment": ({"commentRows": [2000]}, PLAIN + "ann\n", "row-width", 3),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_have_their_line(harbour: Harbour, name: str):
    dialect, content, rule, line = FAULTS[name]
    describe(harbour, content, dialect)
    assert errors(harbour) == [(rule, "boats.csv", line)]


@pytest.mark.parametrize(
    "dialect",
    [
        *({"delimiter": mark} for mark in ("::", "", "\n", '"')),
        *({"quoteChar": mark} for mark in ("ab", ",", "\r")),
        {"escapeChar": "ab"},
        {"lineTerminator": ";"},  # the csv module knows none but the usual
        {"headerRows": [1_000_000]},
        {"headerRows": [0]},
        {"commentRows": [-1]},
    ],
)
def test_a_dialect_that_cannot_be_read_is_refused(harbour: Harbour, dialect: dict):
    describe(harbour, PLAIN, dialect)
    assert "form-supported" in rules(harbour.validate())
    assert {"type", "csv-syntax"} <= {entry.rule for entry in harbour.validate().not_run}


def test_a_header_of_many_rows_and_columns_is_not_joined(harbour: Harbour):
    describe(harbour, 999 * "x\n" + 100_000 * "," + "\n", {"headerRows": list(range(1, 1001))})
    [error] = harbour.validate().errors
    assert error.message == "the header has 100001 columns in 1000 rows, too many to join"


def test_a_dialect_in_a_file_of_its_own(harbour: Harbour):
    harbour.write("semicolon.json", json.dumps({"delimiter": ";"}))
    describe(harbour, "boat;crew\nann;4\n", "semicolon.json")
    assert ours(harbour) == theirs(harbour) == [ANN]


@pytest.mark.parametrize(
    ("path", "more"),
    [("boats.tsv", {}), ("boats.csv", {"format": "tsv"}), ("boats.tsv", {"dialect": {"delimiter": "\t"}})],
)
def test_tabs(harbour: Harbour, path: str, more: dict):
    describe(harbour, PLAIN.replace(",", "\t"), path=path, **more)
    assert ours(harbour) == theirs(harbour) == [ANN]
    assert errors(harbour) == []


def test_tabs_by_media_type(harbour: Harbour):
    """frictionless takes it for no table."""
    media = "text/tab-separated-values"
    describe(harbour, PLAIN.replace(",", "\t"), path="boats.txt", mediatype=media)
    assert ours(harbour) == [ANN]


def test_a_dialect_counts_for_more_than_the_name_of_a_file(harbour: Harbour):
    describe(harbour, "boat;crew\nann;4\n", {"delimiter": ";"}, path="boats.tsv")
    assert ours(harbour) == theirs(harbour) == [ANN]


# ---- encodings ----------------------------------------------------------------------------------------

ODD = "boat,crew\nännü,4\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "UTF8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "windows-1252", "iso-8859-1"],
)
def test_encodings(harbour: Harbour, encoding: str):
    describe(harbour, ODD.encode(encoding), encoding=encoding)
    assert ours(harbour) == theirs(harbour) == [("ännü", "4")]
    assert errors(harbour) == [] and harbour.theirs()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(harbour: Harbour, encoding: str):
    describe(harbour, ODD.encode("utf-8-sig"), encoding=encoding)
    assert ours(harbour) == theirs(harbour) == [("ännü", "4")]
    assert errors(harbour) == []
    assert "byte-order-mark" in rules(harbour.validate(standard=False))


@pytest.mark.parametrize(
    ("content", "encoding", "line"),
    [
        (ODD.encode("cp1252"), "utf-8", 2),
        (ODD.encode(), "ascii", 1),
        (ODD.encode("utf-16")[:-1], "utf-16", 1),
        *((PLAIN, name, 1) for name in ("utf-88", "base64", "rot13", "\0", "punycode", "unicode_escape")),
    ],
)
def test_a_wrong_or_unknown_encoding(harbour: Harbour, content: Any, encoding: str, line: int):
    describe(harbour, content, encoding=encoding)
    assert errors(harbour) == [("encoding", "boats.csv", line)]
    # frictionless knows the last two, in which no file is written
    assert they_refuse(harbour) or encoding in ("punycode", "unicode_escape")


def test_an_encoding_is_not_guessed(harbour: Harbour):
    """Where none is named it is UTF-8; frictionless guesses."""
    describe(harbour, ODD.encode("cp1252"))
    assert errors(harbour) == [("encoding", "boats.csv", 2)]
    assert theirs(harbour) == [("ännü", "4")]


# ---- packed files -------------------------------------------------------------------------------------

PACKED = {
    "gz": ("boats.csv.gz", gz(PLAIN.encode()), {}),
    "gz by property": ("boats.csv", gz(PLAIN.encode()), {"compression": "gz"}),
    "gz in two parts": ("boats.csv.gz", gz(b"boat,crew\n") + gz(b"ann,4\n"), {}),
    "gz of tabs": ("boats.tsv.gz", gz(PLAIN.replace(",", "\t").encode()), {}),
    "gz in utf-16": ("boats.csv.gz", gz(PLAIN.encode("utf-16")), {"encoding": "utf-16"}),
    "zip": ("boats.csv.zip", zipped(boats=PLAIN), {}),
    "zip with a path": ("boats.csv.zip", zipped(a="x\n", **{"b.csv": PLAIN}), {"innerpath": "b.csv"}),
    "zip, the first of several": ("boats.csv.zip", zipped(a=PLAIN, b="x\n"), {}),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed_files(harbour: Harbour, name: str):
    path, content, more = PACKED[name]
    describe(harbour, content, path=path, **more)
    assert ours(harbour) == theirs(harbour) == [ANN]
    assert errors(harbour) == [] and harbour.theirs()


def test_a_folder_in_an_archive_is_no_file(harbour: Harbour):
    """frictionless takes it for an empty one."""
    describe(harbour, zipped(**{"store/": "", "store/boats.csv": PLAIN}), path="boats.csv.zip")
    assert ours(harbour) == [ANN]


@pytest.mark.parametrize(
    ("path", "content", "more", "says"),
    [
        ("boats.csv.gz", gz(PLAIN.encode())[:-10], {}, "ended before"),
        ("boats.csv.gz", gz(PLAIN.encode())[:-5] + b"12345", {}, "cannot be unpacked as gz"),
        ("boats.csv.gz", gz(PLAIN.encode()) + b"x", {}, "cannot be unpacked as gz"),
        ("boats.csv.gz", PLAIN.encode(), {}, "cannot be unpacked as gz"),
        ("boats.csv.zip", zipped(boats=PLAIN)[:-9], {}, "cannot be unpacked as zip"),
        ("boats.csv.zip", b"", {}, "cannot be unpacked as zip"),
        ("boats.csv.zip", zipped(), {}, "the archive is empty"),
        ("boats.csv.zip", zipped(boats=PLAIN), {"innerpath": "x"}, "the archive has no file 'x'"),
        ("boats.csv", PLAIN.encode(), {"compression": "bz2"}, "the packing 'bz2' is not supported"),
    ],
)
def test_damaged_and_empty_archives(
    harbour: Harbour,
    path: str,
    content: bytes,
    more: dict,
    says: str,
):
    describe(harbour, content, path=path, **more)
    [error] = harbour.validate().errors
    assert (error.rule, error.path) == ("packing", path) and says in error.message


@pytest.mark.parametrize("content", [b"", gz(b"")])
def test_an_empty_file_has_no_header(harbour: Harbour, content: bytes):
    describe(harbour, content, path="boats.csv.gz")
    assert errors(harbour) == [("header", "boats.csv.gz", 1)]
    assert not harbour.theirs()


# ---- tables in several files --------------------------------------------------------------------------


def in_files(harbour: Harbour, *contents: str, **properties: Any) -> None:
    for number, content in enumerate(contents):
        harbour.write(f"{number}.csv", content)
    paths = [f"{number}.csv" for number in range(len(contents))]
    harbour.describe(boats(**{"path": paths, "schema": NUMBERS} | properties))


def test_each_file_of_a_table_has_a_header(harbour: Harbour):
    in_files(harbour, PLAIN, "boat,crew\nbea,2\n")
    assert ours(harbour) == theirs(harbour) == [("ann", 4), ("bea", 2)]
    assert errors(harbour) == []
    counts = harbour.validate().counts
    assert [(path, count.rows) for path, count in counts.items()] == [("0.csv", 1), ("1.csv", 1)]
    assert counts["0.csv"].rules == counts["1.csv"].rules


def test_an_error_has_the_path_and_the_line_of_its_file(harbour: Harbour):
    """frictionless counts on."""
    in_files(harbour, PLAIN, "boat,crew\nbea,2\ncy,x\n", "boat,crew\n\ndan\n")
    assert errors(harbour) == [("type", "1.csv", 3), ("blank-row", "2.csv", 2), ("row-width", "2.csv", 3)]


def test_a_key_is_unique_in_all_files(harbour: Harbour):
    in_files(harbour, PLAIN, PLAIN, schema={**NUMBERS, "primaryKey": "boat"})
    assert errors(harbour) == [("unique", "1.csv", 2)]
    assert not harbour.theirs()


@pytest.mark.parametrize("second", ["crew,boat\n2,bea\n", "bea,2\n"])
def test_a_wrong_header_in_the_second_file(harbour: Harbour, second: str):
    """frictionless takes the first line of each further file away, whatever it is."""
    in_files(harbour, PLAIN, second, schema=TEXTS)
    assert errors(harbour) == [("header", "1.csv", 1)]
    assert harbour.theirs()


def test_a_file_without_a_last_line_feed(harbour: Harbour):
    """frictionless joins its last row with the first of the next file."""
    in_files(harbour, PLAIN[:-1], "boat,crew\nbea,2\n")
    assert ours(harbour) == [("ann", 4), ("bea", 2)]
    assert errors(harbour) == []


def test_several_files_without_a_header(harbour: Harbour):
    in_files(harbour, "ann,4\n", "bea,2\n", dialect={"header": False})
    assert ours(harbour) == theirs(harbour) == [("ann", 4), ("bea", 2)]


def test_files_may_be_packed_in_different_ways(harbour: Harbour):
    harbour.write("0.csv.gz", gz(PLAIN.encode()))
    harbour.write("1.csv", "boat,crew\nbea,2\n")
    harbour.describe(boats(path=["0.csv.gz", "1.csv"], schema=TEXTS))
    assert ours(harbour) == theirs(harbour) == [ANN, BEA]


# ---- fieldsMatch --------------------------------------------------------------------------------------

HEADERS = {
    "the same": ("boat,crew\nann,4\n", {"exact", "equal", "subset", "superset", "partial"}, ANN),
    "another order": ("crew,boat\n4,ann\n", {"equal", "subset", "superset", "partial"}, ANN),
    "more": ("boat,sail,crew\nann,1,4\n", {"subset", "partial"}, ANN),
    "fewer": ("boat\nann\n", {"superset", "partial"}, ("ann", None)),
    "some": ("boat,sail\nann,1\n", {"partial"}, ("ann", None)),
    "none": ("sail,mast\n1,2\n", set(), None),
}


@pytest.mark.parametrize("match", ["exact", "equal", "subset", "superset", "partial"])
@pytest.mark.parametrize("header", HEADERS)
def test_fields_match(harbour: Harbour, match: str, header: str):
    """A word, as the standard says. Columns keep their names: those of the schema, in its order."""
    content, fitting, row = HEADERS[header]
    describe(harbour, content, schema={**TEXTS, "fieldsMatch": match})
    assert (errors(harbour) == []) == harbour.theirs() == (match in fitting)
    if match in fitting:
        assert ours(harbour) == [row]
    else:
        assert errors(harbour) == [("header", "boats.csv", 1)]


def test_fields_match_as_a_list(harbour: Harbour):
    """So the profile of version 2.0 has it, by a slip that frictionless does not share."""
    describe(harbour, "crew,boat\n4,ann\n", schema={**TEXTS, "fieldsMatch": ["equal"]})
    assert ours(harbour) == [ANN]
    assert errors(harbour) == []


@pytest.mark.parametrize("match", ["same", "", [], ["equal", "subset"], None, 5])
def test_fields_match_in_other_words(harbour: Harbour, match: Any):
    describe(harbour, PLAIN, schema={**TEXTS, "fieldsMatch": match})
    assert rules(harbour.validate()) == {"schema-profile"}


# ---- rows in the descriptor, tables without a schema --------------------------------------------------


@pytest.mark.parametrize(
    "data", [[["boat", "crew"], ["ann", 4]], [{"boat": "ann", "crew": 4}], [{"crew": 4, "boat": "ann"}]]
)
def test_inline_rows(harbour: Harbour, data: list):
    harbour.describe(inline(data))
    assert ours(harbour) == [("ann", 4)]
    assert errors(harbour) == [] and harbour.theirs()


def test_without_a_schema_the_header_names_the_columns(harbour: Harbour):
    """All are text; frictionless guesses types."""
    harbour.write("boats.csv", "boat;crew\nann;4\n")
    harbour.describe({"name": "boats", "path": "boats.csv", "dialect": {"delimiter": ";"}})
    assert ours(harbour) == [ANN]
    assert theirs(harbour) == [("ann", 4)]
    assert errors(harbour) == []


def test_without_a_schema_and_a_header_columns_are_numbered(harbour: Harbour):
    harbour.write("boats.csv", "ann,4\nbea,2\ncy\n")
    harbour.describe({"name": "boats", "path": "boats.csv", "dialect": {"header": False}})
    assert ours(harbour) == [ANN, BEA, ("cy", None)]
    assert errors(harbour) == [("row-width", "boats.csv", 3)]
