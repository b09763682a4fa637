/** A map behind one door: the municipality's own where the phone has it, else a grid; pins, ring and taps alike. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { openBasemap } from "./basemap.js";
import { PIN, gridView, shape } from "./grid.js";

/**
 * @typedef {import("../lib/metres.js").Place} Place
 * @typedef {{pins: Place[], ring: {place: Place, metres: number} | null, picked: ((place: Place) => void) | null}} Shown
 * @typedef {{show: (shown: Shown) => void, remove: () => void}} View
 * @typedef {{
 *   setPins: (pins: Place[]) => void,
 *   setAccuracy: (place: Place | null, metres?: number) => void,
 *   onPick: (picked: (place: Place) => void) => void,
 *   remove: () => void,
 *   ready: Promise<boolean>,
 * }} PlaceMap `ready` tells whether the real map is there
 */

const NEAREST_ZOOM = 20;
const FIRST_ZOOM = 17;
const FARTHEST_ZOOM = 11;
/** A ring that is wider than this would push the place itself out of sight. */
const RING_SEEN_M = 150;
/** So near the edge, in pixels, a pin brings the map along. */
const EDGE = 48;

/**
 * @param {HTMLElement} box empty, with a height of its own
 * @param {{basemap: string | null, label: string, isStill?: boolean}} how `basemap` is the archive's address;
 *   `isStill` leaves the finger to the page: the map is moved by its buttons and keys
 * @returns {PlaceMap}
 */
export function createMap(box, { basemap, label, isStill = false }) {
  /** @type {Shown} */
  const shown = { pins: [], ring: null, picked: null };
  let isMissing = false;
  let isGone = false;
  let view = gridView(box, () => (isMissing ? _("Kartan kommer när telefonen har täckning.") : ""));
  const show = () => view.show(shown);
  const ready = (async () => {
    const base = basemap ? await openBasemap(basemap) : null;
    if (isGone) return false;
    if (base) view = leafletView(box, base, label, isStill);
    isMissing = Boolean(basemap && !base);
    show();
    return Boolean(base);
  })();
  return {
    setPins: (pins) => ((shown.pins = pins), show()),
    setAccuracy: (place, metres = 0) => ((shown.ring = place && { place, metres }), show()),
    onPick: (picked) => ((shown.picked = picked), show()),
    remove: () => ((isGone = true), view.remove()),
    ready,
  };
}

/**
 * Leaflet over the ground, with our own buttons; `sized` is told whenever the box has another size.
 * @param {HTMLElement} box @param {import("./basemap.js").Basemap} base @param {string} label @param {boolean} isStill @param {() => void} sized
 */
export function openGround(box, base, label, isStill, sized) {
  const { L } = base;
  const ground = el("div", { class: "map-ground", role: "application", "aria-label": label });
  const nearer = el("button", { type: "button", "aria-label": _("Zooma in"), onclick: () => map.zoomIn() }, "+");
  const farther = el("button", { type: "button", "aria-label": _("Zooma ut"), onclick: () => map.zoomOut() }, "−");
  box.classList.add("map-drawn");
  fill(box, ground, el("div", { class: "map-zoom" }, nearer, farther), el("p", { class: "map-credit" }, base.credit));
  const map = L.map(ground, {
    ...{ attributionControl: false, zoomControl: false, doubleClickZoom: false },
    ...{ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false },
    ...{ dragging: !isStill, scrollWheelZoom: !isStill },
    ...{ minZoom: FARTHEST_ZOOM, maxZoom: NEAREST_ZOOM },
  });
  const theme = painted(map, base);
  const watch = new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    sized();
  });
  watch.observe(ground);
  const remove = () => {
    watch.disconnect();
    theme.abort();
    map.remove();
    box.classList.remove("map-drawn");
    fill(box);
  };
  return { map, ground, remove };
}

/** @param {HTMLElement} box @param {import("./basemap.js").Basemap} base @param {string} label @param {boolean} isStill */
function leafletView(box, base, label, isStill) {
  const { L } = base;
  let isFitted = false;
  const { map, ground, remove } = openGround(box, base, label, isStill, () => (isFitted ||= fit()));
  const marks = L.layerGroup().addTo(map);
  /** @type {Shown | null} */
  let last = null;
  const fit = () => {
    if (!last?.pins.length || !ground.clientHeight) return false;
    const far = last.ring && L.latLng(last.ring.place).toBounds(Math.min(last.ring.metres, RING_SEEN_M) * 2.4);
    map.fitBounds(L.latLngBounds(last.pins).extend(far ?? last.pins[0]), { maxZoom: FIRST_ZOOM, animate: false });
    return true;
  };
  map.on("click", (/** @type {{latlng: {lat: number, lng: number}}} */ { latlng }) => last?.picked?.({ lat: latlng.lat, lon: latlng.lng }));
  return {
    /** @param {Shown} shown */
    show(shown) {
      last = shown;
      marks.clearLayers();
      if (shown.ring) L.circle(shown.ring.place, { radius: shown.ring.metres, className: "map-ring", interactive: false }).addTo(marks);
      for (const pin of shown.pins) L.marker(pin, { icon: pinIcon(L), interactive: false, keyboard: false }).addTo(marks);
      isFitted ||= fit();
      if (isFitted && shown.pins.length === 1) map.panInside(shown.pins[0], { padding: [EDGE, EDGE], animate: false });
    },
    remove,
  };
}

/** The ground in the colours of day or night, also when they change. @param {any} map @param {import("./basemap.js").Basemap} base */
function painted(map, base) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const until = new AbortController();
  let layer = base.ground(dark.matches).addTo(map);
  const repaint = () => {
    layer.remove();
    layer = base.ground(dark.matches).addTo(map);
  };
  dark.addEventListener("change", repaint, { signal: until.signal });
  return until;
}

/** @param {any} L */
function pinIcon(L) {
  const drawing = shape("svg", { viewBox: "-2 -5.4 4 5.6", "aria-hidden": "true" });
  drawing.append(shape("path", { d: PIN }), shape("circle", { cx: 0, cy: -3.45, r: 0.6 }));
  return L.divIcon({ html: drawing, className: "map-pin", iconSize: [34, 48], iconAnchor: [17, 46] });
}
