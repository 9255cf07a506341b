// The raw tables.

import { hashOf } from "./address.js";
import {
  copyView,
  counting,
  el,
  extent,
  form,
  heading,
  link,
  outward,
  pageLinks,
  pageOf,
  prose,
  scrolling,
  words,
} from "./elements.js";
import { allTables, rowsOf, tableOf } from "./package.js";
import { searchField } from "./statements.js";
import { allButton, csvButton, csvOf, download, taking } from "./take.js";
import { folded, number, plural, termsOf } from "./text.js";

export function tablesView(query) {
  const table = tableOf(query.table || "");
  if (!table) return tableList();
  return [
    el("p", { class: "kicker" }, el("a", { href: "#tables" }, "All tables")),
    heading(table.title, prose(table.description)),
    form(
      "Search the table",
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

export function tableResults(query) {
  const table = tableOf(query.table);
  const wanted = termsOf(query.q);
  const found = rowsOf(table.name).filter((row) => {
    const text = wanted.length ? folded(table.names.map((name) => row[name]).join(" ")) : "";
    return wanted.every((word) => text.includes(word));
  });
  const shown = pageOf(found, query);
  const key = table.key.length > 1;
  return [
    counting(`${number(found.length)} of ${plural(table.count, "row")}${extent(shown)}`),
    el(
      "p",
      { class: "take" },
      copyView(),
      csvButton(
        `${table.name}-found`,
        table.names,
        () => found.map((row) => table.names.map((name) => row[name])),
        "Download these rows",
      ),
    ),
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
          shown.rows.map((row) =>
            el(
              "tr",
              {},
              key && el("td", { "data-name": "address" }, link(row._address, row._address)),
              table.names.map((name) =>
                el(
                  "td",
                  {
                    class: row[name].length > 40 && !tableOf(row._table).leads.has(name) && "long",
                    "data-name": name,
                  },
                  rawCell(row, name),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    pageLinks(
      shown,
      (page) => hashOf("tables", { ...query, page: page > 1 ? page : "" }),
      "Pages of the table",
    ),
  ];
}

function rawCell(row, name) {
  const value = row[name];
  if (!value) return "";
  if (tableOf(row._table).leads.has(name) || value === row._address) return value && link(value, value);
  return name === "url" ? outward(value) : words(value);
}

const downloadButton = (table) =>
  taking(`Download ${table.name}.csv`, () =>
    download(`${table.name}.csv`, [csvOf(table, rowsOf(table.name))], "text/csv;charset=utf-8"),
  );

function tableList() {
  return [
    heading(
      "The tables",
      `${number(allTables().length)} tables, from which everything on this page is made. Each download is identical to the file in the package.`,
    ),
    el("p", { class: "take" }, allButton()),
    el(
      "ul",
      { class: "tables" },
      allTables().map((table) =>
        el(
          "li",
          {},
          el("h3", {}, el("a", { href: hashOf("tables", { table: table.name }) }, table.title)),
          el("p", {}, prose(table.description)),
          el(
            "p",
            { class: "office" },
            `${plural(table.count, "row")}, ${plural(table.names.length, "column")}`,
          ),
          downloadButton(table),
        ),
      ),
    ),
  ];
}
