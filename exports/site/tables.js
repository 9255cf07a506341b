"use strict";
// The tables: unpacked, indexed by address, with what refers to what.
// A row is an object of its cells as text, a missing one being ""; `_table` and `_address` say which it is.

const PACKAGE = JSON.parse(document.getElementById("data").textContent);
const TABLES = Object.create(null); // no name that a page is asked for finds what it was not given
const RECORDS = new Map(); // address -> row
const REFERRERS = new Map(); // address -> [{row, field}], in the order of the tables

function unpack(column) {
  return Array.isArray(column) ? column : column.at.map((place) => column.of[place]);
}

// A record of a table whose key is one id has that id as its address, any other the table and its key.
function addressOf(table, name, row) {
  const key = table.key.map((field) => row[field]);
  return key.length === 1 ? key[0] : [name, ...key].join("/");
}

for (const [name, packed] of Object.entries(PACKAGE.tables)) {
  const columns = packed.columns.map(unpack);
  const table = { ...packed, name, columns: undefined, names: packed.fields.map((field) => field.name) };
  table.leads = new Map(); // field -> the table that it leads to
  for (const [fields, there, keys] of packed.foreign) {
    fields.forEach((field, at) => {
      const key = PACKAGE.tables[there].key;
      if (key.length === 1 && key[0] === keys[at]) table.leads.set(field, there);
    });
  }
  table.rows = (columns[0] || []).map((_, line) => {
    const row = { _table: name };
    table.names.forEach((field, at) => {
      row[field] = columns[at][line];
    });
    row._address = addressOf(table, name, row);
    RECORDS.set(row._address, row);
    return row;
  });
  TABLES[name] = table;
}

for (const table of Object.values(TABLES)) {
  for (const row of table.rows) {
    for (const field of table.leads.keys()) {
      if (!row[field]) continue;
      if (!REFERRERS.has(row[field])) REFERRERS.set(row[field], []);
      REFERRERS.get(row[field]).push({ row, field });
    }
  }
}

// What analysis/ says of each claim: when it holds, who claims it, and the ends of its number in the measure's unit.
for (const [name, column] of Object.entries(PACKAGE.figures)) {
  const cells = unpack(column);
  TABLES.claims.rows.forEach((row, line) => {
    row[`_${name}`] = cells[line];
  });
}

const rowsOf = (name) => (TABLES[name] ? TABLES[name].rows : []);
const record = (address) => RECORDS.get(address);

// The rows of a table that lead to a record, by whichever field.
function referring(address, name, field) {
  const found = REFERRERS.get(address) || [];
  const rows = found.filter((one) => one.row._table === name && (!field || one.field === field));
  return rows.map((one) => one.row);
}

// The CSV file of a table, byte for byte the one in data/.
function csvOf(table) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [table.names, ...table.rows.map((row) => table.names.map((name) => row[name]))];
  return lines.map((cells) => cells.map(cell).join(",") + "\n").join("");
}
