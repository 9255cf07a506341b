// The overview: what was said, how many according to whom, and the day with most events.

function frontView() {
  return [frontWordings(), frontFigures(), frontDay()];
}

// The utterance that most newsrooms print, as four of its wordings.
function frontWordings() {
  const counts = rowsOf("utterances").map((row) => [
    row,
    familiesOf(referring(row.utterance_id, "renderings").map((one) => record(one.statement_id))),
  ]);
  const [top] = counts.sort((one, other) => other[1] - one[1]);
  if (!top) return null;
  const [utterance, families] = top;
  const renderings = referring(utterance.utterance_id, "renderings");
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
      ` ${newsrooms(families)} carry it, in ${plural(languages, "language")}, and not in the same words.`,
    ),
    base &&
      el(
        "div",
        { class: "compare" },
        wordingCard(base, null, baseTitle(base, groups)),
        el(
          "div",
          { class: "others" },
          others.slice(0, 3).map((group) => wordingCard(group, base)),
        ),
      ),
    el(
      "p",
      { class: "more" },
      el(
        "a",
        { href: `#wordings?utterance=${utterance.utterance_id}` },
        `All ${number(renderings.length)} renderings of this remark`,
      ),
      el("a", { href: "#wordings" }, `All ${plural(rowsOf("utterances").length, "remark")}`),
    ),
  );
}

// The measure with most different dated figures, as a chart.
function frontFigures() {
  const measures = rowsOf("measures").map((row) => [row, figuresOf(row)]);
  const days = (entries) => new Set(entries.filter(hasNumber).map((entry) => entry.time)).size;
  const top = measures
    .filter(([, entries]) => days(entries) > 1)
    .sort(
      (one, other) =>
        other[1].filter(hasNumber).length * days(other[1]) - one[1].filter(hasNumber).length * days(one[1]),
    );
  if (!top.length) return null;
  const [measure, entries] = top[0];
  const holder = el("div", { class: "plot" });
  drawn.push(() => holder.replaceChildren(timeChart(measure, entries, holder.clientWidth || 800, "") || ""));
  return el(
    "section",
    { class: "feature" },
    el("h2", {}, "How many, according to whom"),
    el(
      "p",
      { class: "standfirst" },
      words(measure.definition, "en"),
      ` ${plural(referring(measure.measure_id, "claims").length, "claim")} by ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}; nothing is averaged.`,
    ),
    el(
      "figure",
      {},
      holder,
      legend(),
      el(
        "figcaption",
        {},
        "Larger marks: printed by more newsrooms. A horizontal line: the source gives a month or a year only. Each mark leads to its claim.",
      ),
    ),
    el(
      "p",
      { class: "more" },
      top
        .slice(0, 5)
        .map(([row], at) =>
          el(
            "a",
            { href: `#figures?measure=${row.measure_id}` },
            at ? words(row.definition) : "These figures, with every claimant",
          ),
        ),
      el("a", { href: "#figures" }, `All ${plural(rowsOf("measures").length, "measure")}`),
    ),
  );
}

// The day with most events.
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
    el("h2", {}, `The day with most events: ${day(date)}`),
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
