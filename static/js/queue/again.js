/** What the server refused: corrected and sent again as a new act, or thrown away by whoever made it. */

import { newId } from "../lib/ids.js";
import { write } from "./database.js";
import { identity } from "./identity.js";
import { tell } from "./news.js";
import { makeAct } from "./outbox.js";

/** @typedef {import("./types.js").Op} Op */

/**
 * A new id for the act and for its photos: the old ones are spent. What waits behind it keeps its place behind it.
 * @param {string} id @param {Record<string, any>} [changes] of its payload
 * @returns {Promise<boolean>} false where it is gone, or another person's
 */
export async function sendAgain(id, changes = {}) {
  const isDone = await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (op?.state !== "attention" || op.actor !== (identity().actor?.id ?? op.actor)) return false;
    const renamed = await rename(op, photos, thumbs);
    const fresh = again(op, newId());
    fresh.photos = op.photos.map((photo) => renamed.get(photo.id) ?? photo);
    fresh.body.base_rev = null;
    fresh.body.payload = { ...op.body.payload, ...changes };
    fresh.body.photos = op.body.photos.flatMap((photo) => {
      const now = renamed.get(photo.id);
      return now ? [{ ...photo, id: now.id }] : [];
    });
    const followers = await behind(ops, op);
    await ops.delete(id);
    // The server has no photo that this one could take the place of: it comes beside what is there.
    await ops.put(op.body.kind === "photo.replace" && ADDED.has(op.code ?? "") ? asAdded(fresh) : fresh);
    for (const next of followers) {
      await ops.delete(next.id);
      const now = named(again(next, newId()), op, renamed);
      if (now) await ops.put(now);
    }
    return true;
  });
  tell("queue");
  return isDone;
}

/** @param {Op} op @param {string} id @returns {Op} */
const again = (op, id) => ({ ...op, id, state: "waiting", tried: false, result: undefined, code: undefined, field: undefined, message: undefined, body: { ...op.body, id } });

/** Why a painted photo cannot take the place of the first. */
const ADDED = new Set(["already-sent", "not-found"]);

/** @param {Op} op @returns {Op} */
const asAdded = (op) => ({ ...op, body: { ...op.body, kind: "photo.add", payload: {} } });

/** What follows names the photo by its new id; of one that does not go again there is nothing to replace or to take away.
 * @param {Op} next @param {Op} op @param {Map<string, import("./types.js").LocalPhoto>} renamed @returns {Op | null} */
function named(next, op, renamed) {
  const old = next.body.payload.photo;
  if (!op.photos.some((one) => one.id === old)) return next;
  const photo = renamed.get(old)?.id;
  if (photo) return { ...next, body: { ...next.body, payload: { ...next.body.payload, photo } } };
  return next.body.kind === "photo.replace" ? asAdded(next) : null;
}

/** Photos whose bytes are here get new ids; the others cannot go again.
 * @param {Op} op @param {any} photos @param {any} thumbs */
async function rename(op, photos, thumbs) {
  /** @type {Map<string, import("./types.js").LocalPhoto>} */
  const found = new Map();
  for (const photo of op.photos.filter((one) => one.state !== "dropped" && one.state !== "lost")) {
    const fresh = newId();
    const row = await photos.get(photo.id);
    if (!row?.bytes?.byteLength) continue;
    found.set(photo.id, { ...photo, id: fresh, state: photo.state === "raw" ? "raw" : "ready", offset: 0, code: undefined, resends: 0 });
    for (const store of [photos, thumbs]) {
      const held = await store.get(photo.id);
      if (held) await store.put({ ...held, id: fresh });
      await store.delete(photo.id);
    }
  }
  return found;
}

/** What was never sent because of it. @param {any} ops @param {Op} op @returns {Promise<Op[]>} */
const behind = async (ops, op) =>
  op.body.kind.endsWith(".create") ? (await ops.getAll()).filter((/** @type {Op} */ one) => one.entity === op.entity && one.state === "waiting" && one.id > op.id && !one.tried) : [];

/** Take an act off the phone for good, with what waits behind it; of an act that the server has, only the photo it cannot
 * read. @param {string} id */
export async function throwAway(id) {
  await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (!op) return;
    const isRefused = op.state === "attention";
    for (const photo of op.photos) {
      if (!isRefused && photo.state !== "refused") continue;
      await photos.delete(photo.id);
      photo.state = "dropped";
      // The server was told of it, and would wait for it for ever.
      if (!isRefused && op.body.photos.some((one) => one.id === photo.id)) await ops.put({ ...makeAct("photo.remove", op.entity, { photo: photo.id }), actor: op.actor });
    }
    if (!isRefused) return ops.put(op);
    for (const one of [op, ...(await behind(ops, op))]) {
      for (const photo of one.photos) {
        await photos.delete(photo.id);
        await thumbs.delete(photo.id);
      }
      await ops.delete(one.id);
    }
  });
  tell("queue");
}

/** A photo that was refused, of an act that the server has, goes once more as it is. @param {string} opId @param {string} photoId */
export async function tryPhotoAgain(opId, photoId) {
  await write(["ops"], async ({ ops }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(opId);
    const photo = op?.photos.find((one) => one.id === photoId && one.state === "refused");
    if (!op || !photo) return;
    Object.assign(photo, { state: "ready", offset: 0, resends: 0, code: undefined });
    await ops.put(op);
  });
  tell("queue");
}
