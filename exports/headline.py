"""The title of the package in two parts, for pages and catalogues that have a short title and a subtitle."""

from exports.edition import Edition


def headline(edition: Edition) -> tuple[str, str]:
    """(the title up to its first colon, the rest); the second may be empty."""
    title, _, rest = str(edition.descriptor["title"]).partition(": ")
    return title, rest
