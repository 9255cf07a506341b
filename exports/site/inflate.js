// Inflate (RFC 1951), for browsers without DecompressionStream.

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** How many codes of each length there are, and the symbols in the order of their codes.
 * @param {number[]} lengths */
function codesOf(lengths) {
  const counts = new Array(16).fill(0);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length)
    .sort((one, other) => one.length - other.length || one.symbol - other.symbol)
    .map(({ symbol }) => symbol);
  return { counts, symbols };
}

/** The bytes of a deflate stream, unpacked. `size` is their number.
 * @param {Uint8Array} from
 * @param {number} size */
export function inflate(from, size) {
  const to = new Uint8Array(size);
  let [at, bit, end] = [0, 0, 0];
  const bits = (/** @type {number} */ count) => {
    let value = 0;
    for (let one = 0; one < count; one += 1) {
      value |= ((from[at] >> bit) & 1) << one;
      bit += 1;
      if (bit === 8) [bit, at] = [0, at + 1];
    }
    return value;
  };
  const symbol = (/** @type {ReturnType<typeof codesOf>} */ codes) => {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length += 1) {
      code |= bits(1);
      const count = codes.counts[length];
      if (code - count < first) return codes.symbols[index + (code - first)];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("the data of this page is damaged");
  };
  /** The codes that a block defines. */
  const told = () => {
    const [literals, distances, some] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const short = new Array(19).fill(0);
    for (let one = 0; one < some; one += 1) short[ORDER[one]] = bits(3);
    const codes = codesOf(short);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < literals + distances) {
      const one = symbol(codes);
      if (one < 16) lengths.push(one);
      else if (one === 16) lengths.push(...new Array(3 + bits(2)).fill(lengths[lengths.length - 1]));
      else lengths.push(...new Array(one === 17 ? 3 + bits(3) : 11 + bits(7)).fill(0));
    }
    return [codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals))];
  };
  const fixed = () => [
    codesOf(Array.from({ length: 288 }, (_, one) => (one < 144 ? 8 : one < 256 ? 9 : one < 280 ? 7 : 8))),
    codesOf(new Array(30).fill(5)),
  ];
  for (let last = 0; !last; ) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      if (bit) [bit, at] = [0, at + 1];
      const length = from[at] | (from[at + 1] << 8);
      to.set(from.subarray(at + 4, at + 4 + length), end);
      [at, end] = [at + 4 + length, end + length];
      continue;
    }
    const [literals, distances] = kind === 1 ? fixed() : told();
    for (let one = symbol(literals); one !== 256; one = symbol(literals)) {
      if (one < 256) {
        to[end] = one;
        end += 1;
        continue;
      }
      const extra = one < 265 || one === 285 ? 0 : (one - 261) >> 2;
      const length = LENGTHS[one - 257] + bits(extra);
      const far = symbol(distances);
      const distance = DISTANCES[far] + bits(far < 4 ? 0 : (far - 2) >> 1);
      for (let step = 0; step < length; step += 1, end += 1) to[end] = to[end - distance];
    }
  }
  return to;
}
