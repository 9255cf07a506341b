// Scales: round steps for an axis of values and an axis of time.

import { MONTHS } from "./dates.js";

/** Round steps for an axis from 0 or near the lowest value to the highest: [values].
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]} */
export function ticks(low, high, count) {
  const rough = (high - low) / count || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) || rough;
  /** @type {number[]} */
  const found = [];
  for (let at = Math.floor(low / step); found.length < 20; at += 1) {
    found.push(Number((at * step).toPrecision(12)));
    if (at * step >= high) break;
  }
  return found;
}

/** The domain of values: from zero, unless all values are far from it.
 * @param {{low: number, high: number}[]} entries
 * @returns {[number, number]} */
export function domainOf(entries) {
  const values = entries.flatMap((entry) => [entry.low, entry.high]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [
    low > 0 && low > 0.75 * high && high !== low ? low - (high - low) * 0.5 : Math.min(0, low),
    high || 1,
  ];
}

/** First days of months, or single days of a short period: [[day, label]]; days are counted since 1970.
 * @param {number} first
 * @param {number} last
 * @param {number} count
 * @returns {[number, string][]} */
export function timeTicks(first, last, count) {
  const date = (/** @type {number} */ days) => new Date(days * 86400000);
  /** @type {[number, string][]} */
  const found = [];
  if (last - first < 62) {
    const step = Math.max(1, Math.ceil((last - first) / count));
    for (let at = Math.ceil(first); at <= last; at += step) {
      found.push([at, `${date(at).getUTCDate()} ${MONTHS[date(at).getUTCMonth()].slice(0, 3)}`]);
    }
    return found;
  }
  const months = Math.ceil((last - first) / 30.5 / count);
  const start = date(first);
  for (let at = start.getUTCFullYear() * 12 + start.getUTCMonth() + 1; ; at += months) {
    const [year, month] = [Math.floor(at / 12), at % 12];
    const days = Date.UTC(year, month, 1) / 86400000;
    if (days > last) return found;
    found.push([days, `${MONTHS[month].slice(0, 3)} ${year}`]);
  }
}
