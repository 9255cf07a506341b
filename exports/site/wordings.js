// Each remark with its wordings side by side.

import { amend, go, hashOf } from "./address.js";
import { kept, weakHidden } from "./copies.js";
import { choice, copyView, el, form, heading, languageName, link, words } from "./elements.js";
import {
  dateLine,
  familiesOf,
  newsrooms,
  outletList,
  outletOf,
  outletsOf,
  utterancesByWeight,
} from "./names.js";
import { about, part, record, referring } from "./package.js";
import { articleLink, copyQuotation, inOurWords, quotation } from "./parts.js";
import { counted, number, plainValue, plural, shorten } from "./text.js";
import { differences, languagesOf, reversed } from "./words.js";

// The renderings of an utterance, grouped by wording, those without a quotation last:
// [{language, kind, words, gap, wording, families, statements, steps, place}].
// `gap` separates two words; `steps` turn each earlier wording in the same language into this one.
export const wordingsOf = (utterance) =>
  (part(`wordings/${utterance}`) || [])
    .map((group) => {
      const all = group.statements.map(record);
      const statements = all.filter(kept);
      const { language, quote_type: kind } = all[0];
      const gap = about().unspaced.includes(language) ? "" : " ";
      const families = weakHidden() ? familiesOf(statements) : group.families;
      return { ...group, language, kind, gap, wording: group.words.join(gap), statements, families };
    })
    .filter((group) => group.statements.length);

// A wording with its differences from `base` marked: <ins> for other words, <del> for missing ones, which are not
// copied.
export function marked(base, group) {
  const [one, other] = [base.steps.length, group.steps.length]; // their places in their language
  const steps = one < other ? group.steps[one] : reversed(base.steps[other]);
  return differences(base.words, group.words, steps, group.gap).map(({ kind, text }) => {
    if (kind === "same") return text;
    const [word, gap] = [text.trimEnd(), text.slice(text.trimEnd().length)];
    // the gap after a struck word is not copied either
    return kind === "new"
      ? [el("ins", {}, word), gap]
      : [el("del", {}, word), el("span", { class: "gone" }, gap)];
  });
}

export function wordingCard(group, base, title, choose) {
  const [first] = group.statements;
  const ours = group.language !== "en" && first.summary;
  return el(
    "article",
    { id: `by-${first.statement_id}`, tabindex: "-1", class: base ? "wording" : "wording base" },
    title && el("p", { class: "tag" }, title),
    quotation(group.language, base ? marked(base, group) : group.wording),
    ours && inOurWords(group.language, ours),
    el(
      "p",
      { class: "office" },
      el("strong", {}, newsrooms(group.families)),
      ` · ${group.kind} quotation · ${dateLine(first)}`,
    ),
    el("p", { class: "source" }, outletList(outletsOf(group.statements), 4)),
    el(
      "p",
      { class: "address" },
      articleLink(first, group.wording),
      copyQuotation(group.wording, first),
      choose,
    ),
    el(
      "p",
      { class: "address" },
      group.statements.slice(0, 12).map((statement) => link(statement.statement_id, statement.statement_id)),
      group.statements.length > 12 && `and ${group.statements.length - 12} more`,
    ),
  );
}

export function wordingsView(query) {
  const utterance = record(query.utterance);
  if (!utterance) return wordingsIndex();
  const all = wordingsOf(utterance.utterance_id).filter(
    (group) => !query.outlet || group.statements.some((one) => outletOf(one) === query.outlet),
  );
  const occasion = record(utterance.occasion_id);
  const quoted = all.filter((group) => group.wording);
  const reported = all.filter((group) => !group.wording).flatMap((group) => group.statements);
  const languages = languagesOf(quoted, utterance.original_language);
  const outlets = counted(
    wordingsOf(utterance.utterance_id).flatMap((group) => group.statements),
    outletOf,
  ).sort((one, other) => one[0].localeCompare(other[0], "en"));
  return [
    el("p", { class: "kicker" }, el("a", { href: "#wordings" }, "All remarks")),
    heading(words(utterance.gist, "en"), ""),
    el(
      "p",
      { class: "address" },
      link(utterance.utterance_id, el("code", {}, utterance.utterance_id)),
      copyView(),
      el(
        "span",
        { class: "office" },
        `${plainValue(utterance.medium)} in ${languageName(utterance.original_language)}`,
        occasion && [", ", link(occasion.event_id, words(occasion.name))],
      ),
    ),
    form(
      "Choose a remark",
      choice(
        "Remark",
        utterance.utterance_id,
        utterancesByWeight(weight).map(([row, families]) => [
          row.utterance_id,
          `${shorten(row.gist, 80)} (${families})`,
        ]),
        (value) => go(hashOf("wordings", { utterance: value })),
        "utterance",
      ),
      choice(
        "Outlet",
        query.outlet || "",
        [["", "All outlets"], ...outlets.map(([name, count]) => [name, `${name} (${count})`])],
        (value) => amend({ outlet: value }),
        "outlet",
      ),
    ),
    languages.length > 1 &&
      el(
        "nav",
        { class: "jump", "aria-label": "Languages" },
        "Languages: ",
        languages.map((language) =>
          el(
            "a",
            { href: hashOf("wordings", { ...query, at: language }), "data-jump": `in-${language}` },
            `${languageName(language)} (${number(quoted.filter((group) => group.language === language).length)})`,
          ),
        ),
      ),
    el(
      "p",
      { class: "key" },
      el("ins", {}, "Underlined"),
      " words differ from the shaded wording, apart from case and punctuation; ",
      el("del", {}, "struck"),
      " words of it are missing, and are not copied. Where a fragment begins later or ends earlier, nothing is marked. Newsrooms are counted, not pages: all reprints of one agency count once.",
    ),
    !all.length && el("p", {}, "No wording matches these filters."),
    languages.map((language) => languageSection(utterance, language, quoted, query)),
    reported.length > 0 &&
      el(
        "section",
        {},
        el("h3", {}, "Reported without a quotation"),
        el(
          "ul",
          { class: "reported" },
          reported.map((statement) =>
            el(
              "li",
              {},
              words(statement.summary),
              " ",
              el(
                "span",
                { class: "office" },
                outletList([outletOf(statement)]),
                `, ${languageName(statement.language)}, `,
                link(statement.statement_id, statement.statement_id),
                " ",
                articleLink(statement, ""),
              ),
            ),
          ),
        ),
      ),
  ];
}

function languageSection(utterance, language, quoted, query) {
  const groups = quoted.filter((group) => group.language === language);
  const base =
    groups.find((group) => group.statements.some((one) => one.statement_id === query.base)) || groups[0];
  const translated = language !== utterance.original_language;
  const others = groups.filter((group) => group !== base);
  return el(
    "section",
    { class: "language" },
    el(
      "h3",
      { id: `in-${language}`, tabindex: "-1" },
      `${languageName(language)} `,
      el(
        "span",
        { class: "office" },
        `${plural(groups.length, "wording")}${translated ? ", translated" : ""}${about().unspaced.includes(language) ? ", compared character by character" : ""}`,
      ),
    ),
    language !== "en" && outletJumps(language, groups, query),
    el(
      "div",
      { class: "compare" },
      wordingCard(base, null, baseTitle(base, groups)),
      others.length > 0 &&
        el(
          "div",
          { class: "others" },
          others.map((group) => wordingCard(group, base, "", comparing(group))),
        ),
    ),
  );
}

// Links from each outlet to its wording, for readers who cannot read the language.
function outletJumps(language, groups, query) {
  const prints = groups
    .flatMap((group) =>
      outletsOf(group.statements).map((outlet) => [outlet, group.statements[0].statement_id]),
    )
    .sort((one, other) => one[0].localeCompare(other[0], "en"));
  if (prints.length < 2) return null;
  return el(
    "nav",
    { class: "jump", "aria-label": `Outlets in ${languageName(language)}` },
    "Outlets: ",
    prints.map(([outlet, id]) =>
      el("a", { href: hashOf("wordings", { ...query, at: id }), "data-jump": `by-${id}` }, words(outlet)),
    ),
  );
}

function comparing(group) {
  const [{ statement_id: id }] = group.statements;
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        amend({ base: id });
        /** @type {HTMLElement} */ (document.querySelector(`.base a[href="#${id}"]`)).focus();
      },
    },
    "Compare with this",
    el("span", { class: "unseen" }, `: ${id}`),
  );
}

// Why the others are compared with this wording.
export function baseTitle(base, groups) {
  const most = groups.every((group) => group === base || group.families < base.families);
  return most
    ? "Printed by more newsrooms than any other"
    : groups.length > 1
      ? "The others are compared with this"
      : "The only wording";
}

// The number of newsrooms that print a remark.
export const weight = (row) =>
  familiesOf(
    referring(row.utterance_id, "renderings", "utterance_id")
      .map((one) => record(one.statement_id))
      .filter(kept),
  );

function wordingsIndex() {
  return [
    heading(
      "The same remark in different words",
      "What somebody said once, and how each newsroom prints it. The wordings of each remark are side by side, with differences marked.",
    ),
    el(
      "ol",
      { class: "index" },
      utterancesByWeight(weight).map(([row, families]) => {
        const groups = wordingsOf(row.utterance_id).filter((group) => group.wording);
        const languages = new Set(groups.map((group) => group.language)).size;
        return el(
          "li",
          {},
          el(
            "h3",
            {},
            el("a", { href: hashOf("wordings", { utterance: row.utterance_id }) }, words(row.gist)),
          ),
          el(
            "p",
            { class: "office" },
            `${newsrooms(families)} · ${plural(groups.length, "wording")} · ${plural(languages, "language")}`,
          ),
        );
      }),
    ),
  ];
}
