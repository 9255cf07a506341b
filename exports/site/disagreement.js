// The conflicts that analysis/ finds, as rows of this page.

import { kept } from "./copies.js";
import { part, record } from "./package.js";

let all = null;

// {kind, subject, one, other}: what is contested, and the records of both sides.
function everyConflict() {
  if (!all) {
    const { kind, subject, one, other } = part("conflicts");
    const unpacked = (column) => (column.of ? column.at.map((at) => column.of[at]) : column);
    const [kinds, subjects] = [kind, subject].map(unpacked);
    all = kinds.map((name, at) => ({
      kind: name,
      subject: subjects[at],
      one: one[at].map(recordOf).filter(Boolean),
      other: other[at].map(recordOf).filter(Boolean),
    }));
  }
  return all;
}

// A further description of an event is named by the event and its place among them: evt-…/2.
const recordOf = (address) => record(address) || record(`event_sources/${address}`);

// Those of a kind or a subject, as far as both sides are kept.
export const conflictsOf = ({ kind = "", subject = "" }) =>
  everyConflict()
    .filter((row) => (!kind || row.kind === kind) && (!subject || row.subject === subject))
    .map((row) => ({ ...row, one: row.one.filter(kept), other: row.other.filter(kept) }))
    .filter((row) => row.one.length && row.other.length);
