// One search over everything: statements, remarks, figures, events, people, organizations and texts.

import { go, hashOf } from "./address.js";
import { kept } from "./copies.js";
import { copyView, counting, el, field, heading, languageName, link, markHits, words } from "./elements.js";
import { entriesOf, figureInWords, hedgeOf } from "./figures.js";
import { measureName, outletLink, outletOf } from "./names.js";
import { record, referring, rowsOf } from "./package.js";
import { articleLink, sourceLine, statementItem, wordsOf } from "./parts.js";
import { passing } from "./statements.js";
import { folded, number, plainValue, shorten, termsOf } from "./text.js";
import { eventDate } from "./timeline.js";

const HITS = 8; // hits of each kind

// table -> the text of a row that is searched
const TEXTS = {
  utterances: (row) => [
    row.gist,
    ...referring(row.utterance_id, "renderings", "utterance_id").map((one) => one.wording),
  ],
  claims: (row) => [
    row.as_written,
    row.hedge,
    row._who,
    outletOf(row),
    record(row.measure_id).definition,
    measureName(record(row.measure_id)),
  ],
  events: (row) => [
    row.name,
    row.place,
    row.date_as_written,
    ...referring(row.event_id, "event_sources", "event_id").flatMap((one) => [one.described_as, one.detail]),
  ],
  people: (row) => [row.name, row.name_native, row.name_as_written],
  organizations: (row) => [row.name, row.name_as_written],
  sources: (row) => [row.title, row.publisher, row.byline],
};
const made = new Map(); // table -> [[row, its folded text]]

function hits(name, terms) {
  if (!made.has(name))
    made.set(
      name,
      rowsOf(name).map((row) => [row, folded([row._address, ...TEXTS[name](row)].join(" "))]),
    );
  return made
    .get(name)
    .filter(([row, text]) => kept(row) && terms.every((word) => text.includes(word)))
    .map(([row]) => row);
}

export function searchView(query) {
  const terms = termsOf(query.q);
  const field_ = field("everywhere", "Search everything", { type: "search", value: query.q || "" });
  const asking = el(
    "form",
    {
      class: "filters",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        go(hashOf("search", { q: field_.querySelector("input").value }));
      },
    },
    field_,
    el("div", { class: "field" }, el("button", { type: "submit" }, "Search")),
  );
  if (!terms.length)
    return [
      heading("Search", "Statements, remarks, figures, events, people and texts, in any language."),
      asking,
    ];
  const groups = [
    [
      "Statements",
      passing({ q: query.q }).map((one) => one.statement),
      statementItem,
      hashOf("statements", { q: query.q }),
    ],
    ["Remarks", hits("utterances", terms), remarkItem],
    ["Figures", hits("claims", terms), claimItem],
    ["Events", hits("events", terms), eventHit],
    ["People", hits("people", terms), partyItem],
    ["Organizations", hits("organizations", terms), partyItem],
    ["Texts", hits("sources", terms), sourceItem],
  ].filter(([, rows]) => rows.length);
  const all = groups.reduce((sum, [, rows]) => sum + rows.length, 0);
  const results = el(
    "div",
    { id: "results" },
    groups.map(([title, rows, item, more]) => section(title, rows, item, more)),
  );
  markHits(results, terms);
  return [
    heading(`Search: ${query.q}`, ""),
    asking,
    counting(
      all
        ? `${number(all)} found: ${groups.map(([title, rows]) => `${number(rows.length)} ${title.toLowerCase()}`).join(", ")}`
        : `Nothing here contains all of these: ${terms.join(", ")}.`,
    ),
    !all && alone(terms),
    el("p", { class: "take" }, copyView()),
    results,
  ];
}

// What each of several words finds alone.
const alone = (terms) =>
  terms.length > 1 &&
  el(
    "ul",
    {},
    terms.map((term) =>
      el(
        "li",
        {},
        el("a", { href: hashOf("search", { q: term }) }, words(term)),
        ` alone: ${number(Object.keys(TEXTS).reduce((sum, name) => sum + hits(name, [term]).length, passing({ q: term }).length))}`,
      ),
    ),
  );

const section = (title, rows, item, more) =>
  el(
    "section",
    {},
    el("h3", {}, title, " ", el("span", { class: "office" }, number(rows.length))),
    el("div", { class: "hits" }, rows.slice(0, HITS).map(item)),
    rows.length > HITS &&
      (more
        ? el("p", { class: "more" }, el("a", { href: more }, `All ${number(rows.length)}`))
        : el(
            "details",
            {},
            el("summary", {}, `${number(rows.length - HITS)} more`),
            rows.slice(HITS, 300).map(item),
          )),
  );

const remarkItem = (row) =>
  el("p", {}, el("a", { href: hashOf("wordings", { utterance: row.utterance_id }) }, words(row.gist)));

const claimItem = (claim) =>
  el(
    "p",
    {},
    link(claim.claim_id, words(measureName(record(claim.measure_id)))),
    ": ",
    el("strong", {}, words(figureInWords(entriesOf([claim])[0]))),
    claim.hedge && [" ", words(hedgeOf(claim))],
    el(
      "span",
      { class: "office" },
      ", ",
      words(claim._who),
      ". ",
      words(`“${claim.as_written}”`),
      " ",
      sourceLine(claim),
      " ",
    ),
    articleLink(claim, wordsOf(claim)),
  );

const eventHit = (event) =>
  el(
    "p",
    {},
    link(event.event_id, words(event.name)),
    el("span", { class: "office" }, ` ${eventDate(event)}, ${plainValue(event.status)}`),
    event.date_as_written && el("span", { class: "office" }, words(` “${event.date_as_written}”`)),
  );

const partyItem = (row) =>
  el("p", {}, link(row._address, words(row.name)), row.name_native && [" ", words(row.name_native)]);

const sourceItem = (row) =>
  el(
    "p",
    {},
    link(row.source_id, el("cite", {}, words(shorten(row.title || row.source_id, 140), row.language))),
    " ",
    el("span", { class: "office" }, outletLink(outletOf(row)), `, ${languageName(row.language)}`),
  );
