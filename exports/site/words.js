// Wordings of one utterance, and how two of them differ, word by word.

// Scripts without spaces between words are compared sign by sign.
const UNSPACED = new Set(["ja", "zh", "th"]);

const straight = (text) => text.replace(/[’‘]/g, "'").replace(/[“”]/g, '"');
// A wording without what only style sheets decide: the shape of quotation marks, the last mark.
const plainWording = (text) =>
  straight(text)
    .replace(/[\s.,;。、]+$/u, "")
    .trim();

function tokens(text, language) {
  return UNSPACED.has(language) ? Array.from(text.trim()) : text.trim().split(/\s+/).filter(Boolean);
}

const bare = (token) =>
  straight(token)
    .replace(/^["'([]+|["')\].,;:!?。、]+$/gu, "")
    .toLowerCase() || token;

// The steps from one list of words to another: [{kind: "same" | "gone" | "new", text: [words]}, …].
// Of words that are the same but for case or punctuation, the other's form is kept.
function steps(one, other) {
  const [a, b] = [one.map(bare), other.map(bare)];
  const long = a.map(() => new Array(b.length + 1).fill(0));
  long.push(new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      long[i][j] = a[i] === b[j] ? long[i + 1][j + 1] + 1 : Math.max(long[i + 1][j], long[i][j + 1]);
    }
  }
  const found = [];
  const add = (kind, token) => {
    const last = found[found.length - 1];
    if (last && last.kind === kind) last.text.push(token);
    else found.push({ kind, text: [token] });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("same", other[j]);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || long[i + 1][j] >= long[i][j + 1])) {
      add("gone", one[i]);
      i += 1;
    } else {
      add("new", other[j]);
      j += 1;
    }
  }
  return found;
}

// The parts of a wording, with what differs from `base` marked: <ins> for other words, <del> for those that are missing.
// Where a fragment begins later or ends earlier than `base`, nothing is marked.
function marked(base, wording, language) {
  const found = steps(tokens(base, language), tokens(wording, language));
  const gap = UNSPACED.has(language) ? "" : " ";
  const parts = [];
  found.forEach(({ kind, text }, at) => {
    if (kind === "gone" && (at === 0 || at === found.length - 1)) return;
    if (parts.length) parts.push(gap);
    const joined = text.join(gap);
    parts.push(kind === "same" ? joined : el(kind === "gone" ? "del" : "ins", {}, joined));
  });
  return parts;
}

// The renderings of an utterance in groups of the same words:
// [{language, wording, kind, statements, families, translated}], those without a quotation last.
function wordingsOf(utterance) {
  const groups = new Map();
  for (const rendering of referring(utterance, "renderings")) {
    const statement = record(rendering.statement_id);
    const key = JSON.stringify([statement.language, plainWording(rendering.wording), statement.quote_type]);
    if (!groups.has(key)) {
      groups.set(key, {
        language: statement.language,
        wording: rendering.wording,
        kind: statement.quote_type,
        statements: [],
      });
    }
    groups.get(key).statements.push(statement);
  }
  const all = [...groups.values()];
  for (const group of all) group.families = familiesOf(group.statements);
  const order = (group) => [group.wording ? 0 : 1, group.kind === "direct" ? 0 : 1, -group.families];
  return all.sort((one, other) => compare(order(one), order(other)));
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
