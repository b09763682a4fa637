/** A sheet from below, shown until it is closed; closed without an answer it does nothing. */

import { byId } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { parts } from "./copies.js";

/** @typedef {import("./copies.js").Copy} Copy */
/** @typedef {{answer: string, text: string, own: string, file: File | null, sheet: Copy}} Asked */

/**
 * What was written, what the reader shall read instead of the ready sentence (`own`), and the photo that came along.
 * @param {string} name @param {(sheet: Copy) => void} [prepare] @returns {Promise<Asked>} answer "" when it was closed
 */
export function ask(name, prepare = () => {}) {
  const dialog = /** @type {HTMLDialogElement} */ (byId(`sheet-${name}`));
  const sheet = parts(dialog);
  const [field, own] = /** @type {(HTMLTextAreaElement | null)[]} */ ([sheet.find("words"), sheet.find("own")]);
  for (const one of [field, own]) if (one) one.value = "";
  const photo = photoOf(sheet);
  prepare(sheet);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    sheet.part("close").onclick = () => dialog.close("");
    dialog.onclose = () =>
      done({ answer: dialog.returnValue, text: field?.value.trim() ?? "", own: own?.value.trim() ?? "", file: photo?.files?.[0] ?? null, sheet });
  });
}

/** The sheet's camera, empty and ready; null where it has none. @param {Copy} sheet */
function photoOf(sheet) {
  const input = /** @type {HTMLInputElement | null} */ (sheet.find("photo"));
  if (!input) return null;
  const words = sheet.part("photo-words");
  input.value = "";
  words.textContent = _("Ta en bild");
  input.onchange = () => {
    words.textContent = input.files?.length ? _("Bilden är med") : _("Ta en bild");
  };
  return input;
}
