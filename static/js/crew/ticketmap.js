/** The small map on a ticket's page, kept while the page is drawn anew. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { openBasemap } from "../parts/basemap.js";
import { createMap } from "../parts/map.js";

/** @typedef {{place: string, box: HTMLElement, map: import("../parts/map.js").PlaceMap}} Held */

/** @type {Held | null} */
let held = null;

/**
 * Show the place; the holder stays hidden where the phone has no map.
 * @param {HTMLElement} holder @param {{lat: number, lon: number}} at @param {string} basemap
 */
export async function mapInto(holder, at, basemap) {
  const place = `${at.lat},${at.lon}`;
  if (held?.place !== place) {
    held?.map.remove();
    held = made(place, at, basemap);
  }
  const { box, map } = held;
  fill(holder, box);
  holder.hidden = !(await map.ready);
  if (holder.hidden && held?.map === map) held = null;
}

/** @param {string} place @param {{lat: number, lon: number}} at @param {string} basemap @returns {Held} */
function made(place, at, basemap) {
  const box = el("div", { class: "map" });
  const map = createMap(box, { basemap, label: _("Karta över platsen"), isStill: true });
  map.setPins([at]);
  return { place, box, map };
}

/** Fetch the map before somebody stands without coverage; not where mobile data is saved. @param {string} basemap */
export async function keepMap(basemap) {
  const connection = /** @type {{saveData?: boolean} | undefined} */ (/** @type {any} */ (navigator).connection);
  if (connection?.saveData) return;
  const worker = navigator.serviceWorker;
  // The worker keeps the files that draw; on the first visit it takes over a little later.
  if (worker && !worker.controller) await new Promise((done) => worker.addEventListener("controllerchange", done, { once: true }));
  await openBasemap(basemap);
}
