// The parts of the page that need no page, under node's own runner: `node --test tests/exports`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { csv } from "../../exports/site/csv.js";
import { day, daysOf, isoOf, liesWithin, shortDay } from "../../exports/site/dates.js";
import { openAt } from "../../exports/site/fragment.js";
import { inflate } from "../../exports/site/inflate.js";
import { clusters, placeLabels, touchable, touches } from "../../exports/site/layout.js";
import { domainOf, ticks, timeTicks } from "../../exports/site/scale.js";
import { counted, folded, pieces, shorten, termsOf } from "../../exports/site/text.js";
import { differences, languagesOf, reversed } from "../../exports/site/words.js";
import { zip } from "../../exports/site/zip.js";

test("a date is shown as precise as it is known", () => {
  assert.equal(day("2025-01-06"), "6 January 2025");
  assert.equal(day("2025-01"), "January 2025");
  assert.equal(day("2025"), "2025");
  assert.equal(day("soon"), "soon");
  assert.equal(shortDay("2025-01-06"), "6 Jan 2025");
});

test("a month and a year are as long as they last", () => {
  const [first, last] = daysOf("2024-02");
  assert.deepEqual([isoOf(first), isoOf(last), last - first], ["2024-02-01", "2024-02-29", 28]);
  assert.equal(isoOf(daysOf("2025")[1]), "2025-12-31");
});

test("a date lies within days that it can mean", () => {
  assert.ok(liesWithin("2025-01", "2025-01-06", "2025-01-06"));
  assert.ok(!liesWithin("2024-12", "2025-01-01", ""));
  assert.ok(liesWithin("", "", "") && !liesWithin("", "2025-01-01", ""));
});

test("the steps of an axis are round and reach beyond the highest value", () => {
  assert.deepEqual(ticks(0, 2000, 5), [0, 500, 1000, 1500, 2000]);
  assert.deepEqual(ticks(0, 7, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(domainOf([{ low: 100, high: 300 }]), [0, 300]);
  assert.equal(domainOf([{ low: 1000, high: 1100 }])[0], 950); // far from zero
});

test("an axis of time has days or months", () => {
  const [first, last] = [daysOf("2024-12-01")[0], daysOf("2025-06-30")[1]];
  assert.equal(timeTicks(first, last, 9)[0][1], "Jan 2025");
  assert.equal(timeTicks(first, first + 4, 9)[0][1], "1 Dec");
});

const at = (x, y, size = 10) => ({ left: x, right: x + size, top: y, bottom: y + size });
const boxOf = (items) =>
  touchable(
    {
      left: Math.min(...items.map((one) => one.left)),
      right: Math.max(...items.map((one) => one.right)),
      top: Math.min(...items.map((one) => one.top)),
      bottom: Math.max(...items.map((one) => one.bottom)),
    },
    24,
  );

test("marks that a finger cannot tell apart are one, and no two that are left touch", () => {
  const marks = clusters([at(0, 0), at(8, 4), at(100, 0), at(30, 8)], boxOf);
  assert.deepEqual(
    marks.map((one) => one.items.length).sort(),
    [1, 1, 2],
  );
  for (const one of marks)
    for (const other of marks) assert.ok(one === other || !touches(one.box, other.box));
});

test("a chain of near marks is one", () => {
  const chain = Array.from({ length: 20 }, (_, place) => at(place * 15, 0));
  assert.equal(clusters(chain, boxOf).length, 1);
});

test("a label stands beside its mark, or at the end of a line, and never at another one", () => {
  const marks = [at(0, 50, 24), at(40, 50, 24), at(300, 50, 24)];
  const size = { width: 100, height: 15 };
  const labels = placeLabels(marks, [size, size, size], { left: 0, right: 420, top: 0, bottom: 200 });
  assert.equal(labels.size, 3);
  for (const [place, { box }] of labels)
    for (const [other, mark] of marks.entries()) assert.ok(place === other || !touches(box, mark));
  assert.equal(placeLabels(marks, [{ width: 900, height: 15 }, size, size], at(0, 0, 420)).has(0), false);
});

test("the difference of two wordings leaves the words as they are when what went is left out", () => {
  const [base, words] = ["we have a reason to".split(" "), "we have reasons to".split(" ")];
  const steps = [
    [0, 0, 2],
    [2, 1, 1],
    [0, 0, 0],
  ];
  const parts = differences(base, words, steps, " ");
  assert.deepEqual(
    parts.map(({ kind }) => kind),
    ["same", "gone", "new", "same"],
  );
  const said = parts.filter(({ kind }) => kind !== "gone").map(({ text }) => text);
  assert.equal(said.join(""), "we have reasons to");
  const back = differences(words, base, reversed(steps), " ").filter(({ kind }) => kind !== "gone");
  assert.equal(back.map(({ text }) => text).join(""), "we have a reason to");
});

test("the language of the remark comes first, then those with most wordings", () => {
  const group = (language, count) => ({ language, statements: new Array(count) });
  assert.deepEqual(languagesOf([group("ja", 1), group("en", 9), group("ko", 2)], "ko"), ["ko", "en", "ja"]);
});

test("an article is opened at its words", () => {
  assert.equal(openAt("https://example.org/a", "“Short words.”"), "https://example.org/a#:~:text=Short%20words");
  const long = "one two three four five six seven eight nine ten, eleven twelve well-known end";
  assert.equal(
    openAt("https://example.org/a#top", long),
    "https://example.org/a#top:~:text=one%20two%20three%20four%20five,ten%2C%20eleven%20twelve%20well%2Dknown%20end",
  );
  assert.equal(openAt("https://e.org/", "the one … the other"), "https://e.org/#:~:text=the%20one&text=the%20other");
  assert.equal(openAt("https://e.org/", ""), "https://e.org/");
  assert.equal(openAt("javascript:alert(1)", "words"), "");
});

test("words are found and marked in any script, case and width", () => {
  assert.deepEqual(pieces("The Satellite, the SATELLITE", termsOf("satellite")), [
    ["The ", false],
    ["Satellite", true],
    [", the ", false],
    ["SATELLITE", true],
  ]);
  assert.deepEqual(pieces("북한의 위성 발사", ["위성"])[1], ["위성", true]);
  assert.deepEqual(pieces("人工衛星", ["衛星"]), [["人工", false], ["衛星", true]]);
  assert.equal(pieces("ＡＢＣ", ["abc"])[0][1], true);
  assert.equal(folded("“İt’s”").startsWith('"'), true);
  assert.equal(shorten("a long text", 7), "a long…");
  assert.equal(shorten("space and satellite know-how", 22), "space and satellite…");
  assert.equal(shorten("unbrokenwords", 7), "unbrok…");
});

test("values are counted, the most frequent first", () => {
  assert.deepEqual(counted([["a", "b"], ["b"], [""]], (values) => values), [["b", 2], ["a", 1]]);
});

test("CSV is quoted only where it must be", () => {
  assert.equal(csv(["a", "b"], [["x,y", 'say "so"'], ["", "two\nlines"]]), 'a,b\n"x,y","say ""so"""\n,"two\nlines"\n');
});

test("what zlib packed is unpacked the same", () => {
  for (const text of ["", "a", "abc".repeat(5000), Array.from({ length: 9000 }, (_, n) => n * n).join(" ")])
    for (const level of [0, 1, 9]) {
      const bytes = Buffer.from(text);
      const unpacked = inflate(deflateRawSync(bytes, { level }), bytes.length);
      assert.equal(Buffer.compare(Buffer.from(unpacked), bytes), 0);
    }
});

test("an archive begins and ends as one, with each file as it is", () => {
  const bytes = Buffer.concat(zip({ "a.txt": "first", "b/c.txt": "두 번째" }));
  assert.equal(bytes.readUInt32LE(0), 0x04034b50);
  assert.equal(bytes.readUInt32LE(bytes.length - 22), 0x06054b50);
  assert.equal(bytes.readUInt16LE(bytes.length - 12), 2);
  assert.ok(bytes.includes(Buffer.from("두 번째")));
});
