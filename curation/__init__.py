"""From an article to rows: draft sheets that a person fills in, and their way into the tables.

- An article is read (`reading`), and what may be coded in it is proposed (`drafts`): statements
  (`attributions`, with `quotations`, `cues`, `speakers`), `numbers`, `dates`, `names` and `offices`, by
  `sentences`. `measuring` tells how much of what a person finds is found.
- A sheet is read (`sheets`, `layout`), its entries become rows (`rows`, with `making`, `naming`, `source_row`
  and `statement_rows`), its phrases spans (`phrases`, `cutting`), its references ids (`references`, `ids`).
- The rows are sorted into the tables (`merge`, `packages`), the whole is tried out (`trial`), and all of it
  is written, or nothing (`acceptance`, `faults`).
- Around that: `codings` compares two sheets, `page` shows a coding, `registering` registers a text, and
  `beginning` starts a package for another story, with copies of the code that it needs (`vendored`).
"""
