/** What this phone keeps for us, of both apps and everybody who used it: counted, never shown; and cleared. */

import { tell } from "../queue/news.js";

/** @typedef {import("../queue/types.js").Op} Op */
/** `mine` and `others`: acts that are not wholly with the server; `drafts`: begun and not saved,
 * anybody's; `photos`: pictures that have not come;
 * `since`: when the oldest of them was done, 0 where none is; `read`: points and tickets kept for reading.
 * @typedef {{app: "walk" | "crew", mine: number, others: number, drafts: number, photos: number, since: number, actors: string[], read: number, pictures: number, bytes: number}} Kept */

export const APPS = /** @type {const} */ (["walk", "crew"]);
const MAP_CACHE = "fieldapp-map";

/** @param {"walk" | "crew"} app */
const nameOf = (app) => (app === "walk" ? "fieldapp" : "fieldapp-crew");

/** @template T @param {IDBRequest<T>} asked @returns {Promise<T>} */
const answered = (asked) =>
  new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

/** A store that is there; nothing is made by looking. @param {"walk" | "crew"} app @returns {Promise<IDBDatabase | null>} */
async function open(app) {
  const asked = indexedDB.open(nameOf(app));
  asked.onupgradeneeded = () => asked.transaction?.abort();
  try {
    return await answered(asked);
  } catch {
    return null;
  }
}

/** One row at a time: a phone full of pictures is not read into its memory at once.
 * @param {IDBDatabase} db @param {string} store @param {(row: any) => void} each */
async function eachOf(db, store, each) {
  const asked = db.transaction(store).objectStore(store).openCursor();
  await new Promise((/** @type {(value?: unknown) => void} */ done, failed) => {
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return done();
      each(cursor.value);
      cursor.continue();
    };
  });
}

/** @param {Op} op */
const isUnsent = (op) => op.state !== "sent" || op.photos.some(({ state }) => ["raw", "ready", "refused"].includes(state));

/** @param {"walk" | "crew"} app @returns {Promise<Kept>} */
export async function keptBy(app) {
  /** @type {Kept} */
  const found = { app, mine: 0, others: 0, drafts: 0, photos: 0, since: 0, actors: [], read: 0, pictures: 0, bytes: 0 };
  const db = await open(app);
  if (!db) return found;
  try {
    const me = (await answered(db.transaction("kv").objectStore("kv").get("identity")))?.actor?.id;
    await eachOf(db, "ops", (/** @type {Op} */ op) => {
      if (!isUnsent(op)) return;
      if (op.actor === me) found.mine += 1;
      else found.others += 1;
      if (op.actor !== me && !found.actors.includes(op.actor)) found.actors.push(op.actor);
      found.photos += op.photos.filter(({ state }) => ["raw", "ready", "refused"].includes(state)).length;
      found.since = found.since ? Math.min(found.since, op.at) : op.at;
    });
    await eachOf(db, "drafts", ({ clicked }) => (found.drafts += Number(clicked)));
    for (const store of ["photos", "thumbs"]) {
      await eachOf(db, store, ({ bytes }) => {
        if (store === "photos") found.pictures += 1;
        found.bytes += bytes?.byteLength ?? 0;
      });
    }
    found.read = await answered(db.transaction("reading").objectStore("reading").count());
  } finally {
    db.close();
  }
  return found;
}

/** @returns {Promise<number>} bytes of the map, 0 where there is none */
export async function mapBytes() {
  if (!("caches" in window) || !(await caches.has(MAP_CACHE))) return 0;
  const answers = await (await caches.open(MAP_CACHE)).matchAll();
  const sizes = await Promise.all(answers.map(async (answer) => Number(answer.headers.get("Content-Length")) || (await answer.blob()).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

export async function forgetMap() {
  if ("caches" in window) await caches.delete(MAP_CACHE);
}

/** Everything of ours but the pages themselves, which open without coverage as before. */
export async function clearEverything() {
  for (const app of APPS) {
    const db = await open(app);
    if (!db) continue;
    const tx = db.transaction([...db.objectStoreNames], "readwrite");
    for (const store of db.objectStoreNames) tx.objectStore(store).clear();
    await new Promise((done, failed) => {
      tx.oncomplete = done;
      tx.onabort = () => failed(tx.error);
    });
    db.close();
  }
  await forgetMap();
  if ("caches" in window) await caches.delete("fieldapp-kept");
  try {
    localStorage.clear();
  } catch {
    // A browser that keeps nothing has nothing to clear.
  }
  for (const subject of /** @type {const} */ (["queue", "reading", "identity"])) tell(subject);
}
