"""How much rests on weak copies?

A portal, a reprint, a forum or a machine translation may differ from what the newsroom printed: these are
the `WEAK_COPIES`. Leave them out and see what remains. `said` has more rows than there are statements,
since a joint statement has a row for each speaker.
"""

from scripts.load import WEAK_COPIES, figures, load, said

tables = load()
sources = tables["sources"]
weak = sources[sources["copy"].isin(WEAK_COPIES)].source_id
for name, rows, key in (
    ("statements", said(tables), "statement_id"),
    ("claims", figures(tables), "claim_id"),
):
    kept = rows[~rows.source_id.isin(weak)]
    for what, left in ((f"all {name}", rows), ("without weak copies", kept)):
        print(f"{what}: {left[key].nunique()} in {len(left)} rows, {left.family.nunique()} families")
