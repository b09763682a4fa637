/** The list: cards in the order that was asked for. */

import { el, fill } from "../lib/dom.js";
import { _, ngettext } from "../lib/messages.js";
import { distance } from "../lib/times.js";
import { kept, keep } from "../queue/database.js";
import { icon } from "../parts/icon.js";
import { copy, say } from "./copies.js";
import { pictureOf } from "./fetched.js";
import { grouped } from "./order.js";
import { follow, place } from "./place.js";
import { dueInWords, lateness, placeInWords, stateInWords, urgencyInWords } from "./said.js";
import { words } from "./sentences.js";
import { dayOf } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("./order.js").Order} Order */

/** @type {Order} */
let order = "today";

/** @returns {Order} */
export const chosenOrder = () => order;

/** The order that was chosen last. */
export async function recallOrder() {
  order = (await kept("crew_order")) ?? "today";
}

/**
 * @param {Ticket[]} tickets @param {() => void} again draws the list anew @returns {Promise<HTMLElement>}
 */
export async function list(tickets, again) {
  const made = copy("list-template");
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (made.root.querySelectorAll("[data-order]"))) {
    button.setAttribute("aria-pressed", String(button.dataset.order === order));
    button.addEventListener("click", async () => {
      order = /** @type {Order} */ (button.dataset.order);
      await keep("crew_order", order);
      if (order === "near" || order === "route") follow(again);
      if (order === "route") (await import("./rounds.js")).startAgain();
      again();
    });
  }
  const groups = await grouped(tickets, order, dayOf(new Date()));
  say(made, "position", [wayInWords(groups), order === "near" ? positionInWords() : ""].filter(Boolean).join(" "));
  fill(made.part("cards"), ...(await Promise.all(groups.map(groupOf))));
  made.part("print").addEventListener("click", () => print());
  if (!groups.length) fill(made.part("cards"), el("p", { class: "empty" }, _("Inga ärenden just nu. Nya kommer hit av sig själva.")));
  const thanks = await kept("thanks");
  if (thanks?.length) await (await import("./thanks.js")).showThanks(made.root.appendChild(el("div")), thanks);
  return made.root;
}

/** How long the way round is, and from where. @param {import("./order.js").Group[]} groups */
function wayInWords(groups) {
  const found = groups.find((one) => one.heading === "route");
  if (!found) return "";
  const way = { count: found.tickets.length, distance: distance(found.metres ?? 0) };
  return place.here ? _("{count} stopp härifrån, {distance} fågelvägen.", way) : _("{count} stopp från det första, {distance} fågelvägen.", way);
}

/** Why there are no distances. */
function positionInWords() {
  if (place.knowledge === "asking") return _("Letar efter läget …");
  if (place.knowledge === "refused") return _("Telefonen får inte visa sitt läge. Listan är ordnad efter gata. Du kan tillåta läget i webbläsarens inställningar.");
  if (place.knowledge === "missing") return _("Läget går inte att hitta här. Listan är ordnad efter gata.");
  return "";
}

/** @param {import("./order.js").Group} group */
async function groupOf(group) {
  const made = copy("group-template");
  const name = headingOf(group);
  const count = group.tickets.length;
  const many = group.heading === "kind" ? ngettext("{count} samma sort", "{count} samma sort", count) : count;
  made.part("name").textContent = `${name} · ${many}`;
  // The header and the chosen button say these already.
  made.part("name").classList.toggle("unseen", ["today", "near", "route"].includes(group.heading));
  fill(made.part("cards"), ...(await Promise.all(group.tickets.map((one, at) => card(one, group.heading === "route" ? at + 1 : 0)))));
  return made.part("name").parentElement;
}

/** @param {import("./order.js").Group} group */
function headingOf(group) {
  if (group.heading === "kind") return words.kinds[group.kind ?? ""] ?? _("Annat");
  return {
    today: _("I dag"),
    mine: _("Tilldelat er"),
    later: _("Kommande"),
    waits: _("Planerat"),
    done: _("Klart och lämnat"),
    near: place.here ? _("Närmast först") : _("Efter gata"),
    route: _("Rutt"),
    nowhere: _("Utan plats"),
    alone: _("En av varje sort"),
  }[group.heading];
}

/** @param {Ticket} ticket @param {number} order its number on the way round; 0 elsewhere */
async function card(ticket, order) {
  const made = copy("card-template");
  const link = /** @type {HTMLAnchorElement} */ (made.part("link"));
  link.href = `/crew/${ticket.id}`;
  made.part("title").textContent = order ? `${order}. ${ticket.title}` : ticket.title;
  showBefore(made, ticket);
  say(made, "hand", ticket.mine ? "" : ticket.hand);
  say(made, "place", placeInWords(ticket));
  say(made, "due", dueInWords(ticket));
  const late = lateChip(ticket, dueInWords(ticket));
  if (late) fill(made.part("due"), late);
  fill(made.part("chip"), urgencyChip(ticket.urgency));
  const state = stateInWords(ticket);
  if (state) {
    fill(made.part("state"), el("span", { class: `chip chip-${state.tone}` }, icon(state.icon), state.word));
    made.part("state").hidden = false;
    if (ticket.shown !== "planned") made.part("chip").parentElement?.setAttribute("hidden", "");
  }
  await photoInto(made.part("photo"), ticket);
  return made.root.firstElementChild;
}

/** What must be known before anybody goes. @param {import("./copies.js").Copy} made @param {Ticket} ticket */
export function showBefore(made, ticket) {
  say(made, "hazard", ticket.hazard);
  say(made, "needed", ticket.needed);
  made.part("two-row").hidden = !ticket.two;
}

/** @param {HTMLElement} holder @param {Ticket} ticket */
async function photoInto(holder, ticket) {
  const first = ticket.pictures.find((one) => one.role === "before") ?? ticket.pictures[0];
  const src = first ? await pictureOf(first.id) : null;
  // The words beside it say what it shows.
  fill(holder, src ? el("img", { src, alt: "" }) : icon(iconOf(ticket), "large"));
}

/** What stands where there is no photo: what it is about. @param {Ticket} ticket */
export const iconOf = (ticket) => words.icons[ticket.category] ?? "circle-help";

/** @param {Ticket} ticket @param {string} said @returns {HTMLElement | null} null while it is in time */
export function lateChip(ticket, said) {
  const late = lateness(ticket);
  return late ? el("span", { class: `chip chip-${late === "late" ? "amber" : "rust"}` }, icon("clock-alert"), said) : null;
}

/** Only *Akut* is filled; none is red: to be urgent is not to be late. @param {string} urgency */
export function urgencyChip(urgency) {
  const { icon: name, word, isFilled } = urgencyInWords(urgency);
  return el("span", { class: isFilled ? "chip chip-filled" : "chip chip-urgency" }, icon(name), word);
}
