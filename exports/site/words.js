// Wordings of one utterance, and how two of them differ, as computed by analysis/.

/** The words that differ between two wordings: [{kind: "same" | "new" | "gone", text}]. A part ends with the gap
 * to the next word.
 *
 * `steps` turn `base` into `words`, as lists of [words removed, words added, words kept]. Where a fragment begins
 * later or ends earlier than `base`, nothing is marked.
 * @param {string[]} base
 * @param {string[]} words
 * @param {number[][]} steps
 * @param {string} gap
 * @returns {{kind: "same" | "new" | "gone", text: string}[]} */
export function differences(base, words, steps, gap) {
  /** @type {{kind: "same" | "new" | "gone", text: string}[]} */
  const parts = [];
  let [at, to] = [0, 0];
  const add = (/** @type {"same" | "new" | "gone"} */ kind, /** @type {string[]} */ some, more = true) => {
    if (some.length) parts.push({ kind, text: some.join(gap) + (more ? gap : "") });
  };
  steps.forEach(([gone, come, same], number) => {
    const atAnEnd = (number === 0 || number === steps.length - 1) && !come;
    if (!atAnEnd) add("gone", base.slice(at, at + gone));
    add("new", words.slice(to, to + come), to + come < words.length);
    add("same", words.slice(to + come, to + come + same), to + come + same < words.length);
    at += gone + same;
    to += come + same;
  });
  return parts;
}

/** The reverse steps: added words are removed, removed words are added.
 * @param {number[][]} steps */
export const reversed = (steps) => steps.map(([gone, come, same]) => [come, gone, same]);

/** The languages of some wordings: that of the utterance first, then by number of statements.
 * @param {{language: string, statements: any[]}[]} groups
 * @param {string} first */
export function languagesOf(groups, first) {
  /** @type {Map<string, number>} */
  const count = new Map();
  for (const group of groups)
    count.set(group.language, (count.get(group.language) || 0) + group.statements.length);
  const weight = (/** @type {string} */ language) =>
    language === first ? Infinity : count.get(language) || 0;
  return [...count.keys()].sort((one, other) => weight(other) - weight(one));
}
