/** A sheet from below: the browser's own dialog keeps focus inside and gives it back. */

import { el } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "./icon.js";

/** @typedef {{dialog: HTMLDialogElement, body: HTMLElement, close: () => void}} Sheet */

/**
 * @param {string} title
 * @param {{mark?: string, tone?: string, onclosed?: () => void}} [how] `mark` is an icon before the title
 * @returns {Sheet} open, with an empty body
 */
export function openSheet(title, { mark, tone = "", onclosed } = {}) {
  const body = el("div", { class: "sheet-body" });
  const id = `sheet-${document.querySelectorAll("dialog").length}`;
  const dialog = el(
    "dialog",
    { class: "sheet", "aria-labelledby": id },
    el(
      "div",
      { class: "sheet-head" },
      mark && el("span", { class: `sheet-mark ${tone}` }, icon(mark)),
      el("h2", { id, tabindex: "-1" }, title),
      el("button", { class: "sheet-close", type: "button", "aria-label": _("Stäng"), onclick: () => close() }, icon("x")),
    ),
    body,
  );
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    dialog.remove();
    onclosed?.();
  });
  // A tap beside the sheet closes it: what was typed is stored already.
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
  return { dialog, body, close };
}

/**
 * A question before something is lost. @param {string} title @param {string} words @param {string} verb
 * @returns {Promise<boolean>}
 */
export function confirmed(title, words, verb) {
  return new Promise((answer) => {
    let said = false;
    const sheet = openSheet(title, { mark: "triangle-alert", tone: "amber", onclosed: () => answer(said) });
    const yes = () => {
      said = true;
      sheet.close();
    };
    sheet.body.append(
      el("p", {}, words),
      el(
        "div",
        { class: "sheet-foot" },
        el("button", { class: "button", type: "button", onclick: yes }, verb),
        el("button", { class: "button button-main", type: "button", onclick: () => sheet.close() }, _("Behåll")),
      ),
    );
  });
}
