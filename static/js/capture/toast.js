/** What the last tap did, above the bar: said politely, without taking the focus. */

import { byId, el, fill } from "../lib/dom.js";
import { icon } from "../parts/icon.js";

/** @typedef {{words: string, act: () => void}} ToastAct */

const SHOWN_MS = 10_000;
let timer = 0;

/**
 * @param {string} title @param {string} second a line below, or ""
 * @param {ToastAct[]} [acts] also found elsewhere: the toast goes by itself
 * @param {string} [mark]
 */
export function toast(title, second, acts = [], mark = "check") {
  const place = byId("toast");
  const run = (/** @type {ToastAct} */ act) => () => {
    hideToast();
    act.act();
  };
  fill(
    place,
    el(
      "div",
      { class: "toast" },
      icon(mark),
      el("p", {}, el("strong", {}, title), second && el("span", {}, second)),
      ...acts.map((act) => el("button", { type: "button", onclick: run(act) }, act.words)),
    ),
  );
  clearTimeout(timer);
  timer = setTimeout(() => leave(place), SHOWN_MS);
}

/** Whoever is on its buttons keeps it. @param {HTMLElement} place */
function leave(place) {
  if (place.matches(":hover, :focus-within")) timer = setTimeout(() => leave(place), SHOWN_MS);
  else hideToast();
}

export function hideToast() {
  clearTimeout(timer);
  byId("toast").replaceChildren();
}
