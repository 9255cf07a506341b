"""Level `text`: the rules that need the texts of the sources, for those at hand."""

import re

import narwhals as nw

from schemas import spans
from schemas.frames import rows
from schemas.rules import TextRule
from schemas.run import Run


def check(run: Run) -> None:
    """Run each text rule on the rows whose source's text is at hand; say which texts are not."""
    wanted = [
        rule for rule in run.rules.values() if isinstance(rule, TextRule) and rule.id not in run.left_out
    ]
    texts: dict[str, str] = {}
    if _has(run, "sources", "source_id", "text_sha256"):
        for row in rows(run.frames["sources"], "source_id", "text_sha256"):
            text, reason = _read(run, row["source_id"])
            if text is not None:
                texts[row["source_id"]] = text
                continue
            for rule in wanted:
                run.not_run(rule.id, row["source_id"], reason)
    for rule in wanted if texts else []:
        for name, column in rule.columns:
            if _has(run, name, "source_id", column):
                _check_rule(run, rule, name, column, texts)


def _has(run: Run, name: str, *columns: str) -> bool:
    """Whether a table was read and has the columns: another package may have one of the same name."""
    return (
        name in run.frames
        and set(columns).issubset(run.frames[name].columns)
        and "source_id" in _columns_of_text(run, name)
    )


def _columns_of_text(run: Run, name: str) -> set[str]:
    return {column for column, kept_as in run.frames[name].collect_schema().items() if kept_as == nw.String}


def _check_rule(run: Run, rule: TextRule, name: str, column: str, texts: dict[str, str]) -> None:
    needed = {"source_id", column, *({"spans"} & _columns_of_text(run, name))}
    for row in rows(run.frames[name], *needed):
        text = texts.get(row["source_id"])
        try:
            if text is None or ("spans" in needed and not _fit(row["spans"], text)):
                continue  # not at hand, or a matter of spans-ordered and spans-inside-text
            found = list(rule.check(row, text, column))
        except KeyError as missing:
            run.not_run(rule.id, run.path_of(name), f"a column that it reads is missing ({missing})")
            return
        except (TypeError, AttributeError) as unfit:  # a number instead of a text, in another package
            run.not_run(rule.id, run.path_of(name), f"it does not suit the columns ({unfit})")
            return
        for message in found:
            run.row_error(rule.id, name, row["_line"], message, column)
    run.ran(rule.id, name)


def _fit(cell: str, text: str) -> bool:
    if not spans.well_formed(cell):
        return False
    found = spans.parse(cell)
    return spans.disorder(found) is None and found[-1][1] <= len(text)


def _read(run: Run, source: str) -> tuple[str | None, str]:
    """The text of a source, or None and why not."""
    if run.texts is None:
        return None, "no texts at hand: name their folder with --texts or SOURCE_TEXTS"
    if re.search(r"[/\\:]", source):
        return None, f"{source} is no name of a file"
    try:
        return (run.texts / f"{source}.txt").read_bytes().decode("utf-8"), ""
    except FileNotFoundError:
        return None, f"{source}.txt is not in the folder of texts"
    except (OSError, ValueError) as error:  # not UTF-8, or a name with a NUL
        return None, f"{source}.txt cannot be read ({error})"
