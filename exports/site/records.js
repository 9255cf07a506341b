// One record with all its fields, and the tables as they are.

function recordView(row) {
  const table = TABLES[row._table];
  const singular = table.title;
  const article = el(
    "article",
    { class: "record", id: row._address, tabindex: "-1", "aria-labelledby": "record-name" },
    el("p", { class: "kicker" }, el("a", { href: `#tables?table=${table.name}` }, singular)),
    el("h2", { id: "record-name" }, words(headlineOf(row))),
    el(
      "p",
      { class: "address" },
      el("code", {}, row._address),
      copyButton(row._address),
      el(
        "span",
        { class: "office" },
        `Cite as: ${PACKAGE.name}, version ${PACKAGE.version}, ${row._address}`,
      ),
    ),
    row._table === "statements" &&
      el(
        "div",
        { class: "lead" },
        speakerLine(row),
        saidWhat(row),
        el("p", { class: "source" }, sourceLine(row)),
      ),
    row._table === "events" && el("p", { class: "lead" }, statusBadge(row.status), " ", eventDate(row)),
    row._table === "utterances" &&
      el(
        "p",
        {},
        el("a", { href: `#wordings?utterance=${row.utterance_id}` }, "See its wordings side by side"),
      ),
    row._table === "claims" && claimLead(row),
    row._table === "sources" &&
      el(
        "div",
        { class: "lead" },
        el(
          "p",
          {},
          el("strong", {}, words(row.publisher)),
          row.byline && [", ", words(row.byline)],
          row.published && `, ${day(row.published)}`,
        ),
        row.url && el("p", { class: "url" }, outward(row.url)),
      ),
    row._table === "claims" &&
      el("p", {}, el("a", { href: `#figures?measure=${row.measure_id}` }, "See all figures of this measure")),
    row._table === "measures" &&
      el("p", {}, el("a", { href: `#figures?measure=${row.measure_id}` }, "See its figures as a chart")),
    row._table === "statements" && renderedIn(row),
    (row._table === "people" || row._table === "organizations") &&
      el("p", {}, el("a", { href: `#statements?speaker=${row._address}` }, "See all statements")),
    row._table === "events" && contested(row),
    el(
      "section",
      {},
      el("h3", {}, "All fields"),
      el(
        "dl",
        { class: "fields" },
        table.fields.map((field) => fieldPair(row, field)),
      ),
    ),
    evidence(row),
    referrers(row._address),
  );
  return [article];
}

function claimLead(claim) {
  return el(
    "div",
    { class: "lead" },
    el(
      "p",
      { class: "figure" },
      claim.polarity === "denied" && "denies ",
      words(figureOf(claim)),
      claim.relation !== "vague" &&
        ` ${claim.unit === "rank" ? "(place in an order)" : unitName(claim.unit)}`,
      el("span", { class: "sense" }, ` ${SIGN_WORDS[claim.relation]}`),
    ),
    el(
      "p",
      {},
      "According to ",
      el("strong", {}, words(claim._who)),
      claim.statement_id && [", in ", link(claim.statement_id, claim.statement_id)],
      claim._time && `, ${day(claim._time)}`,
      ". Printed: ",
      words(`“${claim.as_written}”`, sourceOf(claim).language),
      ".",
    ),
    el("p", { class: "source" }, sourceLine(claim)),
  );
}

// Descriptions of an event that cannot be true together with ours.
function contested(event) {
  const rows = referring(event.event_id, "event_sources").filter((row) => row.stance === "contradicts");
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
  const rows = referring(statement.statement_id, "renderings");
  return (
    rows.length > 0 &&
    el(
      "p",
      {},
      "Other sources print the same remark: ",
      rows.map((row, at) => [
        at > 0 && "; ",
        el("a", { href: `#wordings?utterance=${row.utterance_id}` }, words(titleOf(row.utterance_id))),
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
  if (TABLES[row._table].leads.has(field) && record(value)) {
    return [link(value, value), " ", el("span", { class: "office" }, words(titleOf(value)))];
  }
  if (value === row._address) return link(value, value);
  return field === "url" ? outward(value) : words(value);
}

function missingRecord(address) {
  return [
    heading("There is no such record", `Nothing in version ${PACKAGE.version} has the address ${address}.`),
    el("p", {}, el("a", { href: "#tables" }, "Look through the tables")),
  ];
}

const PAGE = 100;

function tablesView(query) {
  const table = TABLES[query.table || ""];
  if (!table) return tableList();
  return [
    el("p", { class: "kicker" }, el("a", { href: "#tables" }, "All tables")),
    heading(table.title, prose(table.description)),
    el(
      "form",
      { class: "filters", "aria-label": "Search the table", onsubmit: (event) => event.preventDefault() },
      searchField("table-text", "Search in this table", query.q),
      downloadButton(table),
    ),
    el("div", { id: "results" }, tableResults(query)),
    el(
      "details",
      { class: "columns" },
      el("summary", {}, "What the columns mean"),
      el(
        "dl",
        {},
        table.fields.map((field) => [
          el("dt", {}, el("code", {}, field.name)),
          el(
            "dd",
            {},
            prose(field.description),
            field.labels &&
              el(
                "ul",
                {},
                Object.entries(field.labels).map(([value, label]) =>
                  el("li", {}, el("code", {}, value), " ", prose(label)),
                ),
              ),
          ),
        ]),
      ),
    ),
  ];
}

function tableResults(query) {
  const table = TABLES[query.table];
  const wanted = folded(query.q || "")
    .split(/\s+/)
    .filter(Boolean);
  const found = table.rows.filter((row) => {
    const text = wanted.length ? folded(table.names.map((name) => row[name]).join(" ")) : "";
    return wanted.every((word) => text.includes(word));
  });
  const last = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(Math.max(1, Number(query.page) || 1), last);
  const key = table.key.length > 1;
  return [
    count(`${number(found.length)} of ${plural(table.rows.length, "row")}, page ${page} of ${last}`),
    scrolling(
      table.title,
      el(
        "table",
        { class: "raw" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            key && el("th", { scope: "col" }, "Address"),
            table.fields.map((field) => el("th", { scope: "col", title: field.description }, field.name)),
          ),
        ),
        el(
          "tbody",
          {},
          found.slice((page - 1) * PAGE, page * PAGE).map((row) =>
            el(
              "tr",
              {},
              key && el("td", {}, link(row._address, row._address)),
              table.names.map((name) =>
                el(
                  "td",
                  { class: row[name].length > 40 && !TABLES[row._table].leads.has(name) && "long" },
                  rawCell(row, name),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    last > 1 &&
      el(
        "nav",
        { class: "pages", "aria-label": "Pages of the table" },
        Array.from({ length: last }, (_, at) =>
          el(
            "a",
            {
              href: hashOf("tables", { ...query, page: at ? at + 1 : "" }),
              "aria-current": at + 1 === page && "page",
            },
            at + 1,
          ),
        ),
      ),
  ];
}

function rawCell(row, name) {
  const value = row[name];
  if (TABLES[row._table].leads.has(name) || value === row._address) return value && link(value, value);
  return name === "url" ? outward(value) : words(value);
}

const downloadButton = (table) =>
  el(
    "button",
    {
      type: "button",
      class: "download",
      onclick: () => download(`${table.name}.csv`, csvOf(table)),
      "aria-label": `Download ${table.name}.csv`,
    },
    `Download ${table.name}.csv`,
  );

function tableList() {
  return [
    heading(
      "The tables",
      `${number(Object.keys(TABLES).length)} tables: all on this page is made of them. Each download is the very file of the package, byte for byte.`,
    ),
    el(
      "ul",
      { class: "tables" },
      Object.values(TABLES).map((table) =>
        el(
          "li",
          {},
          el("h3", {}, el("a", { href: `#tables?table=${table.name}` }, table.title)),
          el("p", {}, prose(table.description)),
          el(
            "p",
            { class: "office" },
            `${plural(table.rows.length, "row")}, ${plural(table.names.length, "column")}`,
          ),
          downloadButton(table),
        ),
      ),
    ),
  ];
}
