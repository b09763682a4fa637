/** How sure the place is, how many points wait and why: in few words; page/whys.js says what each means. */

import { _, ngettext } from "../lib/messages.js";
import { clock, shortDay } from "../lib/times.js";
import { identity } from "../queue/identity.js";
import { acts, openPhotos } from "../queue/outbox.js";
import { standing as sending } from "../queue/pump.js";
import { standing as placing } from "./position.js";

/** @typedef {{icon: string, words: string, tone: "" | "amber" | "leaf" | "lake", why: string}} Line `why`: a key of page/whys.js. */
/** @typedef {import("../queue/types.js").Op} Op */

/** Work that has waited longer than this is in danger: a browser may empty what nobody opens. */
export const OLD_MS = 24 * 3600_000;

/** @param {boolean} [isShort] where the queue needs the room @returns {Line} */
export function placeLine(isShort = false) {
  const { state, fix, isUseless } = placing();
  const metres = Math.max(1, Math.round(fix?.accuracy_m ?? 0));
  if (state === "insecure") return line("locate-off", _("Inget läge"), "amber", state);
  if (state === "denied") return line("locate-off", _("Läget är avstängt"), "amber", state);
  if (fix && metres <= 15) return line("locate-fixed", isShort ? _("Läge ±{metres} m", { metres }) : _("Bra läge, ±{metres} m", { metres }), "lake", "good");
  if (fix && metres <= 100) return line("locate-fixed", _("Läge ±{metres} m", { metres }), "lake", "fair");
  if (fix) return line("locate-fixed", _("Ungefärligt läge, ±{metres} m", { metres }), "amber", "coarse");
  if (isUseless) return line("locate-off", _("Inget säkert läge"), "amber", "useless");
  if (state === "none") return line("locate-off", _("Inget läge just nu"), "amber", "nowhere");
  return line("locate-fixed", _("Söker läge"), "", "seeking");
}

/** `photos`: points whose words have come and whose photos have not; `left`: photos that have not come; `of`: as many
 * as there were when this sending began; `since`: when the oldest of it was done, 0 where nothing waits.
 * @typedef {{waiting: number, photos: number, attention: number, left: number, of: number, since: number}} Counts */

let most = 0;

/** Whether it has not all reached the server; a stop that was passed is no work of anybody's. @param {Op} op */
const isUnsent = (op) => (op.state === "waiting" && !op.body.kind.startsWith("stop.")) || (op.state === "sent" && openPhotos(op).length > 0);

/** What waits of whoever holds the phone. @returns {Promise<Counts>} points, not acts: what people count */
export async function counts() {
  const mine = (await acts()).filter((op) => op.actor === identity().actor?.id);
  const attention = mine.filter((op) => op.state === "attention" || op.photos.some((one) => one.state === "refused"));
  const waiting = mine.filter(isUnsent);
  const photos = waiting.filter((op) => op.state === "sent");
  const things = (/** @type {Op[]} */ found) => new Set(found.map((op) => op.entity)).size;
  const left = waiting.flatMap(openPhotos).length;
  most = left && Math.max(most, left);
  const since = waiting.length ? Math.min(...waiting.map((op) => op.at)) : 0;
  return { waiting: things(waiting), photos: things(photos), attention: things(attention), left, of: most, since };
}

/** @param {Counts} counts @returns {Line} */
export function queueLine({ waiting: count, photos, attention, left, of, since }) {
  if (attention) return line("circle-alert", ngettext("{count} behöver åtgärd", "{count} behöver åtgärd", attention), "amber", "attention");
  if (!count) return line("circle-check", _("Allt skickat"), "leaf", "sent");
  const { now, why, until, photo } = sending;
  if (now === "signed-out" || now === "other-actor") return line("clock", ngettext("{count} väntar, gå med igen", "{count} väntar, gå med igen", count), "amber", "signed-out");
  if (now === "too-old") return line("refresh-cw", ngettext("{count} väntar, ladda om sidan", "{count} väntar, ladda om sidan", count), "amber", now);
  if (photo) return line("cloud-upload", _("Skickar bild {number} av {count}", { number: of - left + 1, count: of }), "", "sending");
  if (Date.now() - since > OLD_MS) return line("triangle-alert", ngettext("{count} väntar sedan {day}", "{count} väntar sedan {day}", count, { day: shortDay(since) }), "amber", "old");
  if (now === "unreachable") {
    if (why === "busy" || why === "server") return line("clock", until > Date.now() ? _("Väntar på servern, försöker igen kl. {time}", { time: clock(until) }) : _("Väntar på servern"), "amber", "server");
    return line("cloud-off", ngettext("{count} väntar på täckning", "{count} väntar på täckning", count), "amber", why === "elsewhere" ? why : "offline");
  }
  if (photos === count) return line("clock", ngettext("{count} bild skickas strax", "{count} bilder skickas strax", left), "", "held");
  return line("cloud-upload", ngettext("{count} skickas", "{count} skickas", count), "", "going");
}

/** @param {string} icon @param {string} words @param {Line["tone"]} tone @param {string} why @returns {Line} */
const line = (icon, words, tone, why) => ({ icon, words, tone, why });
