/** The foot of *Mina*: how the answers find their way, by mail or by a printed card, for whoever wants to. */

import { el } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { icon } from "../parts/icon.js";
import { get } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { acts } from "../queue/outbox.js";

/** A code as it stands on the card: two groups of four. @param {string} code */
export const spaced = (code) => code.replace(/^(.{4})(?=.{4}$)/, "$1\u00a0");

/** What the foot shows: the card that follows, one that waits for coverage, and where the address stands.
 * @typedef {{card: string | null, waiting: string | null, mail: string}} Standing */

/** @returns {Promise<Standing>} */
export async function standing() {
  const me = identity().actor?.id;
  const [walk, all] = await Promise.all([get("kv", "walk"), acts()]);
  const waiting = all.findLast((op) => op.body.kind === "card.attach" && op.entity === me && op.actor === me && op.state === "waiting");
  return { card: walk?.card ?? null, waiting: waiting?.body.payload.card ?? null, mail: walk?.follow ?? "none" };
}

/** @param {Standing} now */
export function followingPart({ card, waiting, mail }) {
  const openMail = async () => (await import("./follow-mail.js")).openMail();
  const openCard = async () => (await import("./follow-card.js")).openCard();
  return el(
    "section",
    { class: "following", "aria-labelledby": "following", "data-row": "following" },
    el("h2", { id: "following" }, _("Följ dina svar")),
    waiting && el("p", { class: "line amber" }, icon("clock"), el("span", {}, _("Kortet {code} sparas när det finns täckning.", { code: spaced(waiting) }))),
    !waiting && card && el("p", { class: "line leaf" }, icon("check"), el("span", {}, _("Kortet {code} följer alla dina punkter.", { code: spaced(card) }))),
    mail === "asked" && el("p", { class: "line amber" }, icon("clock"), el("span", {}, _("Vi har skrivit till dig. Öppna mejlet och tryck på knappen."))),
    mail === "confirmed" && el("p", { class: "line leaf" }, icon("check"), el("span", {}, _("Du får mejl när en punkt har fått svar och när den är klar."))),
    el(
      "ul",
      { class: "plain-list menu-list" },
      el("li", {}, el("button", { class: "menu-item", type: "button", "data-act": "mail", onclick: openMail }, icon("mail"), mail === "none" ? _("Få svaren med mejl") : _("Mejl om dina punkter"))),
      el("li", {}, el("button", { class: "menu-item", type: "button", "data-act": "card", onclick: openCard }, icon("qr-code"), card || waiting ? _("Byt kort") : _("Följ med ett kort"))),
    ),
  );
}
