"""The forms of the data that `make build` makes, by their names in `scripts/build.py --only`."""

from collections.abc import Callable

from exports import (
    citation,
    croissant,
    datasette,
    documents,
    excel,
    hugging_face,
    kaggle,
    parquet,
    schema_org,
    site,
    sqlite,
)
from exports.edition import Edition

# name -> function that makes its files: path -> bytes
FORMS: dict[str, Callable[[Edition], dict[str, bytes]]] = {
    "docs": documents.files,
    "citation": citation.files,
    "sqlite": sqlite.files,
    "parquet": parquet.files,
    "excel": excel.files,
    "croissant": croissant.files,
    "schema-org": schema_org.files,
    "datasette": datasette.files,
    "hugging-face": hugging_face.files,
    "kaggle": kaggle.files,
    "site": site.files,
}
