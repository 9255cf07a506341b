// A ZIP archive of texts, uncompressed and all dated 1 January 1980, so that the same texts give the same bytes.

const CRCS = Uint32Array.from({ length: 256 }, (_, at) => {
  let crc = at;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** @param {Uint8Array} bytes */
function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRCS[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian numbers: [[value, bytes]].
 * @param {...[number, number]} parts */
function packedNumbers(...parts) {
  return Uint8Array.from(
    parts.flatMap(([value, size]) =>
      Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256),
    ),
  );
}

/** The parts of the archive, in order.
 * @param {Record<string, string>} texts path -> text
 * @returns {Uint8Array[]} */
export function zip(texts) {
  /** @type {Uint8Array[]} */
  const files = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let offset = 0;
  for (const [path, text] of Object.entries(texts)) {
    const [name, bytes] = [path, text].map((one) => new TextEncoder().encode(one));
    /** @type {[number, number][]} */
    const facts = [
      [20, 2], // the version needed
      [0x0800, 2], // names in UTF-8
      [0, 2], // stored
      [0, 2],
      [33, 2], // 1 January 1980
      [crcOf(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const head = packedNumbers([0x04034b50, 4], ...facts);
    const rest = packedNumbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    files.push(head, name, bytes);
    directory.push(packedNumbers([0x02014b50, 4], [20, 2], ...facts), rest, name);
    offset += head.length + name.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = Object.keys(texts).length;
  const end = packedNumbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]);
  return [...files, ...directory, end];
}
