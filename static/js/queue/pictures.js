/** Photos in the queue: the original is replaced by its smaller self, or by one that was painted over. */

import { write } from "./database.js";
import { tell } from "./news.js";
import { makeAct, manifest } from "./outbox.js";

/** @typedef {import("./outbox.js").NewPhoto} NewPhoto */
/** @typedef {import("./types.js").Op} Op */

/**
 * The photo `old` is final now as `photo` (the same one where the original is kept); null: the phone has lost its bytes.
 * @param {string} opId @param {string} old @param {NewPhoto | null} photo
 */
export async function settlePhoto(opId, old, photo) {
  await write(["ops", "photos"], async ({ ops, photos }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(opId);
    const entry = op?.photos.find((one) => one.id === old && one.state === "raw");
    if (!op || !entry) return;
    if (!photo) {
      await ops.put(Object.assign(op, { photos: op.photos.map((one) => (one === entry ? { ...one, state: "refused", code: "unreadable-here" } : one)) }));
      return;
    }
    Object.assign(entry, { id: photo.id, state: "ready", type: photo.type });
    op.body.photos.push(...manifest({ ...photo, role: entry.role }));
    if (photo.id !== old) {
      await photos.delete(old);
      await photos.put({ id: photo.id, bytes: photo.bytes });
    }
    await ops.put(op);
  });
  tell("queue");
}

/**
 * Put a painted photo in place of one that is stored: within its act while that has not left the phone.
 * @param {string} opId @param {string} old @param {NewPhoto} photo with its hash
 */
export async function replacePhoto(opId, old, photo) {
  await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op} */
    const op = await ops.get(opId);
    const entry = op.photos.find((one) => one.id === old);
    if (!entry) return;
    const role = entry.role;
    await photos.delete(old);
    await thumbs.delete(old);
    await photos.put({ id: photo.id, bytes: photo.bytes });
    if (op.tried) {
      entry.state = "dropped";
      await ops.put(makeAct("photo.replace", op.entity, { photo: old }, { photos: [{ ...photo, role }] }));
    } else {
      Object.assign(entry, { id: photo.id, state: "ready", type: photo.type });
      op.body.photos = [...op.body.photos.filter((one) => one.id !== old), ...manifest({ ...photo, role })];
    }
    await ops.put(op);
  });
  tell("queue");
}

/**
 * Keep a photo on the phone until `at`, while somebody paints over it.
 * @param {string} opId @param {string} photo @param {number} at
 */
export async function holdPhoto(opId, photo, at) {
  await write(["ops"], async ({ ops }) => {
    const op = await ops.get(opId);
    const entry = op?.photos.find((/** @type {import("./types.js").LocalPhoto} */ one) => one.id === photo);
    if (!entry) return;
    entry.leaves_at = at;
    await ops.put(op);
  });
  tell("queue");
}
