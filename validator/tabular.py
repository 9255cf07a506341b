"""Which resources are tables, and what their names say of how their files are written."""

import re

from validator.descriptor import Json

CSV_LIKE = {"csv", "tsv"}
OTHERS = {"json", "jsonl", "ndjson", "geojson", "xlsx", "xls", "ods", "parquet", "sql", "db", "html", "xml"}
MEDIA_TYPES = {"text/csv": "csv", "text/tab-separated-values": "tsv"}
TABULAR = "tabular-data-resource"


def why_no_table(entry: Json) -> str:
    """Why a resource is not a table, so that only its file is checked; nothing where it is one.

    A table has a schema, says that it is one, or is CSV by its format, its media type or its name.
    """
    if entry.get("schema") or entry.get("type") == "table" or entry.get("profile") == TABULAR:
        return ""
    if "path" not in entry:
        return "inline data without a schema is not checked"
    return "" if file_format(entry) in CSV_LIKE else "it is not a table: it has no schema and is not CSV"


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
    return [{"name": name, "type": "string"} for name in names], ""
