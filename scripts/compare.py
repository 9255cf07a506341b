"""Set side by side what sources print of one utterance, what claimants say of one measure, and all conflicts.

    python scripts/compare.py utterance utt-blinken-space-technology
    python scripts/compare.py measure msr-nk-troops-killed
    python scripts/compare.py conflicts
    python scripts/compare.py all

Prints Markdown, and writes it with a CSV of the same name into `build/compare/` (`--out FOLDER`). Words that
differ from the wording most families print are **bold**, words of that wording that are missing ~~struck~~.
Independence counts families, not pages. Exit code 0: done; 2: there is no such id, or no such data.
"""

import argparse
import calendar
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the schemas unaided

from exports.files import bounds_of, write_files
from exports.markdown import plain as text_of
from schemas.descriptor import CannotRun
from schemas.quantities import convert
from schemas.showing import harmless
from scripts.console import command, run_command
from scripts.load import ROOT, load
from scripts.printing import defused

Tables = dict[str, pd.DataFrame]
NEEDED = {"utterances", "renderings", "statements", "statement_speakers", "sources", "measures", "claims"}
NEEDED |= {"events", "event_sources", "people", "organizations"}

# "about 1,100" leaves this much room on either side, in parts of the number, before two figures conflict
ABOUT = 0.1
SIGNS = {"eq": "", "approx": "≈ ", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}


@command("compare")
def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Compare wordings, figures and conflicts.")
    parser.add_argument("what", choices=["utterance", "measure", "conflicts", "all"])
    parser.add_argument("id", nargs="?", default="")
    parser.add_argument("--data", default=ROOT / "data", type=Path, metavar="FOLDER")
    parser.add_argument("--out", default=Path("build/compare"), type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        tables = load(options.data, check=True)
    except SchemaErrors as error:
        raise CannotRun(f"{error.schema.name} does not fit its schema: run `make validate`") from None
    except ValueError as error:
        raise CannotRun(str(error)) from None
    if not tables.keys() >= NEEDED:
        raise CannotRun(f"{options.data} holds no package of this kind: name its data folder")
    for name in ("utterances", "measures", "statements", "sources", "events"):
        if tables[name].iloc[:, 0].duplicated().any():
            raise CannotRun(f"{name} has an id twice: run `make validate`")
    known = {
        "utterance": list(tables["utterances"].utterance_id),
        "measure": list(tables["measures"].measure_id),
    }
    if options.what in known and options.id not in known[options.what]:
        print(f"there is no {options.what} {harmless(options.id)}; there are:", file=sys.stderr)
        print("\n".join(known[options.what]), file=sys.stderr)
        return 2
    wanted = {kind: known[kind] if options.what == "all" else [options.id] for kind in known}
    pages: dict[str, tuple[str, pd.DataFrame]] = {}
    if options.what in ("utterance", "all"):
        for id_ in wanted["utterance"]:
            pages[id_] = utterance_page(tables, id_), wordings(tables, id_)
    if options.what in ("measure", "all"):
        for id_ in wanted["measure"]:
            pages[id_] = measure_page(tables, id_), figures(tables, id_)
    if options.what in ("conflicts", "all"):
        found = conflicts(tables)
        pages["conflicts"] = conflicts_page(found), found
    publish(options.out, pages)
    return 0


def publish(folder: Path, pages: dict[str, tuple[str, pd.DataFrame]]) -> None:
    """Print pages, and write them and their tables. Raises `OSError` where they cannot be written."""
    files = {}
    for name, (page, table) in pages.items():
        print(page)
        files[folder / f"{name}.md"] = page.encode()
        table = table.map(lambda cell: defused(cell) if isinstance(cell, str) else cell)
        files[folder / f"{name}.csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    write_files(files, bounds_of(folder))


# ---- utterances -------------------------------------------------------------------------------------


def wordings(tables: Tables, utterance: str) -> pd.DataFrame:
    """The wordings of an utterance, one row each: most families first within a language.

    Columns: language, quote_type, translated, wording (as printed), marked (Markdown against the first one
    of the language), families, sources, statements (each joined by a space).
    """
    rendered = tables["renderings"][tables["renderings"].utterance_id == utterance]
    rows = rendered.merge(tables["statements"], on="statement_id")
    rows = rows.merge(tables["sources"][["source_id", "family"]], on="source_id")
    rows["wording"] = rows.wording.fillna("")
    rows["same"] = rows.wording.map(plain)
    groups = rows.groupby(["language", "same", "quote_type"], sort=False, dropna=False)
    table = pd.DataFrame(
        [
            {
                "language": language,
                "quote_type": kind,
                "translated": " ".join(sorted(set(group.translated))),
                "wording": group.wording.iloc[0],
                "families": " ".join(sorted(set(group.family))),
                "sources": " ".join(group.source_id),
                "statements": " ".join(group.statement_id),
            }
            for (language, _, kind), group in groups
        ],
        columns=["language", "quote_type", "translated", "wording", "families", "sources", "statements"],
    )
    # whole sentences before fragments, much printed ones before others, those without a quote last
    table["order"] = [
        (
            row.language,
            row.wording == "",
            row.quote_type != "direct",
            -len(row.families.split()),
            row.statements,
        )
        for row in each(table)
    ]
    table = table.sort_values("order").drop(columns="order").reset_index(drop=True)
    first = {row.language: row.wording for row in each(table[::-1]) if row.wording}
    table.insert(4, "marked", [marked(first.get(r.language, ""), r.wording) for r in each(table)])
    return table


def plain(wording: str) -> str:
    """A wording without what only style sheets decide: the shape of quotation marks, the last mark."""
    for curly, straight in {"’": "'", "‘": "'", "“": '"', "”": '"'}.items():
        wording = wording.replace(curly, straight)
    return wording.rstrip(" .,;。").strip()


def marked(base: str, wording: str) -> str:
    """A wording with the words that differ from `base`: added ones bold, missing ones struck through.

    Where a fragment begins later or ends earlier than `base`, nothing is marked.
    """
    one, other = plain(base).split(), plain(wording).split()
    if not other:
        return ""
    parts = []
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for number, (step, start, end, from_, to) in enumerate(steps):
        at_an_end = step == "delete" and number in (0, len(steps) - 1)
        if step in ("delete", "replace") and not at_an_end:
            parts.append(f"~~{text_of(' '.join(one[start:end]))}~~")
        if step in ("insert", "replace"):
            parts.append(f"**{text_of(' '.join(other[from_:to]))}**")
        if step == "equal":
            parts.append(text_of(" ".join(other[from_:to])))
    return " ".join(parts)


def utterance_page(tables: Tables, utterance: str) -> str:
    """The wordings of an utterance as Markdown."""
    about: Any = tables["utterances"].set_index("utterance_id").loc[utterance]
    table = wordings(tables, utterance)
    families = {family for cell in table.families for family in cell.split()}
    lines = [f"# {utterance}", "", text_of(about.gist), ""]
    lines += [f"Said in {about.original_language}; families that print it: {len(families)}.", ""]
    shown = pd.DataFrame(
        {
            "language": table.language,
            "wording": [row.marked or f"({row.quote_type}, no quotation)" for row in each(table)],
            "families": table.families,
            "statements": table.statements,
        }
    )
    return "\n".join([*lines, markdown(shown, "wording"), ""])


# ---- measures ---------------------------------------------------------------------------------------


def figures(tables: Tables, measure: str = "") -> pd.DataFrame:
    """The claims of a measure (or of all), in order of time.

    Columns: measure_id, time (as_of, else when it was said, else published), figure, hedge, hedge_scope,
    polarity, claimant, family, source_id, claim_id, and low and high: the bounds in the measure's unit.
    """
    claims = tables["claims"].merge(tables["sources"][["source_id", "family", "published"]], on="source_id")
    claims = claims.merge(tables["statements"][["statement_id", "said_on"]], on="statement_id", how="left")
    claims = claims.merge(
        tables["measures"][["measure_id", "unit"]], on="measure_id", suffixes=("", "_compared")
    )
    if measure:
        claims = claims[claims.measure_id == measure]
    claimants = _claimants(tables)
    claims["claimant"] = [
        claimants.get(s, "nobody named") if pd.notna(s) else "reporter" for s in claims.statement_id
    ]
    claims["time"] = claims.as_of.fillna(claims.said_on).fillna(claims.published).fillna("")
    claims["figure"] = [figure(row) for row in each(claims)]
    bounds = [interval(row) for row in each(claims)]
    claims["low"], claims["high"] = [low for low, _ in bounds], [high for _, high in bounds]
    names = ["measure_id", "time", "figure", "hedge", "hedge_scope", "polarity", "claimant", "family"]
    names += ["source_id", "claim_id", "relation", "low", "high"]
    return claims[names].sort_values(["measure_id", "time", "claim_id"]).reset_index(drop=True)


def _claimants(tables: Tables) -> dict[str, str]:
    """Statement -> the names of those who make it."""
    names = dict(zip(tables["people"].person_id, tables["people"].name, strict=True))
    names |= dict(zip(tables["organizations"].organization_id, tables["organizations"].name, strict=True))
    found: dict[str, list[str]] = {}
    for row in each(tables["statement_speakers"]):
        if row.role in ("speaker", "joint_speaker"):
            party = row.person_id if pd.notna(row.person_id) else row.organization_id
            found.setdefault(row.statement_id, []).append(names.get(party, "somebody unnamed"))
    return {statement: ", ".join(parties) for statement, parties in found.items()}


def figure(claim: Any) -> str:
    """A claim's number as one reads it: `≥ 100 person`, `10000 to 12000 person`, `multiple … (vague)`."""
    if claim.relation == "vague":
        return f"{claim.as_written} (vague)"
    if claim.relation == "between":
        return f"{claim.value_low:g} to {claim.value_high:g} {claim.unit}"
    return f"{SIGNS[claim.relation]}{claim.value:.10g} {claim.unit}"


def interval(claim: Any) -> tuple[float, float]:
    """The numbers that a claim allows, in the unit of its measure; all of them where it gives none."""
    everything = (float("-inf"), float("inf"))
    if claim.relation == "vague":
        return everything
    low, high = claim.value, claim.value
    if claim.relation == "between":
        low, high = claim.value_low, claim.value_high
    if claim.relation == "approx":
        low, high = claim.value * (1 - ABOUT), claim.value * (1 + ABOUT)
    elif claim.unit != claim.unit_compared:
        low, high = low - 0.5, high + 0.5  # a converted figure is rounded to a whole
    if claim.relation in ("ge", "gt"):
        high = everything[1]
    if claim.relation in ("le", "lt"):
        low = everything[0]
    ends = [convert(float(end), claim.unit, claim.unit_compared) for end in (low, high)]
    return (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else everything


def measure_page(tables: Tables, measure: str) -> str:
    """The claims of a measure as Markdown."""
    about: Any = tables["measures"].set_index("measure_id").loc[measure]
    table = figures(tables, measure)
    shown = table[["time", "figure", "hedge", "claimant", "family", "claim_id"]]
    said: Any = table.groupby(["claimant", "figure"], sort=False).family.nunique()
    lines = [f"# {measure}", "", text_of(about.definition), "", markdown(shown), ""]
    lines += [
        f"- {text_of(who)}: {text_of(what)}, in {count} famil{'y' if count == 1 else 'ies'}"
        for (who, what), count in said.items()
    ]
    return "\n".join([*lines, ""])


# ---- conflicts --------------------------------------------------------------------------------------


def conflicts(tables: Tables) -> pd.DataFrame:
    """All conflicts in the data, one row each: kind, subject, one, other, families, records.

    `figures`: same measure, overlapping time, disjoint values (or a value that the other denies); `bounds`:
    one claimant's number printed with different hedges; `words`: one utterance in different words of one
    language; `events`: descriptions of one event that cannot both be true.
    """
    found = [
        *_figure_conflicts(tables),
        *_bound_conflicts(tables),
        *_word_conflicts(tables),
        *_event_conflicts(tables),
    ]
    return pd.DataFrame(found, columns=["kind", "subject", "one", "other", "families", "records"])


def _figure_conflicts(tables: Tables) -> list[tuple[str, ...]]:
    """Figures of one measure that exclude each other, whoever claims them."""
    found: list[tuple[str, ...]] = []
    for measure, same in _sides(tables, ["measure_id"], ["figure", "time", "polarity", "low", "high"]):
        for one, other in combinations(same, 2):
            apart = one.low > other.high or other.low > one.high
            contested = apart != (one.polarity != other.polarity)
            if contested and overlap(one.time, other.time):
                found.append(("figures", measure, *_opposed(one, other)))
    return found


def _bound_conflicts(tables: Tables) -> list[tuple[str, ...]]:
    """One claimant's number, printed with different hedges."""
    found: list[tuple[str, ...]] = []
    groups = ["measure_id", "claimant", "number", "polarity"]
    for measure, same in _sides(tables, groups, ["relation", "figure"]):
        for one, other in combinations(same, 2):
            found.append(("bounds", measure, *_opposed(one, other)))
    return found


def _sides(tables: Tables, within: list[str], apart: list[str]) -> Iterator[tuple[str, list[Any]]]:
    """(measure, its figures that differ in `apart`, claimants and records joined), one list per `within`."""
    table = figures(tables)
    named = (table.relation != "vague") & ~table.claimant.isin(
        ["reporter", "nobody named", "somebody unnamed"]
    )
    table["number"] = table.figure.where(named).str.replace(r"^\D+", "", regex=True)
    together = {name: (name, _listed) for name in ("claimant", "family", "claim_id", "time", "polarity")}
    together = {name: how for name, how in together.items() if name not in [*within, *apart]}
    for key, group in table.dropna(subset=["number"] * ("number" in within)).groupby(within, sort=False):
        sides = group.groupby(apart, sort=False).agg(**together).reset_index()
        for name in within:
            sides[name] = group[name].iloc[0]
        yield str(key[0]), list(each(sides))


def _listed(cells: Any) -> str:
    return ", ".join(dict.fromkeys(cells))


def _opposed(one: Any, other: Any) -> tuple[str, ...]:
    sides = [
        f"{side.claimant}, {side.time}: {'denies ' if side.polarity == 'denied' else ''}{side.figure}"
        for side in (one, other)
    ]
    return *sides, f"{one.family} v. {other.family}", f"{one.claim_id} v. {other.claim_id}"


def overlap(one: str, other: str) -> bool:
    """Whether two ISO dates, each a year, a month or a day, can be the same day."""
    (start, end), (other_start, other_end) = _days(one), _days(other)
    return start <= other_end and other_start <= end


def _days(iso: str) -> tuple[str, str]:
    if len(iso) == 10:
        return iso, iso
    if len(iso) == 7:
        last = calendar.monthrange(int(iso[:4]), int(iso[5:]))[1]
        return f"{iso}-01", f"{iso}-{last}"
    return (f"{iso}-01-01", f"{iso}-12-31") if iso else ("0000", "9999")


def _word_conflicts(tables: Tables) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for utterance in tables["utterances"].utterance_id:
        for language, group in wordings(tables, utterance).groupby("language", sort=False):
            base = group.iloc[0]
            for row in each(group.iloc[1:]):
                if "**" in row.marked or "~~" in row.marked:
                    sides = (f"{language}: {base.wording}", row.marked)
                    records = f"{base.statements} v. {row.statements}"
                    found.append(("words", utterance, *sides, f"{base.families} v. {row.families}", records))
    return found


def _event_conflicts(tables: Tables) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    families = tables["sources"][["source_id", "family"]]
    events = tables["events"].merge(families, on="source_id")
    others = tables["event_sources"].merge(families, on="source_id")
    both = others[others.stance == "contradicts"].merge(events, on="event_id", suffixes=("_other", ""))
    for row in each(both):
        facts = (row.name, row.date_as_written, row.time_as_written, row.place)
        one = ", ".join(str(fact) for fact in facts if pd.notna(fact))
        other = ": ".join(str(cell) for cell in (row.described_as, row.detail) if pd.notna(cell))
        records = f"{row.event_id} v. {row.event_id}/{row.seq}"
        found.append(("events", row.event_id, one, other, f"{row.family} v. {row.family_other}", records))
    return found


def conflicts_page(found: pd.DataFrame) -> str:
    """All conflicts as Markdown, a section for each kind."""
    titles = {
        "figures": "Same measure, overlapping time, disjoint values",
        "bounds": "Same claimant, same number, another hedge",
        "words": "Same utterance, different words",
        "events": "Same event, descriptions that cannot both be true",
    }
    lines = ["# Conflicts", "", f"{len(found)} in all. Each is kept as two rows; none is settled here.", ""]
    for kind, title in titles.items():
        rows = found[found.kind == kind].drop(columns="kind")
        marked = "other" if kind == "words" else ""
        lines += [f"## {title} ({len(rows)})", "", markdown(rows, marked) if len(rows) else "None.", ""]
    return "\n".join(lines)


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, with the columns as attributes."""
    yield from frame.itertuples()


def markdown(table: pd.DataFrame, marked: str = "") -> str:
    """A frame as a Markdown table, missing cells empty; those of the column `marked` are Markdown already."""
    cells = table.astype("string").fillna("")
    cells = cells.apply(lambda column: column if column.name == marked else column.map(text_of))
    head = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    return "\n".join(head + ["| " + " | ".join(row) + " |" for row in cells.to_numpy()])


if __name__ == "__main__":
    run_command(main)
