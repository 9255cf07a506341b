"""Which resources are tables, and what their names say about the form of their files."""

import re

from validator.descriptor import Json

CSV_LIKE = {"csv", "tsv"}
OTHERS = {"json", "jsonl", "ndjson", "geojson", "xlsx", "xls", "ods", "parquet", "sql", "db", "html", "xml"}
MEDIA_TYPES = {"text/csv": "csv", "text/tab-separated-values": "tsv"}
TABULAR = "tabular-data-resource"


def why_no_table(entry: Json) -> str:
    """Why a resource is not a table, so that only its file is checked; nothing if it is one.

    A table has a schema, says that it is one, or is CSV by its format, media type or name.
    """
    if entry.get("schema") or entry.get("type") == "table" or entry.get("profile") == TABULAR:
        return ""
    if "path" not in entry:
        return "inline data without a schema is not checked"
    return "" if file_format(entry) in CSV_LIKE else "it is not a table: it has no schema and is not CSV"


def file_format(entry: Json) -> str:
    """The format of a resource, in lower case: as stated, else from its name or media type; or empty."""
    if isinstance(entry.get("format"), str) and entry["format"]:
        return str(entry["format"]).lower()
    suffix = re.search(r"\.([A-Za-z0-9]+)(?:\.(?:gz|zip))?$", _first_path(entry))
    said = MEDIA_TYPES.get(str(entry.get("mediatype", "")).partition(";")[0].strip().lower(), "")
    if suffix and (not said or suffix[1].lower() in CSV_LIKE | OTHERS):
        return suffix[1].lower()
    return said


def form_by_name(entry: Json) -> Json:
    """The entry with format and compression filled in from its file's name, unless it states them itself.

    A table in a file with any other name is read as CSV.
    """
    format_ = file_format(entry)
    said = {"format": format_} if format_ in OTHERS | {"tsv"} else {}
    packed = re.search(r"\.(gz|zip)$", _first_path(entry))
    return {**said, **({"compression": packed[1]} if packed else {}), **entry}


def _first_path(entry: Json) -> str:
    """The path of a resource, the first of several, or empty if it has none."""
    paths = entry.get("path")
    first = paths[0] if isinstance(paths, list) and paths else paths
    return first if isinstance(first, str) else ""


def header_fields(names: list[str]) -> tuple[list[Json], str]:
    """(the fields named by the header of a CSV file without a schema, why they cannot be used)."""
    if not names:
        return [], "there is no header"
    if "" in names or len(set(names)) < len(names):
        return [], "columns in the header have no name, or the same name"
    return [{"name": name, "type": "string"} for name in names], ""
