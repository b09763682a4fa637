/** The crew's tickets as this phone knows them: what the server said last, with this phone's own acts on top. */

import { _ } from "../lib/messages.js";
import { all } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { acts } from "../queue/outbox.js";
import { words } from "./sentences.js";

/** @typedef {import("../queue/types.js").Op} Op */
/** @typedef {{id: string, role: string, at: string | null, alt: string}} Picture */

/**
 * `shown` is the state with this phone's acts counted in; `waiting` says that such an act has not reached the
 * server, `undoable` that it can still be taken back; `refused` is an act that went otherwise than it said.
 * @typedef {{id: string, number: string, rev: number, state: string, shown: string, title: string, place: string,
 *   lat: number | null, lon: number | null, category: string, subcategory: string | null, urgency: string,
 *   due_on: string | null, answer_due_on: string | null, is_answered: boolean, planned_for: string, needed: string, hazard: string,
 *   two: boolean, hand: string, mine: boolean, allowed: string[], owner: string,
 *   pictures: Picture[], said: {text: string, lang: string | null, unreviewed: boolean}[],
 *   waiting: boolean, undoable: Op | null, refused: Op | null, own: Op[]}} Ticket
 */

/** What the server did otherwise than the act said, and the crew must know. */
const TOLD = new Set(["contested", "already-done", "overtaken", "merged-ticket"]);

/** @returns {Promise<Ticket[]>} */
export async function tickets() {
  const [rows, ops] = await Promise.all([all("reading"), acts()]);
  const listed = rows.filter((row) => row.is === "ticket");
  // On a shared phone what another did is this other's to take back, to read of and to put away.
  const own = ops.filter((op) => op.actor === identity().actor?.id);
  return [...listed, ...gone(listed, own)].map((row) => withOwn(row, own));
}

/**
 * Tickets that somebody else has now, on which this phone's acts wait or went otherwise than they said: they are told
 * by what was known when it was done. @param {any[]} listed @param {Op[]} ops
 */
function gone(listed, ops) {
  const known = new Set(listed.map((row) => row.id));
  const mine = ops.filter((op) => op.body.kind.startsWith("ticket.") && !known.has(op.entity));
  const open = mine.filter((op) => op.state !== "sent" || TOLD.has(op.code ?? ""));
  return [...new Map(open.map((op) => [op.entity, op])).values()].map((op) => ({
    ...(/** @type {any} */ (op).about ?? { number: "" }),
    id: op.entity,
    rev: op.rev ?? 0,
    state: "gone",
    category: "",
    urgency: "",
  }));
}

/** @param {string} id @returns {Promise<Ticket | null>} */
export async function ticket(id) {
  return (await tickets()).find((one) => one.id === id) ?? null;
}

/** @param {any} row @param {Op[]} ops @returns {Ticket} */
function withOwn(row, ops) {
  const own = ops.filter((op) => op.entity === row.id);
  const waiting = own.filter((op) => op.state === "waiting");
  const moved = own.filter((op) => op.body.kind === "ticket.status" && isAhead(op, row)).at(-1);
  const shown = moved?.body.payload.to ?? row.state;
  return {
    ...read(row),
    shown,
    allowed: moved ? [] : row.allowed ?? [],
    planned_for: moved?.body.payload.planned_for ?? row.planned_for ?? "",
    waiting: waiting.length > 0,
    undoable: waiting.filter((op) => !op.tried).at(-1) ?? null,
    refused: own.filter((op) => op.state === "attention" || TOLD.has(op.code ?? "")).at(-1) ?? null,
    own,
  };
}

/** Whether the server's word about the ticket is older than the act. @param {Op} op @param {any} row */
const isAhead = (op, row) => op.state === "waiting" || (op.state === "sent" && (op.rev ?? 0) > row.rev);

/** @param {any} row */
function read(row) {
  return {
    id: row.id,
    number: row.number,
    rev: row.rev,
    state: row.state,
    title: words.titles[row.title] || row.title || _("Ärende"),
    place: [row.place, row.asset && _("märkt {asset}", { asset: row.asset })].filter(Boolean).join(" · "),
    lat: row.lat ?? null,
    lon: row.lon ?? null,
    category: row.category,
    subcategory: row.subcategory ?? null,
    urgency: row.urgency,
    due_on: row.due_on ?? null,
    answer_due_on: row.answer_due_on ?? null,
    is_answered: Boolean(row.answer),
    needed: row.needed ?? "",
    hazard: row.hazard ?? "",
    two: Boolean(row.two_people),
    hand: row.assigned_to ?? "",
    mine: Boolean(row.is_mine),
    owner: row.owner ?? "",
    pictures: row.photos ?? [],
    said: row.said ?? [],
  };
}
