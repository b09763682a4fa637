/** Keys and comfort for the review screen, which works without any of it. */

const KEPT = "review-keys";
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-review]"));

/** Whether the reader is writing or choosing: then no key is ours (WCAG 2.1.4). @param {EventTarget | null} where */
const isWriting = (where) => where instanceof Element && where.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

const keysAreOn = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
};

/** @param {boolean} on */
const showKeys = (on) => document.documentElement.classList.toggle("keys-off", !on);

const offerSwitch = () => {
  const label = document.querySelector("[data-keys-switch]");
  const box = label?.querySelector("input");
  if (!(label instanceof HTMLElement) || !box) return;
  label.hidden = false;
  box.checked = keysAreOn();
  showKeys(box.checked);
  box.addEventListener("change", () => {
    showKeys(box.checked);
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      // Private mode: the choice lasts as long as the page.
    }
  });
};

/** @param {KeyboardEvent} event */
const onKey = (event) => {
  if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  const isOff = document.documentElement.classList.contains("keys-off");
  if (isOff || isWriting(event.target) || document.querySelector(".dismiss:popover-open")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  target.click();
};

/** A chosen category or urgency is kept at once, so that owner and limit follow it. */
const saveOnChoice = () => {
  const save = form?.querySelector("button[value=save]");
  for (const control of form?.querySelectorAll("[data-saves]") ?? []) {
    control.addEventListener("change", () => {
      if (form && save instanceof HTMLButtonElement) form.requestSubmit(save);
    });
  }
  for (const button of form?.querySelectorAll(".without-script") ?? []) button.setAttribute("hidden", "");
};

/** Twice the same key must not decide two points. */
const sendOnce = () => {
  let isSent = false;
  form?.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", () => (isSent = false));
};

offerSwitch();
saveOnChoice();
sendOnce();
document.addEventListener("keydown", onKey);
document.querySelector("#dismiss")?.addEventListener("toggle", (event) => {
  if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
  const first = document.querySelector("#dismiss input");
  if (first instanceof HTMLElement) first.focus();
});
