// Each remark with its wordings side by side.

function wordingCard(group, base, title, choose) {
  const outlets = [...new Set(group.statements.map(outletOf))];
  return el(
    "article",
    { class: base ? "wording" : "wording base" },
    title && el("p", { class: "tag" }, title),
    quotation(group.language, base ? marked(base, group) : group.wording),
    el("p", { class: "office" }, el("strong", {}, newsrooms(group.families)), ` · ${group.kind} quotation`),
    el(
      "p",
      { class: "source" },
      outlets.slice(0, 4).map((outlet, at) => [at > 0 && ", ", words(outlet)]),
      outlets.length > 4 && ` and ${outlets.length - 4} more`,
    ),
    el(
      "p",
      { class: "address" },
      group.statements.slice(0, 12).map((statement) => link(statement.statement_id, statement.statement_id)),
      group.statements.length > 12 && `and ${group.statements.length - 12} more`,
      choose,
    ),
  );
}

function wordingsView(query) {
  const utterance = record(query.utterance);
  if (!utterance || utterance._table !== "utterances") return wordingsIndex();
  const all = wordingsOf(utterance.utterance_id);
  const occasion = record(utterance.occasion_id);
  const quoted = all.filter((group) => group.wording);
  const reported = all.filter((group) => !group.wording).flatMap((group) => group.statements);
  return [
    el("p", { class: "kicker" }, el("a", { href: "#wordings" }, "All remarks")),
    heading(words(utterance.gist, "en"), ""),
    el(
      "p",
      { class: "address" },
      el("code", {}, link(utterance.utterance_id, utterance.utterance_id)),
      copyButton(utterance.utterance_id),
      el(
        "span",
        { class: "office" },
        `${plainValue(utterance.medium)} in ${languageName(utterance.original_language)}`,
        occasion && [", ", link(occasion.event_id, words(occasion.name))],
      ),
    ),
    el(
      "form",
      { class: "filters", onsubmit: (event) => event.preventDefault() },
      choice(
        "Remark",
        utterance.utterance_id,
        utterancesByWeight().map(([row, families]) => [
          row.utterance_id,
          `${shorten(row.gist, 80)} (${families})`,
        ]),
        (value) => amend({ utterance: value, base: "" }),
        "utterance",
      ),
    ),
    el(
      "p",
      { class: "key" },
      el("ins", {}, "underlined"),
      " words differ from the first wording, case and punctuation aside; ",
      el("del", {}, "struck"),
      " words of it are missing. Where a fragment begins later or ends earlier, nothing is marked. Newsrooms are counted, not pages: reprints of one agency are one.",
    ),
    languagesOf(quoted, utterance.original_language).map((language) =>
      languageSection(utterance, language, quoted, query.base),
    ),
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
                words(outletOf(statement)),
                ", ",
                languageName(statement.language),
                ", ",
                link(statement.statement_id, statement.statement_id),
              ),
            ),
          ),
        ),
      ),
  ];
}

function languageSection(utterance, language, quoted, chosen) {
  const groups = quoted.filter((group) => group.language === language);
  const base =
    groups.find((group) => group.statements.some((one) => one.statement_id === chosen)) || groups[0];
  const translated = language !== utterance.original_language;
  const others = groups.filter((group) => group !== base);
  return el(
    "section",
    { class: "language" },
    el(
      "h3",
      {},
      `${languageName(language)} `,
      el(
        "span",
        { class: "office" },
        `${plural(groups.length, "wording")}${translated ? ", translated" : ""}`,
      ),
    ),
    el(
      "div",
      { class: "compare" },
      wordingCard(base, null, baseTitle(base, groups)),
      others.length > 0 &&
        el(
          "div",
          { class: "others" },
          others.map((group) =>
            wordingCard(
              group,
              base,
              "",
              el(
                "button",
                {
                  type: "button",
                  class: "quiet",
                  "aria-label": `Compare with ${group.statements[0].statement_id}`,
                  onclick: () => {
                    const id = group.statements[0].statement_id;
                    amend({ base: id });
                    main.querySelector(`.base a[href="#${id}"]`).focus();
                  },
                },
                "Compare with this",
              ),
            ),
          ),
        ),
    ),
  );
}

// Why the others are compared with this wording.
function baseTitle(base, groups) {
  const most = groups.every((group) => group === base || group.families < base.families);
  return most
    ? "Printed by most newsrooms"
    : groups.length > 1
      ? "The others are compared with this"
      : "The only wording";
}

const utterancesByWeight = () =>
  rowsOf("utterances")
    .map((row) => [
      row,
      familiesOf(referring(row.utterance_id, "renderings").map((one) => record(one.statement_id))),
    ])
    .sort((one, other) => other[1] - one[1]);

function wordingsIndex() {
  return [
    heading(
      "The same remark in different words",
      "What somebody said once, and how each newsroom prints it. Of each remark the wordings stand side by side, with differences marked.",
    ),
    el(
      "ol",
      { class: "index" },
      utterancesByWeight().map(([row, families]) => {
        const groups = wordingsOf(row.utterance_id).filter((group) => group.wording);
        const languages = new Set(groups.map((group) => group.language)).size;
        return el(
          "li",
          {},
          el("h3", {}, el("a", { href: `#wordings?utterance=${row.utterance_id}` }, words(row.gist))),
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
