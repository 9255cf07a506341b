// Addresses that open an article at given words: text fragments, `#:~:text=first words,last words`.

const LONG = 12; // words; of a longer passage only both ends are named
const ENDS = /^[\s"'“”‘’«»„「」『』()[\].,;:!?…–—-]+|[\s"'“”‘’«»„「」『』()[\].,;:!?…–—-]+$/gu;

/** The address of a page with a fragment that names words in it; "" if the address is not a web page.
 * `quote` may have several passages, joined by " … "; each is named.
 * @param {string} url
 * @param {string} quote */
export function openAt(url, quote) {
  if (!/^https?:\/\//i.test(url)) return "";
  const passages = quote
    .split(/\s*…\s*/)
    .map((passage) => passage.replace(ENDS, ""))
    .filter(Boolean);
  if (!passages.length) return url;
  const directives = passages.slice(0, 4).map((passage) => `text=${passageOf(passage)}`);
  return `${url}${url.includes("#") ? "" : "#"}:~:${directives.join("&")}`;
}

/** @param {string} passage */
function passageOf(passage) {
  const spaced = /\s/.test(passage);
  const words = spaced ? passage.split(/\s+/) : [...passage];
  const limit = spaced ? LONG : 3 * LONG;
  if (words.length <= limit) return encoded(words.join(spaced ? " " : ""));
  const [gap, some] = spaced ? [" ", 5] : ["", 12];
  const [first, last] = [words.slice(0, some), words.slice(-some)].map((part) => part.join(gap));
  return `${encoded(first)},${encoded(last)}`;
}

/** Percent-encoded, including the three characters with a meaning in a fragment: "-", "&" and ",".
 * @param {string} text */
const encoded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");
