/** A map without a map: lines a known distance apart, north up, with ring and pins where they are. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { moved, seenFrom } from "../lib/metres.js";

/** @typedef {import("../lib/metres.js").Place} Place */
/** @typedef {import("./map.js").Shown} Shown */

const SVG = "http://www.w3.org/2000/svg";
/** How far each line of the grid stands from the next, in metres. */
const LINE_M = 10;
const REACH_M = 45;
const HEIGHT = 0.6;
/** A pin whose point is at 0, 0, five units high. */
export const PIN = "M0 0l-1-2.2a1.6 1.6 0 1 1 2 0z";

/** @param {HTMLElement} box @param {() => string} why what to say besides @returns {import("./map.js").View} */
export function gridView(box, why) {
  const drawing = el("div", { class: "place-grid", "aria-hidden": "true" });
  const note = el("p", { class: "map-note" });
  fill(box, drawing, note);
  return {
    show(shown) {
      const origin = shown.ring?.place ?? shown.pins[0];
      if (!origin) return;
      const steps = shown.pins.map((pin) => seenFrom(origin, pin));
      const far = Math.max(REACH_M, ...steps.flatMap(({ north, east }) => [Math.abs(north) + LINE_M, Math.abs(east) + LINE_M]));
      const line = LINE_M * Math.ceil(far / 60);
      const made = drawn(steps, shown, far, line);
      made.addEventListener("click", (event) => shown.picked?.(moved(origin, stepAt(made, event))));
      fill(drawing, made);
      note.textContent = [_("Mellan linjerna är det {metres} m. Norr är uppåt.", { metres: line }), why()].filter(Boolean).join(" ");
    },
    remove: () => fill(box),
  };
}

/** @param {import("../lib/metres.js").Step[]} steps @param {Shown} shown @param {number} far @param {number} line metres */
function drawn(steps, shown, far, line) {
  const svg = /** @type {SVGSVGElement} */ (shape("svg", { viewBox: `${-far} ${-far * HEIGHT} ${2 * far} ${2 * HEIGHT * far}` }));
  for (let at = -Math.floor(far / line) * line; at <= far; at += line) {
    svg.append(shape("line", { x1: at, x2: at, y1: -far, y2: far }), shape("line", { y1: at, y2: at, x1: -far, x2: far }));
  }
  if (shown.ring) svg.append(shape("circle", { class: "ring", cx: 0, cy: 0, r: Math.max(far / 16, Math.min(shown.ring.metres, far / 2)) }));
  for (const { north, east } of steps) {
    svg.append(shape("path", { class: "pin", d: PIN, transform: `translate(${east} ${-north}) scale(${far / 15})` }));
  }
  return svg;
}

/** Where on the ground the drawing was tapped. @param {SVGSVGElement} svg @param {MouseEvent} event */
function stepAt(svg, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  return { north: -at.y, east: at.x };
}

/** @param {string} name @param {Record<string, string | number>} attributes */
export function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
