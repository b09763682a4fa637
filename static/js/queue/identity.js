/** Whose phone this is and which walk it is in, as the server said last; capture never waits for it. */

import { app } from "./app.js";
import { get, keysOf, write } from "./database.js";
import { report } from "./health.js";
import { growFrom } from "../lib/ids.js";
import { tell } from "./news.js";
import { ask, Unreachable } from "./transport.js";

/** The protocol that this release speaks. */
export const PROTO = 1;
/** @typedef {{id: string, code: string, name: string, state: string, stops: import("./types.js").Stop[]} & Record<string, any>} Walk */
/** @typedef {{actor: {id: string, kind: string, name?: string} | null, walk: Walk | null}} Identity */

/** A clock is wrong when it is off by more than this, or behind the last word of the server. */
const CLOCK_MS = 2 * 60_000;
const CREWS = new Set(["crew", "supervisor"]);

/** @type {Identity} */
let current = { actor: null, walk: null };
/** How far the server's clock is ahead of the phone's, as far as it is known. */
export let skewMs = 0;
let serverAt = 0;
/** Whether the server knows somebody here whom this app is not for. */
export const seen = { isStranger: false };
/** How long a photo stays on the phone at least. */
export let photoHoldMs = 30_000;

/** @returns {Identity} */
export const identity = () => current;

/** What the phone knew when it was last used. @returns {Promise<Identity>} */
export async function recall() {
  current = (await get("kv", "identity")) ?? current;
  // Ids stay in their order through a clock that was set back.
  growFrom((await keysOf("ops")).at(-1));
  report({ isClockWrong: Date.now() < ((await get("kv", "server_at")) ?? 0) - CLOCK_MS });
  return current;
}

/**
 * Ask the server. A phone that is in no walk any more keeps its queue: only what it reads is another's.
 * @returns {Promise<{release: string, isNobody: boolean, isTooOld: boolean}>}
 */
export async function hello() {
  const asked = Date.now();
  const { status, data } = await ask(`/sync/hello?app=${app}`);
  if (status !== 200) throw new Unreachable("server", 0, status);
  serverAt = serverMs(data.server_now);
  skewMs = serverAt - (asked + Date.now()) / 2;
  report({ isClockWrong: Math.abs(skewMs) > CLOCK_MS });
  photoHoldMs = 1000 * (data.photo_hold_s ?? 30);
  // Whoever joined a walk with this phone is not its crew, and a person of the desk is in no walk.
  seen.isStranger = Boolean(data.actor) && (app === "crew" ? !CREWS.has(data.actor.kind) : !data.walk);
  const isNobody = !data.actor || seen.isStranger;
  if (!isNobody) await become({ actor: data.actor, walk: data.walk });
  return { release: data.release, isNobody, isTooOld: PROTO < data.proto_min };
}

/** @param {string | number} moment */
const serverMs = (moment) => (typeof moment === "number" ? moment : Date.parse(moment));

/** @param {Identity} found */
async function become(found) {
  const isOther = found.actor?.id !== current.actor?.id;
  current = found;
  await write(["kv", "reading", "thumbs", "ops"], async ({ kv, reading, thumbs, ops }) => {
    if (isOther) {
      await reading.clear();
      await dropSent(thumbs, ops);
      await kv.delete("cursor");
      await kv.delete("ratings");
    }
    await kv.put(found, "identity");
    await kv.put(serverAt, "server_at");
  });
  tell("identity");
}

/** Small pictures of what is not unsent: nobody looks at another's. @param {any} thumbs @param {any} ops */
async function dropSent(thumbs, ops) {
  const unsent = (await ops.getAll()).flatMap((/** @type {import("./types.js").Op} */ op) => op.photos.filter((one) => op.state !== "sent" || one.state === "ready"));
  const kept = new Set(unsent.map((/** @type {import("./types.js").LocalPhoto} */ photo) => photo.id));
  for (const id of await thumbs.getAllKeys()) if (!kept.has(id)) await thumbs.delete(id);
}

/** Nobody's phone again: what is not sent stays with its drafts, hidden until the same person is back. */
export async function leave() {
  current = { actor: null, walk: null };
  await write(["kv", "reading", "thumbs", "ops"], async ({ kv, reading, thumbs, ops }) => {
    await dropSent(thumbs, ops);
    await reading.clear();
    await kv.delete("identity");
    await kv.delete("cursor");
    await kv.delete("ratings");
  });
  tell("identity");
}
