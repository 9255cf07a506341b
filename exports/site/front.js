// The overview: what was said, how many according to whom, what contradicts what, and the busiest day.

import { hashOf } from "./address.js";
import { CHART_NOTE, legend, timeChart } from "./charts.js";
import { conflictItem, conflictKinds } from "./conflicts.js";
import { kept } from "./copies.js";
import { day } from "./dates.js";
import { weightiest } from "./disagreement.js";
import { whenDrawn } from "./drawing.js";
import { el, words } from "./elements.js";
import { figuresOf } from "./figures.js";
import { measureName, newsrooms, titleOf, utterancesByWeight } from "./names.js";
import { record, referring, rowsOf } from "./package.js";
import { compare, counted, number, plural } from "./text.js";
import { eventItem } from "./timeline.js";
import { baseTitle, weight, wordingCard, wordingsOf } from "./wordings.js";

export function frontView() {
  return [frontWordings(), frontFigures(), frontConflicts(), frontDay()];
}

// The utterance that most newsrooms print, with a few of its wordings.
function frontWordings() {
  const [top] = utterancesByWeight(weight);
  if (!top) return null;
  const [utterance, families] = top;
  const renderings = referring(utterance.utterance_id, "renderings", "utterance_id").filter((row) =>
    kept(record(row.statement_id)),
  );
  const groups = wordingsOf(utterance.utterance_id).filter(
    (one) => one.wording && one.language === utterance.original_language,
  );
  const languages = new Set(renderings.map((row) => record(row.statement_id).language)).size;
  const [base, ...others] = groups;
  return el(
    "section",
    { class: "feature" },
    el("h2", {}, "What was said, and who prints which words"),
    el(
      "p",
      { class: "standfirst" },
      words(utterance.gist, "en"),
      ` ${newsrooms(families)} printed it, in ${plural(languages, "language")}, and in different words.`,
    ),
    base &&
      el(
        "div",
        { class: "compare" },
        wordingCard(base, null, baseTitle(base, groups)),
        el(
          "div",
          { class: "others" },
          others.slice(0, 2).map((group) => wordingCard(group, base)),
        ),
      ),
    el(
      "p",
      { class: "more" },
      el(
        "a",
        { href: hashOf("wordings", { utterance: utterance.utterance_id }) },
        `All ${number(renderings.length)} renderings of this remark`,
      ),
      el("a", { href: "#wordings" }, `All ${plural(rowsOf("utterances").length, "remark")}`),
    ),
  );
}

const dated = (claim) => claim._time && Number.isFinite(claim._low);

// The measure with the most dated figures, as a chart.
function frontFigures() {
  const days = (claims) => new Set(claims.map((claim) => claim._time)).size;
  const top = rowsOf("measures")
    .map((row) => [row, referring(row.measure_id, "claims", "measure_id").filter(kept).filter(dated)])
    .map(([row, claims]) => [row, claims.length * days(claims), days(claims)])
    .filter(([, , some]) => some > 1)
    .sort((one, other) => other[1] - one[1]);
  if (!top.length) return null;
  const [measure] = top[0];
  const entries = figuresOf(measure);
  const holder = el("div", { class: "plot" });
  whenDrawn(() => holder.replaceChildren(timeChart(measure, entries, holder, "") || ""));
  return el(
    "section",
    { class: "feature" },
    el("h2", {}, "How many, according to whom"),
    el(
      "p",
      { class: "standfirst" },
      words(measure.definition, "en"),
      ` ${plural(referring(measure.measure_id, "claims", "measure_id").filter(kept).length, "claim")} by ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}; nothing is averaged.`,
    ),
    el("figure", {}, holder, legend(), el("figcaption", {}, CHART_NOTE)),
    el(
      "p",
      { class: "more" },
      top
        .slice(0, 5)
        .map(([row], at) =>
          el(
            "a",
            { href: hashOf("figures", { measure: row.measure_id }) },
            at ? words(measureName(row)) : "These figures, with all claimants",
          ),
        ),
      el("a", { href: "#figures" }, `All ${plural(rowsOf("measures").length, "measure")}`),
    ),
  );
}

// A conflict between figures and one between descriptions of an event, as two pictures.
function frontConflicts() {
  const kinds = conflictKinds();
  if (!kinds.length) return null;
  const shown = ["figures", "events"].map(weightiest).filter(Boolean);
  return el(
    "section",
    { class: "feature" },
    el("h2", {}, "Where the sources contradict one another"),
    el(
      "p",
      { class: "standfirst" },
      kinds.map(([kind, name, count], at) => [
        at > 0 && ", ",
        el("a", { href: hashOf("conflicts", { kind }) }, `${number(count)} in ${name}`),
      ]),
      ". Both sides are kept, and nothing is settled here.",
    ),
    shown.map((row) => [
      el(
        "h3",
        {},
        el("a", { href: hashOf("conflicts", { subject: row.subject }) }, words(titleOf(row.subject))),
      ),
      conflictItem(row),
    ]),
    el("p", { class: "more" }, el("a", { href: "#conflicts" }, "All conflicts")),
  );
}

// The day with the most events.
function frontDay() {
  const [top] = counted(
    rowsOf("events").filter((event) => event.date_precision === "day"),
    (event) => event.date_start,
  );
  if (!top) return null;
  const [date] = top;
  const events = rowsOf("events").filter(
    (event) => event.date_start === date && event.date_precision === "day",
  );
  events.sort((one, other) => compare([one.time_local || "99"], [other.time_local || "99"]));
  return el(
    "section",
    { class: "feature" },
    el("h2", {}, `The day with the most events: ${day(date)}`),
    el(
      "ol",
      { class: "events" },
      events.map((event) => eventItem(event, "h3")),
    ),
    el(
      "p",
      { class: "more" },
      el("a", { href: "#timeline" }, `All ${plural(rowsOf("events").length, "event")}`),
    ),
  );
}
