/** What a crew does to a ticket: stored at once, held some seconds for *Ångra*, sent by the same pump as points. */

import { newId } from "../lib/ids.js";
import { write } from "../queue/database.js";
import { identity, photoHoldMs } from "../queue/identity.js";
import { tell } from "../queue/news.js";
import { add, makeAct } from "../queue/outbox.js";
import { finishPhotos } from "../capture/photo.js";

/** @typedef {import("./tickets.js").Ticket} Ticket */
/** @typedef {import("../queue/types.js").Op} Op */
/** @typedef {import("./sentences.js").Sentence} Sentence */

/** So long an act can be taken back although there is coverage. */
export const UNDO_MS = 10_000;

/**
 * Everything that `ticket.status` carries; the keys that an arrow does not need stay null.
 * @typedef {{to: string, sentence?: Sentence, reason?: string, plannedFor?: string, noPhotoReason?: string, file?: File | null}} Move
 */

/**
 * Take a ticket to another state; only a photo of what is done is an after-photo. @param {Ticket} ticket @param {Move} move
 * @returns {Promise<Op>} stored when this returns
 */
export async function moveTicket(ticket, move) {
  const payload = {
    to: move.to,
    public_text: move.sentence ?? null,
    reason: move.reason || null,
    planned_for: move.plannedFor || null,
    no_photo_reason: move.noPhotoReason || null,
  };
  return store("ticket.status", ticket, payload, move.file ?? null, move.to === "done" ? "after" : "detail");
}

/** A note's photo shows something; it does not show that the work is done.
 * @param {Ticket} ticket @param {string} text @param {File | null} [file] @returns {Promise<Op>} */
export const noteOn = (ticket, text, file = null) => store("ticket.note", ticket, { text }, file, "detail");

/**
 * @param {string} kind @param {Ticket} ticket @param {Record<string, any>} payload @param {File | null} file
 * @param {"after" | "detail"} role
 */
async function store(kind, ticket, payload, file, role) {
  const now = Date.now();
  const bytes = file ? await file.arrayBuffer() : null;
  if (bytes?.byteLength === 0) throw new DOMException("empty", "NotReadableError");
  /** @type {import("../queue/outbox.js").NewPhoto[]} */
  const photos = bytes
    ? [{ id: newId(), bytes, type: file?.type || "image/jpeg", role, leavesAt: now + photoHoldMs }]
    : [];
  const op = makeAct(kind, ticket.id, payload, { photos, settlesAt: now + UNDO_MS, baseRev: baseOf(ticket) });
  // Should the ticket leave this list before the answer comes, it is still told by its name.
  const how = await add(Object.assign(op, { about: { number: ticket.number, title: ticket.title, place: ticket.place } }), photos, draftOf(ticket.id));
  if (how === "without-photo") {
    // The photo is what shows that the work is done: without it nothing is called done. A note's words stay.
    if (kind === "ticket.status") await undo(op.id);
    throw new DOMException("the photo did not fit", "QuotaExceededError");
  }
  if (photos.length) void finishPhotos();
  return op;
}

/** After an own act that the server has not told about yet, "after my own earlier acts". @param {Ticket} ticket */
function baseOf(ticket) {
  return ticket.own.some((op) => op.state === "waiting" || (op.rev ?? 0) > ticket.rev) ? null : ticket.rev;
}

/** Take back an act that has not left the phone. @param {string} id @returns {Promise<boolean>} false when it has */
export async function undo(id) {
  const isGone = await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (!op || op.tried || op.state !== "waiting" || op.actor !== identity().actor?.id) return false;
    for (const photo of op.photos) {
      await photos.delete(photo.id);
      await thumbs.delete(photo.id);
    }
    await ops.delete(id);
    return true;
  });
  tell("queue");
  return isGone;
}

/** What became of an act has been read. One that was refused goes; one that is stored is only told no more.
 * @param {string} id */
export async function putAway(id) {
  await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (op?.actor !== identity().actor?.id) return;
    if (op?.state === "sent") return ops.put({ ...op, code: undefined });
    for (const photo of op?.photos ?? []) for (const store of [photos, thumbs]) await store.delete(photo.id);
    await ops.delete(id);
  });
  tell("queue");
}

/** @param {string} ticket */
export const draftOf = (ticket) => `after-${ticket}`;

/**
 * Before the camera opens: which ticket is being closed, and with which sentence, survives a killed page.
 * @param {Ticket} ticket @param {Sentence} sentence @param {boolean} clicked a finger that only slid over it means nothing
 */
export const beginClosing = (ticket, sentence, clicked) =>
  write(["drafts"], ({ drafts }) => drafts.put({ id: draftOf(ticket.id), at: Date.now(), ticket: ticket.id, sentence, clicked }));

/** @param {string} ticket */
export async function dropClosing(ticket) {
  await write(["drafts"], ({ drafts }) => drafts.delete(draftOf(ticket)));
  tell("queue");
}

