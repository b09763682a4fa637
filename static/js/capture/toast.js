/** What the last tap did, above the bar: the words are said politely, the buttons are not, and the focus stays. */

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
  const run = (/** @type {ToastAct} */ act) => () => {
    hideToast();
    act.act();
  };
  hideToast();
  const said = byId("said");
  // The region that is said stays where it is: put in anew it would not be heard.
  said.parentElement?.classList.add("toast");
  said.before(icon(mark));
  said.after(...acts.map((act) => el("button", { type: "button", onclick: run(act) }, act.words)));
  fill(said, el("p", {}, el("strong", {}, title), second && " ", second && el("span", {}, second)));
  timer = setTimeout(leave, SHOWN_MS);
}

/** Whoever is on its buttons keeps it. */
function leave() {
  if (byId("toast").matches(":hover, :focus-within")) timer = setTimeout(leave, SHOWN_MS);
  else hideToast();
}

export function hideToast() {
  clearTimeout(timer);
  const said = byId("said");
  const isHeld = byId("toast").contains(document.activeElement);
  said.replaceChildren();
  said.parentElement?.classList.remove("toast");
  for (const one of [...(said.parentElement?.children ?? [])]) if (one !== said) one.remove();
  // The button that was pressed is gone: a keyboard goes on from the top of the page, not from nowhere.
  if (isHeld) byId("title").focus({ preventScroll: true });
}
