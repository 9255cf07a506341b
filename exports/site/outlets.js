// Outlets, and what each of them printed. An outlet is a publisher of texts.

import { hashOf } from "./address.js";
import { isWeak, kept } from "./copies.js";
import { day } from "./dates.js";
import { el, heading, languageName, link, outward, words } from "./elements.js";
import { amount, denying, figureOf, hedgeOf } from "./figures.js";
import { familiesOf, measureName, outletOf } from "./names.js";
import { record, referring, rowsOf } from "./package.js";
import { articleLink, copyKind, statementItem, wordsOf } from "./parts.js";
import { counted, grouped, number, plainValue, plural } from "./text.js";

const sources = () => rowsOf("sources").filter(kept);

export const outletNames = () => [...new Set(rowsOf("sources").map((row) => outletOf(row)))];

export function outletsView(query) {
  const texts = sources().filter((row) => outletOf(row) === query.name);
  return query.name ? outletPage(query.name, texts) : outletIndex();
}

function outletIndex() {
  const texts = grouped(sources(), outletOf);
  const statements = new Map(counted(rowsOf("statements").filter(kept), outletOf));
  const all = [...texts].sort((one, other) => one[0].localeCompare(other[0], "en"));
  return [
    heading(
      "Who printed it",
      `${plural(all.length, "outlet")}, ${plural(familiesOf(sources()), "newsroom")}: what one newsroom writes is often printed by many outlets.`,
    ),
    el(
      "ul",
      { class: "names" },
      all.map(([name, some]) =>
        el(
          "li",
          {},
          el("a", { href: hashOf("outlets", { name }) }, words(name)),
          el(
            "span",
            { class: "office" },
            ` ${plural(some.length, "text")}, ${plural(statements.get(name) || 0, "statement")}`,
          ),
        ),
      ),
    ),
  ];
}

function outletPage(name, texts) {
  const ids = new Set(texts.map((row) => row.source_id));
  const statements = rowsOf("statements").filter((row) => ids.has(row.source_id));
  const claims = rowsOf("claims").filter((row) => ids.has(row.source_id));
  const events = rowsOf("event_sources").filter((row) => ids.has(row.source_id));
  return [
    el("p", { class: "kicker" }, el("a", { href: "#outlets" }, "All outlets")),
    heading(words(name), ""),
    el(
      "p",
      { class: "office" },
      `${plural(texts.length, "text")}, ${plural(statements.length, "statement")}, ${plural(claims.length, "numeric claim")}. ${newsroomCodes(texts)}`,
    ),
    el("h3", {}, "Its texts"),
    el(
      "ul",
      { class: "reported" },
      texts.map((row) =>
        el(
          "li",
          {},
          link(row.source_id, el("cite", {}, words(row.title || row.source_id, row.language))),
          el(
            "span",
            { class: "office" },
            ` ${[row.published && day(row.published), languageName(row.language), plainValue(row.kind)].filter(Boolean).join(", ")}`,
            row.copy && [" · ", el("span", { class: isWeak(row) ? "copy weak" : "copy" }, copyKind(row))],
          ),
          row.url && el("p", { class: "url" }, outward(row.url)),
        ),
      ),
    ),
    claims.length > 0 && [el("h3", {}, "Figures it printed"), claimList(claims, false)],
    statements.length > 0 && [
      el("h3", {}, "What it quoted and reported"),
      el("div", { class: "statements" }, statements.slice(0, 10).map(statementItem)),
      statements.length > 10 &&
        el(
          "p",
          { class: "more" },
          el(
            "a",
            { href: hashOf("statements", { outlet: name }) },
            `All ${number(statements.length)} statements`,
          ),
        ),
    ],
    events.length > 0 && [
      el("h3", {}, "Events it reported"),
      el(
        "ul",
        { class: "reported" },
        [...grouped(events, (row) => row.event_id)].map(([id, rows]) =>
          el(
            "li",
            {},
            link(id, words(record(id).name)),
            rows.map(
              (row) =>
                row.described_as && [" ", el("span", { class: "office" }, words(`“${row.described_as}”`))],
            ),
          ),
        ),
      ),
    ],
  ];
}

// The newsrooms that wrote what it printed, by their codes in the table of sources.
function newsroomCodes(texts) {
  const codes = [...new Set(texts.map((row) => row.family).filter(Boolean))];
  return `${codes.length === 1 ? "Newsroom that wrote them (its code)" : "Newsrooms that wrote them (their codes)"}: ${codes.join(", ")}.`;
}

// Claims by measure, each with its figure, hedge and claimant, and with the outlet if there are several (`among`).
export function claimList(claims, among = true) {
  return el(
    "ul",
    { class: "reported" },
    [...grouped(claims, (claim) => claim.measure_id)].map(([id, rows]) =>
      el(
        "li",
        {},
        el("a", { href: hashOf("figures", { measure: id }) }, words(measureName(record(id)))),
        rows.map((claim) =>
          el(
            "p",
            {},
            claim.polarity === "denied" && denying(claim),
            el(
              "strong",
              {},
              words(claim.relation === "vague" ? figureOf(claim) : amount(figureOf(claim), claim.unit)),
            ),
            claim.hedge && [" ", words(hedgeOf(claim))],
            el(
              "span",
              { class: "office" },
              ", according to ",
              words(claim._who),
              among && [", ", words(outletOf(claim))],
              " ",
            ),
            link(claim.claim_id, claim.claim_id),
            " ",
            articleLink(claim, wordsOf(claim)),
          ),
        ),
      ),
    ),
  );
}

export const referredClaims = (statements) =>
  statements.flatMap((statement) => referring(statement.statement_id, "claims", "statement_id"));
