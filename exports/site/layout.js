// Where marks and labels go, so that none overlap and each label is next to its own mark.
// A box is {left, right, top, bottom}, in pixels.

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

/** @param {Box} one
 * @param {Box} other */
export const touches = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {Box} box
 * @param {number} by
 * @returns {Box} */
export const grown = (box, by) => ({
  left: box.left - by,
  right: box.right + by,
  top: box.top - by,
  bottom: box.bottom + by,
});

/** The smallest box around some boxes.
 * @param {Box[]} boxes
 * @returns {Box} */
export const around = (boxes) => ({
  left: Math.min(...boxes.map((box) => box.left)),
  right: Math.max(...boxes.map((box) => box.right)),
  top: Math.min(...boxes.map((box) => box.top)),
  bottom: Math.max(...boxes.map((box) => box.bottom)),
});

/** A box that a finger can hit: at least `size` wide and tall, with the same centre.
 * @param {Box} box
 * @param {number} size
 * @returns {Box} */
export function touchable(box, size) {
  const wide = Math.max(0, size - (box.right - box.left)) / 2;
  const tall = Math.max(0, size - (box.bottom - box.top)) / 2;
  return {
    left: box.left - wide,
    right: box.right + wide,
    top: box.top - tall,
    bottom: box.bottom + tall,
  };
}

/** Items grouped until the boxes of no two groups touch: [{box, items}]. `boxOf` returns the box of a group's items,
 * which contains the box of each.
 * @template T
 * @param {T[]} items
 * @param {(items: T[]) => Box} boxOf
 * @returns {{box: Box, items: T[]}[]} */
export function clusters(items, boxOf) {
  /** @type {{box: Box, items: T[]}[]} */
  const done = [];
  for (const item of items) {
    let group = { box: boxOf([item]), items: [item] };
    for (let at = 0; at < done.length; at += 1) {
      if (!touches(done[at].box, group.box)) continue;
      const all = [...done[at].items, ...group.items];
      done.splice(at, 1);
      group = { box: boxOf(all), items: all };
      at = -1; // a larger box may touch what the smaller one did not
    }
    done.push(group);
  }
  return done;
}

const NEAR = 5; // pixels between a mark and its label
const APART = 7; // least pixels between a label and any other mark
const REACH = [28, 48, 68, 88, 108]; // lengths of a line from a mark to a label farther away

/** A place for each label that fits: Map of index -> {box, leader}, where `leader` is the box of a line from the
 * mark to the label, or null if they are adjacent. Marks are in order of weight, and the first is placed first.
 * @param {Box[]} marks
 * @param {{width: number, height: number}[]} labels of each mark
 * @param {Box} area
 * @returns {Map<number, {box: Box, leader: Box | null}>} */
export function placeLabels(marks, labels, area) {
  /** @type {Map<number, {box: Box, leader: Box | null}>} */
  const found = new Map();
  labels.forEach(({ width, height }, at) => {
    const others = marks.filter((_, place) => place !== at);
    const taken = [...found.values()].flatMap(({ box, leader }) => (leader ? [box, leader] : [box]));
    const free = (/** @type {Box} */ box, /** @type {number} */ apart) =>
      others.every((other) => !touches(grown(box, apart), other)) &&
      taken.every((other) => !touches(grown(box, 2), other));
    for (const [x, y, leader] of spotsFor(marks[at], width, height)) {
      const box = { left: x, right: x + width, top: y, bottom: y + height };
      const inside = x >= area.left && box.right <= area.right && y >= area.top && box.bottom <= area.bottom;
      if (inside && free(box, APART) && (!leader || free(leader, 1))) {
        found.set(at, { box, leader });
        return;
      }
    }
  });
  return found;
}

/** Possible places for a mark's label, best first: [left, top, leader].
 * @param {Box} mark
 * @param {number} width
 * @param {number} height
 * @returns {[number, number, Box | null][]} */
function spotsFor(mark, width, height) {
  const [x, y] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
  const [middle, centre] = [y - height / 2, x - width / 2];
  const [above, below] = [mark.top - NEAR - height, mark.bottom + NEAR];
  /** @type {[number, number, Box | null][]} */
  const beside = [
    [mark.right + NEAR, middle, null],
    [mark.left - NEAR - width, middle, null],
    [centre, above, null],
    [centre, below, null],
    [mark.left, above, null],
    [mark.left, below, null],
    [mark.right - width, above, null],
    [mark.right - width, below, null],
  ];
  const farther = REACH.flatMap((far) => {
    const up = { left: x - 0.5, right: x + 0.5, top: mark.top - far, bottom: mark.top - 1 };
    const down = { left: x - 0.5, right: x + 0.5, top: mark.bottom + 1, bottom: mark.bottom + far };
    return [x - 4, x + 4 - width].flatMap(
      (left) =>
        /** @type {[number, number, Box | null][]} */ ([
          [left, up.top - height, up],
          [left, down.bottom, down],
        ]),
    );
  });
  return [...beside, ...farther];
}
