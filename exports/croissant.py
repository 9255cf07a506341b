"""The package as Croissant 1.0 (MLCommons): JSON-LD that tells a machine how to load each table.

Exact copies of the CSV files are next to it, because their addresses are relative to it. Each table is a
record set with its key, and each field has its type, its description and the column that it refers to. Two
things are adapted to mlcroissant, which loads a record set together with all that it refers to. A key that
refers to its own table is only described in words. The other keys refer to the column of a file, not to the
field of a record set: after loading that record set, mlcroissant 1.1 fails to load the one that refers to it.
"""

from collections.abc import Iterator
from typing import Any

from exports.about import about, creators
from exports.columns import Kind, kinds, vocabulary
from exports.edition import Edition, Table
from exports.json_ld import CSV, csv_url, file_facts, json_bytes

TYPES: dict[Kind, str] = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}
# the terms of the context in the specification; mlcroissant warns if one is missing
TERMS = [
    *("citeAs", "column", "dataBiases", "dataCollection", "equivalentProperty"),
    *("extract", "field", "fileObject", "fileProperty", "fileSet"),
    *("format", "includes", "isLiveDataset", "jsonPath", "key"),
    *("md5", "parentField", "path", "personalSensitiveInformation", "recordSet"),
    *("references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
]
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in TERMS},
}


def files(edition: Edition) -> dict[str, bytes]:
    """`croissant.json`, and `data/<table>.csv` for each table."""
    tables = {csv_url(name): table.data for name, table in edition.tables.items()}
    return {"croissant.json": json_bytes(croissant(edition)), **tables}


def croissant(edition: Edition) -> dict[str, Any]:
    """The description as a JSON object."""
    descriptor, told = edition.descriptor, about(edition)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": descriptor["name"],
        "alternateName": told["title"],
        "description": f"{told['description']}\n\n{told['warning']}",
        "version": edition.version,
        "license": [one.get("path", one.get("name", "")) for one in descriptor["licenses"]],
        "creator": [{"@type": "sc:Organization", "name": name} for name in creators(edition)],
        "keywords": descriptor.get("keywords", []),
        "citeAs": told["citation"],
        "url": descriptor.get("homepage", descriptor.get("id", "")),
        "dateCreated": told["created"],
        "datePublished": told["created"],
        "dateModified": told["created"],
        "isLiveDataset": False,
        "distribution": [_file(table) for table in edition.tables.values()],
        "recordSet": [_record_set(table) for table in edition.tables.values()],
    }


def _file(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.csv",
        "name": f"{table.name}.csv",
        "description": table.description,
        "contentUrl": csv_url(table.name),
        **file_facts(table),
        "encodingFormat": CSV,
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
        "field": list(_fields(table)),
    }


def _fields(table: Table) -> Iterator[dict[str, Any]]:
    kind = kinds(table)
    leads = {fields[0]: (other, there[0]) for fields, other, there in table.foreign_keys if len(fields) == 1}
    for field in table.fields:
        name = field["name"]
        made = {
            "@type": "cr:Field",
            "@id": f"{table.name}/{name}",
            "name": name,
            "description": _description(field),
            "dataType": TYPES[kind[name]],
            "source": _column(table.name, name),
        }
        if name in leads and leads[name][0] != table.name:
            made["references"] = _column(*leads[name])
        yield made


def _column(table: str, name: str) -> dict[str, Any]:
    return {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": name}}


def _description(field: dict[str, Any]) -> str:
    """What a field means, and its vocabulary."""
    values = [f"{value} ({label.rstrip('.')})" for value, label in vocabulary(field)]
    return " ".join([field.get("description", ""), *([f"One of: {'; '.join(values)}."] if values else [])])
