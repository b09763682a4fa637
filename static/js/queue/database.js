/** The phone's store. Bytes are ArrayBuffers under primary keys: browsers lose Blobs, and files behind indexes. */

import { openDB } from "../../vendor/idb.js";
import { own } from "./app.js";
import { health, report } from "./health.js";

const NAME = own("fieldapp");
/** Versions only add: a page of an older release still works with the store of a newer one. */
const VERSION = 1;
/** @typedef {"drafts" | "ops" | "photos" | "thumbs" | "kv" | "reading"} StoreName */

/** @type {Promise<any> | null} */
let handle = null;
let wasOpen = false;

function open() {
  handle ??= start(VERSION).then(
    (db) => {
      wasOpen = true;
      return db;
    },
    (error) => {
      handle = null;
      throw error;
    },
  );
  return handle;
}

/** @param {number} [version] @returns {Promise<any>} */
function start(version) {
  return openDB(NAME, version, {
    upgrade(db, old) {
      if (!old && wasOpen) report({ trouble: "wiped" });
      for (const store of ["drafts", "ops", "photos", "thumbs", "reading", "kv"]) {
        if (!db.objectStoreNames.contains(store)) db.createObjectStore(store, store === "kv" ? {} : { keyPath: "id" });
      }
    },
    // An old tab that is asleep: opening waits for it, nothing is deleted.
    blocked: () => report({ trouble: "outdated" }),
    blocking(_current, _blocked, event) {
      /** @type {any} */ (event.target).close();
      handle = null;
      report({ trouble: "outdated" });
    },
    terminated() {
      handle = null;
    },
  }).catch((error) => {
    if (version === undefined || error.name !== "VersionError") throw error;
    return start();
  });
}

/** A handle that died: the phone slept, or its store was cleared. */
const DEAD = new Set(["InvalidStateError", "UnknownError", "AbortError"]);

/** @param {unknown} error @returns {error is DOMException} */
export const isFull = (error) => error instanceof DOMException && error.name === "QuotaExceededError";

/**
 * One strict transaction: resolved when it is on disk, not when it was asked for. `act` may only await the
 * stores that it is given. A dead handle is opened again once; where there is no room, what can be fetched again goes.
 * @template T
 * @param {StoreName[]} stores
 * @param {(store: Record<StoreName, any>) => Promise<T> | T} act
 * @returns {Promise<T>}
 */
export async function write(stores, act) {
  const once = () => again(() => transact(stores, act));
  try {
    return await once();
  } catch (error) {
    if (!isFull(error)) throw error;
    report({ trouble: "full" });
    // Only what people made is worth the room of what can be fetched again.
    if (!stores.some((name) => name === "ops" || name === "drafts")) throw error;
    return (await import("./room.js")).withMoreRoom(once, error);
  }
}

/**
 * @template T
 * @param {StoreName[]} stores
 * @param {(store: Record<StoreName, any>) => Promise<T> | T} act
 * @returns {Promise<T>}
 */
export async function transact(stores, act) {
  const tx = (await open()).transaction(stores, "readwrite", { durability: "strict" });
  const done = tx.done;
  // Both fail together; the transaction's own word (QuotaExceededError) is the one that tells why.
  done.catch(() => {});
  const given = Object.fromEntries(stores.map((name) => [name, tx.objectStore(name)]));
  try {
    const result = await act(/** @type {any} */ (given));
    await done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      await done;
    }
    throw error;
  }
}

/** @param {StoreName} store @param {string} key @returns {Promise<any>} undefined where there is none */
export const get = (store, key) => again(async () => (await open()).get(store, key));

/** Not for photos: those are read one at a time by `get`.
 * @param {Exclude<StoreName, "photos">} store @returns {Promise<any[]>} in the order of the keys */
export const all = (store) => again(async () => (await open()).getAll(store));

/** @param {StoreName} store @returns {Promise<string[]>} in their order */
export const keysOf = (store) => again(async () => (await open()).getAllKeys(store));

/** @param {string} key @param {any} value */
export const keep = (key, value) => write(["kv"], ({ kv }) => kv.put(value, key));

/** @param {string} key @returns {Promise<any>} */
export const kept = (key) => get("kv", key);

/** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
async function again(act) {
  for (let isSecond = false; ; isSecond = true) {
    try {
      const result = await act();
      if (health.trouble === "broken") report({ trouble: "" });
      return result;
    } catch (error) {
      if (!(error instanceof DOMException) || !DEAD.has(error.name)) throw error;
      handle = null;
      if (!isSecond) continue;
      report({ trouble: "broken" });
      throw error;
    }
  }
}
