"""The package as schema.org/Dataset: the JSON-LD that dataset search engines read on a page."""

from typing import Any

from exports.about import about, creators
from exports.edition import Edition
from exports.json_ld import CSV, EXCEL, PARQUET, SQLITE, csv_url, file_facts, json_bytes

Json = dict[str, Any]


def files(edition: Edition) -> dict[str, bytes]:
    """`schema-org.json`."""
    return {"schema-org.json": json_bytes(dataset(edition))}


def dataset(edition: Edition, base: str = "") -> Json:
    """The description as a JSON object, without empty properties.

    `base` goes before the addresses of the files, which are relative to the build folder: "../" for a page in
    a folder of its own.
    """
    descriptor, told = edition.descriptor, about(edition)
    sources = [_work(source) for source in descriptor.get("sources", [])]
    made = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": told["title"],
        "alternateName": told["name"],
        "description": f"{told['description']} {told['warning']}",
        "identifier": descriptor.get("id"),
        "url": descriptor.get("homepage"),
        "version": edition.version,
        "license": [one.get("path", one.get("name", "")) for one in descriptor["licenses"]],
        "creator": [{"@type": "Organization", "name": name} for name in creators(edition)],
        "creditText": told["citation"],
        "keywords": descriptor.get("keywords"),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "dateCreated": told["created"],
        "dateModified": told["created"],
        "temporalCoverage": _time(edition),
        "spatialCoverage": _places(edition),
        "variableMeasured": _measures(edition),
        "isBasedOn": sources,
        "citation": sources[:1],  # what to cite with the dataset: the first source, which is coded in full
        "distribution": _files(edition, base),
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _time(edition: Edition) -> str:
    """From the first to the last day of an event, as an ISO 8601 interval."""
    events = edition.table("events", "date_start", "date_end").frame
    days = [*events["date_start"].drop_nulls(), *events["date_end"].drop_nulls()]
    return f"{min(days)}/{max(days)}" if days else ""


def _places(edition: Edition) -> list[Json]:
    """The places of events, each once, sorted; with the country's code if one is given."""
    rows = edition.table("events", "place", "country").rows
    found = sorted({(row["place"], row["country"]) for row in rows if row["place"]})
    return [{"@type": "Place", "name": name, **_address(country)} for name, country in found]


def _address(country: str) -> Json:
    return {"address": {"@type": "PostalAddress", "addressCountry": country}} if country else {}


def _measures(edition: Edition) -> list[Json]:
    """What the numbers measure."""
    return [
        {
            "@type": "PropertyValue",
            "name": row["definition"],
            "propertyID": row["measure_id"],
            "unitText": row["unit"],
        }
        for row in edition.table("measures", "definition", "measure_id", "unit").rows
    ]


def _work(source: Json) -> Json:
    return {
        "@type": "CreativeWork",
        "name": source.get("title", ""),
        **({"url": source["path"]} if "path" in source else {}),
    }


def _files(edition: Edition, base: str) -> list[Json]:
    """Each file to download: the CSV files, then the forms made from them."""
    name = edition.descriptor["name"]
    tables = [
        {
            **_download(f"{base}{csv_url(table.name)}", CSV, f"{table.title} (CSV)"),
            "description": table.description,
            **file_facts(table),
        }
        for table in edition.tables.values()
    ]
    return [
        *tables,
        _download(f"{base}{name}.sqlite", SQLITE, "All tables (SQLite)"),
        _download(f"{base}{name}.xlsx", EXCEL, "All tables (Excel)"),
        *(
            _download(f"{base}parquet/{table.name}.parquet", PARQUET, f"{table.title} (Parquet)")
            for table in edition.tables.values()
        ),
    ]


def _download(url: str, format_: str, name: str) -> Json:
    return {"@type": "DataDownload", "name": name, "contentUrl": url, "encodingFormat": format_}
