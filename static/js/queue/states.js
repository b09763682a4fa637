/** Where acts and photos stand, for the screens: of one act, and of all. */

import { isFinal } from "./hold.js";
import { identity } from "./identity.js";
import { acts, openPhotos } from "./outbox.js";
import { standing } from "./standing.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {"held" | "waiting" | "sending" | "received" | "done" | "attention"} State */

/**
 * `done` of `of` photos and `sent` of `total` bytes are there; `code`: why it needs attention.
 * @param {Op} op @param {number} [now]
 * @returns {{state: State, done: number, of: number, sent: number, total: number, code: string, isHeld: boolean}}
 */
export function stateOf(op, now = Date.now()) {
  const shown = op.photos.filter((photo) => photo.state !== "dropped" && photo.state !== "lost");
  const bytesOf = (/** @type {string} */ id) => op.body.photos.find((one) => one.id === id)?.bytes ?? 0;
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((one, other) => one + other, 0);
  const refused = shown.find((photo) => photo.state === "refused");
  const isHeld = op.state === "waiting" && !isFinal(op, now);
  return {
    state: stateIn(op, shown, isHeld),
    done: shown.filter((photo) => photo.state === "done").length,
    of: shown.length,
    sent: sum(shown.map((photo) => (photo.state === "done" ? bytesOf(photo.id) : Math.min(photo.offset, bytesOf(photo.id))))),
    total: sum(shown.map((photo) => bytesOf(photo.id))),
    code: (op.state === "attention" ? op.code : refused?.code) ?? "",
    isHeld,
  };
}

/** @param {Op} op @param {Op["photos"]} shown @param {boolean} isHeld @returns {State} */
function stateIn(op, shown, isHeld) {
  if (op.state === "attention" || shown.some((photo) => photo.state === "refused")) return "attention";
  if (op.state === "waiting") return isHeld ? "held" : "waiting";
  const open = shown.filter((photo) => photo.state === "ready" || photo.state === "raw");
  if (!open.length) return "done";
  return standing.isSending && open.some((photo) => photo.id === standing.photo) ? "sending" : "received";
}

/**
 * What of this phone's person is not on the server yet, and what of others lies here too.
 * @returns {Promise<{acts: number, photos: number, attention: number, bytes: number, oldestAt: number,
 *   others: {actor: string, acts: number, photos: number}[]}>}
 */
export async function summary() {
  const me = identity().actor?.id;
  const all = await acts();
  const unsent = all.filter((op) => op.state !== "sent" || openPhotos(op).length);
  const mine = unsent.filter((op) => op.actor === me);
  const going = mine.filter((op) => op.state !== "attention");
  const states = going.map((op) => stateOf(op));
  return {
    acts: mine.filter((op) => op.state === "waiting").length,
    photos: mine.reduce((sum, op) => sum + openPhotos(op).length, 0),
    attention: all.filter((op) => op.actor === me && stateOf(op).state === "attention").length,
    bytes: states.reduce((sum, one) => sum + one.total - one.sent, 0),
    oldestAt: going.length ? Math.min(...going.map((op) => op.at)) : 0,
    others: [...new Set(unsent.map((op) => op.actor))]
      .filter((actor) => actor !== me)
      .map((actor) => {
        const theirs = unsent.filter((op) => op.actor === actor);
        return { actor, acts: theirs.filter((op) => op.state !== "sent").length, photos: theirs.reduce((sum, op) => sum + openPhotos(op).length, 0) };
      }),
  };
}
