/** What became of each thing that this phone did on a ticket, in plain words. */

import { el } from "../lib/dom.js";
import { _ } from "../lib/messages.js";
import { clock, day } from "../lib/times.js";
import { icon } from "../parts/icon.js";
import { standing } from "../queue/standing.js";
import { stateOf } from "../queue/states.js";
import { refusalInWords } from "./said.js";
import { dayOf } from "./when.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("../queue/types.js").Op} Op */

/** So many of the last ones are told. */
const MOST = 5;
/** Codes that change what the act said; the rest was simply taken. */
const TOLD = new Set(["contested", "already-done", "overtaken", "merged-ticket"]);

/** The phone's own acts, newest first, but the one that stands above with its button. @param {Ticket} ticket @returns {HTMLElement[]} */
export const ownActs = (ticket) => ticket.own.filter((op) => op !== ticket.refused).slice(-MOST).reverse().map((op) => line(op, ticket));

/** @param {Op} op @param {Ticket} ticket */
function line(op, ticket) {
  const { mark, tone, words } = outcome(op, ticket);
  return el(
    "li",
    { class: tone, "data-outcome": op.id },
    icon(mark),
    el("span", {}, el("strong", {}, `${whatInWords(op)} · ${whenInWords(op.at)}`), el("br"), words),
  );
}

/** @param {Op} op @param {Ticket} ticket @returns {{mark: string, tone: string, words: string}} */
function outcome(op, ticket) {
  const { state, done, of } = stateOf(op);
  if (state === "attention") return { mark: "circle-alert", tone: "amber", words: refusalInWords(op, ticket) };
  if (state === "held") return { mark: "clock", tone: "", words: _("Sparat i telefonen. Du kan ångra en kort stund.") };
  if (state === "waiting") return { mark: "clock", tone: "amber", words: waitsInWords() };
  if (TOLD.has(op.code ?? "")) return { mark: "info", tone: "amber", words: refusalInWords(op, ticket) };
  if (done < of) return { mark: "clock", tone: "", words: _("Skickat. {done} av {of} bilder har kommit fram.", { done, of }) };
  const at = whenInWords(op.sent_at ?? op.at);
  if (op.code === "rebased") return { mark: "check", tone: "leaf", words: _("Skickat {time}. Ärendet hade ändrats under tiden, men det du gjorde gäller.", { time: at }) };
  return { mark: "check", tone: "leaf", words: _("Skickat {time}", { time: at }) };
}

/** Why it has not left. */
function waitsInWords() {
  if (standing.now === "signed-out") return _("Sparat i telefonen. Skickas när du har loggat in.");
  if (standing.now === "other-actor") return _("Sparat i telefonen. Skickas när den som gjorde det har loggat in.");
  return standing.now === "unreachable" ? _("Sparat i telefonen, väntar på täckning") : _("Sparat i telefonen, på väg");
}

/** @param {number} at */
const whenInWords = (at) => (dayOf(new Date(at)) === dayOf(new Date()) ? clock(at) : `${day(at)} ${clock(at)}`);

/** @param {Op} op */
function whatInWords({ body }) {
  if (body.kind === "ticket.note") return _("Anteckning");
  return { done: _("Klart"), planned: _("Planerat"), bounced: _("Inte vår") }[/** @type {"done"} */ (body.payload.to)] ?? _("Ändring");
}
