/** One question to the server. What comes back without our mark, from a hotel's page or a proxy, is no answer. */

/** The network or the server is not there now: try again, not before `afterMs`. */
export class Unreachable extends Error {
  /** @param {import("./standing.js").Why} why @param {number} [afterMs] @param {number} [status] what a server of ours said */
  constructor(why, afterMs = 0, status = 0) {
    super(`${why} ${status}`);
    this.why = why;
    this.afterMs = afterMs;
    this.status = status;
  }
}

const TRY_AGAIN = new Set([408, 425, 429]);
/** The way to the server is wrong, not what was sent: no act and no photo is to blame. */
const WRONG_WAY = new Set([405, 411, 415]);
/** A server that says "tomorrow" is asked again all the same. */
const LONGEST_MS = 5 * 60_000;

/** @typedef {{status: number, data: any}} Answer */

/**
 * @param {string} path
 * @param {{method?: string, headers?: Record<string, string>, body?: BodyInit, timeoutMs?: number}} [how]
 * @returns {Promise<Answer>} any answer that is final; raises `Unreachable` for all that may be better later
 */
export async function ask(path, { method = "GET", headers = {}, body, timeoutMs = 15_000 } = {}) {
  /** @type {Response} */
  let response;
  let data = null;
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), timeoutMs);
  try {
    response = await fetch(path, {
      method,
      headers: { "X-Fieldapp": "1", ...headers },
      body,
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
      signal: cut.signal,
    });
    if (response.headers.get("X-Fieldapp") === "1") data = await response.json();
  } catch {
    throw new Unreachable(navigator.onLine ? "silent" : "offline");
  } finally {
    clearTimeout(timer);
  }
  const { status } = response;
  if (!data) throw new Unreachable("elsewhere");
  if (status >= 500 || TRY_AGAIN.has(status) || WRONG_WAY.has(status) || data.code === "header-missing") {
    const after = retryAfterMs(response);
    throw new Unreachable(after || status === 429 || status === 503 ? "busy" : "server", after, status);
  }
  return { status, data };
}

/** @param {string} path @param {unknown} value @param {number} waiting what still waits besides this @returns {Promise<Answer>} */
export const post = (path, value, waiting) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Fieldapp-Waiting": String(waiting) }, body: JSON.stringify(value) });

/** @param {Response} response */
function retryAfterMs(response) {
  const given = response.headers.get("Retry-After") ?? "";
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now();
  return Math.min(LONGEST_MS, Math.max(0, ms || 0));
}
