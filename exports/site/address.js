// Addresses in the page: `#statements?speaker=per-…&q=…` is a view with its filters, `#stm-0004` a record.

export const WEAK = "weak"; // every address includes `weak=hidden` while weak copies are hidden

export function hashOf(name, query) {
  const parts = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined);
  return `#${encodeURI(name)}${parts.length ? `?${new URLSearchParams(parts)}` : ""}`;
}

// "#stm-0004?weak=hidden" -> {name: "stm-0004", query: {weak: "hidden"}}
export function parsed(hash) {
  const text = hash.replace(/^#/, "");
  const at = text.indexOf("?");
  const name = at < 0 ? text : text.slice(0, at);
  let address = name;
  try {
    address = decodeURIComponent(name);
  } catch {
    /* leave an address that was never ours unchanged */
  }
  return { name: address, query: Object.fromEntries(new URLSearchParams(at < 0 ? "" : text.slice(at + 1))) };
}

export const place = () => parsed(location.hash);

// The full address of something in this page.
export const wholeAddress = (hash) => `${location.href.split("#")[0]}${hash}`;

// The function that shows the current place, set by views.js.
/** @type {(how: string) => void} */
let shows = () => {};
export const onPlace = (show) => {
  shows = show;
};

// Go elsewhere: one step in the history, which records the place and the focus left behind.
export function go(hash) {
  const { name, query } = parsed(hash);
  const weak = place().query[WEAK];
  const target = weak && !(WEAK in query) ? hashOf(name, { ...query, [WEAK]: weak }) : hash;
  remember();
  history.pushState(
    {},
    "",
    target === "#" || target === "" ? location.href.split("#")[0] + (target && "#") : target,
  );
  shows("arrived");
}

// Change the filters of the current view. Its address changes too, without a step in the history.
export function amend(changes) {
  const { name, query } = place();
  history.replaceState(history.state, "", hashOf(name, { ...query, page: "", at: "", ...changes }));
  shows("amended");
}

// Record in the history the scroll position, and the link that the reader is following.
export function remember() {
  const link = document.activeElement && document.activeElement.closest("a[href], button");
  const all = [...document.querySelectorAll("a[href], button")];
  history.replaceState({ top: Math.round(scrollY), link: link ? all.indexOf(link) : -1 }, "");
}

// Where the reader was when they last left this place, if they have been here.
export function remembered() {
  const { top, link } = history.state || {};
  return top === undefined ? null : { top, link };
}
