/** Where the phone is: watched while the screen is open, the best of the last seconds, never waited for. */

/** @typedef {import("../queue/types.js").Position} Position */
/** @typedef {"seeking" | "found" | "none" | "denied" | "insecure"} State */

const FRESH_MS = 15_000;
/** A phone that lies still reports nothing new: its last position holds a while. */
const STILL_MS = 60_000;
/** Coarser than this says nothing about a place. */
export const USELESS_M = 1_000;

/** @type {Position[]} */
let fixes = [];
/** @type {State} */
let state = "seeking";
let watching = 0;
/** Fires `change` whenever `standing()` may have. */
export const positions = new EventTarget();

/** Begin to watch; again after the permission changed. */
export function watchPosition() {
  if (!("geolocation" in navigator) || !window.isSecureContext) return set("insecure");
  navigator.geolocation.clearWatch(watching);
  watching = navigator.geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 });
  navigator.permissions?.query({ name: "geolocation" }).then((permission) => {
    permission.onchange = () => permission.state === "granted" && watchPosition();
  }, () => {});
}

/** @param {GeolocationPosition} position */
function found({ coords, timestamp }) {
  const fix = { lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy * 10) / 10 };
  // Zero by zero is how some phones say that they do not know.
  if (fix.lat === 0 && fix.lon === 0) return;
  fixes = [...fixes, { ...fix, source: /** @type {const} */ ("gps"), at: Math.round(timestamp) }].slice(-30);
  set("found");
}

/** @param {GeolocationPositionError} error */
function failed(error) {
  if (error.code === error.PERMISSION_DENIED) fixes = [];
  set(error.code === error.PERMISSION_DENIED ? "denied" : bestFix() ? "found" : "none");
}

/** @param {State} next */
function set(next) {
  state = next;
  positions.dispatchEvent(new Event("change"));
}

/** The most exact position of the last seconds, or the last one of a phone at rest; null where none is known. */
export function bestFix(now = Date.now()) {
  const fresh = fixes.filter((fix) => now - fix.at <= FRESH_MS);
  const best = fresh.reduce((/** @type {Position | undefined} */ best, fix) => (best && best.accuracy_m <= fix.accuracy_m ? best : fix), undefined);
  const held = best ?? fixes.findLast((fix) => now - fix.at <= STILL_MS);
  return held && held.accuracy_m < USELESS_M ? held : null;
}

/** @returns {{state: State, fix: Position | null, isUseless: boolean}} */
export const standing = () => ({ state, fix: bestFix(), isUseless: state === "found" && !bestFix() });
