/** What keeps a phone from doing its part, each in one sentence with the way out. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { keep } from "../queue/database.js";

const IN_APP = /\bFBA[NV]\b|FB_IAB|Instagram|Line\/|MicroMessenger|Snapchat|TikTok|musical_ly|Twitter|LinkedInApp|; wv\)/;
/** @typedef {{words: string, act: () => void}} NoticeAct */
/** @type {Map<string, {words: string, tone: "amber" | "lake", act?: NoticeAct}>} */
const said = new Map();

/** Say something until it is over; its button is no part of what is said.
 * @param {string} key @param {string | null} words @param {"amber" | "lake"} [tone] @param {NoticeAct} [act] */
export function notice(key, words, tone = "amber", act) {
  if (said.get(key)?.words === (words ?? undefined)) return;
  if (words) said.set(key, { words, tone, act });
  else said.delete(key);
  fill(
    byId("notices"),
    ...[...said.values()].map((one) =>
      el(
        "div",
        { class: `notice notice-${one.tone}` },
        icon("triangle-alert"),
        el("div", {}, el("p", { role: "status" }, one.words), one.act && el("button", { class: "button", type: "button", onclick: one.act.act }, one.act.words)),
      ),
    ),
  );
}

/** @returns {Promise<boolean>} whether this browser can keep anything at all */
export async function checkBrowser() {
  if (IN_APP.test(navigator.userAgent)) {
    notice("app", _("Sidan är öppnad inne i en annan app. Välj Öppna i webbläsaren i appens meny, så att dina punkter sparas."));
  }
  if (!window.isSecureContext) {
    notice("http", _("Sidan är öppnad utan lås (http), så bild och läge fungerar inte. Be ledaren om adressen som börjar med https."));
  }
  try {
    await keep("opened_at", Date.now());
    return true;
  } catch {
    notice("storage", _("Webbläsaren kan inte spara något här. Öppna sidan i ett vanligt fönster, inte ett privat, i Safari, Chrome eller Firefox."));
    return false;
  }
}

const OVER = new Set(["closing", "review", "sent", "sealed", "followed_up"]);

/** @param {string | undefined} state of the walk */
export function checkWalk(state) {
  notice("over", state && OVER.has(state) ? _("Vandringen är slut. Det du sparar nu kommer med som sent.") : null, "lake");
  notice("cancelled", state === "cancelled" ? _("Vandringen är inställd. Det du har sparat finns kvar.") : null);
}
