"""Each table as a Parquet file with real types, and one for the figures derived from them.

A file also carries the title and description of each column, the schema, and the properties from
`exports.about`. It records the writer's version (`created_by`), so the bytes stay the same as long as
pyarrow, which is pinned, does.
"""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from exports.about import about
from exports.columns import Kind, kinds
from exports.edition import Edition, Table
from exports.figures import with_figures

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def files(edition: Edition) -> dict[str, bytes]:
    """`parquet/<table>.parquet` for each table, and `parquet/figures.parquet`."""
    package = about(edition)
    return {f"parquet/{table.name}.parquet": _parquet(table, package) for table in with_figures(edition)}


def _parquet(table: Table, package: dict[str, str]) -> bytes:
    schema = _schema(table, package)
    columns = [pa.array(table.frame[field.name].to_list(), field.type) for field in schema]
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), held, compression="zstd")
    return held.getvalue()


def _schema(table: Table, package: dict[str, str]) -> pa.Schema:
    kind = kinds(table)
    fields = [
        pa.field(
            field["name"],
            TYPES[kind[field["name"]]],
            nullable=not field.get("constraints", {}).get("required", False),
            metadata={key: field[key] for key in ("title", "description") if key in field},
        )
        for field in table.fields
    ]
    own = {
        "table": table.name,
        "table_title": table.title,
        "table_description": table.description,
        "table_schema": json.dumps(table.schema, ensure_ascii=False, sort_keys=True),
    }
    return pa.schema(fields, metadata={**package, **own})
