/** Where the phone is, for distances only: never stored, never sent, never asked for before it is of use. */

/** @typedef {{lat: number, lon: number}} Place */
/** @typedef {"unknown" | "asking" | "known" | "refused" | "missing"} Knowledge */

const EARTH_M = 6_371_000;
/** A list must not reorder itself at every step. */
const MOVED_M = 15;

/** @type {{here: Place | null, knowledge: Knowledge}} */
export const place = { here: null, knowledge: "unknown" };

/** Metres along the ground, by the haversine formula. @param {Place} from @param {Place} to */
export function metresBetween(from, to) {
  const rad = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  const half = Math.sin(rad(to.lat - from.lat) / 2) ** 2;
  const across = Math.cos(rad(from.lat)) * Math.cos(rad(to.lat)) * Math.sin(rad(to.lon - from.lon) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half + across));
}

/** @param {{lat: number | null, lon: number | null}} ticket @returns {number | null} metres, null where nobody knows */
export function metresTo(ticket) {
  if (!place.here || ticket.lat === null || ticket.lon === null) return null;
  return metresBetween(place.here, { lat: ticket.lat, lon: ticket.lon });
}

/** Follow the phone if it was allowed before: then nothing is asked. @param {() => void} moved */
export async function followIfAllowed(moved) {
  try {
    const found = await navigator.permissions.query({ name: "geolocation" });
    if (found.state === "granted") follow(moved);
  } catch {
    // A browser that cannot tell is asked when somebody wants distances.
  }
}

let isFollowing = false;

/** Ask for the position and follow it. @param {() => void} moved */
export function follow(moved) {
  if (isFollowing) return;
  if (!navigator.geolocation || !isSecureContext) {
    place.knowledge = "missing";
    moved();
    return;
  }
  isFollowing = true;
  if (place.knowledge !== "known") place.knowledge = "asking";
  navigator.geolocation.watchPosition(
    ({ coords }) => {
      const now = { lat: coords.latitude, lon: coords.longitude };
      const isNews = !place.here || metresBetween(place.here, now) > MOVED_M;
      place.knowledge = "known";
      if (!isNews) return;
      place.here = now;
      moved();
    },
    (error) => {
      isFollowing = error.code !== error.PERMISSION_DENIED;
      if (place.here) return;
      place.knowledge = isFollowing ? "missing" : "refused";
      moved();
    },
    { enableHighAccuracy: true, maximumAge: 30_000 },
  );
}
