// Parts that several views share: a statement, a quotation, a source, the evidence of a row.

const dateLine = (statement) =>
  statement.said_on
    ? day(statement.said_on)
    : sourceOf(statement).published
      ? `printed ${day(sourceOf(statement).published)}`
      : "no date";

function speakerLine(statement) {
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
          : "Somebody unnamed",
      ),
      officeOf(row) && [" ", el("span", { class: "office" }, words(officeOf(row)))],
    ]),
  );
}

// Words in quotation marks, which stand at the ends of them in whichever direction they run.
const quotation = (language, ...parts) =>
  el("blockquote", { class: "quote", lang: language, dir: "auto" }, "“", parts, "”");

// The quotation in the source's words, or what is reported in ours, said to be so.
function saidWhat(statement) {
  const foreign = statement.language !== "en";
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
    foreign &&
      el(
        "p",
        { class: "summary" },
        el("span", { class: "tag" }, `${languageName(statement.language)}; in our words`),
        " ",
        words(statement.summary, "en"),
      ),
  ];
}

const sourceLine = (row) => {
  const source = sourceOf(row);
  return [
    link(row.source_id, words(source.publisher || row.source_id)),
    source.title && [", ", el("cite", {}, words(shorten(source.title, 110), source.language))],
  ];
};

function statementItem(statement) {
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
      el("p", { class: "source" }, sourceLine(statement)),
      el(
        "p",
        { class: "address" },
        link(statement.statement_id, statement.statement_id),
        copyButton(statement.statement_id),
      ),
    ),
  );
}

// Where in its source a row stands.
function evidence(row) {
  if (!("source_id" in row) || !row.source_id || row._table === "sources") return null;
  const source = sourceOf(row);
  const spans = row.spans ? row.spans.split(";").map((span) => span.split("-").map(Number)) : [];
  const families = new Set(referring(row.source_id, "statements").map((one) => one.source_id));
  return el(
    "section",
    { class: "evidence" },
    el("h3", {}, "Evidence"),
    el(
      "p",
      {},
      sourceLine(row),
      ". ",
      source.published
        ? `Published ${day(source.published)} (${plainValue(source.published_basis)}). `
        : "No date of publication. ",
      source.extent && `Read: ${source.extent === "full" ? "whole" : source.extent}.`,
    ),
    source.url && el("p", { class: "url" }, outward(source.url)),
    spans.length
      ? [
          el("p", {}, "Characters of its text, counted in Unicode code points from zero, end exclusive:"),
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
      : families && el("p", { class: "office" }, "No offsets: the text of this source is not registered."),
  );
}

// What refers to a record, by table.
function referrers(address) {
  const groups = new Map();
  for (const { row, field } of REFERRERS.get(address) || []) {
    const key = `${row._table} ${field}`;
    if (!groups.has(key)) groups.set(key, { table: row._table, field, rows: [] });
    groups.get(key).rows.push(row);
  }
  if (!groups.size) return null;
  return el(
    "section",
    { class: "referrers" },
    el("h3", {}, "Referred to by"),
    [...groups.values()].map(({ table, field, rows }) => {
      const title = TABLES[table].fields.find((one) => one.name === field).title;
      return el(
        "details",
        { open: rows.length <= 12 },
        el(
          "summary",
          {},
          `${TABLES[table].title} `,
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

// A link row is called by what it leads to besides the record in hand.
function referrerName(row, address) {
  if (TABLES[row._table].key.length === 1) return nameOf(row, 110);
  const other = [...TABLES[row._table].leads.keys()]
    .map((field) => row[field])
    .filter((value) => value && value !== address);
  const text = row.described_as || row.wording;
  const names = other.slice(0, 2).map((value) => titleOf(value));
  const role = row.role && plainValue(row.role);
  return [text && `“${shorten(text, 80)}”`, ...names, role].filter(Boolean).join(", ");
}
