// A card next to a mark of a chart: what the mark stands for, before you follow its link.

import { el } from "./elements.js";

let open = null; // {card, mark}

// Open a card for a mark: `holder` contains the chart, `parts` is what to show. Escape or a click elsewhere closes it.
export function openCard(holder, mark, title, parts) {
  closeCard(false);
  const card = el(
    "div",
    { class: "card", role: "dialog", "aria-labelledby": "card-name" },
    el("h4", { id: "card-name", tabindex: "-1" }, title),
    parts,
    el("button", { type: "button", class: "quiet", onclick: () => closeCard(true) }, "Close"),
  );
  holder.append(card);
  const [box, at] = [holder.getBoundingClientRect(), mark.getBoundingClientRect()];
  const left = Math.max(0, Math.min(at.left - box.left, box.width - card.offsetWidth));
  card.style.left = `${left}px`;
  card.style.top = `${at.bottom - box.top + 6}px`;
  mark.setAttribute("aria-expanded", "true");
  open = { card, mark };
  card.querySelector("h4").focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

export function closeCard(back) {
  if (!open) return;
  const { card, mark } = open;
  open = null;
  card.remove();
  mark.setAttribute("aria-expanded", "false");
  if (back) mark.focus({ preventScroll: true });
}

// Make a mark open its card on click, Enter or space.
export function opens(mark, show) {
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    show();
  });
  mark.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  });
  return mark;
}

export function watchCards() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeCard(true);
  });
  document.addEventListener("click", (event) => {
    if (open && !open.card.contains(event.target)) closeCard(false);
  });
}
