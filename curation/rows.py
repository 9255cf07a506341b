"""A sheet becomes rows: phrases are found, verbatim cells are cut from the text, references are followed.

Numbers of statements and claims are not given yet: until `merge` does, rows are called by labels, which begin
with `LABEL`. All faults of a sheet are found in one go.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from curation import ids
from curation.faults import Fault
from curation.layout import SECTIONS, TOP, Section
from curation.packages import Package, Row
from curation.phrases import DOUBLE, NotFound, Phrase, forms, nearest, span_of, spans_of
from curation.references import WHAT, Register, registers, resolve
from curation.sheets import Node
from curation.vocabulary import misfit
from schemas.spans import NEAR, Span, fold, show, words_at
from validator.messages import did_you_mean

LABEL = "\0"  # how a label begins that stands for a number to come
SEAM = " … "  # between the parts of a quotation
TAKEN = {"yes": True, "true": True, "no": False, "false": False}
# verbatim columns that stand near a row's spans, and those that stand in them
NEARBY = {
    "statements": ("cue", "attributed_as"),
    "events": ("date_as_written", "time_as_written"),
    "claims": ("hedge",),
}
INSIDE = {"event_sources": "described_as", "positions": "title_as_written"}
OPENING = DOUBLE + "'‘"


@dataclass
class Made:
    """A row that a sheet asks for: its cells, and the line of the sheet for each of them."""

    table: str
    cells: Row
    line: int
    lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Making:
    """What is at hand while rows are made, and what has been made so far."""

    package: Package
    text: str
    source: str = ""
    language: str = ""
    published: str = ""
    registered: bool = False
    rows: list[Made] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: dict[str, Register] = field(default_factory=dict)
    undecided_left: bool = False  # whether an entry that nobody has decided on is left out
    families: dict[str, str] = field(default_factory=dict)  # id of a person -> the family name

    def fault(self, line: int, message: str, cure: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, message, cure))


def rows_of(
    sheet: Node, text: str, package: Package, *, undecided_left: bool = False, placed: bool = False
) -> tuple[list[Made], list[Fault]]:
    """The rows that a sheet asks for, in the order in which they refer to one another, and all its faults.

    Args:
        sheet: The sheet, as it was read.
        text: The text of its source.
        package: What the rows are for.
        undecided_left: Leave out what nobody has decided on; else it is a fault.
        placed: Give every row its spans, also where the text of the source is not registered.
    """
    making = Making(package, text, known=registers(package), undecided_left=undecided_left)
    making.families = {row["person_id"]: row["family_name"] for row in package.tables["people"].rows}
    _check_keys(making, sheet, TOP, "the sheet")
    _source(making, sheet.get("source"))
    making.registered = making.registered or placed
    entries = {name: list(_taken(making, sheet.get(name), name)) for name in TOP if name != "source"}
    for statement in entries["statements"]:
        claims = list(_taken(making, statement.get("claims"), "claims"))
        entries.setdefault("nested", []).extend(claims)
    measures = [
        (claim, claim.get("measure"))
        for claim in (*entries.get("nested", []), *entries["claims"])
        if _has_measure(claim)
    ]
    called = _name_all(making, entries, measures)
    for name in ("people", "organizations", "positions", "events", "measures", "utterances"):
        for entry in entries[name]:
            _row(making, name, entry, called[id(entry)])
    for claim, measure in measures:
        _measure(making, claim, measure, called[id(measure)])
    for statement in entries["statements"]:
        _statement(making, statement, called)
    for claim in entries["claims"]:
        _claim(making, claim, called, None)
    for name in ("event_sources", "claim_links"):
        for entry in entries[name]:
            _row(making, name, entry, "")
    _number_parts(making)
    return making.rows, making.faults


# ---- what stands in a sheet --------------------------------------------------------------------------


def _check_keys(making: Making, node: Node, allowed: list[str], where: str) -> None:
    for key, line in node.lines.items():
        if key not in allowed:
            shown = ", ".join(allowed)
            making.fault(line, f"{where} has no `{key}`{did_you_mean(key, allowed)}", f"use {shown}")


def _taken(making: Making, section: Node, name: str) -> Iterator[Node]:
    """The entries of a section that somebody decided to take, each checked for the keys that it has."""
    if section.text or section.entries is not None:
        making.fault(section.line, f"`{name}` is not a list", "begin each entry with `- `")
        return
    columns = [column["name"] for column in _fields(making, SECTIONS[name])]
    for entry in section.items or []:
        if entry.entries is None:
            making.fault(entry.line, f"an entry of `{name}` has no columns", "write `column: value`")
            continue
        if _decision(making, entry, name):
            _check_keys(making, entry, SECTIONS[name].keys(columns), f"an entry of `{name}`")
            yield entry


def _decision(making: Making, entry: Node, name: str) -> bool:
    """Whether an entry is taken: without `take` it is; one that nobody has decided on is a fault."""
    if "take" not in (entry.entries or {}):
        return True
    decided = entry.get("take").text.lower()
    if decided not in TAKEN and not (making.undecided_left and not decided):
        line = entry.lines["take"]
        making.fault(line, f"nobody has decided on this entry of `{name}`", "write `take: yes` or `take: no`")
    return TAKEN.get(decided, False)


def _fields(making: Making, section: Section) -> list[dict]:
    table = making.package.tables.get(section.table)
    return table.fields if table else []


def _phrases(making: Making, node: Node) -> list[Phrase]:
    """The phrases of a value: one, or a list; each words, or `{phrase: …, occurrence: 2, inside: …}`."""
    found = []
    for one in node.each():
        if one.entries is None:
            found.append(Phrase(one.text))
            continue
        _check_keys(making, one, ["phrase", "occurrence", "inside"], "a phrase")
        number = one.get("occurrence")
        if number and not (number.text.isascii() and number.text.isdigit() and 0 < int(number.text[:9])):
            making.fault(number.line, f'the occurrence is "{number.text}"', "write 1, 2, 3 …")
        else:
            found.append(
                Phrase(
                    one.get("phrase").text, int(number.text[:9] or 0) if number else 0, one.get("inside").text
                )
            )
    return [phrase for phrase in found if phrase.words]


# ---- ids ---------------------------------------------------------------------------------------------


def _name_all(
    making: Making, entries: dict[str, list[Node]], measures: list[tuple[Node, Node]]
) -> dict[int, str]:
    """Give every entry that others may refer to an id, or a label; -> id of the node -> that."""
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
                    node.get("id").line, f"`{label}` is the label of line {seen[label]}, too", "use another"
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
    """The id of an entry: the one it gives, or one made of its name that is free, or the row's own already."""
    given = node.get("id").text
    if given:
        prefix = f"{ids.PREFIX[name]}-"
        if not given.startswith(prefix):
            making.fault(
                node.get("id").line, f'the id "{given}" is of another kind', f"begin it with {prefix}"
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
            making.fault(node.line, f"no id can be made of {column}", "write an `id` of small Latin letters")
        return f"{ids.PREFIX[name]}-unnamed"  # that the column is empty is told with the row
    table = making.package.tables[name]
    own = {row[table.key[0]]: row for row in table.rows}
    used = making.package.used(name) | making.known[name].called.keys()
    for candidate in ids.candidates(name, words):
        row = own.get(candidate)
        if candidate not in used or (row and _same_thing(making, name, row, node)):
            return candidate
    return f"{ids.PREFIX[name]}-unnamed"


def _family(making: Making, person: str) -> str:
    """The family name of somebody whom the package or the sheet has, by id or name; else what stands there."""
    found = making.known["people"].called.get(person, {person})
    return next((making.families[one] for one in sorted(found) if making.families.get(one)), person)


def _same_thing(making: Making, name: str, row: Row, node: Node) -> bool:
    column = {"measures": "definition"}.get(name, SECTIONS[name].named_by)
    return row[column] == node.get(column).text and row.get("source_id", making.source) == making.source


# ---- rows --------------------------------------------------------------------------------------------


def _source(making: Making, node: Node) -> None:
    if node.entries is None:
        making.fault(
            node.line, "there is no source", "write `source:` with `source_id` and what data/sources.csv has"
        )
        return
    columns = [column["name"] for column in _fields(making, SECTIONS["source"])]
    _check_keys(making, node, SECTIONS["source"].keys(columns), "the source")
    making.source = node.get("source_id").text
    table = making.package.tables["sources"]
    there = next((row for row in table.rows if row["source_id"] == making.source), None)
    sha, length = hashlib.sha256(making.text.encode()).hexdigest(), str(len(making.text))
    wanted = node.get("register").text.lower()
    if wanted and wanted not in TAKEN:
        making.fault(node.get("register").line, f'register is "{wanted}"', "write yes or no")
    if there:
        _known_source(making, node, there, sha)
        return
    if making.source in making.package.used("sources"):
        making.fault(
            node.line,
            f"{making.source} was the id of a source that is gone",
            "use another: none is used twice",
        )
    making.registered = TAKEN.get(wanted or "yes", True)
    making.language, making.published = node.get("language").text, node.get("published").text
    cells = {name: node.get(name).text for name in columns}
    if making.registered:
        cells |= {"text_sha256": sha, "text_length": length}
    _add(making, "sources", cells, node)
    making.known["sources"].add(making.source)


def _known_source(making: Making, node: Node, there: Row, sha: str) -> None:
    """A source that the package has: what the sheet says of it must be so, the text must be the registered one."""
    for name, one in (node.entries or {}).items():
        if name in there and one.text != there[name]:
            making.fault(
                one.line,
                f'{making.source} exists, with {name} "{there[name]}"',
                "give another source_id, or leave all but source_id out to add rows to that source",
            )
    if there["text_sha256"] and there["text_sha256"] != sha:
        making.fault(node.line, "the text is not the one that is registered", "find the text with that hash")
    making.registered = bool(there["text_sha256"])
    if not making.registered and TAKEN.get(node.get("register").text.lower()):
        making.fault(node.get("register").line, "its text is not registered", "run scripts/register.py first")
    making.language, making.published = there["language"], there["published"]


def _row(making: Making, name: str, entry: Node, key: str) -> Row:
    """The row of an entry, its own words as they are, its phrases as spans."""
    section = SECTIONS[name]
    table = making.package.tables[section.table]
    columns = list(table.schema.columns)
    cells = dict.fromkeys(columns, "")
    for column in columns:
        if column not in section.made:
            cells[column] = entry.get(column).text
    if key:
        cells[table.key[0]] = key
    if "source_id" in section.made:
        cells["source_id"] = making.source
    if name == "events" and not cells["status_as_of"] and len(making.published) == 10:
        cells["status_as_of"] = making.published
    if name == "positions":
        cells["as_of"] = cells["as_of"] or making.published
    _refer(making, section.table, cells, entry)
    if "spans" in columns:
        _place(making, name, entry, cells)
    _add(making, section.table, cells, entry)
    for seq, part in enumerate(_parts(making, entry, "participants") if name == "events" else [], 1):
        inner = _part(making, "participants", part, {"event_id": key, "seq": str(seq)})
        inner["source_id"] = inner["source_id"] or making.source
    return cells


def _place(making: Making, name: str, entry: Node, cells: Row) -> list[Span]:
    """Find the phrases of an entry; set its spans, and cut its verbatim cells from the text."""
    phrases = _phrases(making, entry.get("words"))
    spans: list[Span] = []
    try:
        if entry.get("forms"):
            found = forms(making.text, [one.text for one in entry.get("forms").each()])
            spans, cells["name_as_written"] = [span for span, _ in found], "|".join(form for _, form in found)
    except NotFound as error:
        making.fault(entry.get("forms").line, error.message, error.cure)
    inside = INSIDE.get(name, "")
    try:
        spans = sorted({*spans, *spans_of(making.text, phrases)})
    except NotFound as error:
        making.fault(entry.get("words").line, error.message, error.cure)
    if name == "positions" and entry.get(inside):
        spans = _titles(making, entry.get(inside), cells, spans)
    elif inside and entry.get(inside):
        _cut(making, inside, entry, cells, lambda words: _within(making.text, words, spans))
    if not (phrases or entry.get("forms") or entry.get(inside)) and name != "event_sources":
        key = "forms" if name in ("people", "organizations") else "words"
        line = entry.get(key).line
        making.fault(
            line, f"the entry of `{name}` has no `{key}`", "copy the words of the text that it rests on"
        )
    for column in NEARBY.get(name, ()) if spans else ():
        _cut(making, column, entry, cells, lambda words: nearest(making.text, words, spans, NEAR))
    cells["spans"] = show(spans) if making.registered else ""
    return spans


def _titles(making: Making, given: Node, cells: Row, spans: list[Span]) -> list[Span]:
    """The places of a title's forms; they are the spans of a position unless `words` give others."""
    wanted = [form for one in given.each() for form in one.text.split("|")]
    try:
        found = forms(making.text, wanted)
    except NotFound as error:
        making.fault(given.line, error.message, error.cure)
        return spans
    cells["title_as_written"] = "|".join(form for _, form in found)
    return spans or [span for span, _ in found]


def _within(text: str, words: str, spans: list[Span]) -> Span | None:
    try:
        return span_of(text, Phrase(words, 1), spans or None)
    except NotFound:
        return None


def _cut(making: Making, column: str, entry: Node, cells: Row, place: Callable[[str], Span | None]) -> None:
    """Cut a verbatim cell from the text, form by form."""
    node, cut = entry.get(column), []
    for words in [form for one in node.each() for form in one.text.split("|")]:
        span = place(words)
        if span is None:
            making.fault(
                node.line,
                f'{column} "{words}" is not in or near the words of the entry',
                "copy it from the text",
            )
            return
        cut.append(fold(making.text[span[0] : span[1]]))
    cells[column] = "|".join(cut)


def _statement(making: Making, entry: Node, called: dict[int, str]) -> None:
    label = called[id(entry)]
    table = making.package.tables["statements"]
    cells = {
        name: "" if name in SECTIONS["statements"].made else entry.get(name).text
        for name in table.schema.columns
    }
    cells |= {
        "statement_id": label,
        "source_id": making.source,
        "language": cells["language"] or making.language,
    }
    _refer(making, "statements", cells, entry)
    spans = _place(making, "statements", entry, cells)
    cells["quote"] = ""
    if spans and cells["quote_type"] == "direct":
        spans = [_bare(making.text, span) for span in spans]
        cells["quote"] = SEAM.join(words_at(making.text, [span]) for span in spans)
        cells["spans"] = show(spans) if making.registered else ""
    elif spans and cells["quote_type"] == "mixed":
        cells["quote"] = _fragments(making, entry, spans)
    _add(making, "statements", cells, entry)
    for seq, part in enumerate(_parts(making, entry, "speakers"), 1):
        _part(making, "speakers", part, {"statement_id": label, "seq": str(seq)})
    for event in entry.get("about").each():
        found = _resolved(making, "events", event)
        if found:
            making.rows.append(
                Made("statement_events", {"statement_id": label, "event_id": found}, event.line)
            )
    for part in _parts(making, entry, "renders"):
        wording = part.get("wording").text
        inner = _part(making, "renders", part, {"statement_id": label})
        if wording and fold(wording) not in cells["quote"]:
            span = _within(making.text, wording, spans)
            inner["wording"] = fold(making.text[span[0] : span[1]]) if span else wording
    for claim in _taken_again(entry.get("claims")):
        _claim(making, claim, called, (label, spans))


def _taken_again(section: Node) -> Iterator[Node]:
    """The claims of a statement that were taken; what is wrong with the others was told."""
    for entry in section.items or []:
        if entry.entries is None:
            continue
        if "take" not in entry.entries or TAKEN.get(entry.get("take").text.lower()):
            yield entry


def _bare(text: str, span: Span) -> Span:
    """A span without the quotation marks around it, if the person copied these too."""
    start, end = span
    if text[start] in OPENING and text[end - 1] in DOUBLE + "'’":
        return start + 1, end - 1
    return span


def _fragments(making: Making, entry: Node, spans: list[Span]) -> str:
    """The quoted parts of a mixed statement: those it names, or what stands in quotation marks in its words."""
    given = entry.get("quote")
    if given:
        try:
            found = [span_of(making.text, phrase, spans) for phrase in _phrases(making, given)]
            return SEAM.join(words_at(making.text, [span]) for span in sorted(found))
        except NotFound as error:
            making.fault(given.line, error.message, error.cure)
            return given.text
    words = [making.text[start:end] for start, end in spans]
    cut = [fold(part) for one in words for part in marked(one)]
    if not cut:
        making.fault(
            entry.line, "a mixed statement without quotation marks", "use `indirect`, or name the `quote`"
        )
    return SEAM.join(cut)


def marked(words: str) -> list[str]:
    """What stands between double quotation marks; up to the end where one is not closed."""
    parts, at = [], -1
    for place, sign in enumerate(words):
        if sign in DOUBLE and at < 0:
            at = place + 1
        elif sign in DOUBLE:
            parts.append(words[at:place])
            at = -1
    return [part for part in (*parts, words[at:] if at >= 0 else "") if part.strip()]


def _claim(
    making: Making, entry: Node, called: dict[int, str], statement: tuple[str, list[Span]] | None
) -> None:
    table = making.package.tables["claims"]
    label, within = statement or ("", [])
    cells = {
        name: "" if name in SECTIONS["claims"].made else entry.get(name).text for name in table.schema.columns
    }
    cells |= {"claim_id": called[id(entry)], "source_id": making.source, "statement_id": label}
    cells["polarity"] = cells["polarity"] or "affirmed"
    cells["hedge_scope"] = cells["hedge_scope"] or ("own" if cells["hedge"] else "none")
    cells["basis"] = cells["basis"] or ("" if statement else "reporter")
    if _has_measure(entry):
        cells["measure_id"] = called[id(entry.get("measure"))]
    elif entry.get("measure").text:
        cells["measure_id"] = entry.get("measure").text
    _refer(making, "claims", cells, entry)
    phrases = _phrases(making, entry.get("words"))
    if not phrases:
        making.fault(entry.line, "the claim has no words of the text", "copy the number with what it counts")
    try:
        spans = spans_of(making.text, phrases, within or None)
    except NotFound as error:
        making.fault(entry.get("words").line, error.message, error.cure)
        spans = []
    if spans:
        cells["as_written"] = words_at(making.text, spans)
        cells["spans"] = show(spans) if making.registered else ""
        hedge = entry.get("hedge").text
        if hedge:
            _cut(
                making,
                "hedge",
                entry,
                cells,
                lambda words: _within(making.text, words, spans) or nearest(making.text, words, spans, NEAR),
            )
    _add(making, "claims", cells, entry)


def _has_measure(claim: Node) -> bool:
    """Whether a claim defines its measure; one that a draft left empty yields to a `measure_id`."""
    given = claim.get("measure").entries
    return given is not None and (any(given.values()) or not claim.get("measure_id"))


def _measure(making: Making, claim: Node, measure: Node, key: str) -> None:
    """A measure that stands in its claim has the kind and the unit of the claim."""
    table = making.package.tables["measures"]
    columns = list(table.schema.columns)
    _check_keys(making, measure, SECTIONS["measures"].keys(columns), "a measure")
    cells = {name: measure.get(name).text for name in columns} | {"measure_id": key}
    for name in ("quantity_kind", "unit"):
        cells[name] = cells[name] or claim.get(name).text
    _add(making, "measures", cells, measure)


def _parts(making: Making, entry: Node, name: str) -> list[Node]:
    given = entry.get(name)
    parts = [given] if given.entries is not None else given.items or []
    for part in parts:
        if part.entries is None:
            making.fault(part.line, f"an entry of `{name}` has no columns", "write {column: value, …}")
    return [part for part in parts if part.entries is not None]


def _part(making: Making, name: str, entry: Node, keys: Row) -> Row:
    """A row that hangs on another."""
    section = SECTIONS[name]
    columns = list(making.package.tables[section.table].schema.columns)
    _check_keys(making, entry, section.keys(columns), f"an entry of `{name}`")
    cells = {column: entry.get(column).text for column in columns} | keys
    _refer(making, section.table, cells, entry, set(keys))
    if cells.get("position_id"):
        for column, known in _holder(making, cells["position_id"]).items():
            cells[column] = cells[column] or known
    _add(making, section.table, cells, entry)
    return cells


def _holder(making: Making, position: str) -> Row:
    """Who holds a position, and in which body: what a row that names the position has to name, too."""
    rows = [made.cells for made in making.rows if made.table == "positions"] + making.package.tables["positions"].rows
    row = next((one for one in rows if one["position_id"] == position), {})
    return {column: row[column] for column in ("person_id", "organization_id") if row}


def _refer(making: Making, table: str, cells: Row, entry: Node, made: set[str] | None = None) -> None:
    """Follow the references of a row to ids."""
    schema = making.package.tables[table].schema
    own = {schema.primary_key[0]} if len(schema.primary_key) == 1 else set()
    for key in schema.foreign_keys:
        column, to = key.fields[0], key.resource or table
        if (
            column in own | (made or set())
            or not cells[column]
            or column == "source_id"
            or to not in making.known
        ):
            continue
        if to == "measures" and cells[column] in making.known[to].called:
            continue
        cells[column] = _resolved(making, to, Node(entry.get(column).line, cells[column]))


def _resolved(making: Making, table: str, node: Node) -> str:
    found, wrong, cure = resolve(making.known[table], table, node.text)
    if wrong:
        making.fault(node.line, wrong, cure)
    return found


def _add(making: Making, table: str, cells: Row, entry: Node) -> None:
    """Take a row, and tell what in it does not fit its schema as far as a cell alone shows it."""
    making.rows.append(Made(table, cells, entry.line, dict(entry.lines)))
    told = {fault.line for fault in making.faults}
    for column in making.package.tables[table].fields:
        name = column["name"]
        wrong = misfit(column, cells[name])
        line = entry.lines.get(name, entry.line)
        misspelled = not cells[name] and any(did_you_mean(key, [name]) for key in entry.lines if key != name)
        if wrong and not misspelled and not (not cells[name] and line in told):
            making.faults.append(Fault(line, *wrong))


def _number_parts(making: Making) -> None:
    """Give the rows of event_sources their numbers, after those that the event has."""
    table = making.package.tables.get("event_sources")
    used: dict[str, int] = {}
    for row in table.rows if table else []:
        used[row["event_id"]] = max(used.get(row["event_id"], 0), int(row["seq"]))
    for made in making.rows:
        if made.table != "event_sources":
            continue
        event = made.cells["event_id"]
        same = [
            row
            for row in (table.rows if table else [])
            if all(row[name] == cell for name, cell in made.cells.items() if name != "seq")
        ]
        if same:
            made.cells["seq"] = same[0]["seq"]
        else:
            used[event] = used.get(event, 0) + 1
            made.cells["seq"] = str(used[event])


__all__ = ["LABEL", "WHAT", "Made", "marked", "rows_of"]
