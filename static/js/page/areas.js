/** The map beside the list of areas: the same areas, and where points lie on nobody's ground. */

import { areas, named, open } from "../areas/ground.js";

const holder = /** @type {HTMLElement | null} */ (document.querySelector(".area-map"));
if (holder) await show(holder);

/** @param {HTMLElement} holder */
async function show(holder) {
  const [ground, found] = await Promise.all([open(holder), areas(holder.dataset.areas ?? "")]);
  const { L, map } = ground;
  const all = L.featureGroup().addTo(map);
  // The first in order is asked first, and lies on top.
  for (const area of found.toReversed()) {
    const row = document.querySelector(`[data-area="${CSS.escape(area.id)}"]`);
    const drawn = named(ground, area, "area-shape").addTo(all);
    drawn.on("click", () => row?.querySelector("a")?.click());
    const lit = (/** @type {boolean} */ isLit) => drawn.getElement()?.classList.toggle("area-lit", isLit);
    for (const name of ["pointerenter", "focusin"]) row?.addEventListener(name, () => lit(true));
    for (const name of ["pointerleave", "focusout"]) row?.addEventListener(name, () => lit(false));
  }
  for (const place of JSON.parse(holder.dataset.gaps ?? "[]")) {
    L.circleMarker(place, { radius: 7, className: "gap-spot", interactive: false }).addTo(all);
  }
  ground.fit(all.getBounds());
}
