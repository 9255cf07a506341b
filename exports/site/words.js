// Wordings of one utterance, and how two of them differ, as analysis/ has them.

const straight = (text) => text.replace(/[’‘]/g, "'").replace(/[“”]/g, '"');

// The renderings of an utterance in groups of the same words, those without a quotation last:
// [{language, kind, words, gap, wording, families, statements, steps}].
// `gap` stands between two words; `steps` lead to this wording from each before it in its language, as lists of
// [words that go, words that come, words that stay].
const wordingsOf = (utterance) =>
  (PACKAGE.wordings[utterance] || []).map((group) => {
    const statements = group.statements.map(record);
    const { language, quote_type: kind } = statements[0];
    const gap = PACKAGE.unspaced.includes(language) ? "" : " ";
    return { ...group, language, kind, gap, wording: group.words.join(gap), statements };
  });

// The parts of a wording, with what differs from `base` marked: <ins> for other words, <del> for those that are missing.
// Where a fragment begins later or ends earlier than `base`, nothing is marked.
function marked(base, group) {
  const [one, other] = [base.steps.length, group.steps.length]; // their places in their language
  const steps = one < other ? group.steps[one] : base.steps[other].map(([gone, come, same]) => [come, gone, same]);
  const parts = [];
  let [at, to] = [0, 0];
  const add = (tag, words_) => {
    if (!words_.length) return;
    const text = words_.join(group.gap);
    parts.push(parts.length > 0 && group.gap, tag ? el(tag, {}, text) : text);
  };
  steps.forEach(([gone, come, same], number) => {
    const atAnEnd = (number === 0 || number === steps.length - 1) && !come;
    if (!atAnEnd) add("del", base.words.slice(at, at + gone));
    add("ins", group.words.slice(to, to + come));
    add("", group.words.slice(to + come, to + come + same));
    at += gone + same;
    to += come + same;
  });
  return parts;
}

function compare(one, other) {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  }
  return 0;
}

// The languages of some wordings: that of the utterance first, then those with most wordings.
function languagesOf(groups, first) {
  const count = new Map();
  for (const group of groups)
    count.set(group.language, (count.get(group.language) || 0) + group.statements.length);
  return [...count.keys()].sort((one, other) =>
    compare([one === first ? 0 : 1, -count.get(one)], [other === first ? 0 : 1, -count.get(other)]),
  );
}
