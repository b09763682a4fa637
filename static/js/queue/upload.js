/** Photos on their way: ranges that continue where they were cut; bytes go only when the server has the same hash. */

import { reprDigest } from "../lib/hash.js";
import { write } from "./database.js";
import { mayLeave } from "./hold.js";
import { identity } from "./identity.js";
import { tell } from "./news.js";
import { acts, bytesOf } from "./outbox.js";
import { ask, Unreachable } from "./transport.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").LocalPhoto} LocalPhoto */

const RANGE_BYTES = 256 * 1024;
const RANGE_TIMEOUT_MS = 60_000;
/** A photo that starts over more often than this is for people to look at. */
const MOST_RESTARTS = 3;

/** @returns {Promise<"signed-out" | "other-actor" | null>} why all must wait, or null */
export async function sendPhotos() {
  for (const op of await acts()) {
    if (op.state !== "sent" || op.actor !== identity().actor?.id) continue;
    for (const photo of op.photos) {
      const refused = mayLeave(photo, Date.now()) ? await sendOne(op, photo) : null;
      if (refused) return refused;
    }
  }
  return null;
}

/** @param {Op} op @param {LocalPhoto} photo */
async function sendOne(op, photo) {
  const bytes = await bytesOf(photo.id);
  const expected = op.body.photos.find((one) => one.id === photo.id);
  if (!bytes || !expected || bytes.byteLength !== expected.bytes) {
    await set(op, photo, { state: "refused", code: "unreadable-here" });
    return null;
  }
  let offset = photo.offset;
  let restarts = 0;
  while (await isWanted(op, photo)) {
    const { status, data } = await put(op, photo.id, bytes, offset, expected.sha256);
    if (status === 401) return "signed-out";
    if (status === 403) return "other-actor";
    if (status === 200 && data.done) {
      if (data.sha256 !== expected.sha256) throw new Unreachable("another hash");
      await set(op, photo, { state: "done", offset: bytes.byteLength });
      return null;
    }
    if ((status === 200 && data.offset > offset) || status === 416) {
      restarts += data.offset <= offset ? 1 : 0;
      if (restarts > MOST_RESTARTS) throw new Unreachable("no progress");
      offset = data.offset;
      await set(op, photo, { offset });
    } else if (status === 404) {
      return resend(op, photo);
    } else {
      await set(op, photo, { state: "refused", code: data?.code ?? String(status) });
      return null;
    }
  }
  return null;
}

/** @param {Op} op @param {string} id @param {ArrayBuffer} bytes @param {number} from @param {string} sha256 */
function put(op, id, bytes, from, sha256) {
  const to = Math.min(from + RANGE_BYTES, bytes.byteLength);
  return ask(`/sync/photos/${id}`, {
    method: "PUT",
    timeoutMs: RANGE_TIMEOUT_MS,
    body: bytes.slice(from, to),
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Range": `bytes ${from}-${to - 1}/${bytes.byteLength}`,
      "Repr-Digest": reprDigest(sha256),
      "X-Fieldapp-Actor": op.actor,
    },
  });
}

/** Between two ranges somebody may have taken the photo back. @param {Op} op @param {LocalPhoto} photo */
async function isWanted(op, photo) {
  const now = (await acts()).find((one) => one.id === op.id)?.photos.find((one) => one.id === photo.id);
  return now !== undefined && mayLeave(now, Date.now());
}

/** The server does not know the words of this photo (it was put back to an older day): they go again first.
 * @param {Op} op @param {LocalPhoto} photo @returns {Promise<null>} */
async function resend(op, photo) {
  await write(["ops"], async ({ ops }) => {
    const found = await ops.get(op.id);
    if (found) await ops.put({ ...found, state: "waiting" });
  });
  throw new Unreachable(`the words of ${photo.id} are not there`);
}

/** @param {Op} op @param {LocalPhoto} photo @param {Partial<LocalPhoto>} changes */
async function set(op, photo, changes) {
  await write(["ops", "photos"], async ({ ops, photos }) => {
    /** @type {Op | undefined} */
    const found = await ops.get(op.id);
    const entry = found?.photos.find((one) => one.id === photo.id);
    if (!found || !entry) return;
    Object.assign(entry, changes);
    if (changes.state === "done") await photos.delete(photo.id);
    await ops.put(found);
  });
  tell("status");
}
