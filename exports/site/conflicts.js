// Where sources contradict one another on numbers, hedges, wordings and events. Each conflict has two sides.

import { amend, hashOf } from "./address.js";
import { sidesChart } from "./charts.js";
import { conflictsOf, kindsOfConflict } from "./disagreement.js";
import { whenDrawn } from "./drawing.js";
import {
  choice,
  copyView,
  counting,
  el,
  extent,
  form,
  heading,
  link,
  optionList,
  pageLinks,
  pageOf,
  words,
} from "./elements.js";
import { entriesOf, figureInWords, hedgeOf, whenOf } from "./figures.js";
import { dateLine, familiesOf, measureName, newsrooms, outletList, outletsOf, sourceOf } from "./names.js";
import { record } from "./package.js";
import { articleLink, inOurWords, quotation, sourceLine, wordsOf } from "./parts.js";
import { csvButton } from "./take.js";
import { compare, counted, grouped, number, plural, shorten } from "./text.js";
import { eventDate } from "./timeline.js";
import { marked, wordingsOf } from "./wordings.js";

// kind -> [its name, what it means]
const KINDS = {
  figures: ["Numbers", "Figures for exactly the same thing at the same time that cannot both be true."],
  bounds: ["Hedges", "One claimant’s number, printed with hedges that do not mean the same."],
  words: ["Wordings", "One remark in one language, quoted in different words."],
  events: ["Events", "Descriptions of one event that cannot both be true."],
};

const nameOfSubject = (id) => {
  const row = record(id);
  return row._table === "measures" ? measureName(row) : row.gist || row.name;
};

/** The choices, with counts under the other filter: [filter, id, label, options].
 * @returns {[string, string, string, any[]][]} */
function conflictChoices(query) {
  // the chosen value stays in the list, even if nothing of it is left
  const withChosen = (counts, chosen) =>
    chosen && !counts.some(([value]) => value === chosen) ? [...counts, [chosen, 0]] : counts;
  const kinds = counted(conflictsOf({ subject: query.subject }), (row) => row.kind);
  const subjects = counted(conflictsOf({ kind: query.kind }), (row) => row.subject);
  const byTable = grouped(withChosen(subjects, query.subject), ([id]) => record(id)._table);
  return [
    [
      "kind",
      "conflict-kind",
      "Kind",
      [
        ["", "Any kind"],
        ...withChosen(kinds, query.kind).map(([kind, count]) => [kind, `${KINDS[kind][0]} (${count})`]),
      ],
    ],
    [
      "subject",
      "conflict-subject",
      "Subject",
      [
        ["", "Any subject"],
        ...[...byTable].map(([table, rows]) => ({
          group: { measures: "Figures", utterances: "Remarks", events: "Events" }[table],
          options: rows.map(([id, count]) => [id, `${shorten(nameOfSubject(id), 70)} (${count})`]),
        })),
      ],
    ],
  ];
}

export function conflictsView(query) {
  return [
    heading(
      "Where the sources contradict one another",
      "Both sides are kept, and nothing is settled here. Units are converted and rounding is allowed for, so 1,100 km and 690 miles are not a conflict. “About” allows a tenth either way.",
    ),
    form(
      "Filter the conflicts",
      conflictChoices(query).map(([name, id, label, options]) =>
        choice(label, query[name] || "", options, (value) => amend({ [name]: value }), id),
      ),
    ),
    el("div", { id: "results" }, conflictResults(query)),
  ];
}

// By kind, the most contested subjects first.
function inOrder(rows) {
  const count = new Map(counted(rows, (row) => row.subject));
  const kinds = Object.keys(KINDS);
  return [...rows].sort((one, other) =>
    compare(
      [kinds.indexOf(one.kind), -count.get(one.subject), one.subject],
      [kinds.indexOf(other.kind), -count.get(other.subject), other.subject],
    ),
  );
}

export function conflictResults(query) {
  const all = inOrder(conflictsOf(query));
  for (const [name, id, , options] of conflictChoices(query)) {
    const select = document.getElementById(id);
    if (select) select.replaceChildren(...optionList(options, query[name] || ""));
  }
  const shown = pageOf(all, query);
  const names = ["kind", "subject", "one", "other", "one_outlets", "other_outlets"];
  const ids = (side) => side.map((row) => row._address).join(" ");
  const sidesOf = (row) => [
    ids(row.one),
    ids(row.other),
    ...[row.one, row.other].map((side) => outletsOf(side).join("; ")),
  ];
  return [
    counting(
      `${number(all.length)} of ${plural(conflictsOf({}).length, "conflict")}`,
      el("span", { class: "shown" }, extent(shown)),
    ),
    el(
      "p",
      { class: "take" },
      copyView(),
      csvButton("conflicts", names, () => all.map((row) => [row.kind, row.subject, ...sidesOf(row)])),
    ),
    [...grouped(shown.rows, (row) => `${row.kind} ${row.subject}`).values()].map((rows, at, groups) =>
      el(
        "section",
        { class: "conflict-group" },
        el("p", { class: "tag" }, KINDS[rows[0].kind][0]),
        el("h3", {}, subjectLink(rows[0])),
        (!at || groups[at - 1][0].kind !== rows[0].kind) &&
          el("p", { class: "office" }, KINDS[rows[0].kind][1]),
        rows.map((row) => conflictItem(row)),
      ),
    ),
    !all.length && el("p", {}, "No conflict matches these filters."),
    pageLinks(
      shown,
      (page) => hashOf("conflicts", { ...query, page: page > 1 ? page : "" }),
      "Pages of the conflicts",
    ),
  ];
}

function subjectLink({ kind, subject }) {
  const name = words(nameOfSubject(subject));
  if (kind === "words") return el("a", { href: hashOf("wordings", { utterance: subject }) }, name);
  if (kind === "events") return link(subject, name);
  return el("a", { href: hashOf("figures", { measure: subject }) }, name);
}

// One conflict as one picture: its two sides, and for figures their places on one scale.
export function conflictItem(row) {
  const [one, other] =
    row.kind === "words" ? wordSides(row) : row.kind === "events" ? eventSides(row) : figureSides(row);
  const numbers = row.kind === "figures" || row.kind === "bounds";
  const holder = numbers && el("div", { class: "plot" });
  if (holder) {
    const sides = [row.one, row.other].map((claims) => entriesOf(claims)[0]);
    const { unit } = record(row.subject);
    whenDrawn(() =>
      holder.replaceChildren(sidesChart(sides, unit, Math.min(640, holder.clientWidth || 320)) || ""),
    );
  }
  return el(
    "article",
    { class: `conflict of-${row.kind}` },
    el(
      "div",
      { class: "sides" },
      el("div", { class: "side one" }, one),
      el("div", { class: "side other" }, other),
    ),
    holder,
  );
}

const printedBy = (rows) =>
  el("p", { class: "office" }, `${newsrooms(familiesOf(rows))}: `, outletList(outletsOf(rows)));

function figureSides(row) {
  return [row.one, row.other].map((claims) => {
    const entries = entriesOf(claims);
    return [
      el("p", { class: "figure" }, words(figureInWords(entries[0]))),
      el("p", {}, claimants(claims), `, ${whenOf(entries[0])}`),
      hedgeOf(claims[0]) && el("p", { class: "office" }, "Hedge: ", words(hedgeOf(claims[0]))),
      printedBy(claims),
      linksOf(claims),
    ];
  });
}

// The first claimants, and the number of others.
function claimants(claims) {
  const all = [...grouped(claims, (claim) => claim._who).keys()];
  const shown = all.length > 3 ? all.slice(0, 2) : all;
  return [
    shown.map((who, at) => [at > 0 && ", ", el("strong", {}, words(who))]),
    all.length > shown.length && ` and ${plural(all.length - shown.length, "other")}`,
  ];
}

const linksOf = (rows) =>
  el(
    "p",
    { class: "address" },
    articleLink(rows[0], wordsOf(rows[0])),
    rows.slice(0, 4).map((row) => link(row._address, row._address)),
    rows.length > 4 && `and ${rows.length - 4} more`,
  );

function wordSides(row) {
  const groups = wordingsOf(row.subject);
  const [base, group] = [row.one, row.other].map((side) =>
    groups.find((one) => one.statements.some((statement) => side.includes(statement))),
  );
  return [
    [quotation(base.language, base.wording), base],
    [quotation(group.language, marked(base, group)), group],
  ].map(([quote, { language, statements }]) => [
    quote,
    language !== "en" && inOurWords(language, statements[0].summary),
    el("p", { class: "office" }, dateLine(statements[0])),
    printedBy(statements),
    linksOf(statements),
  ]);
}

function eventSides({ subject, one, other }) {
  const event = record(subject);
  const facts = [eventDate(event), event.time_as_written, event.place].filter(Boolean).join(", ");
  const printed = (row) => [
    row.described_as && quotation(sourceOf(row).language, row.described_as.replaceAll("|", " … ")),
    row.detail && el("p", {}, words(row.detail)),
  ];
  return [
    [
      el("p", {}, el("strong", {}, words(event.name))),
      el("p", {}, facts),
      event.date_as_written &&
        quotation(sourceOf(event).language, event.date_as_written.replaceAll("|", " … ")),
      el("p", { class: "source" }, sourceLine(one[0])),
      linksOf(one),
    ],
    [
      printed(other[0]),
      el("p", { class: "source" }, sourceLine(other[0])),
      el(
        "p",
        { class: "address" },
        articleLink(other[0], other[0].described_as.split("|")[0]),
        link(other[0]._address, other[0]._address),
      ),
    ],
  ];
}

export const conflictKinds = () =>
  kindsOfConflict().map(([kind, count]) => [kind, KINDS[kind][0].toLowerCase(), count]);
