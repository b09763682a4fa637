/** What people must know of their phone: whether it keeps what it has, has room, and knows the time. */

import { tell } from "./news.js";

/** `full`: the words are saved, perhaps without a photo; `wiped`: emptied while the page was open; `broken`: nothing can be
 * stored; `outdated`: another tab runs a newer release.
 * @type {{isPersisted: boolean | null, trouble: "" | "full" | "wiped" | "broken" | "outdated", freedMap: boolean, isClockWrong: boolean}} */
export const health = { isPersisted: null, trouble: "", freedMap: false, isClockWrong: false };

/** @param {Partial<typeof health>} changes */
export function report(changes) {
  const before = JSON.stringify(health);
  Object.assign(health, changes);
  if (JSON.stringify(health) !== before) tell("health");
}

/** Ask the browser not to clear this away by itself; some ask their owner, so only once a page. */
export async function askToKeep() {
  if (health.isPersisted !== null) return;
  health.isPersisted = false;
  report({ isPersisted: Boolean((await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.())) });
}

addEventListener("appinstalled", () => {
  health.isPersisted = null;
  void askToKeep();
});

/** The browser's word now. */
export const refresh = async () => report({ isPersisted: Boolean(await navigator.storage?.persisted?.()) });
