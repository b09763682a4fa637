/** The lines below the header: what came along, what waits and why, in words. */

import { byId, el, fill } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { clock, day } from "../lib/times.js";
import { identity } from "../queue/identity.js";
import { acts } from "../queue/outbox.js";
import { kick, standing } from "../queue/pump.js";
import { summary } from "../queue/states.js";
import { icon } from "../parts/icon.js";
import { whatCame } from "./fetched.js";
import { dayOf } from "./when.js";

const DAY_MS = 24 * 3600_000;
let shown = "";

/** @param {number} count of tickets that are listed @param {boolean} isList only the list says what was fetched */
export async function showStatus(count, isList) {
  const lines = [...(isList ? [await fetchedLine(count)] : []), await waitingLine(), ...(await otherLines()), signedOutLine()].filter((one) => one !== null);
  const words = JSON.stringify(lines);
  // The same words are not said twice to whoever listens.
  if (words === shown) return;
  shown = words;
  fill(byId("status"), ...lines.map(lineOf));
}

/** @typedef {{icon: string, text: string, waits?: boolean, link?: string, button?: boolean}} Line */

/** @param {Line} line */
function lineOf(line) {
  return el(
    "p",
    { class: line.waits ? "status-line waits" : "status-line" },
    icon(line.icon),
    el("span", {}, line.text, line.link ? " " : null, line.link ? el("a", { href: "/sign-in?next=/crew" }, line.link) : null),
    line.button ? el("button", { class: "link-button", type: "button", onclick: kick }, _("Försök nu")) : null,
  );
}

/** @param {number} count @returns {Promise<Line | null>} */
async function fetchedLine(count) {
  const { at, pictures, wanted } = await whatCame();
  if (!at) return null;
  const isToday = dayOf(new Date(at)) === dayOf(new Date());
  const when = isToday ? _("Hämtat {time}", { time: clock(at) }) : _("Hämtat {day} {time}", { day: day(at), time: clock(at) });
  const found = ngettext("{count} ärende", "{count} ärenden", count);
  const images =
    pictures === wanted
      ? ngettext("{count} bild", "{count} bilder", pictures)
      : _("{count} av {all} bilder", { count: pictures, all: wanted });
  return { icon: "circle-check", text: [when, found, images].map(together).join(" · ") };
}

/** A number never stands on another line than its word. @param {string} words */
const together = (words) => words.replaceAll(" ", "\u00a0");

/** @returns {Promise<Line | null>} */
async function waitingLine() {
  const all = (await acts()).filter((op) => op.actor === identity().actor?.id);
  const waiting = all.filter((op) => op.state === "waiting").length;
  const photos = all.filter((op) => op.state === "sent").flatMap((op) => op.photos).filter((one) => one.state === "ready").length;
  if (standing.now === "too-old") return { icon: "refresh-cw", text: _("Sidan är gammal. Ladda om den när du har täckning."), waits: true };
  if (!waiting && !photos) return null;
  if (standing.now === "unreachable") return { icon: "wifi-off", text: waitsInWords(waiting, photos), waits: true, button: true };
  if (standing.now === "signed-out") return { icon: "clock", text: keptInWords(waiting + photos), waits: true };
  return { icon: "clock", text: waiting ? ngettext("{count} är på väg", "{count} är på väg", waiting) : bilder(photos), waits: true };
}

/** What has waited for longer than a day, what was refused, and what is another's. @returns {Promise<Line[]>} */
async function otherLines() {
  const { oldestAt, attention, others } = await summary();
  const count = others.reduce((sum, one) => sum + Math.max(one.acts, 1), 0);
  /** @type {Line[]} */
  const lines = [];
  if (oldestAt && Date.now() - oldestAt > DAY_MS) lines.push({ icon: "circle-alert", text: _("Något har väntat i mer än ett dygn. Öppna sidan där det finns täckning, eller spara det som en fil: Logga ut i menyn."), waits: true });
  if (attention) lines.push({ icon: "circle-alert", text: ngettext("{count} behöver din hjälp", "{count} behöver din hjälp", attention), waits: true });
  if (count) lines.push({ icon: "clock", text: ngettext("På den här telefonen väntar {count} från någon annan", "På den här telefonen väntar {count} från någon annan", count), waits: true });
  return lines;
}

/** @param {number} photos */
const bilder = (photos) => ngettext("{count} bild är på väg", "{count} bilder är på väg", photos);

/** @param {number} waiting @param {number} photos */
function waitsInWords(waiting, photos) {
  if (waiting) return ngettext("{count} väntar på täckning", "{count} väntar på täckning", waiting);
  return ngettext("{count} bild väntar på täckning", "{count} bilder väntar på täckning", photos);
}

/** @param {number} count */
const keptInWords = (count) => ngettext("{count} ligger kvar i telefonen", "{count} ligger kvar i telefonen", count);

/** @returns {Line | null} */
function signedOutLine() {
  if (standing.now !== "signed-out" || !identity().actor) return null;
  return { icon: "info", text: _("Telefonen är ute. Be arbetsledaren om en ny QR-kod, eller"), link: _("logga in för att skicka och hämta"), waits: true };
}
