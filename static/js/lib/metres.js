/** Steps on the ground near a place: exact enough for a few hundred metres. */

/** @typedef {{lat: number, lon: number}} Place */
/** @typedef {{north: number, east: number}} Step metres */

const DEGREE_M = 111_320;

/** @param {Place} from */
const eastDegreeM = ({ lat }) => DEGREE_M * Math.cos((lat * Math.PI) / 180);

/** @param {Place} from @param {Step} step @returns {Place} */
export const moved = (from, { north, east }) => ({ lat: from.lat + north / DEGREE_M, lon: from.lon + east / eastDegreeM(from) });

/** How far a place lies from another. @param {Place} from @param {Place} place @returns {Step} */
export const seenFrom = (from, place) => ({
  north: (place.lat - from.lat) * DEGREE_M,
  east: (place.lon - from.lon) * eastDegreeM(from),
});
