// The conflicts that analysis/ finds, as rows for this page.

import { kept, weakHidden } from "./copies.js";
import { part, record } from "./package.js";
import { counted } from "./text.js";

let all = null;

// {kind, subject, one, other}: what is contested, and the addresses of the records on both sides.
function everyConflict() {
  if (!all) {
    const { kind, subject, one, other } = part("conflicts");
    const unpacked = (column) => (column.of ? column.at.map((at) => column.of[at]) : column);
    const [kinds, subjects] = [kind, subject].map(unpacked);
    all = kinds.map((name, at) => ({ kind: name, subject: subjects[at], one: one[at], other: other[at] }));
  }
  return all;
}

// Another description of an event is addressed by the event and a number: evt-…/2.
const recordOf = (address) => record(address) || record(`event_sources/${address}`);
const rowsAt = (addresses) => addresses.map(recordOf).filter((row) => row && kept(row));

// Conflicts of a kind or about a subject, with the rows of both sides, if both sides are shown.
export const conflictsOf = ({ kind = "", subject = "" }) =>
  everyConflict()
    .filter((row) => (!kind || row.kind === kind) && (!subject || row.subject === subject))
    .map((row) => ({ ...row, one: rowsAt(row.one), other: rowsAt(row.other) }))
    .filter((row) => row.one.length && row.other.length);

// The number of conflicts of each kind: [[kind, count]].
export const kindsOfConflict = () =>
  counted(weakHidden() ? conflictsOf({}) : everyConflict(), (row) => row.kind);

// Whether anything about a subject is contested.
export const isContested = (subject) => everyConflict().some((row) => row.subject === subject);

// The conflict of a kind whose smaller side has the most rows.
export function weightiest(kind) {
  const weight = (row) => Math.min(row.one.length, row.other.length);
  const rows = weakHidden() ? conflictsOf({ kind }) : everyConflict().filter((row) => row.kind === kind);
  const [top] = rows.sort((one, other) => weight(other) - weight(one));
  if (!top) return null;
  const as = (side) => (weakHidden() ? side : rowsAt(side));
  return { ...top, one: as(top.one), other: as(top.other) };
}
