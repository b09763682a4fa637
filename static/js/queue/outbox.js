/** The acts that wait to leave: each is one strict transaction over acts and photos, final before it is sent. */

import { newId } from "../lib/ids.js";
import { all, get, isFull, write } from "./database.js";
import { askToKeep, health, report } from "./health.js";
import { identity } from "./identity.js";
import { tell } from "./news.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {{id: string, bytes: ArrayBuffer, type: string, role?: "before" | "after" | "detail",
 *   sha256?: string, leavesAt?: number}} NewPhoto A photo without a hash still has to be shrunk. */

/** @returns {Promise<Op[]>} oldest first */
export const acts = () => all("ops");

/**
 * A new act of this phone; not stored yet.
 * @param {string} kind @param {string} entity @param {Record<string, any>} payload
 * @param {{photos?: NewPhoto[], settlesAt?: number, at?: number, baseRev?: number | null}} [more]
 * @returns {Op}
 */
export function makeAct(kind, entity, payload, { photos = [], settlesAt = 0, at = Date.now(), baseRev = null } = {}) {
  const id = newId();
  return {
    id,
    actor: identity().actor?.id ?? "",
    entity,
    state: "waiting",
    tried: false,
    at,
    settles_at: settlesAt,
    photos: photos.map((photo) => ({
      id: photo.id,
      role: photo.role ?? "before",
      state: photo.sha256 ? "ready" : "raw",
      leaves_at: photo.leavesAt ?? 0,
      offset: 0,
      type: photo.type,
    })),
    body: { id, kind, entity_id: entity, base_rev: baseRev, client_at: at, payload, photos: photos.flatMap(manifest) },
  };
}

/** @param {NewPhoto} photo @returns {import("./types.js").Manifest[]} */
export const manifest = ({ id, sha256, bytes, type, role = "before" }) =>
  sha256 ? [{ id, sha256, bytes: bytes.byteLength, type, role }] : [];

/**
 * Store an act with its photos, and take away the draft that it came from. Words are never lost because a photo does not fit.
 * @param {Op} op @param {NewPhoto[]} [photos] @param {string} [draft]
 * @returns {Promise<"whole" | "without-photo">}
 */
export async function add(op, photos = [], draft) {
  try {
    await write(["ops", "photos", "drafts"], async (store) => {
      for (const { id, bytes } of photos) await store.photos.put({ id, bytes });
      if (draft) await store.drafts.delete(draft);
      await store.ops.put(op);
    });
    if (photos.length && health.trouble === "full") report({ trouble: "" });
  } catch (error) {
    // A photo that comes alone has no words that could go without it.
    if (!photos.length || !isFull(error) || op.body.kind === "photo.add") throw error;
    await (await import("./room.js")).addWithoutPhotos(op, photos, draft);
  }
  tell("queue");
  void askToKeep();
  return op.photo_left ? "without-photo" : "whole";
}

/** Photos of an act that have not come and still go. @param {Op} op */
export const openPhotos = (op) => op.photos.filter((photo) => photo.state === "ready" || photo.state === "raw");

/** How many acts and photos of somebody are on this phone and not on the server. @param {Op[]} ops @param {string | undefined} actor */
export const stillWaiting = (ops, actor) =>
  ops
    .filter((op) => op.actor === actor)
    .reduce((sum, op) => sum + (op.state === "sent" ? 0 : 1) + openPhotos(op).length, 0);

/** Store an act without photos. @param {string} kind @param {string} entity @param {Record<string, any>} payload */
export const addAct = (kind, entity, payload) => add(makeAct(kind, entity, payload));

/** @param {Op} op @param {string[]} kinds */
const isOpen = (op, kinds) => op.state === "waiting" && !op.tried && kinds.includes(op.body.kind);

/**
 * Change a point: within its act while that has not left the phone, else by an act of its own.
 * @param {string} entity @param {Record<string, any>} changes
 * @param {number} [settlesAt] when it may leave; 0 for at once, undefined for as it was
 */
export async function amend(entity, changes, settlesAt) {
  await write(["ops", "reading"], async ({ ops, reading }) => {
    const open = (await ops.getAll()).filter(
      (/** @type {Op} */ op) => op.entity === entity && isOpen(op, ["observation.create", "observation.edit"]),
    );
    // What was read is known: without it, what others changed before would stand against this change.
    const baseRev = (await reading.get(entity))?.rev ?? null;
    const last = open.at(-1) ?? (Object.keys(changes).length ? makeAct("observation.edit", entity, {}, { baseRev }) : null);
    if (!last) return;
    Object.assign(last.body.payload, changes);
    if (settlesAt !== undefined) last.settles_at = settlesAt;
    await ops.put(last);
  });
  tell("queue");
}

/**
 * Say again what only its last value counts for (felt safety, agreement): an act that has not left is replaced.
 * @param {string} kind @param {string} entity @param {Record<string, any>} payload @param {string[]} same keys of the payload
 */
export async function say(kind, entity, payload, same = []) {
  await write(["ops"], async ({ ops }) => {
    const me = identity().actor?.id ?? "";
    for (const op of await ops.getAll()) {
      // A stop and another's point are everybody's: on a shared phone only what the same person said is said anew.
      const isSame = op.actor === me && op.entity === entity && same.every((key) => op.body.payload[key] === payload[key]);
      if (isSame && isOpen(op, [kind])) await ops.delete(op.id);
    }
    await ops.put(makeAct(kind, entity, payload));
  });
  tell("queue");
}

/**
 * Take a point back. What has not left the phone is gone at once; the rest is withdrawn.
 * @param {string} entity @returns {Promise<"gone" | "withdrawn">}
 */
export async function takeBack(entity) {
  const result = await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    const mine = (await ops.getAll()).filter((/** @type {Op} */ op) => op.entity === entity);
    const first = mine.find((/** @type {Op} */ op) => op.body.kind === "observation.create");
    // What the server refused it does not have: there is nothing to withdraw.
    const isGone = first && (first.state === "attention" || (!first.tried && first.state === "waiting"));
    for (const op of mine) {
      for (const photo of op.photos) {
        await photos.delete(photo.id);
        await thumbs.delete(photo.id);
        photo.state = "dropped";
      }
      await (isGone || (op.state === "waiting" && !op.tried) ? ops.delete(op.id) : ops.put(op));
    }
    if (!isGone) await ops.put(makeAct("observation.withdraw", entity, {}));
    return isGone ? "gone" : "withdrawn";
  });
  tell("queue");
  return /** @type {"gone" | "withdrawn"} */ (result);
}

/** Read, change and store one act, whole. @param {string} id @param {(op: Op) => void} change */
export async function change(id, change) {
  const found = await write(["ops"], async ({ ops }) => {
    const op = await ops.get(id);
    if (op) {
      change(op);
      await ops.put(op);
    }
    return op;
  });
  tell("queue");
  return /** @type {Op | undefined} */ (found);
}

/** @param {string} id @returns {Promise<ArrayBuffer | undefined>} */
export const bytesOf = async (id) => (await get("photos", id))?.bytes;
