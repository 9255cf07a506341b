"""A small article about Northport, and a sheet that somebody has filled in for it."""

from pathlib import Path

ARTICLE = """Pier to be mended, says new port engineer

Port engineer Ana Duarte said on Thursday that “at least 30 planks” must go. "We begin on Monday," she told
Harbour Council members.

“The pier is old,” Duarte said. “It is not lost.”

Mayor Lena Vale welcomed the plan. Vale spoke at the harbour dinner, held on May 15.
"""

SHEET = """\
source:
  source_id: src-pier-post-2024-05-16
  title: Pier to be mended, says new port engineer
  title_basis: printed
  publisher: Pier Post
  published: 2024-05-16
  published_basis: inferred
  copy: own_site
  language: en
  kind: news_article
  family: PP
  extent: full
  accessed: 2026-01-03
  url: https://example.org/pier
  note: Made up for tests; the day follows from "Thursday" and the dinner on May 15.
people:
- forms: [Ana Duarte, Duarte]
  name: Ana Duarte
  family_name: Duarte
  given_name: Ana
  country: GBR
positions:
- person_id: Ana Duarte
  organization_id: org-port
  title: Engineer
  title_as_written: Port engineer
  status: incumbent
  status_basis: stated
events:
- words: [the harbour dinner, May 15]
  name: Harbour dinner
  kind: ceremony
  status: occurred
  date_start: 2024-05-15
  date_end: 2024-05-15
  date_precision: day
  date_basis: resolved
  date_as_written: May 15
  note: Only mentioned, as where the mayor spoke.
  participants:
  - {person_id: Lena Vale, organization_id: org-town, position_id: pos-vale-mayor, role: participant}
- id: evt-pier-works
  words: Pier to be mended
  name: Mending of the pier
  kind: other
  status: intended
  date_precision: unknown
  note: Who is to mend it is not told.
statements:
- id: s1
  words: '"at least 30 planks" must go'
  quote_type: mixed
  about: [evt-pier-works]
  summary: Duarte says that thirty boards or more have to be replaced.
  attribution: named
  attributed_as: Port engineer Ana Duarte
  cue: said
  said_on: 2024-05-16
  translated: "no"
  speakers:
  - {position_id: pos-duarte-engineer, role: speaker, basis: explicit}
  claims:
  - words: at least 30 planks
    hedge: at least
    quantity_kind: count
    relation: ge
    value: 30
    unit: plank
    basis: unspecified
    as_of: 2024-05-16
    measure:
      definition: Planks of the pier that are to be replaced.
      subject: Planks of the pier
      outcome: to be replaced
      tally: stock
- id: s2
  words: We begin on Monday,
  quote_type: direct
  about: [Mending of the pier]
  summary: Duarte names the first day of work.
  attribution: pronoun
  attributed_as: she
  cue: told
  said_on: 2024-05-16
  translated: "no"
  speakers:
  - {position_id: pos-duarte-engineer, role: speaker, basis: coreference}
- id: s3
  words: ["The pier is old,", It is not lost.]
  quote_type: direct
  about: [evt-pier-works]
  summary: Duarte finds the pier worn, but thinks that it can be kept.
  attribution: named
  attributed_as: Duarte
  cue: said
  translated: "no"
  speakers:
  - {position_id: pos-duarte-engineer, role: speaker, basis: explicit}
"""


class Desk:
    """A curator's folder: the article, its sheet, and the package that they are for."""

    def __init__(self, package, folder: Path) -> None:
        self.package, self.folder = package, folder
        folder.mkdir()
        self.text = folder / "src-pier-post-2024-05-16.txt"
        self.sheet = folder / "sheet.yaml"
        self.text.write_text(ARTICLE, encoding="utf-8")
        self.sheet.write_text(SHEET, encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        found = self.sheet.read_text(encoding="utf-8")
        assert old in found, old
        self.sheet.write_text(found.replace(old, new, 1), encoding="utf-8")

    def line(self, words: str) -> int:
        """The first line of the sheet that holds the words."""
        lines = self.sheet.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
