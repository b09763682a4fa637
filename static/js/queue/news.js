/** Tells this page and the phone's other tabs that what is stored has changed. */

import { own } from "./app.js";

const news = new EventTarget();
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(own("fieldapp")) : null;
channel?.addEventListener("message", ({ data }) => dispatch(data.subject, data.more));

/** `queue`: an act came or changed; `status`: it is on its way; `reading`, `identity`: the server said something;
 * `health`: the phone's store or clock.
 * @typedef {"queue" | "status" | "reading" | "identity" | "health"} Subject */

/** @param {Subject} subject @param {any} more */
const dispatch = (subject, more) => news.dispatchEvent(new CustomEvent(subject, { detail: more }));

/** @param {Subject} subject @param {any} [more] what the other tabs must know of it */
export function tell(subject, more) {
  dispatch(subject, null);
  channel?.postMessage({ subject, more });
}

/** @param {Subject} subject @param {(event: any) => void} listener @param {AbortSignal} [signal] until when it listens */
export const hear = (subject, listener, signal) => news.addEventListener(subject, listener, { signal });
