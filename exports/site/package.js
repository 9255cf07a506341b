// The tables packed in the page, read column by column when a view needs them.
// A row has its cells by name as text, "" if missing; `_table` and `_address` identify it.

let head; // metadata of the package and of its tables, without cells
let bytes = new Uint8Array(); // all parts
const spans = new Map(); // part -> [first byte, byte after the last] of its JSON
const readParts = new Map(); // part -> its content
const tables = Object.create(null); // without a prototype, so that only names of tables are found
const prefixes = new Map(); // prefix of an id -> names of tables

// Load the parts that exports/site_data.py packed: a line with the name and size of each, then a line for each.
export function load(unpacked) {
  bytes = unpacked;
  let at = bytes.indexOf(10); // the end of the first line
  for (const [name, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)))) {
    spans.set(name, [at + 1, at + 1 + size]);
    at += 1 + size;
  }
  head = part("head");
  for (const [name, about] of Object.entries(head.tables)) {
    tables[name] = { ...about, name, names: about.fields.map((field) => field.name), leads: new Map() };
    for (const prefix of about.prefixes) prefixes.set(prefix, [...(prefixes.get(prefix) || []), name]);
  }
  for (const table of Object.values(tables)) {
    for (const [fields, there, keys] of table.foreign) {
      fields.forEach((field, at) => {
        const { key } = tables[there];
        if (key.length === 1 && key[0] === keys[at]) table.leads.set(field, there);
      });
    }
  }
}

// A part by its name, or null if there is none.
export function part(name) {
  if (!readParts.has(name)) {
    const span = spans.get(name);
    const value = span ? JSON.parse(new TextDecoder().decode(bytes.subarray(...span))) : null;
    readParts.set(name, value && value.of ? value.at.map((at) => value.of[at]) : value);
  }
  return readParts.get(name);
}

export const about = () => head;
export const tableOf = (name) => tables[name];
export const allTables = () => Object.values(tables);

// The rows of a table: objects that look up their cells on demand.
export function rowsOf(name) {
  const table = tables[name];
  if (!table) return [];
  if (!table.rows) {
    const shape = { _table: name };
    for (const field of [...table.names, ...(name === "claims" ? FIGURES : [])]) {
      Object.defineProperty(shape, field, {
        enumerable: true,
        get() {
          return part(`${name}.${field}`)[this._line];
        },
      });
    }
    Object.defineProperty(shape, "_address", {
      get() {
        return addressOf(table, this);
      },
    });
    table.rows = Array.from({ length: table.count }, (_, line) => {
      const row = Object.create(shape);
      row._line = line;
      return row;
    });
  }
  return table.rows;
}

// What analysis/ says about each claim: when it holds and which date that is, who claims it, and the ends of its
// number in the unit of the measure.
const FIGURES = ["_time", "_basis", "_who", "_low", "_high"];

// The address of a record: its id, if the key of its table is one id, or else the table and the key.
function addressOf(table, row) {
  const key = table.key.map((field) => row[field]);
  return key.length === 1 ? key[0] : [table.name, ...key].join("/");
}

const known = new Map(); // address -> its row or undefined, for addresses looked up so far

// The row at an address, if there is one.
export function record(address) {
  if (!address) return undefined;
  if (!known.has(address)) known.set(address, lookedUp(address));
  return known.get(address);
}

function lookedUp(address) {
  const names = address.includes("/")
    ? [address.slice(0, address.indexOf("/"))]
    : prefixes.get(address.split("-")[0]) || [];
  for (const name of names) {
    const table = tables[name];
    if (!table) continue;
    if (!table.byAddress) {
      const rows = rowsOf(name);
      const of = table.key.length === 1 ? part(`${name}.${table.key[0]}`) : rows.map((row) => row._address);
      table.byAddress = new Map(rows.map((row, line) => [of[line], row]));
    }
    const found = table.byAddress.get(address);
    if (found) return found;
  }
  return undefined;
}

// The rows of a table that refer to a record, through a given field or any.
export function referring(address, name, field) {
  const table = tables[name];
  if (!table) return [];
  const fields = field ? [field] : [...table.leads.keys()];
  const found = fields.flatMap((one) => leading(table, one).get(address) || []);
  return fields.length > 1 ? [...new Set(found)] : found;
}

function leading(table, field) {
  table.leading = table.leading || new Map();
  if (!table.leading.has(field)) {
    const rows = new Map();
    if (table.leads.has(field)) {
      const column = part(`${table.name}.${field}`);
      rowsOf(table.name).forEach((row, line) => {
        const to = column[line];
        if (!to) return;
        const some = rows.get(to);
        if (some) some.push(row);
        else rows.set(to, [row]);
      });
    }
    table.leading.set(field, rows);
  }
  return table.leading.get(field);
}

// All rows that refer to a record: [{table, field, rows}], in the order of the tables.
export function referrersOf(address) {
  return allTables().flatMap((table) =>
    [...table.leads.keys()]
      .map((field) => ({ table: table.name, field, rows: leading(table, field).get(address) || [] }))
      .filter(({ rows }) => rows.length),
  );
}

// The label of a vocabulary value, as its schema defines it, or "".
export function labelOf(table, field, value) {
  const found = tables[table].fields.find((one) => one.name === field);
  return found && found.labels && Object.hasOwn(found.labels, value) ? found.labels[value] : "";
}

// The addresses of all records.
export const addresses = () => allTables().flatMap((table) => rowsOf(table.name).map((row) => row._address));
