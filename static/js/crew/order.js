/** Which ticket comes first, and under which heading. */

import { language } from "../lib/messages.js";
import { metresTo } from "./place.js";
import { daysBetween } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {"today" | "later" | "waits" | "done" | "kind" | "near"} Heading */
/** @typedef {{heading: Heading, kind?: string, tickets: Ticket[]}} Group */

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
  return byWords(a.place, b.place) || byWords(a.number, b.number);
}

/** @param {Ticket} a @param {Ticket} b */
const byUrgency = (a, b) => rank(a) - rank(b) || byDistance(a, b);

/** @param {Ticket} ticket @param {string} today */
export function isForToday(ticket, today) {
  if (isFinished(ticket) || ticket.shown === "planned") return false;
  return ticket.urgency === "akut" || (ticket.due_on !== null && daysBetween(today, ticket.due_on) <= 0);
}

/**
 * The list as it is read. @param {Ticket[]} tickets @param {"today" | "near" | "kind"} order @param {string} today
 * @returns {Group[]} without empty ones
 */
export function grouped(tickets, order, today) {
  const open = tickets.filter((one) => !isFinished(one));
  const done = tickets.filter(isFinished).sort((a, b) => b.rev - a.rev).slice(0, MOST_DONE);
  const groups = { today: () => byDay(open, today), near: () => near(open), kind: () => byKind(open) }[order]();
  return [...groups, { heading: /** @type {Heading} */ ("done"), tickets: done }].filter((one) => one.tickets.length);
}

/** @param {Ticket[]} open @param {string} today @returns {Group[]} */
function byDay(open, today) {
  const now = open.filter((one) => isForToday(one, today));
  const waits = open.filter((one) => one.shown === "planned");
  const later = open.filter((one) => !now.includes(one) && !waits.includes(one));
  return [
    { heading: "today", tickets: now.sort(byUrgency) },
    { heading: "later", tickets: later.sort(byUrgency) },
    { heading: "waits", tickets: waits.sort(byUrgency) },
  ];
}

/** @param {Ticket[]} open @returns {Group[]} */
const near = (open) => [{ heading: "near", tickets: open.sort(byDistance) }];

/** Many of a kind first: one van, one tool. @param {Ticket[]} open @returns {Group[]} */
function byKind(open) {
  /** @type {Map<string, Ticket[]>} */
  const kinds = new Map();
  for (const ticket of open) kinds.set(ticket.category, [...(kinds.get(ticket.category) ?? []), ticket]);
  return [...kinds]
    .map(([kind, tickets]) => ({ heading: /** @type {Heading} */ ("kind"), kind, tickets: tickets.sort(byUrgency) }))
    .sort((a, b) => b.tickets.length - a.tickets.length || byWords(a.kind, b.kind));
}
