/** Where an own point stands, as a chip: on the phone, on its way, with the server, answered. */

import { stuckAct } from "../capture/points.js";
import { _, ngettext } from "../lib/messages.js";
import { shortDay } from "../lib/times.js";
import { stateOf as actState } from "../queue/states.js";

/** @typedef {import("../parts/chip.js").State} State */
/** @typedef {import("../capture/points.js").Point} Point */

/** @param {State["tone"]} tone @param {string} icon @param {string} words @returns {State} */
const state = (tone, icon, words) => ({ tone, icon, words });

/** @param {Point} point @returns {State} */
export function stateOf(point) {
  if (stuckAct(point)) return state("amber", "circle-alert", _("Behöver åtgärd"));
  if (point.isGone) return state("plain", "undo-2", _("Återtagen"));
  return onItsWay(point) ?? (point.row ? told(point.row) : state("leaf", "circle-check", _("Vi har din punkt")));
}

/** What has not all reached the server; null where it has. @param {Point} point @returns {State | null} */
function onItsWay(point) {
  const found = point.ops.map((op) => actState(op));
  const leaving = found.find((one) => one.state === "sending");
  if (leaving?.total) return state("amber", "cloud-upload", _("Skickas, {percent} %", { percent: Math.floor((100 * leaving.sent) / leaving.total) }));
  if (leaving) return state("amber", "cloud-upload", _("Skickas"));
  if (found.some((one) => one.state === "held" || one.state === "waiting")) return state("amber", "smartphone", _("Sparad på telefonen"));
  const { done, of } = photosOf(point);
  const isAnswered = point.row && !["noted", "reviewed"].includes(point.row.state);
  if (done === of || isAnswered) return null;
  return state("amber", "image", ngettext("Mottagen, {done} av {count} bild", "Mottagen, {done} av {count} bilder", of, { done }));
}

/** How many of a point's photos have come, by what the phone and the server know. @param {Point} point */
export function photosOf(point) {
  /** @type {Map<string, boolean>} */
  const found = new Map();
  for (const one of point.row?.photos ?? []) if (one.role !== "after" && ["expected", "stored"].includes(one.state)) found.set(one.id, one.state === "stored");
  for (const { photo } of point.photos) if (["raw", "ready", "done"].includes(photo.state)) found.set(photo.id, photo.state === "done" || found.get(photo.id) === true);
  return { done: [...found.values()].filter(Boolean).length, of: found.size };
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
