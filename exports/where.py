"""Where the dataset lives: `where.toml` says it once, and this brings it wherever it is told.

No address is made up: one that is empty is told as to be filled in at the first deposit.
"""

import json
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from exports.files import read_file
from validator.descriptor import CannotRun, Json

FILE = "where.toml"
LARGEST = 100_000  # bytes of that file
UNKNOWN = "to be filled in at the first deposit"
PAGE = r"https://[\w-]+(\.[\w-]+)+[^\s<>\"'()\\]*"
MAIL = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"


@dataclass(frozen=True)
class Where:
    """The addresses of the dataset; an empty one is not known yet."""

    homepage: str = ""
    repository: str = ""
    contact: str = ""

    @property
    def unknown(self) -> list[str]:
        """The names of those that are not filled in."""
        return [one.name for one in fields(self) if not getattr(self, one.name)]

    @property
    def contact_page(self) -> str:
        """The contact as what a link leads to."""
        return f"mailto:{self.contact}" if re.fullmatch(MAIL, self.contact) else self.contact


def read_where(folder: Path) -> Where | None:
    """What `where.toml` says; None where there is no such file.

    Raises `CannotRun` where it is no TOML, has another name in it, or something that is no address.
    """
    if not (folder / FILE).exists():
        return None
    try:
        given = tomllib.loads(read_file(folder / FILE, LARGEST).decode())
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8
        raise CannotRun(f"{FILE} is not TOML in UTF-8 ({error}): correct it") from None
    names = [one.name for one in fields(Where)]
    for name, value in given.items():
        if name not in names:
            raise CannotRun(f"{FILE} has a {name}: only {', '.join(names)} stand there")
        form = f"{PAGE}|{MAIL}" if name == "contact" else PAGE
        if not isinstance(value, str) or (value and not re.fullmatch(form, value, re.ASCII)):
            or_mail = ", or an address of e-mail" if name == "contact" else ""
            raise CannotRun(
                f"{name} in {FILE} is {value!r}: write an address that begins with https://{or_mail}"
            )
    return Where(**given)


def in_readme(where: Where) -> str:
    """The lines of README."""
    lines = [
        ("Home page", where.homepage),
        ("Repository", where.repository),
        ("Contact", where.contact),
    ]
    return "".join(f"- {name}: {f'<{told}>' if told else f'*{UNKNOWN}*'}\n" for name, told in lines)


def in_datasheet(where: Where) -> str:
    """A sentence of the datasheet for each address."""
    told = [
        ("The page of the deposit", where.homepage),
        ("The repository", where.repository),
        ("The contact", where.contact),
    ]
    return "\n".join(f"{name}: {f'<{one}>' if one else f'*{UNKNOWN}*'}." for name, one in told)


def in_citation(where: Where) -> str:
    """The fields of `CITATION.cff`, and as a comment those that are not known yet."""
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
    """The links of `.github/ISSUE_TEMPLATE/config.yml`, which leads people elsewhere than to an issue."""
    links = [
        ("The dataset", where.homepage, "Editions to download, and how to cite them."),
        ("Write to us", where.contact_page, "Where it is no matter for everybody to read."),
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
    """The descriptor with the home page, and with the contact beside the first contributor."""
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
