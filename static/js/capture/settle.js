/** A point's position gets better for some seconds after it was saved, then it is final. */

import { SETTLED_M, SETTLES_MS } from "../queue/hold.js";
import { acts, amend } from "../queue/outbox.js";
import { bestFix, positions, standing } from "./position.js";

/** @typedef {import("../queue/types.js").Op} Op */

/**
 * Until when a point that is saved now waits for a better position; 0 where none will come.
 * @param {import("../queue/types.js").Position | null} position
 * @param {number} now
 */
export function settlesAt(position, now) {
  const isHopeless = ["denied", "insecure"].includes(standing().state);
  return isHopeless || (position && position.accuracy_m <= SETTLED_M) ? 0 : now + SETTLES_MS;
}

/** Watch for better positions, and for the moment in which the phone is put away. */
export function startSettling() {
  positions.addEventListener("change", () => improve(false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && improve(true));
}

/** @param {boolean} isLast */
async function improve(isLast) {
  const now = Date.now();
  const fix = bestFix(now);
  for (const op of await acts()) {
    if (!isOpen(op, now)) continue;
    const position = op.body.payload.position;
    const isBetter = fix && fix.at >= op.at - 1_000 && (!position || (position.source === "gps" && fix.accuracy_m < position.accuracy_m));
    const settled = isLast || Boolean(fix && fix.accuracy_m <= SETTLED_M);
    if (isBetter || settled) await amend(op.entity, isBetter ? { position: fix } : {}, settled ? 0 : undefined);
  }
}

/** @param {Op} op @param {number} now */
const isOpen = (op, now) =>
  op.body.kind === "observation.create" && op.state === "waiting" && !op.tried && op.settles_at > now;
