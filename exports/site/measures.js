// Each measure with its figures, as a chart and as a table.

import { amend, go, hashOf } from "./address.js";
import { CHART_NOTE, legend, strip, timeChart } from "./charts.js";
import { kept } from "./copies.js";
import { conflictsOf } from "./disagreement.js";
import { whenDrawn } from "./drawing.js";
import { choice, copyView, el, form, heading, link, scrolling, words } from "./elements.js";
import { denying, figuresOf, hasNumber, rangeOf, shortWhen, unitName } from "./figures.js";
import { measureName, optionsOf, outletList } from "./names.js";
import { record, referring, rowsOf } from "./package.js";
import { articleLink, wordsOf } from "./parts.js";
import { domainOf } from "./scale.js";
import { chartButtons, csvButton } from "./take.js";
import { counted, number, plural, shorten } from "./text.js";

export function figuresView(query) {
  const measure = record(query.measure);
  if (!measure) return figuresIndex();
  const entries = figuresOf(measure);
  const claimants = counted(entries, (entry) => entry.who);
  const numbered = entries.filter(hasNumber);
  const domain = numbered.length ? domainOf(numbered) : [0, 1];
  const holder = el("div", { class: "plot" });
  const over = new Set(numbered.filter((entry) => entry.time).map((entry) => entry.time)).size > 1;
  if (over) whenDrawn(() => holder.replaceChildren(timeChart(measure, entries, holder, query.who) || ""));
  const against = conflictsOf({ subject: measure.measure_id }).length;
  return [
    el("p", { class: "kicker" }, el("a", { href: "#figures" }, "All measures")),
    heading(
      words(measureName(measure), "en"),
      measureName(measure) !== measure.definition.replace(/\.$/, "") && words(measure.definition, "en"),
    ),
    el(
      "p",
      { class: "address" },
      link(measure.measure_id, el("code", {}, measure.measure_id)),
      copyView(),
      el("span", { class: "office" }, `unit: ${unitName(measure.unit)}`),
      against > 0 &&
        el("a", { href: hashOf("conflicts", { subject: measure.measure_id }) }, plural(against, "conflict")),
    ),
    measure.note && el("p", {}, words(measure.note)),
    form(
      "Choose a measure",
      choice(
        "Measure",
        measure.measure_id,
        measuresByWeight().map(([row, claims]) => [
          row.measure_id,
          `${shorten(measureName(row), 80)} (${claims})`,
        ]),
        (value) => go(hashOf("figures", { measure: value })),
        "measure",
      ),
      choice(
        "Highlight a claimant",
        query.who || "",
        [["", "Nobody"], ...optionsOf(claimants, (who) => who)],
        (value) => amend({ who: value }),
        "claimant",
      ),
    ),
    numbered.length > 0 &&
      el(
        "figure",
        {},
        over
          ? holder
          : el(
              "p",
              { class: "office" },
              "All figures are from one date, so there is no chart over time. The table shows them on one scale.",
            ),
        legend(),
        over && el("figcaption", {}, CHART_NOTE),
      ),
    el(
      "p",
      { class: "take" },
      over && chartButtons(measure.measure_id, () => holder.querySelector("svg"), measureName(measure)),
      csvButton(measure.measure_id, COLUMNS, () => tableOfFigures(measure, entries), "Figures as CSV"),
    ),
    !entries.length && el("p", {}, "Without weak copies, no figures are left."),
    scrolling(
      "Figures and claimants",
      el(
        "table",
        { class: "figures" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            [
              "When",
              "According to",
              `Figure (${unitName(measure.unit)})`,
              `On one scale, ${number(domain[0])} to ${number(domain[1])}`,
              "Hedge, as printed",
              "Printed by",
              "Claims",
            ].map((title, at) => el("th", { scope: "col", class: { 3: "wide" }[at] }, title)),
          ),
        ),
        el(
          "tbody",
          {},
          entries.map((entry) => figureRow(entry, measure, domain, query.who)),
        ),
      ),
    ),
    el(
      "p",
      { class: "office" },
      "When: the day for which the claim is made. If that is unknown, the day when it was said or printed, marked as such.",
    ),
  ];
}

const COLUMNS = [
  "measure_id",
  "when",
  "date_is",
  "according_to",
  "polarity",
  "figure",
  "unit",
  "least",
  "most",
  "unit_compared",
  "hedges",
  "newsrooms",
  "outlets",
  "claims",
];
const tableOfFigures = (measure, entries) =>
  entries.map((entry) =>
    [
      measure.measure_id,
      entry.time,
      entry.basis,
      entry.who,
      entry.denied ? "denied" : "affirmed",
      entry.figure,
      entry.unit,
      entry.low,
      entry.high,
      measure.unit,
      entry.hedges.join("; "),
      entry.families,
      entry.outlets.join("; "),
      entry.claims.map((claim) => claim.claim_id).join("; "),
    ].map((cell) => String(cell ?? "")),
  );

// One row. On a narrow screen its cells are stacked, and those that are not self-explanatory have titles.
function figureRow(entry, measure, domain, chosen) {
  return el(
    "tr",
    { class: chosen && entry.who === chosen ? "chosen" : undefined },
    el("td", { class: "date-cell" }, shortWhen(entry)),
    el("td", { class: "who" }, words(entry.who)),
    el(
      "td",
      { class: "figure" },
      entry.denied && denying(entry),
      words(entry.figure),
      entry.unit !== measure.unit && hasNumber(entry) && ` ${entry.unit}`,
    ),
    el("td", { class: hasNumber(entry) ? "wide" : "wide void" }, strip(entry, domain)),
    el(
      "td",
      { class: entry.hedges.length ? "hedge" : "hedge void" },
      entry.hedges.map((hedge, at) => [at > 0 && "; ", words(hedge)]),
    ),
    el("td", { class: "printed" }, plural(entry.families, "newsroom"), ": ", outletList(entry.outlets, 2)),
    el(
      "td",
      { class: "links" },
      entry.claims.map((claim) => [link(claim.claim_id, claim.claim_id), " "]),
      articleLink(entry.claims[0], wordsOf(entry.claims[0])),
    ),
  );
}

const measuresByWeight = () =>
  rowsOf("measures")
    .map((row) => [row, referring(row.measure_id, "claims", "measure_id").filter(kept).length])
    .sort((one, other) => other[1] - one[1]);

function figuresIndex() {
  return [
    heading(
      "How many, according to whom",
      "Each figure keeps its claimant and its hedge. Two claims share a measure only if they measure exactly the same thing. None is averaged, and none is preferred.",
    ),
    el(
      "ol",
      { class: "index" },
      measuresByWeight()
        .filter(([, claims]) => claims)
        .map(([row, claims]) => {
          const entries = figuresOf(row);
          const values = entries.filter(hasNumber).flatMap((entry) => [entry.low, entry.high]);
          return el(
            "li",
            {},
            el(
              "h3",
              {},
              el("a", { href: hashOf("figures", { measure: row.measure_id }) }, words(measureName(row))),
            ),
            el(
              "p",
              { class: "office" },
              el("strong", {}, rangeOf(values, row.unit)),
              ` · ${plural(claims, "claim")} · ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}`,
            ),
          );
        }),
    ),
  ];
}
