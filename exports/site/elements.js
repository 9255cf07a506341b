// Elements of the page. Cells enter it as text nodes only, never as markup.

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

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// Words of a source or of the data: whatever direction they run in, they do not turn what stands around them.
const words = (text, language) => el("bdi", { dir: "auto", lang: language || undefined }, text);

// Text of the schemas, in which `names` of columns stand between back ticks.
const prose = (text) => text.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part));

const link = (address, ...children) => el("a", { href: `#${encodeURI(address)}` }, ...children);

// A link to a page elsewhere, if it is one; any other address is shown as text only.
function outward(url) {
  if (!/^https?:\/\//i.test(url)) return words(url);
  return el("a", { href: url, rel: "noopener noreferrer nofollow", class: "outward" }, words(url));
}

const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many || `${one}s`}`;
const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

// "2025-01-06" -> "6 January 2025"; a month or a year stays one. What is no such date stays as it is.
function day(iso) {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso);
  if (!parts) return iso;
  const month = parts[2] && MONTHS[Number(parts[2]) - 1];
  return [parts[3] && Number(parts[3]), month, parts[1]].filter(Boolean).join(" ");
}

const shortDay = (iso) => day(iso).replace(/[A-Z][a-z]{3,}/, (month) => month.slice(0, 3));

function languageName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) || code;
  } catch {
    return code;
  }
}

const say = (text) => {
  document.getElementById("spoken").textContent = text;
};

// A button that copies the address of a record, or of a view.
function copyButton(address, label = "Copy link") {
  const button = el(
    "button",
    { type: "button", class: "quiet", "aria-label": `${label}: ${address}` },
    label,
  );
  button.addEventListener("click", async () => {
    const whole = `${location.href.split("#")[0]}#${encodeURI(address)}`;
    const done = await copied(whole);
    button.textContent = done ? "Copied" : "Not copied";
    say(done ? `Link copied: ${whole}` : "The link could not be copied: it stands in the address bar.");
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard on this page, as in some browsers for a file
    const area = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" }, text);
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused) focused.focus();
    return done;
  }
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const choice = (label, value, options, onchange, id) =>
  el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    el(
      "select",
      { id, onchange: (event) => onchange(event.target.value) },
      options.map((option) =>
        option.group
          ? el(
              "optgroup",
              { label: option.group },
              option.options.map((one) => picked(one, value)),
            )
          : picked(option, value),
      ),
    ),
  );

const picked = ([key, shown], value) => el("option", { value: key, selected: key === value }, shown);

// A wide table that scrolls by itself, by keyboard too.
const scrolling = (label, table) =>
  el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table);
