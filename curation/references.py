"""References in a sheet, to rows of the package or of the sheet itself, by id, label or name."""

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
    """The ids of one table, by everything that may stand for them: id, label or name. Names may be shared."""

    called: dict[str, set[str]] = field(default_factory=dict)

    def add(self, id_: str, *names: str) -> None:
        """Register an id under itself and these names."""
        for name in (id_, *names):
            if name:
                self.called.setdefault(name, set()).add(id_)


def registers(package: Package) -> dict[str, Register]:
    """A register for each table of the package."""
    found: dict[str, Register] = {}
    for name in WHAT:
        register = found.setdefault(name, Register())
        table = package.tables.get(name)
        for row in table.rows if table else []:
            register.add(row[table.key[0]], row.get(NAMED.get(name, ""), "")) if table else None
    return found


def resolve(register: Register, table: str, given: str) -> tuple[str, str, str]:
    """(id, fault, cure) for a reference in a sheet: either the id, or the fault and its cure."""
    ids = register.called.get(given, set())
    if len(ids) == 1:
        return next(iter(ids)), "", ""
    if ids:
        return "", f'"{given}" is the name of {len(ids)} rows', f"write one of {', '.join(sorted(ids))}"
    hint = did_you_mean(given, register.called)
    cure = f"write an id or a name from data/{table}.csv, or add an entry to `{table}`"
    return "", f'there is no {WHAT[table]} "{given}"{hint}', cure
