// Dates as precise as they are known: a year, a year-month or a day, in ISO 8601.

export const MONTHS =
  "January February March April May June July August September October November December".split(" ");

/** "2025-01-06" -> "6 January 2025"; a month or a year stays one. Anything else is returned unchanged.
 * @param {string} iso */
export function day(iso) {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso);
  if (!parts) return iso;
  const month = parts[2] && MONTHS[Number(parts[2]) - 1];
  return [parts[3] && Number(parts[3]), month, parts[1]].filter(Boolean).join(" ");
}

/** "6 Jan 2025".
 * @param {string} iso */
export const shortDay = (iso) => day(iso).replace(/[A-Z][a-z]{3,}/, (month) => month.slice(0, 3));

/** The first and the last day that an ISO date can mean, as days since 1970.
 * @param {string} iso
 * @returns {[number, number]} */
export function daysOf(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  const start = Date.UTC(year, month ? month - 1 : 0, date || 1) / 86400000;
  if (date) return [start, start];
  const next = month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return [start, next / 86400000 - 1];
}

/** @param {number} days since 1970 */
export const isoOf = (days) => new Date(days * 86400000).toISOString().slice(0, 10);

/** Whether a date can lie between two days, either of which may be empty. An empty date never does.
 * @param {string} iso
 * @param {string} from
 * @param {string} to */
export function liesWithin(iso, from, to) {
  if (!from && !to) return true;
  if (!/^\d{4}(-\d\d){0,2}$/.test(iso)) return false;
  const [first, last] = daysOf(iso);
  return (!from || last >= daysOf(from)[0]) && (!to || first <= daysOf(to)[1]);
}
