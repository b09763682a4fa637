/** Which ticket comes first, and under which heading. */

import { language } from "../lib/messages.js";
import { metresTo } from "./place.js";
import { daysBetween } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {"today" | "near" | "route" | "kind"} Order */
/** @typedef {"today" | "mine" | "later" | "waits" | "done" | "kind" | "alone" | "near" | "route" | "nowhere"} Heading */
/** @typedef {{heading: Heading, kind?: string, metres?: number, tickets: Ticket[]}} Group */

const URGENCY = ["akut", "snart", "planeras", "utreds"];
const FINISHED = new Set(["done", "confirmed", "declined", "bounced", "needs_project", "contested", "gone"]);
/** So many of what is finished are still listed. */
const MOST_DONE = 10;

/** @param {Ticket} ticket */
export const isFinished = (ticket) => FINISHED.has(ticket.shown);

/** @param {Ticket} ticket */
const rank = (ticket) => (URGENCY.indexOf(ticket.urgency) + URGENCY.length + 1) % (URGENCY.length + 1);

const byWords = new Intl.Collator(language, { numeric: true }).compare;

/** Nearest first; by street where nobody knows how far. @param {Ticket} a @param {Ticket} b */
function byDistance(a, b) {
  const [far, further] = [metresTo(a), metresTo(b)];
  if (far !== null && further !== null) return far - further;
  if (far !== null || further !== null) return far === null ? 1 : -1;
  return byPlace(a, b);
}

/** @param {Ticket} a @param {Ticket} b */
export const byPlace = (a, b) => byWords(a.place, b.place) || byWords(a.number, b.number);

/** @param {Ticket} a @param {Ticket} b */
export const byUrgency = (a, b) => rank(a) - rank(b) || byDistance(a, b);

/** @param {Ticket} ticket @param {string} today */
export function isForToday(ticket, today) {
  if (isFinished(ticket) || ticket.shown === "planned") return false;
  return ticket.urgency === "akut" || (ticket.due_on !== null && daysBetween(today, ticket.due_on) <= 0);
}

/**
 * The list as it is read. @param {Ticket[]} tickets @param {Order} order @param {string} today
 * @returns {Promise<Group[]>} without empty ones
 */
export async function grouped(tickets, order, today) {
  const open = tickets.filter((one) => !isFinished(one));
  const done = tickets.filter(isFinished).sort((a, b) => b.rev - a.rev).slice(0, MOST_DONE);
  const groups = await GROUPS[order](open, today);
  return [...groups, { heading: /** @type {Heading} */ ("done"), tickets: done }].filter((one) => one.tickets.length);
}

/** What is seldom asked for is loaded then. @type {Record<Order, (open: Ticket[], today: string) => Group[] | Promise<Group[]>>} */
const GROUPS = {
  today: byDay,
  near: (open) => [{ heading: "near", tickets: open.sort(byDistance) }],
  route: async (open) => (await import("./rounds.js")).byRoute(open),
  kind: async (open) => (await import("./rounds.js")).byKind(open),
};

/** What is due or urgent, then what was given to this phone. @param {Ticket[]} open @param {string} today @returns {Group[]} */
function byDay(open, today) {
  /** @param {Ticket} one @returns {Heading} */
  const heading = (one) => (isForToday(one, today) ? "today" : one.mine ? "mine" : one.shown === "planned" ? "waits" : "later");
  return /** @type {Heading[]} */ (["today", "mine", "later", "waits"]).map((name) => ({
    heading: name,
    tickets: open.filter((one) => heading(one) === name).sort(byUrgency),
  }));
}
