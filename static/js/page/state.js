/** Where an own point stands, as a chip, and why it waits. */

import { isWaiting, stuckAct } from "../capture/points.js";
import { _ } from "../lib/messages.js";
import { shortDay } from "../lib/times.js";
import { standing } from "../queue/pump.js";

/** @typedef {import("../parts/chip.js").State} State */
/** @typedef {import("../capture/points.js").Point} Point */

/** @param {State["tone"]} tone @param {string} icon @param {string} words @returns {State} */
const state = (tone, icon, words) => ({ tone, icon, words });

/** @param {Point} point @returns {State} */
export function stateOf(point) {
  if (stuckAct(point)) return state("amber", "circle-alert", _("Behöver åtgärd"));
  if (point.isGone) return state("plain", "undo-2", _("Återtagen"));
  if (isWaiting(point)) return waiting(point);
  return point.row ? told(point.row) : state("leaf", "circle-check", _("Vi har din punkt"));
}

/** @param {Point} point */
function waiting(point) {
  const held = point.photos.filter(({ photo }) => photo.state === "ready" || photo.state === "raw");
  const hasWords = point.ops.every((op) => op.state !== "waiting");
  if (standing.now === "unreachable") {
    return state("amber", "cloud-off", hasWords ? _("Bilden väntar på täckning") : _("Väntar på täckning"));
  }
  if (standing.now === "signed-out" || standing.now === "other-actor") return state("amber", "clock", _("Väntar, gå med igen"));
  if (hasWords && held.length) {
    const done = point.photos.length - held.length;
    const count = point.photos.length;
    return state("amber", "clock", count > 1 ? _("Mottagen, {done} av {count} bilder", { done, count }) : _("Bilden skickas strax"));
  }
  return state("amber", "cloud-upload", _("Skickas"));
}

/** @param {any} row as the server tells it */
function told(row) {
  if (row.same_as) return state("lake", "git-merge", _("Samma som {number}", { number: row.same_as }));
  if (row.state === "dismissed") return state("plain", "x", _("Ingen åtgärd"));
  if (row.state === "dialogue") return state("plum", "message-circle", _("Samtalspunkt"));
  if (row.figure === "good") return state("sun", "sun", _("Det som är bra"));
  if (row.figure === "done") return state("leaf", "circle-check", _("Klart"));
  if (row.figure === "planned") return state("lake", "calendar", planned(row.ticket?.planned_for ?? ""));
  if (row.figure === "project_or_no") return row.ticket?.state === "declined" ? state("plain", "x", _("Görs inte")) : state("lake", "layers", _("Behöver ett projekt"));
  if (row.answer_due_on && Date.parse(row.answer_due_on) < Date.now() - 24 * 3600_000) return state("rust", "hourglass", _("Inget svar än"));
  return row.state === "noted" ? state("leaf", "circle-check", _("Vi har din punkt")) : state("amber", "hourglass", _("Väntar på svar"));
}

/** @param {string} when */
function planned(when) {
  const week = /^\d{4}-W(\d{2})$/.exec(when);
  if (week) return _("Planerat vecka {week}", { week: Number(week[1]) });
  return /^\d{4}-\d{2}-\d{2}$/.test(when) ? _("Planerat {day}", { day: shortDay(`${when}T12:00`) }) : _("Planerat");
}

const REFUSED = {
  "walk-over": () => _("Vandringen stängde för länge sedan, så den här kom för sent."),
  withdrawn: () => _("Punkten är återtagen."),
  reviewed: () => _("Punkten är redan granskad, så det går inte att ändra här. Säg till kommunen."),
  "changed-meanwhile": () => _("Någon annan ändrade samma sak samtidigt. Deras ändring gäller nu."),
  "unknown-card": () => _("Kortets kod stämmer inte. Öppna punkten och skriv den igen."),
  "too-many-photos": () => _("Punkten har redan så många bilder som går."),
  "unreadable-here": () => _("Telefonen har tappat bilden. Orden finns hos oss."),
};

/** Why an act stands still, and that nothing is lost. @param {import("../queue/types.js").Op} op */
export function whyStuck(op) {
  const photo = op.photos.find((one) => one.state === "refused");
  const code = op.state === "attention" ? op.code : photo?.code;
  const known = REFUSED[/** @type {keyof typeof REFUSED} */ (code)];
  if (known) return known();
  if (op.state !== "attention") return _("Bilden gick inte att läsa. Punkten finns hos oss utan bilden.");
  return _("Vi kunde inte ta emot det här. Det ligger kvar i telefonen.");
}
