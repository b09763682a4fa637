/** What seldom happens to a phone's store or clock: said in one sentence with what to do, until it is over. */

import { waitingDrafts, WithoutPhoto } from "../capture/draft.js";
import { _, ngettext } from "../lib/messages.js";
import { shortDay } from "../lib/times.js";
import { app } from "../queue/app.js";
import { keep, kept } from "../queue/database.js";
import { health } from "../queue/health.js";
import { notice } from "./hazards.js";

/** Something more than that the phone is full. */
let isSaid = false;

const isCrew = app === "crew";
const reload = () => ({ words: _("Ladda om"), act: () => location.reload() });

/** Drawn again whenever something about the phone's health has changed. */
export async function showHealth() {
  const { trouble } = health;
  if (trouble === "full" && !isSaid) {
    notice("full", health.freedMap && !isCrew ? _("Telefonen är full, så kartan togs bort för att ge plats åt dina punkter. Orden sparas alltid. Skicka det som väntar, eller ta bort något annat i telefonen.") : _("Telefonen är full. Orden sparas alltid, men kanske inte bilderna. Skicka det som väntar, eller ta bort något annat i telefonen."));
  } else if (trouble !== "full") {
    isSaid = false;
    notice("full", null);
  }
  notice("wiped", trouble !== "wiped" ? null : isCrew ? _("Webbläsaren tömde sitt minne medan sidan var öppen. Det du hade skickat finns hos oss. Ladda om sidan.") : _("Webbläsaren tömde sitt minne medan sidan var öppen. Det du hade skickat finns hos oss. Ladda om och se under Mina vad som finns kvar."), "amber", reload());
  notice("broken", trouble !== "broken" ? null : isCrew ? _("Telefonen kan inte spara just nu. Ladda om sidan innan du gör något mer.") : _("Telefonen kan inte spara just nu. Ladda om sidan innan du loggar fler punkter."), "amber", reload());
  // Whoever is about to take a picture is not asked to go away from it.
  const isBusy = document.querySelector("dialog[open]") !== null || (await waitingDrafts().catch(() => [])).length > 0;
  notice("outdated", trouble === "outdated" && !isBusy ? _("Ny version: ladda om. Allt du har sparat finns kvar.") : null, "lake", reload());
  await sayClock();
}

/** Once: a clock that is wrong hinders nobody. */
async function sayClock() {
  if (!health.isClockWrong) return notice("clock", null);
  if (await kept("clock_told")) return;
  await keep("clock_told", true);
  notice("clock", isCrew ? _("Telefonens klocka verkar fel. Det du gör sparas ändå, och vi rättar tiden när det kommer fram.") : _("Telefonens klocka verkar fel. Punkterna sparas ändå, och vi rättar tiden när de kommer fram."), "lake");
}

/** Only there the browser empties what nobody opened for a week. */
const isTabOfSafari = () => /iPhone|iPad/.test(navigator.userAgent) && !(/** @type {any} */ (navigator).standalone || matchMedia("(display-mode: standalone)").matches);

/** Work that has waited more than a day. @param {number} since 0 where none has @param {number} count */
export function warnOld(since, count) {
  if (!since) return notice("old", null);
  const first = ngettext("{count} punkt har väntat sedan {day}.", "{count} punkter har väntat sedan {day}.", count, { day: shortDay(since) });
  const then = isTabOfSafari()
    ? _("Safari kan tömma sidan om den inte öppnas på en vecka. Öppna den snart där det finns täckning, och lägg den på hemskärmen.")
    : _("Öppna sidan där det finns täckning, så skickas de av sig själva.");
  notice("old", `${first} ${then}`);
}

/** Why a point or a picture could not be stored, and what to do.
 * @param {unknown} error @param {boolean} [isPicture] of a point that is stored already */
export function sayWhyNot(error, isPicture = error instanceof WithoutPhoto) {
  const name = error instanceof DOMException ? error.name : "";
  if (isPicture && (name === "QuotaExceededError" || error instanceof WithoutPhoto)) {
    isSaid = true;
    return notice("full", _("Telefonen är full, så bilden fick inte plats. Orden är sparade. Ta bort något annat i telefonen och ta bilden igen."));
  }
  if (name === "QuotaExceededError") {
    isSaid = true;
    return notice("full", _("Telefonen är full, så punkten är inte sparad. Ta bort något annat i telefonen och försök igen."));
  }
  if (name === "NotReadableError" || name === "NotFoundError") {
    return notice("unreadable", _("Bilden gick inte att läsa. Ta den igen, eller spara utan bild."));
  }
  notice("storage", _("Det gick inte att spara i telefonen. Ladda om sidan och försök igen."), "amber", reload());
  throw error;
}
