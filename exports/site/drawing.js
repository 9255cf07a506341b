// Functions that draw the charts of the current view: once it is in the page, and again when its width changes.

let drawings = [];

export const whenDrawn = (draw) => drawings.push(draw);
export const forgetDrawings = () => {
  drawings = [];
};
export function drawAll() {
  for (const draw of drawings) draw();
}
