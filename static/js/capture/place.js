/** The point's place moved by buttons, step by step in metres, or by a tap on the map: no dragging is needed. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { moved, seenFrom } from "../lib/metres.js";
import { icon } from "../parts/icon.js";
import { createMap } from "../parts/map.js";
import { openSheet } from "../parts/sheet.js";
import { amend } from "../queue/outbox.js";
import { ownPoint } from "./points.js";
import { bestFix } from "./position.js";
import { stops } from "./stops.js";
import { words } from "./words.js";

const PIN_ACCURACY_M = 5;
const FARTHEST_M = 500;
/** How wide the place of a stop is taken to be. */
const STOP_M = 15;

/** @typedef {import("../lib/metres.js").Step} Step */

/** @param {string} entity */
export async function openPlace(entity) {
  const point = await ownPoint(entity);
  if (!point) return;
  const stop = stops().find((one) => one.id === point.stop);
  const origin = point.position ?? (stop ? { lat: stop.lat, lon: stop.lon } : bestFix());
  const sheet = openSheet(_("Flytta platsen"), { mark: "map-pin", onclosed: () => map?.remove() });
  /** @type {import("../parts/map.js").PlaceMap | undefined} */
  let map;
  if (!origin) {
    fill(sheet.body, el("p", {}, _("Telefonen vet inte var punkten är. Skriv platsen i orden i stället.")));
    return;
  }
  /** @type {Step} */
  let off = { north: 0, east: 0 };
  let step = 5;
  const said = el("p", { class: "place-said", role: "status" });
  const box = el("div", { class: "map" });
  const go = (/** @type {Step} */ { north, east }) => {
    off = { north: within(north), east: within(east) };
    fill(said, inWords(off));
    map?.setPins([moved(origin, off)]);
  };
  const by = (/** @type {Step} */ way) => go({ north: off.north + way.north * step, east: off.east + way.east * step });
  const save = async () => {
    const place = moved(origin, off);
    await amend(entity, { position: { ...place, accuracy_m: PIN_ACCURACY_M, source: "pin", at: Date.now() } });
    sheet.close();
  };
  fill(
    sheet.body,
    el("p", {}, point.position ? _("Ringen är där telefonen var. Flytta nålen dit felet är.") : _("Ringen är stoppet. Flytta nålen dit felet är.")),
    box,
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
      el("button", { class: "button button-wide", type: "button", onclick: () => go(seenFrom(origin, bestFix() ?? origin)) }, icon("locate-fixed"), _("Flytta hit där jag står")),
    el(
      "div",
      { class: "sheet-foot" },
      el("button", { class: "button", type: "button", onclick: sheet.close }, _("Avbryt")),
      el("button", { class: "button button-main", type: "button", onclick: save }, _("Spara platsen")),
    ),
  );
  map = createMap(box, { basemap: words.basemap, label: _("Karta. Tryck där felet är, eller flytta nålen med knapparna.") });
  map.setAccuracy(origin, point.position?.accuracy_m ?? STOP_M);
  map.onPick((place) => go(seenFrom(origin, place)));
  go(off);
}

/** @param {number} metres */
const within = (metres) => Math.round(Math.max(-FARTHEST_M, Math.min(FARTHEST_M, metres)));

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
