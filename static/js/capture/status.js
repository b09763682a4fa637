/** How sure the place is, how many points wait and why: always in words. */

import { _, ngettext } from "../lib/messages.js";
import { acts } from "../queue/outbox.js";
import { standing as sending } from "../queue/pump.js";
import { standing as placing } from "./position.js";

/** @typedef {{icon: string, words: string, tone: "" | "amber" | "leaf" | "lake", more: string}} Line `more`: what it means, what to do. */

/** @param {boolean} [isShort] where the queue needs the room @returns {Line} */
export function placeLine(isShort = false) {
  const { state, fix, isUseless } = placing();
  const metres = fix ? Math.max(1, Math.round(fix.accuracy_m)) : 0;
  if (state === "insecure") {
    return line("locate-off", _("Inget läge"), "amber", _("Telefonen ger bara sitt läge på en säker sida (https). Punkten sparas ändå, med stoppet som plats."));
  }
  if (state === "denied") {
    return line("locate-off", _("Läget är avstängt"), "amber", _("Slå på plats för den här sidan i webbläsarens inställningar. Punkten sparas ändå, med stoppet som plats."));
  }
  if (fix && metres <= 15) return line("locate-fixed", isShort ? _("Läge ±{metres} m", { metres }) : _("Bra läge, ±{metres} m", { metres }), "lake", _("Läget är tillräckligt bra."));
  if (fix && metres <= 100) return line("locate-fixed", _("Läge ±{metres} m", { metres }), "lake", _("Läget blir ofta bättre om du står stilla en stund."));
  if (fix) return line("locate-fixed", _("Ungefärligt läge, ±{metres} m", { metres }), "amber", _("Läget är grovt. Flytta platsen efteråt, eller slå på exakt plats i telefonen."));
  if (isUseless) return line("locate-off", _("Inget säkert läge"), "amber", _("Telefonens läge är för grovt för att användas. Slå på exakt plats. Punkten sparas ändå, med stoppet som plats."));
  if (state === "none") return line("locate-off", _("Inget läge just nu"), "amber", _("Telefonen hittar inte sitt läge. Punkten sparas ändå, med stoppet som plats."));
  return line("locate-fixed", _("Söker läge"), "", _("Du behöver inte vänta. Läget läggs till inom 20 sekunder."));
}

/** @typedef {{waiting: number, photos: number, attention: number}} Counts */

/** @returns {Promise<Counts>} points, not acts: what people count */
export async function counts() {
  const all = await acts();
  const attention = all.filter((op) => op.state === "attention" || op.photos.some((one) => one.state === "refused"));
  const waiting = all.filter((op) => (op.state === "waiting" && !op.body.kind.startsWith("stop.")) || (op.state === "sent" && op.photos.some((one) => one.state === "ready")));
  const photos = waiting.filter((op) => op.state === "sent");
  const things = (/** @type {typeof all} */ found) => new Set(found.map((op) => op.entity)).size;
  return { waiting: things(waiting), photos: things(photos), attention: things(attention) };
}

/** @param {Counts} counts @returns {Line} */
export function queueLine({ waiting, photos, attention }) {
  if (attention) {
    return line("circle-alert", ngettext("{count} behöver åtgärd", "{count} behöver åtgärd", attention), "amber", _("Öppna Mina och se vad som saknas. Inget är förlorat."));
  }
  if (!waiting) return line("circle-check", _("Allt skickat"), "leaf", _("Vi har alla dina punkter."));
  const count = waiting;
  if (sending.now === "unreachable") {
    return line("cloud-off", ngettext("{count} väntar på täckning", "{count} väntar på täckning", count), "amber", _("Punkterna ligger sparade i telefonen och skickas av sig själva när det finns täckning."));
  }
  if (sending.now === "signed-out" || sending.now === "other-actor") {
    return line("clock", ngettext("{count} väntar, gå med igen", "{count} väntar, gå med igen", count), "amber", _("Gå med i vandringen igen med koden, så skickas punkterna. De ligger sparade i telefonen."));
  }
  if (sending.now === "too-old") {
    return line("refresh-cw", ngettext("{count} väntar, ladda om sidan", "{count} väntar, ladda om sidan", count), "amber", _("Sidan är för gammal för att skicka. Ladda om den när du har täckning. Punkterna ligger sparade i telefonen."));
  }
  if (photos === waiting) {
    return line("clock", ngettext("{count} bild skickas strax", "{count} bilder skickas strax", count), "", _("Bilder väntar en halv minut, så att du hinner måla över eller ångra."));
  }
  return line("cloud-upload", ngettext("{count} skickas", "{count} skickas", count), "", _("Punkterna är på väg."));
}

/** @param {string} icon @param {string} words @param {Line["tone"]} tone @param {string} more @returns {Line} */
const line = (icon, words, tone, more) => ({ icon, words, tone, more });
