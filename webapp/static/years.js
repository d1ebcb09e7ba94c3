// Dragging over the histogram chooses the years under it; a click on a bar is a link and needs none of this.

import { visit } from "./instant.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST_PX = 8; // less is a click with an unsteady hand
let drag = null;

const bars = (svg) => [...svg.querySelectorAll("a[data-first]")];
const box = (bar) => bar.querySelector(".hit-area").getBoundingClientRect();

function chosen() {
  const [left, right] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
  return bars(drag.svg).filter((bar) => box(bar).right > left && box(bar).left < right);
}

document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest?.(".years svg");
  if (svg && event.button === 0) drag = { svg, from: event.clientX, to: event.clientX, band: null };
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.to = event.clientX;
  if (!drag.band && Math.abs(drag.to - drag.from) < LEAST_PX) return;
  if (!drag.band) {
    drag.band = document.createElementNS(SVG, "rect");
    drag.band.setAttribute("class", "drag");
    drag.band.setAttribute("height", "88");
    drag.svg.prepend(drag.band);
  }
  const inside = chosen();
  if (!inside.length) return;
  const start = drag.svg.getBoundingClientRect().left;
  drag.band.setAttribute("x", box(inside[0]).left - start);
  drag.band.setAttribute("width", box(inside.at(-1)).right - box(inside[0]).left);
});

document.addEventListener("pointerup", () => {
  if (!drag?.band) {
    drag = null;
    return;
  }
  const inside = chosen();
  drag.band.remove();
  drag = null;
  // The click that follows belongs to the drag.
  addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  if (inside.length) choose(inside[0].dataset.first, inside.at(-1).dataset.last);
});

document.addEventListener("pointercancel", () => {
  drag?.band?.remove();
  drag = null;
});

document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".years svg")) event.preventDefault();
});

function choose(first, last) {
  const address = new URL("/search", location);
  const form = document.querySelector("main form.range");
  if (form) for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
  address.searchParams.set("from", first);
  address.searchParams.set("to", last);
  if (form) visit(address);
  else location.assign(address);
}
