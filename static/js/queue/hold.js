/** When an act is final and may leave: its photos shrunk, its position settled. A photo leaves later still. */

/** A position this good needs no better one. */
export const SETTLED_M = 15;
/** How long a point waits for a better position. */
export const SETTLES_MS = 20_000;
/** A hold longer than this comes from a clock that was set back: it is over. */
const LONGEST_MS = 15 * 60_000;

/** @param {number} at @param {number} now */
const over = (at, now) => at <= now || at - now > LONGEST_MS;

/** @param {import("./types.js").Op} op @param {number} now @returns {boolean} */
export const isFinal = (op, now) => op.tried || (over(op.settles_at, now) && op.photos.every((photo) => photo.state !== "raw"));

/** @param {import("./types.js").LocalPhoto} photo @param {number} now @returns {boolean} */
export const mayLeave = (photo, now) => photo.state === "ready" && over(photo.leaves_at, now);

/**
 * When the next hold of these acts ends, for the pump's timer; null where nothing is held.
 * @param {import("./types.js").Op[]} ops
 * @param {number} now
 * @returns {number | null}
 */
export function nextEnd(ops, now) {
  const ends = ops.flatMap((op) => [
    ...(op.state === "waiting" && !op.tried ? [op.settles_at] : []),
    ...op.photos.filter((photo) => photo.state === "ready").map((photo) => photo.leaves_at),
  ]);
  const ahead = ends.filter((at) => !over(at, now));
  return ahead.length ? Math.min(...ahead) : null;
}
