/** One question to the server. What comes back without our mark, from a hotel's page or a proxy, is no answer. */

/** The network or the server is not there now: try again, not before `afterMs`. */
export class Unreachable extends Error {
  /** @param {string} why @param {number} afterMs */
  constructor(why, afterMs = 0) {
    super(why);
    this.afterMs = afterMs;
  }
}

const TRY_AGAIN = new Set([408, 425, 429]);

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
  try {
    response = await fetch(path, {
      method,
      headers: { "X-Fieldapp": "1", ...headers },
      body,
      redirect: "error",
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.headers.get("X-Fieldapp") === "1") data = await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.headers.get("X-Fieldapp") !== "1") throw new Unreachable("not ours");
  if (response.status >= 500 || TRY_AGAIN.has(response.status)) {
    throw new Unreachable(String(response.status), retryAfterMs(response));
  }
  return { status: response.status, data };
}

/** @param {string} path @param {unknown} value @returns {Promise<Answer>} */
export const post = (path, value) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

/** @param {Response} response */
function retryAfterMs(response) {
  const given = response.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 0;
}
