/** The trial of the rules: a tap on the map puts the pin and its numbers; without it the numbers are written. */

import { createMap } from "../parts/map.js";

/** @typedef {import("../parts/map.js").Place} Place */

const DECIMALS = 6;
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-trial]"));
const box = /** @type {HTMLElement | null} */ (form?.querySelector(".trial-map") ?? null);
if (form && box) start(form, box);

/** @param {HTMLFormElement} form @param {HTMLElement} box */
function start(form, box) {
  const [lat, lon, accuracy] = ["lat", "lon", "accuracy"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
  const [startLat, startLon] = JSON.parse(form.dataset.start || "[]");
  const written = () => placeOf(lat.value, lon.value);
  const first = written() ?? placeOf(String(startLat), String(startLon));
  if (!first) return;
  box.hidden = false;
  const map = createMap(box, { basemap: form.dataset.basemap || null, label: form.dataset.label ?? "" });
  const show = (/** @type {Place} */ place) => {
    map.setPins([place]);
    map.setAccuracy(place, Number(accuracy.value) || 5);
  };
  show(first);
  map.onPick((place) => {
    lat.value = place.lat.toFixed(DECIMALS);
    lon.value = place.lon.toFixed(DECIMALS);
    show(place);
  });
  for (const input of [lat, lon, accuracy]) {
    input.addEventListener("change", () => {
      const place = written();
      if (place) show(place);
    });
  }
}

/** @param {string} lat @param {string} lon @returns {Place | null} */
function placeOf(lat, lon) {
  const [north, east] = [lat, lon].map((text) => Number.parseFloat(text.replace(",", ".")));
  return Number.isFinite(north) && Number.isFinite(east) ? { lat: north, lon: east } : null;
}
