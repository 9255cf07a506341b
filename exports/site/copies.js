// Weak copies: reprints, portals, forums and machine translations, which may differ from what a newsroom printed.
// One switch hides them, and everything that rests on them alone.

import { about, record, rowsOf } from "./package.js";

let hidden = false;

export const weakHidden = () => hidden;
export const hideWeak = (yes) => {
  hidden = yes;
};

export const isWeak = (source) => Boolean(source) && about().weak.includes(source.copy);

// Whether to show a row.
export const kept = (row) => !hidden || !isWeak(record(row.source_id));

// What the switch leaves: {texts, statements, claims}, each [left, all].
export function left() {
  const strong = new Set(
    rowsOf("sources")
      .filter((source) => !isWeak(source))
      .map((source) => source.source_id),
  );
  const of = (name) => [rowsOf(name).filter((row) => strong.has(row.source_id)).length, rowsOf(name).length];
  return { texts: of("sources"), statements: of("statements"), claims: of("claims") };
}
