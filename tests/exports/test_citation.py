"""How the edition is cited: each form is read back by the library of its kind, and all say the same."""

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import bibtexparser
import citeproc
import pytest
import rispy
import yaml
from citeproc.source.json import CiteProcJSON
from conftest import ROOT, Package

from exports import croissant, datasette, hugging_face, kaggle, schema_org, site
from exports.about import about
from exports.citation import FROM, TO, citation, files, in_readme, record
from exports.edition import read_edition
from scripts import cite
from scripts.load import read
from validator.descriptor import CannotRun

CFF = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
TITLE = "Blinken in Seoul, January 2025: statements, events and numeric claims"


@pytest.fixture
def harbour(package: Package):
    """A package of which every part of the citation is awkward."""
    (package.folder / "CITATION.cff").write_text(
        "version: 1.2.3\n"
        "authors:\n"
        "  - {family-names: O'Vale, given-names: Zoë}\n"
        "  - {name: Town of Harbour and Pier}\n"
        "doi: 10.5555/made-up\n"
        "references:\n"
        "  - type: newspaper-article\n"
        "    title: A ferry sinks\n"
        "    authors: [{family-names: Reed, given-names: Ann}]\n"
        "    journal: Harbour News\n"
        "    date-published: 2024-05-14\n"
        "  - {type: map, title: The harbour, url: https://example.org/map}\n",
        encoding="utf-8",
    )
    package.edit_json(
        "datapackage.json", lambda found: found.update(name="harbour", title="Boats & {ferries}: 50 % of #1")
    )
    package.seal()
    return package


def read_back(forms: dict[str, str]):
    """(entries of BibTeX, of RIS, of CSL-JSON)."""
    library = bibtexparser.parse_string(forms["bibtex"])
    assert library.failed_blocks == []
    return library.entries, rispy.loads(forms["ris"]), json.loads(forms["csl_json"])


# ---- the forms ----------------------------------------------------------------------------------------


def test_the_text_names_authors_year_title_and_version_and_then_the_article(edition):
    dataset, article = citation(edition)["text"].rstrip("\n").split("\n\n")
    year, version = edition.created.year, edition.version
    assert dataset == f"blinken-seoul-2025 contributors ({year}). {TITLE} (version {version}) [Data set]."
    assert article == (
        "Lee, Hyo-jin (6 January 2025). Russia might provide space technology to North Korea: Blinken. "
        "The Korea Times."
    )


def test_every_form_says_the_same(edition):
    bibtex, ris, csl = read_back(citation(edition))
    assert [entry.entry_type for entry in bibtex] == ["misc", "article"]
    assert [entry["type_of_reference"] for entry in ris] == ["DATA", "NEWS"]
    assert [item["type"] for item in csl] == ["dataset", "article-newspaper"]
    for one, other, item in zip(bibtex, ris, csl, strict=True):
        assert one["title"].strip("{}") == other["title"] == item["title"]
        assert one.key == other["id"] == item["id"]
        [[year, month, day]] = item["issued"]["date-parts"]
        assert (one["year"], one["month"], one["day"]) == (str(year), str(month), str(day))
        assert (other["year"], other["date"]) == (str(year), f"{year}/{month:02}/{day:02}")
    assert csl[0]["version"] == ris[0]["edition"] == edition.version
    assert bibtex[0]["note"] == f"Data set, version {edition.version}"
    assert csl[1]["author"] == [{"family": "Lee", "given": "Hyo-jin"}]
    assert bibtex[1]["author"] == ris[1]["authors"][0] == "Lee, Hyo-jin"
    assert bibtex[1]["journal"] == ris[1]["secondary_title"] == csl[1]["container-title"]


def test_a_processor_of_csl_renders_it(edition):
    """It warns of what it does not know, and a warning fails a test."""
    items = json.loads(citation(edition)["csl_json"])
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    shelf = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        shelf.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    dataset, article = map(str, shelf.bibliography())
    assert dataset.startswith(f"blinken-seoul-2025 contributors ({edition.created.year}) “{TITLE}")
    assert article.endswith("space technology to North Korea: Blinken”, The Korea Times, 6 January.")


def test_csl_uses_no_word_that_csl_does_not_have(edition):
    """The vocabularies of CSL 1.0.2, as the processor ships them."""
    schemas = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles"
    types, variables = (
        set(re.findall(r'"([\w-]+)"', (schemas / name).read_text(encoding="utf-8")))
        for name in ("csl-types.rnc", "csl-variables.rnc")
    )
    for item in json.loads(citation(edition)["csl_json"]):
        assert item["type"] in types
        # these two are of the data, not of styles
        assert set(item) - {"id", "type"} <= variables


def test_awkward_characters_come_back_as_they_were(harbour: Package):
    bibtex, ris, csl = read_back(citation(read_edition(harbour.descriptor)))
    title = "Boats & {ferries}: 50 % of #1"
    assert ris[0]["title"] == csl[0]["title"] == title
    assert bibtex[0]["title"] == r"{Boats \& \textbraceleft{}ferries\textbraceright{}: 50 \% of \#1}"
    # a body is one author, though its name has an "and"
    assert bibtex[0]["author"] == "O'Vale, Zoë and {Town of Harbour and Pier}"
    assert ris[0]["authors"] == ["O'Vale, Zoë", "Town of Harbour and Pier"]
    assert csl[0]["author"] == [{"family": "O'Vale", "given": "Zoë"}, {"literal": "Town of Harbour and Pier"}]


def test_a_doi_stands_in_every_form_once_there_is_one(harbour: Package):
    edition = read_edition(harbour.descriptor)
    forms = citation(edition)
    bibtex, ris, csl = read_back(forms)
    assert bibtex[0]["doi"] == ris[0]["doi"] == csl[0]["DOI"] == "10.5555/made-up"
    assert "[Data set]. https://doi.org/10.5555/made-up\n" in forms["text"]
    assert "no DOI" not in files(edition)["citation.txt"].decode()


def test_there_is_no_doi_and_none_is_made_up(edition):
    made = files(edition)
    assert not any(re.search(rb"\b10\.\d{4,}/", data) for data in made.values())
    assert b"There is no DOI yet." in made["citation.txt"]


def test_a_reference_of_another_kind_is_kept_as_a_general_one(harbour: Package):
    forms = citation(read_edition(harbour.descriptor))
    bibtex, ris, csl = read_back(forms)
    assert (bibtex[2].entry_type, ris[2]["type_of_reference"], csl[2]["type"]) == ("misc", "GEN", "document")
    assert forms["text"].endswith("\n\nThe harbour. https://example.org/map\n")


def test_without_a_citation_file_the_descriptor_is_enough(package: Package):
    (package.folder / "CITATION.cff").unlink()
    edition = read_edition(package.descriptor)
    assert citation(edition)["text"].startswith("blinken-seoul-2025 contributors (2026). Blinken in Seoul")


def test_a_broken_citation_file_is_named_in_one_sentence(package: Package):
    file = package.folder / "CITATION.cff"
    for text in ["version: 1.2.3\ntitle: [\n", "version: 1.2.3\n\ttitle: no\n"]:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(
            CannotRun, match=r"CITATION\.cff is not YAML in UTF-8, without aliases \(line \d\): correct it"
        ):
            citation(read_edition(package.descriptor))


def test_one_row_is_cited_by_edition_and_id(edition):
    assert f"(version {edition.version}) [Data set], clm-0006.\n" in record(edition, "clm-0006")["text"]
    row = edition.tables["event_sources"].rows[0]
    name = f"event_sources/{row['event_id']}/{row['seq']}"
    assert f", {name}.\n" in record(edition, name)["text"]


def test_a_row_is_cited_with_its_source(edition):
    """With what `sources` knows of it, or with what CITATION.cff says of it."""
    _, article = citation(edition)["text"].split("\n\n")
    assert record(edition, "clm-0006")["text"].endswith(f"\n\n{article}")
    [clm] = [row for row in edition.tables["claims"].rows if row["claim_id"] == "clm-0031"]
    [source] = [row for row in edition.tables["sources"].rows if row["source_id"] == clm["source_id"]]
    _, cited = record(edition, "clm-0031")["text"].rstrip("\n").split("\n\n")
    assert source["title"] in cited and source["publisher"] in cited
    assert cited.endswith(f" {source['url']}")


def test_a_row_without_a_source_is_cited_alone(edition):
    [utterance, *_] = edition.tables["utterances"].rows
    assert "\n\n" not in record(edition, utterance["utterance_id"])["text"]


def test_a_source_is_dated_as_precisely_as_it_is_known(harbour: Package):
    text = record(read_edition(harbour.descriptor), "src-pier-post-2024-05")["text"]
    assert "(May 2024)" in text.split("\n\n")[1]


def test_a_row_is_cited_in_every_form(harbour: Package):
    bibtex, ris, csl = read_back(record(read_edition(harbour.descriptor), "event_sources/evt-ferry/1"))
    name = "event_sources/evt-ferry/1"
    assert bibtex[0].key == ris[0]["id"] == csl[0]["id"] == "harbour-event_sources-evt-ferry-1"
    assert bibtex[0]["note"] == r"Data set, version 1.2.3, event\_sources/evt-ferry/1"
    assert ris[0]["notes"] == [name] and csl[0]["note"] == name
    assert len(bibtex) == len(ris) == len(csl) == 2


def test_a_row_that_is_not_there_cannot_be_cited(edition):
    with pytest.raises(CannotRun, match="there is no row clm-9999"):
        record(edition, "clm-9999")


@pytest.mark.long
def test_the_same_data_gives_the_same_bytes_anywhere(tmp_path: Path):
    made = []
    for folder, zone, locale, seed in [("a", "UTC", "C", "1"), ("b", "Asia/Seoul", "de_DE.UTF-8", "2")]:
        command = [sys.executable, str(ROOT / "scripts" / "build.py"), str(ROOT / "datapackage.json")]
        subprocess.run(
            [*command, "--only", "citation", "--folder", folder],
            cwd=tmp_path,
            env={"TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        made.append({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {"citation.txt", "citation.bib", "citation.ris", "citation.json"}


# ---- the command and README ---------------------------------------------------------------------------


def test_the_command_prints_each_form(capsys, edition):
    descriptor = ["--descriptor", str(ROOT / "datapackage.json")]
    assert cite.main([*descriptor, "--format", "bibtex"]) == 0
    assert capsys.readouterr().out == citation(edition)["bibtex"]
    assert cite.main([*descriptor, "stm-0004"]) == 0
    assert capsys.readouterr().out == record(edition, "stm-0004")["text"]
    assert cite.main([*descriptor, "stm-0004", "--format", "ris"]) == 0
    assert capsys.readouterr().out == record(edition, "stm-0004")["ris"]
    assert cite.main([*descriptor, "stm-9999"]) == 2
    assert capsys.readouterr().err.startswith("cannot cite: there is no row stm-9999")


def test_readme_has_the_citation_of_this_edition(edition):
    """`python scripts/cite.py --readme` corrects it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert in_readme(text, edition) == text
    for sentence in citation(edition)["text"].strip().split("\n\n"):
        assert f"> {sentence}\n" in text


def test_readme_follows_a_new_version(package: Package, capsys):
    readme = package.folder / "README.md"
    readme.write_text(f"# Boats\n\n{FROM}of an older version\n{TO}\nThe end.\n", encoding="utf-8")
    assert cite.main(["--descriptor", str(package.descriptor), "--readme"]) == 0
    text = readme.read_text(encoding="utf-8")
    assert "(version 1.2.3) [Data set]." in text and "older" not in text
    assert text.startswith("# Boats\n") and text.endswith("\nThe end.\n")


def test_a_readme_without_the_place_is_left_alone(package: Package, capsys):
    readme = package.folder / "README.md"
    readme.write_text("# Boats\n", encoding="utf-8")
    assert cite.main(["--descriptor", str(package.descriptor), "--readme"]) == 2
    assert "README has no place for the citation" in capsys.readouterr().err
    assert readme.read_text(encoding="utf-8") == "# Boats\n"


# ---- the title: it stands once, in datapackage.json, and nowhere differs ----------------------------------


def test_every_file_that_has_the_title_has_this_one(edition):
    assert edition.descriptor["title"] == CFF["title"] == TITLE
    assert json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))["title"] == TITLE
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["description"] == TITLE
    assert f" {TITLE} (version " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_form_of_the_data_has_it(edition):
    told = about(edition)["title"]
    found = [schema_org.dataset(edition)["name"], croissant.croissant(edition)["alternateName"]]
    found += [datasette.metadata(edition)["title"], hugging_face.metadata(edition)["pretty_name"]]
    short = kaggle.metadata(edition)
    found += [f"{short['title']}: {short['subtitle'][0].lower()}{short['subtitle'][1:]}"]
    assert {told, *found} == {TITLE}


# ---- CITATION.cff ---------------------------------------------------------------------------------------


def test_the_citation_file_fits_its_schema():
    """That of the Citation File Format 1.2.0, which check-jsonschema ships; nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, ROOT / "CITATION.cff"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (CFF["cff-version"], CFF["type"]) == ("1.2.0", "dataset")


def test_the_article_is_cited_as_the_data_has_it():
    [article] = CFF["references"]
    sources = read(ROOT / "data" / "sources.csv", "sources").set_index("source_id")
    row = sources.loc["src-korea-times-2025-01-06"]
    [author] = article["authors"]
    writer = read(ROOT / "data" / "people.csv", "people").set_index("name").loc[row.byline]
    assert (author["family-names"], author["given-names"]) == (writer.family_name, writer.given_name)
    assert (article["title"], article["journal"]) == (row.title, row.publisher)
    assert (str(article["date-published"]), article["languages"]) == (row.published, [row.language])
    assert "url" not in article and row.isna().url


@pytest.mark.parametrize("version", ["2.0.0", "2.0.1-dev"])
def test_a_state_between_two_editions_says_that_it_must_not_be_cited(edition, version: str):
    """In README, `citation.txt`, the page, and what exports say of the package."""
    other = replace(edition, descriptor={**edition.descriptor, "version": version})
    texts = [files(other)["citation.txt"].decode(), in_readme(FROM + TO, other), site.render(other)]
    for text in [*texts, about(other)["warning"]]:
        assert ("do not cite or deposit it" in text) == version.endswith("-dev")
