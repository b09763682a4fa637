/** The map below areas: the municipality's own or bare, with every area that is kept on it. */

import { el } from "../lib/dom.js";
import { bareGround, openBasemap } from "../parts/basemap.js";
import { openGround } from "../parts/map.js";
import { ringsOf } from "./corners.js";

/** @typedef {{id: string, name: string, kind: string, rings: import("./corners.js").Ring[]}} Area */
/** @typedef {{L: any, map: any, ground: HTMLElement, fit: (bounds: any) => void}} Ground */

/** As near as one small thing is shown at first. */
const FIRST_ZOOM = 18;
/** A wide municipality, whole. */
const FARTHEST_ZOOM = 7;
const EDGE = 24;

/**
 * @param {HTMLElement} holder with the addresses of basemap and areas
 * @returns {Promise<Ground>}
 */
export async function open(holder) {
  const box = /** @type {HTMLElement} */ (holder.querySelector(".ground"));
  const address = holder.dataset.basemap;
  const base = (address ? await openBasemap(address) : null) ?? (await bareGround());
  holder.hidden = false;
  let fitted = /** @type {any} */ (null);
  const fitNow = () => {
    if (fitted?.isValid() && ground.clientHeight) map.fitBounds(fitted, { maxZoom: FIRST_ZOOM, padding: [EDGE, EDGE], animate: false });
  };
  const { map, ground } = openGround(box, base, holder.dataset.label ?? "", false, fitNow);
  map.setMinZoom(FARTHEST_ZOOM);
  base.L.control.scale({ imperial: false }).addTo(map);
  map.on("dragstart zoomstart", (/** @type {any} */ event) => event.originalEvent && (fitted = null));
  const fit = (/** @type {any} */ bounds) => {
    fitted = bounds;
    fitNow();
    // From now on whoever looks moves the map.
    if (ground.clientHeight) fitted = null;
  };
  return { L: base.L, map, ground, fit };
}

/** All areas as the export tells them; none where they cannot be had now. @param {string} address @returns {Promise<Area[]>} */
export async function areas(address) {
  try {
    const answer = await fetch(address);
    const { features } = await answer.json();
    return features.map((/** @type {any} */ one) => ({ id: one.id, name: one.properties.name, kind: one.properties.kind, rings: ringsOf(one.geometry) }));
  } catch {
    return [];
  }
}

/** Rings as Leaflet has them; one inside another is left open. @param {any} L @param {import("./corners.js").Ring[]} rings @param {string} className */
export const shape = (L, rings, className) => L.polygon(rings.map((ring) => ring.map(({ lat, lon }) => [lat, lon])), { className, weight: 2 });

/** An area that says its name under the pointer. @param {Ground} ground @param {Area} area @param {string} className */
export function named({ L, map }, area, className) {
  const name = el("span", {}, area.name);
  if (area.kind !== "district") return shape(L, area.rings, className).bindTooltip(name, { sticky: true });
  // A district is what the others are found by: its name stands above it always.
  const made = shape(L, area.rings, "area-district");
  const top = [made.getBounds().getNorth(), made.getBounds().getCenter().lng];
  L.tooltip(top, { content: name, permanent: true, direction: "top", className: "area-name" }).addTo(map);
  return made;
}
