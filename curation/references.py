"""What a sheet refers to: rows of the package or of the sheet itself, by id, by label or by name."""

from dataclasses import dataclass, field

from curation.packages import Package
from validator.messages import did_you_mean

WHAT = {
    "sources": "source",
    "people": "person",
    "organizations": "organization",
    "positions": "position",
    "events": "event",
    "measures": "measure",
    "utterances": "utterance",
    "statements": "statement",
    "claims": "claim",
}
NAMED = {"people": "name", "organizations": "name", "events": "name"}


@dataclass
class Register:
    """Ids of one table by what they may be called: the id, a label, a name; a name may be of several."""

    called: dict[str, set[str]] = field(default_factory=dict)

    def add(self, id_: str, *names: str) -> None:
        """Let an id be called so."""
        for name in (id_, *names):
            if name:
                self.called.setdefault(name, set()).add(id_)


def registers(package: Package) -> dict[str, Register]:
    """What each table of the package has."""
    found: dict[str, Register] = {}
    for name in WHAT:
        register = found.setdefault(name, Register())
        table = package.tables.get(name)
        for row in table.rows if table else []:
            register.add(row[table.key[0]], row.get(NAMED.get(name, ""), "")) if table else None
    return found


def resolve(register: Register, table: str, given: str) -> tuple[str, str, str]:
    """(id, what is wrong, its cure) of what a sheet calls a row; only the first, or only the others."""
    ids = register.called.get(given, set())
    if len(ids) == 1:
        return next(iter(ids)), "", ""
    if ids:
        return "", f'"{given}" is the name of {len(ids)} rows', f"write one of {', '.join(sorted(ids))}"
    hint = did_you_mean(given, register.called)
    cure = f"write an id or a name of data/{table}.csv, or add an entry to `{table}`"
    return "", f'there is no {WHAT[table]} "{given}"{hint}', cure
