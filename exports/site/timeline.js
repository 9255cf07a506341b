// The events, in order of time. A word and a shape show the status of each.

import { amend, hashOf } from "./address.js";
import { openCard, opens } from "./card.js";
import { kept } from "./copies.js";
import { day, daysOf, isoOf } from "./dates.js";
import { conflictsOf } from "./disagreement.js";
import { whenDrawn } from "./drawing.js";
import { choice, copyView, counting, el, form, heading, link, svg, words } from "./elements.js";
import { optionsOf } from "./names.js";
import { labelOf, record, referring, rowsOf, tableOf } from "./package.js";
import { timeTicks } from "./scale.js";
import { csvButton } from "./take.js";
import { compare, counted, grouped, number, plainValue, plural } from "./text.js";

const SHAPES = {
  occurred: () => svg("circle", { cx: 9, cy: 9, r: 6, class: "full" }),
  ongoing: () => [
    svg("circle", { cx: 9, cy: 9, r: 6, class: "open" }),
    svg("path", { d: "M9 3A6 6 0 0 1 9 15Z", class: "full" }),
  ],
  scheduled: () => svg("rect", { x: 3.5, y: 3.5, width: 11, height: 11, class: "open" }),
  intended: () => svg("path", { d: "M3 4L15 9L3 14Z", class: "open" }),
  possible: () => svg("path", { d: "M9 2.5L15.5 9L9 15.5L2.5 9Z", class: "open dashed" }),
  alleged: () => svg("path", { d: "M9 2.5L15.5 9L9 15.5L2.5 9Z", class: "full" }),
  attempted: () => [
    svg("circle", { cx: 9, cy: 9, r: 6, class: "open" }),
    svg("path", { d: "M4.8 13.2L13.2 4.8" }),
  ],
  denied: () => svg("path", { d: "M4 4L14 14M4 14L14 4" }),
  cancelled: () => [
    svg("rect", { x: 3.5, y: 3.5, width: 11, height: 11, class: "open" }),
    svg("path", { d: "M3.5 3.5L14.5 14.5M3.5 14.5L14.5 3.5" }),
  ],
};

const statusShape = (status) =>
  svg(
    "svg",
    { viewBox: "0 0 18 18", width: 18, height: 18, class: "shape", "aria-hidden": "true" },
    (SHAPES[status] || SHAPES.occurred)(),
  );

export function statusBadge(status) {
  return el(
    "span",
    { class: "status", title: labelOf("events", "status", status) },
    statusShape(status),
    plainValue(status),
  );
}

// The date, as precise as the source allows and no more.
export function eventDate(event) {
  if (event.date_precision === "unknown" || !event.date_start) return "No date given";
  if (event.date_precision === "month") return day(event.date_start.slice(0, 7));
  if (event.date_precision === "year") return event.date_start.slice(0, 4);
  const start = day(event.date_start);
  if (!event.date_end) return `From ${start}`;
  if (event.date_end === event.date_start) return start;
  const end = day(event.date_end);
  if (event.date_precision === "range") return `Between ${start} and ${end}`;
  const month = start.slice(start.indexOf(" "));
  return `${end.endsWith(month) ? start.slice(0, -month.length) : start} to ${end}`;
}

export function eventItem(event, level) {
  const about = new Set(
    [
      ...referring(event.event_id, "statements", "occasion_id"),
      ...referring(event.event_id, "statement_events", "event_id"),
    ]
      .map((row) => row.statement_id)
      .filter((id) => kept(record(id))),
  );
  const others = referring(event.event_id, "event_sources", "event_id").filter(kept);
  const against = conflictsOf({ kind: "events", subject: event.event_id }).length;
  const parent = record(event.parent_id);
  const time = event.time_local && `${event.time_local} (${event.time_zone})`;
  return el(
    "li",
    { class: "event" },
    statusShape(event.status),
    el(
      "div",
      {},
      el(level, {}, link(event.event_id, words(event.name))),
      el(
        "p",
        { class: "office" },
        [
          el(
            "span",
            { class: "status", title: labelOf("events", "status", event.status) },
            plainValue(event.status),
          ),
          plainValue(event.kind),
          event.place,
          time,
        ]
          .filter(Boolean)
          .map((part, at) => [at > 0 && " · ", part]),
      ),
      parent && el("p", { class: "office" }, "Part of ", link(parent.event_id, words(parent.name))),
      el(
        "p",
        { class: "office" },
        [
          about.size > 0 &&
            el(
              "a",
              { href: hashOf("statements", { event: event.event_id }) },
              plural(about.size, "statement"),
            ),
          others.length > 0 && link(event.event_id, plural(others.length, "further source")),
          against > 0 &&
            el(
              "a",
              { href: hashOf("conflicts", { kind: "events", subject: event.event_id }) },
              el("strong", {}, plural(against, "contradiction")),
            ),
        ]
          .filter(Boolean)
          .map((part, at) => [at > 0 && " · ", part]),
      ),
    ),
  );
}

// The weeks around the day with the most events: one shape for each event, stacked by day. Days are combined until
// each column is wide enough for a finger.
function eventStrip(events, holder) {
  const width = holder.clientWidth || 800;
  const days = (event) => daysOf(event.date_start)[0];
  const dated = events.filter(
    (event) => event.date_start && event.date_start === event.date_end && event.date_precision === "day",
  );
  const [busiest] = counted(dated, (event) => event.date_start);
  if (!busiest) return null;
  const middle = daysOf(busiest[0])[0];
  const near = dated.filter((event) => Math.abs(days(event) - middle) <= 40);
  const [first, last] = [Math.min(...near.map(days)) - 1, Math.max(...near.map(days)) + 1];
  const together = Math.max(1, Math.ceil((24 * (last - first)) / (width - 24)));
  const columns = [...grouped(near, (event) => Math.floor((days(event) - first) / together))];
  const tall = Math.max(...columns.map(([, members]) => members.length));
  const [step, base] = [20, Math.max(24, tall * 20) + 6];
  const x = (at) => 12 + ((at - first) / (last - first)) * (width - 24);
  const canvas = svg("svg", {
    viewBox: `0 0 ${width} ${base + 26}`,
    width,
    height: base + 26,
    class: "chart",
    role: "group",
    "aria-label": `${plural(near.length, "event")} from ${day(isoOf(first + 1))} to ${day(isoOf(last - 1))}`,
  });
  canvas.append(svg("line", { x1: 0, x2: width, y1: base, y2: base, class: "base" }));
  for (const [at, label] of timeTicks(first, last, width < 560 ? 4 : 9)) {
    canvas.append(
      svg("line", { x1: x(at), x2: x(at), y1: base, y2: base + 5, class: "base" }),
      svg("text", { x: Math.max(x(at), 20), y: base + 19, "text-anchor": "middle", class: "tick" }, label),
    );
  }
  for (const [column, members] of columns) {
    const at = x(first + (column + 0.5) * together - 0.5);
    const told = members.map(
      (event) => `${day(event.date_start)}: ${event.name} (${plainValue(event.status)})`,
    );
    const height = Math.max(24, step * members.length);
    const node = svg(
      "a",
      {
        href: `#${members[0].event_id}`,
        class: "mark",
        role: "button",
        "aria-haspopup": "dialog",
        "aria-expanded": "false",
        "aria-label": told.join("; "),
        "data-figures": members.length,
      },
      svg("rect", { x: at - 12, y: base - 2 - height, width: 24, height, class: "hit" }),
      members.map((event, place) =>
        svg(
          "g",
          { class: "shape-at", transform: `translate(${at - 9} ${base - 2 - step * (place + 1)})` },
          (SHAPES[event.status] || SHAPES.occurred)(),
        ),
      ),
    );
    const dates = [...new Set(members.map((event) => day(event.date_start)))];
    canvas.append(
      opens(node, () =>
        openCard(
          holder,
          node,
          dates.length > 1 ? `${dates[0]} to ${dates[dates.length - 1]}` : dates[0],
          el(
            "ol",
            { class: "events" },
            members.map((event) => eventItem(event, "h5")),
          ),
        ),
      ),
    );
  }
  return [
    canvas,
    el(
      "p",
      { class: "office" },
      `${plural(near.length, "event")} in the weeks around ${day(busiest[0])}`,
      el("span", { class: "shown" }, "; press a column to see them"),
      `. All ${number(events.length)} are below.`,
    ),
  ];
}

function stripHolder(events) {
  const holder = el("div", { class: "strip-chart" });
  whenDrawn(() => holder.replaceChildren(...[eventStrip(events, holder) || ""].flat()));
  return holder;
}

export function timelineView(query) {
  const events = rowsOf("events");
  // for each filter, the counts under the other one
  const counts = (field, other) =>
    counted(
      events.filter((event) => !query[other] || event[other] === query[other]),
      (event) => event[field],
    );
  const shown = events.filter(
    (event) => (!query.status || event.status === query.status) && (!query.kind || event.kind === query.kind),
  );
  const dated = shown
    .filter((event) => event.date_start)
    .sort((one, other) =>
      compare(
        [one.date_start, one.time_local || "99", one.parent_id ? 1 : 0],
        [other.date_start, other.time_local || "99", other.parent_id ? 1 : 0],
      ),
    );
  const undated = shown.filter((event) => !event.date_start);
  const groups = grouped(dated, eventDate);
  const years = grouped([...groups], ([, members]) => members[0].date_start.slice(0, 4));
  return [
    heading(
      "What happened, and what is said to have",
      "Each event with the status that its source gives it. An alleged or possible event is somebody’s word, not a finding. Names of events take no side; competing descriptions are shown with each.",
    ),
    el(
      "ul",
      { class: "legend" },
      counted(events, (event) => event.status).map(([status]) =>
        el(
          "li",
          {},
          statusShape(status),
          el(
            "span",
            {},
            el("strong", {}, plainValue(status)),
            ` ${labelOf("events", "status", status).replace(/\.$/, "")}`,
          ),
        ),
      ),
    ),
    form(
      "Filter the events",
      choice(
        "Status",
        query.status || "",
        [["", "Any status"], ...optionsOf(counts("status", "kind"))],
        (value) => amend({ status: value }),
        "event-status",
      ),
      choice(
        "Kind",
        query.kind || "",
        [["", "Any kind"], ...optionsOf(counts("kind", "status"))],
        (value) => amend({ kind: value }),
        "event-kind",
      ),
    ),
    stripHolder(shown),
    counting(`${number(shown.length)} of ${plural(events.length, "event")}`),
    el(
      "p",
      { class: "take" },
      copyView(),
      csvButton("events", tableOf("events").names, () =>
        shown.map((event) => tableOf("events").names.map((name) => event[name])),
      ),
    ),
    [...years].map(([year, days]) =>
      el(
        "section",
        { class: "year" },
        el("h3", { class: "year-name" }, year),
        days.map(([date, members]) =>
          el(
            "div",
            { class: "day" },
            el("p", { class: "date" }, date),
            el(
              "ol",
              { class: "events" },
              members.map((event) => eventItem(event, "h4")),
            ),
          ),
        ),
      ),
    ),
    undated.length > 0 &&
      el(
        "section",
        { class: "year" },
        el("h3", { class: "year-name" }, "No date given"),
        el(
          "div",
          { class: "day" },
          el("p", { class: "date" }, "Lasting, intended, or undated in the source"),
          el(
            "ol",
            { class: "events" },
            undated.map((event) => eventItem(event, "h4")),
          ),
        ),
      ),
  ];
}
