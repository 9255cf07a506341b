// How records are named where others refer to them.

import { day } from "./dates.js";
import { el, words } from "./elements.js";
import { figureOf } from "./figures.js";
import { record, referring, rowsOf, tableOf } from "./package.js";
import { counted, plainValue, plural, shorten } from "./text.js";

const LEAD = {
  people: "name",
  organizations: "name",
  events: "name",
  positions: "title",
  utterances: "gist",
  sources: "title",
};

// The short title of a measure: who or what is measured, and the outcome.
const plainTitle = (measure) => [measure.subject, measure.outcome].filter(Boolean).join(": ");

// The same, or the whole definition if another measure has the same title.
let titleCounts = null;
export function measureName(measure) {
  titleCounts = titleCounts || new Map(counted(rowsOf("measures"), plainTitle));
  const name = plainTitle(measure);
  return (titleCounts.get(name) > 1 && measure.definition.replace(/\.$/, "")) || name;
}

// The headline of a record's own page: for a statement who made it and when, for a claim what it measures.
export function headlineOf(row) {
  if (row._table === "claims") return `${measureName(record(row.measure_id))} – ${figureOf(row)}`;
  if (row._table !== "statements") return nameOf(row, 200);
  const names = speakersOf(row).map((one) => partyOf(one, row));
  return `${names.length ? names.join(" and ") : "Nobody named"}, ${dateLine(row)}`;
}

export function nameOf(row, length = 90) {
  if (row._table === "statements") return shorten(row.quote ? `“${row.quote}”` : row.summary, length);
  if (row._table === "claims")
    return shorten(`${figureOf(row)} (${measureName(record(row.measure_id))})`, length);
  if (row._table === "measures") return shorten(measureName(row), length);
  if (row._table === "positions") return shorten(postOf(row), length);
  const name = row[LEAD[row._table]];
  return name ? shorten(name, length) : linkName(row);
}

// A row of a link table is named after the records that it links.
function linkName(row) {
  const leads = [...tableOf(row._table).leads.keys()].filter((field) => row[field] && field !== "source_id");
  const names = leads
    .slice(0, 2)
    .map((field) => record(row[field]))
    .filter(Boolean)
    .map((one) => nameOf(one, 50));
  return names.length ? names.join(" – ") : row._address;
}

export const titleOf = (address) => (record(address) ? nameOf(record(address)) : address);

export const speakersOf = (statement) =>
  referring(statement.statement_id, "statement_speakers", "statement_id").filter(
    (row) => row.role !== "addressee",
  );

// The name of a party; without one, the source's words for it.
export function partyOf(row, statement) {
  const party = record(row.person_id) || record(row.organization_id);
  if (party) return party.name;
  const called = (statement || record(row.statement_id) || {}).attributed_as;
  return called ? `“${called.replaceAll("|", " … ")}”` : "somebody unnamed";
}

// "President of South Korea (suspended)": the office in which somebody speaks, on that day.
export function officeOf(row) {
  const position = record(row.position_id);
  if (!position) {
    const organization = row.person_id && record(row.organization_id);
    return organization ? organization.name : "";
  }
  return postOf(position);
}

const postOf = ({ title, status }) => (status === "incumbent" ? title : `${title} (${plainValue(status)})`);

export const sourceOf = (row) => record(row.source_id) || {};
export const outletOf = (row) => sourceOf(row).publisher || row.source_id;
const familyOf = (row) => sourceOf(row).family || row.source_id;
export const familiesOf = (rows) => new Set(rows.map(familyOf)).size;
export const newsrooms = (count) => plural(count, "newsroom");
export const outletsOf = (rows) => [...new Set(rows.map(outletOf))];
export const outletLink = (outlet) =>
  el("a", { href: `#outlets?${new URLSearchParams({ name: outlet })}` }, words(outlet));

// Outlets by name: the first few, and the others on demand.
export function outletList(outlets, shown = 3) {
  const named = (some) => some.map((outlet, at) => [at > 0 && ", ", outletLink(outlet)]);
  if (outlets.length <= shown + 1) return el("span", { class: "outlets" }, named(outlets));
  return el(
    "span",
    { class: "outlets" },
    named(outlets.slice(0, shown)),
    " ",
    el(
      "details",
      {},
      el("summary", {}, `and ${plural(outlets.length - shown, "more outlet")}`),
      named(outlets.slice(shown)),
    ),
  );
}

// When a statement was made, or else when it was printed, marked as such.
export const dateLine = (statement) =>
  statement.said_on
    ? day(statement.said_on)
    : sourceOf(statement).published
      ? `printed ${day(sourceOf(statement).published)}`
      : "no date";

export const dateOf = (statement) => statement.said_on || sourceOf(statement).published || "";

export const optionsOf = (counts, nameOfValue = plainValue) =>
  counts.map(([value, times]) => [value, `${nameOfValue(value)} (${times.toLocaleString("en-US")})`]);

// Utterances with their number of newsrooms, highest first.
export const utterancesByWeight = (families) =>
  rowsOf("utterances")
    .map((row) => [row, families(row)])
    .sort((one, other) => other[1] - one[1]);
