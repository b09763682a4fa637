/** Felt safety at this stop, by day and in the dark: five faces with words, saved at once, changeable till the end. */

import { currentStop } from "../capture/stops.js";
import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { keep, kept } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { say } from "../queue/outbox.js";

/** @typedef {"day" | "dark"} Light */
const FACES = ["face-very-safe", "smile", "frown", "face-worried", "face-avoid"];
let drawn = "";

/** @param {HTMLElement} place */
export async function show(place) {
  const stop = currentStop();
  /** @type {Record<string, Partial<Record<Light, number>>>} */
  const ratings = (await kept("ratings")) ?? {};
  const now = JSON.stringify([stop, ratings]);
  if (now === drawn && place.childElementCount) return;
  const isSameStop = place.dataset.stop === stop?.id && place.childElementCount;
  drawn = now;
  place.dataset.stop = stop?.id ?? "";
  if (!stop) return fill(place, el("p", { class: "empty" }, _("Här svarar du hur trygg du känner dig, när vandringen har ett stopp.")));
  const given = ratings[stop.id] ?? {};
  const saved = place.querySelector(".saved");
  // A choice that was just made keeps its focus: only the words below change.
  if (isSameStop && saved) return fill(saved, ...savedWords(given));
  fill(
    place,
    el("h2", { class: "question" }, _("Hur trygg känner du dig här?")),
    el("p", {}, stop.name),
    row("day", _("Dagtid"), "sun", stop.id, given.day),
    row("dark", _("När det är mörkt"), "moon", stop.id, given.dark),
    el("div", { class: "saved", role: "status" }, ...savedWords(given)),
    el("p", { class: "line" }, icon("eye-off"), el("span", {}, _("Ingen ser ditt svar. Gruppens svar visas när minst fem har svarat."))),
  );
}

/** @param {Partial<Record<Light, number>>} given */
function savedWords(given) {
  if (!given.day && !given.dark) return [];
  return [el("p", { class: "line leaf" }, icon("circle-check"), el("span", {}, _("Sparat. Du kan ändra tills vandringen är slut.")))];
}

/** @param {Light} light @param {string} title @param {string} mark @param {string} stop @param {number} [given] */
function row(light, title, mark, stop, given) {
  const words = [_("Mycket trygg"), _("Ganska trygg"), _("Ganska otrygg"), _("Mycket otrygg"), _("Undviker platsen")];
  return el(
    "fieldset",
    { class: "faces" },
    el("legend", {}, icon(mark), title),
    el(
      "div",
      { class: "faces-row" },
      ...words.map((word, index) =>
        el(
          "label",
          { class: "face" },
          el("input", { type: "radio", name: `safety-${light}`, value: String(index + 1), checked: given === index + 1, onchange: () => rate(stop, light, index + 1) }),
          icon(FACES[index]),
          el("span", {}, word),
          icon("check"),
        ),
      ),
    ),
  );
}

/** @param {string} stop @param {Light} light @param {number} value */
async function rate(stop, light, value) {
  const walk = identity().walk?.id ?? "";
  const ratings = (await kept("ratings")) ?? {};
  await keep("ratings", { ...ratings, [stop]: { ...ratings[stop], [light]: value } });
  await say("rating.set", stop, { walk, stop, light, value }, ["stop", "light"]);
}
