// What a record is called where another one names it.

const LEAD = {
  people: "name",
  organizations: "name",
  events: "name",
  positions: "title",
  measures: "definition",
  utterances: "gist",
  sources: "title",
};

const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

const measuredBy = (claim) => record(claim.measure_id).definition.replace(/\.$/, "");

// A record as the headline of its own page: a statement by who made it and when, a claim by what it measures.
function headlineOf(row) {
  if (row._table === "claims") return `${record(row.measure_id).definition}: ${figureOf(row)}`;
  if (row._table !== "statements") return nameOf(row, 200);
  const names = speakersOf(row).map(partyOf);
  return `${names.length ? names.join(" and ") : "Nobody named"}, ${dateLine(row)}`;
}

function nameOf(row, length = 90) {
  if (row._table === "statements") return shorten(row.quote ? `“${row.quote}”` : row.summary, length);
  if (row._table === "claims") return shorten(`${figureOf(row)} (${record(row.measure_id).definition})`, length);
  const name = row[LEAD[row._table]];
  return name ? shorten(name, length) : linkName(row);
}

// A row of a link table is called by what it links.
function linkName(row) {
  const leads = [...TABLES[row._table].leads.keys()].filter((field) => row[field] && field !== "source_id");
  const names = leads
    .slice(0, 2)
    .map((field) => record(row[field]))
    .filter(Boolean)
    .map((one) => nameOf(one, 50));
  return names.length ? names.join(" – ") : row._address;
}

const titleOf = (address) => (record(address) ? nameOf(record(address)) : address);

// The label of a value of a vocabulary, as its schema defines it, else the value.
function labelOf(table, field, value) {
  const found = TABLES[table].fields.find((one) => one.name === field);
  return found && found.labels && Object.hasOwn(found.labels, value) ? found.labels[value] : "";
}

const plainValue = (value) => value.replaceAll("_", " ");

const speakersOf = (statement) =>
  referring(statement.statement_id, "statement_speakers").filter((row) => row.role !== "addressee");

function partyOf(row) {
  const party = record(row.person_id) || record(row.organization_id);
  return party ? party.name : "somebody unnamed";
}

// "President of South Korea, suspended": the office in which somebody speaks, on that day.
function officeOf(row) {
  const position = record(row.position_id);
  if (!position) {
    const organization = row.person_id && record(row.organization_id);
    return organization ? organization.name : "";
  }
  return position.status === "incumbent"
    ? position.title
    : `${position.title} (${plainValue(position.status)})`;
}

const sourceOf = (row) => record(row.source_id) || {};
const outletOf = (row) => sourceOf(row).publisher || row.source_id;
const familyOf = (row) => sourceOf(row).family || row.source_id;
const familiesOf = (rows) => new Set(rows.map(familyOf)).size;
const newsrooms = (count) => plural(count, "newsroom");
