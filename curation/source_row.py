"""The row of a sheet's source, which is new or already in the package."""

from curation.layout import SECTIONS
from curation.making import TAKEN, Making, add_row, check_keys, fields
from curation.packages import Row
from curation.registered import is_another, sha_of
from curation.sheets import Node


def source_row(making: Making, node: Node) -> None:
    """Read the source of a sheet, and keep what the other rows need to know about it."""
    if node.entries is None:
        making.fault(
            node.line,
            "there is no source",
            "write `source:` with `source_id` and the columns of data/sources.csv",
        )
        return
    columns = [column["name"] for column in fields(making, SECTIONS["source"])]
    check_keys(making, node, SECTIONS["source"].keys(columns), "the source")
    making.source = node.get("source_id").text
    table = making.package.tables["sources"]
    there = next((row for row in table.rows if row["source_id"] == making.source), None)
    wanted = node.get("register").text.lower()
    if wanted and wanted not in TAKEN:
        making.fault(node.get("register").line, f'register is "{wanted}"', "write yes or no")
    if there:
        _known_source(making, node, there)
        return
    if making.source in making.package.used("sources"):
        making.fault(
            node.line,
            f"{making.source} was the id of a source that has been withdrawn",
            "use another id, because none is used twice",
        )
    making.registered = TAKEN.get(wanted or "yes", True)
    making.language, making.published = node.get("language").text, node.get("published").text
    cells = {name: node.get(name).text for name in columns}
    if making.registered:
        cells |= {"text_sha256": sha_of(making.text), "text_length": str(len(making.text))}
    add_row(making, "sources", cells, node)
    making.known["sources"].add(making.source)


def _known_source(making: Making, node: Node, there: Row) -> None:
    """A source that the package has: the sheet and its text must agree with it."""
    for name, one in (node.entries or {}).items():
        if name in there and one.text != there[name]:
            making.fault(
                one.line,
                f'{making.source} exists, with {name} "{there[name]}"',
                "give another source_id, or leave out all but source_id to add rows to that source",
            )
    if is_another(making.text, there):
        making.fault(
            node.line, "the text is not the registered one", "find the text that has the registered hash"
        )
    making.registered = bool(there["text_sha256"])
    if not making.registered and TAKEN.get(node.get("register").text.lower()):
        making.fault(node.get("register").line, "its text is not registered", "run scripts/register.py first")
    making.language, making.published = there["language"], there["published"]
