/** What a crew reads about a ticket: how urgent, until when, how far, what became of what was done. */

import { _, language } from "../lib/messages.js";
import { distance, shortDay } from "../lib/times.js";
import { metresTo } from "./place.js";
import { whenInWords } from "./sentences.js";
import { dayOf, daysBetween } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("../queue/types.js").Op} Op */

const LOCALE = { sv: "sv-SE", fi: "fi-FI", en: "en-GB" }[language];

/** @param {string} urgency @returns {{icon: string, word: string, isFilled: boolean}} */
export function urgencyInWords(urgency) {
  if (urgency === "akut") return { icon: "triangle-alert", word: _("Akut"), isFilled: true };
  if (urgency === "snart") return { icon: "clock", word: _("Snart"), isFilled: false };
  if (urgency === "planeras") return { icon: "calendar", word: _("Planeras"), isFilled: false };
  return { icon: "search", word: _("Utreds"), isFilled: false };
}

/** A day near by in a word, else as "torsdag 1 okt". @param {string} day @param {string} today */
function dayInWords(day, today) {
  const ahead = daysBetween(today, day);
  if (ahead === 0) return _("i dag");
  if (ahead === 1) return _("i morgon");
  const noon = `${day}T12:00`;
  if (ahead < 0 || ahead > 13) return shortDay(noon);
  return `${new Intl.DateTimeFormat(LOCALE, { weekday: "long" }).format(new Date(noon))} ${shortDay(noon)}`;
}

/** Beside the chip of urgency: "i dag", "torsdag 1 okt", "vecka 41". @param {Ticket} ticket */
export function dueInWords(ticket) {
  if (ticket.shown === "planned" && ticket.planned_for) return whenInWords(ticket.planned_for);
  if (!ticket.due_on) return "";
  const today = dayOf(new Date());
  const words = dayInWords(ticket.due_on, today);
  const late = lateness(ticket);
  if (late === "unanswered") return _("försenat och utan svar, {day}", { day: words });
  return late ? _("försenat, {day}", { day: words }) : words;
}

/** Whether the day has passed; red is only for what is unanswered too. @param {Ticket} ticket @returns {"" | "late" | "unanswered"} */
export function lateness(ticket) {
  const today = dayOf(new Date());
  if (stateInWords(ticket) || !ticket.due_on || daysBetween(today, ticket.due_on) >= 0) return "";
  return !ticket.is_answered && ticket.answer_due_on && daysBetween(today, ticket.answer_due_on) < 0 ? "unanswered" : "late";
}

/** On the ticket's own page. @param {Ticket} ticket */
export function dueSentence(ticket) {
  if (ticket.shown === "planned" && ticket.planned_for) return _("Planerat: {when}", { when: whenInWords(ticket.planned_for) });
  if (!ticket.due_on) return "";
  const today = dayOf(new Date());
  const words = dayInWords(ticket.due_on, today);
  if (daysBetween(today, ticket.due_on) < 0) return _("Skulle vara klart {day}", { day: words });
  return _("Klart senast {day}", { day: words });
}

/** "40 m · Hagnäsvägen". @param {Ticket} ticket */
export function placeInWords(ticket) {
  const metres = metresTo(ticket);
  return [metres === null ? "" : distance(metres), ticket.place].filter(Boolean).join(" · ");
}

/** @param {Ticket} ticket @returns {{icon: string, word: string, tone: string} | null} null while it is simply to be done */
export function stateInWords(ticket) {
  if (ticket.refused?.state === "attention") return { icon: "circle-alert", word: _("Behöver din hjälp"), tone: "amber" };
  const said = STATES[ticket.shown]?.();
  if (!said) return null;
  if (ticket.waiting) return { icon: "clock", word: _("{state}, väntar på täckning", { state: said.word }), tone: "amber" };
  return said;
}

/** @type {Record<string, () => {icon: string, word: string, tone: string}>} */
const STATES = {
  planned: () => ({ icon: "calendar", word: _("Planerat"), tone: "lake" }),
  done: () => ({ icon: "check", word: _("Klart"), tone: "leaf" }),
  confirmed: () => ({ icon: "check", word: _("Klart"), tone: "leaf" }),
  bounced: () => ({ icon: "undo-2", word: _("Inte vår"), tone: "lake" }),
  contested: () => ({ icon: "hourglass", word: _("Samordnaren tittar"), tone: "amber" }),
  gone: () => ({ icon: "info", word: _("Hos någon annan nu"), tone: "amber" }),
  declined: () => ({ icon: "minus", word: _("Görs inte"), tone: "plain" }),
  needs_project: () => ({ icon: "search", word: _("Kräver projekt"), tone: "plain" }),
};

/** Why an act did not do what it was meant to, and what the coordinator said to it. @param {Op} op @param {Ticket} ticket */
export function refusalInWords(op, ticket) {
  if (op.code === "contested" && ticket.state === op.body.payload.to) return _("Samordnaren har tittat och godkänt det du gjorde.");
  if (op.code === "contested" && ticket.state === "accepted") return _("Samordnaren har tittat och öppnat ärendet igen. Det du gjorde är sparat.");
  return REFUSALS[op.code ?? ""]?.() ?? _("Det gick inte att ta emot. Ta bort det och gör om, eller visa det för din arbetsledare.");
}

/** @type {Record<string, () => string>} */
const REFUSALS = {
  contested: () => _("Ärendet ändrades medan du var utan täckning. Det du gjorde är sparat, och samordnaren bestämmer."),
  "already-done": () => _("Någon annan hade redan gjort det klart. Det du gjorde är sparat i ärendet."),
  overtaken: () => _("Ärendet hann ändras. Det du skrev är sparat som en anteckning."),
  "merged-ticket": () => _("Ärendet är hopslaget med ett annat. Det du gjorde gäller båda."),
  "not-found": () => _("Ärendet är inte längre ert. Det du gjorde togs inte emot."),
  "not-allowed": () => _("Ärendet har ändrats sedan du hämtade det. Titta på det igen, och gör om det om det behövs."),
  incomplete: () => _("Något fattades. Gör om det."),
};
