/** The corners on the map: dragged, or chosen and moved with the arrow keys; one of them is a tab stop. */

import { _ } from "../lib/messages.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./drawing.js").Chosen} Chosen */

/** More than this in sight hide what they are about. */
const SEEN_MAX = 120;
const BETWEEN_MAX = 40;
const SIZE = 48;
const STEP = 2;
const FAR_STEP = 24;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * @param {import("./ground.js").Ground} ground @param {Drawing} drawing @param {() => void} redraw the surface alone
 * @returns {{draw: () => boolean}} `draw` tells whether the corners are shown
 */
export function handles({ L, map }, drawing, redraw) {
  const marks = L.layerGroup().addTo(map);
  const place = (/** @type {any} */ { lat, lng }) => ({ lat, lon: lng });

  /** @param {Chosen} at @param {any} from @param {string} kind @param {string} label */
  const handle = (at, from, kind, label) => {
    const icon = L.divIcon({ className: `corner ${kind}`, iconSize: [SIZE, SIZE], html: "" });
    const mark = L.marker([from.lat, from.lon], { icon, draggable: true, autoPan: true, zIndexOffset: kind === "corner-between" ? -1000 : 0 });
    mark.addTo(marks).getElement().setAttribute("aria-label", label);
    mark.getElement().tabIndex = -1;
    return mark;
  };

  /** @param {Chosen} at @param {string} label */
  const corner = (at, label) => {
    const isChosen = at.ring === drawing.chosen?.ring && at.corner === drawing.chosen.corner;
    const mark = handle(at, drawing.rings[at.ring][at.corner], isChosen ? "corner-chosen" : "", label);
    mark.on("dragstart", () => drawing.remember());
    mark.on("drag", () => (drawing.move(at, place(mark.getLatLng())), redraw()));
    mark.on("dragend", () => drawing.choose(at));
    mark.on("click", () => drawing.choose(at));
    const element = mark.getElement();
    if (isChosen) [element.tabIndex, element.ariaCurrent] = [0, "true"];
    element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => onKey(event, at));
    return isChosen ? element : null;
  };

  /** @param {Chosen} at */
  const between = (at) => {
    const mark = handle(at, drawing.between(at), "corner-between", _("Nytt hörn här"));
    let made = at;
    const add = () => (drawing.remember(), (made = drawing.insert(at, place(mark.getLatLng()))));
    mark.on("dragstart", add);
    mark.on("drag", () => (drawing.move(made, place(mark.getLatLng())), redraw()));
    mark.on("dragend", () => drawing.choose(made));
    mark.on("click", () => drawing.choose(add()));
  };

  /** @param {KeyboardEvent} event @param {Chosen} at */
  const onKey = (event, at) => {
    const way = ARROWS[event.key];
    if (way) {
      const step = event.shiftKey ? FAR_STEP : STEP;
      const from = map.latLngToContainerPoint(L.latLng(drawing.rings[at.ring][at.corner]));
      drawing.remember();
      drawing.move(at, place(map.containerPointToLatLng(from.add([way[0] * step, way[1] * step]))));
      drawing.choose(at);
    } else if (event.key === "Delete" || event.key === "Backspace") drawing.removeCorner();
    else if (event.key === "PageDown") drawing.step(1);
    else if (event.key === "PageUp") drawing.step(-1);
    else return;
    event.preventDefault();
    // The map would move as well.
    event.stopPropagation();
  };

  const draw = () => {
    const held = document.activeElement?.classList.contains("corner");
    marks.clearLayers();
    const sight = map.getBounds().pad(0.1);
    const all = drawing.rings.flatMap((ring, at) => ring.map((_place, number) => ({ ring: at, corner: number })));
    const seen = all.filter((at) => sight.contains(L.latLng(drawing.rings[at.ring][at.corner])));
    if (seen.length > SEEN_MAX) return false;
    if (seen.length <= BETWEEN_MAX && drawing.growing === null) seen.forEach(between);
    const elements = seen.map((at) => corner(at, _("Hörn {number} av {count}", { number: at.corner + 1, count: drawing.rings[at.ring].length })));
    const chosen = elements.find(Boolean);
    if (held) chosen?.focus({ preventScroll: true });
    const first = marks.getLayers().at(-seen.length)?.getElement();
    if (!chosen && first) first.tabIndex = 0;
    return true;
  };
  map.on("moveend", draw);
  return { draw };
}
