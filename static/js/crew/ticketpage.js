/** One ticket: what, where, until when, and below it the acts that its state permits. */

import { el, fill } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { distance, shortDay } from "../lib/times.js";
import { get } from "../queue/database.js";
import { draftOf, dropClosing, putAway } from "./acts.js";
import { icon } from "../parts/icon.js";
import { copy, say } from "./copies.js";
import { pictureOf } from "./fetched.js";
import { iconOf, lateChip, showBefore } from "./list.js";
import { ownActs } from "./outcome.js";
import { metresTo } from "./place.js";
import { dueSentence, refusalInWords, stateInWords } from "./said.js";
import { words } from "./sentences.js";
import { fillActs, offers } from "./ticketacts.js";
import { takeBack, toast } from "./toast.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */

/** @param {Ticket} ticket @returns {Promise<HTMLElement>} */
export async function ticketPage(ticket) {
  const made = copy("ticket-template");
  made.part("title").textContent = ticket.title;
  showWhere(made, ticket);
  say(made, "due", dueSentence(ticket));
  const late = lateChip(ticket, dueSentence(ticket));
  if (late) fill(made.part("due-row"), late);
  showBefore(made, ticket);
  say(made, "hand", ticket.hand);
  made.part("said-row").hidden = !ticket.said.length;
  fill(made.part("said"), ...ticket.said.map(saidWords));
  await photosInto(made.part("photos"), ticket);
  await showState(made, ticket);
  const own = ownActs(ticket);
  fill(made.part("own"), ...own);
  made.part("own-row").hidden = !own.length;
  if (offers(ticket)) fillActs(made.part("acts"), ticket);
  else made.part("acts").hidden = true;
  return made.root;
}

/** @param {{text: string, lang: string | null, unreviewed: boolean}} one */
const saidWords = ({ text, lang, unreviewed }) =>
  el("p", {}, el("span", { lang }, text), unreviewed ? el("span", { class: "muted small" }, " ", _("(inte granskat än)")) : null);

/** How far it is now, without drawing the page anew. @param {HTMLElement} page @param {Ticket} ticket */
export function updateDistance(page, ticket) {
  const metres = metresTo(ticket);
  const holder = /** @type {HTMLElement | null} */ (page.querySelector('[data-part="distance"]'));
  if (!holder || metres === null) return;
  holder.textContent = _("{distance} bort", { distance: distance(metres) });
  holder.hidden = false;
}

/** @param {import("./copies.js").Copy} made @param {Ticket} ticket */
function showWhere(made, ticket) {
  made.part("place").textContent = ticket.place || _("Plats saknas");
  updateDistance(made.root, ticket);
  if (ticket.lat === null || ticket.lon === null) return;
  const at = `${ticket.lat.toFixed(6)},${ticket.lon.toFixed(6)}`;
  const way = /** @type {HTMLAnchorElement} */ (made.part("way"));
  // The phone's own map opens; nothing is asked from here.
  way.href = /iPhone|iPad|Macintosh/.test(navigator.userAgent) ? `maps:?daddr=${at}` : `geo:${at}?q=${at}`;
  way.hidden = false;
  made.part("copy-row").hidden = false;
  void showMap(made.part("map"), { lat: ticket.lat, lon: ticket.lon });
  made.part("coordinates").textContent = at.replace(",", ", ");
  made.part("copy").onclick = async () => {
    try {
      await navigator.clipboard.writeText(at);
      toast(_("Läget är kopierat"));
    } catch {
      toast(_("Det gick inte att kopiera. Skriv av läget: {position}", { position: at }));
    }
  };
}

/** Where there is a map: the coordinates beside it say the same. @param {HTMLElement} holder @param {{lat: number, lon: number}} at */
async function showMap(holder, at) {
  if (words.basemap) await (await import("./ticketmap.js")).mapInto(holder, at, words.basemap);
}

/** @param {HTMLElement} holder @param {Ticket} ticket */
async function photosInto(holder, ticket) {
  const own = ticket.own.flatMap((op) => op.photos.filter((one) => one.state !== "dropped").map((one) => ({ id: one.id, role: one.role, at: op.at, alt: "" })));
  const all = [...ticket.pictures, ...own.filter((one) => !ticket.pictures.some((known) => known.id === one.id))];
  const figures = (await Promise.all(all.map(figure))).filter((one) => one !== null);
  const missing = all.length - figures.length;
  fill(holder, ...figures, missing ? el("p", { class: "none" }, icon("image-off"), _("Bilden har inte hämtats än")) : null);
  if (!all.length) fill(holder, el("p", { class: "none" }, icon(iconOf(ticket), "large"), el("span", { class: "unseen" }, _("Ingen bild"))));
  holder.classList.toggle("several", all.length > 1);
  if (all.length > 1) {
    // What scrolls must be reachable with a keyboard.
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", _("Bilder"));
  }
}

/** @param {{id: string, role: string, at: string | number | null, alt: string}} picture */
async function figure(picture) {
  const src = await pictureOf(picture.id);
  if (!src) return null;
  const role = { before: _("Före"), after: _("Efter"), detail: _("Detalj") }[picture.role] ?? "";
  const tag = [role, picture.at ? shortDay(picture.at) : ""].filter(Boolean).join(" · ");
  return el("figure", {}, el("img", { src, alt: picture.alt || role }), el("figcaption", { class: "tag" }, tag));
}

/** What became of the ticket, with the ways on. @param {import("./copies.js").Copy} made @param {Ticket} ticket */
async function showState(made, ticket) {
  const state = stateInWords(ticket);
  const draft = await get("drafts", draftOf(ticket.id));
  const lost = draft?.clicked && offers(ticket);
  const undoable = ticket.undoable?.id;
  const holder = made.part("state");
  holder.hidden = !(state || ticket.refused || lost || undoable);
  fill(
    holder,
    state ? el("span", { class: `chip chip-${state.tone}` }, icon(state.icon), state.word) : null,
    undoable ? el("p", {}, el("button", { class: "button crew-button", type: "button", onclick: () => takeBack(undoable) }, icon("undo-2"), _("Ångra"))) : null,
    ...(ticket.refused ? refusal(ticket.refused, ticket) : []),
    ...(lost ? lostPhoto(ticket) : []),
  );
}

/** @param {import("../queue/types.js").Op} op @param {Ticket} ticket */
function refusal(op, ticket) {
  const read = () => putAway(op.id);
  const verb = op.state === "sent" ? _("Jag har läst det") : _("Ta bort och gör om");
  return [el("p", {}, refusalInWords(op, ticket)), el("p", {}, el("button", { class: "button crew-button", type: "button", onclick: read }, verb))];
}

/** The camera was left without a photo, or the page was closed meanwhile. @param {Ticket} ticket */
function lostPhoto(ticket) {
  const take = () => /** @type {HTMLElement | null} */ (document.querySelector('input[type="file"]'))?.click();
  const drop = () => dropClosing(ticket.id);
  return [
    el("p", {}, _("Bilden kom inte med. Ärendet är inte klart än.")),
    el(
      "p",
      { class: "buttons" },
      el("button", { class: "button crew-button", type: "button", onclick: take }, _("Ta bilden")),
      el("button", { class: "button crew-button", type: "button", onclick: drop }, _("Ta bort")),
    ),
  ];
}
