/** Tells this page and the phone's other tabs that what is stored has changed. */

import { own } from "./app.js";

const news = new EventTarget();
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(own("fieldapp")) : null;
channel?.addEventListener("message", (event) => news.dispatchEvent(new Event(String(event.data))));

/** `queue`: an act came or changed; `status`: it is on its way; `reading`, `identity`: the server said something.
 * @typedef {"queue" | "status" | "reading" | "identity"} Subject */

/** @param {Subject} subject */
export function tell(subject) {
  news.dispatchEvent(new Event(subject));
  channel?.postMessage(subject);
}

/** @param {Subject} subject @param {() => void} listener @param {AbortSignal} [signal] until when it listens */
export const hear = (subject, listener, signal) => news.addEventListener(subject, listener, { signal });
