// One record: what it says, its place in the source, and all its fields.

import { hashOf } from "./address.js";
import { isWeak } from "./copies.js";
import { day } from "./dates.js";
import { copyButton, el, heading, link, outward, prose, words } from "./elements.js";
import { amount, denying, figureOf, hedgeOf, SENSES, whenOf } from "./figures.js";
import { headlineOf, outletLink, outletOf, sourceOf, titleOf } from "./names.js";
import { about, labelOf, record, referring, tableOf } from "./package.js";
import {
  articleLink,
  copyKind,
  copyQuotation,
  evidence,
  referrers,
  saidWhat,
  sourceLine,
  sourceLines,
  speakerLine,
  wordsOf,
} from "./parts.js";
import { isParty, partyPage } from "./people.js";
import { plural } from "./text.js";
import { eventDate, statusBadge } from "./timeline.js";

export function recordView(row) {
  const table = tableOf(row._table);
  const article = el(
    "article",
    { class: "record", id: row._address, tabindex: "-1", "aria-labelledby": "record-name" },
    el(
      "p",
      { class: "kicker" },
      isParty(row)
        ? el("a", { href: "#people" }, "People and organizations")
        : el("a", { href: hashOf("tables", { table: table.name }) }, table.title),
    ),
    el("h2", { id: "record-name" }, words(headlineOf(row))),
    el(
      "p",
      { class: "address" },
      el("code", {}, row._address),
      copyButton(row._address),
      el(
        "span",
        { class: "office" },
        `Cite as: ${about().name}, version ${about().version}, ${row._address}`,
      ),
    ),
    isParty(row) && partyPage(row),
    row._table === "statements" &&
      el(
        "div",
        { class: "lead" },
        speakerLine(row),
        saidWhat(row),
        sourceLines(row),
        el(
          "p",
          { class: "address" },
          articleLink(row, row.quote),
          row.quote && copyQuotation(row.quote, row),
        ),
      ),
    row._table === "events" && el("p", { class: "lead" }, statusBadge(row.status), " ", eventDate(row)),
    row._table === "utterances" &&
      el(
        "p",
        {},
        el(
          "a",
          { href: hashOf("wordings", { utterance: row.utterance_id }) },
          "See its wordings side by side",
        ),
      ),
    row._table === "claims" && claimLead(row),
    row._table === "sources" &&
      el(
        "div",
        { class: "lead" },
        el(
          "p",
          {},
          el("strong", {}, outletLink(outletOf(row))),
          row.byline && [", ", words(row.byline)],
          row.published && `, ${day(row.published)}`,
          row.copy && [" · ", el("span", { class: isWeak(row) ? "copy weak" : "copy" }, copyKind(row))],
        ),
        row.url && el("p", { class: "url" }, outward(row.url)),
      ),
    row._table === "claims" &&
      el(
        "p",
        {},
        el("a", { href: hashOf("figures", { measure: row.measure_id }) }, "See all figures for this measure"),
      ),
    row._table === "measures" &&
      el(
        "p",
        {},
        el("a", { href: hashOf("figures", { measure: row.measure_id }) }, "See its figures as a chart"),
      ),
    row._table === "statements" && renderedIn(row),
    row._table === "events" && contested(row),
    row._table === "measures" && el("p", { class: "lead" }, words(row.definition)),
    evidence(row),
    referrers(row._address),
    allFields(row, table),
  );
  return [article];
}

// The fields that have a value, then, folded away, the empty ones. Ids link to other records.
function allFields(row, table) {
  const [told, empty] = [true, false].map((has) =>
    table.fields.filter((field) => Boolean(row[field.name]) === has),
  );
  return el(
    "details",
    { class: "all-fields" },
    el("summary", {}, el("h3", {}, "All fields and ids")),
    el(
      "dl",
      { class: "fields" },
      told.map((field) => fieldPair(row, field)),
    ),
    empty.length > 0 &&
      el(
        "details",
        {},
        el("summary", {}, plural(empty.length, "empty field")),
        el(
          "dl",
          { class: "fields" },
          empty.map((field) => fieldPair(row, field)),
        ),
      ),
  );
}

function claimLead(claim) {
  return el(
    "div",
    { class: "lead" },
    el(
      "p",
      { class: "figure" },
      claim.polarity === "denied" && denying(claim),
      words(claim.relation === "vague" ? figureOf(claim) : amount(figureOf(claim), claim.unit)),
      el("span", { class: "sense" }, " ", words(hedgeOf(claim) || SENSES[claim.relation])),
    ),
    el(
      "p",
      {},
      "According to ",
      el("strong", {}, words(claim._who)),
      claim.statement_id && [", in ", link(claim.statement_id, claim.statement_id)],
      claim._time && `, ${whenOf({ time: claim._time, basis: claim._basis })}`,
      ". As written: ",
      words(`“${claim.as_written.replaceAll("|", " … ")}”`, sourceOf(claim).language),
      ".",
    ),
    sourceLines(claim),
    el("p", { class: "address" }, articleLink(claim, wordsOf(claim))),
  );
}

// Descriptions of an event that contradict ours.
function contested(event) {
  const rows = referring(event.event_id, "event_sources", "event_id").filter(
    (row) => row.stance === "contradicts",
  );
  return (
    rows.length > 0 &&
    el(
      "section",
      {},
      el("h3", {}, "Where sources contradict this"),
      el(
        "ul",
        { class: "reported" },
        rows.map((row) =>
          el(
            "li",
            {},
            words(row.detail),
            " ",
            row.described_as &&
              el("span", { class: "office" }, words(`“${row.described_as}”`, sourceOf(row).language), " "),
            el("span", { class: "office" }, sourceLine(row), " (", link(row._address, "record"), ")"),
          ),
        ),
      ),
    )
  );
}

function renderedIn(statement) {
  const rows = referring(statement.statement_id, "renderings", "statement_id");
  return (
    rows.length > 0 &&
    el(
      "p",
      {},
      "Other sources print the same remark: ",
      rows.map((row, at) => [
        at > 0 && "; ",
        el(
          "a",
          { href: hashOf("wordings", { utterance: row.utterance_id }) },
          words(titleOf(row.utterance_id)),
        ),
      ]),
    )
  );
}

function fieldPair(row, field) {
  const value = row[field.name];
  const label = value && labelOf(row._table, field.name, value);
  return el(
    "div",
    { class: value ? "pair" : "pair missing" },
    el("dt", { title: field.description }, field.title, " ", el("code", {}, field.name)),
    el(
      "dd",
      {},
      value ? cell(row, field.name) : "empty",
      label && el("span", { class: "office" }, " ", prose(label)),
    ),
  );
}

function cell(row, field) {
  const value = row[field];
  if (tableOf(row._table).leads.has(field) && record(value)) {
    return [link(value, value), " ", el("span", { class: "office" }, words(titleOf(value)))];
  }
  if (value === row._address) return link(value, value);
  return field === "url" ? outward(value) : words(value);
}

export function missingRecord(address) {
  return [
    heading("There is no such record", `Nothing in version ${about().version} has the address ${address}.`),
    el("p", {}, el("a", { href: "#tables" }, "Look through the tables")),
  ];
}
