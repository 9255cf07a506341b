// All statements, filtered, sorted, and shown page by page.

import { amend, go, hashOf } from "./address.js";
import { kept } from "./copies.js";
import { liesWithin } from "./dates.js";
import {
  choice,
  copyView,
  counting,
  el,
  extent,
  field,
  form,
  heading,
  languageName,
  markHits,
  optionList,
  pageLinks,
  pageOf,
} from "./elements.js";
import { dateOf, optionsOf, outletOf, partyOf, sourceOf, speakersOf, titleOf } from "./names.js";
import { record, referring, rowsOf, tableOf } from "./package.js";
import { statementItem } from "./parts.js";
import { csvButton } from "./take.js";
import { compare, counted, folded, number, plainValue, plural, shorten, termsOf } from "./text.js";

// for each statement, what the filters look at; made once
let looked = null;
function looks() {
  looked =
    looked ||
    rowsOf("statements").map((statement) => {
      const speakers = speakersOf(statement);
      const parties = speakers.flatMap((row) => [row.person_id, row.organization_id]).filter(Boolean);
      const events = [
        statement.occasion_id,
        ...referring(statement.statement_id, "statement_events", "statement_id").map((row) => row.event_id),
      ].filter(Boolean);
      const text = folded(
        [
          statement.statement_id,
          statement.quote,
          statement.summary,
          statement.attributed_as,
          outletOf(statement),
          sourceOf(statement).title,
          ...speakers.map((row) => partyOf(row, statement)),
        ].join(" "),
      );
      return { statement, parties, events, text };
    });
  return looked;
}

/** @typedef {{statement: any, parties: string[], events: string[], text: string}} Look */

// filter -> [its name, whether a statement passes]; used only if the address has it
/** @type {Record<string, [string, (one: Look, value: string) => boolean]>} */
const FILTERS = {
  q: ["the words", ({ text }, value) => termsOf(value).every((word) => text.includes(word))],
  speaker: ["the speaker", ({ parties }, value) => parties.includes(value)],
  event: ["the event", ({ events }, value) => events.includes(value)],
  type: ["the type", ({ statement }, value) => statement.quote_type === value],
  outlet: ["the outlet", ({ statement }, value) => outletOf(statement) === value],
  language: ["the language", ({ statement }, value) => statement.language === value],
  from: ["the first day", ({ statement }, value) => liesWithin(dateOf(statement), value, "")],
  to: ["the last day", ({ statement }, value) => liesWithin(dateOf(statement), "", value)],
};

// The statements that pass all filters, except `but` if given.
export function passing(query, but) {
  const asked = Object.entries(FILTERS).filter(([name]) => query[name] && name !== but);
  return looks().filter(
    (one) => kept(one.statement) && asked.every(([name, [, passes]]) => passes(one, query[name])),
  );
}

// order -> [its name, what to sort by]
const ORDERS = {
  "": ["As in the data", null],
  oldest: ["Oldest first", ({ statement }) => [dateOf(statement) || "9999"]],
  newest: ["Newest first", null],
  speaker: ["By speaker", ({ statement, parties }) => [titleOf(parties[0] || "") || "~", dateOf(statement)]],
  outlet: ["By outlet", ({ statement }) => [outletOf(statement), dateOf(statement)]],
};

export const orderNames = () => Object.keys(ORDERS).filter(Boolean);

function sorted(all, order) {
  const by = ORDERS[order === "newest" ? "oldest" : order || ""][1];
  if (!by) return all;
  const keys = new Map(all.map((one) => [one, by(one)]));
  const rows = [...all].sort((one, other) => compare(keys.get(one), keys.get(other)));
  return order === "newest" ? rows.reverse() : rows;
}

export function searchField(id, label, value) {
  return field(id, label, {
    type: "search",
    value: value || "",
    oninput: (event) => amend({ q: event.target.value }),
  });
}

/** The choices, with counts under the other filters: [filter, label, options].
 * @returns {[string, string, any[]][]} */
function choices(query) {
  const by = (name, valuesOf) => counted(passing(query, name), valuesOf);
  const parties = by("speaker", (one) => one.parties);
  const of = (table) => parties.filter(([id]) => record(id) && record(id)._table === table);
  const any = (name) => [["", name]];
  const alphabetic = (counts) => counts.sort((one, other) => one[0].localeCompare(other[0], "en"));
  // the chosen value stays in the list, even if nothing of it is left
  const withChosen = (name, counts) =>
    query[name] && !counts.some(([value]) => value === query[name]) ? [...counts, [query[name], 0]] : counts;
  const people = of("people");
  const others = of("organizations");
  if (query.speaker && !parties.some(([id]) => id === query.speaker)) people.push([query.speaker, 0]);
  return [
    [
      "speaker",
      "Speaker",
      [
        ...any("Anybody"),
        { group: "People", options: optionsOf(people, titleOf) },
        { group: "Organizations", options: optionsOf(others, titleOf) },
      ],
    ],
    [
      "event",
      "Event",
      [
        ...any("Any event"),
        ...optionsOf(
          withChosen(
            "event",
            by("event", (one) => one.events),
          ),
          (id) => shorten(titleOf(id), 70),
        ),
      ],
    ],
    [
      "type",
      "Type",
      [
        ...any("Any type"),
        ...optionsOf(
          withChosen(
            "type",
            by("type", (one) => one.statement.quote_type),
          ),
        ),
      ],
    ],
    [
      "outlet",
      "Outlet",
      [
        ...any("Any outlet"),
        ...optionsOf(
          alphabetic(
            withChosen(
              "outlet",
              by("outlet", (one) => outletOf(one.statement)),
            ),
          ),
          (name) => name,
        ),
      ],
    ],
    [
      "language",
      "Language",
      [
        ...any("Any language"),
        ...optionsOf(
          withChosen(
            "language",
            by("language", (one) => one.statement.language),
          ),
          languageName,
        ),
      ],
    ],
  ];
}

export function statementsView(query) {
  return [
    heading(
      "Every statement",
      "Quotations and reports of speech, one for each attribution in each source, in the order of the data. The first article, coded in full, comes first.",
    ),
    form(
      "Filter the statements",
      searchField("text", "Search words", query.q),
      choices(query).map(([name, label, options]) =>
        choice(label, query[name] || "", options, (value) => amend({ [name]: value }), name),
      ),
      field("from", "From", {
        type: "date",
        value: query.from,
        onchange: (event) => amend({ from: event.target.value }),
      }),
      field("to", "To", {
        type: "date",
        value: query.to,
        onchange: (event) => amend({ to: event.target.value }),
      }),
      choice(
        "Order",
        query.sort || "",
        Object.entries(ORDERS).map(([order, [name]]) => [order, name]),
        (value) => amend({ sort: value }),
        "sort",
      ),
      el(
        "div",
        { class: "field" },
        el("button", { type: "button", class: "quiet", onclick: () => go("#statements") }, "Clear all"),
      ),
    ),
    el("div", { id: "results" }, statementResults(query)),
  ];
}

export function statementResults(query) {
  const all = sorted(passing(query), query.sort);
  for (const [name, , options] of choices(query)) {
    const select = document.getElementById(name);
    if (select) select.replaceChildren(...optionList(options, query[name] || ""));
  }
  const shown = pageOf(all, query);
  const list = el(
    "div",
    { class: "statements" },
    shown.rows.map(({ statement }) => statementItem(statement)),
  );
  markHits(list, termsOf(query.q));
  const table = tableOf("statements");
  return [
    counting(
      `${number(all.length)} of ${plural(rowsOf("statements").length, "statement")}`,
      el("span", { class: "shown" }, extent(shown)),
    ),
    el(
      "p",
      { class: "take" },
      copyView(),
      csvButton("statements", table.names, () =>
        all.map(({ statement }) => table.names.map((name) => statement[name])),
      ),
    ),
    list,
    !all.length && emptied(query),
    pageLinks(
      shown,
      (page) => hashOf("statements", { ...query, page: page > 1 ? page : "" }),
      "Pages of the statements",
    ),
  ];
}

// What there would be without each of the filters.
function emptied(query) {
  const asked = Object.keys(FILTERS).filter((name) => query[name]);
  const without = asked.map((name) => [name, passing(query, name).length]).filter(([, count]) => count);
  const shownAs = (name) =>
    name === "speaker" || name === "event"
      ? titleOf(query[name])
      : name === "language"
        ? languageName(query[name])
        : plainValue(query[name]);
  return [
    el("p", {}, "No statement matches all of these filters."),
    without.length
      ? el(
          "ul",
          {},
          without.map(([name, count]) =>
            el(
              "li",
              {},
              `Without ${FILTERS[name][0]} “${shownAs(name)}”: `,
              el("a", { href: hashOf("statements", { ...query, [name]: "" }) }, plural(count, "statement")),
            ),
          ),
        )
      : asked.length > 0 && el("p", {}, "Removing any one of them does not help; remove two."),
  ];
}
