/** Why an act stands still and what to do: in words, without blame, and that nothing is lost. */

import { nameOf } from "../capture/words.js";
import { _ } from "../lib/messages.js";

/** @typedef {import("../queue/types.js").Op} Op */

/** @type {Record<string, () => string>} */
const REFUSED = {
  "walk-over": () => _("Vandringen stängde för länge sedan, så den här kom för sent."),
  withdrawn: () => _("Punkten är återtagen."),
  reviewed: () => _("Punkten är redan granskad, så det går inte att ändra här. Säg till kommunen."),
  "changed-meanwhile": () => _("Någon annan ändrade samma sak samtidigt. Deras ändring gäller nu."),
  "already-sent": () => _("Punkten är redan behandlad, så bilden byttes inte. Om den första bilden hann fram ligger den kvar hos oss utan övermålning. Säg till kommunen, så tar de bort den. Skicka igen, så kommer den övermålade bilden också med."),
  "unknown-card": () => _("Kortets kod stämmer inte. Tryck på Ändra och skriv den igen."),
  "too-many-photos": () => _("Punkten har redan så många bilder som går."),
  "unreadable-here": () => _("Telefonen har tappat bilden. Orden finns hos oss."),
  "not-a-photo": () => _("Filen är ingen bild. Punkten finns hos oss utan bilden. Ta en ny bild om du kan."),
  damaged: () => _("Bilden är skadad. Punkten finns hos oss utan bilden. Ta en ny bild om du kan."),
  "too-many-pixels": () => _("Bilden är för stor. Punkten finns hos oss utan bilden. Ta en ny med telefonens kamera."),
  "too-large-to-read": () => _("Bilden är för stor. Punkten finns hos oss utan bilden. Ta en ny med telefonens kamera."),
  "could-not-read": () => _("Bilden gick inte att läsa hos oss just nu. Försök igen, den ligger kvar i telefonen."),
  "send-op-first": () => _("Bilden hittar inte sin punkt hos oss. Försök igen om en stund."),
  "unlike-size": () => _("Bilden kom inte fram hel. Försök igen, den ligger kvar i telefonen."),
  "unlike-digest": () => _("Bilden kom inte fram hel. Försök igen, den ligger kvar i telefonen."),
  "bad-range": () => _("Bilden kom inte fram hel. Försök igen, den ligger kvar i telefonen."),
};

/** @type {Record<string, () => string>} */
const FIELDS = {
  text: () => _("Orden är för långa eller går inte att läsa. Ändra dem och skicka igen."),
  suggestion: () => _("Förslaget är för långt eller går inte att läsa. Ändra det och skicka igen."),
  category: () => _("Kategorin finns inte längre. Spara som fil och ge den till ledaren, eller logga punkten igen."),
  subcategory: () => _("Valet finns inte längre. Välj ett annat och skicka igen."),
  stop: () => _("Stoppet finns inte längre. Skicka igen, så blir punkten utan stopp."),
  position: () => _("Platsen gick inte att läsa. Flytta platsen och skicka igen."),
};

/** @param {Op} op @returns {string} */
export function whyStuck(op) {
  const isRefused = op.state === "attention";
  const code = (isRefused ? op.code : op.photos.find((one) => one.state === "refused")?.code) ?? "";
  const found = REFUSED[code] ?? (isRefused ? FIELDS[op.field?.split(".").at(-1) ?? ""] : undefined);
  if (code === "already-sent" && op.body.kind === "photo.remove") return _("Punkten är redan behandlad, så bilden går inte att ta bort här. Säg till kommunen.");
  if (found) return found();
  if (!isRefused) return _("Bilden gick inte att läsa. Punkten finns hos oss utan bilden.");
  return _("Vi kunde inte ta emot det här. Det ligger kvar i telefonen.");
}

/** @type {Record<string, () => string>} */
const KINDS = {
  "observation.edit": () => _("Ändring"),
  "observation.agree": () => _("Jag håller med"),
  "observation.withdraw": () => _("Ta tillbaka"),
  "observation.release": () => _("Släpp"),
  "photo.add": () => _("Bild"),
  "photo.replace": () => _("Övermålad bild"),
  "photo.remove": () => _("Ta bort bild"),
  "card.attach": () => _("Kortets kod"),
  "rating.set": () => _("Hur trygg du känner dig"),
  "stop.announce": () => _("Här är vi"),
  "stop.reached": () => _("Byte av stopp"),
};

/** What was done, as people call it. @param {Op} op @param {{category: string, subcategory: string | null} | undefined} point */
export function whatWasDone(op, point) {
  const kind = KINDS[op.body.kind]?.();
  const { category, subcategory } = point ?? op.body.payload;
  const name = category && /^(observation|photo|card)\./.test(op.body.kind) ? nameOf(category, subcategory) : "";
  return [name, kind].filter(Boolean).join(" · ") || _("Punkt");
}
