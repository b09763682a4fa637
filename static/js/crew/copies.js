/** Copies of the shell's templates, with their parts by name; the words in them are the server's. */

import { byId } from "../lib/dom.js";

/**
 * @typedef {{root: HTMLElement, part: (name: string) => HTMLElement, find: (name: string) => HTMLElement | null}} Copy
 */

/** @param {string} template @returns {Copy} */
export function copy(template) {
  const made = /** @type {HTMLTemplateElement} */ (byId(template)).content.cloneNode(true);
  const root = document.createElement("div");
  root.append(made);
  return parts(root);
}

/** @param {HTMLElement} root @returns {Copy} */
export function parts(root) {
  /** @param {string} name */
  const find = (name) => /** @type {HTMLElement | null} */ (root.querySelector(`[data-part="${name}"]`));
  return {
    root,
    find,
    part(name) {
      const found = find(name);
      if (!found) throw new Error(`no part ${name}`);
      return found;
    },
  };
}

/** Put words into a part and show it; without words it is hidden. @param {Copy} of @param {string} name @param {string} words */
export function say(of, name, words) {
  of.part(name).textContent = words;
  const row = of.find(`${name}-row`) ?? of.part(name);
  row.hidden = !words;
}
