"""Which resources are tables, and tables that are not simply a CSV file with a schema beside it."""

import csv
import io
import json
import re
from typing import Any

from schemas.descriptor import Json

CSV_LIKE = {"csv", "tsv"}
OTHERS = {"json", "jsonl", "ndjson", "geojson", "xlsx", "xls", "ods", "parquet", "sql", "db", "html", "xml"}
MEDIA_TYPES = {"text/csv": "csv", "text/tab-separated-values": "tsv"}
TABULAR = "tabular-data-resource"


def why_no_table(entry: Json) -> str:
    """Why a resource is no table, so that only its file is checked; nothing where it is one.

    A table has a schema, says that it is one, or is CSV by its format, its media type or its name.
    """
    if entry.get("schema") or entry.get("type") == "table" or entry.get("profile") == TABULAR:
        return ""
    if "path" not in entry:
        return "inline data without a schema is not checked"
    return "" if file_format(entry) in CSV_LIKE else "it is no table: it has no schema and is no CSV"


def file_format(entry: Json) -> str:
    """The format of a resource, in small letters: as it says, else by its name or media type; or empty."""
    if isinstance(entry.get("format"), str) and entry["format"]:
        return str(entry["format"]).lower()
    suffix = re.search(r"\.([A-Za-z0-9]+)(?:\.(?:gz|zip))?$", _first_path(entry))
    said = MEDIA_TYPES.get(str(entry.get("mediatype", "")).partition(";")[0].strip().lower(), "")
    if suffix and (not said or suffix[1].lower() in CSV_LIKE | OTHERS):
        return suffix[1].lower()
    return said


def form_by_name(entry: Json) -> Json:
    """The entry with what its file's name says of format and compression, where it says nothing itself.

    A table in a file of any other name is read as CSV.
    """
    format_ = file_format(entry)
    said = {"format": format_} if format_ in OTHERS | {"tsv"} else {}
    packed = re.search(r"\.(gz|zip)$", _first_path(entry))
    return {**said, **({"compression": packed[1]} if packed else {}), **entry}


def _first_path(entry: Json) -> str:
    """The path of a resource, the first of several, empty where it has none."""
    paths = entry.get("path")
    first = paths[0] if isinstance(paths, list) and paths else paths
    return first if isinstance(first, str) else ""


def header_fields(names: list[str]) -> tuple[list[Json], str]:
    """(the fields that the header of a CSV file without a schema names, why they cannot be used)."""
    if not names:
        return [], "there is no header"
    if "" in names or len(set(names)) < len(names):
        return [], "columns in the header have no name, or the same"
    own = [name for name in names if name.startswith("_")]
    if own:  # the validator's own columns begin with _
        return [], f"the name of the column {own[0]} begins with _, which needs a schema"
    return [{"name": name, "type": "string"} for name in names], ""


def inline_csv(data: Any, schema: Json) -> tuple[bytes, list[str]]:
    """(inline data as the bytes of a CSV file, what cannot be kept so).

    `data` is rows as lists, the first being the header, rows as objects, or the text of a CSV file.
    """
    if isinstance(data, str):
        return data.encode(), []
    if not isinstance(data, list) or not data:
        return b"", ["the data is no list of rows"]
    if all(isinstance(row, list) and row for row in data):
        rows = data
    elif all(isinstance(row, dict) for row in data):
        # an object has no order, and what it has not is a missing cell; what the schema has not is a fault
        names = dict.fromkeys([field["name"] for field in schema["fields"]])
        names |= dict.fromkeys(name for row in data for name in row)
        rows = [list(names), *([row.get(name) for name in names] for row in data)]
    else:
        return b"", ["the rows are neither all lists nor all objects"]
    faults = []
    types = {field["name"]: field.get("type", "string") for field in schema["fields"]}
    header = [str(name) for name in rows[0]]
    for number, row in enumerate(rows[1:], start=1):
        for name, value in zip(header, row, strict=False):
            if not _suits(value, types.get(name, "any")):
                faults.append(f"row {number}: {name} is {json.dumps(value)}, which is no {types[name]}")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *([_text(v) for v in row] for row in rows[1:])])
    return out.getvalue().encode(), faults


def _suits(value: Any, type_: str) -> bool:
    """Whether a value of JSON may stand for a cell: text may always, being read like a cell of a file.

    A number or an object may not where only its spelling would make it fit, as in a field of text.
    """
    if value is None or isinstance(value, str) or type_ == "any":
        return True
    if type_ == "boolean" or isinstance(value, bool):
        return type_ == "boolean" and isinstance(value, bool)
    if isinstance(value, list | dict):
        return type_ in ("object", "array", "list", "geojson", "geopoint")
    return type_ in ("integer", "number", "year")


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
