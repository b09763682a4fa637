/** A full phone: what can be fetched again makes room for what cannot. */

import { isFull, transact, write } from "./database.js";
import { report } from "./health.js";

/** @typedef {import("./types.js").Op} Op */

/** Bytes that the server has already. */
const freeReceived = () =>
  transact(["ops", "photos"], async ({ ops, photos }) => {
    let count = 0;
    for (const op of /** @type {Op[]} */ (await ops.getAll())) {
      const received = op.photos.filter((photo) => photo.state === "done" && !photo.freed);
      for (const photo of received) {
        await photos.delete(photo.id);
        photo.freed = true;
      }
      if (received.length) await ops.put(op);
      count += received.length;
    }
    return count;
  });

/** What the server tells again: its points and tickets, and their small pictures. */
const freeReading = () =>
  transact(["ops", "reading", "thumbs", "kv"], async ({ ops, reading, thumbs, kv }) => {
    const mine = new Set((await ops.getAll()).flatMap((/** @type {Op} */ op) => op.photos.map((photo) => photo.id)));
    const others = (await thumbs.getAllKeys()).filter((/** @type {string} */ id) => !mine.has(id));
    for (const id of others) await thumbs.delete(id);
    const rows = await reading.count();
    await reading.clear();
    await kv.delete("cursor");
    return others.length + rows;
  });

const freeMap = async () => {
  const isGone = await caches.delete("fieldapp-map");
  if (isGone) report({ freedMap: true });
  return isGone ? 1 : 0;
};

/**
 * Try again after each thing that could be freed.
 * @template T @param {() => Promise<T>} act @param {unknown} error what it failed with @returns {Promise<T>}
 */
export async function withMoreRoom(act, error) {
  for (const free of [freeReceived, freeReading, freeMap]) {
    if (!(await free().catch(() => 0))) continue;
    try {
      return await act();
    } catch (second) {
      if (!isFull(second)) throw second;
    }
  }
  throw error;
}

/**
 * The words and a small picture, where the photo does not fit.
 * @param {Op} op @param {import("./outbox.js").NewPhoto[]} photos @param {string} [draft]
 */
export async function addWithoutPhotos(op, photos, draft) {
  const { shrink } = await import("../capture/photo.js");
  /** @type {{id: string, bytes: ArrayBuffer}[]} */
  const small = [];
  for (const { id, bytes, type } of photos) {
    const thumb = (await shrink(bytes, type))?.thumb;
    if (thumb) small.push({ id, bytes: thumb });
  }
  for (const photo of op.photos) Object.assign(photo, { state: "lost", code: "full" });
  op.body.photos = [];
  op.photo_left = "full";
  const put = (/** @type {typeof small} */ pictures) =>
    write(["ops", "thumbs", "drafts"], async (store) => {
      await store.ops.put(op);
      if (draft) await store.drafts.delete(draft);
      for (const picture of pictures) await store.thumbs.put(picture);
    });
  await put(small).catch((error) => {
    if (!isFull(error)) throw error;
    return put([]);
  });
}
