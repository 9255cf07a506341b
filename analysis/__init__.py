"""What follows from the tables: figures, wordings, conflicts, agreement.

Each is computed here once; commands, exports and the page only show it, and nothing here imports them.
`tables`, `speakers` and `figures` need pandas alone: `scripts/load.py` offers them to whoever has no more.
"""
