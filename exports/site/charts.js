// Charts of the claims of one measure. The shape of a mark shows the hedge:
// dot: the number as printed; ring: about; arrow: at least or more, at most or less; bar: between; cross: denied;
// dot in a ring: one number printed with several hedges. A month or a year is a bar of that length. Figures too
// close together to be distinguished are one mark that gives their number.

import { openCard, opens } from "./card.js";
import { daysOf } from "./dates.js";
import { el, link, svg, words } from "./elements.js";
import { figureInWords, hasNumber, spoken, unitName, whenOf } from "./figures.js";
import { around, clusters, placeLabels, touchable } from "./layout.js";
import { measureName, newsrooms, outletList } from "./names.js";
import { articleLink, wordsOf } from "./parts.js";
import { domainOf, ticks, timeTicks } from "./scale.js";
import { grouped, number, plural, shorten } from "./text.js";

const TOUCH = 24; // pixels that a finger needs
const ARROW = 12; // length of an arrow, in pixels
const LINE = 15; // height of a line of a label

const UP = ["ge", "gt"];
const DOWN = ["le", "lt"];
const OPEN = ["approx", "gt", "lt"];

// The shapes of one mark. `along` is "x" or "y", the axis of the value; low and high are positions on it.
function mark(kind, x, y, low, high, size, along) {
  const across = size + 1;
  if (kind === "between") {
    const d =
      along === "y"
        ? `M${x} ${low}V${high}M${x - across} ${low}H${x + across}M${x - across} ${high}H${x + across}`
        : `M${low} ${y}H${high}M${low} ${y - across}V${y + across}M${high} ${y - across}V${y + across}`;
    return [svg("path", { d, class: "range" })];
  }
  if (kind === "denied") {
    const d = `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}`;
    return [svg("path", { d })];
  }
  if (kind === "several")
    return [
      svg("circle", { cx: x, cy: y, r: size + 1, class: "open" }),
      svg("circle", { cx: x, cy: y, r: size - 2, class: "full" }),
    ];
  return [
    arrow(kind, x, y, size, along),
    svg("circle", { cx: x, cy: y, r: size, class: OPEN.includes(kind) ? "open" : "full" }),
  ].filter(Boolean);
}

function arrow(kind, x, y, size, along) {
  const up = UP.includes(kind);
  if (!up && !DOWN.includes(kind)) return null;
  const sign = (up ? 1 : -1) * (along === "y" ? -1 : 1);
  const [from, to, wing] = [sign * size, sign * (size + ARROW), sign * (size + ARROW - 5)];
  const d =
    along === "y"
      ? `M${x} ${y + from}V${y + to}M${x - 4} ${y + wing}L${x} ${y + to}L${x + 4} ${y + wing}`
      : `M${x + from} ${y}H${x + to}M${x + wing} ${y - 4}L${x + to} ${y}L${x + wing} ${y + 4}`;
  return svg("path", { class: "arrow", d });
}

// A figure that holds for a month or a year: a bar of that length, with the sign of its hedge.
function spell(kind, from, to, y, low, high) {
  const middle = (from + to) / 2;
  if (kind === "between") {
    const box = { x: from, y: high, width: to - from, height: Math.max(4, low - high), class: "open" };
    return [svg("rect", box)];
  }
  const look = kind === "eq" || UP[0] === kind || DOWN[0] === kind ? "full" : "open";
  const parts = [
    arrow(kind, middle, y, 4, "y"),
    svg("rect", { x: from, y: y - 4, width: to - from, height: 8, rx: 4, class: look }),
  ];
  if (kind === "denied") parts.push(...mark("denied", middle, y, low, high, 6, "y"));
  if (kind === "several") parts.push(svg("circle", { cx: middle, cy: y, r: 2, class: "full" }));
  return parts.filter(Boolean);
}

const sizeOf = (families) => 4 + 1.4 * (Math.sqrt(families) - 1);

const kindOf = (entries) => {
  const kinds = new Set(entries.map((entry) => (entry.denied ? "denied" : entry.relation)));
  return kinds.size === 1 ? [...kinds][0] : "several";
};

// ---- figures over time ------------------------------------------------------------------------------

// Values over time, or nothing if there are fewer than two days to show. `holder` gets the cards.
export function timeChart(measure, entries, holder, chosen) {
  const width = holder.clientWidth || 800;
  const shown = entries.filter((entry) => hasNumber(entry) && entry.time);
  if (new Set(shown.map((entry) => entry.time)).size < 2) return null;
  const narrow = width < 560;
  const made = (narrow ? [340, 460, 580] : [400, 500, 600]).map((height) =>
    laidOut(shown, width, height, narrow, 0),
  );
  // the smallest height at which the most marks are separate
  const most = Math.max(...made.map((one) => one.marks.length));
  const plan = made.find((one) => one.marks.length === most);
  // with room to the left of the first mark, if that gives more of them a label
  const plans = [
    plan,
    ...(narrow ? [] : [0.2, 0.4]).map((free) => laidOut(shown, width, plan.height, narrow, free)),
  ];
  const [best] = plans
    .map((one) => ({ ...one, ...labelsOf(one, chosen) }))
    .sort((one, other) => other.told - one.told);
  return drawn(measure, best, holder, chosen);
}

// The layout for a height, with some free time before the first figure: {width, height, box, steps, x, y, marks: [{box, items: places}]}.
function laidOut(shown, width, height, narrow, free) {
  const exact = shown.filter((entry) => entry.time.length > 4);
  const spans = (exact.length ? exact : shown).flatMap((entry) => daysOf(entry.time));
  let [first, last] = [Math.min(...spans), Math.max(...spans)];
  const margin = Math.max(2, (last - first) * 0.03);
  [first, last] = [first - margin - free * (last - first), last + margin];
  const box = { left: narrow ? 48 : 60, right: width - 14, top: 30, bottom: height - 34 };
  const steps = ticks(...domainOf(shown), 5);
  const [floor, top] = [steps[0], steps[steps.length - 1]];
  const x = (days) => box.left + ((days - first) / (last - first)) * (box.right - box.left);
  const y = (value) => box.bottom - ((value - floor) / (top - floor || 1)) * (box.bottom - box.top);
  const clamp = (days) => Math.min(Math.max(x(days), box.left), box.right);
  const places = [...grouped(shown, (one) => `${one.time} ${one.low} ${one.high}`).values()].map((same) => {
    const [{ time, low, high }] = same;
    const [from, to] = daysOf(time).map(clamp);
    const families = Math.max(...same.map((entry) => entry.families));
    const place = {
      entries: same,
      kind: kindOf(same),
      long: to - from > 2,
      from,
      to,
      size: sizeOf(families),
      x: (from + to) / 2,
      y: y((low + high) / 2),
      low: y(low),
      high: y(high),
    };
    return { ...place, extent: extentOf(place) };
  });
  const boxOf = (some) => touchable(around(some.map((one) => one.extent)), TOUCH);
  return { width, height, narrow, first, last, box, steps, x, y, marks: clusters(places, boxOf) };
}

const isChosen = (one, chosen) =>
  Boolean(chosen) && one.items.some((place) => place.entries.some((entry) => entry.who === chosen));

// The marks by weight, the lines of each one's label, and the places of labels that fit: {ordered, labels, spots,
// told}, where `told` is the total weight of the marks that have a label.
function labelsOf({ width, box, narrow, marks }, chosen) {
  const weight = (one) =>
    Math.max(...one.items.flatMap((place) => place.entries.map((entry) => entry.families)));
  const ordered = [...marks].sort(
    (one, other) =>
      Number(isChosen(other, chosen)) - Number(isChosen(one, chosen)) || weight(other) - weight(one),
  );
  const labels = ordered.map((one) => labelOfMark(one, narrow));
  const area = { left: box.left, right: width, top: 16, bottom: box.bottom - 1 };
  const sizes = labels.map((lines) => ({
    width: Math.max(...lines.map(textWidth)),
    height: lines.length * LINE,
  }));
  const boxes = ordered.map((one) => one.box);
  const spots = placeLabels(boxes, sizes, area);
  const told = [...spots.keys()].reduce((sum, at) => sum + 1 + weight(ordered[at]), 0);
  return { ordered, labels, spots, told };
}

function extentOf({ kind, long, from, to, x, y, low, high, size }) {
  const half = long ? 5 : size + 2;
  const [up, down] = [UP, DOWN].map((kinds) => (kinds.includes(kind) ? half + ARROW : half));
  return {
    left: long ? from : x - half,
    right: long ? to : x + half,
    top: (kind === "between" ? high : y) - up,
    bottom: (kind === "between" ? low : y) + down,
  };
}

function drawn(measure, plan, holder, chosen) {
  const { width, height, narrow, box, steps, x, y, ordered, labels, spots } = plan;
  const canvas = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: "chart",
    role: "group",
    "aria-label": `Figures over time: ${measureName(measure)}`,
  });
  for (const value of steps) {
    canvas.append(
      svg("line", {
        x1: box.left,
        x2: box.right,
        y1: y(value),
        y2: y(value),
        class: value === 0 ? "base" : "grid",
      }),
      svg("text", { x: box.left - 8, y: y(value) + 4, "text-anchor": "end", class: "tick" }, number(value)),
    );
  }
  for (const [at, label] of timeTicks(plan.first, plan.last, narrow ? 4 : 9)) {
    canvas.append(
      svg("line", { x1: x(at), x2: x(at), y1: box.bottom, y2: box.bottom + 5, class: "base" }),
      svg("text", { x: x(at), y: box.bottom + 19, "text-anchor": "middle", class: "tick" }, label),
    );
  }
  canvas.append(svg("text", { x: 0, y: 13, class: "tick" }, unitName(measure.unit)));

  // in order of time, for the keyboard
  const inTime = [...ordered].sort(
    (one, other) => one.box.left - other.box.left || one.box.top - other.box.top,
  );
  for (const one of inTime) {
    const at = ordered.indexOf(one);
    const look = chosen ? (isChosen(one, chosen) ? "chosen" : "dim") : "";
    canvas.append(markOf(one, look, holder));
    if (spots.has(at)) canvas.append(...label(labels[at], spots.get(at), look));
  }
  return canvas;
}

const entriesOfMark = (one) =>
  one.items
    .flatMap((place) => place.entries)
    .sort((a, b) => (a.time === b.time ? a.low - b.low : a.time < b.time ? -1 : 1));

function markOf(one, look, holder) {
  const entries = entriesOfMark(one);
  const told = entries.map(spoken).join("; ");
  const { left, right, top, bottom } = one.box;
  const [place] = one.items;
  const node = svg(
    "a",
    {
      href: `#${entries[0].claims[0].claim_id}`,
      class: `mark ${look}`.trim(),
      role: "button",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      "aria-label": entries.length > 1 ? `${plural(entries.length, "figure")}: ${told}` : told,
      "data-figures": entries.length,
    },
    svg("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "hit" }),
    one.items.length > 1
      ? pill(one)
      : place.long
        ? spell(place.kind, place.from, place.to, place.y, place.low, place.high)
        : mark(place.kind, place.x, place.y, place.low, place.high, place.size, "y"),
  );
  return opens(node, () => openCard(holder, node, cardTitle(entries), entries.map(cardEntry)));
}

// Several figures close together: a box around their places, with their number.
function pill(one) {
  const count = one.items.reduce((sum, place) => sum + place.entries.length, 0);
  const box = touchable(
    around(
      one.items.map((place) => ({
        ...place.extent,
        top: Math.min(place.high, place.y) - 6,
        bottom: Math.max(place.low, place.y) + 6,
      })),
    ),
    20,
  );
  const [middle, centre] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return [
    svg("rect", {
      x: box.left,
      y: box.top,
      width: box.right - box.left,
      height: box.bottom - box.top,
      rx: 8,
      class: "open",
    }),
    svg(
      "text",
      { x: middle, y: centre + 4, "text-anchor": "middle", class: "many", "aria-hidden": "true" },
      count,
    ),
  ];
}

const cardTitle = (entries) => {
  const times = [...new Set(entries.map(whenOf))];
  return times.length === 1 ? times[0] : `${times.length} dates close together`;
};

const cardEntry = (entry) =>
  el(
    "div",
    { class: "card-entry" },
    el("p", {}, el("strong", {}, words(entry.who)), `, ${whenOf(entry)}`),
    el(
      "p",
      { class: "figure" },
      words(figureInWords(entry)),
      entry.hedges.length > 0 && [" ", el("span", { class: "sense" }, words(entry.hedges.join(", ")))],
    ),
    el("p", { class: "office" }, `${newsrooms(entry.families)}: `, outletList(entry.outlets)),
    el(
      "p",
      { class: "address" },
      articleLink(entry.claims[0], wordsOf(entry.claims[0])),
      entry.claims.slice(0, 6).map((claim) => link(claim.claim_id, claim.claim_id)),
      entry.claims.length > 6 && `and ${entry.claims.length - 6} more`,
    ),
  );

// ---- labels -----------------------------------------------------------------------------------------

const shortName = (who, length) => shorten(who.replace(/\s*\([^)]*\)/g, ""), length);

// The lines of a mark's label: each claimant with all figures and hedges.
function labelOfMark(one, narrow) {
  const lines = [...grouped(entriesOfMark(one), (entry) => entry.who)].map(([who, entries]) => {
    const figures = [
      ...new Set(entries.map((entry) => (entry.denied ? `not ${entry.figure}` : entry.figure))),
    ];
    const told =
      figures.length > 4
        ? `${figures.slice(0, 3).join(", ")} and ${figures.length - 3} more`
        : figures.join(", ");
    const printed = entries.every((entry) => entry.basis === "published") ? " (printed)" : "";
    return `${shortName(who, narrow ? 18 : 30)} ${told}${printed}`;
  });
  const most = narrow ? 2 : 3;
  return lines.length > most ? [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`] : lines;
}

function label(lines, { box, leader }, look) {
  return [
    leader &&
      svg("line", { x1: leader.left, x2: leader.left, y1: leader.top, y2: leader.bottom, class: "leader" }),
    svg(
      "text",
      { y: box.top + 11, class: `label ${look}`.trim(), "aria-hidden": "true" },
      lines.map((line, at) => svg("tspan", { x: box.left, dy: at ? LINE : 0 }, line)),
    ),
  ].filter(Boolean);
}

let pen = null;
function textWidth(text) {
  if (!pen) {
    pen = document.createElement("canvas").getContext("2d");
    pen.font = `600 12px ${getComputedStyle(document.body).fontFamily}`; // the widest font of a label
  }
  return Math.ceil(pen.measureText(text).width) + 2;
}

// ---- one scale --------------------------------------------------------------------------------------

// One entry as a mark on a scale shared by all, for a cell of the table.
export function strip(entry, domain, width = 220) {
  const height = 26;
  const x = (value) => 8 + ((value - domain[0]) / (domain[1] - domain[0] || 1)) * (width - 34);
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "strip", "aria-hidden": "true" },
    svg("line", { x1: 8, x2: width - 8, y1: 13, y2: 13, class: "grid" }),
    hasNumber(entry) &&
      svg(
        "g",
        { class: "mark" },
        mark(
          entry.denied ? "denied" : entry.relation,
          x((entry.low + entry.high) / 2),
          13,
          x(entry.low),
          x(entry.high),
          4.5,
          "x",
        ),
      ),
  );
}

// Two entries, or two sets of hedges, on one scale, with a line for each side.
export function sidesChart(sides, unit, width) {
  const entries = sides.filter(hasNumber);
  if (!entries.length) return null;
  const [low, high] = domainOf(entries);
  const steps = ticks(low, high, 4);
  const [floor, top] = [steps[0], steps[steps.length - 1]];
  const [left, right, row] = [14, width - 22, 34];
  const height = row * sides.length + 30;
  const x = (value) => left + ((value - floor) / (top - floor || 1)) * (right - left);
  const canvas = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: "chart sides",
    role: "img",
    "aria-label": `On one scale, in ${unitName(unit)}: ${sides.map((side) => `${side.who} ${figureInWords(side)}`).join("; ")}`,
  });
  for (const value of steps)
    canvas.append(
      svg("line", { x1: x(value), x2: x(value), y1: 4, y2: height - 24, class: "grid" }),
      svg("text", { x: x(value), y: height - 8, "text-anchor": "middle", class: "tick" }, number(value)),
    );
  sides.forEach((side, at) => {
    const y = row * (at + 0.5) + 2;
    canvas.append(svg("line", { x1: left, x2: right, y1: y, y2: y, class: "base" }));
    if (!hasNumber(side))
      canvas.append(svg("text", { x: left + 6, y: y - 5, class: "tick" }, "no number printed"));
    else
      canvas.append(
        svg(
          "g",
          { class: at ? "mark chosen" : "mark" },
          mark(
            side.denied ? "denied" : side.relation,
            x((side.low + side.high) / 2),
            y,
            x(side.low),
            x(side.high),
            5.5,
            "x",
          ),
        ),
      );
  });
  return canvas;
}

// The signs of the charts, explained.
export function legend() {
  const sample = (kind, text) => {
    const wide = [...UP, "le", "between"].includes(kind) ? 30 : 14;
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${wide} 20`, width: wide, height: 20, "aria-hidden": "true" },
      svg("g", { class: "mark" }, mark(kind, kind === "le" ? 23 : 7, 10, 2, 28, 4.5, "x")),
    );
    return el("li", {}, picture, text);
  };
  return el(
    "ul",
    { class: "legend" },
    sample("eq", "as printed"),
    sample("approx", "≈ about, around, some"),
    sample("ge", "≥ at least"),
    sample("gt", "> more than"),
    sample("le", "≤ at most"),
    sample("between", "between two bounds"),
    sample("denied", "denied by the claimant"),
    sample("several", "one number with several hedges"),
  );
}

export const CHART_NOTE =
  "Larger marks: printed by more newsrooms. A long mark: the source gives only a month or a year. A number in a box: that many figures, too close together to show separately. Press a mark to see what it stands for. “(printed)”: the source gives no day for the figure, so the day of printing is used.";
