// The views and their addresses: `#statements?speaker=per-…&q=…` is a view, `#stm-0004` a record.

const main = document.getElementById("view");
const front = document.getElementById("front");
const cite = document.getElementById("cite");

const heading = (title, standfirst) =>
  [el("h2", { id: "view-name", tabindex: "-1" }, title), standfirst && standfirst.length > 0 && el("p", { class: "standfirst" }, standfirst)];
const count = (text) => el("p", { class: "count" }, text);
const folded = (text) => straight(text).normalize("NFKC").toLowerCase();

// ---- front ------------------------------------------------------------------------------------------

function frontView() {
  return [frontWordings(), frontFigures(), frontDay()];
}

// The utterance that most newsrooms print, as four of its wordings.
function frontWordings() {
  const counts = rowsOf("utterances").map((row) => [row, familiesOf(referring(row.utterance_id, "renderings").map((one) => record(one.statement_id)))]);
  const [top] = counts.sort((one, other) => other[1] - one[1]);
  if (!top) return null;
  const [utterance, families] = top;
  const renderings = referring(utterance.utterance_id, "renderings");
  const groups = wordingsOf(utterance.utterance_id).filter((one) => one.wording && one.language === utterance.original_language);
  const languages = new Set(renderings.map((row) => record(row.statement_id).language)).size;
  const [base, ...others] = groups;
  return el("section", { class: "feature" },
    el("h2", {}, "What was said, and who prints which words"),
    el("p", { class: "standfirst" }, words(utterance.gist, "en"), ` ${newsrooms(families)} carry it, in ${plural(languages, "language")}, and not in the same words.`),
    base && el("div", { class: "compare" },
      wordingCard(base, null, baseTitle(base, groups)),
      el("div", { class: "others" }, others.slice(0, 3).map((group) => wordingCard(group, base)))),
    el("p", { class: "more" }, el("a", { href: `#wordings?utterance=${utterance.utterance_id}` }, `All ${number(renderings.length)} renderings of this remark`),
      el("a", { href: "#wordings" }, `All ${plural(rowsOf("utterances").length, "remark")}`)));
}

// The measure with most different dated figures, as a chart.
function frontFigures() {
  const measures = rowsOf("measures").map((row) => [row, figuresOf(row)]);
  const days = (entries) => new Set(entries.filter(hasNumber).map((entry) => entry.time)).size;
  const top = measures.filter(([, entries]) => days(entries) > 1)
    .sort((one, other) => other[1].filter(hasNumber).length * days(other[1]) - one[1].filter(hasNumber).length * days(one[1]));
  if (!top.length) return null;
  const [measure, entries] = top[0];
  const holder = el("div", { class: "plot" });
  drawn.push(() => holder.replaceChildren(timeChart(measure, entries, holder.clientWidth || 800, "") || ""));
  return el("section", { class: "feature" },
    el("h2", {}, "How many, according to whom"),
    el("p", { class: "standfirst" }, words(measure.definition, "en"),
      ` ${plural(referring(measure.measure_id, "claims").length, "claim")} by ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}; nothing is averaged.`),
    el("figure", {}, holder, legend(),
      el("figcaption", {}, "Larger marks: printed by more newsrooms. A horizontal line: the source gives a month or a year only. Each mark leads to its claim.")),
    el("p", { class: "more" }, top.slice(0, 5).map(([row], at) => el("a", { href: `#figures?measure=${row.measure_id}` }, at ? words(row.definition) : "These figures, with every claimant")),
      el("a", { href: "#figures" }, `All ${plural(rowsOf("measures").length, "measure")}`)));
}

// The day with most events.
function frontDay() {
  const [top] = counted(rowsOf("events").filter((event) => event.date_precision === "day"), (event) => event.date_start);
  if (!top) return null;
  const [date] = top;
  const events = rowsOf("events").filter((event) => event.date_start === date && event.date_precision === "day");
  events.sort((one, other) => compare([one.time_local || "99"], [other.time_local || "99"]));
  return el("section", { class: "feature" },
    el("h2", {}, `The day with most events: ${day(date)}`),
    el("ol", { class: "events" }, events.map((event) => eventItem(event, "h3"))),
    el("p", { class: "more" }, el("a", { href: "#timeline" }, `All ${plural(rowsOf("events").length, "event")}`)));
}

// ---- wordings ---------------------------------------------------------------------------------------

function wordingCard(group, base, title, choose) {
  const outlets = [...new Set(group.statements.map(outletOf))];
  return el("article", { class: base ? "wording" : "wording base" },
    title && el("p", { class: "tag" }, title),
    quotation(group.language, base ? marked(plainWording(base.wording), plainWording(group.wording), group.language) : plainWording(group.wording)),
    el("p", { class: "office" }, el("strong", {}, newsrooms(group.families)), ` · ${group.kind} quotation`),
    el("p", { class: "source" }, outlets.slice(0, 4).map((outlet, at) => [at > 0 && ", ", words(outlet)]), outlets.length > 4 && ` and ${outlets.length - 4} more`),
    el("p", { class: "address" }, group.statements.slice(0, 12).map((statement) => link(statement.statement_id, statement.statement_id)),
      group.statements.length > 12 && `and ${group.statements.length - 12} more`, choose));
}

function wordingsView(query) {
  const utterance = record(query.utterance);
  if (!utterance || utterance._table !== "utterances") return wordingsIndex();
  const all = wordingsOf(utterance.utterance_id);
  const occasion = record(utterance.occasion_id);
  const quoted = all.filter((group) => group.wording);
  const reported = all.filter((group) => !group.wording).flatMap((group) => group.statements);
  return [
    el("p", { class: "kicker" }, el("a", { href: "#wordings" }, "All remarks")),
    heading(words(utterance.gist, "en"), ""),
    el("p", { class: "address" }, el("code", {}, link(utterance.utterance_id, utterance.utterance_id)), copyButton(utterance.utterance_id),
      el("span", { class: "office" }, `${plainValue(utterance.medium)} in ${languageName(utterance.original_language)}`, occasion && [", ", link(occasion.event_id, words(occasion.name))])),
    el("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
      choice("Remark", utterance.utterance_id, utterancesByWeight().map(([row, families]) => [row.utterance_id, `${shorten(row.gist, 80)} (${families})`]),
        (value) => amend({ utterance: value, base: "" }), "utterance")),
    el("p", { class: "key" }, el("ins", {}, "underlined"), " words differ from the first wording, case and punctuation aside; ", el("del", {}, "struck"),
      " words of it are missing. Where a fragment begins later or ends earlier, nothing is marked. Newsrooms are counted, not pages: reprints of one agency are one."),
    languagesOf(quoted, utterance.original_language).map((language) => languageSection(utterance, language, quoted, query.base)),
    reported.length > 0 && el("section", {}, el("h3", {}, "Reported without a quotation"),
      el("ul", { class: "reported" }, reported.map((statement) => el("li", {}, words(statement.summary), " ",
        el("span", { class: "office" }, words(outletOf(statement)), ", ", languageName(statement.language), ", ", link(statement.statement_id, statement.statement_id)))))),
  ];
}

function languageSection(utterance, language, quoted, chosen) {
  const groups = quoted.filter((group) => group.language === language);
  const base = groups.find((group) => group.statements.some((one) => one.statement_id === chosen)) || groups[0];
  const translated = language !== utterance.original_language;
  const others = groups.filter((group) => group !== base);
  return el("section", { class: "language" },
    el("h3", {}, `${languageName(language)} `, el("span", { class: "office" },
      `${plural(groups.length, "wording")}${translated ? ", translated" : ""}`)),
    el("div", { class: "compare" },
      wordingCard(base, null, baseTitle(base, groups)),
      others.length > 0 && el("div", { class: "others" }, others.map((group) => wordingCard(group, base, "",
        el("button", { type: "button", class: "quiet", "aria-label": `Compare with ${group.statements[0].statement_id}`,
          onclick: () => {
            const id = group.statements[0].statement_id;
            amend({ base: id });
            main.querySelector(`.base a[href="#${id}"]`).focus();
          } }, "Compare with this"))))));
}

// Why the others are compared with this wording.
function baseTitle(base, groups) {
  const most = groups.every((group) => group === base || group.families < base.families);
  return most ? "Printed by most newsrooms" : groups.length > 1 ? "The others are compared with this" : "The only wording";
}

const utterancesByWeight = () => rowsOf("utterances")
  .map((row) => [row, familiesOf(referring(row.utterance_id, "renderings").map((one) => record(one.statement_id)))])
  .sort((one, other) => other[1] - one[1]);

function wordingsIndex() {
  return [
    heading("The same remark in different words", "What somebody said once, and how each newsroom prints it. Of each remark the wordings stand side by side, with differences marked."),
    el("ol", { class: "index" }, utterancesByWeight().map(([row, families]) => {
      const groups = wordingsOf(row.utterance_id).filter((group) => group.wording);
      const languages = new Set(groups.map((group) => group.language)).size;
      return el("li", {}, el("h3", {}, el("a", { href: `#wordings?utterance=${row.utterance_id}` }, words(row.gist))),
        el("p", { class: "office" }, `${newsrooms(families)} · ${plural(groups.length, "wording")} · ${plural(languages, "language")}`));
    })),
  ];
}

// ---- figures ----------------------------------------------------------------------------------------

function figuresView(query) {
  const measure = record(query.measure);
  if (!measure || measure._table !== "measures") return figuresIndex();
  const entries = figuresOf(measure);
  const claimants = counted(entries, (entry) => entry.who);
  const numbered = entries.filter(hasNumber);
  const domain = numbered.length ? domainOf(numbered) : [0, 1];
  const holder = el("div", { class: "plot" });
  const draw = () => holder.replaceChildren(timeChart(measure, entries, holder.clientWidth || 800, query.who) || "");
  const over = new Set(numbered.map((entry) => entry.time)).size > 1;
  if (over) drawn.push(draw);
  return [
    el("p", { class: "kicker" }, el("a", { href: "#figures" }, "All measures")),
    heading(words(measure.definition, "en"), ""),
    el("p", { class: "address" }, el("code", {}, link(measure.measure_id, measure.measure_id)), copyButton(measure.measure_id),
      el("span", { class: "office" }, `unit: ${unitName(measure.unit)}`)),
    measure.note && el("p", {}, words(measure.note)),
    el("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
      choice("Measure", measure.measure_id, measuresByWeight().map(([row, claims]) => [row.measure_id, `${shorten(row.definition, 80)} (${claims})`]),
        (value) => amend({ measure: value, who: "" }), "measure"),
      choice("Highlight a claimant", query.who || "", [["", "Nobody"], ...optionsOf(claimants, (who) => who)], (value) => amend({ who: value }), "claimant")),
    numbered.length > 0 && el("figure", {}, over ? holder : el("p", { class: "office" }, "All on one date: no line of time to draw. The table has the figures on one scale."), legend(),
      over && el("figcaption", {}, "Larger marks: printed by more newsrooms. A horizontal line: the source gives a month or a year only. Marks without a label are told in the table.")),
    scrolling("Figures and claimants", el("table", { class: "figures" },
      el("thead", {}, el("tr", {}, ["When", "According to", `Figure (${unitName(measure.unit)})`, `On one scale, ${number(domain[0])} to ${number(domain[1])}`, "Hedge, as printed", "Newsrooms", "Claims"].map((title, at) =>
        el("th", { scope: "col", class: { 3: "wide", 5: "number" }[at] }, title)))),
      el("tbody", {}, entries.map((entry) => figureRow(entry, measure, domain, query.who))))),
    el("p", { class: "office" }, "When: the day for which the claim is made, else when it was said, else when it was printed."),
  ];
}

// One row; on a narrow screen its cells stand below each other, those without a plain meaning with their titles.
function figureRow(entry, measure, domain, chosen) {
  return el("tr", { class: chosen && entry.who === chosen ? "chosen" : undefined },
    el("td", { class: "date-cell" }, shortDay(entry.time) || "no date"),
    el("td", { class: "who" }, words(entry.who)),
    el("td", { class: "figure" }, entry.denied && "denies ", words(entry.figure),
      entry.unit !== measure.unit && hasNumber(entry) && ` ${entry.unit}`),
    el("td", { class: hasNumber(entry) ? "wide" : "wide void" }, strip(entry, domain)),
    el("td", { class: entry.hedges.length ? "hedge" : "hedge void" }, entry.hedges.map((hedge, at) => [at > 0 && "; ", words(hedge)])),
    el("td", { class: "number" }, number(entry.families),
      el("span", { class: "narrow" }, entry.families === 1 ? " newsroom" : " newsrooms")),
    el("td", { class: "links" }, entry.claims.map((claim) => [link(claim.claim_id, claim.claim_id), " "])));
}

const measuresByWeight = () => rowsOf("measures").map((row) => [row, referring(row.measure_id, "claims").length])
  .sort((one, other) => other[1] - one[1]);

function figuresIndex() {
  return [
    heading("How many, according to whom", "Each figure keeps its claimant and its hedge. Two claims stand under one measure only if they measure exactly the same thing; none is averaged and none is preferred."),
    el("ol", { class: "index" }, measuresByWeight().map(([row, claims]) => {
      const entries = figuresOf(row);
      const values = entries.filter(hasNumber).flatMap((entry) => [entry.low, entry.high]);
      return el("li", {}, el("h3", {}, el("a", { href: `#figures?measure=${row.measure_id}` }, words(row.definition))),
        el("p", { class: "office" }, el("strong", {}, rangeOf(values, row.unit)), ` · ${plural(claims, "claim")} · ${plural(new Set(entries.map((entry) => entry.who)).size, "claimant")}`));
    })),
  ];
}

// ---- statements -------------------------------------------------------------------------------------

const FIRST = 40; // statements shown before one asks for all

// statement -> what the filters look at, made once
let looked = null;
function looks() {
  looked = looked || rowsOf("statements").map((statement) => {
    const speakers = speakersOf(statement);
    const parties = speakers.flatMap((row) => [row.person_id, row.organization_id]).filter(Boolean);
    const events = [statement.occasion_id, ...referring(statement.statement_id, "statement_events").map((row) => row.event_id)].filter(Boolean);
    const text = folded([statement.statement_id, statement.quote, statement.summary, statement.attributed_as, outletOf(statement),
      sourceOf(statement).title, ...speakers.map(partyOf)].join(" "));
    return { statement, parties, events, text };
  });
  return looked;
}

function found(query) {
  const wanted = folded(query.q || "").split(/\s+/).filter(Boolean);
  return looks().filter(({ statement, parties, events, text }) =>
    (!query.speaker || parties.includes(query.speaker)) && (!query.event || events.includes(query.event)) &&
    (!query.type || statement.quote_type === query.type) && (!query.outlet || outletOf(statement) === query.outlet) &&
    (!query.language || statement.language === query.language) && wanted.every((word) => text.includes(word)));
}

function searchField(id, label, value) {
  return el("div", { class: "field text" }, el("label", { for: id }, label),
    el("input", { id, type: "search", value: value || "", autocomplete: "off", oninput: (event) => amend({ q: event.target.value, page: "" }) }));
}

function statementsView(query) {
  const by = (valuesOf) => counted(looks(), valuesOf);
  const parties = by((one) => one.parties);
  const people = parties.filter(([id]) => record(id) && record(id)._table === "people");
  const others = parties.filter(([id]) => record(id) && record(id)._table === "organizations");
  const any = (name) => [["", name]];
  const alphabetic = (counts) => counts.sort((one, other) => one[0].localeCompare(other[0], "en"));
  return [
    heading("Every statement", "Quotations and reports of speech, one for each attribution in each source, in the order of the data: the first article comes first, whole."),
    el("form", { class: "filters", "aria-label": "Filter the statements", onsubmit: (event) => event.preventDefault() },
      searchField("text", "Search words", query.q),
      choice("Speaker", query.speaker || "", [...any("Anybody"), { group: "People", options: optionsOf(people, titleOf) }, { group: "Organizations", options: optionsOf(others, titleOf) }], (value) => amend({ speaker: value }), "speaker"),
      choice("Event", query.event || "", [...any("Any event"), ...optionsOf(by((one) => one.events), (id) => shorten(titleOf(id), 70))], (value) => amend({ event: value }), "event"),
      choice("Type", query.type || "", [...any("Any type"), ...optionsOf(by((one) => one.statement.quote_type))], (value) => amend({ type: value }), "type"),
      choice("Outlet", query.outlet || "", [...any("Any outlet"), ...optionsOf(alphabetic(by((one) => outletOf(one.statement))), (name) => name)], (value) => amend({ outlet: value }), "outlet"),
      choice("Language", query.language || "", [...any("Any language"), ...optionsOf(by((one) => one.statement.language), languageName)], (value) => amend({ language: value }), "language"),
      el("div", { class: "field" }, el("button", { type: "button", class: "quiet", onclick: () => { go("#statements"); } }, "Clear all"))),
    el("div", { id: "results" }, statementResults(query)),
  ];
}

function statementResults(query) {
  const all = found(query);
  const list = el("div", { class: "statements" }, all.slice(0, FIRST).map(({ statement }) => statementItem(statement)));
  const rest = all.length > FIRST && el("button", { type: "button", onclick: (event) => {
    const first = list.children.length;
    list.append(...all.slice(FIRST).map(({ statement }) => statementItem(statement)));
    event.target.remove();
    list.children[first].querySelector("a").focus();
  } }, `Show all ${number(all.length)}`);
  return [count(`${number(all.length)} of ${plural(rowsOf("statements").length, "statement")}`), list,
    !all.length && el("p", {}, "No statement fits all of these. Take one filter away."), rest];
}

// ---- addresses --------------------------------------------------------------------------------------

const VIEWS = { wordings: wordingsView, figures: figuresView, timeline: timelineView, statements: statementsView, tables: tablesView };
// what of a view changes with its filters, so that a field in which one types stays as it is
const RESULTS = { statements: statementResults, tables: tableResults };
let drawn = []; // what draws the charts of the view in hand, again whenever the width changes

function hashOf(view, query) {
  const parts = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined);
  return `#${view}${parts.length ? `?${new URLSearchParams(parts)}` : ""}`;
}

function place() {
  const hash = location.hash.slice(1);
  const [name, query] = [hash.split("?")[0], hash.includes("?") ? hash.slice(hash.indexOf("?") + 1) : ""];
  let address = name;
  try { address = decodeURIComponent(name); } catch { /* an address that was never ours stays as it is */ }
  return { name: address, query: Object.fromEntries(new URLSearchParams(query)) };
}

const go = (hash) => { location.hash = hash; };

// Change the filters of the view in hand: its address changes with them, without a step in the history.
function amend(changes) {
  const { name, query } = place();
  history.replaceState(null, "", hashOf(name, { ...query, ...changes }));
  show(false);
  const counted_ = main.querySelector(".count");
  if (counted_) say(counted_.textContent);
}

function show(arrived) {
  const { name, query } = place();
  const kept = arrived ? null : document.activeElement && document.activeElement.id;
  const isFront = name === "" || name === "front";
  front.hidden = !isFront;
  cite.hidden = name !== "cite";
  document.body.className = isFront ? "" : "inside";
  drawn = [];
  const view = Object.hasOwn(VIEWS, name) && VIEWS[name];
  const results = document.getElementById("results");
  if (!arrived && Object.hasOwn(RESULTS, name) && results) {
    results.replaceChildren(...flat(RESULTS[name](query)));
  } else {
    const parts = isFront ? frontView() : name === "cite" ? [] : view ? view(query) : record(name) ? recordView(record(name)) : missingRecord(name);
    main.replaceChildren(...flat(parts));
  }
  for (const draw of drawn) draw();
  for (const one of document.querySelectorAll("#views a")) {
    const here = one.getAttribute("href") === `#${isFront ? "" : name}`;
    if (here) one.setAttribute("aria-current", "page"); else one.removeAttribute("aria-current");
  }
  const title = document.querySelector("#view h2, #cite:not([hidden]) h2");
  document.title = isFront || !title ? PACKAGE_TITLE : `${shorten(title.textContent, 80)} – ${PACKAGE_TITLE}`;
  if (arrived) settle(isFront, name); else if (kept) restore(kept);
}

// After a change of place the focus stands on what was asked for, so that keyboard and reader go on from there.
function settle(isFront, name) {
  if (isFront && !moved) return;
  const target = isFront ? document.getElementById("top") : document.getElementById(name) || document.querySelector("#view h2, #cite h2");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  if (isFront) scrollTo(0, 0); else target.scrollIntoView({ block: "start" });
}

function restore(id) {
  const control = document.getElementById(id);
  if (control) control.focus({ preventScroll: true });
}

const flat = (parts) => [parts].flat(Infinity).filter((part) => part instanceof Node);

const PACKAGE_TITLE = document.title;
let moved = false;
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  const target = document.querySelector("#view h2, #cite:not([hidden]) h2") || main;
  target.setAttribute("tabindex", "-1");
  target.focus();
});
addEventListener("hashchange", () => { moved = true; show(true); });
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  requestAnimationFrame(() => { for (const draw of drawn) draw(); });
});
show(true);
document.documentElement.dataset.ready = "yes";
