"""Valid packages of strangers, each by a sentence of the standard (version 2): none may be refused."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from test_foreign import V2

from schemas.validation import validate

DATA = "a\nx\n"


def typed(type_: str, *cells: str, **more: Any) -> dict[str, Any]:
    """A table with one column of a type, and one more, so that no row is blank."""
    quoted = ('"{}"'.format(cell.replace('"', '""')) for cell in cells)
    rows = "".join(f"{cell},{number}\n" for number, cell in enumerate(quoted))
    return table([{"name": "a", "type": type_, **more}, {"name": "b"}], "a,b\n" + rows)


def table(
    fields: list, data: str | bytes = DATA, *, files: dict | None = None, **parts: Any
) -> dict[str, Any]:
    """A package of one table. `schema`, `resource`, `package` are further properties of each."""
    schema = {"fields": fields, **parts.get("schema", {})}
    resource = {"name": "t", "path": "t.csv", "schema": schema, **parts.get("resource", {})}
    file = resource["path"] if isinstance(resource["path"], str) else "t.csv"
    package = {"$schema": V2, **parts.get("package", {})}
    package["resources"] = [resource, *package.get("resources", [])]
    return {"datapackage.json": json.dumps(package), file: data, **(files or {})}


def key_to(fields: list, other: str, theirs: list) -> dict[str, Any]:
    return {"foreignKeys": [{"fields": fields, "reference": {"resource": other, "fields": theirs}}]}


A = [{"name": "a"}]
AB = [{"name": "a"}, {"name": "b"}]
OTHER = {"name": "o", "path": "o.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}

STRANGERS = {
    # ---- the package and its resources
    "a package needs resources alone": table(A),
    "path: a POSIX path": table(A, resource={"path": "año 2024 (1) é..csv"}),
    "name: a human-readable identifier": table(A, package={"name": "My Package"}, resource={"name": "T, 1"}),
    "id, homepage, image, keywords, created": table(
        A,
        package={
            "id": "https://doi.org/10.5281/zenodo.1",
            "homepage": "https://example.org/?b=c#d",
            "image": "img/logo.png",
            "keywords": ["a"],
            "created": "1996-12-19T16:39:57-08:00",
        },
    ),
    "licenses: a name or a path": table(
        A, package={"licenses": [{"name": "ODC-PDDL-1.0"}, {"path": "L.md"}]}
    ),
    "sources and contributors: any of their properties": table(
        A,
        package={
            "sources": [{"title": "W", "version": "1"}, {"email": "a@b.org"}, {"path": "https://x.org/"}],
            "contributors": [
                {"givenName": "A", "familyName": "B", "roles": ["creator"]},
                {"organization": "O"},
            ],
        },
    ),
    "version: it SHOULD be semantic": table(A, package={"version": "2024-03"}),
    "a descriptor MAY have any other properties": table(
        [{"name": "a", "x": None, "v:y": {"z": [1]}}], package={"x": 1}, resource={"y": []}
    ),
    "hash: MD5 without a name": table(A, resource={"hash": hashlib.md5(DATA.encode()).hexdigest()}),
    "hash: other algorithms": table(
        A, resource={"hash": f"sha512:{hashlib.sha512(DATA.encode()).hexdigest()}"}
    ),
    "a resource that is no table": table(
        A, package={"resources": [{"name": "d", "path": "d.pdf", "format": "pdf"}]}, files={"d.pdf": "%PDF"}
    ),
    "data: any JSON": table(A, package={"resources": [{"name": "o", "data": {"a": {"b": 1}}}]}),
    "data: text with a format": table(
        A, package={"resources": [{"name": "o", "data": "a,b\n1,2\n", "format": "csv"}]}
    ),
    "path: a list of files of one table": table(
        A, resource={"path": ["t.csv", "u.csv"]}, files={"u.csv": "a\ny\n"}
    ),
    "schema: a path": table(
        A, resource={"schema": "s/x.json"}, files={"s/x.json": json.dumps({"fields": A})}
    ),
    # ---- how rows are written
    "encoding: of the list of IANA": table(
        A, "a\ncafé\n".encode("cp1252"), resource={"encoding": "windows-1252"}
    ),
    "line ends of RFC 4180 and a byte order mark": table(AB, b"\xef\xbb\xbfa,b\r\n1,2\r\n"),
    "the last line end may be missing": table(AB, "a,b\n1,2"),
    "a table without rows": table([{"name": "a", "constraints": {"required": True}}], "a\n"),
    "line breaks and marks in cells and names": table(
        [{"name": "a b"}, {"name": "c\nd"}], '"a b","c\nd"\n"1\n2","3,""4"""\n'
    ),
    "a dialect": table(
        AB,
        "# c\na; b\n'x''y'; 2\n",
        resource={
            "dialect": {"delimiter": ";", "quoteChar": "'", "skipInitialSpace": True, "commentChar": "#"}
        },
    ),
    "names that mean something elsewhere": table(
        [{"name": name} for name in ("a.b", "A", "a", "select", "%s", "{x}", "..", "index")],
        "a.b,A,a,select,%s,{x},..,index\n1,2,3,4,5,6,7,8\n",
    ),
    # ---- what is missing
    "an empty cell is a value where it is not listed": table(
        [{"name": "a", "constraints": {"required": True}}, {"name": "b"}],
        'a,b\n"",1\nx,-\n',
        schema={"missingValues": ["-"]},
    ),
    "missing values with labels": table(
        [{"name": "a", "type": "integer"}],
        "a\n1\n-99\n",
        schema={"missingValues": [{"value": "-99", "label": "OMITTED"}]},
    ),
    "missing values of a field replace those of the schema": table(
        [{"name": "a", "type": "integer", "missingValues": ["n/a"]}, {"name": "b", "type": "integer"}],
        "a,b\nn/a,1\n2,\n",
    ),
    # ---- keys
    "a primary key of two fields": table(AB, "a,b\n1,x\n1,y\n", schema={"primaryKey": ["a", "b"]}),
    "unique keys with nulls, as in SQL": table(AB, "a,b\n,x\n,x\n1,x\n", schema={"uniqueKeys": [["a", "b"]]}),
    "a foreign key to the same table, with a null": table(
        AB, "a,b\n1,\n2,1\n", schema={"foreignKeys": [{"fields": ["b"], "reference": {"fields": ["a"]}}]}
    ),
    "a foreign key by value, to rows that are alike": table(
        [{"name": "a", "type": "integer"}],
        "a\n01\n+1\n",
        schema=key_to(["a"], "o", ["id"]),
        package={"resources": [OTHER]},
        files={"o.csv": "id\n1\n1\n"},
    ),
    "fewer columns, by fieldsMatch": table(AB, "b,x\n1,2\n", schema={"fieldsMatch": "partial"}),
    # ---- types
    "boolean": typed("boolean", "true", "True", "TRUE", "1", "false", "0", ""),
    "integer": typed("integer", "+5", "007", "-0", "123456789012345678901234567890"),
    "integer that is not bare": typed("integer", "$5", "95%", "EUR 12", bareNumber=False),
    "number": typed("number", ".5", "5.", "1e5", "-1E-5", "INF", "-inf", "nan", "+100000.00", "1E400"),
    "number in groups": typed("number", "1.234.567,89", "12,5", groupChar=".", decimalChar=","),
    "date": typed("date", "2024-02-29", "0001-01-01", "9999-12-31"),
    "date of a pattern": typed("date", "05 Jan 2024", format="%d %b %Y"),
    "datetime": typed(
        "datetime", "2024-01-26T15:00:00", "2024-01-26T15:00:00.300-05:00", "2024-01-26T24:00:00Z"
    ),
    "year, yearmonth as XML Schema has them": table(
        [{"name": "a", "type": "year"}, {"name": "b", "type": "yearmonth"}],
        "a,b\n-0044,0001-12\n12024,2024-05\n",
    ),
    "duration": typed("duration", "P1Y2M3DT10H30M", "-P1D", "PT0.5S", "PT36H"),
    "geopoint": typed("geopoint", "90.50, 45.50", "-180,-90"),
    "geojson": typed("geojson", '{"type": "Feature", "geometry": null, "properties": null}'),
    "list": typed("list", "1;2;3", "4", delimiter=";", itemType="integer"),
    "email": typed("string", "o'brien+x@ex-ample.co.uk", format="email"),
    "uri": typed("string", "urn:isbn:0451450523", "http://[::1]:80/x?y#z", format="uri"),
    "a type may be left out": table([{"name": "a"}], "a\n{}\n"),
    # ---- constraints
    "categories with and without labels": typed(
        "integer", "0", "1", categories=[{"value": 0, "label": "apple"}, {"value": 1}], categoriesOrdered=True
    ),
    "enum: values as text, tested by value": typed("integer", "1", "02", constraints={"enum": ["1", "2"]}),
    "bounds as text or as JSON has them": table(
        [
            {"name": "a", "type": "year", "constraints": {"minimum": 2000}},
            {"name": "b", "type": "duration", "constraints": {"minimum": "P1D"}},
            {"name": "c", "type": "datetime", "constraints": {"exclusiveMinimum": "2000-01-01T00:00:00Z"}},
        ],
        "a,b,c\n2000,PT24H,2000-01-01T00:00:00.1Z\n",
    ),
    "pattern: by XML Schema": typed("string", "2024-ÄB", constraints={"pattern": r"\d{4}-\p{Lu}+"}),
    "length in characters": typed("string", "é👧", constraints={"minLength": 2, "maxLength": 2}),
    "jsonSchema": typed("object", '{"x": 1}', constraints={"jsonSchema": {"required": ["x"]}}),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_valid_package_of_a_stranger_is_valid(tmp_path: Path, name: str):
    for path, data in STRANGERS[name].items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    report = validate(tmp_path / "datapackage.json")
    assert report.valid, [*report.errors, *(entry for entry in report.not_run if not entry.excused)]
