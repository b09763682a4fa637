/** A draft is on disk before the camera opens: category, place and time survive a page that is killed meanwhile. */

import { newId } from "../lib/ids.js";
import { language } from "../lib/messages.js";
import { all, write } from "../queue/database.js";
import { identity } from "../queue/identity.js";
import { add, makeAct } from "../queue/outbox.js";
import { currentStop } from "./stops.js";
import { finishPhotos } from "./photo.js";
import { bestFix } from "./position.js";
import { settlesAt } from "./settle.js";

/** @typedef {import("../queue/types.js").Draft} Draft */

/** The words are stored, and their photo did not fit. */
export class WithoutPhoto extends Error {}

/** The draft that a finger began and no click has claimed yet. @type {Draft | null} */
let fresh = null;
const FRESH_MS = 10_000;
/** Past this, where the phone is now says little about where the finger went down. */
const NEAR_IN_TIME_MS = 60_000;

/** A finger goes down on a tile. @param {string} category */
export function begin(category) {
  /** @type {Draft} */
  const draft = {
    id: newId(),
    at: Date.now(),
    actor: identity().actor?.id,
    walk: identity().walk?.id ?? "",
    stop: currentStop()?.id ?? null,
    category,
    position: bestFix(),
    clicked: false,
  };
  const before = fresh;
  fresh = draft;
  const stored = put(draft, before?.clicked === false ? before.id : null);
  return { draft, stored };
}

/** @param {Draft} draft @param {string | null} [instead] */
const put = (draft, instead = null) =>
  write(["drafts"], async ({ drafts }) => {
    if (instead) await drafts.delete(instead);
    await drafts.put(draft);
  });

/** The click that follows the finger, or comes alone from a keyboard. @param {string} category */
export function claim(category) {
  const isSame = fresh && !fresh.clicked && fresh.category === category && Date.now() - fresh.at < FRESH_MS;
  const draft = isSame && fresh ? fresh : begin(category).draft;
  draft.clicked = true;
  return { draft, stored: put(draft) };
}

/** The finger slid away: a draft without a click is dropped. */
export async function dropUnclicked() {
  const drafts = await all("drafts");
  const idle = drafts.filter((/** @type {Draft} */ one) => !one.clicked);
  if (idle.length) await write(["drafts"], async (store) => { for (const { id } of idle) await store.drafts.delete(id); });
}

/** What waits for its photo, oldest first; on a shared phone each sees only his own. @returns {Promise<Draft[]>} */
export const waitingDrafts = async () =>
  (await all("drafts")).filter((/** @type {Draft} */ one) => one.clicked && (!one.actor || one.actor === identity().actor?.id));

/** @param {string} id */
export const drop = (id) => write(["drafts"], ({ drafts }) => drafts.delete(id));

/**
 * Make a draft a point: on disk when this returns. The photo is stored as it came; it is made smaller afterwards.
 * @param {Draft} draft @param {File | null} file @param {number} holdMs
 * @returns {Promise<{entity: string, accuracy: number | null, category: string}>}
 */
export async function save(draft, file, holdMs) {
  const now = Date.now();
  const bytes = file ? await file.arrayBuffer() : null;
  if (bytes?.byteLength === 0) throw new DOMException("empty", "NotReadableError");
  const photos = bytes ? [{ id: newId(), bytes, type: file?.type || "image/jpeg", leavesAt: now + holdMs }] : [];
  const position = better(draft.position, now - draft.at < NEAR_IN_TIME_MS ? bestFix(now) : null);
  const op = makeAct("observation.create", draft.id, payloadOf(draft, position), {
    photos,
    at: draft.at,
    settlesAt: settlesAt(position, now),
  });
  // Another person may have come to this phone while the camera was open.
  if (draft.actor) op.actor = draft.actor;
  const how = await add(op, photos, draft.id);
  if (how === "without-photo") throw new WithoutPhoto();
  void finishPhotos();
  return { entity: draft.id, accuracy: position?.accuracy_m ?? null, category: draft.category };
}

/** @typedef {import("../queue/types.js").Position | null} MaybePosition */
/** @param {MaybePosition} one @param {MaybePosition} other */
const better = (one, other) => (!one || (other && other.accuracy_m < one.accuracy_m) ? other : one);

/** @param {Draft} draft @param {MaybePosition} position */
const payloadOf = (draft, position) => ({
  walk: draft.walk,
  stop: draft.stop,
  category: draft.category,
  subcategory: null,
  text: "",
  suggestion: "",
  severity: null,
  sensitive: false,
  for_other: false,
  lang: language,
  position,
  stretch_to: null,
});
