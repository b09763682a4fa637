/** While the walk is open the screen stays lit: a phone that goes dark between two stops is opened again and again. */

import { hear } from "../queue/news.js";
import { identity } from "../queue/identity.js";

/** @type {WakeLockSentinel | null} */
let held = null;

/** Browsers release it themselves when the page is hidden. */
export function stayAwake() {
  document.addEventListener("visibilitychange", follow);
  hear("identity", follow);
  void follow();
}

async function follow() {
  const isWanted = document.visibilityState === "visible" && identity().walk?.state === "open";
  if (!isWanted) return void (await held?.release());
  if (held && !held.released) return;
  try {
    held = await navigator.wakeLock.request("screen");
  } catch {
    // Refused when the battery is low: then the phone rules.
    held = null;
  }
}
