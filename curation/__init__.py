"""From an article to rows: draft sheets that a person fills in, and their way into the tables.

An article is read (`reading`), what may be coded is proposed (`drafts`, with `sentences`, `quotations`,
`cues`, `numbers`, `dates`, `names`), a person decides, and what was decided is accepted (`acceptance`, with
`sheets`, `phrases`, `rows`, `references`, `ids`, `merge`, `trial`): all of it, or nothing.
"""
