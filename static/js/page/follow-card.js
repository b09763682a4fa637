/** *Följ med ett kort*: the printed code is typed or photographed; without coverage it waits like every act. */

import { toast } from "../capture/toast.js";
import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { openSheet } from "../parts/sheet.js";
import { get } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { say } from "../queue/outbox.js";
import { spaced } from "./following.js";

const LENGTH = 8;

/** A code as people write it: small letters, spaces and hyphens do not count. @param {string} text */
const plain = (text) => text.replace(/[\s-]/g, "").toUpperCase();

/** The code at the end of the card's address, or what else was read. @param {string} text */
const codeIn = (text) => plain(text.match(/\/k\/([^/?#]+)/)?.[1] ?? text);

/** @param {string} [refused] the act whose code was wrong: the right one takes its place */
export async function openCard(refused) {
  const before = refused ? (await get("ops", refused))?.body.payload.card : "";
  const sheet = openSheet(refused ? _("Rätta kortets kod") : _("Följ med ett kort"), { mark: "qr-code" });
  const field = el("input", { id: "card-code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "20", enterkeyhint: "done", "aria-describedby": "card-fault" });
  field.value = spaced(before ?? "");
  const fault = el("p", { id: "card-fault", class: "fault", role: "alert" });
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const card = plain(field.value);
    if (!/^[A-Z0-9]+$/.test(card) || card.length !== LENGTH) return void fill(fault, _("Koden har åtta tecken, bara bokstäver och siffror. Se efter på kortet."));
    if (refused) await (await import("../queue/again.js")).sendAgain(refused, { card });
    else await say("card.attach", identity().actor?.id ?? "", { card });
    sheet.close();
    toast(_("Kortet är sparat"), spaced(card), [], "check");
  };
  sheet.body.append(
    !refused ? el("p", {}, _("Med kortet läser du svaren var du vill, utan telefon och utan att någon vet vem du är. Det gäller alla dina punkter på vandringen, också dem som kommer.")) : el("p", {}, _("Koden fanns inte på något kort från vandringen. Skriv den en gång till.")),
    el(
      "form",
      { class: "follow-form", novalidate: true, onsubmit: save },
      el("div", { class: "field" }, el("label", { for: "card-code" }, _("Kortets kod")), field, fault),
      "BarcodeDetector" in window && photographed(field, fault),
      el(
        "div",
        { class: "sheet-foot" },
        el("button", { class: "button", type: "button", onclick: sheet.close }, _("Avbryt")),
        el("button", { class: "button button-main" }, _("Spara")),
      ),
    ),
  );
}

/** Only where the browser itself can read a code. @param {HTMLInputElement} field @param {HTMLElement} fault */
function photographed(field, fault) {
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", class: "camera" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const found = await read(file);
    input.value = "";
    fill(fault, found ? "" : _("Bilden visar ingen kod. Försök närmare, eller skriv koden."));
    if (found) field.value = spaced(codeIn(found));
    field.focus();
  });
  return el("label", { class: "button" }, icon("camera"), _("Fotografera koden"), input);
}

/** @param {File} file @returns {Promise<string | undefined>} */
async function read(file) {
  try {
    const detector = new /** @type {any} */ (window).BarcodeDetector({ formats: ["qr_code"] });
    return (await detector.detect(await createImageBitmap(file)))[0]?.rawValue;
  } catch {
    return undefined;
  }
}
