"""The page, without a browser: what it embeds, what it may load, and that no cell becomes markup."""

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, Package

from analysis.conflicts import conflicts
from analysis.figures import in_time
from analysis.tables import Tables
from analysis.wordings import wordings
from exports import site
from exports.citation import in_words
from exports.edition import Edition, read_edition
from exports.site_data import harmless_json, packed
from exports.site_script import FOLDER, MODULES, script
from validator.csv_reading import write_rows

HOSTILE = (
    "<script>window.broken = 1</script> </script><!-- \" ' & &lt; "
    "<img src=x onerror=broken()> \u05d0\u05d1\u200f!"
)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.contents: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.contents.append("")
        self.inside = True

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.contents[-1] += data

    def content(self, tag: str, **attributes: str) -> str:
        [found] = [
            content
            for (name, has), content in zip(self.elements, self.contents, strict=True)
            if name == tag and all(has.get(key) == value for key, value in attributes.items())
        ]
        return found

    @property
    def data(self) -> dict:
        """The parts that the page reads, by name."""
        text = gzip.decompress(base64.b64decode(self.content("script", type="text/plain"))).decode()
        sizes, *lines = text.split("\n")
        assert [size for _, size in json.loads(sizes)] == [len(line.encode()) for line in lines]
        return dict(zip(dict(json.loads(sizes)), map(json.loads, lines), strict=True))


@pytest.fixture(scope="module")
def text(edition: Edition) -> str:
    return site.render(edition)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def unpacked(column: list[str] | dict) -> list[str]:
    """The cells of a packed column."""
    return column if isinstance(column, list) else [column["of"][place] for place in column["at"]]


def rows_of(data: dict, table: str) -> list[dict[str, str]]:
    """The rows of a table as the page holds it."""
    names = [field["name"] for field in data["head"]["tables"][table]["fields"]]
    columns = [unpacked(data[f"{table}.{name}"]) for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def written(edition: Edition, folder: Path) -> Path:
    """The page in a folder, for a browser."""
    path = folder / "index.html"
    path.write_text(site.render(edition), encoding="utf-8")
    return path


def test_it_is_one_file_below_its_limit(edition: Edition):
    [(path, data)] = site.files(edition).items()
    assert path == "site/index.html" and len(data) < site.LIMIT


def test_a_page_above_the_limit_is_built_with_a_warning(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(site, "LIMIT", 1000)
    assert list(site.files(edition)) == ["site/index.html"]
    assert re.match(
        r"warning: the page has [\d,]+ bytes, more than the recommended 1,000", capsys.readouterr().err
    )


def test_every_cell_of_every_table_is_embedded_once(edition: Edition, page: Page):
    data = page.data
    assert list(data["head"]["tables"]) == list(edition.tables)
    for name, table in edition.tables.items():
        assert rows_of(data, name) == table.rows


def test_the_csv_files_can_be_made_again_byte_for_byte(page: Page):
    """As the page makes them for a download; that it does is proven in a browser."""
    data = page.data
    for name, table in data["head"]["tables"].items():
        names = [field["name"] for field in table["fields"]]
        cells = [list(row.values()) for row in rows_of(data, name)]
        assert write_rows(names, cells).encode() == (ROOT / "data" / f"{name}.csv").read_bytes()


def test_what_the_page_says_of_claims_and_wordings_is_what_analysis_has(page: Page, tables: Tables):
    data = page.data
    claims = in_time(tables).sort_values("claim_id")
    told = {name: unpacked(data[f"claims._{name}"]) for name in ("time", "basis", "who", "low")}
    assert told["who"] == list(claims.called) and told["time"] == list(claims.time)
    assert told["basis"] == list(claims.time_basis)
    assert told["low"] == [None if pd.isna(number) else number for number in claims.least]
    for utterance, rows in wordings(tables).groupby("utterance_id"):
        groups = data[f"wordings/{utterance}"]
        assert [group["statements"] for group in groups] == [cell.split() for cell in rows.statements]
        assert [group["families"] for group in groups] == [len(cell.split()) for cell in rows.families]


def test_the_conflicts_of_the_page_are_those_of_analysis_with_the_records_of_both_sides(
    page: Page, tables: Tables
):
    found, told = conflicts(tables), page.data["conflicts"]
    assert unpacked(told["kind"]) == list(found.kind) and unpacked(told["subject"]) == list(found.subject)
    sides = zip(told["one"], told["other"], found.records, strict=True)
    assert all(
        one and other and " ".join(one + other) == re.sub(r",|v\. ", "", text) for one, other, text in sides
    )


def test_every_record_has_an_address_and_no_two_have_the_same(edition: Edition, page: Page):
    addresses = []
    data = page.data
    for name, table in data["head"]["tables"].items():
        for row in rows_of(data, name):
            key = [row[field] for field in table["key"]]
            addresses.append(key[0] if len(key) == 1 else "/".join([name, *key]))
    assert len(addresses) == len(set(addresses)) == sum(len(table.rows) for table in edition.tables.values())
    # a name of a view would hide a record of the same address
    views = "conflicts wordings figures timeline statements people outlets search tables cite front"
    assert not set(views.split()) & set(addresses)


def test_nothing_is_loaded_from_anywhere(page: Page):
    loading = {"src", "srcset", "poster", "data", "action", "background", "ping", "formaction"}
    for tag, attributes in page.elements:
        assert not loading & set(attributes), tag
        if tag == "link":
            assert attributes["href"] == "data:,"
        assert tag not in {"iframe", "object", "embed", "form", "base", "img"}
    style = page.content("style")
    assert "url(" not in style and "@import" not in style
    script = page.contents[-1]
    for way in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "EventSource", "import(", "Worker("):
        assert way not in script


def test_the_script_writes_no_markup(page: Page):
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in page.contents[-1]


def test_the_policy_lets_this_style_and_this_script_in_and_nothing_else(page: Page):
    [policy] = [has["content"] for tag, has in page.elements if has.get("http-equiv")]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for name, content in {"script-src": page.contents[-1], "style-src": page.content("style")}.items():
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert not any("style" in has or any(key.startswith("on") for key in has) for _, has in page.elements)


def test_the_head_of_the_page_stands_without_a_script(edition: Edition, text: str):
    head = text.partition('<script type="text/plain"')[0]
    assert "what somebody is reported to have said" in head
    assert f"{len(edition.tables['statements'].rows):,}<span" in head
    assert all(line in unescape(head) for line in in_words(edition))
    assert "<noscript>" in head


def test_what_others_show_of_a_link_to_the_page_stands_in_its_head(edition: Edition, page: Page):
    told = {has.get("property"): has.get("content") for tag, has in page.elements if tag == "meta"}
    assert told["og:title"] == edition.descriptor["title"] and told["og:description"]


def test_the_script_is_of_all_modules_and_none_of_them_is_left_a_module():
    assert {path.stem for path in FOLDER.glob("*.js")} == set(MODULES)
    assert not re.search(r"^(import|export) ", script(), re.MULTILINE)


def test_a_module_imports_only_what_another_one_has():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}
    given = {
        module: set(re.findall(r"^export (?:async )?(?:const|let|function) (\w+)", text, re.MULTILINE))
        for module, text in texts.items()
    }
    for importer, text in texts.items():
        for names, module in re.findall(r'^import \{([^}]*)\} from "./(\w+).js";', text, re.MULTILINE):
            assert {name.strip() for name in names.split(",") if name.strip()} <= given[module], importer


def test_search_engines_find_a_dataset(edition: Edition, page: Page):
    found = json.loads(page.content("script", type="application/ld+json"))
    assert found["@type"] == "Dataset" and found["version"] == edition.version


def make_hostile(package: Package) -> Edition:
    """The small package with cells, title and description that would be markup if they could."""

    def rename(about: dict) -> None:
        about["title"] = about["description"] = HOSTILE

    package.edit_json("datapackage.json", rename)
    ours = {"people": "name", "events": "name", "statements": "summary", "sources": "title", "claims": "note"}
    for table, column in ours.items():
        package.write(table, [{**row, column: f"{HOSTILE} {row[column]}"} for row in package.rows(table)])
    address = 'https://example.org/"><img/src=x/onerror=broken()>'
    package.write("sources", [{**row, "url": address} for row in package.rows("sources")])
    package.follows_no_rule_set()
    return read_edition(package.descriptor)


def test_hostile_cells_are_text(package: Package):
    page = Page(site.render(make_hostile(package)))
    assert all(HOSTILE in row["name"] for row in rows_of(page.data, "people"))
    scripts = [has.get("type") for tag, has in page.elements if tag == "script"]
    assert scripts == ["application/ld+json", "text/plain", None]
    assert "img" not in {tag for tag, _ in page.elements}


def test_json_in_a_page_holds_no_character_of_html():
    value = {"cell": HOSTILE + "\u2028\u2029"}
    written = harmless_json(value)
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == value


def test_a_column_is_packed_only_where_that_is_shorter():
    cells = ["indirect", "direct", "indirect", "indirect", "direct", "indirect"]
    assert packed(cells) == {"of": ["indirect", "direct"], "at": [0, 1, 0, 0, 1, 0]}
    assert packed(["a", "b"]) == ["a", "b"]
    for column in (cells, ["a", "b"], [], [""]):
        assert unpacked(packed(column)) == column


@pytest.mark.long
def test_the_same_data_gives_the_same_bytes_everywhere(tmp_path: Path):
    built = []
    for zone, language, seed in (("Asia/Seoul", "ko_KR.UTF-8", "1"), ("America/New_York", "C", "2")):
        folder = tmp_path / seed / "made"
        folder.mkdir(parents=True)
        command = [sys.executable, str(ROOT / "scripts" / "build.py"), str(ROOT / "datapackage.json")]
        environment = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [*command, "--folder", str(folder), "--only", "site"],
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        built.append((folder / "site" / "index.html").read_bytes())
    assert built[0] == built[1]
