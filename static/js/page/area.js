/** An area on the map: drawn, its corners moved and removed, by finger, mouse or keys; its text is what is saved. */

import { read } from "../areas/corners.js";
import { Drawing } from "../areas/drawing.js";
import { areas, named, open, shape } from "../areas/ground.js";
import { handles } from "../areas/handles.js";
import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";

const holder = /** @type {HTMLElement | null} */ (document.querySelector(".area-map"));
const text = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("textarea[name=corners]"));
if (holder && text) await show(holder, text);

/** @param {HTMLElement} holder @param {HTMLTextAreaElement} text */
async function show(holder, text) {
  const others = (await areas(holder.dataset.areas ?? "")).filter((one) => one.id !== holder.dataset.own);
  const start = JSON.parse(holder.dataset.start || "[]");
  const first = read(text.value) ?? [];
  // Nowhere to begin: the text alone does it.
  if (!first.length && !start.length && !others.length) return;
  const ground = await open(holder);
  const { L, map } = ground;
  document.querySelector("[data-still]")?.remove();
  for (const other of others.toReversed()) named(ground, other, "area-other").addTo(map);
  if (first.length) ground.fit(shape(L, first, "").getBounds());
  else if (start.length) map.setView(start, 17);
  else ground.fit(L.featureGroup(others.filter((one) => one.kind !== "district").map((one) => shape(L, one.rings, ""))).getBounds());

  let drawn = shape(L, first, "area-own").addTo(map);
  const redraw = () => drawn.setLatLngs(drawing.rings.map((ring) => ring.map(({ lat, lon }) => [lat, lon])));
  const drawing = new Drawing(first, () => {
    redraw();
    const areSeen = corners?.draw() ?? true;
    text.value = drawing.text;
    tell(areSeen);
  });
  const mayChange = Boolean(holder.dataset.changes);
  const corners = mayChange ? handles(ground, drawing, redraw) : null;
  const tell = mayChange ? tools(holder, ground, drawing) : () => {};
  tell(corners?.draw() ?? true);
  map.on("click", (/** @type {any} */ { latlng }) => drawing.grow({ lat: latlng.lat, lon: latlng.lng }));
  text.addEventListener("change", () => {
    const found = read(text.value);
    if (!found) return;
    drawing.replace(found);
    if (found.length) ground.fit(drawn.getBounds());
  });
}

/** The buttons above the map and the sentence that says what can be done now. @param {HTMLElement} holder @param {import("../areas/ground.js").Ground} ground @param {Drawing} drawing */
function tools(holder, { map, ground }, drawing) {
  const said = /** @type {HTMLElement} */ (holder.querySelector(".draw-said"));
  const aim = el("div", { class: "aim", "aria-hidden": "true", hidden: true });
  ground.after(aim);
  const atAim = () => {
    const { lat, lng } = map.getCenter();
    drawing.grow({ lat, lon: lng });
  };
  const insert = () => {
    if (!drawing.chosen) return;
    drawing.remember();
    drawing.choose(drawing.insert(drawing.chosen, drawing.between(drawing.chosen)));
  };
  const button = (/** @type {string} */ words, /** @type {() => void} */ act) => el("button", { class: "button", type: "button", onclick: act }, words);
  const begin = button(_("Rita en yta"), () => (drawing.begin(), ground.focus()));
  const set = button(_("Sätt hörn i mitten"), atAim);
  const done = button(_("Ytan är klar"), () => (drawing.finish(), begin.focus()));
  const back = button(_("Ångra"), () => drawing.undo());
  const ofCorner = [
    button(_("Förra hörnet"), () => drawing.step(-1)),
    button(_("Nästa hörn"), () => drawing.step(1)),
    button(_("Nytt hörn efter"), insert),
    button(_("Ta bort hörnet"), () => drawing.removeCorner()),
    button(_("Ta bort ytan"), () => drawing.removeRing()),
  ];
  fill(/** @type {HTMLElement} */ (holder.querySelector(".draw-tools")), begin, set, done, back, ...ofCorner);
  ground.addEventListener("keydown", (event) => {
    if (event.target !== ground || drawing.growing === null) return;
    if (event.key === "Enter" || event.key === " ") atAim(), event.preventDefault();
    else if (event.key === "Escape") drawing.finish();
  });

  return (/** @type {boolean} */ areSeen) => {
    const isGrowing = drawing.growing !== null;
    const hasCorners = drawing.rings.some((ring) => ring.length);
    [begin.hidden, set.hidden, done.hidden, aim.hidden] = [isGrowing, !isGrowing, !isGrowing, !isGrowing];
    back.disabled = !drawing.before.length;
    ofCorner.forEach((one, at) => ((one.hidden = isGrowing || !hasCorners), (one.disabled = at > 1 && !drawing.chosen)));
    said.textContent = sentence(drawing, areSeen);
  };
}

/** @param {Drawing} drawing @param {boolean} areSeen */
function sentence({ rings, chosen, growing }, areSeen) {
  if (growing !== null) {
    const count = rings[growing].length;
    return count
      ? _("{count} hörn satta. Tryck där nästa ska vara, och på Ytan är klar efter det sista.", { count })
      : _("Tryck på kartan där första hörnet ska vara. Med tangenter: flytta kartan med pilarna och sätt hörnet med Enter.");
  }
  if (!areSeen) return _("Här är många hörn. Zooma in för att se och flytta dem.");
  if (chosen) return _("Hörn {number} av {count} är valt. Dra det, eller flytta det med pilarna; med Skift flyttas det längre.", { number: chosen.corner + 1, count: rings[chosen.ring].length });
  return rings.length ? _("Dra ett hörn dit det ska vara. Sparas först när du trycker på Spara.") : _("Rita ytan på kartan, eller skriv hörnen som text.");
}
