"""The figures of analysis/ as an extra table in SQLite, Parquet and Excel."""

import polars as pl

from analysis.figures import FIGURES, NEEDED, figures
from analysis.tables import Tables
from exports.edition import Edition, Table

NAME = "figures"
# column -> the table it refers to; the key has the same name there, except for the occasion's
LEADS = {"claim_id": "claims", "measure_id": "measures", "event_id": "events", "occasion_id": "events"}
LEADS |= {"source_id": "sources", "statement_id": "statements"}


def frames(edition: Edition) -> Tables:
    """The tables of a package, in the form that analysis/ reads and does not change."""
    return {name: table.in_pandas for name, table in edition.tables.items()}


def with_figures(edition: Edition) -> list[Table]:
    """The tables of a package, and that of its figures if it has all the tables they are made from."""
    tables = list(edition.tables.values())
    return [*tables, edition.figures] if edition.tables.keys() >= set(NEEDED) else tables


def figures_table(edition: Edition) -> Table:
    """One row for each claim, with the columns of `analysis.figures.FIGURES`."""
    rows = figures(frames(edition))
    types = {str(name): _TYPES[str(type_)] for name, type_ in rows.dtypes.items()}
    schema = {
        "fields": [
            {"name": name, "type": types[name][0], "description": f"{meaning[0].upper()}{meaning[1:]}."}
            for name, meaning in FIGURES.items()
        ],
        "primaryKey": "claim_id",
        "foreignKeys": [
            {"fields": name, "reference": {"resource": table, "fields": f"{table.removesuffix('s')}_id"}}
            for name, table in LEADS.items()
        ],
    }
    cells = {name: rows[name].astype(object).where(rows[name].notna(), None).to_list() for name in rows}
    frame = pl.DataFrame(cells, schema={name: type_ for name, (_, type_) in types.items()})
    about = (
        "Who claims which number, and its bounds in the unit of its measure. Derived from the other tables."
    )
    return Table(NAME, "Figures", about, schema, [], frame)


# type in pandas -> type in a Table Schema, and in polars
_TYPES: dict[str, tuple[str, type[pl.DataType]]] = {
    "string": ("string", pl.String),
    "Float64": ("number", pl.Float64),
    "boolean": ("boolean", pl.Boolean),
    "datetime64[us]": ("date", pl.Date),
}
