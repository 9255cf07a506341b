"""The package as a schema.org/Dataset, for search engines: what the page embeds as JSON-LD."""

from typing import Any

from exports.edition import Edition


def dataset(edition: Edition) -> dict[str, Any]:
    """The package and its tables. None has an address, since the package has none of its own."""
    about = edition.descriptor
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": about.get("title", about["name"]),
        "description": about.get("description", ""),
        "version": edition.version,
        "license": [licence["path"] for licence in about.get("licenses", []) if "path" in licence],
        "keywords": about.get("keywords", []),
        "creator": [
            {"@type": "Organization", "name": contributor["title"]}
            for contributor in about.get("contributors", [])
        ],
        "dateModified": edition.created.date().isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "description": table.description,
                "encodingFormat": "text/csv",
            }
            for table in edition.tables.values()
        ],
    }
