"""What an export says about the package as a whole."""

from exports.citation import NO_EDITION, in_words
from exports.edition import Edition

WARNING = (
    "Statements and figures are what somebody is reported to have said, not facts that this package vouches "
    "for. The licence covers the data; quotations are short, attributed, and remain their owners'."
)


def about(edition: Edition) -> dict[str, str]:
    """Property -> text: title, version, licence and so on, in display order."""
    descriptor, licences = edition.descriptor, edition.descriptor["licenses"]
    return {
        "title": descriptor["title"],
        "name": descriptor["name"],
        "version": edition.version,
        "created": edition.created.isoformat(),
        "licence": "; ".join(f"{one.get('name', '')} {one.get('path', '')}".strip() for one in licences),
        "description": descriptor.get("description", ""),
        "warning": f"{NO_EDITION} {WARNING}" if edition.under_way else WARNING,
        "citation": in_words(edition)[0],
    }


def creators(edition: Edition) -> list[str]:
    """The names of the contributors."""
    return [str(one.get("title", "")) for one in edition.descriptor.get("contributors", [])]
