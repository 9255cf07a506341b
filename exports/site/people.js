// People and organizations: what they said, what they claimed, and what others say they said.

import { hashOf } from "./address.js";
import { kept } from "./copies.js";
import { el, heading, link, words } from "./elements.js";
import { officeOf } from "./names.js";
import { claimList, referredClaims } from "./outlets.js";
import { record, referring, rowsOf } from "./package.js";
import { statementItem } from "./parts.js";
import { number, plural } from "./text.js";

const SPEAKING = ["speaker", "joint_speaker"];
const SHOWN = 8; // statements of each kind on the page of a party

export const isParty = (row) => row && (row._table === "people" || row._table === "organizations");

// The statements of a party: {own, told, claims}. `told` has what others say they said, or say on their behalf.
function saidBy(party) {
  const rows = [
    ...referring(party._address, "statement_speakers", "person_id"),
    ...referring(party._address, "statement_speakers", "organization_id"),
  ];
  const of = (roles) =>
    [...new Set(rows.filter((row) => roles.includes(row.role)).map((row) => row.statement_id))]
      .map(record)
      .filter(kept);
  const own = of(SPEAKING);
  const within = own.filter(
    (statement) => statement.parent_id && !speaks(party, record(statement.parent_id)),
  );
  const direct = own.filter((statement) => !within.includes(statement));
  return { own: direct, told: [...within, ...of(["on_behalf_of"])], claims: referredClaims(own) };
}

const speaks = (party, statement) =>
  statement &&
  referring(statement.statement_id, "statement_speakers", "statement_id").some(
    (row) =>
      SPEAKING.includes(row.role) &&
      (row.person_id === party._address || row.organization_id === party._address),
  );

export function partyPage(party) {
  const { own, told, claims } = saidBy(party);
  const quoted = own.filter((statement) => statement.quote);
  const reported = own.filter((statement) => !statement.quote);
  const offices = [...new Set(referring(party._address, "statement_speakers").map(officeOf).filter(Boolean))];
  return [
    offices.length > 0 && el("p", { class: "office" }, words(offices.slice(0, 4).join("; "))),
    el(
      "p",
      {},
      el(
        "a",
        { href: hashOf("statements", { speaker: party._address }) },
        `All ${plural(own.length + told.length, "statement")}`,
      ),
      `: ${number(quoted.length)} quoted, ${number(reported.length)} reported, ${number(told.length)} relayed by others. ${plural(claims.length, "numeric claim")}.`,
    ),
    listed("Said, in the words of the source", quoted),
    claims.length > 0 && el("section", {}, el("h3", {}, "Claimed"), claimList(claims)),
    listed("Reported to have said, without a quotation", reported),
    listed("Relayed by somebody else", told),
  ];
}

const listed = (title, statements) =>
  statements.length > 0 &&
  el(
    "section",
    {},
    el("h3", {}, title, " ", el("span", { class: "office" }, number(statements.length))),
    el("div", { class: "statements" }, statements.slice(0, SHOWN).map(statementItem)),
    statements.length > SHOWN &&
      el(
        "details",
        {
          ontoggle: (event) => {
            const box = event.target;
            if (box.open && box.children.length === 1)
              box.append(...statements.slice(SHOWN, 200).map(statementItem));
          },
        },
        el("summary", {}, `${number(Math.min(200, statements.length) - SHOWN)} more`),
      ),
  );

export function peopleView() {
  const group = (name) =>
    rowsOf(name)
      .map((row) => [row, saidBy(row)])
      .map(([row, { own, told, claims }]) => [row, own.length + told.length, claims.length])
      .sort((one, other) => other[1] - one[1] || one[0].name.localeCompare(other[0].name, "en"));
  return [
    heading(
      "Who said it",
      "People and organizations, those with the most statements first: what each of them said and claimed, and what others say they said.",
    ),
    ["people", "organizations"].map((name) => [
      el("h3", {}, name === "people" ? "People" : "Organizations"),
      el(
        "ul",
        { class: "names" },
        group(name).map(([row, statements, claims]) =>
          el(
            "li",
            {},
            link(row._address, words(row.name)),
            el(
              "span",
              { class: "office" },
              ` ${[statements && plural(statements, "statement"), claims && plural(claims, "claim")].filter(Boolean).join(", ") || "named only"}`,
            ),
          ),
        ),
      ),
    ]),
  ];
}
