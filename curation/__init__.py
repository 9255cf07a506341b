"""From an article to rows: draft sheets, which a person fills in, become rows of the tables.

- `reading` reads an article, and `drafts` proposes what can be coded in it, sentence by sentence
  (`sentences`): statements (`attributions`, with `quotations`, `cues`, `speakers`), `numbers`, `dates`,
  `names` and `offices`. `measuring` measures how much of what a person finds the drafts find.
- A sheet is read (`sheets`, `layout`). Its entries become rows (`rows`, with `making`, `naming`, `source_row`
  and `statement_rows`), its phrases spans (`phrases`, `cutting`), and its references ids (`references`,
  `ids`).
- The rows are merged into the tables (`merge`, `packages`), the result is validated (`trial`), and either all
  of it is written or nothing (`acceptance`, `faults`).
- Also here: `codings` compares two sheets, `page` shows a coding, `registering` registers a text, and
  `beginning` starts a package for another story, with copies of the code that it needs (`vendored`).
"""
