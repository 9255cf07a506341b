// Charts of the claims of one measure. The shape of a mark tells the hedge:
// dot: the number as printed; ring: about; arrow: at least or more, at most or less; bar: between; cross: denied.

function mark(entry, x, y, low, high, size, along) {
  // `along` is "x" or "y": the axis on which the value runs; low and high are positions on it
  const kind = entry.denied ? "denied" : entry.relation;
  const parts = [];
  const line = (dx1, dy1, dx2, dy2) =>
    parts.push(svg("line", { x1: x + dx1, y1: y + dy1, x2: x + dx2, y2: y + dy2 }));
  const open = kind === "approx" || kind === "gt" || kind === "lt";
  if (kind === "between") {
    const across = size + 1;
    if (along === "y") {
      parts.push(
        svg("path", {
          d: `M${x} ${low}V${high}M${x - across} ${low}H${x + across}M${x - across} ${high}H${x + across}`,
          class: "range",
        }),
      );
    } else {
      parts.push(
        svg("path", {
          d: `M${low} ${y}H${high}M${low} ${y - across}V${y + across}M${high} ${y - across}V${y + across}`,
          class: "range",
        }),
      );
    }
  } else if (kind === "denied") {
    line(-size, -size, size, size);
    line(-size, size, size, -size);
  } else {
    const up = kind === "ge" || kind === "gt";
    if (up || kind === "le" || kind === "lt") {
      const sign = (up ? 1 : -1) * (along === "y" ? -1 : 1);
      const [from, to, wing] = [sign * size, sign * (size + 12), sign * (size + 7)];
      parts.push(
        svg("path", {
          class: "arrow",
          d:
            along === "y"
              ? `M${x} ${y + from}V${y + to}M${x - 4} ${y + wing}L${x} ${y + to}L${x + 4} ${y + wing}`
              : `M${x + from} ${y}H${x + to}M${x + wing} ${y - 4}L${x + to} ${y}L${x + wing} ${y + 4}`,
        }),
      );
    }
    parts.push(svg("circle", { cx: x, cy: y, r: size, class: open ? "open" : "full" }));
  }
  return parts;
}

// Round steps for an axis from 0 or near the lowest value to the highest: [values].
function ticks(low, high, count) {
  const rough = (high - low) / count || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  for (let at = Math.floor(low / step); found.length < 20; at += 1) {
    found.push(Number((at * step).toPrecision(12)));
    if (at * step >= high) break;
  }
  return found;
}

// The domain of values: from zero, unless all lie far from it.
function domainOf(entries) {
  const values = entries.flatMap((entry) => [entry.low, entry.high]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [
    low > 0 && low > 0.75 * high && high !== low ? low - (high - low) * 0.5 : Math.min(0, low),
    high || 1,
  ];
}

const sizeOf = (entry) => 4 + 1.4 * (Math.sqrt(entry.families) - 1);

const spoken = (entry, unit) =>
  `${day(entry.time) || "no date"}: ${entry.who}${entry.denied ? " denies" : ""} ${entry.figure} ${unitName(unit)}, ` +
  `${SIGN_WORDS[entry.relation]}, in ${newsrooms(entry.families)}`;

// Values over time, or nothing where there are fewer than two days to show.
function timeChart(measure, entries, width, chosen) {
  const shown = entries.filter((entry) => hasNumber(entry) && entry.time);
  if (new Set(shown.map((entry) => entry.time)).size < 2) return null;
  const exact = shown.filter((entry) => entry.time.length > 4);
  const spans = (exact.length ? exact : shown).flatMap((entry) => daysOf(entry.time));
  let [first, last] = [Math.min(...spans), Math.max(...spans)];
  const margin = Math.max(2, (last - first) * 0.03);
  [first, last] = [first - margin, last + margin];
  const narrow = width < 560;
  const height = narrow ? 320 : 400;
  const box = { left: narrow ? 48 : 60, right: width - (narrow ? 10 : 16), top: 26, bottom: height - 34 };
  const steps_ = ticks(...domainOf(shown), 5);
  const [floor, top] = [steps_[0], steps_[steps_.length - 1]];
  const x = (days) => box.left + ((days - first) / (last - first)) * (box.right - box.left);
  const y = (value) => box.bottom - ((value - floor) / (top - floor || 1)) * (box.bottom - box.top);
  const clamp = (days) => Math.min(Math.max(x(days), box.left), box.right);
  const canvas = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: "chart",
    role: "group",
    "aria-label": `Figures over time: ${measure.definition}`,
  });

  for (const value of steps_) {
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
  for (const [at, label] of timeTicks(first, last, narrow ? 4 : 9)) {
    canvas.append(
      svg("line", { x1: x(at), x2: x(at), y1: box.bottom, y2: box.bottom + 5, class: "base" }),
      svg("text", { x: x(at), y: box.bottom + 19, "text-anchor": "middle", class: "tick" }, label),
    );
  }
  canvas.append(svg("text", { x: 0, y: 13, class: "tick" }, unitName(measure.unit)));

  const placed = shown.map((entry) => {
    const [from, to] = daysOf(entry.time);
    const middle = (clamp(from) + clamp(to)) / 2;
    return {
      entry,
      from: clamp(from),
      to: clamp(to),
      x: middle,
      y: y((entry.low + entry.high) / 2),
      low: y(entry.low),
      high: y(entry.high),
    };
  });
  const labels = placeLabels(placed, box, narrow);
  // the chosen claimant last, so that no other mark covers it
  for (const place of placed.sort(
    (one, other) => (one.entry.who === chosen) - (other.entry.who === chosen),
  )) {
    const { entry } = place;
    const look = chosen ? (entry.who === chosen ? "mark chosen" : "mark dim") : "mark";
    canvas.append(
      svg(
        "a",
        { href: `#${entry.claims[0].claim_id}`, class: look, "aria-label": spoken(entry, measure.unit) },
        svg("title", {}, spoken(entry, measure.unit)),
        place.to - place.from > 2 &&
          svg("line", { x1: place.from, x2: place.to, y1: place.y, y2: place.y, class: "spell" }),
        mark(entry, place.x, place.y, place.low, place.high, sizeOf(entry), "y"),
        labels.has(place) &&
          svg(
            "text",
            { x: labels.get(place).x, y: labels.get(place).y, class: "label" },
            labels.get(place).text,
          ),
      ),
    );
  }
  return canvas;
}

const shortName = (who) => shorten(who.replace(/\s*\([^)]*\)/g, ""), 30);

// A label for each mark that has room for one, those in most newsrooms first: Map of place -> {x, y, text}.
function placeLabels(placed, box, narrow) {
  const taken = placed.map((place) => {
    const size = sizeOf(place.entry) + 1;
    const up = ["ge", "gt"].includes(place.entry.relation) ? 12 : 0;
    const down = ["le", "lt"].includes(place.entry.relation) ? 12 : 0;
    return {
      left: place.x - size,
      right: place.x + size,
      top: Math.min(place.high, place.y) - size - up,
      bottom: Math.max(place.low, place.y) + size + down,
    };
  });
  for (const place of placed) {
    if (place.to - place.from > 2)
      taken.push({ left: place.from, right: place.to, top: place.y - 1, bottom: place.y + 1 });
  }
  const found = new Map();
  for (const place of [...placed].sort((one, other) => other.entry.families - one.entry.families)) {
    const text = narrow
      ? shorten(shortName(place.entry.who), 22)
      : `${shortName(place.entry.who)} ${place.entry.figure}`;
    const width = text.length * 6.4;
    const size = sizeOf(place.entry) + 5;
    const spots = [
      [place.x + size, place.y + 4],
      [place.x - size - width, place.y + 4],
      [place.x + size - 2, place.y - 10],
      [place.x + size - 2, place.y + 18],
      [place.x - size - width, place.y - 10],
      [place.x - size - width, place.y + 18],
    ];
    for (const [left, bottom] of spots) {
      const area = { left, right: left + width, top: bottom - 11, bottom: bottom + 3 };
      const inside =
        area.left >= box.left && area.right <= box.right && area.top >= 0 && area.bottom <= box.bottom;
      const free = taken.every(
        (one) =>
          area.right < one.left || area.left > one.right || area.bottom < one.top || area.top > one.bottom,
      );
      if (inside && free) {
        taken.push(area);
        found.set(place, { x: left, y: bottom, text });
        break;
      }
    }
  }
  return found;
}

// First days of months, or single days of a short time: [[day, label]].
function timeTicks(first, last, count) {
  const date = (days) => new Date(days * 86400000);
  const found = [];
  if (last - first < 62) {
    const step = Math.ceil((last - first) / count);
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

// One entry as a mark on the scale of all, for a cell of the table.
function strip(entry, domain, width = 220) {
  const height = 26;
  const x = (value) => 8 + ((value - domain[0]) / (domain[1] - domain[0] || 1)) * (width - 34);
  const canvas = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "strip", "aria-hidden": "true" },
    svg("line", { x1: 8, x2: width - 8, y1: 13, y2: 13, class: "grid" }),
  );
  if (hasNumber(entry)) {
    canvas.append(
      svg(
        "g",
        { class: "mark" },
        mark(entry, x((entry.low + entry.high) / 2), 13, x(entry.low), x(entry.high), 4.5, "x"),
      ),
    );
  }
  return canvas;
}

// The signs of the charts, explained.
function legend() {
  const sample = (relation, text, denied = false) => {
    const entry = { relation, denied, low: 1, high: 1, families: 1 };
    const arrow = ["ge", "gt", "le"].includes(relation) && !denied;
    const wide = arrow || relation === "between" ? 30 : 14;
    const x = relation === "le" ? 23 : 7;
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${wide} 20`, width: wide, height: 20, "aria-hidden": "true" },
      svg("g", { class: "mark" }, mark(entry, x, 10, 2, 28, 4.5, "x")),
    );
    return el("li", {}, picture, text);
  };
  return el(
    "ul",
    { class: "legend" },
    sample("eq", "a number as printed"),
    sample("approx", "≈ about"),
    sample("ge", "≥ at least"),
    sample("gt", "> more than"),
    sample("le", "≤ at most"),
    sample("between", "between two bounds"),
    sample("eq", "denied by the claimant", true),
  );
}
