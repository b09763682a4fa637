/** The phone's store. Bytes are ArrayBuffers under primary keys: browsers lose Blobs, and files behind indexes. */

import { openDB } from "../../vendor/idb.js";
import { own } from "./app.js";

const NAME = own("fieldapp");
const VERSION = 1;
/** @typedef {"drafts" | "ops" | "photos" | "thumbs" | "kv" | "reading"} StoreName */

/** @type {Promise<any> | null} */
let handle = null;

/** Tells pages that another tab waits with a newer release. */
export const outdated = new EventTarget();

function open() {
  handle ??= openDB(NAME, VERSION, {
    upgrade(db) {
      for (const store of ["drafts", "ops", "photos", "thumbs", "reading"]) db.createObjectStore(store, { keyPath: "id" });
      db.createObjectStore("kv");
    },
    blocking(_current, _blocked, event) {
      /** @type {any} */ (event.target).close();
      handle = null;
      outdated.dispatchEvent(new Event("outdated"));
    },
    terminated() {
      handle = null;
    },
  }).catch((error) => {
    handle = null;
    throw error;
  });
  return handle;
}

const DEAD = new Set(["InvalidStateError", "UnknownError"]);

/**
 * One strict transaction: resolved when it is on disk, not when it was asked for. `act` may only await the
 * stores that it is given. A dead handle (a phone that slept) is opened again once.
 * @template T
 * @param {StoreName[]} stores
 * @param {(store: Record<StoreName, any>) => Promise<T> | T} act
 * @returns {Promise<T>}
 */
export async function write(stores, act) {
  return again(async () => {
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
  });
}

/** @param {StoreName} store @param {string} key @returns {Promise<any>} undefined where there is none */
export const get = (store, key) => again(async () => (await open()).get(store, key));

/** Not for photos: those are read one at a time by `get`.
 * @param {Exclude<StoreName, "photos">} store @returns {Promise<any[]>} in the order of the keys */
export const all = (store) => again(async () => (await open()).getAll(store));

/** @param {string} key @param {any} value */
export const keep = (key, value) => write(["kv"], ({ kv }) => kv.put(value, key));

/** @param {string} key @returns {Promise<any>} */
export const kept = (key) => get("kv", key);

/** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
async function again(act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DOMException) || !DEAD.has(error.name)) throw error;
    handle = null;
    return act();
  }
}

/** Forget everything that this phone keeps for us. */
export async function forgetAll() {
  const db = await open();
  const stores = [...db.objectStoreNames];
  await write(/** @type {any} */ (stores), async (given) => {
    for (const store of Object.values(given)) await store.clear();
  });
}
