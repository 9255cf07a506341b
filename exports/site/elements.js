// Elements of the page. Cells enter it only as text nodes, never as markup.

import { wholeAddress } from "./address.js";
import { pieces } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

// Words from a source or the data. Whatever direction they run in, they do not affect the text around them.
export const words = (text, language) => el("bdi", { dir: "auto", lang: language || undefined }, text);

// Text from the schemas, in which column `names` are between backticks.
export const prose = (text) => text.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part));

export const link = (address, ...children) => el("a", { href: `#${encodeURI(address)}` }, ...children);

// A link to another web page. Any other address is shown only as text.
export function outward(url) {
  if (!/^https?:\/\//i.test(url)) return words(url);
  return el("a", { href: url, rel: "noopener noreferrer nofollow", class: "outward" }, words(url));
}

export function languageName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) || code;
  } catch {
    return code;
  }
}

export const say = (text) => {
  document.getElementById("spoken").textContent = text;
};

// A button that copies what `text` returns. `of` says what it belongs to, for readers who do not see the page.
export function copying(label, of, text, told) {
  const shown = el("span", {}, label);
  const button = el(
    "button",
    { type: "button", class: "quiet" },
    shown,
    of && el("span", { class: "unseen" }, `: ${of}`),
  );
  button.addEventListener("click", async () => {
    const whole = text();
    const done = await copied(whole);
    shown.textContent = done ? "Copied" : "Not copied";
    say(done ? `${told}: ${whole}` : "Copying failed.");
    setTimeout(() => {
      shown.textContent = label;
    }, 1500);
  });
  return button;
}

// A button that copies the address of a record.
export const copyButton = (address) =>
  copying("Copy link", address, () => wholeAddress(`#${encodeURI(address)}`), "Link copied");

// A button that copies the address of what is shown, filters included.
export const copyView = () =>
  copying("Copy link", "to what is shown", () => wholeAddress(location.hash), "Link copied");

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // some browsers allow no clipboard on a page opened from a file
    const area = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" }, text);
    document.body.append(area);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused) focused.focus();
    return done;
  }
}

export const choice = (label, value, options, onchange, id) =>
  el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    el("select", { id, onchange: (event) => onchange(event.target.value) }, optionList(options, value)),
  );

// The options of a choice: [value, shown text], or {group, options}.
export const optionList = (options, value) =>
  options.map((option) =>
    option.group
      ? el(
          "optgroup",
          { label: option.group },
          option.options.map((one) => picked(one, value)),
        )
      : picked(option, value),
  );

const picked = ([key, shown], value) => el("option", { value: key, selected: key === value }, shown);

export const field = (id, label, attributes) =>
  el(
    "div",
    { class: attributes.type === "search" ? "field text" : "field" },
    el("label", { for: id }, label),
    el("input", { id, autocomplete: "off", ...attributes }),
  );

export const form = (label, ...children) =>
  el(
    "form",
    { class: "filters", "aria-label": label, onsubmit: (event) => event.preventDefault() },
    ...children,
  );

// A wide table that scrolls separately, also by keyboard.
export const scrolling = (label, table) =>
  el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table);

export const heading = (title, standfirst) => [
  el("h2", { id: "view-name", tabindex: "-1" }, title),
  standfirst && standfirst.length !== 0 && el("p", { class: "standfirst" }, standfirst),
];

export const counting = (...text) => el("p", { class: "count" }, ...text);

// All nodes in nested parts.
export const flat = (parts) => [parts].flat(Infinity).filter((part) => part instanceof Node);

// Mark the words of a search, in all text below a node.
export function markHits(node, terms) {
  if (!terms.length) return;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    if (text.parentElement.closest("svg, button, option, mark, .unseen")) continue;
    const parts = pieces(text.data, terms);
    if (parts.some(([, hit]) => hit))
      text.replaceWith(...parts.map(([part, hit]) => (hit ? el("mark", {}, part) : part)));
  }
}

const PAGE = 50; // rows on one page of a list
let onPaper = false; // when printing, all rows are shown

export const printing = (yes) => {
  onPaper = yes;
};

// The rows on the page of a list that the address names: {rows, from, to, all, page, last}.
export function pageOf(rows, query) {
  const size = onPaper ? Math.max(1, rows.length) : PAGE;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(Math.max(1, Math.floor(Number(query.page)) || 1), last);
  const from = (page - 1) * size;
  const to = Math.min(rows.length, page * size);
  return { rows: rows.slice(from, to), from, to, all: rows.length, page, last };
}

// Links to the pages of a list: the first, the last, and those around the current one.
export function pageLinks({ page, last }, hashTo, label) {
  if (last < 2) return null;
  const near = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, last])].filter(
    (one) => one >= 1 && one <= last,
  );
  return el(
    "nav",
    { class: "pages", "aria-label": label },
    page > 1 && el("a", { href: hashTo(page - 1), rel: "prev" }, "Previous"),
    near.map((one, at) => [
      at > 0 && one - near[at - 1] > 1 && el("span", {}, "…"),
      el("a", { href: hashTo(one), "aria-current": one === page && "page" }, one),
    ]),
    page < last && el("a", { href: hashTo(page + 1), rel: "next" }, "Next"),
  );
}

// ", 1 to 50 shown", if that is not all.
export const extent = ({ from, to, all }) => (to - from < all ? `, ${from + 1} to ${to} shown` : "");
