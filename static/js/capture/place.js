/** The point's place moved by buttons, step by step in metres: no map and no dragging is needed. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { amend } from "../queue/outbox.js";
import { ownPoint } from "./points.js";
import { bestFix, moved } from "./position.js";
import { stops } from "./stops.js";

const SVG = "http://www.w3.org/2000/svg";
const PIN_ACCURACY_M = 5;
/** How far each line of the grid stands from the next, in metres. */
const GRID_M = 10;
const REACH_M = 45;

/** @typedef {{north: number, east: number}} Step metres */

/** @param {string} entity */
export async function openPlace(entity) {
  const point = await ownPoint(entity);
  if (!point) return;
  const stop = stops().find((one) => one.id === point.stop);
  const origin = point.position ?? (stop ? { lat: stop.lat, lon: stop.lon } : bestFix());
  const sheet = openSheet(_("Flytta platsen"), { mark: "map-pin" });
  if (!origin) {
    fill(sheet.body, el("p", {}, _("Telefonen vet inte var punkten är. Skriv platsen i orden i stället.")));
    return;
  }
  /** @type {Step} */
  let off = { north: 0, east: 0 };
  let step = 5;
  const said = el("p", { class: "place-said", role: "status" });
  const grid = el("div", { class: "place-grid", "aria-hidden": "true" });
  const show = () => {
    fill(said, inWords(off));
    fill(grid, drawing(off));
  };
  const by = (/** @type {Step} */ way) => {
    const within = (/** @type {number} */ metres) => Math.max(-500, Math.min(500, metres));
    off = { north: within(off.north + way.north * step), east: within(off.east + way.east * step) };
    show();
  };
  const save = async () => {
    const place = moved(/** @type {any} */ (origin), off);
    await amend(entity, { position: { ...place, accuracy_m: PIN_ACCURACY_M, source: "pin", at: Date.now() } });
    sheet.close();
  };
  fill(
    sheet.body,
    el("p", {}, point.position ? _("Ringen är där telefonen var. Flytta nålen dit felet är.") : _("Ringen är stoppet. Flytta nålen dit felet är.")),
    grid,
    said,
    el(
      "div",
      { class: "arrows" },
      arrow("arrow-up", _("Norrut"), "north", () => by({ north: 1, east: 0 })),
      arrow("arrow-left", _("Västerut"), "west", () => by({ north: 0, east: -1 })),
      arrow("arrow-right", _("Österut"), "east", () => by({ north: 0, east: 1 })),
      arrow("arrow-down", _("Söderut"), "south", () => by({ north: -1, east: 0 })),
    ),
    stepChoice((metres) => (step = metres)),
    bestFix() &&
      el("button", { class: "button button-wide", type: "button", onclick: () => { off = here(/** @type {any} */ (origin)); show(); } }, icon("locate-fixed"), _("Flytta hit där jag står")),
    el(
      "div",
      { class: "sheet-foot" },
      el("button", { class: "button", type: "button", onclick: sheet.close }, _("Avbryt")),
      el("button", { class: "button button-main", type: "button", onclick: save }, _("Spara platsen")),
    ),
  );
  show();
}

/** @param {string} name @param {string} words @param {string} side @param {() => void} go */
const arrow = (name, words, side, go) => el("button", { class: `button ${side}`, type: "button", onclick: go }, icon(name), words);

/** @param {(metres: number) => void} chosen */
function stepChoice(chosen) {
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", {}, _("Så långt i taget")),
    ...[2, 5, 20].map((metres) =>
      el(
        "label",
        { class: "choice" },
        el("input", { type: "radio", name: "step", checked: metres === 5, onchange: () => chosen(metres) }),
        icon("check"),
        el("span", {}, _("{metres} m", { metres })),
      ),
    ),
  );
}

/** Where the phone is now, seen from the point. @param {{lat: number, lon: number}} origin @returns {Step} */
function here(origin) {
  const fix = bestFix();
  if (!fix) return { north: 0, east: 0 };
  const north = (fix.lat - origin.lat) * 111_320;
  const east = (fix.lon - origin.lon) * 111_320 * Math.cos((origin.lat * Math.PI) / 180);
  return { north: Math.round(north), east: Math.round(east) };
}

/** @param {Step} off */
function inWords({ north, east }) {
  const parts = [
    north > 0 && _("{metres} m norrut", { metres: north }),
    north < 0 && _("{metres} m söderut", { metres: -north }),
    east > 0 && _("{metres} m österut", { metres: east }),
    east < 0 && _("{metres} m västerut", { metres: -east }),
  ].filter(Boolean);
  return parts.length ? parts.join(", ") : _("Inte flyttad");
}

/** The grid, ten metres a line, with the ring in the middle. @param {Step} off */
function drawing({ north, east }) {
  const far = Math.max(REACH_M, Math.abs(north) + GRID_M, Math.abs(east) + GRID_M);
  const line = GRID_M * Math.ceil(far / 60);
  const svg = shape("svg", { viewBox: `${-far} ${-far * 0.6} ${2 * far} ${1.2 * far}` });
  for (let at = -Math.floor(far / line) * line; at <= far; at += line) {
    svg.append(shape("line", { x1: at, x2: at, y1: -far, y2: far }), shape("line", { y1: at, y2: at, x1: -far, x2: far }));
  }
  svg.append(
    shape("circle", { class: "ring", cx: 0, cy: 0, r: far / 16 }),
    shape("path", { class: "pin", d: "M0 0l-1-2.2a1.6 1.6 0 1 1 2 0z", transform: `translate(${east} ${-north}) scale(${far / 15})` }),
  );
  return svg;
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
