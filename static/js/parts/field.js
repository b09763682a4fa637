/** Fields that say at once what was changed in them. */

import { el } from "../lib/dom.js";

/** @param {string} id @param {string} text @param {number} longest @param {(text: string) => void} changed */
export function textarea(id, text, longest, changed) {
  const field = el("textarea", { id, rows: "2", maxlength: String(longest) });
  field.value = text;
  field.addEventListener("input", () => changed(field.value));
  return field;
}

/** @param {string} label @param {boolean} on @param {string} id @param {(on: boolean) => void} changed */
export function checkbox(label, on, id, changed) {
  const box = el("input", { type: "checkbox", id, checked: Boolean(on) });
  box.addEventListener("change", () => changed(box.checked));
  return el("label", { class: "check", for: id }, box, el("span", {}, label));
}
