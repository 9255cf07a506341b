"""The formats in which differences are printed. No cell can act on a terminal or a page."""

import json
from collections import Counter
from typing import Any

from editions.changes import Change
from editions.differences import Differences, reasons, required_step
from exports.markdown import plain
from schemas.steps import next_version
from validator.messages import harmless

SHOWN = 100  # changes in the formats for people
LENGTH = 80  # characters of a value there
LONGER = 400  # characters of a sentence there
BEFORE = 25  # characters shown before the first difference of two long texts
ALL = "all of them: --format json"


def as_text(found: Differences) -> str:
    """For people at a terminal: counts, the changes one by one, and the step that they require."""
    lines = [f"old: {_named(found.old)}", f"new: {_named(found.new)}", ""]
    lines += [harmless(fault, LONGER) for fault in _cut(found.faults)] + [""] * bool(found.faults)
    lines += [harmless(line, LONGER) for line in _counts(found)] + [""] * bool(found.changes)
    last = None
    for change in found.changes[:SHOWN]:
        if change.table != last:
            last = change.table
            lines.append(harmless(last, LONGER) or "package")
        lines.append(f"  {_line(change)}")
    lines += _more(found) + [""] * bool(found.changes)
    lines += [_verdict(found) + ":" * bool(reasons(found))]
    return "\n".join(lines + [f"  {harmless(reason, LONGER)}" for reason in reasons(found)])


def as_markdown(found: Differences) -> str:
    """For a page or a changelog: the step with its reasons, then a table of the changes."""
    lines = [f"Old: {_code(_named(found.old))}", "", f"New: {_code(_named(found.new))}", ""]
    verdict = _verdict(found)
    lines += [f"**{verdict[0].upper()}{verdict[1:]}.**", ""]
    for sentences in (reasons(found), _cut(found.faults), _counts(found)):
        lines += [f"- {plain(harmless(sentence, LONGER))}" for sentence in sentences]
        lines += [""] * bool(sentences)
    if found.changes:
        lines += ["| table | record | what | change | old | new |", "| --- | --- | --- | --- | --- | --- |"]
    for change in found.changes[:SHOWN]:
        old, new = _values(change)
        cells = [change.table or "package", change.record, _what(change), change.kind]
        shown = [plain(harmless(cell, LONGER)) for cell in cells] + [_code(old), _code(new)]
        lines.append(f"| {' | '.join(shown)} |")
    return "\n".join([*lines, *(["", *_more(found)] * bool(_more(found)))]).rstrip()


def as_json(found: Differences) -> str:
    """For programs: everything, uncut."""
    return json.dumps(to_dict(found), ensure_ascii=False, indent=2)


def to_dict(found: Differences) -> dict[str, Any]:
    """The differences as a JSON object; `next` is None if the old version is not of the form 1.2.3."""
    return {
        "old": {"place": found.old.place, "version": found.old.version},
        "new": {"place": found.new.place, "version": found.new.version},
        "step": required_step(found),
        "next": _next(found) or None,
        "reasons": reasons(found),
        "faults": found.faults,
        "changes": [{"kind": change.kind, "step": change.step, **vars(change)} for change in found.changes],
    }


def _named(snapshot: Any) -> str:
    return harmless(f"{snapshot.place}, version {snapshot.version or '(none)'}")


def _next(found: Differences) -> str:
    try:
        return next_version(found.old.version, required_step(found))
    except ValueError:
        return ""


def _verdict(found: Differences) -> str:
    step = required_step(found)
    if step == "none":
        return "no step is required" if found.changes else "no differences"
    least = f", to {_next(found)} or higher" if _next(found) else ""
    return f"a {step} step is required{least}"


def _more(found: Differences) -> list[str]:
    left = len(found.changes) - SHOWN
    return [f"… and {left} more change{'s' * (left > 1)} ({ALL})"] if left > 0 else []


def _counts(found: Differences) -> list[str]:
    """How many changes of each kind each table has."""
    kinds: dict[str, Counter[str]] = {}
    for change in found.changes:
        kinds.setdefault(change.table, Counter())[change.kind] += 1
    return [
        f"{table or 'package'}: " + ", ".join(f"{kind} {number}" for kind, number in counter.items())
        for table, counter in kinds.items()
    ]


def _cut(sentences: list[str]) -> list[str]:
    left = len(sentences) - SHOWN
    return sentences[:SHOWN] + [f"… and {left} more sentences like these ({ALL})"] * (left > 0)


def _line(change: Change) -> str:
    place = harmless(f"{change.record} {_what(change)}".strip(), LONGER)
    old, new = _values(change)
    values = f"{old} -> {new}" if old and new else old or new
    return ": ".join(part for part in (change.kind, place, values) if part)


def _what(change: Change) -> str:
    return f"{change.field} {change.aspect}".strip()


def _values(change: Change) -> tuple[str, str]:
    """Old and new, harmless and short: for long texts, from where they begin to differ."""
    if change.old is None and change.new is None:
        return "", ""
    old, new = _written(change.old), _written(change.new)
    shorter = min(len(old), len(new))
    shared = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), shorter)
    begin = shared - BEFORE if max(len(old), len(new)) > LENGTH and shared > 2 * BEFORE else 0
    if change.kind.endswith(("added", "removed")):
        return (_shown(old, begin), "") if change.new is None else ("", _shown(new, begin))
    return _shown(old, begin), _shown(new, begin)


def _written(value: Any) -> str:
    """A value as text; the cells of a row as `column=cell`."""
    if value is None:
        return ""
    if isinstance(value, dict) and all(isinstance(cell, str) for cell in value.values()):
        return ", ".join(f"{name}={cell}" for name, cell in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(text: str, begin: int) -> str:
    if not text:
        return "empty"
    return f'"{"…" * (begin > 0)}{harmless(text[begin:], LENGTH)}"'


def _code(text: str) -> str:
    """A text as HTML code, so that no page turns it into an address, a mention or an emoji."""
    return f"<code>{plain(text)}</code>" if text else ""


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
