/** Once a day the phone asks whether the server still has what it said it has: what is missing goes again, and the bytes
 * of what is there go a day after they came. */

import { app } from "./app.js";
import { write } from "./database.js";
import { identity } from "./identity.js";
import { tell } from "./news.js";
import { acts, stillWaiting } from "./outbox.js";
import { post } from "./transport.js";

/** @typedef {import("./types.js").Op} Op */

const DAY_MS = 24 * 3600_000;
/** So long the words of a sent act are kept, to answer for it. */
const KEPT_MS = 30 * DAY_MS;
const MOST_IDS = 1000;

export async function checkReceipts() {
  const all = await acts();
  const me = identity().actor?.id;
  // What another has sent only this other can ask for.
  const sent = all.filter((op) => op.state === "sent" && op.actor === me);
  let isMissing = false;
  for (const part of chunks(sent)) {
    const photos = part.flatMap((op) => op.photos.filter((photo) => photo.state === "done").map((photo) => photo.id));
    const { status, data } = await post(`/sync/receipts?app=${app}`, { ops: part.map((op) => op.id), photos }, stillWaiting(all, me));
    if (status !== 200) return;
    isMissing = (await settle(part, new Set(data.ops), new Set(data.photos), new Set(photos))) || isMissing;
  }
  if (app === "walk") await dropThumbs();
  await write(["kv"], async ({ kv }) => {
    await kv.put(Date.now(), "receipts_at");
    // A server that was put back to an older day tells everything anew.
    if (isMissing) await kv.delete("cursor");
  });
  if (isMissing) tell("queue");
}

/** Small pictures of points that are told no more, and of no act that is kept. */
const dropThumbs = () =>
  write(["ops", "reading", "thumbs"], async ({ ops, reading, thumbs }) => {
    const shown = new Set([...(await ops.getAll()), ...(await reading.getAll())].flatMap((one) => [...(one.photos ?? []), ...(one.before ? [one.before] : [])].map(({ id }) => id)));
    for (const id of await thumbs.getAllKeys()) if (!shown.has(id)) await thumbs.delete(id);
  });

/** So many acts at a time that neither they nor their photos are too many for one question. @param {Op[]} sent */
function chunks(sent) {
  /** @type {Op[][]} */
  const found = [];
  let room = 0;
  for (const op of sent) {
    const size = Math.max(1, op.photos.length);
    if (size > room) {
      found.push([]);
      room = MOST_IDS;
    }
    found.at(-1)?.push(op);
    room -= size;
  }
  return found;
}

/**
 * @param {Op[]} part @param {Set<string>} lostActs @param {Set<string>} lostPhotos @param {Set<string>} asked
 * @returns {Promise<boolean>} whether something goes again
 */
function settle(part, lostActs, lostPhotos, asked) {
  const now = Date.now();
  return write(["ops", "photos"], async ({ ops, photos }) => {
    let isMissing = false;
    for (const { id } of part) {
      /** @type {Op | undefined} */
      const op = await ops.get(id);
      if (op?.state !== "sent") continue;
      for (const photo of op.photos.filter((one) => one.state === "done" && asked.has(one.id))) {
        if (lostPhotos.has(photo.id)) {
          // Bytes that are gone here too cannot go again.
          if (!(await photos.getKey(photo.id))) continue;
          Object.assign(photo, { state: "ready", offset: 0, resends: 0 });
          isMissing = true;
        } else if (now - (photo.done_at ?? 0) >= DAY_MS && !photo.freed) {
          await photos.delete(photo.id);
          photo.freed = true;
        }
      }
      if (lostActs.has(id)) op.state = "waiting";
      isMissing ||= op.state === "waiting";
      const isOld = now - (op.sent_at ?? op.at) > KEPT_MS && op.photos.every((photo) => photo.state !== "ready" && photo.state !== "refused");
      await (isOld && op.state === "sent" ? ops.delete(id) : ops.put(op));
    }
    return isMissing;
  });
}
