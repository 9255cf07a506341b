"""Where the dataset lives: `where.toml` says it once, and this writes it wherever it is needed.

No address is made up. An empty one is shown as "to be filled in at the first deposit".
"""

import json
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from exports.files import read_file
from validator.descriptor import CannotRun, Json

FILE = "where.toml"
LARGEST = 100_000  # bytes in that file
UNKNOWN = "to be filled in at the first deposit"
PAGE = r"https://[\w-]+(\.[\w-]+)+[^\s<>\"'()\\]*"
MAIL = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"


@dataclass(frozen=True)
class Where:
    """The addresses of the dataset. An empty one is not known yet."""

    homepage: str = ""
    repository: str = ""
    contact: str = ""

    @property
    def unknown(self) -> list[str]:
        """The names of those that are not filled in."""
        return [one.name for one in fields(self) if not getattr(self, one.name)]

    @property
    def contact_page(self) -> str:
        """The contact as the target of a link."""
        return f"mailto:{self.contact}" if re.fullmatch(MAIL, self.contact) else self.contact


def read_where(folder: Path) -> Where | None:
    """What `where.toml` says; None if there is no such file.

    Raises `CannotRun` if it is not TOML, or has an unknown name or something other than an address.
    """
    if not (folder / FILE).exists():
        return None
    try:
        given = tomllib.loads(read_file(folder / FILE, LARGEST).decode())
    except (ValueError, RecursionError) as error:  # not TOML, or not UTF-8
        raise CannotRun(f"{FILE} is not TOML in UTF-8 ({error}): correct it") from None
    names = [one.name for one in fields(Where)]
    for name, value in given.items():
        if name not in names:
            raise CannotRun(f"{FILE} has an entry {name}: use only {', '.join(names)}")
        form = f"{PAGE}|{MAIL}" if name == "contact" else PAGE
        if not isinstance(value, str) or (value and not re.fullmatch(form, value, re.ASCII)):
            or_mail = ", or an e-mail address" if name == "contact" else ""
            raise CannotRun(
                f"{name} in {FILE} is {value!r}: write an address that begins with https://{or_mail}"
            )
    return Where(**given)


def in_readme(where: Where) -> str:
    """The lines in README."""
    lines = [
        ("Home page", where.homepage),
        ("Repository", where.repository),
        ("Contact", where.contact),
    ]
    return "".join(f"- {name}: {f'<{told}>' if told else f'*{UNKNOWN}*'}\n" for name, told in lines)


def in_datasheet(where: Where) -> str:
    """A sentence in the datasheet for each address."""
    told = [
        ("The page of the deposit", where.homepage),
        ("The repository", where.repository),
        ("The contact", where.contact),
    ]
    return "\n".join(f"{name}: {f'<{one}>' if one else f'*{UNKNOWN}*'}." for name, one in told)


def in_citation(where: Where) -> str:
    """The fields in `CITATION.cff`, and a comment that names those not known yet."""
    names = {"homepage": "url", "repository": "repository-code", "contact": "contact"}
    lines = [f"{names[name]}: {json.dumps(getattr(where, name))}\n" for name in ("homepage", "repository")]
    found = "".join(line for line in lines if not line.endswith('""\n'))
    if where.contact:
        kind = "email" if where.contact_page != where.contact else "website"
        found += f"contact:\n  - name: the contributors\n    {kind}: {json.dumps(where.contact)}\n"
    if where.unknown:
        found += f"# {', '.join(names[name] for name in where.unknown)}: {UNKNOWN}\n"
    return found


def in_issues(where: Where) -> str:
    """The links in `.github/ISSUE_TEMPLATE/config.yml`: alternatives to opening an issue."""
    links = [
        ("The dataset", where.homepage, "Editions to download, and how to cite them."),
        ("Write to us", where.contact_page, "For matters that are not public."),
    ]
    known = [
        f"  - name: {name}\n    url: {json.dumps(url)}\n    about: {about}\n"
        for name, url, about in links
        if url
    ]
    found = "contact_links:\n" + "".join(known) if known else ""
    if len(known) < len(links):
        found += f"# links to home page and contact: {UNKNOWN}\n"
    return found


def in_descriptor(descriptor: Json, where: Where) -> Json:
    """The descriptor with the home page, and with the contact on the first contributor."""
    found: Json = {}
    for name, value in descriptor.items():
        if name != "homepage":
            found[name] = value
        if name == "created" and where.homepage:
            found["homepage"] = where.homepage
    if where.homepage:
        found.setdefault("homepage", where.homepage)
    people = found.get("contributors")
    if isinstance(people, list) and people and isinstance(people[0], dict):
        first = {name: value for name, value in people[0].items() if name not in ("email", "path")}
        if where.contact:
            first["email" if where.contact_page != where.contact else "path"] = where.contact
        found["contributors"] = [first, *people[1:]]
    return found
