// The views, and moving between them: to the top of a new view, or back to the same place in an earlier one.

import { go, hashOf, onPlace, parsed, place, remember, remembered, WEAK, wholeAddress } from "./address.js";
import { closeCard, watchCards } from "./card.js";
import { conflictResults, conflictsView } from "./conflicts.js";
import { hideWeak, left, weakHidden } from "./copies.js";
import { isContested } from "./disagreement.js";
import { drawAll, forgetDrawings } from "./drawing.js";
import { copying, el, flat, printing, say } from "./elements.js";
import { frontView } from "./front.js";
import { inflate } from "./inflate.js";
import { figuresView } from "./measures.js";
import { outletNames, outletsView } from "./outlets.js";
import { about, load, record, rowsOf, tableOf } from "./package.js";
import { notice } from "./parts.js";
import { peopleView } from "./people.js";
import { missingRecord, recordView } from "./records.js";
import { searchView } from "./search.js";
import { orderNames, statementResults, statementsView } from "./statements.js";
import { tableResults, tablesView } from "./tables.js";
import { allButton, download, taking } from "./take.js";
import { number, shorten } from "./text.js";
import { timelineView } from "./timeline.js";
import { wordingsView } from "./wordings.js";

const main = document.getElementById("view");
const front = document.getElementById("front");
const cite = document.getElementById("cite");
const PACKAGE_TITLE = document.title;

// ---- the views, and their parameters ------------------------------------------------------

const anything = () => true;
const oneOf = (values) => (value) => values().includes(value);
const aRowOf = (table) => (value) => record(value) && record(value)._table === table;
const aValueOf = (table, field) => oneOf(() => rowsOf(table).map((row) => row[field]));
const aDay = (value) => /^\d{4}-\d\d-\d\d$/.test(value);
const aPage = (value) => /^[1-9]\d*$/.test(value);

// view -> [function that shows it, its parameters: name -> whether a value is valid]
const VIEWS = {
  conflicts: [
    conflictsView,
    {
      kind: oneOf(() => ["figures", "bounds", "words", "events"]),
      subject: isContested,
      page: aPage,
    },
  ],
  wordings: [
    wordingsView,
    { utterance: aRowOf("utterances"), base: aRowOf("statements"), outlet: oneOf(outletNames), at: anything },
  ],
  figures: [figuresView, { measure: aRowOf("measures"), who: aValueOf("claims", "_who") }],
  timeline: [timelineView, { status: aValueOf("events", "status"), kind: aValueOf("events", "kind") }],
  statements: [
    statementsView,
    {
      q: anything,
      speaker: (value) => aRowOf("people")(value) || aRowOf("organizations")(value),
      event: aRowOf("events"),
      type: aValueOf("statements", "quote_type"),
      outlet: oneOf(outletNames),
      language: aValueOf("statements", "language"),
      from: aDay,
      to: aDay,
      sort: oneOf(orderNames),
      page: aPage,
    },
  ],
  people: [peopleView, {}],
  outlets: [outletsView, { name: oneOf(outletNames) }],
  search: [searchView, { q: anything }],
  tables: [tablesView, { table: (value) => Boolean(tableOf(value)), q: anything, page: aPage }],
  cite: [() => [], {}],
};
// the part of a view that changes with its filters, so that a field being typed in is left alone
const RESULTS = { statements: statementResults, tables: tableResults, conflicts: conflictResults };

// The valid parameters of an address, and sentences about those that were left out.
/** @returns {[Record<string, string>, string[]]} */
function understood(name, query) {
  const known = Object.hasOwn(VIEWS, name) ? VIEWS[name][1] : {};
  /** @type {Record<string, string>} */
  const clean = {};
  /** @type {string[]} */
  const told = [];
  for (const [key, value] of Object.entries(query)) {
    if (key === WEAK) continue;
    if (!Object.hasOwn(known, key))
      told.push(
        `The address has “${key}”, which ${Object.hasOwn(VIEWS, name) ? "this view" : "this page"} does not know. It was ignored.`,
      );
    else if (!value) continue;
    else if (!known[key](value))
      told.push(`Nothing in version ${about().version} has ${key} “${shorten(value, 60)}”. It was ignored.`);
    else clean[key] = value;
  }
  return [clean, told];
}

// ---- showing ----------------------------------------------------------------------------------------

// `how`: "arrived" (at the top of a new view), "back" (at an earlier place), "amended" (same view, other filters).
function show(how) {
  const { name, query: given } = place();
  const focused = how === "amended" && document.activeElement ? document.activeElement.id : "";
  const isFront = name === "" || name === "front";
  closeCard(false);
  hideWeak(given[WEAK] === "hidden");
  const [query, told] = understood(name, given);
  front.hidden = !isFront;
  cite.hidden = name !== "cite";
  document.body.className = isFront ? "" : "inside";
  forgetDrawings();
  const results = document.getElementById("results");
  if (how === "amended" && Object.hasOwn(RESULTS, name) && results && !told.length) {
    results.replaceChildren(...flat(RESULTS[name](query)));
    for (const old of main.querySelectorAll(".notice")) old.remove();
  } else main.replaceChildren(...flat([told.map(notice), contents(name, query, isFront)]));
  drawAll();
  for (const one of document.querySelectorAll("#views a")) {
    const here = parsed(one.getAttribute("href")).name === (isFront ? "" : name);
    if (here) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  const title = document.querySelector("#view h2, #cite:not([hidden]) h2");
  document.title = isFront || !title ? PACKAGE_TITLE : `${shorten(title.textContent, 80)} – ${PACKAGE_TITLE}`;
  document.getElementById("on-paper").textContent = wholeAddress(location.hash);
  showSwitch();
  if (how === "amended") {
    const counted = main.querySelector(".count");
    if (counted) say(counted.textContent);
    const control = focused && document.getElementById(focused);
    if (control) control.focus({ preventScroll: true });
  } else if (how === "back") goBackTo(remembered());
  else if (how === "arrived") settle(isFront, name);
}

function contents(name, query, isFront) {
  if (isFront) return frontView();
  if (Object.hasOwn(VIEWS, name)) return VIEWS[name][0](query);
  return record(name) ? recordView(record(name)) : missingRecord(name);
}

// Go to the top, or to the part of the view that the address names, and focus it, so that keyboard and screen reader continue from there.
function settle(isFront, name) {
  /** @type {HTMLElement | null} */
  const target = isFront
    ? document.getElementById("top")
    : document.getElementById(name) || document.querySelector("#view h2, #cite h2");
  if (target) {
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
  const { at } = place().query;
  const part = at && (document.getElementById(`in-${at}`) || document.getElementById(`by-${at}`));
  if (part) {
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: "start" });
  }
}

function goBackTo(there) {
  if (!there) {
    settle(place().name === "", place().name);
    return;
  }
  /** @type {HTMLElement[]} */
  const links = [...document.querySelectorAll("a[href], button")].map(
    (one) => /** @type {HTMLElement} */ (one),
  );
  const link = links[there.link];
  if (link) link.focus({ preventScroll: true });
  scrollTo(0, there.top);
}

// ---- the switch of weak copies ----------------------------------------------------------------------

const switch_ = /** @type {HTMLInputElement} */ (document.getElementById("weak"));
function showSwitch() {
  switch_.checked = weakHidden();
  const { texts, statements, claims } = left();
  const share = (/** @type {number[]} */ [some, all], /** @type {string} */ what) =>
    `${number(some)} of ${number(all)} ${what}`;
  document.getElementById("weak-left").textContent = weakHidden()
    ? `Left: ${share(texts, "texts")}, ${share(statements, "statements")}, ${share(claims, "claims")}.`
    : `Reprints, portals, forums, machine translations, copies of unknown kind: ${number(texts[1] - texts[0])} of ${number(texts[1])} texts.`;
}
switch_.addEventListener("change", () => {
  const { name, query } = place();
  const { [WEAK]: _, ...rest } = query;
  history.replaceState(
    history.state,
    "",
    hashOf(name, switch_.checked ? { ...rest, [WEAK]: "hidden" } : { ...rest }),
  );
  show("redrawn");
  say(document.getElementById("weak-left").textContent);
});

// ---- moving around ----------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey)
    return;
  event.preventDefault();
  if (link.classList.contains("skip")) {
    /** @type {HTMLElement} */
    const target = document.querySelector("#view h2, #cite:not([hidden]) h2") || main;
    target.setAttribute("tabindex", "-1");
    target.focus();
  } else if (link.dataset.jump) {
    const target = document.getElementById(link.dataset.jump);
    history.replaceState(history.state, "", link.getAttribute("href"));
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  } else go(link.getAttribute("href"));
});
const asked = /** @type {HTMLInputElement} */ (document.getElementById("search-words"));
const search = () => go(hashOf("search", { q: asked.value }));
asked.addEventListener("keydown", (event) => {
  if (event.key === "Enter") search();
});
document.querySelector("#search button").addEventListener("click", search);
history.scrollRestoration = "manual";
addEventListener("popstate", () => show(remembered() ? "back" : "arrived"));
addEventListener("pagehide", remember);

let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  requestAnimationFrame(drawAll);
});

// In print, show all rows of a list, whichever page of it is on the screen, and all outlets by name.
function paper(yes) {
  const { name, query } = place();
  const results = document.getElementById("results");
  printing(yes);
  if (Object.hasOwn(RESULTS, name) && results) {
    forgetDrawings();
    results.replaceChildren(...flat(RESULTS[name](understood(name, query)[0])));
  }
  for (const one of /** @type {NodeListOf<HTMLDetailsElement>} */ (main.querySelectorAll(".outlets details")))
    one.open = yes;
  drawAll();
}
addEventListener("beforeprint", () => paper(true));
addEventListener("afterprint", () => paper(false));
matchMedia("print").addEventListener("change", (event) => paper(event.matches));

// ---- the beginning ----------------------------------------------------------------------------------

// Bytes from base64. Newer browsers have a faster function for it.
const bytesOf = (text) =>
  "fromBase64" in Uint8Array
    ? /** @type {any} */ (Uint8Array).fromBase64(text)
    : Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// The packed data, unpacked by the browser, or by us if it cannot.
async function unpackedData() {
  const node = document.getElementById("data");
  const bytes = bytesOf(node.textContent);
  if (typeof DecompressionStream === "function") {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  const HEAD = 10; // bytes of gzip before the stream, as Python writes them
  return inflate(bytes.subarray(HEAD), Number(node.dataset.size));
}

// Show what needs the script, and remove what replaces it.
function prepare() {
  document.documentElement.dataset.scripted = "yes";
  cite.hidden = true;
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-view]")))
    node.replaceChildren(el("a", { href: node.dataset.view }, ...node.childNodes));
}

function addCitations() {
  const { name, citation } = about();
  const forms = { text: ["Text", "txt"], bibtex: ["BibTeX", "bib"], ris: ["RIS", "ris"] };
  document.getElementById("cite-take").append(
    ...Object.entries(forms).map(([form, [title, end]]) =>
      el(
        "span",
        { class: "take" },
        copying(`Copy ${title}`, "", () => citation[form], "Citation copied"),
        taking(`Download .${end}`, () => download(`${name}.${end}`, [citation[form]], "text/plain")),
      ),
    ),
    allButton(),
  );
}

async function start() {
  prepare();
  load(await unpackedData());
  addCitations();
  watchCards();
  onPlace(show);
  const atStart = remembered();
  show(atStart ? "back" : place().name ? "arrived" : "first");
  document.documentElement.dataset.ready = "yes";
}

start();
