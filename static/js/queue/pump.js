/** Sends what waits: one page at a time, words before photos, oldest first within a point, and tries for ever. */

import { own } from "./app.js";
import { keep, kept } from "./database.js";
import { nextEnd } from "./hold.js";
import { hello, identity } from "./identity.js";
import { hear } from "./news.js";
import { acts, stillWaiting } from "./outbox.js";
import { pull } from "./changes.js";
import { sendActs } from "./sending.js";
import { stand, standing } from "./standing.js";
import { Unreachable } from "./transport.js";

export { standing };
/** @typedef {import("./standing.js").Standing} Standing */

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LOOK_EVERY_MS = 20_000;
const DAY_MS = 24 * 3600_000;
/** Two clocks of one page differ by less. */
const SLACK_MS = 100;
/** Longer than any single request: a page that says nothing for so long while it sends has been put to sleep. */
const ASLEEP_MS = 3 * 60_000;

let failures = 0;
let timer = 0;
let isRunning = false;
/** A round is wanted after this one; an act that came meanwhile even goes before the photos that are left. */
let isAsked = false;
let isNew = false;
/** Somebody pressed the button: what the browser says of the network is only a hint. */
let isForced = false;
/** By the page's own clock: what the server asked for. */
let notBefore = 0;
let heardAt = performance.now();
/** When the server was asked last, whatever the browser said of the network. */
let triedAt = performance.now();
/** What sends photos; loaded with the first of them. @type {typeof import("./upload.js") | null} */
let upload = null;

/** Begin to send, now and whenever something may have changed. */
export function startPump() {
  for (const event of ["online", "pageshow", "focus"]) addEventListener(event, wake);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  hear("status", () => (heardAt = performance.now()));
  hear("queue", () => {
    failures = Math.min(failures, 1);
    isNew = true;
    schedule(300);
  });
  wake();
}

/** Something may be better now: try, unless the server said when. */
function wake() {
  failures = 0;
  schedule(0);
}

/** Somebody pressed the button: try at once, whatever the waiting time was. */
export function kick() {
  notBefore = 0;
  isForced = true;
  wake();
}

/** @param {number} delayMs */
function schedule(delayMs) {
  if (isRunning) {
    isAsked = true;
    return;
  }
  clearTimeout(timer);
  const wait = Math.max(delayMs, backOff(), notBefore - performance.now());
  if (standing.now === "unreachable" && !standing.isSending) standing.until = Date.now() + wait;
  timer = setTimeout(round, wait);
}

function backOff() {
  if (!failures) return 0;
  const untilTry = Math.max(FIRST_WAIT_MS, triedAt + LONGEST_WAIT_MS - performance.now());
  return Math.min(untilTry, LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

async function round() {
  isRunning = true;
  isAsked = isNew = false;
  let wait = LOOK_EVERY_MS;
  try {
    wait = navigator.locks ? await alone() : await sendAll();
  } catch (error) {
    console.error(error);
  } finally {
    isRunning = false;
    schedule(isAsked && !failures ? 0 : wait);
  }
}

/** One tab sends for all; one that was put to sleep over it loses its turn: sent twice is stored once. */
async function alone() {
  let wait = LOOK_EVERY_MS;
  let isOurs = false;
  const hold = (/** @type {LockOptions} */ how) =>
    navigator.locks.request(own("outbox"), how, async (lock) => {
      isOurs = Boolean(lock);
      if (lock) wait = await sendAll();
    });
  await hold({ ifAvailable: true });
  if (!isOurs && performance.now() - heardAt > ASLEEP_MS) await hold({ steal: true });
  return wait;
}

/** @returns {Promise<number>} milliseconds until there may be something to do */
async function sendAll() {
  const begun = Date.now();
  try {
    // While a new try is under way the last word stands: a status line must not blink.
    stand({ isSending: true });
    const now = await sendInOrder();
    failures = 0;
    stand({ now, why: "", isSending: false, until: 0, photo: "" });
    // Also what came to its end while this round ran, too late to go with it.
    const end = nextEnd(await acts(), begun);
    return Math.min(LOOK_EVERY_MS, end ? Math.max(end - Date.now(), 0) + 50 : LOOK_EVERY_MS, upload?.nextAside() ?? LOOK_EVERY_MS);
  } catch (error) {
    failures += 1;
    const isNetwork = error instanceof Unreachable;
    // Also what nobody foresaw is tried again, and more and more seldom.
    if (!isNetwork) console.error(error);
    const afterMs = isNetwork ? error.afterMs : 0;
    notBefore = performance.now() + afterMs;
    if (afterMs) keep("not_before", Date.now() + afterMs).catch(() => {});
    stand({ now: "unreachable", why: isNetwork ? error.why : "store", isSending: false, photo: "" });
    return 0;
  }
}

async function sendPhotos() {
  if (!(await acts()).some((op) => op.photos.some((photo) => photo.state === "ready"))) return null;
  // Some browsers remember a file that did not come; under another address it is asked for again.
  upload ??= await import("./upload.js").catch(() => import(`./upload.js?${failures}`));
  const paused = upload ? await upload.sendPhotos(() => isNew) : null;
  if (standing.photo) stand({ photo: "" });
  return paused;
}

/** @returns {Promise<Standing>} */
async function sendInOrder() {
  // A phone that knows it has no network need not ask for it: "online" wakes the pump. Some never say it again.
  const isHintEnough = !isForced;
  isForced = false;
  if (isHintEnough && !navigator.onLine && performance.now() - triedAt < LONGEST_WAIT_MS) throw new Unreachable("offline");
  // What any page of this phone was told, also one that is closed by now.
  const asked = ((await kept("not_before")) ?? 0) - Date.now();
  if (isHintEnough && asked > SLACK_MS && asked <= LONGEST_WAIT_MS) throw new Unreachable("busy", asked);
  triedAt = performance.now();
  const { isNobody, isTooOld } = await hello();
  if (isTooOld) return "too-old";
  if (isNobody) return "signed-out";
  const paused = (await sendActs()) ?? (await sendPhotos());
  if (paused) return paused;
  const receiptsAt = await kept("receipts_at");
  if (receiptsAt === undefined) await keep("receipts_at", Date.now());
  else if (Math.abs(Date.now() - receiptsAt) >= DAY_MS) await (await import("./receipts.js")).checkReceipts();
  await pull();
  const all = await acts();
  const me = identity().actor?.id;
  // Another's work waits for its person: that says nothing of mine, which goes.
  return !stillWaiting(all, me) && all.some((op) => op.state === "waiting" && op.actor !== me) ? "other-actor" : "ok";
}
