// Parts that several views share: a statement, a quotation, a source, the evidence of a row.

import { wholeAddress } from "./address.js";
import { isWeak } from "./copies.js";
import { day } from "./dates.js";
import { copyButton, copying, el, languageName, link, outward, words } from "./elements.js";
import { openAt } from "./fragment.js";
import {
  dateLine,
  nameOf,
  officeOf,
  outletLink,
  outletOf,
  partyOf,
  sourceOf,
  speakersOf,
  titleOf,
} from "./names.js";
import { about, referrersOf, tableOf } from "./package.js";
import { number, plainValue, plural, shorten } from "./text.js";

export function speakerLine(statement) {
  const rows = speakersOf(statement);
  if (!rows.length) return el("p", { class: "speaker" }, el("strong", {}, "Nobody named"));
  return el(
    "p",
    { class: "speaker" },
    rows.map((row, at) => [
      at > 0 && el("span", { class: "and" }, row.role === "on_behalf_of" ? " on behalf of " : " and "),
      el(
        "strong",
        {},
        row.person_id || row.organization_id
          ? link(row.person_id || row.organization_id, words(partyOf(row)))
          : words(partyOf(row, statement)),
      ),
      officeOf(row) && [" ", el("span", { class: "office" }, words(officeOf(row)))],
    ]),
  );
}

// Words in quotation marks, which are at both ends whichever direction the words run in.
export const quotation = (language, ...parts) =>
  el("blockquote", { class: "quote", lang: language, dir: "auto" }, "“", parts, "”");

export const inOurWords = (language, summary) =>
  el(
    "p",
    { class: "summary" },
    el(
      "span",
      { class: "tag" },
      language === "en" ? "In our words" : `${languageName(language)}; in our words`,
    ),
    " ",
    words(summary, "en"),
  );

// The quotation in the source's words, or what is reported in ours, marked as such.
export function saidWhat(statement) {
  if (!statement.quote) {
    return el(
      "p",
      { class: "summary" },
      el("span", { class: "tag" }, "Reported, in our words"),
      " ",
      words(statement.summary, "en"),
    );
  }
  return [
    quotation(statement.language, statement.quote),
    statement.language !== "en" && inOurWords(statement.language, statement.summary),
  ];
}

// The text copied for a quotation: its words, who said it, where and when it was printed, and both links.
function quotationText(quote, statement) {
  const { publisher, published, url } = sourceOf(statement);
  const names = speakersOf(statement).map((row) => partyOf(row, statement));
  const { name, version } = about();
  return [
    `“${quote}”`,
    `${names.join(" and ") || "Nobody named"}, ${dateLine(statement)}`,
    `${publisher || statement.source_id}${published ? `, ${day(published)}` : ""}${url ? `: ${openAt(url, quote) || url}` : ""}`,
    `${name}, version ${version}, ${statement.statement_id}: ${wholeAddress(`#${statement.statement_id}`)}`,
  ].join("\n");
}

export const copyQuotation = (quote, statement) =>
  copying("Copy quotation", statement.statement_id, () => quotationText(quote, statement), "Copied");

const COPIES = {
  own_site: "on its own site",
  agency_client: "on the site of an agency’s client",
  portal: "copy on a portal",
  reprint: "reprint",
  board: "copy on a forum",
  machine_translation: "machine translation",
  unknown: "copy of unknown kind",
};

// "on its own site", "reprint": where the text of a source was read.
export const copyKind = (source) => COPIES[source.copy] || plainValue(source.copy);

// Outlet, date, and what kind of copy was read: "The Korea Times, 6 January 2025 · on its own site".
export function sourceLine(row) {
  const source = sourceOf(row);
  return [
    source.publisher ? outletLink(source.publisher) : link(row.source_id, row.source_id),
    source.published && `, ${day(source.published)}`,
    source.copy && [" · ", el("span", { class: isWeak(source) ? "copy weak" : "copy" }, copyKind(source))],
  ];
}

// The link that opens the article at the words of a row. `quote` has those words, if there are any.
export function articleLink(row, quote) {
  const source = sourceOf(row);
  const address = openAt(source.url || "", quote || "");
  if (!address) return null;
  return el(
    "a",
    { href: address, rel: "noopener noreferrer nofollow", class: "article", "data-url": source.url },
    quote ? "Article at these words" : "Article",
    el("span", { class: "unseen" }, ` (${outletOf(row)}, ${row._address})`),
  );
}

// The words of a row that are verbatim in its source.
export const wordsOf = (row) => row.quote || (row.as_written || "").split("|")[0];

export const sourceLines = (row) => [
  el("p", { class: "source" }, sourceLine(row)),
  sourceOf(row).title &&
    el(
      "p",
      { class: "source" },
      link(row.source_id, el("cite", {}, words(shorten(sourceOf(row).title, 110), sourceOf(row).language))),
    ),
];

export function statementItem(statement) {
  return el(
    "article",
    { class: "statement" },
    el(
      "header",
      {},
      speakerLine(statement),
      el(
        "p",
        { class: "when" },
        dateLine(statement),
        el("span", { class: "kind" }, plainValue(statement.quote_type)),
      ),
    ),
    saidWhat(statement),
    el(
      "footer",
      {},
      el("div", {}, sourceLines(statement)),
      el(
        "p",
        { class: "address" },
        articleLink(statement, statement.quote),
        statement.quote && copyQuotation(statement.quote, statement),
        link(statement.statement_id, statement.statement_id),
        copyButton(statement.statement_id),
      ),
    ),
  );
}

// The place of a row in its source.
export function evidence(row) {
  if (!("source_id" in row) || !row.source_id || row._table === "sources") return null;
  const source = sourceOf(row);
  const spans = row.spans ? row.spans.split(";").map((span) => span.split("-").map(Number)) : [];
  return el(
    "section",
    { class: "evidence" },
    el("h3", {}, "Evidence"),
    sourceLines(row),
    el(
      "p",
      {},
      source.published
        ? `Published ${day(source.published)} (${plainValue(source.published_basis)}). `
        : "No date of publication. ",
      source.extent && `Read: ${source.extent === "full" ? "in full" : source.extent}. `,
      articleLink(row, wordsOf(row)),
    ),
    source.url && el("p", { class: "url" }, outward(source.url)),
    spans.length
      ? [
          el("p", {}, "Characters in its text, counted in Unicode code points from zero, end exclusive:"),
          el(
            "ul",
            { class: "spans" },
            spans.map(([start, end]) =>
              el(
                "li",
                {},
                `${number(start)} to ${number(end)} `,
                el("span", { class: "office" }, `(${plural(end - start, "character")})`),
              ),
            ),
          ),
        ]
      : el("p", { class: "office" }, "No offsets: the text of this source is not registered."),
  );
}

// The records that refer to a record, by table.
export function referrers(address) {
  const groups = referrersOf(address);
  if (!groups.length) return null;
  return el(
    "section",
    { class: "referrers" },
    el("h3", {}, "Referred to by"),
    groups.map(({ table, field, rows }) => {
      const title = tableOf(table).fields.find((one) => one.name === field).title;
      return el(
        "details",
        { open: rows.length <= 12 },
        el(
          "summary",
          {},
          `${tableOf(table).title} `,
          el("span", { class: "office" }, `as “${title}”: ${number(rows.length)}`),
        ),
        el(
          "ul",
          {},
          rows.map((row) =>
            el(
              "li",
              {},
              link(row._address, row._address),
              " ",
              el("span", { class: "office" }, words(referrerName(row, address))),
            ),
          ),
        ),
      );
    }),
  );
}

// A link row is named after the other records that it refers to.
function referrerName(row, address) {
  if (tableOf(row._table).key.length === 1) return nameOf(row, 110);
  const other = [...tableOf(row._table).leads.keys()]
    .map((field) => row[field])
    .filter((value) => value && value !== address);
  const text = row.described_as || row.wording;
  const names = other.slice(0, 2).map((value) => titleOf(value));
  const role = row.role && plainValue(row.role);
  return [text && `“${shorten(text, 80)}”`, ...names, role].filter(Boolean).join(", ");
}

// A line that says what in the address was not found.
export const notice = (text) => el("p", { class: "notice", role: "status" }, text);
