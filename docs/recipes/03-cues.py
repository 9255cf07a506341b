"""Which verb of speech does each language use?

`cue` is verbatim; `|` joins its parts where other words come between them. Some languages leave it out.
"""

from scripts.load import load

statements = load()["statements"]
for language, rows in statements.groupby("language"):
    if len(rows) >= 10:
        cues = rows.cue.str.lower().value_counts().head(4)
        told = ", ".join(f"{cue} {count}" for cue, count in cues.items())
        print(f"{language}: {len(rows)} statements, {rows.cue.isna().mean():.0%} without a cue; {told}")
