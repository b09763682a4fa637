/** The queue as one file, for a phone that cannot send: words first, then each photo's bytes, read one at a time. */

import { downloadZip } from "../../vendor/client-zip.js";
import { app } from "./app.js";
import { all, get, write } from "./database.js";
import { identity, PROTO } from "./identity.js";
import { tell } from "./news.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {"shared" | "downloaded" | "cancelled"} How */

/** @param {Op} op @param {string} id whether the server has not told that it has this photo */
const isOpen = (op, id) => op.photos.some((photo) => photo.id === id && photo.state !== "done" && photo.state !== "dropped");

/**
 * What of a person is not on the server. What waits is final from now on: the same ids mean the same words here and in the
 * file. @param {string} actor @returns {Promise<Op[]>} in the order done
 */
async function settled(actor) {
  const { finishPhotos } = await import("../capture/photo.js");
  await finishPhotos();
  const found = await write(["ops"], async ({ ops }) => {
    /** @type {Op[]} */
    // What was taken this moment and is not made small yet goes with the next file: its words would be final without it.
    const theirs = (await ops.getAll()).filter((/** @type {Op} */ op) => op.actor === actor && !op.photos.some((photo) => photo.state === "raw"));
    for (const op of theirs.filter((one) => one.state === "waiting" && !one.tried)) await ops.put(Object.assign(op, { tried: true, settles_at: 0 }));
    return theirs.filter((op) => op.state !== "sent" || op.body.photos.some((photo) => isOpen(op, photo.id)));
  });
  tell("queue");
  return found;
}

/** @param {string} actor @param {Op[]} ops */
async function* entries(actor, ops) {
  const head = { format: "fieldapp-queue", v: 1, proto: PROTO, app, exported_at: Date.now(), actor, ops: ops.map((op) => ({ state: op.state, body: op.body })) };
  yield { name: "queue.json", input: JSON.stringify(head) };
  for (const op of ops) {
    for (const { id, bytes } of op.body.photos) {
      const held = isOpen(op, id) || op.state !== "sent" ? (await get("photos", id))?.bytes : undefined;
      // Bytes that are not those announced would be refused with their words.
      if (held?.byteLength === bytes) yield { name: `photos/${id}`, input: held };
    }
  }
}

/** @param {string} [actor] @returns {Promise<File | null>} null where nothing waits */
async function makeFile(actor = identity().actor?.id ?? "") {
  const ops = await settled(actor);
  if (!ops.length) return null;
  // The browser keeps a blob on the disk; here only one photo at a time is in memory.
  const blob = await downloadZip(entries(actor, ops)).blob();
  return new File([blob], `fieldapp-${new Date().toISOString().slice(0, 10)}.zip`, { type: "application/zip" });
}

/**
 * Give the file away: through the phone's own sharing, else as a download. Nothing leaves the queue.
 * @param {string} [actor] whose; another person's where the phone is shared
 * @returns {Promise<{file: File | null, how: How, acts: number, photos: number}>}
 */
export async function exportQueue(actor = identity().actor?.id ?? "") {
  const file = await makeFile(actor);
  const unsent = (await all("ops")).filter((/** @type {Op} */ op) => op.actor === actor && (op.state !== "sent" || op.body.photos.some((photo) => isOpen(op, photo.id))));
  const counts = { acts: unsent.length, photos: unsent.flatMap((op) => op.body.photos.filter((/** @type {{id: string}} */ photo) => isOpen(op, photo.id))).length };
  return { file, how: file ? await giveAway(file) : "cancelled", ...counts };
}

/** @param {File} file @returns {Promise<How>} */
async function giveAway(file) {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "cancelled";
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return "downloaded";
}
