/** Acts on their way: in batches, oldest first within a thing; what is refused stands still and stops nobody else. */

import { keep, write } from "./database.js";
import { isFinal } from "./hold.js";
import { identity, PROTO } from "./identity.js";
import { stillWaiting } from "./outbox.js";
import { stand } from "./standing.js";
import { post, Unreachable } from "./transport.js";

/** @typedef {import("./types.js").Op} Op */

const MOST_OPS = 20;
const MOST_BYTES = 60 * 1024;
/** So many acts that a server stumbles over, and it is the server that is ill. */
const MOST_ILL = 3;
const STORED = new Set(["applied", "duplicate", "merged"]);
const REFUSALS = new Set(["conflict", "rejected"]);
const bootId = crypto.randomUUID?.() ?? String(Math.random());

/** @returns {Promise<import("./standing.js").Standing | null>} why all must wait, or null */
export async function sendActs() {
  let most = MOST_OPS;
  /** Over which the server stumbled in this round. @type {Set<string>} */
  const ill = new Set();
  for (;;) {
    const { batch, waiting } = await nextBatch(most, ill);
    if (!batch.length) return null;
    const { status, data } = await send(batch, waiting);
    if (status === 401) return "signed-out";
    if (status === 403) return "other-actor";
    if (status === 426) return "too-old";
    // An act that nobody can read must not take its neighbours along: from now on each goes alone.
    if (status !== 200 && batch.length > 1) most = 1;
    else if (status < 500) await note(batch, status, data);
    else if (ill.add(batch[0].id).size === MOST_ILL) throw new Unreachable("server", 0, status);
  }
}

/** A fault of the server's with one act is an answer about this act; all else raises. @param {Op[]} batch @param {number} waiting */
async function send(batch, waiting) {
  const body = { proto: PROTO, client_now: Date.now(), boot_id: bootId, mono_ms: performance.now(), actor: batch[0].actor, ops: batch.map((op) => op.body) };
  try {
    return await post("/sync/ops", body, waiting);
  } catch (error) {
    if (error instanceof Unreachable && error.status === 500) return { status: 500, data: null };
    throw error;
  }
}

/** The first act of each thing that is final, marked as tried: from now on they never change. On a shared phone nobody
 * sends what another has done. @param {number} most @param {Set<string>} ill */
async function nextBatch(most, ill) {
  const now = Date.now();
  const me = identity().actor?.id;
  return write(["ops"], async ({ ops }) => {
    /** @type {Op[]} */
    const all = (await ops.getAll()).filter((/** @type {Op} */ op) => op.actor === me);
    // What was refused stands still; only before its first act is there can a thing not go on, also where that goes anew.
    const isFirst = (/** @type {Op} */ one) => one.body.kind.endsWith(".create");
    const unmade = new Set(all.filter((one) => one.state !== "sent" && isFirst(one)).map((one) => one.entity));
    const passed = new Set();
    /** @type {Op[]} */
    const batch = [];
    let bytes = 0;
    for (const op of all) {
      if (op.state !== "waiting" || passed.has(op.entity) || (unmade.has(op.entity) && !isFirst(op))) continue;
      passed.add(op.entity);
      if (ill.has(op.id) || !isFinal(op, now)) continue;
      bytes += new TextEncoder().encode(JSON.stringify(op.body)).length;
      if (batch.length === most || (bytes > MOST_BYTES && batch.length)) break;
      batch.push(op);
      if (!op.tried) await ops.put(Object.assign(op, { tried: true }));
    }
    return { batch, waiting: stillWaiting(all, me) - batch.length };
  });
}

/** @param {Op[]} batch @param {number} status @param {any} data */
async function note(batch, status, data) {
  /** @type {Map<string, any>} */
  const results = new Map((data?.results ?? []).map((/** @type {any} */ one) => [one.id, one]));
  // A word that this release does not know says nothing: the act waits.
  const isKnown = (/** @type {Op} */ op) => STORED.has(results.get(op.id)?.result) || REFUSALS.has(results.get(op.id)?.result);
  if (status === 200 && !batch.some(isKnown)) throw new Unreachable("server", 0, status);
  await write(["ops"], async ({ ops }) => {
    for (const { id } of batch) {
      const op = await ops.get(id);
      if (!op || (status === 200 && !isKnown(op))) continue;
      // An act that is refused alone is poison: it goes to people, not round and round.
      const { result, code, field, message, rev } = results.get(id) ?? { result: "rejected", code: data?.code ?? String(status), field: data?.field };
      Object.assign(op, { result, rev, code, field, message, sent_at: Date.now() });
      op.state = STORED.has(result) ? "sent" : "attention";
      await ops.put(op);
    }
  });
  await keep("last_sent_at", Date.now());
  stand({});
}
