/** What the server refused: sent again as a new act, or thrown away by whoever made it. */

import { newId } from "../lib/ids.js";
import { write } from "./database.js";
import { identity } from "./identity.js";
import { tell } from "./news.js";

/** @typedef {import("./types.js").Op} Op */

/** A new id for the act and for its photos: the old ones are spent. @param {string} id */
export async function sendAgain(id) {
  await write(["ops", "photos", "thumbs"], async ({ ops, photos, thumbs }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (!op) return;
    const fresh = newId();
    const ids = new Map(op.photos.map((photo) => [photo.id, newId()]));
    const renamed = (/** @type {string} */ old) => ids.get(old) ?? old;
    for (const [old, now] of ids) {
      for (const store of [photos, thumbs]) {
        const row = await store.get(old);
        if (!row) continue;
        await store.put({ ...row, id: now });
        await store.delete(old);
      }
    }
    await ops.delete(id);
    await ops.put({
      ...op,
      id: fresh,
      actor: identity().actor?.id ?? op.actor,
      state: "waiting",
      tried: false,
      result: undefined,
      code: undefined,
      photos: op.photos.map((photo) => ({ ...photo, id: renamed(photo.id), offset: 0 })),
      body: { ...op.body, id: fresh, base_rev: null, photos: op.body.photos.map((photo) => ({ ...photo, id: renamed(photo.id) })) },
    });
  });
  tell("queue");
}

/** Take an act off the phone for good; of an act that the server has, only the photo it cannot read. @param {string} id */
export async function throwAway(id) {
  await write(["ops", "photos"], async ({ ops, photos }) => {
    /** @type {Op | undefined} */
    const op = await ops.get(id);
    if (!op) return;
    const isRefused = op.state === "attention";
    for (const photo of op.photos) {
      if (!isRefused && photo.state !== "refused") continue;
      await photos.delete(photo.id);
      photo.state = "dropped";
    }
    await (isRefused ? ops.delete(id) : ops.put(op));
  });
  tell("queue");
}
