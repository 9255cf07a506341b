// CSV as the package writes it: RFC 4180 with line feeds, quoted only where necessary.

/** @param {string} text */
const cellOf = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** @param {string[]} names
 * @param {string[][]} lines */
export const csv = (names, lines) =>
  [names, ...lines].map((cells) => `${cells.map(cellOf).join(",")}\n`).join("");
