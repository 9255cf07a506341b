// Numeric claims as shown to a reader: a sign for how sure, the number, who says so and when.

import { kept } from "./copies.js";
import { day, shortDay } from "./dates.js";
import { familiesOf, newsrooms, outletsOf, sourceOf } from "./names.js";
import { referring } from "./package.js";
import { compare, folded, number } from "./text.js";

const SIGNS = { eq: "", approx: "≈ ", ge: "≥ ", gt: "> ", le: "≤ ", lt: "< " };
export const SENSES = {
  eq: "as printed",
  approx: "about",
  ge: "at least",
  gt: "more than",
  le: "at most",
  lt: "less than",
  between: "between two bounds",
  vague: "no number printed",
};
const DATES = { as_of: "as of", said_on: "said", published: "printed" };

// "≥ 100", "10,000 to 12,000"; for a vague claim, the printed words.
export function figureOf(claim) {
  if (claim.relation === "vague") return `“${claim.as_written}”`;
  if (claim.relation === "between")
    return `${number(Number(claim.value_low))} to ${number(Number(claim.value_high))}`;
  return (SIGNS[claim.relation] || "") + number(Number(claim.value));
}

// "printed 6 January 2025": when a figure holds, and which date that is.
export const whenOf = (entry) =>
  entry.time ? `${DATES[entry.basis] || ""} ${day(entry.time)}`.trim() : "no date";
export const shortWhen = (entry) =>
  entry.time
    ? `${entry.basis === "as_of" ? "" : DATES[entry.basis] || ""} ${shortDay(entry.time)}`.trim()
    : "no date";

// The hedge of a claim as printed, with its meaning if it is in another language: `“여” (more than)`.
export function hedgeOf(claim) {
  if (!claim.hedge) return "";
  const printed = `“${claim.hedge.replaceAll("|", " … ")}”`;
  const foreign = sourceOf(claim).language !== "en" && claim.relation !== "eq";
  const whose = claim.hedge_scope === "ambiguous" ? " (perhaps of another number)" : "";
  return printed + (foreign ? ` (${SENSES[claim.relation]})` : "") + whose;
}

// The claims of a measure, with those that agree (time, claimant, figure) combined, in order of time:
// {time, basis, who, figure, relation, low, high, denied, unit, claims, families, outlets, hedges}.
// `low` and `high` are the ends of the number in the unit of the measure, or null if there is none.
export const figuresOf = (measure) =>
  entriesOf(referring(measure.measure_id, "claims", "measure_id").filter(kept));

export function entriesOf(claims) {
  const groups = new Map();
  for (const claim of claims) {
    const entry = {
      time: claim._time,
      basis: claim._basis,
      who: claim._who,
      figure: figureOf(claim),
      relation: claim.relation,
      denied: claim.polarity === "denied",
      unit: claim.unit,
    };
    const key = JSON.stringify(Object.values(entry));
    if (!groups.has(key)) groups.set(key, { ...entry, low: claim._low, high: claim._high, claims: [] });
    groups.get(key).claims.push(claim);
  }
  const all = [...groups.values()];
  for (const entry of all) {
    entry.families = familiesOf(entry.claims);
    entry.outlets = outletsOf(entry.claims);
    const hedges = entry.claims.map(hedgeOf).filter(Boolean);
    entry.hedges = [...new Map(hedges.map((hedge) => [folded(hedge), hedge])).values()]; // “At least” is “at least”
  }
  return all.sort((one, other) =>
    compare([one.time || "9999", one.who, one.low || 0], [other.time || "9999", other.who, other.low || 0]),
  );
}

export const hasNumber = (entry) => Number.isFinite(entry.low);

// Unit symbols stay as they are; words are made plural.
const SYMBOLS = new Set(["km", "mi", "m", "min", "h", "s", "d", "mach", "%"]);
const IRREGULAR = { person: "people", rank: "place in an order" };
export const unitName = (unit) =>
  Object.hasOwn(IRREGULAR, unit)
    ? IRREGULAR[unit]
    : SYMBOLS.has(unit)
      ? unit
      : `${unit.replaceAll("_", " ")}s`;

// "100 to 2,000 people", "place 3", "1 missile": from the lowest to the highest figure of all.
export function rangeOf(values, unit) {
  if (!values.length) return "no number printed";
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = low === high ? number(low) : `${number(low)} to ${number(high)}`;
  return amount(range, unit);
}

// "≥ 100 people", "1 missile", "place 3": a figure with its unit, the printed one.
export function amount(figure, unit) {
  if (unit === "rank") return `place ${figure}`;
  return `${figure} ${/^\D*1$/.test(figure) && !SYMBOLS.has(unit) ? unit.replaceAll("_", " ") : unitName(unit)}`;
}

// The words before a denied figure. A vague claim may contain the “no” itself.
export const denying = ({ relation }) => (relation === "vague" ? "denial: " : "denies ");

// An entry's figure in words; for a vague one, the printed words.
export const figureInWords = (entry) =>
  `${entry.denied ? denying(entry) : ""}${entry.relation === "vague" ? entry.figure : amount(entry.figure, entry.unit)}`;

// An entry as a spoken sentence.
export const spoken = (entry) =>
  `${whenOf(entry)}: ${entry.who} ${figureInWords(entry)}, ${entry.hedges.length ? entry.hedges.join(", ") : SENSES[entry.relation]}, in ${newsrooms(entry.families)}`;
