/** Sends what waits: one page at a time, words before photos, oldest first within a point, and tries for ever. */

import { own } from "./app.js";
import { all as rowsOf, keep, write } from "./database.js";
import { isFinal, nextEnd } from "./hold.js";
import { hello, identity, PROTO } from "./identity.js";
import { hear, tell } from "./news.js";
import { acts } from "./outbox.js";
import { checkReceipts } from "./receipts.js";
import { pull } from "./changes.js";
import { post, Unreachable } from "./transport.js";
import { sendPhotos } from "./upload.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {"ok" | "unreachable" | "signed-out" | "other-actor" | "too-old"} Standing */

const MOST_OPS = 20;
const MOST_BYTES = 60 * 1024;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LOOK_EVERY_MS = 20_000;
const REFUSALS = new Set(["conflict", "rejected"]);
const bootId = crypto.randomUUID?.() ?? String(Math.random());

/** How the last try went, for the status line. */
export const standing = { /** @type {Standing} */ now: "ok", isSending: false };
let failures = 0;
let timer = 0;
let isRunning = false;
let again = false;

/** Begin to send, now and whenever something may have changed. */
export function startPump() {
  for (const event of ["online", "pageshow", "focus"]) addEventListener(event, kick);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kick());
  hear("queue", () => schedule(300));
  kick();
}

/** Try at once, whatever the waiting time was. */
export function kick() {
  failures = 0;
  schedule(0);
}

/** @param {number} delayMs */
function schedule(delayMs) {
  if (isRunning) {
    again = true;
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(round, Math.max(delayMs, backOff()));
}

function backOff() {
  if (!failures) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

async function round() {
  isRunning = true;
  again = false;
  let wait = LOOK_EVERY_MS;
  try {
    if (!navigator.locks) wait = await sendAll();
    else {
      await navigator.locks.request(own("outbox"), { ifAvailable: true }, async (lock) => {
        if (lock) wait = await sendAll();
      });
    }
  } finally {
    isRunning = false;
    schedule(again && !failures ? 0 : wait);
  }
}

/** @returns {Promise<number>} milliseconds until there may be something to do */
async function sendAll() {
  try {
    set("ok", true);
    set(await sendInOrder(), false);
    failures = 0;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    failures += 1;
    set("unreachable", false);
    return error.afterMs;
  }
  const end = nextEnd(await acts(), Date.now());
  return Math.min(LOOK_EVERY_MS, end ? end - Date.now() + 50 : LOOK_EVERY_MS);
}

/** @returns {Promise<Standing>} */
async function sendInOrder() {
  // A phone that knows it has no network need not ask for it: "online" wakes the pump.
  if (!navigator.onLine) throw new Unreachable("no network");
  const { isNobody, isTooOld } = await hello();
  if (isTooOld) return "too-old";
  if (isNobody) return "signed-out";
  const refused = (await sendActs()) ?? (await sendPhotos());
  if (refused) return refused;
  await checkReceipts();
  await pull();
  return (await acts()).some((op) => op.state === "waiting" && !isOurs(op)) ? "other-actor" : "ok";
}

/** @param {Standing} now @param {boolean} isSending */
function set(now, isSending) {
  // While a new try is under way the last word stands: a status line must not blink.
  if (!isSending) standing.now = now;
  standing.isSending = isSending;
  tell("status");
}

/** @returns {Promise<Standing | null>} why all must wait, or null */
async function sendActs() {
  let most = MOST_OPS;
  for (;;) {
    const batch = await nextBatch(most);
    if (!batch.length) return null;
    const { status, data } = await post("/sync/ops", {
      proto: PROTO,
      client_now: Date.now(),
      boot_id: bootId,
      mono_ms: performance.now(),
      actor: batch[0].actor,
      ops: batch.map((op) => op.body),
    });
    if (status === 401) return "signed-out";
    if (status === 403) return "other-actor";
    if (status === 426) return "too-old";
    // An act that nobody can read must not take its neighbours along: from now on each goes alone.
    if (status !== 200 && batch.length > 1) most = 1;
    else await note(batch, status, data);
  }
}

/** On a shared phone nobody sends what another has done. @param {Op} op */
const isOurs = (op) => op.actor === identity().actor?.id;

/** The first act of each point that is final, marked as tried: from now on they never change. */
async function nextBatch(/** @type {number} */ most) {
  const now = Date.now();
  return write(["ops"], async ({ ops }) => {
    /** @type {Op[]} */
    const all = await ops.getAll();
    // What was refused stands still; only without its first act can a thing not go on.
    const refused = new Set(all.filter((one) => one.state === "attention" && one.body.kind.endsWith(".create")).map((one) => one.entity));
    const waiting = all.filter((one) => one.state === "waiting" && !refused.has(one.entity));
    const firsts = waiting.filter((op, index) => waiting.findIndex((one) => one.entity === op.entity) === index);
    /** @type {Op[]} */
    const batch = [];
    let bytes = 0;
    for (const op of firsts.filter((one) => one.state === "waiting" && isOurs(one) && isFinal(one, now))) {
      bytes += new TextEncoder().encode(JSON.stringify(op.body)).length;
      if (batch.length === most || (bytes > MOST_BYTES && batch.length)) break;
      batch.push(op);
      if (!op.tried) await ops.put(Object.assign(op, { tried: true }));
    }
    return batch;
  });
}

/** @param {Op[]} batch @param {number} status @param {any} data */
async function note(batch, status, data) {
  /** @type {Map<string, any>} */
  const results = new Map((data?.results ?? []).map((/** @type {any} */ one) => [one.id, one]));
  if (status === 200 && !batch.some((op) => results.has(op.id))) throw new Unreachable("no results");
  await write(["ops"], async ({ ops }) => {
    for (const { id } of batch) {
      const op = await ops.get(id);
      // An act that is refused alone is poison: it goes to people, not round and round.
      const result = results.get(id) ?? (status === 200 ? null : { result: "rejected", code: data?.code, field: data?.field });
      if (!op || !result) continue;
      const { code, field, message, rev } = result;
      Object.assign(op, { result: result.result, rev, code, field, message, sent_at: Date.now() });
      op.state = REFUSALS.has(result.result) ? "attention" : "sent";
      await ops.put(op);
    }
  });
  await keep("last_sent_at", Date.now());
  tell("status");
}

/** @returns {Promise<boolean>} whether anything of this phone has not reached the server yet */
export const isAnythingWaiting = async () =>
  (await rowsOf("ops")).some((op) => op.state !== "sent" || op.photos.some((/** @type {any} */ one) => one.state === "ready"));
