// Numeric claims as a reader meets them: a sign for how sure, the number, who says so and when.

const SIGNS = { eq: "", approx: "≈ ", ge: "≥ ", gt: "> ", le: "≤ ", lt: "< " };
const SIGN_WORDS = {
  eq: "exactly as printed",
  approx: "about",
  ge: "at least",
  gt: "more than",
  le: "at most",
  lt: "less than",
  between: "between two bounds",
  vague: "no number printed",
};

// "≥ 100", "10,000 to 12,000"; of a vague claim the printed words.
function figureOf(claim) {
  if (claim.relation === "vague") return `“${claim.as_written}”`;
  if (claim.relation === "between")
    return `${number(Number(claim.value_low))} to ${number(Number(claim.value_high))}`;
  return (SIGNS[claim.relation] || "") + number(Number(claim.value));
}

// The first and the last day that an ISO date can mean, as days since 1970.
function daysOf(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  const start = Date.UTC(year, month ? month - 1 : 0, date || 1) / 86400000;
  if (date) return [start, start];
  const next = month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return [start, next / 86400000 - 1];
}

// Claims of a measure that say the same (time, claimant, figure) as one entry, in order of time:
// {time, who, figure, relation, low, high, denied, unit, claims, families, hedges}.
// `low` and `high` are the ends of the number in the unit of the measure, null where there is none.
function figuresOf(measure) {
  const groups = new Map();
  for (const claim of referring(measure.measure_id, "claims")) {
    const entry = {
      time: claim._time,
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
    entry.hedges = [
      ...new Set(
        entry.claims
          .filter((claim) => claim.hedge)
          .map(
            (claim) =>
              claim.hedge.replaceAll("|", " … ") +
              (claim.hedge_scope === "ambiguous" ? " (perhaps of another number)" : ""),
          ),
      ),
    ];
  }
  return all.sort((one, other) =>
    compare([one.time || "9999", one.who, one.low || 0], [other.time || "9999", other.who, other.low || 0]),
  );
}

const hasNumber = (entry) => Number.isFinite(entry.low);
// Symbols of units stand as they are; words are made plural.
const SYMBOLS = new Set(["km", "mi", "m", "min", "h", "s", "d", "mach", "%"]);
const IRREGULAR = { person: "people", rank: "place in an order" };
const unitName = (unit) =>
  Object.hasOwn(IRREGULAR, unit)
    ? IRREGULAR[unit]
    : SYMBOLS.has(unit)
      ? unit
      : `${unit.replaceAll("_", " ")}s`;

// "100 to 2,000 people", "place 3", "1 missile": from the lowest to the highest figure of all.
function rangeOf(values, unit) {
  if (!values.length) return "no number printed";
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = low === high ? number(low) : `${number(low)} to ${number(high)}`;
  if (unit === "rank") return `place ${range}`;
  return `${range} ${low === high && low === 1 && unit !== "person" ? unit.replaceAll("_", " ") : unitName(unit)}`;
}
