/** How sending stands: one word for all tabs, from the one that sends. */

import { hear, tell } from "./news.js";

/** @typedef {"ok" | "unreachable" | "signed-out" | "other-actor" | "too-old"} Standing */
/** Why nothing gets through: no network, another network's page, a server that says later, is ill or says nothing, or the
 * phone's own store. @typedef {"" | "offline" | "elsewhere" | "busy" | "server" | "silent" | "store"} Why */

/** `until`: when it tries again after a failure; `photo`: whose bytes are leaving now.
 * @type {{now: Standing, why: Why, isSending: boolean, until: number, photo: string}} */
export const standing = { now: "ok", why: "", isSending: false, until: 0, photo: "" };

hear("status", ({ detail }) => Object.assign(standing, detail));

/** @param {Partial<typeof standing>} changes */
export function stand(changes) {
  Object.assign(standing, changes);
  tell("status", { ...standing });
}
