/** Photos made small on the phone: one at a time, from bytes that are stored already, never black or empty. */

import { sha256 } from "../lib/hash.js";
import { newId } from "../lib/ids.js";
import { isFull, write } from "../queue/database.js";
import { own } from "../queue/app.js";
import { acts, bytesOf } from "../queue/outbox.js";
import { settlePhoto } from "../queue/pictures.js";

const LONG_EDGE = 2016;
const THUMB_EDGE = 256;
const QUALITY = 0.8;
/** Longer than a phone needs for many photos: whoever holds the line for so long has been put to sleep. */
const ASLEEP_MS = 60_000;

/** @type {Promise<void>} */
let line = Promise.resolve();

/** Shrink and hash whatever lies stored as it came from the camera; also what a killed page left behind. */
export function finishPhotos() {
  line = line.then(finishAll, finishAll);
  return line;
}

async function finishAll() {
  if (!navigator.locks) return finishEach();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ASLEEP_MS);
  const begin = () => (clearTimeout(timer), finishEach());
  try {
    await navigator.locks.request(own("photos"), { signal: patience.signal }, begin);
  } catch (error) {
    // Also where another page took over from this one: what both have finished is settled once.
    if (patience.signal.aborted) await navigator.locks.request(own("photos"), { steal: true }, finishEach);
    else if (!(error instanceof DOMException)) throw error;
  }
}

async function finishEach() {
  for (const op of await acts()) {
    for (const photo of op.photos.filter((one) => one.state === "raw")) {
      const bytes = await bytesOf(photo.id);
      // A photo that the phone has lost must not keep its words here.
      await (bytes?.byteLength ? finish(op.id, photo.id, bytes, photo.type) : settlePhoto(op.id, photo.id, null));
    }
  }
}

/** @param {unknown} error */
function unlessFull(error) {
  if (!isFull(error)) throw error;
}

/** @param {string} opId @param {string} id @param {ArrayBuffer} bytes @param {string} type */
async function finish(opId, id, bytes, type) {
  const small = await shrink(bytes, type);
  // What the browser cannot read (HEIC) goes as it is: the server can.
  const whole = { id, bytes, type };
  const kept = small?.bytes ? { id: newId(), bytes: small.bytes, type: "image/jpeg" } : whole;
  // A full phone does without the small picture, and sends what it has stored already.
  if (small?.thumb) await write(["thumbs"], ({ thumbs }) => thumbs.put({ id: kept.id, bytes: small.thumb })).catch(unlessFull);
  const settle = async (/** @type {typeof whole} */ one) => settlePhoto(opId, id, { ...one, sha256: await sha256(one.bytes) });
  await settle(kept).catch((error) => (unlessFull(error), settle(whole)));
}

/**
 * @param {ArrayBuffer} bytes @param {string} type
 * @returns {Promise<{bytes: ArrayBuffer | null, thumb: ArrayBuffer | null} | null>} null where it cannot be read
 */
export async function shrink(bytes, type) {
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  try {
    const full = draw(bitmap, LONG_EDGE);
    if (isEmpty(full)) return { bytes: null, thumb: null };
    const [small, thumb] = [await toJpeg(full, QUALITY), await toJpeg(draw(full, THUMB_EDGE), 0.7)];
    const isNoGain = !small || (full.width === bitmap.width && small.byteLength >= bytes.byteLength);
    return { bytes: isNoGain ? null : small, thumb };
  } finally {
    bitmap.close();
  }
}

/** Straight to the target size: a canvas of the camera's size comes out black on some phones.
 * @param {ImageBitmap | HTMLCanvasElement} source @param {number} longEdge */
function draw(source, longEdge) {
  const scale = Math.min(1, longEdge / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const context = canvas.getContext("2d");
  if (context) {
    context.imageSmoothingQuality = "high";
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/** Whether a canvas failed: eight by eight points of it are all the same. @param {HTMLCanvasElement} canvas */
function isEmpty(canvas) {
  const probe = document.createElement("canvas");
  probe.width = probe.height = 8;
  const context = probe.getContext("2d", { willReadFrequently: true });
  if (!context) return true;
  context.drawImage(canvas, 0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  return data.every((value, index) => value === data[index % 4]);
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<ArrayBuffer | null>} */
export async function toJpeg(canvas, quality) {
  const blob = await new Promise((/** @type {(found: Blob | null) => void} */ done) => canvas.toBlob(done, "image/jpeg", quality));
  return blob && blob.size > 0 ? blob.arrayBuffer() : null;
}

/** A stored photo as a canvas of its own size, for painting. @param {ArrayBuffer} bytes @param {string} type */
export async function asCanvas(bytes, type) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: "from-image" });
  const canvas = draw(bitmap, LONG_EDGE);
  bitmap.close();
  return canvas;
}

export { draw as drawSmall };
