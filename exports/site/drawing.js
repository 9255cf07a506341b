// What draws the charts of the view in hand: once it stands in the page, and again whenever its width changes.

let drawings = [];

export const whenDrawn = (draw) => drawings.push(draw);
export const forgetDrawings = () => {
  drawings = [];
};
export function drawAll() {
  for (const draw of drawings) draw();
}
