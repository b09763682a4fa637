/** Signing out on a phone with unsent work: the three ways first, then out; what the phone reads is forgotten. */

import { _ } from "../lib/messages.js";
import { leave, recall } from "../queue/identity.js";
import { mayLeave } from "./leaving.js";

/** @param {HTMLFormElement} form */
async function goOut(form) {
  try {
    await recall();
    if (!(await mayLeave(_("Behåll på telefonen och logga ut")))) return;
    await leave();
  } catch {
    // A browser that keeps nothing has nothing to lose.
  }
  form.submit();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-sign-out]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void goOut(form);
  });
}
