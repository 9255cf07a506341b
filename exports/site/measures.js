// Each measure with its figures, as a chart and as a table.

function figuresView(query) {
  const measure = record(query.measure);
  if (!measure || measure._table !== "measures") return figuresIndex();
  const entries = figuresOf(measure);
  const claimants = counted(entries, (entry) => entry.who);
  const numbered = entries.filter(hasNumber);
  const domain = numbered.length ? domainOf(numbered) : [0, 1];
  const holder = el("div", { class: "plot" });
  const draw = () =>
    holder.replaceChildren(timeChart(measure, entries, holder.clientWidth || 800, query.who) || "");
  const over = new Set(numbered.map((entry) => entry.time)).size > 1;
  if (over) drawn.push(draw);
  return [
    el("p", { class: "kicker" }, el("a", { href: "#figures" }, "All measures")),
    heading(words(measure.definition, "en"), ""),
    el(
      "p",
      { class: "address" },
      el("code", {}, link(measure.measure_id, measure.measure_id)),
      copyButton(measure.measure_id),
      el("span", { class: "office" }, `unit: ${unitName(measure.unit)}`),
    ),
    measure.note && el("p", {}, words(measure.note)),
    el(
      "form",
      { class: "filters", onsubmit: (event) => event.preventDefault() },
      choice(
        "Measure",
        measure.measure_id,
        measuresByWeight().map(([row, claims]) => [
          row.measure_id,
          `${shorten(row.definition, 80)} (${claims})`,
        ]),
        (value) => amend({ measure: value, who: "" }),
        "measure",
      ),
      choice(
        "Highlight a claimant",
        query.who || "",
        [["", "Nobody"], ...optionsOf(claimants, (who) => who)],
        (value) => amend({ who: value }),
        "claimant",
      ),
    ),
    numbered.length > 0 &&
      el(
        "figure",
        {},
        over
          ? holder
          : el(
              "p",
              { class: "office" },
              "All on one date: no line of time to draw. The table has the figures on one scale.",
            ),
        legend(),
        over &&
          el(
            "figcaption",
            {},
            "Larger marks: printed by more newsrooms. A horizontal line: the source gives a month or a year only. Marks without a label are told in the table.",
          ),
      ),
    scrolling(
      "Figures and claimants",
      el(
        "table",
        { class: "figures" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            [
              "When",
              "According to",
              `Figure (${unitName(measure.unit)})`,
              `On one scale, ${number(domain[0])} to ${number(domain[1])}`,
              "Hedge, as printed",
              "Newsrooms",
              "Claims",
            ].map((title, at) => el("th", { scope: "col", class: { 3: "wide", 5: "number" }[at] }, title)),
          ),
        ),
        el(
          "tbody",
          {},
          entries.map((entry) => figureRow(entry, measure, domain, query.who)),
        ),
      ),
    ),
    el(
      "p",
      { class: "office" },
      "When: the day for which the claim is made, else when it was said, else when it was printed.",
    ),
  ];
}

// One row; on a narrow screen its cells stand below each other, those without a plain meaning with their titles.
function figureRow(entry, measure, domain, chosen) {
  return el(
    "tr",
    { class: chosen && entry.who === chosen ? "chosen" : undefined },
    el("td", { class: "date-cell" }, shortDay(entry.time) || "no date"),
    el("td", { class: "who" }, words(entry.who)),
    el(
      "td",
      { class: "figure" },
      entry.denied && "denies ",
      words(entry.figure),
      entry.unit !== measure.unit && hasNumber(entry) && ` ${entry.unit}`,
    ),
    el("td", { class: hasNumber(entry) ? "wide" : "wide void" }, strip(entry, domain)),
    el(
      "td",
      { class: entry.hedges.length ? "hedge" : "hedge void" },
      entry.hedges.map((hedge, at) => [at > 0 && "; ", words(hedge)]),
    ),
    el(
      "td",
      { class: "number" },
      number(entry.families),
      el("span", { class: "narrow" }, entry.families === 1 ? " newsroom" : " newsrooms"),
    ),
    el(
      "td",
      { class: "links" },
      entry.claims.map((claim) => [link(claim.claim_id, claim.claim_id), " "]),
    ),
  );
}

const measuresByWeight = () =>
  rowsOf("measures")
    .map((row) => [row, referring(row.measure_id, "claims").length])
    .sort((one, other) => other[1] - one[1]);

function figuresIndex() {
  return [
    heading(
      "How many, according to whom",
      "Each figure keeps its claimant and its hedge. Two claims stand under one measure only if they measure exactly the same thing; none is averaged and none is preferred.",
    ),
    el(
      "ol",
      { class: "index" },
      measuresByWeight().map(([row, claims]) => {
        const entries = figuresOf(row);
        const values = entries.filter(hasNumber).flatMap((entry) => [entry.low, entry.high]);
        return el(
          "li",
          {},
          el("h3", {}, el("a", { href: `#figures?measure=${row.measure_id}` }, words(row.definition))),
          el(
            "p",
            { class: "office" },
            el("strong", {}, rangeOf(values, row.unit)),
            ` · ${plural(claims, "claim")} · ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}`,
          ),
        );
      }),
    ),
  ];
}
