/** The word that an act is saved, with *Ångra* as long as it can be taken back. */

import { byId, el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { undo, UNDO_MS } from "./acts.js";
import { icon } from "../parts/icon.js";

let timer = 0;

/** @param {string} words @param {string} [act] what *Ångra* takes back */
export function toast(words, act) {
  clearTimeout(timer);
  // The button that was pressed is gone: a keyboard goes on from the top of the page, not from nowhere.
  if (byId("toast").contains(document.activeElement)) byId("heading").focus({ preventScroll: true });
  const button = act ? el("button", { class: "button", type: "button", onclick: () => takeBack(act) }, _("Ångra")) : null;
  fill(byId("toast"), el("p", { class: "toast-line" }, icon(act ? "circle-check" : "info"), el("span", {}, words), button));
  timer = setTimeout(hush, UNDO_MS);
}

export function hush() {
  // Whoever stands on the button with a keyboard keeps it.
  if (byId("toast").contains(document.activeElement)) timer = setTimeout(hush, UNDO_MS);
  else fill(byId("toast"));
}

/** @param {string} act */
export async function takeBack(act) {
  const isGone = await undo(act);
  toast(isGone ? _("Ångrat") : _("Det hann skickas. Samordnaren kan ändra tillbaka."));
}
