/** Photos on their way: ranges that continue where they were cut; a photo that cannot go on lets the others pass. */

import { reprDigest, sha256 } from "../lib/hash.js";
import { keep, write } from "./database.js";
import { mayLeave } from "./hold.js";
import { identity } from "./identity.js";
import { acts, bytesOf, stillWaiting } from "./outbox.js";
import { stand } from "./standing.js";
import { ask, Unreachable } from "./transport.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").LocalPhoto} LocalPhoto */
/** @typedef {"signed-out" | "other-actor"} Paused */

const RANGE_BYTES = 256 * 1024;
const LEAST_BYTES = 16 * 1024;
const RANGE_TIMEOUT_MS = 60_000;
/** Starting over more often than this in one round, or its words sent more often, and a photo lets the others pass. */
const MOST_RESTARTS = 3;
const ASIDE_MS = 30_000;
const FIRST_ASIDE_MS = 10_000;
const LONGEST_ASIDE_MS = 15 * 60_000;
/** A link that is too thin for a range in its time gets smaller ones. */
let rangeBytes = RANGE_BYTES;
/** Photos that are tried again later, and when. @type {Map<string, number>} */
const aside = new Map();
/** How often in a row a photo got no answer of ours. @type {Map<string, number>} */
const silences = new Map();

/**
 * @param {() => boolean} isAsked whether something new wants to go first
 * @returns {Promise<Paused | null>} why all must wait, or null
 */
export async function sendPhotos(isAsked) {
  let stumbled = 0;
  for (const op of await acts()) {
    if (op.state !== "sent" || op.actor !== identity().actor?.id) continue;
    for (const photo of op.photos) {
      if (!mayLeave(photo, Date.now()) || (aside.get(photo.id) ?? 0) > performance.now()) continue;
      try {
        const paused = await sendOne(op, photo);
        if (paused) return paused;
        stumbled = 0;
      } catch (error) {
        if (error instanceof Unreachable) passNext(photo, error);
        // A server that has no hands free for one photo may have them for the next; not for a third.
        if (!(error instanceof Unreachable) || error.status < 429 || ++stumbled > 1) throw error;
        setAside(photo, error.afterMs || ASIDE_MS);
      }
      if (isAsked()) return null;
    }
  }
  return null;
}

/** A photo at which the round ended twice in a row so though the server answers else (a filter on the way, a range that it
 * cannot take) lets the others pass, longer each time. @param {LocalPhoto} photo @param {Unreachable} error */
function passNext(photo, error) {
  if (error.status >= 429 || error.why === "offline") return;
  const times = (silences.get(photo.id) ?? 0) + 1;
  silences.set(photo.id, times);
  if (times > 1) setAside(photo, Math.min(LONGEST_ASIDE_MS, FIRST_ASIDE_MS * 2 ** (times - 2)));
}

/** @param {LocalPhoto} photo @param {number} ms */
const setAside = (photo, ms) => void aside.set(photo.id, performance.now() + ms);

/** In how many milliseconds a photo that was set aside may go again; Infinity where there is none. */
export const nextAside = () => Math.min(...[...aside.values()].map((at) => at - performance.now()).filter((ms) => ms > 0));

/** @param {Op} op @param {LocalPhoto} photo @returns {Promise<Paused | null>} */
async function sendOne(op, photo) {
  const bytes = await bytesOf(photo.id);
  const expected = op.body.photos.find((one) => one.id === photo.id);
  if (!bytes || !expected || bytes.byteLength !== expected.bytes) return refuse(op, photo, "unreadable-here");
  let offset = photo.offset;
  let restarts = 0;
  stand({ photo: photo.id });
  for (;;) {
    const all = await acts();
    if (!isWanted(all, op, photo)) return null;
    const to = Math.min(offset + rangeBytes, bytes.byteLength);
    const { status, data } = await put(op, photo.id, bytes.slice(offset, to), offset, expected, stillWaiting(all, op.actor) - (to === expected.bytes ? 1 : 0));
    silences.delete(photo.id);
    if (status === 401) return "signed-out";
    if (status === 403) return "other-actor";
    const stored = Number.isInteger(data.offset) ? Math.min(Math.max(data.offset, 0), expected.bytes) : 0;
    if (status === 200 && data.done && data.sha256 === expected.sha256) {
      await set(op, photo, { state: "done", offset: expected.bytes, done_at: Date.now() });
      return null;
    }
    if (status === 200 && !data.done && stored > offset) {
      rangeBytes = Math.min(RANGE_BYTES, rangeBytes * 2);
    } else if (status === 200 || status === 416) {
      // The server has less than we thought, or another hash: from there again. It is not the photo's fault.
      if (data.code === "hash-mismatch" && (await sha256(bytes)) !== expected.sha256) return refuse(op, photo, "unreadable-here");
      restarts += 1;
    } else if (status === 413 && rangeBytes > LEAST_BYTES) {
      rangeBytes = Math.max(LEAST_BYTES, rangeBytes / 2);
      continue;
    } else if (status === 404) {
      return resend(op, photo);
    } else if (status !== 413) {
      return refuse(op, photo, data.code ?? String(status));
    }
    offset = stored;
    await set(op, photo, { offset });
    if (status !== 413 && restarts <= MOST_RESTARTS) continue;
    setAside(photo, ASIDE_MS);
    return null;
  }
}

/** @param {Op} op @param {string} id @param {ArrayBuffer} range @param {number} from
 * @param {import("./types.js").Manifest} whole @param {number} waiting */
async function put(op, id, range, from, whole, waiting) {
  try {
    return await ask(`/sync/photos/${id}`, {
      method: "PUT",
      timeoutMs: RANGE_TIMEOUT_MS,
      body: range,
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Range": `bytes ${from}-${from + range.byteLength - 1}/${whole.bytes}`,
        "Repr-Digest": reprDigest(whole.sha256),
        "X-Fieldapp-Actor": op.actor,
        "X-Fieldapp-Waiting": String(waiting),
      },
    });
  } catch (error) {
    if (error instanceof Unreachable && error.why === "silent") rangeBytes = Math.max(LEAST_BYTES, rangeBytes / 2);
    throw error;
  }
}

/** Between two ranges somebody may have taken the photo back. @param {Op[]} all @param {Op} op @param {LocalPhoto} photo */
function isWanted(all, op, photo) {
  const now = all.find((one) => one.id === op.id)?.photos.find((one) => one.id === photo.id);
  return now !== undefined && mayLeave(now, Date.now());
}

/** @param {Op} op @param {LocalPhoto} photo @param {string} code */
async function refuse(op, photo, code) {
  await set(op, photo, { state: "refused", code });
  return null;
}

/** The server does not know the words of this photo (it was put back to an older day): they go again first.
 * @param {Op} op @param {LocalPhoto} photo */
async function resend(op, photo) {
  const resends = (photo.resends ?? 0) + 1;
  if (resends > MOST_RESTARTS) return refuse(op, photo, "send-op-first");
  await set(op, photo, { offset: 0, resends }, { state: "waiting" });
  // Other things may be missing too: all that it said it has is asked for.
  await keep("receipts_at", 0);
  setAside(photo, ASIDE_MS);
  return null;
}

/** @param {Op} op @param {LocalPhoto} photo @param {Partial<LocalPhoto>} changes @param {Partial<Op>} [ofAct] */
async function set(op, photo, changes, ofAct = {}) {
  await write(["ops"], async ({ ops }) => {
    /** @type {Op | undefined} */
    const found = await ops.get(op.id);
    const entry = found?.photos.find((one) => one.id === photo.id);
    if (!found || !entry || entry.state === "dropped") return;
    Object.assign(entry, changes);
    await ops.put(Object.assign(found, ofAct));
  });
  stand({});
}
