"""The list of rules, for readers: `docs/rules.md`."""

from exports.edition import Edition
from exports.markdown import NOTICE, code, place, prose, table
from schemas.rules import all_rules
from schemas.texts import TextRule
from validator import standard_rules
from validator.rules import LEVELS, CellRule, RowRule, Rule, TableRule

# table -> its columns that a rule is about; none if the rule only looks something up in the table
Places = dict[str, list[str]]

OUR_OWN = ("sense", "text")
ABOUT = {
    "package": "The descriptor `datapackage.json`, the schemas, and which files there are.",
    "file": "The form of a data file, before any cell is interpreted.",
    "cell": "One cell by itself: what the schema says about its column.",
    "key": "Keys: that rows are unique, and that the rows they refer to exist.",
    "sense": "What a schema cannot say: within a row, across rows, and across tables.",
    "text": "Rows compared with the text of their source. Without the text, these are reported as not run, "
    "never as passed.",
}
INTRODUCTION = """\
What must hold in the data, how to correct it if it does not, and where each rule looks. `make validate`
checks everything and names each rule that is broken; `scripts/validate.py --only RULE` checks one.

Rules of the first four levels apply to any data package: those of the **standard**, and those of **house
style**, which go beyond it (`--standard` leaves them out). Those of **editions** say whether an unpacked
edition is as it was packed. Rules of the levels `sense` and `text` are about
the meaning of our own tables, and run only on these. The [dictionary](dictionary.md) defines tables and
columns."""


def text(edition: Edition) -> str:
    """The page: a table of rules for each level, with an anchor for each rule (`#bounds-ordered`)."""
    rules = {level: [rule for rule in all_rules() if rule.level == level] for level in LEVELS}
    contents = [
        f"- [{level}](#{level}), {len(rules[level])} rules: {prose(ABOUT[level])}" for level in LEVELS
    ]
    parts = ["# Rules", NOTICE.format("rules"), INTRODUCTION, "\n".join(contents)]
    for level in LEVELS:
        last = "where it looks" if level in OUR_OWN else "required by"
        head = ["rule", "what must hold", "how to correct it", last]
        rows = [[*_told(rule), _where(rule, edition) or _whose(rule)] for rule in rules[level]]
        parts += [f"## {place(level)}{level}", table(head, rows)]
    return "\n\n".join(parts) + "\n"


def places(rule: Rule, edition: Edition) -> Places:
    """The tables and columns that a rule is about, for the levels `sense` and `text`; else none."""
    columns = {name: table.columns for name, table in edition.tables.items()}
    found: Places = {}
    if isinstance(rule, RowRule):
        found = {name: list(rule.columns) for name in columns if rule.fits(name, columns[name])}
    if isinstance(rule, CellRule):
        found = {name: [column for column in rule.columns if column in columns[name]] for name in columns}
    if isinstance(rule, TextRule):
        found = {name: [column for table, column in rule.columns if table == name] for name in columns}
    if isinstance(rule, TableRule):
        over = [name for name in columns if columns[name].issuperset(rule.over)] if rule.over else []
        checked = over or rule.tables[:1]
        return {name: [rule.field] for name in checked} | {n: [] for n in rule.tables if n not in checked}
    return {name: named for name, named in found.items() if named}


def _told(rule: Rule) -> list[str]:
    remedy = prose(rule.remedy)
    return [f"{place(rule.id)}{code(rule.id)}", prose(rule.holds), remedy[0].upper() + remedy[1:] + "."]


def _whose(rule: Rule) -> str:
    if rule not in standard_rules.RULES:
        return "house style" if rule.house else "editions"
    return "house style" if rule.house else "standard"


def _where(rule: Rule, edition: Edition) -> str:
    """Tables with links to their columns. Tables with the same columns are named together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for name, columns in places(rule, edition).items():
        together.setdefault(tuple(columns), []).append(name)
    parts = []
    for shared, names in together.items():
        linked = [code(column) for column in shared]
        if len(names) == 1:
            linked = [f"[{code(column)}](dictionary.md#{names[0]}-{column})" for column in shared]
        of = ", ".join(f"[{name}](dictionary.md#{name})" for name in names)
        parts.append(f"{', '.join(linked)} of {of}" if shared else f"using {of}")
    return "; ".join(parts)
