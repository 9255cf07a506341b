// Downloads: text files, a chart as a picture, everything as one archive.

import { csv } from "./csv.js";
import { el } from "./elements.js";
import { about, allTables, rowsOf } from "./package.js";
import { zip } from "./zip.js";

export function download(name, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// The CSV file of a table, identical to the one in data/ if all its rows are given.
export const csvOf = (table, rows) =>
  csv(
    table.names,
    rows.map((row) => table.names.map((name) => row[name])),
  );

export const taking = (label, onclick, of) =>
  el(
    "button",
    { type: "button", class: "download", onclick },
    label,
    of && el("span", { class: "unseen" }, ` ${of}`),
  );

// A button that downloads rows as CSV; `rows` is called when it is pressed.
export const csvButton = (name, names, rows, label = "Download as CSV") =>
  taking(label, () => download(`${name}.csv`, [csv(names, rows())], "text/csv;charset=utf-8"));

// A button that downloads everything as one archive: each table, the citation, and a short README.
export const allButton = () =>
  taking("Download everything (ZIP)", () => {
    const { name, version, citation } = about();
    const folder = `${name}-${version}`;
    const files = {
      [`${folder}/README.txt`]: `${name}, version ${version}\n\nReported, not verified: statements and figures are what somebody is reported to have said.\n\n${citation.text}`,
      [`${folder}/citation.bib`]: citation.bibtex,
      [`${folder}/citation.ris`]: citation.ris,
    };
    for (const table of allTables())
      files[`${folder}/data/${table.name}.csv`] = csvOf(table, rowsOf(table.name));
    download(`${folder}.zip`, zip(files), "application/zip");
  });

const LOOKS = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "paint-order",
  "stroke-linejoin",
];

// A chart as a self-contained SVG: with its styles written into it, a title above, source and edition below.
function standalone(canvas, title, source) {
  const [width, height] = ["width", "height"].map((side) => Number(canvas.getAttribute(side)));
  const copy = canvas.cloneNode(true);
  const [from, to] = [canvas, copy].map((node) => [node, ...node.querySelectorAll("*")]);
  from.forEach((node, at) => {
    const style = getComputedStyle(node);
    for (const look of LOOKS) to[at].setAttribute(look, style.getPropertyValue(look));
    for (const name of ["class", "role", "tabindex", "aria-label", "aria-haspopup", "href"])
      to[at].removeAttribute(name);
  });
  const [head, foot] = [30, 44];
  copy.setAttribute("viewBox", `0 ${-head} ${width} ${height + head + foot}`);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height + head + foot);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const style = getComputedStyle(document.body);
  const write = (text, y, size, weight) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", "text");
    node.textContent = text;
    for (const [name, value] of Object.entries({
      x: 0,
      y,
      fill: style.color,
      "font-family": style.fontFamily,
      "font-size": size,
      "font-weight": weight,
    }))
      node.setAttribute(name, String(value));
    copy.append(node);
  };
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({
    x: 0,
    y: -head,
    width,
    height: height + head + foot,
    fill: style.backgroundColor,
  }))
    paper.setAttribute(name, String(value));
  copy.prepend(paper);
  write(title, -10, 15, 600);
  write(source, height + 18, 11, 400);
  write("Reported, not verified: each figure is somebody’s claim.", height + 34, 11, 400);
  return new XMLSerializer().serializeToString(copy);
}

// Buttons that download a chart as SVG and as PNG; `chart` returns its svg element when called.
export function chartButtons(name, chart, title) {
  const { name: package_, version } = about();
  const picture = () => standalone(chart(), title, `Source: ${package_}, version ${version}, ${name}`);
  return [
    taking("SVG", () => download(`${name}.svg`, [picture()], "image/svg+xml"), "of the chart"),
    taking(
      "PNG",
      () => {
        const image = new Image();
        image.addEventListener("load", () => {
          const canvas = el("canvas", { width: image.width * 2, height: image.height * 2 });
          const context = canvas.getContext("2d");
          context.scale(2, 2);
          context.drawImage(image, 0, 0);
          canvas.toBlob((blob) => download(`${name}.png`, [blob], "image/png"));
        });
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture())}`;
      },
      "of the chart",
    ),
  ];
}
