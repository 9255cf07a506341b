// All statements, filtered.

const FIRST = 40; // statements shown before one asks for all

// statement -> what the filters look at, made once
let looked = null;
function looks() {
  looked =
    looked ||
    rowsOf("statements").map((statement) => {
      const speakers = speakersOf(statement);
      const parties = speakers.flatMap((row) => [row.person_id, row.organization_id]).filter(Boolean);
      const events = [
        statement.occasion_id,
        ...referring(statement.statement_id, "statement_events").map((row) => row.event_id),
      ].filter(Boolean);
      const text = folded(
        [
          statement.statement_id,
          statement.quote,
          statement.summary,
          statement.attributed_as,
          outletOf(statement),
          sourceOf(statement).title,
          ...speakers.map(partyOf),
        ].join(" "),
      );
      return { statement, parties, events, text };
    });
  return looked;
}

function found(query) {
  const wanted = folded(query.q || "")
    .split(/\s+/)
    .filter(Boolean);
  return looks().filter(
    ({ statement, parties, events, text }) =>
      (!query.speaker || parties.includes(query.speaker)) &&
      (!query.event || events.includes(query.event)) &&
      (!query.type || statement.quote_type === query.type) &&
      (!query.outlet || outletOf(statement) === query.outlet) &&
      (!query.language || statement.language === query.language) &&
      wanted.every((word) => text.includes(word)),
  );
}

function searchField(id, label, value) {
  return el(
    "div",
    { class: "field text" },
    el("label", { for: id }, label),
    el("input", {
      id,
      type: "search",
      value: value || "",
      autocomplete: "off",
      oninput: (event) => amend({ q: event.target.value, page: "" }),
    }),
  );
}

function statementsView(query) {
  const by = (valuesOf) => counted(looks(), valuesOf);
  const parties = by((one) => one.parties);
  const people = parties.filter(([id]) => record(id) && record(id)._table === "people");
  const others = parties.filter(([id]) => record(id) && record(id)._table === "organizations");
  const any = (name) => [["", name]];
  const alphabetic = (counts) => counts.sort((one, other) => one[0].localeCompare(other[0], "en"));
  return [
    heading(
      "Every statement",
      "Quotations and reports of speech, one for each attribution in each source, in the order of the data: the first article comes first, whole.",
    ),
    el(
      "form",
      {
        class: "filters",
        "aria-label": "Filter the statements",
        onsubmit: (event) => event.preventDefault(),
      },
      searchField("text", "Search words", query.q),
      choice(
        "Speaker",
        query.speaker || "",
        [
          ...any("Anybody"),
          { group: "People", options: optionsOf(people, titleOf) },
          { group: "Organizations", options: optionsOf(others, titleOf) },
        ],
        (value) => amend({ speaker: value }),
        "speaker",
      ),
      choice(
        "Event",
        query.event || "",
        [
          ...any("Any event"),
          ...optionsOf(
            by((one) => one.events),
            (id) => shorten(titleOf(id), 70),
          ),
        ],
        (value) => amend({ event: value }),
        "event",
      ),
      choice(
        "Type",
        query.type || "",
        [...any("Any type"), ...optionsOf(by((one) => one.statement.quote_type))],
        (value) => amend({ type: value }),
        "type",
      ),
      choice(
        "Outlet",
        query.outlet || "",
        [
          ...any("Any outlet"),
          ...optionsOf(alphabetic(by((one) => outletOf(one.statement))), (name) => name),
        ],
        (value) => amend({ outlet: value }),
        "outlet",
      ),
      choice(
        "Language",
        query.language || "",
        [
          ...any("Any language"),
          ...optionsOf(
            by((one) => one.statement.language),
            languageName,
          ),
        ],
        (value) => amend({ language: value }),
        "language",
      ),
      el(
        "div",
        { class: "field" },
        el(
          "button",
          {
            type: "button",
            class: "quiet",
            onclick: () => {
              go("#statements");
            },
          },
          "Clear all",
        ),
      ),
    ),
    el("div", { id: "results" }, statementResults(query)),
  ];
}

function statementResults(query) {
  const all = found(query);
  const list = el(
    "div",
    { class: "statements" },
    all.slice(0, FIRST).map(({ statement }) => statementItem(statement)),
  );
  const rest =
    all.length > FIRST &&
    el(
      "button",
      {
        type: "button",
        onclick: (event) => {
          const first = list.children.length;
          list.append(...all.slice(FIRST).map(({ statement }) => statementItem(statement)));
          event.target.remove();
          list.children[first].querySelector("a").focus();
        },
      },
      `Show all ${number(all.length)}`,
    );
  return [
    count(`${number(all.length)} of ${plural(rowsOf("statements").length, "statement")}`),
    list,
    !all.length && el("p", {}, "No statement fits all of these. Take one filter away."),
    rest,
  ];
}
