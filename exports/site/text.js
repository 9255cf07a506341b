// Shortening, counting and searching text, in any script.

/** @param {string} text */
const straight = (text) => text.replace(/[’‘]/g, "'").replace(/[“”]/g, '"');

/** Text normalized for searching, so that case, width and quotation marks make no difference.
 * @param {string} text */
export const folded = (text) => straight(text).normalize("NFKC").toLowerCase();

/** A text cut after a whole word, or within one if that would leave too little.
 * @param {string} text
 * @param {number} length */
export function shorten(text, length) {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const word = /\s/.test(text[length - 1]) ? cut.length : cut.search(/\s+\S*$/);
  return `${cut.slice(0, word > length / 2 ? word : cut.length).trimEnd()}…`;
}

/** @param {string} value */
export const plainValue = (value) => value.replaceAll("_", " ");

// made once, because it costs more than everything it writes
const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** @param {number} value */
export const number = (value) => NUMBERS.format(value);

/** @param {number} count
 * @param {string} one
 * @param {string} [many] */
export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many || `${one}s`}`;

/** The words of a search, folded.
 * @param {string} [query] */
export const termsOf = (query) =>
  folded(query || "")
    .split(/\s+/)
    .filter(Boolean);

/** A text in pieces: [[piece, whether it matches a term]], so that hits can be marked.
 * @param {string} text
 * @param {string[]} terms
 * @returns {[string, boolean][]} */
export function pieces(text, terms) {
  let flat = "";
  /** @type {number[]} */
  const from = []; // place in `flat` -> place in `text`
  let at = 0;
  for (const sign of text) {
    const short = folded(sign);
    for (let unit = 0; unit < short.length; unit += 1) from.push(at);
    flat += short;
    at += sign.length;
  }
  from.push(text.length);
  const hit = new Array(text.length).fill(false);
  for (const term of terms) {
    for (let found = flat.indexOf(term); found >= 0; found = flat.indexOf(term, found + term.length)) {
      hit.fill(true, from[found], Math.max(from[found + term.length], from[found] + 1));
    }
  }
  /** @type {[string, boolean][]} */
  const parts = [];
  for (let start = 0, end = 1; start < text.length; end += 1) {
    if (end < text.length && hit[end] === hit[start]) continue;
    parts.push([text.slice(start, end), hit[start]]);
    start = end;
  }
  return parts;
}

/** @param {any[]} one
 * @param {any[]} other */
export function compare(one, other) {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  }
  return 0;
}

/** Key -> the items that have it, in order.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => any} keyOf
 * @returns {Map<any, T[]>} */
export function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

/** [[value, count]], most frequent first. An item may have several values, each counted once.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => any} valuesOf
 * @returns {[any, number][]} */
export function counted(items, valuesOf) {
  const found = new Map();
  for (const item of items) {
    for (const value of new Set([valuesOf(item)].flat())) {
      if (value) found.set(value, (found.get(value) || 0) + 1);
    }
  }
  return [...found].sort((one, other) => compare([-one[1], one[0]], [-other[1], other[0]]));
}
