/** Signing out of the crew's phone: what is unsent is sent first, stays here, or is saved as a file; never wiped. */

import { fill } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { keep } from "../queue/database.js";
import { identity, leave } from "../queue/identity.js";
import { ask } from "./sheets.js";
import { toast } from "./toast.js";

/** From the menu's button. */
export async function signOut() {
  if (!navigator.onLine) return toast(_("Utan täckning går det inte att logga ut. Inget försvinner."));
  const { unsent } = await import("../queue/leaving.js");
  const { acts, photos } = await unsent();
  if (acts || photos) {
    const { answer } = await ask("leaving", (sheet) => {
      fill(sheet.part("unsent"), unsentInWords(acts, photos));
      fill(sheet.part("told"));
      sheet.part("send").onclick = () => send(sheet);
      sheet.part("save").onclick = () => save(sheet);
    });
    if (!answer) return;
  }
  // A phone that was let in by a code has no password to come back with.
  if (identity().actor?.name && !(await ask("out")).answer) return;
  await goOut();
}

/** @param {number} acts @param {number} photos */
function unsentInWords(acts, photos) {
  const parts = [
    acts ? ngettext("{count} post är inte skickad", "{count} poster är inte skickade", acts) : "",
    photos ? ngettext("{count} bild är inte skickad", "{count} bilder är inte skickade", photos) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** @param {import("./copies.js").Copy} sheet */
async function send(sheet) {
  fill(sheet.part("told"), _("Skickar …"));
  const how = await (await import("../queue/leaving.js")).sendNow();
  if (how === "sent") /** @type {HTMLDialogElement} */ (sheet.root).close("sent");
  else fill(sheet.part("told"), _("Det gick inte att skicka nu. Det ligger kvar i telefonen."));
}

/** @param {import("./copies.js").Copy} sheet */
async function save(sheet) {
  const { how } = await (await import("../queue/exported.js")).exportQueue();
  if (how !== "cancelled") fill(sheet.part("told"), _("Sparat som fil. Allt ligger också kvar i telefonen."));
}

/** The shell is the same for everybody: the form's token is asked for now. */
async function goOut() {
  try {
    const page = await (await fetch("/", { credentials: "same-origin" })).text();
    const token = /** @type {HTMLInputElement | null} */ (new DOMParser().parseFromString(page, "text/html").querySelector('input[name="csrf_token"]'));
    const body = new URLSearchParams({ csrf_token: token?.value ?? "" });
    const answer = await fetch("/sign-out", { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    return toast(_("Det gick inte att logga ut. Försök igen när du har täckning."));
  }
  await leave();
  await keep("fetched_at", null);
  location.assign("/crew");
}
