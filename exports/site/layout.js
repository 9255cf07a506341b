// Where marks and labels go, so that none lies over another and each label stands at its own mark.
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

/** The box around boxes.
 * @param {Box[]} boxes
 * @returns {Box} */
export const around = (boxes) => ({
  left: Math.min(...boxes.map((box) => box.left)),
  right: Math.max(...boxes.map((box) => box.right)),
  top: Math.min(...boxes.map((box) => box.top)),
  bottom: Math.max(...boxes.map((box) => box.bottom)),
});

/** A box that a finger can hit: at least `size` wide and tall, with the same middle.
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

/** Items joined until no two groups have boxes that touch: [{box, items}]. `boxOf` gives the box of the items of
 * a group, at least as large as that of each of them.
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
const APART = 7; // and, at least, between a label and any other mark

/** A place for each label that has room for one: Map of index -> box. Boxes come in order of weight: the first gets
 * its place first.
 * @param {Box[]} marks
 * @param {{width: number, height: number}[]} labels of each mark
 * @param {Box} area
 * @returns {Map<number, Box>} */
export function placeLabels(marks, labels, area) {
  const found = new Map();
  labels.forEach(({ width, height }, at) => {
    const mark = marks[at];
    const [middle, centre] = [(mark.top + mark.bottom - height) / 2, (mark.left + mark.right - width) / 2];
    const [right, left] = [mark.right + NEAR, mark.left - NEAR - width];
    const [above, below] = [mark.top - NEAR - height, mark.bottom + NEAR];
    const corners = [
      [right, middle],
      [left, middle],
      [centre, above],
      [centre, below],
      [mark.left, above],
      [mark.left, below],
      [mark.right - width, above],
      [mark.right - width, below],
    ];
    for (const [x, y] of corners) {
      const box = { left: x, right: x + width, top: y, bottom: y + height };
      const inside =
        x >= area.left && box.right <= area.right && y >= area.top && box.bottom <= area.bottom;
      const alone = marks.every((other, place) => place === at || !touches(grown(box, APART), other));
      if (inside && alone && [...found.values()].every((other) => !touches(grown(box, 2), other))) {
        found.set(at, box);
        return;
      }
    }
  });
  return found;
}
