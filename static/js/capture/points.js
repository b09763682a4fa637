/** This phone's own points: what the server told, with what has not reached it yet laid over. */

import { all } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { acts } from "../queue/outbox.js";

/** @typedef {import("../queue/types.js").Op} Op */
/** @typedef {import("../queue/types.js").LocalPhoto} LocalPhoto */

/**
 * `row` is the server's word, null while it has none. `isGone`: taken back, here or there.
 * @typedef {{id: string, at: number, row: any, ops: Op[], category: string, subcategory: string | null, text: string,
 *   suggestion: string, severity: string | null, sensitive: boolean, for_other: boolean, stop: string | null, asset: string | null,
 *   position: import("../queue/types.js").Position | null, isGone: boolean, isWithdrawing: boolean,
 *   photos: {photo: LocalPhoto, op: Op}[]}} Point
 */

const FIELDS = ["category", "subcategory", "text", "suggestion", "severity", "sensitive", "for_other", "stop", "position", "asset"];

/** @returns {Promise<Point[]>} newest first */
export async function ownPoints() {
  const [everything, stored] = await Promise.all([all("reading"), acts()]);
  // Of another person on the same phone nothing is read here.
  const ops = stored.filter((op) => op.actor === identity().actor?.id);
  const rows = new Map(everything.filter((one) => one.is === "observation" && one.mine).map((one) => [one.id, one]));
  /** @type {Map<string, Op[]>} */
  const byPoint = new Map();
  for (const op of ops) {
    if (/^(observation|photo|card)\./.test(op.body.kind)) byPoint.set(op.entity, [...(byPoint.get(op.entity) ?? []), op]);
  }
  const isMine = (/** @type {string} */ id) => rows.has(id) || byPoint.get(id)?.some((op) => op.body.kind === "observation.create");
  const ids = [...new Set([...rows.keys(), ...byPoint.keys()])].filter(isMine);
  return ids.map((id) => pointOf(id, rows.get(id) ?? null, byPoint.get(id) ?? [])).sort((one, other) => other.at - one.at);
}

/** @param {string} id @returns {Promise<Point | undefined>} */
export const ownPoint = async (id) => (await ownPoints()).find((point) => point.id === id);

/** @param {string} id @param {any} row @param {Op[]} ops @returns {Point} */
function pointOf(id, row, ops) {
  const created = ops.find((op) => op.body.kind === "observation.create");
  const known = row ?? created?.body.payload ?? {};
  const words = Object.fromEntries(FIELDS.map((field) => [field, known[field] ?? null]));
  for (const op of ops) if (op.body.kind === "observation.edit" && isNewer(op, row)) Object.assign(words, op.body.payload);
  const withdrawn = ops.find((op) => op.body.kind === "observation.withdraw" && op.state !== "attention");
  return {
    id,
    at: row?.observed_at ?? created?.at ?? 0,
    row,
    ops,
    .../** @type {any} */ (words),
    text: words.text ?? "",
    suggestion: words.suggestion ?? "",
    isGone: row?.state === "withdrawn",
    isWithdrawing: Boolean(withdrawn) || Boolean(row?.withdrawal_asked),
    photos: ops.flatMap((op) => op.photos.filter((photo) => photo.state !== "dropped").map((photo) => ({ photo, op }))),
  };
}

/** Whether the server's word does not hold this act yet. @param {Op} op @param {any} row */
const isNewer = (op, row) => op.state === "waiting" || (op.state === "sent" && (!row || (op.rev ?? 0) > row.rev));

/** Whether something of it has not reached the server. @param {Point} point */
export const isWaiting = (point) =>
  point.ops.some((op) => op.state === "waiting" || (op.state === "sent" && op.photos.some((photo) => photo.state === "ready" || photo.state === "raw")));

/** What stands still until somebody decides. @param {Point} point @returns {Op | undefined} */
export const stuckAct = (point) =>
  point.ops.find((op) => op.state === "attention" || op.photos.some((photo) => photo.state === "refused"));

/** Whether its reporter may still change it: nobody has decided on it. @param {Point} point */
export const isOpen = (point) => !point.isGone && !point.isWithdrawing && (!point.row || ["noted", "reviewed"].includes(point.row.state));
