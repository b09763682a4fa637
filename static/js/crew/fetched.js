/** What came along for a shift without coverage: when the list was fetched, and a picture for each ticket. */

import { all, get, keep, kept, write } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { hear } from "../queue/news.js";
import { standing } from "../queue/pump.js";

/** Pictures fetched side by side: a van's connection is thin. */
const AT_ONCE = 3;

/** The list was read; somebody else's acts may still wait. */
const FETCHED = new Set(["ok", "other-actor"]);

/** Which pictures are stored: their bytes are not read to count them. @type {Set<string> | null} */
let stored = null;
let wasSending = false;
let isFetching = false;

/** Note each time the whole list was read, and fetch the pictures that are missing. @param {() => void} changed */
export function keepFetched(changed) {
  hear("status", async () => {
    const isDone = wasSending && !standing.isSending && FETCHED.has(standing.now);
    wasSending = standing.isSending;
    // Who signed out meanwhile has fetched nothing.
    if (!isDone || !identity().actor) return;
    await keep("fetched_at", Date.now());
    changed();
    await fetchPictures(changed);
  });
}

/** @returns {Promise<string[]>} the pictures that belong to what is listed */
async function wanted() {
  const rows = await all("reading");
  return rows.filter((row) => row.is === "ticket").flatMap((row) => (row.photos ?? []).map((/** @type {any} */ one) => one.id));
}

async function storedPictures() {
  stored ??= new Set(await write(["thumbs"], ({ thumbs }) => thumbs.getAllKeys()));
  return stored;
}

/** @param {() => void} changed */
async function fetchPictures(changed) {
  if (isFetching) return;
  isFetching = true;
  try {
    const here = await storedPictures();
    const missing = (await wanted()).filter((id) => !here.has(id));
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      await Promise.all(missing.slice(at, at + AT_ONCE).map(fetchOne));
      changed();
    }
    await dropOld();
  } finally {
    isFetching = false;
  }
}

/** @param {string} id */
async function fetchOne(id) {
  try {
    const answer = await fetch(`/photos/${id}/small`, { credentials: "same-origin", signal: AbortSignal.timeout(30_000) });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("image/")) return;
    const bytes = await answer.arrayBuffer();
    if (!bytes.byteLength) return;
    await write(["thumbs"], ({ thumbs }) => thumbs.put({ id, bytes, type: answer.headers.get("Content-Type") }));
    (await storedPictures()).add(id);
  } catch {
    // It is asked for again with the next fetch; the list says how many came.
  }
}

/** Pictures of tickets that are gone from the list, and of no act of this phone, are forgotten. */
async function dropOld() {
  const listed = new Set(await wanted());
  await write(["thumbs", "ops"], async ({ thumbs, ops }) => {
    for (const op of await ops.getAll()) for (const photo of op.photos) listed.add(photo.id);
    for (const id of await thumbs.getAllKeys()) if (!listed.has(id)) await thumbs.delete(id);
  });
  stored = null;
}

/** @returns {Promise<{at: number | null, pictures: number, wanted: number}>} */
export async function whatCame() {
  const listed = await wanted();
  const here = await storedPictures();
  return { at: (await kept("fetched_at")) ?? null, pictures: listed.filter((id) => here.has(id)).length, wanted: listed.length };
}

/** Addresses of pictures in memory: one for each, as long as the page lives. @type {Map<string, string>} */
const addresses = new Map();

/** A stored picture for an image; null where it has not come. @param {string} id @returns {Promise<string | null>} */
export async function pictureOf(id) {
  const known = addresses.get(id);
  if (known) return known;
  const found = (await get("thumbs", id)) ?? (await get("photos", id));
  if (!found) return null;
  const made = URL.createObjectURL(new Blob([found.bytes], { type: found.type ?? "image/jpeg" }));
  addresses.set(id, made);
  return made;
}
