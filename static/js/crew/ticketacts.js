/** The acts of a ticket's page: *Klart* with its sentence and its photo, and the other ways out. */

import { _ } from "../lib/messages.js";
import { beginClosing, moveTicket, noteOn } from "./acts.js";
import { copy } from "./copies.js";
import { inWords, ready } from "./sentences.js";
import { toast } from "./toast.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("./sentences.js").Sentence} Sentence */
/** @typedef {import("./acts.js").Move} Move */

/** Which state each way out asks for: it is offered only where the server permits it. */
const LEADS_TO = /** @type {Record<string, string>} */ ({
  "not-ours": "bounced",
  part: "planned",
  season: "planned",
  nothing: "done",
  "no-photo": "done",
});

/** The camera is in front: the page may not be drawn anew, or the photo has nowhere to come. */
export const camera = { isOpen: false };

/** The sheets' questions are loaded with the first act that asks one. */
const questions = () => import("./questions.js");

/** Tells the page that an act was stored, and whether the ticket left the list of what is to be done. */
export const acted = new EventTarget();

/** Sentences that were chosen and not sent yet, by ticket: drawing the page anew must not forget them.
 * @type {Map<string, Sentence>} */
const chosen = new Map();

/** @param {Ticket} ticket @returns {boolean} */
export const offers = (ticket) => ticket.allowed.length > 0;

/** @param {HTMLElement} holder @param {Ticket} ticket */
export function fillActs(holder, ticket) {
  const made = copy("acts-template");
  const sentence = () => chosen.get(ticket.id) ?? ready(ticket.subcategory ?? ticket.category);
  // Kept by hand: what is copied leaves its copy when it is put on the page.
  const quote = made.part("sentence");
  const tell = () => {
    quote.textContent = inWords(sentence());
  };
  tell();
  made.part("change-answer").onclick = async () => {
    chosen.set(ticket.id, (await (await questions()).askAnswer(ticket, sentence())) ?? sentence());
    tell();
  };
  made.part("done").hidden = !ticket.allowed.includes("done");
  bindCamera(made.part("camera"), ticket, sentence);
  /** @type {Record<string, () => Promise<void>>} */
  const ways = {
    "not-ours": () => move(ticket, (it) => it.askWhose(), _("Inte vår. Samordnaren skickar det vidare.")),
    part: () => move(ticket, (it) => it.askPart(), _("Planerat, väntar på del")),
    season: () => move(ticket, (it) => it.askSeason(ticket), _("Planerat, väntar på säsong")),
    nothing: () => move(ticket, (it) => it.askNothing(), _("Inget fel. Samordnaren tittar.")),
    "no-photo": () => move(ticket, (it) => it.askNoPhoto(sentence()), _("Klart, utan bild")),
    note: () => note(ticket),
  };
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (made.root.querySelectorAll("[data-act]"))) {
    const act = button.dataset.act ?? "";
    button.hidden = act in LEADS_TO && !ticket.allowed.includes(LEADS_TO[act]);
    button.addEventListener("click", () => ways[act]());
  }
  holder.replaceChildren(...made.root.children);
}

/** @param {HTMLElement} label @param {Ticket} ticket @param {() => Sentence} sentence */
function bindCamera(label, ticket, sentence) {
  const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
  // On disk before the camera opens; the click says that it was meant.
  label.addEventListener("pointerdown", () => void beginClosing(ticket, sentence(), false));
  input.addEventListener("click", () => {
    camera.isOpen = true;
    void beginClosing(ticket, sentence(), true);
  });
  input.addEventListener("cancel", () => {
    camera.isOpen = false;
    acted.dispatchEvent(new Event("cancelled"));
  });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    camera.isOpen = false;
    if (!file) return;
    label.setAttribute("aria-busy", "true");
    await saved(() => moveTicket(ticket, { to: "done", sentence: sentence(), file }), _("Klart"));
    label.removeAttribute("aria-busy");
    input.value = "";
  });
}

/**
 * @param {Ticket} ticket @param {(it: Awaited<ReturnType<typeof questions>>) => Promise<Move | null>} asked
 * @param {string} words
 */
async function move(ticket, asked, words) {
  const wanted = await asked(await questions());
  if (wanted) await saved(() => moveTicket(ticket, wanted), words);
}

/** @param {Ticket} ticket */
async function note(ticket) {
  const said = await (await questions()).askNote();
  if (said) await saved(() => noteOn(ticket, said.text, said.file), _("Anteckning"), false);
}

/** @param {() => Promise<import("../queue/types.js").Op>} store @param {string} words @param {boolean} [isStep] */
async function saved(store, words, isStep = true) {
  try {
    const op = await store();
    toast(_("Sparat · {what}", { what: words }), op.id);
    if (isStep) acted.dispatchEvent(new Event("stored"));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    toast(
      error.name === "QuotaExceededError"
        ? _("Telefonen är full. Bilden sparades inte. Ta bort något, eller välj Klart, men utan bild.")
        : _("Det gick inte att spara bilden. Ta den igen, eller välj Klart, men utan bild."),
    );
  }
}
