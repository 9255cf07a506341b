// The views and their addresses: `#statements?speaker=per-…&q=…` is a view, `#stm-0004` a record.

const main = document.getElementById("view");
const front = document.getElementById("front");
const cite = document.getElementById("cite");

const heading = (title, standfirst) => [
  el("h2", { id: "view-name", tabindex: "-1" }, title),
  standfirst && standfirst.length > 0 && el("p", { class: "standfirst" }, standfirst),
];
const count = (text) => el("p", { class: "count" }, text);
const folded = (text) => straight(text).normalize("NFKC").toLowerCase();

const VIEWS = {
  wordings: wordingsView,
  figures: figuresView,
  timeline: timelineView,
  statements: statementsView,
  tables: tablesView,
};
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
  try {
    address = decodeURIComponent(name);
  } catch {
    /* an address that was never ours stays as it is */
  }
  return { name: address, query: Object.fromEntries(new URLSearchParams(query)) };
}

const go = (hash) => {
  location.hash = hash;
};

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
    const parts = isFront
      ? frontView()
      : name === "cite"
        ? []
        : view
          ? view(query)
          : record(name)
            ? recordView(record(name))
            : missingRecord(name);
    main.replaceChildren(...flat(parts));
  }
  for (const draw of drawn) draw();
  for (const one of document.querySelectorAll("#views a")) {
    const here = one.getAttribute("href") === `#${isFront ? "" : name}`;
    if (here) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  const title = document.querySelector("#view h2, #cite:not([hidden]) h2");
  document.title = isFront || !title ? PACKAGE_TITLE : `${shorten(title.textContent, 80)} – ${PACKAGE_TITLE}`;
  if (arrived) settle(isFront, name);
  else if (kept) restore(kept);
}

// After a change of place the focus stands on what was asked for, so that keyboard and reader go on from there.
function settle(isFront, name) {
  if (isFront && !moved) return;
  const target = isFront
    ? document.getElementById("top")
    : document.getElementById(name) || document.querySelector("#view h2, #cite h2");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  if (isFront) scrollTo(0, 0);
  else target.scrollIntoView({ block: "start" });
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
addEventListener("hashchange", () => {
  moved = true;
  show(true);
});
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  requestAnimationFrame(() => {
    for (const draw of drawn) draw();
  });
});
show(true);
document.documentElement.dataset.ready = "yes";
