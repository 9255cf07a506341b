"""How much rests on weak copies?

A reprint, a portal, a forum or a machine translation may differ from what the newsroom printed. Keep
only what was read on a newsroom's own site, or on the site of an agency's client, and see what is left.
"""

from scripts.load import figures, load, said

tables = load()
strong = tables["sources"].query("copy in ['own_site', 'agency_client']").source_id
for name, rows in (("statements", said(tables)), ("figures", figures(tables))):
    kept = rows[rows.source_id.isin(strong)]
    families = f"{rows.family.nunique()} families, then {kept.family.nunique()}"
    print(f"{name}: {len(rows)} rows, {len(kept)} without weak copies; {families}")
