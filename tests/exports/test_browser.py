"""The page in a real browser: Chromium without a window, driven by Playwright.

`make test` skips these where no Chromium is installed; `make test-browser` fails there and says how to get
one.
Each visit has an empty profile, and counts every request that is not for the page itself: there may be none.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, Package
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from test_site import HOSTILE, make_hostile, written

from exports.edition import read_edition

pytestmark = pytest.mark.long


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
HOW = f"no Chromium was found (looked for: {', '.join(NAMES)}). On Debian: apt-get install chromium"

FOUND = next(filter(None, map(shutil.which, NAMES)), None)
if FOUND is None and os.environ.get("BROWSER_TESTS") != "required":
    pytest.skip(f"browser tests were not run: {HOW}", allow_module_level=True)

VIEWS = ["", "wordings", "figures", "timeline", "statements", "tables", "cite"]
DEEP = [
    "wordings?utterance=utt-blinken-space-technology",
    "figures?measure=msr-nk-troops-killed",
    "figures?measure=msr-launch-distance&who=Korean+Central+News+Agency",
    "tables?table=events",
    "stm-0004",
    "clm-0006",
    "evt-blinken-cho-press-conference",
    "src-korea-times-2025-01-06",
    "no-such-record",
]


@dataclass
class Visit:
    """A page in the browser, with what went wrong and what it asked for."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, place: str) -> Page:
        there = self.page.url.startswith(self.address)
        self.page.goto(f"{self.address}#{place}" if place else self.address)
        if there:
            self.page.reload()  # a mere change of the hash does not load the page anew
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if FOUND is None:
        pytest.exit(HOW, returncode=2)
    with sync_playwright() as playwright:
        # Playwright gives each launch an empty user-data-dir of its own, and removes it
        browser = playwright.chromium.launch(executable_path=FOUND, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = written(read_edition(ROOT / "datapackage.json"), tmp_path_factory.mktemp("built"))
    return path


def visit(browser: Browser, index: Path, **options) -> Iterator[Visit]:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    seen = Visit(context.new_page(), index.as_uri())

    def note(request: Request) -> None:
        if request.url.split("#")[0] != seen.address and not request.url.startswith(("data:", "blob:")):
            seen.requests.append(request.url)

    context.route(re.compile("^(?!file:|data:|blob:)"), lambda route: route.abort())
    seen.page.on("request", note)
    seen.page.on("console", lambda message: seen.faults.append(f"{message.type}: {message.text}"))
    seen.page.on("pageerror", lambda error: seen.faults.append(str(error)))
    yield seen
    context.close()
    assert seen.faults == []
    assert seen.requests == []


@pytest.fixture
def desk(browser: Browser, index: Path) -> Iterator[Visit]:
    yield from visit(browser, index)


@pytest.fixture
def phone(browser: Browser, index: Path) -> Iterator[Visit]:
    yield from visit(browser, index, viewport={"width": 390, "height": 844}, has_touch=True)


@pytest.fixture
def dark(browser: Browser, index: Path) -> Iterator[Visit]:
    yield from visit(browser, index, color_scheme="dark")


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def serious(page: Page) -> list[str]:
    """What axe-core finds of barriers that are serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")
    ]


# ---- every view -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", VIEWS + DEEP)
def test_no_view_has_a_serious_barrier(desk: Visit, place: str):
    assert serious(desk.go(place)) == []


@pytest.mark.parametrize("place", ["", *DEEP[:5]])
def test_nor_in_the_dark(dark: Visit, place: str):
    page = dark.go(place)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 21, 18)"
    assert serious(page) == []


def test_a_phone_does_not_scroll_sideways(phone: Visit):
    for place in VIEWS + DEEP:
        assert phone.go(place).evaluate("document.documentElement.scrollWidth") <= 390, place


def test_the_first_filter_is_usable_within_a_second(desk: Visit):
    page = desk.go("statements")
    took = page.evaluate(
        """() => {
          const start = performance.now();
          const field = document.getElementById("text");
          field.value = "satellite";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          return performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart
            + performance.now() - start;
        }"""
    )
    assert took < 1000


# ---- what was said ----------------------------------------------------------------------------------


def test_statements_are_filtered_and_the_filter_stands_in_the_address(desk: Visit):
    page = desk.go("statements")
    statements = rows("statements")
    expect(page.locator(".count")).to_have_text(f"{len(statements):,} of {len(statements):,} statements")

    page.get_by_label("Speaker", exact=True).select_option("per-cho-tae-yul")
    page.get_by_label("Type", exact=True).select_option("direct")
    his = {
        row["statement_id"]
        for row in rows("statement_speakers")
        if row["person_id"] == "per-cho-tae-yul" and row["role"] != "addressee"
    }
    direct = [row for row in statements if row["statement_id"] in his and row["quote_type"] == "direct"]
    expect(page.locator(".count")).to_have_text(f"{len(direct)} of {len(statements)} statements")
    assert page.url.endswith("#statements?speaker=per-cho-tae-yul&type=direct")

    page.reload()  # whoever follows the link sees the same
    expect(page.locator(".count")).to_have_text(f"{len(direct)} of {len(statements)} statements")
    expect(page.get_by_label("Speaker", exact=True)).to_have_value("per-cho-tae-yul")

    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".count")).to_have_text(f"{len(statements):,} of {len(statements):,} statements")


@pytest.mark.parametrize(
    ("label", "value", "fits"),
    [
        ("Language", "ja", lambda row: row["language"] == "ja"),
        ("Type", "mixed", lambda row: row["quote_type"] == "mixed"),
        ("Outlet", "The Korea Times", lambda row: outlet(row) == "The Korea Times"),
        ("Event", "evt-yoon-impeachment", lambda row: "evt-yoon-impeachment" in events_of(row)),
    ],
)
def test_each_filter_leaves_what_fits(desk: Visit, label: str, value: str, fits):
    page = desk.go("statements")
    page.get_by_label(label, exact=True).select_option(value)
    fitting = [row for row in rows("statements") if fits(row)]
    expect(page.locator(".count")).to_have_text(re.compile(rf"^{len(fitting)} of "))


def outlet(statement: dict[str, str]) -> str:
    [source] = [row for row in rows("sources") if row["source_id"] == statement["source_id"]]
    return source["publisher"]


def events_of(statement: dict[str, str]) -> set[str]:
    about = {
        row["event_id"]
        for row in rows("statement_events")
        if row["statement_id"] == statement["statement_id"]
    }
    return about | {statement["occasion_id"]}


def test_words_are_searched_while_one_types(desk: Visit):
    page = desk.go("statements")
    page.get_by_label("Search words", exact=True).press_sequentially("moscow SATELLITE")
    expect(page.get_by_label("Search words", exact=True)).to_be_focused()
    expect(page.locator(".statement").first).to_contain_text("Moscow")
    assert page.url.endswith("#statements?q=moscow+SATELLITE")
    page.get_by_label("Search words", exact=True).fill("nothing has these words")
    expect(page.locator("#results")).to_contain_text("No statement fits all of these")


def test_a_statement_shows_speaker_office_quotation_and_source(desk: Visit):
    first = desk.go("statements?q=stm-0004").locator(".statement")
    expect(first).to_have_count(1)
    for text in (
        "Antony Blinken",
        "Secretary of State",
        "6 January 2025",
        "Now we have reasons to believe",
        "The Korea Times",
    ):
        expect(first).to_contain_text(text)


def test_a_quotation_runs_in_its_own_direction(desk: Visit):
    quote = desk.go("statements?language=ar").locator("blockquote").first
    assert quote.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert quote.get_attribute("lang") == "ar"
    assert desk.page.evaluate("getComputedStyle(document.querySelector('.statement')).direction") == "ltr"


def test_an_office_holder_who_acts_or_is_suspended_is_said_to(desk: Visit):
    page = desk.go("statements?speaker=per-choi-sang-mok")
    expect(page.locator(".statement .office").first).to_contain_text("(acting)")


def test_wordings_stand_side_by_side_with_differences_marked(desk: Visit):
    page = desk.go("wordings?utterance=utt-blinken-space-technology")
    base, first = page.locator(".wording.base").first, page.locator(".others .wording").first
    expect(base.locator("ins, del")).to_have_count(0)
    expect(first.locator("del")).to_have_text("reason")
    expect(first.locator("ins")).to_have_text("reasons")
    boxes = base.bounding_box(), first.bounding_box()
    assert boxes[0] and boxes[1] and boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]

    first.get_by_role("button", name="Compare with").click()  # any wording can be the one to compare with
    expect(page.locator(".wording.base").first).to_contain_text("reasons to believe")
    expect(page.locator(".wording.base a").first).to_be_focused()
    assert "base=stm-0004" in page.url


def test_all_renderings_of_an_utterance_are_there(desk: Visit):
    text = desk.go("wordings?utterance=utt-cho-no-gap").locator("#view").inner_text()
    for row in rows("renderings"):
        if row["utterance_id"] == "utt-cho-no-gap":
            assert row["statement_id"] in text


# ---- how many, and what happened --------------------------------------------------------------------


def test_the_chart_shows_figures_over_time_with_hedges_and_claimants(desk: Visit):
    page = desk.go("figures?measure=msr-nk-troops-killed")
    marks = page.locator("svg.chart a.mark")
    table = page.locator("table.figures tbody tr")
    assert marks.count() == table.count() > 5
    expect(page.locator("svg.chart path.arrow").first).to_be_attached()  # at least
    expect(page.locator("svg.chart .open").first).to_be_attached()  # about
    expect(page.locator("svg.chart")).to_contain_text("National Intelligence Service ≥ 100")
    names = [marks.nth(at).get_attribute("aria-label") for at in range(marks.count())]
    assert any(name and "≥ 600 people, at least" in name for name in names)
    claims = sorted(re.findall(r"clm-\d{4}", " ".join(table.locator(".links").all_inner_texts())))
    assert claims == sorted(
        r["claim_id"] for r in rows("claims") if r["measure_id"] == "msr-nk-troops-killed"
    )


def test_a_mark_leads_to_its_claim_by_keyboard(desk: Visit):
    page = desk.go("figures?measure=msr-nk-troops-killed")
    page.locator("svg.chart a.mark").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.record")).to_be_focused()
    assert re.search(r"#clm-\d{4}$", page.url)


def test_a_claimant_can_be_picked_out(desk: Visit):
    page = desk.go("figures?measure=msr-nk-troops-killed-or-wounded")
    page.get_by_label("Highlight a claimant", exact=True).focus()
    page.get_by_label("Highlight a claimant", exact=True).select_option("Volodymyr Zelensky")
    expect(page.locator("svg.chart .chosen").first).to_be_attached()
    expect(page.locator("tr.chosen").first).to_contain_text("Volodymyr Zelensky")
    expect(page.get_by_label("Highlight a claimant", exact=True)).to_be_focused()
    assert "who=Volodymyr+Zelensky" in page.url


def test_figures_between_bounds_are_bars_and_converted_ones_keep_their_unit(desk: Visit):
    expect(
        desk.go("figures?measure=msr-nk-troops-sent-russia").locator("svg.chart .range").first
    ).to_be_attached()
    expect(desk.go("figures?measure=msr-launch-distance").locator("table.figures")).to_contain_text(
        "≈ 685 mi"
    )


def test_the_timeline_tells_status_by_word_and_shape(desk: Visit):
    page = desk.go("timeline")
    events = rows("events")
    expect(page.locator("li.event")).to_have_count(len(events))
    for event in page.locator("li.event").all()[:5]:
        expect(event.locator("svg.shape").first).to_be_attached()
    page.get_by_label("Status", exact=True).select_option("alleged")
    alleged = [row for row in events if row["status"] == "alleged"]
    expect(page.locator("li.event")).to_have_count(len(alleged))
    expect(page.locator("li.event .status").first).to_have_text("alleged")


# ---- records and files ------------------------------------------------------------------------------


def test_the_address_of_a_record_opens_it_and_moves_the_focus_there(desk: Visit):
    page = desk.go("stm-0004")
    expect(page.locator("#stm-0004")).to_be_focused()
    expect(page.locator(".evidence")).to_contain_text("1,250 to 1,542")
    expect(page.locator(".evidence")).to_contain_text("Published 6 January 2025")
    expect(page.locator(".referrers")).to_contain_text("clm-0004")
    for name in rows("statements")[0]:
        expect(page.locator(".fields code", has_text=re.compile(f"^{name}$"))).to_have_count(1)
    assert "6 January 2025" in page.title()


def test_every_record_of_every_table_opens_at_its_address(desk: Visit):
    """All of them, one after the other, within the page."""
    page = desk.go("")
    wrong = page.evaluate(
        """() => [...RECORDS.keys()].filter((address) => {
          history.replaceState(null, "", `#${encodeURI(address)}`);
          show(true);
          return !document.getElementById(address) || document.activeElement.id !== address;
        })"""
    )
    assert wrong == []
    assert page.evaluate("RECORDS.size") == sum(len(rows(path.stem)) for path in ROOT.glob("data/*.csv"))


def test_a_link_to_a_record_can_be_copied(browser: Browser, index: Path):
    for seen in visit(browser, index, permissions=["clipboard-read", "clipboard-write"]):
        page = seen.go("stm-0004")
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator("#spoken")).to_contain_text("Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{index.as_uri()}#stm-0004"


def test_what_has_no_record_is_said_to(desk: Visit):
    for address in ("stm-9999", "constructor", "%E0%A4%A"):
        expect(desk.go(address).locator("#view h2")).to_have_text("There is no such record")


def test_each_download_is_the_file_of_the_package(desk: Visit):
    for path in sorted(ROOT.glob("data/*.csv")):
        page = desk.go("tables")  # anew: Chromium stops a page that downloads many files in a row
        with page.expect_download(timeout=10_000) as started:
            page.get_by_role("button", name=f"Download {path.name}", exact=True).click()
        assert started.value.suggested_filename == path.name
        assert Path(started.value.path()).read_bytes() == path.read_bytes()


def test_a_table_is_searched_and_paged(desk: Visit):
    page = desk.go("tables?table=claims")
    expect(page.locator("table.raw tbody tr")).to_have_count(100)
    page.get_by_role("navigation", name="Pages of the table").get_by_role(
        "link", name="2", exact=True
    ).click()
    expect(page.locator("table.raw tbody td").first).to_have_text("clm-0101")
    page.get_by_label("Search in this table", exact=True).press_sequentially("decades-long policy")
    expect(page.locator("table.raw tbody tr").first).to_contain_text("decades-long policy")


# ---- by keyboard, on paper, against the hostile -----------------------------------------------------


def test_a_walk_by_keyboard_alone(desk: Visit):
    page = desk.go("")
    press = page.keyboard.press
    press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(6):
        press("Tab")
    expect(page.get_by_role("link", name="Statements", exact=True)).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"  # one sees where one is
    press("Enter")
    expect(page.locator("#view-name")).to_be_focused()
    press("Tab")
    page.keyboard.type("intelligence agency")
    for _ in range(7):
        press("Tab")
    press("Tab")
    press("Enter")  # the first link of the first statement found
    expect(page.locator("article.record")).to_be_focused()
    page.go_back()
    expect(page.get_by_label("Search words", exact=True)).to_have_value("intelligence agency")


def test_paper_gets_the_view_and_nothing_to_press(desk: Visit):
    page = desk.go("stm-0004")
    page.emulate_media(media="print")
    expect(page.locator(".evidence")).to_be_visible()
    for gone in ("#views", "button"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_hostile_cells_are_shown_as_text(browser: Browser, package: Package, tmp_path: Path):
    index = written(make_hostile(package), tmp_path)
    person = package.rows("people")[0]["person_id"]
    for seen in visit(browser, index):
        expect(seen.go(person).locator("#record-name bdi")).to_contain_text(HOSTILE)
        assert seen.page.locator("#record-name bdi").get_attribute("dir") == "auto"
        for place in [*VIEWS, *[row["statement_id"] for row in package.rows("statements")]]:
            page = seen.go(place)
            assert page.evaluate("window.broken === undefined")
            assert page.locator("main img, main script").count() == 0
        expect(seen.go("").locator("h1")).to_contain_text("<script>")
