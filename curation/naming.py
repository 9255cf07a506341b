"""Ids for entries: the ones they give, ones made from their names, or labels until numbers are assigned."""

from curation import ids
from curation.layout import SECTIONS
from curation.making import LABEL, Making
from curation.packages import Row
from curation.sheets import Node


def name_all(
    making: Making, entries: dict[str, list[Node]], measures: list[tuple[Node, Node]]
) -> dict[int, str]:
    """Give an id or a label to every entry that others may refer to; -> `id(node)` -> id or label."""
    called: dict[int, str] = {}
    claims = (*entries.get("nested", []), *entries["claims"])
    for name, nodes in (
        *(
            (name, entries[name])
            for name in ("people", "organizations", "positions", "events", "measures", "utterances")
        ),
        ("measures", [measure for _, measure in measures]),
    ):
        for node in nodes:
            called[id(node)] = given = _slug(making, name, node)
            if name == "people":
                making.families[given] = node.get("family_name").text
            making.known[name].add(
                given, node.get("name").text if name in ("people", "organizations", "events") else ""
            )
    for name, numbered in (("statements", entries["statements"]), ("claims", claims)):
        seen: dict[str, int] = {}
        for number, node in enumerate(numbered, 1):
            label = node.get("id").text
            called[id(node)] = f"{LABEL}{label or f'{name} {number}'}"
            if label in seen:
                making.fault(
                    node.get("id").line,
                    f"`{label}` is already the label of line {seen[label]}",
                    "use another",
                )
            elif label in making.known[name].called:
                making.fault(
                    node.get("id").line, f"`{label}` is a row of the package", "use a label such as s1"
                )
            elif label:
                seen[label] = node.line
                making.known[name].add(called[id(node)], label)
    return called


def _slug(making: Making, name: str, node: Node) -> str:
    """The id of an entry: the one it gives, or one made from its name that is free or already its own."""
    given = node.get("id").text
    if given:
        prefix = f"{ids.PREFIX[name]}-"
        if not given.startswith(prefix):
            making.fault(
                node.get("id").line, f'the id "{given}" is of another table', f"begin it with {prefix}"
            )
        return given
    words = node.get(SECTIONS[name].named_by).text
    if name == "positions":
        words = f"{_family(making, node.get('person_id').text)} {words}"
    if name == "measures":
        words = f"{words} {node.get('outcome').text}"
    if not ids.slug(words):
        column = SECTIONS[name].named_by
        if words.strip():
            making.fault(
                node.line, f"no id can be made from {column}", "write an `id` in small Latin letters"
            )
        return f"{ids.PREFIX[name]}-unnamed"  # the empty column is reported with the row
    table = making.package.tables[name]
    own = {row[table.key[0]]: row for row in table.rows}
    used = making.package.used(name) | making.known[name].called.keys()
    for candidate in ids.candidates(name, words):
        row = own.get(candidate)
        if candidate not in used or (row and _same_thing(making, name, row, node)):
            return candidate
    return f"{ids.PREFIX[name]}-unnamed"


def _family(making: Making, person: str) -> str:
    """The family name of a person in the package or the sheet, by id or name; else what was given."""
    found = making.known["people"].called.get(person, {person})
    return next((making.families[one] for one in sorted(found) if making.families.get(one)), person)


def _same_thing(making: Making, name: str, row: Row, node: Node) -> bool:
    column = {"measures": "definition"}.get(name, SECTIONS[name].named_by)
    return row[column] == node.get(column).text and row.get("source_id", making.source) == making.source


def has_measure(claim: Node) -> bool:
    """Whether a claim defines its measure. A `measure_id` overrides one that a draft left empty."""
    given = claim.get("measure").entries
    return given is not None and (any(given.values()) or not claim.get("measure_id"))
